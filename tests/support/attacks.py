"""Files made to hurt, each in one way. Small as files, also where they unpack large."""

import io
import json
import struct
import zipfile
from collections.abc import Callable, Iterator
from zlib import crc32

from support import apple

GOOD = apple.export(apple.everyday())
NAME = "apple_health_export/export.xml"
MADE = Callable[[], bytes]


def beside(name: str, content: bytes = b"x", mode: int = 0, **fields: int) -> bytes:
    """A good export with one more entry, told as `fields` say."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME, GOOD)
        entry = zipfile.ZipInfo("x" * len(name))
        entry.create_system, entry.external_attr = 3, mode << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, content)
        entry.filename = entry.orig_filename = name  # written into the list as it stands
        for field, value in fields.items():
            setattr(entry, field, value)
    return made.getvalue().replace(b"x" * len(name), name.encode("latin-1"))


def main_file(content: bytes, **fields: int) -> bytes:
    """An export whose list says something else of its main file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME, content)
        for field, value in fields.items():
            setattr(archive.infolist()[0], field, value)
    return made.getvalue()


def packed_by(method: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        archive.writestr(NAME, GOOD)
    return made.getvalue()


def many(n: int, told: int | None = None) -> bytes:
    """A list of `n` entries that all point at one file, and an end that tells of `told`."""
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 33, crc32(b""), 0, 0, 1, 0) + b"a"
    one = struct.pack(
        "<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 33, crc32(b""), 0, 0, 1, 0, 0, 0, 0, 0, 0
    )
    listing = (one + b"a") * n
    count = min(n if told is None else told, 0xFFFF)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(listing), len(local), 0)
    if n <= 0xFFFF or told is not None:
        return local + listing + end
    start = len(local) + len(listing)
    big = struct.pack(
        "<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, n, n, len(listing), len(local)
    ) + struct.pack("<4sLQL", b"PK\6\7", 0, start, 1)
    return local + listing + big + end


def overlapping() -> bytes:
    """Two hundred entries over the same packed bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME, GOOD)
        first = archive.infolist()[0]
        for n in range(200):
            again = zipfile.ZipInfo(f"{n:030d}")
            for field in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
                setattr(again, field, getattr(first, field))
            archive.filelist.append(again)
        archive._didModify = True
    return made.getvalue()


def entities(port: int) -> Iterator[tuple[str, MADE]]:
    """Entities, definitions and references to elsewhere; the elsewhere is a port that listens."""
    away = f"http://127.0.0.1:{port}/x.dtd"
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = apple.record(apple.STEPS, *["2025-07-01 08:00:00 +0200"] * 2, "&a;")
    heads = {
        "billion laughs": f'<!DOCTYPE HealthData [<!ENTITY l0 "ha">{laughs}]>',
        "quadratic growth": f'<!DOCTYPE HealthData [<!ENTITY a "{"x" * 50_000}">]>',
        "external file": '<!DOCTYPE HealthData [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        "external address": f'<!DOCTYPE HealthData [<!ENTITY a SYSTEM "{away}">]>',
        "parameter entity": f'<!DOCTYPE HealthData [<!ENTITY % a SYSTEM "{away}"> %a;]>',
        "parameter alone": "<!DOCTYPE HealthData [ %a; ]>",
        "external definitions": f'<!DOCTYPE HealthData SYSTEM "{away}">',
        "public definitions": f'<!DOCTYPE HealthData PUBLIC "-//X//Y" "{away}" []>',
        "entity in a comment's shadow": '<!DOCTYPE HealthData [<!-- --><!ENTITY a "b">]>',
        "entity in small letters": '<!DOCTYPE HealthData [<!entity a "b">]>',
    }
    for name, head in heads.items():
        yield name, lambda head=head: apple.export([body], head + "\n")  # type: ignore[misc]
    inside = f'<!DOCTYPE HealthData [<!ENTITY a SYSTEM "{away}">]>'
    yield "definitions inside the root", lambda: apple.export([inside, body], "")
    yield (
        "definitions before a second root",
        lambda: apple.export([], "") + inside.encode() + apple.export([body], ""),
    )
    yield "an entity nobody declared", lambda: apple.export([body], "")
    yield (
        "entities hidden in UTF-16",
        lambda: apple.export([body], inside).decode().encode("utf-16"),
    )
    yield "entities in a zip", lambda: apple.zipped(apple.export([body], inside))


def xml() -> Iterator[tuple[str, MADE]]:
    """Documents that would fill memory or take for ever."""
    root = b"<HealthData>"
    last = b"</HealthData>"
    deep = b"<a>" * 1_000_000 + b"</a>" * 1_000_000
    yield "a million levels deep", lambda: root + deep + last
    yield "an attribute of 60 MB", lambda: root + b'<a b="' + b"x" * 60_000_000 + b'"/>' + last
    wide = b"".join(b'a%d="" ' % n for n in range(1_000_000))
    yield "a million attributes", lambda: root + b"<a " + wide + b"/>" + last
    yield "a name of 20 MB", lambda: root + b"<" + b"a" * 20_000_000 + b"/>" + last
    yield "a comment of 20 MB", lambda: root + b"<!--" + b" x" * 10_000_000 + b"-->" + last
    yield (
        "ten thousand kinds",
        lambda: (
            apple.export(f'<Record type="{n}" sourceName="{n}"/>' for n in range(10_000))
            + b" " * (5 << 20)
        ),
    )
    yield "another kind of document", lambda: apple.CDA
    yield "no root in two megabytes", lambda: b"<?xml version='1.0'?>" + b"<!-- -->" * 250_000
    yield "nothing at all", lambda: b""
    yield "cut in the middle", lambda: GOOD[: len(GOOD) // 2]


def archives() -> Iterator[tuple[str, MADE]]:
    """Paths, links, sizes and lists that are not what they seem."""
    names = (
        "../evil.xml", "a/../../evil", "/etc/cron.d/x", "C:/evil", "..\\evil", "\\\\host\\evil",
        "CON", "a/aux.xml", "a/NUL.txt", "LPT1", "a\nb", "in.zip", "in.tar.gz", "in.7z",
        "/".join(["d"] * 65),
    )  # fmt: skip
    for name in names:
        yield f"the name {name[:20]!r}", lambda name=name: beside(name)  # type: ignore[misc]
    for kind, mode in (("symlink", 0o120777), ("device", 0o020666), ("pipe", 0o010644)):
        yield f"a {kind}", lambda mode=mode: beside("link", b"/etc/passwd", mode)  # type: ignore[misc]
    bomb = root_bomb()
    yield "1000 to 1", lambda: main_file(bomb)
    yield "1000 to 1 beside", lambda: beside("photo.jpeg", b"\0" * 30_000_000)
    yield "more inside than told", lambda: main_file(GOOD * 3, file_size=len(GOOD))
    yield "less inside than told", lambda: main_file(GOOD, file_size=len(GOOD) * 3)
    yield "another check sum", lambda: main_file(GOOD, CRC=1)
    yield "5 GB as told", lambda: beside("x.bin", file_size=0xFFFFFFF0, compress_size=0x7FFFFFF)
    yield "packed sizes beyond the file", lambda: beside("x.bin", compress_size=50_000_000)
    yield "a password", lambda: beside("x.bin", flag_bits=1)
    yield "a password on the main file", lambda: main_file(GOOD, flag_bits=1)
    yield "strong encryption", lambda: main_file(GOOD, compress_type=99)
    yield "packed by bzip2", lambda: packed_by(zipfile.ZIP_BZIP2)
    yield "packed by LZMA", lambda: packed_by(zipfile.ZIP_LZMA)
    yield "20,001 files", lambda: many(20_001)
    yield "a million files", lambda: many(1_000_000)
    yield "a million files told as one", lambda: many(1_000_000, 1)
    yield "one file told as a million", lambda: many(1, 0xFFFE)
    yield "files over each other", overlapping
    yield "the same name twice", lambda: beside(NAME)
    yield "two exports", lambda: beside("b/export.xml", GOOD)
    yield "no file", lambda: b"PK\5\6" + bytes(18)
    yield "cut in half", lambda: apple.zipped(GOOD)[:900]
    yield "a head alone", lambda: b"PK\3\4"


def root_bomb() -> bytes:
    """An export of 60 MB that packs to 60 KB."""
    return apple.export([]).replace(b"</HealthData>", b" " * 60_000_000 + b"</HealthData>")


def documents() -> Iterator[tuple[str, MADE]]:
    """JSON diaries of a pocket build."""

    def diary(operations: str) -> bytes:
        return f'{{"format": "unspiral-pocket/1", "operations": {operations}}}'.encode()

    yield "JSON 100,000 deep", lambda: diary("[" * 100_000 + "]" * 100_000)
    yield "NaN", lambda: diary('[{"value": NaN}]')
    yield "Infinity", lambda: diary('[{"value": -Infinity}]')
    yield "a key twice", lambda: diary('[{"a": 1, "a": 2}]')
    yield "25 MB of JSON", lambda: diary(json.dumps(["x" * 25_000_000]))
    yield "a million entries", lambda: diary("[" + "{}," * 1_000_000 + "{}]")
