"""This machine's own certificate authority, and the certificate of its door on the home network.

Four files in DIR/tls, for their owner only. The authority may speak for home addresses and
`.local` names and for nothing else, so a stolen key cannot stand in for a bank.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from unspiral.bootstrap import write_private
from unspiral.cli.home_network import HOME
from unspiral.errors import UnspiralError

FOLDER = "tls"
AUTHORITY_KEY, AUTHORITY = "authority.key", "authority.crt"
SERVER_KEY, SERVER = "server.key", "server.crt"
AUTHORITY_LASTS = timedelta(days=5 * 365)
SERVER_LASTS = timedelta(days=397)  # browsers refuse more than 398
RENEW_BEFORE = timedelta(days=60)
EARLIER = timedelta(days=1)  # a phone's clock may be behind

Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class Certificates:
    """What the door needs. `authority` is DER, `fingerprint` its SHA-256 in pairs.

    `made` is True when the authority is new, so that every phone has to trust it afresh;
    `renewed` when the server's certificate is.
    """

    authority: bytes
    fingerprint: str
    chain: Path
    key: Path
    made: bool
    renewed: bool


def provide(data: Path, name: str, now: datetime, running: bool = False) -> Certificates:
    """The certificates for `name`, made or renewed where needed. `running`: phones are using them,
    and the authority they trust stays until the next start.

    Raises UnspiralError when the folder cannot be used or the authority in it is damaged: one
    that phones trust is never replaced unasked before it is near its end.
    """
    folder = data / FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _provide(folder, name, now, running)
    except OSError as error:
        raise _unusable(folder, "cannot be read or written") from error
    except (ValueError, TypeError) as error:
        raise _unusable(folder, "are damaged") from error


def _provide(folder: Path, name: str, now: datetime, running: bool) -> Certificates:
    made = not running and _no_authority(folder, now)
    if made:
        _make_authority(folder, now)
    authority, key = _read_authority(folder)
    renewed = made or not _still_good(folder, authority, name, now)
    if renewed:
        _make_server(folder, authority, key, name, now)
    return Certificates(
        authority.public_bytes(Encoding.DER),
        authority.fingerprint(hashes.SHA256()).hex(":").upper(),
        folder / SERVER,
        folder / SERVER_KEY,
        made,
        renewed,
    )


def _no_authority(folder: Path, now: datetime) -> bool:
    """True where there is none yet, or the one there is ends too soon to sign anything."""
    if not (folder / AUTHORITY).exists():
        return True
    authority, _ = _read_authority(folder)
    return now + RENEW_BEFORE >= authority.not_valid_after_utc


def _read_authority(folder: Path) -> tuple[x509.Certificate, Key]:
    authority = x509.load_pem_x509_certificate((folder / AUTHORITY).read_bytes())
    key = load_pem_private_key((folder / AUTHORITY_KEY).read_bytes(), None)
    if not isinstance(key, Key) or key.public_key() != authority.public_key():
        raise ValueError("the key is not the authority's")
    return authority, key


def _make_authority(folder: Path, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    # A name of its own, so that a phone that trusted an older one does not mix them up.
    name = _name(f"Unspiral on my computer {secrets.token_hex(2).upper()}")
    permitted: Sequence[x509.GeneralName] = [
        x509.DNSName("local"),
        *(x509.IPAddress(network) for network in HOME),
    ]
    built = (
        _builder(name, name, key.public_key(), now, now + AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
    )
    # Stopped between the two files, the next start finds no authority rather than half a new one.
    (folder / AUTHORITY).unlink(missing_ok=True)
    _write_key(folder / AUTHORITY_KEY, key)
    _write(folder / AUTHORITY, built.sign(key, hashes.SHA256()))


def _make_server(
    folder: Path, authority: x509.Certificate, signer: Key, name: str, now: datetime
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    until = min(now + SERVER_LASTS, authority.not_valid_after_utc)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    built = (
        _builder(_name("Unspiral"), authority.subject, key.public_key(), now, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(issuer, critical=False)
        .add_extension(x509.SubjectAlternativeName([_called(name)]), critical=False)
    )
    _write_key(folder / SERVER_KEY, key)
    _write(folder / SERVER, built.sign(signer, hashes.SHA256()))


def _still_good(folder: Path, authority: x509.Certificate, name: str, now: datetime) -> bool:
    """Whether the server's certificate is this authority's, for `name`, and not near its end."""
    try:
        server = x509.load_pem_x509_certificate((folder / SERVER).read_bytes())
        key = load_pem_private_key((folder / SERVER_KEY).read_bytes(), None)
        server.verify_directly_issued_by(authority)
        names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (FileNotFoundError, ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    fits = list(names) == [_called(name)] and key.public_key() == server.public_key()
    return fits and server.not_valid_before_utc <= now < server.not_valid_after_utc - RENEW_BEFORE


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    now: datetime,
    until: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLIER)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(signs: bool) -> x509.KeyUsage:
    """An authority signs certificates; a server only proves who it is."""
    off = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    rest = dict.fromkeys((*off, "encipher_only", "decipher_only"), False)
    return x509.KeyUsage(digital_signature=not signs, key_cert_sign=signs, crl_sign=signs, **rest)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _called(name: str) -> x509.GeneralName:
    return x509.DNSName(name) if name.endswith(".local") else x509.IPAddress(IPv4Address(name))


def _write_key(path: Path, key: Key) -> None:
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_private(path, pem.decode("ascii"))


def _write(path: Path, certificate: x509.Certificate) -> None:
    write_private(path, certificate.public_bytes(Encoding.PEM).decode("ascii"))


def _unusable(folder: Path, how: str) -> UnspiralError:
    return UnspiralError(
        f"The certificates in {folder} {how}.",
        "Your diary is as it was. Nothing was started.",
        "Make that folder yours again, or move it away: phones must then trust a new certificate.",
    )
