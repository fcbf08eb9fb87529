"""This machine's own authority: what it may vouch for, who can read it, when it is renewed."""

import hashlib
import ssl
import stat
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Network
from pathlib import Path

import pytest
from cryptography import x509

from unspiral.cli import certificates
from unspiral.cli.certificates import (
    AUTHORITY,
    AUTHORITY_KEY,
    SERVER,
    SERVER_KEY,
    Certificates,
    provide,
)
from unspiral.cli.phone import tls
from unspiral.errors import UnspiralError

NAME = "192.168.1.20"
DAY = timedelta(days=1)


def now() -> datetime:
    return datetime.now(UTC)


def server(data: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate((data / "tls" / SERVER).read_bytes())


def authority(data: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate((data / "tls" / AUTHORITY).read_bytes())


def shake(found: Certificates, name: str) -> str:
    """The TLS version two ends agree on when the client trusts this authority and no other."""
    trusting = ssl.create_default_context(cadata=found.authority)
    trusting.verify_flags |= ssl.VERIFY_X509_STRICT
    ours, theirs = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = trusting.wrap_bio(ours, theirs, server_hostname=name)
    waiting = [client, tls(found).wrap_bio(theirs, ours, server_side=True)]
    for _ in range(10):
        for end in list(waiting):
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
            waiting.remove(end)
    assert waiting == []
    return client.version() or ""


@pytest.mark.parametrize("name", [NAME, "10.1.2.3", "172.31.0.1", "my-box.local"])
def test_a_phone_that_trusts_the_authority_trusts_the_server(tmp_path: Path, name: str) -> None:
    assert shake(provide(tmp_path, name, now()), name) == "TLSv1.3"


def test_another_name_is_not_trusted(tmp_path: Path) -> None:
    found = provide(tmp_path, NAME, now())
    for name in ("192.168.1.21", "my-box.local", "example.org"):
        with pytest.raises(ssl.SSLCertVerificationError):
            shake(found, name)


def test_another_authority_is_not_trusted(tmp_path: Path) -> None:
    one, other = provide(tmp_path / "a", NAME, now()), provide(tmp_path / "b", NAME, now())
    assert one.fingerprint != other.fingerprint
    mixed = Certificates(one.authority, "", other.chain, other.key, False, False)
    with pytest.raises(ssl.SSLCertVerificationError):
        shake(mixed, NAME)


@pytest.mark.parametrize("name", ["example.org", "203.0.113.9", "local.example.org", "127.0.0.1"])
def test_a_stolen_key_cannot_stand_in_for_a_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def called(name: str) -> x509.GeneralName:
        return x509.IPAddress(ip) if (ip := _address(name)) else x509.DNSName(name)

    monkeypatch.setattr(certificates, "_called", called)
    with pytest.raises(ssl.SSLCertVerificationError, match="subtree"):
        shake(provide(tmp_path, name, now()), name)


def _address(name: str) -> IPv4Network | None:
    import ipaddress

    try:
        return ipaddress.ip_address(name)  # type: ignore[return-value]
    except ValueError:
        return None


def test_what_the_two_certificates_say(tmp_path: Path) -> None:
    found = provide(tmp_path, NAME, now())
    ca, leaf = authority(tmp_path), server(tmp_path)
    assert hashlib.sha256(found.authority).hexdigest().upper() == found.fingerprint.replace(":", "")
    bounds = ca.extensions.get_extension_for_class(x509.NameConstraints)
    assert bounds.critical
    assert [str(one.value) for one in bounds.value.permitted_subtrees or []] == [
        *("local", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
    ]
    for one, signs in ((ca, True), (leaf, False)):
        basic = one.extensions.get_extension_for_class(x509.BasicConstraints)
        usage = one.extensions.get_extension_for_class(x509.KeyUsage).value
        assert (basic.critical, basic.value.ca) == (True, signs)
        assert (usage.key_cert_sign, usage.digital_signature) == (signs, not signs)
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc <= 398 * DAY
    assert ca.not_valid_after_utc - ca.not_valid_before_utc > 4 * 365 * DAY
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(one.value) for one in names] == [NAME]


def test_neither_says_whose_machine_it_is(tmp_path: Path) -> None:
    import getpass
    import socket

    provide(tmp_path, NAME, now())
    said = " ".join(
        f"{one.subject.rfc4514_string()} {one.issuer.rfc4514_string()}"
        for one in (authority(tmp_path), server(tmp_path))
    )
    assert [word for word in (socket.gethostname(), getpass.getuser()) if word in said] == []


def test_the_files_are_their_owner_s_only(tmp_path: Path) -> None:
    provide(tmp_path, NAME, now())
    folder = tmp_path / "tls"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == dict.fromkeys((AUTHORITY, AUTHORITY_KEY, SERVER, SERVER_KEY), 0o600)


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    first = provide(tmp_path, NAME, now())
    held = {path.name: path.read_bytes() for path in (tmp_path / "tls").iterdir()}
    second = provide(tmp_path, NAME, now() + 300 * DAY)
    assert held == {path.name: path.read_bytes() for path in (tmp_path / "tls").iterdir()}
    assert (first.made, first.renewed, second.made, second.renewed) == (True, True, False, False)


def test_the_server_s_is_renewed_near_its_end_and_phones_trust_it_as_before(tmp_path: Path) -> None:
    start = now() - 338 * DAY
    first = provide(tmp_path, NAME, start)
    second = provide(tmp_path, NAME, now())
    assert (second.made, second.renewed) == (False, True)
    assert second.fingerprint == first.fingerprint
    assert server(tmp_path).not_valid_after_utc > now() + 390 * DAY
    assert shake(second, NAME)


def test_it_is_renewed_when_the_address_changed_or_the_clock_was_wrong(tmp_path: Path) -> None:
    first = provide(tmp_path, NAME, now() + 30 * DAY)
    moved = provide(tmp_path, "192.168.1.77", now() + 30 * DAY)
    back = provide(tmp_path, "192.168.1.77", now())
    assert [one.renewed for one in (first, moved, back)] == [True, True, True]
    assert first.fingerprint == moved.fingerprint == back.fingerprint


def test_a_new_authority_is_made_only_near_the_end_of_the_old_one(tmp_path: Path) -> None:
    start = now()
    first = provide(tmp_path, NAME, start)
    late = provide(tmp_path, NAME, start + 5 * 365 * DAY - 70 * DAY)
    assert (late.made, late.fingerprint) == (False, first.fingerprint)
    assert server(tmp_path).not_valid_after_utc <= authority(tmp_path).not_valid_after_utc
    running = provide(tmp_path, NAME, start + 5 * 365 * DAY - 50 * DAY, running=True)
    assert (running.made, running.fingerprint) == (False, first.fingerprint)
    last = provide(tmp_path, NAME, start + 5 * 365 * DAY - 50 * DAY)
    assert (last.made, last.renewed) == (True, True)
    assert last.fingerprint != first.fingerprint


@pytest.mark.parametrize("lost", [SERVER, SERVER_KEY])
@pytest.mark.parametrize("how", ["gone", "damaged", "another's"])
def test_a_lost_server_certificate_is_made_again(tmp_path: Path, lost: str, how: str) -> None:
    first = provide(tmp_path, NAME, now())
    provide(tmp_path / "other", NAME, now())
    path = tmp_path / "tls" / lost
    if how == "gone":
        path.unlink()
    else:
        other = (tmp_path / "other" / "tls" / lost).read_text()
        path.write_text("damaged" if how == "damaged" else other)
    second = provide(tmp_path, NAME, now())
    assert (second.made, second.renewed) == (False, True)
    assert second.fingerprint == first.fingerprint
    assert shake(second, NAME)


@pytest.mark.parametrize("lost", [AUTHORITY, AUTHORITY_KEY])
@pytest.mark.parametrize("how", ["damaged", "another's", "a folder"])
def test_a_damaged_authority_is_never_replaced_unasked(tmp_path: Path, lost: str, how: str) -> None:
    provide(tmp_path, NAME, now())
    provide(tmp_path / "other", NAME, now())
    path = tmp_path / "tls" / lost
    other = (tmp_path / "other" / "tls" / lost).read_text()
    path.unlink()
    if how == "a folder":
        path.mkdir()
    else:
        path.write_text("damaged" if how == "damaged" else other)
    with pytest.raises(UnspiralError, match="certificates in") as raised:
        provide(tmp_path, NAME, now())
    assert (raised.value.exit_code, "trust a new certificate" in raised.value.next_step) == (
        1,
        True,
    )


@pytest.mark.parametrize("later", [timedelta(), 4.95 * 365 * DAY], ids=["first", "renewal"])
@pytest.mark.parametrize("written", range(4))
def test_stopped_between_two_files_the_next_start_makes_them_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, later: timedelta, written: int
) -> None:
    if later:
        provide(tmp_path, NAME, now())
    write, left = certificates.write_private, iter(range(written))

    def stopped(path: Path, text: str) -> None:
        if next(left, None) is None:
            raise InterruptedError
        write(path, text)

    with monkeypatch.context() as patched:
        patched.setattr(certificates, "write_private", stopped)
        with pytest.raises(UnspiralError):
            provide(tmp_path, NAME, now() + later)
    provide(tmp_path, NAME, now() + later)
    again = provide(tmp_path, NAME, now() + later)
    assert not again.made and not again.renewed
    tls(again)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "tls").write_text("a file in the way")
    with pytest.raises(UnspiralError, match="cannot be read or written"):
        provide(tmp_path, NAME, now())
