"""Apple Health: export.zip or the export.xml in it, as a stream in constant memory.

Facts about these files, each seen in one or reported by its maintainers, stand in
docs/reference/apple-health.md.
"""

import zipfile
from collections.abc import Iterator
from io import SEEK_END
from typing import Any, BinaryIO

from unspiral.errors import BadInput
from unspiral.importers import apple_header, archive
from unspiral.importers.apple_records import Records
from unspiral.importers.stream import PROGRESS_BYTES, Asked, Found, Out

BLOCK = 1 << 16
END = b"</HealthData>"
MOST_CANDIDATES = 50


class AppleHealth:
    """The importer of Apple's own export."""

    name = "apple_health"

    def identify(self, head: bytes, filename: str) -> float:
        """Sure of its root element; a zip may be one, unless it is a spreadsheet."""
        if archive.is_zip(head):
            return 0.05 if b"[Content_Types].xml" in head or b"xl/" in head else 0.5
        if apple_header.root_of(head) == "HealthData" or b"<!DOCTYPE HealthData" in head:
            return 1.0
        return 0.2 if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" else 0.0

    def stream(self, file: BinaryIO, asked: Asked, out: Out) -> Found:
        """Every record of the file, used or counted. Raises `BadInput`."""
        head = file.read(4)
        file.seek(0)
        if not archive.is_zip(head):
            out.size = file.seek(0, SEEK_END)
            file.seek(0)
            return _read(iter(lambda: file.read(BLOCK), b""), asked, out)
        with archive.opened(file) as unpacked:
            entry = _main_file(unpacked)
            out.size = entry.file_size
            return _read(archive.blocks(unpacked, entry, BLOCK), asked, out)


def _main_file(unpacked: zipfile.ZipFile) -> zipfile.ZipInfo:
    """The file whose outermost element is HealthData: its name is in the phone's language."""
    listed = [one for one in unpacked.infolist() if one.filename.lower().endswith(".xml")]
    if len(listed) > MOST_CANDIDATES:
        raise archive.too_big(f"more than {MOST_CANDIDATES} XML files")
    roots = {
        one.filename: apple_header.root_of(archive.head_of(unpacked, one, apple_header.LONGEST))
        for one in listed
    }
    found = [one for one in listed if roots[one.filename] == "HealthData"]
    if len(found) == 1:
        return found[0]
    if found:
        told = f"The archive holds {len(found)} Apple Health exports."
        raise BadInput(told, archive.KEPT, "Bring them in one by one.", problem="several")
    names = sorted({name.rpartition(".")[2][:10].lower() for name in unpacked.namelist()})
    raise BadInput(
        f"The archive holds no Apple Health data, only: {', '.join(names[:10])}.",
        archive.KEPT,
        apple_header.ACCEPTED,
        problem="wrong_kind",
        accepted=apple_header.ACCEPTED,
    )


def _read(blocks: Iterator[bytes], asked: Asked, out: Out) -> Found:
    from lxml import etree  # only the child needs it

    rest, start, version = _head(blocks)
    records = Records(asked, out)
    target: Any = records  # called with texts, as the document is UTF-8
    parser = etree.XMLParser(
        target=target,
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        recover=False,
    )
    position, before, last = start, b"", b""
    try:
        for block, position in apple_header.cleaned(rest, start):
            before, last = last, block
            parser.feed(block)
            records.rest()
            if position - out.position >= PROGRESS_BYTES:
                records.settle()
                out.moved(position)
        parser.close()
    except etree.XMLSyntaxError as error:
        cut = position >= out.size and END not in before + last
        raise _broken(cut) from error
    records.settle()
    out.position = out.size
    kinds, sources = records.kinds_found(), records.sources_found()
    return Found(AppleHealth.name, version, kinds, sources, tuple(records.notes))


def _head(blocks: Iterator[bytes]) -> tuple[Iterator[bytes], int, str]:
    """The blocks from `<HealthData` on, where that stands, and the version of the export."""
    head = b""
    for block in blocks:
        head += block
        if apple_header.root_of(head) == "HealthData" or len(head) >= apple_header.LONGEST:
            break
    first, version = apple_header.cut(head)

    def rest() -> Iterator[bytes]:
        yield first
        yield from blocks

    return rest(), len(head) - len(first), version


def _broken(cut: bool) -> BadInput:
    return BadInput(
        "The file is cut short." if cut else "The file is damaged: it is not whole XML.",
        apple_header.KEPT,
        "Export it again from the Health app, and choose the new file.",
        problem="cut" if cut else "damaged",
    )
