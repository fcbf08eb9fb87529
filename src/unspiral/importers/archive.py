"""Zip files from elsewhere: every rule is checked on the list of contents before one is unpacked.

Nothing is ever written to disk under a name from the archive, so a path trick has no target; an
archive that tries one is refused all the same, as nobody's phone writes such names (B25).
"""

import re
import stat
import struct
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import SEEK_END
from typing import BinaryIO
from zlib import error as ZlibError

from unspiral.errors import BadInput

KEPT = "Nothing was stored."
MOST_ENTRIES = 20_000
MOST_EXPANDED = 4_000_000_000
MOST_RATIO = 100
RATIO_FROM = 1_000_000  # below this a file may be as repetitive as it likes
DEEPEST = 64
MOST_LISTING = 16 << 20  # bytes of the list of contents
_PACKED = re.compile(r"\.(zip|jar|gz|tgz|bz2|xz|zst|7z|rar|tar|cab|iso|lzma|z)$", re.I)
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)( *\..*)?", re.I)
_END, _END_64, _AT_64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_ENCRYPTED = 0x1


def is_zip(head: bytes) -> bool:
    """Whether a file begins as a zip does (with entries, or empty)."""
    return head[:4] in (b"PK\x03\x04", _END)


@contextmanager
def opened(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """The archive in `file`, its list checked. Raises `BadInput`."""
    with _faults():
        _check_listing(file)
        archive = zipfile.ZipFile(file)
    with archive:
        check(archive.infolist(), file.seek(0, SEEK_END))
        yield archive


@contextmanager
def _faults() -> Iterator[None]:
    """What a broken archive makes of the library that reads it, as the answer for a bad file."""
    try:
        yield
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ZlibError, EOFError, struct.error) as error:
        raise refused("The archive is cut short or damaged.", "damaged") from error
    except (NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise refused("The archive is packed in a way that is not read here.", "odd") from error


def check(entries: Sequence[zipfile.ZipInfo], size: int) -> None:
    """Every rule for the entries of an archive of `size` bytes. Raises `BadInput`."""
    if len(entries) > MOST_ENTRIES:
        raise too_big(f"more than {MOST_ENTRIES} files")
    if not entries:
        raise refused("The archive is empty.", "empty")
    for entry in entries:
        _check_name(entry)
        _check_kind(entry)
    if sum(entry.compress_size for entry in entries) > size:
        raise refused("The sizes in the archive are not true.", "lying_sizes")
    if sum(entry.file_size for entry in entries) > MOST_EXPANDED:
        raise too_big(f"more than {MOST_EXPANDED // 10**9} GB when unpacked")
    if len({entry.orig_filename for entry in entries}) < len(entries):
        raise refused("Two files in the archive have the same name.", "twice")


def _check_name(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename.replace("\\", "/")
    parts = name.rstrip("/").split("/")
    if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name):
        raise refused("A file in the archive wants to be stored outside of it.", "path_outside")
    if any(_DEVICE.fullmatch(part) for part in parts) or any(ord(mark) < 32 for mark in name):
        raise refused("A file in the archive has the name of a device.", "device_name")
    if len(parts) > DEEPEST:
        raise too_big(f"folders more than {DEEPEST} deep")
    if _PACKED.search(name):
        raise refused("The archive holds another archive.", "nested_archive")


def _check_kind(entry: zipfile.ZipInfo) -> None:
    mode = entry.external_attr >> 16 if entry.create_system == 3 else 0
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise refused("The archive holds a link or a device, not only files.", "link")
    if entry.flag_bits & _ENCRYPTED:
        raise refused("The archive is protected by a password.", "encrypted")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refused("The archive is packed in a way that is not read here.", "odd")
    if entry.file_size > max(RATIO_FROM, entry.compress_size * MOST_RATIO):
        raise too_big(f"a file that unpacks to more than {MOST_RATIO} times its size")


def _check_listing(file: BinaryIO) -> None:
    """Look at how long the list says it is before anything reads it into memory."""
    size = file.seek(0, SEEK_END)
    start = max(0, size - 65_600)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise refused("The archive is cut short or damaged.", "damaged")
    count, length = struct.unpack_from("<HI", tail, at + 10)
    if (count == 0xFFFF or length == 0xFFFFFFFF) and tail[at - 20 : at - 16] == _AT_64:
        file.seek(struct.unpack_from("<Q", tail, at - 12)[0])
        record = file.read(56)
        if record[:4] == _END_64 and len(record) == 56:
            count, length = struct.unpack_from("<QQ", record, 32)
    file.seek(0)
    if count > MOST_ENTRIES or length > MOST_LISTING:
        raise too_big(f"more than {MOST_ENTRIES} files")


def head_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, length: int) -> bytes:
    """The first bytes of one file of the archive."""
    with _faults(), archive.open(entry) as inside:
        return inside.read(length)


def blocks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, length: int) -> Iterator[bytes]:
    """The bytes of one file, piece by piece. A wrong size or check sum is a fault."""
    with _faults():
        inside = archive.open(entry)
    total = 0
    with inside:
        while True:
            with _faults():
                block = inside.read(length)
            total += len(block)
            if not block:
                break
            yield block
    if total != entry.file_size:
        raise refused("The sizes in the archive are not true.", "lying_sizes")


def refused(message: str, code: str) -> BadInput:
    """The whole archive is refused."""
    return BadInput(
        message, KEPT, "Export it again, and choose the file as the app made it.", problem=code
    )


def too_big(what: str) -> BadInput:
    """The archive is beyond a limit."""
    return BadInput(f"The archive holds {what}.", KEPT, _limits(), problem="too_big")


def _limits() -> str:
    return (
        f"An archive may hold {MOST_ENTRIES} files, {MOST_EXPANDED // 10**9} GB unpacked, "
        f"{MOST_RATIO} times its size at most."
    )
