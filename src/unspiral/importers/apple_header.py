"""The head of an Apple Health export: cut off before any parser sees it, or the file is refused.

Exports carry a list of definitions (DTD), broken in those of iOS 16 (a bracket missing or doubled).
Nothing in it is needed, so all up to `<HealthData` is dropped. A head that declares entities or
points elsewhere is not Apple's, and the whole file is refused (B26).
"""

import re
from collections.abc import Iterator

from unspiral.errors import BadInput

KEPT = "Nothing was stored."
LONGEST = 1 << 20
ROOT = b"HealthData"
ACCEPTED = "The Apple Health export: export.zip, or the export.xml inside it."
_START = re.compile(rb"(?:\A|[>\s\xbf])(<HealthData[\s>/])")  # \xbf ends a byte order mark
_ELEMENT = re.compile(rb"<([A-Za-z_][\w.:-]{0,40})")
_FORBIDDEN = re.compile(rb"<!ENTITY|<!DOCTYPE\s+[^\s\[>]+\s+(?:SYSTEM|PUBLIC)|%[\w.:-]+;", re.I)
_VERSION = re.compile(rb"HealthKit Export Version: *([0-9.]{1,8})")
# What XML 1.0 has no place for: as bytes, and written as a number.
_CONTROL = bytes(n for n in range(32) if n not in (9, 10, 13))
_REFERENCE = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));"
)
_LONGEST_REFERENCE = 12


def root_of(head: bytes) -> str:
    """The name of the outermost element, as far as the head of a file tells; "" when it does not.

    The definitions before it hold no element, only `<!ELEMENT` and `<!ATTLIST`.
    """
    if _START.search(head):
        return ROOT.decode()
    found = _ELEMENT.search(head)
    return found[1].decode("ascii", "replace") if found else ""


def cut(head: bytes) -> tuple[bytes, str]:
    """What is left from `<HealthData` on, and the version that the head names ("" if none).

    Raises `BadInput` for another root, and for entities or references to elsewhere.
    """
    if _FORBIDDEN.search(head[: _from(head)]):
        raise BadInput(
            "The file declares entities or points to another file. Apple's export never does.",
            KEPT,
            f"{ACCEPTED} Choose the file as the phone made it.",
            problem="entities",
        )
    start = _from(head)
    if start == len(head):
        raise wrong_kind(head)
    version = _VERSION.search(head, 0, start)
    return head[start:], version[1].decode() if version else ""


def _from(head: bytes) -> int:
    found = _START.search(head)
    return found.start(1) if found else len(head)


def wrong_kind(head: bytes) -> BadInput:
    """Another kind of file: says what was found and what is accepted (B23)."""
    root = root_of(head)
    if not head.strip():
        told = "The file is empty."
    elif head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        told = "The file is not stored as UTF-8."
    elif root:
        told = f"The file holds <{root}>, not Apple Health data."
    else:
        told = "The file is not an Apple Health export."
    return BadInput(told, KEPT, ACCEPTED, problem="wrong_kind", accepted=ACCEPTED)


def cleaned(blocks: Iterator[bytes], position: int) -> Iterator[tuple[bytes, int]]:
    """Blocks without control characters, each with how many bytes of the file it ends at.

    `position` is where the first block starts.
    """
    kept = b""
    for block in blocks:
        position += len(block)
        clean = block.translate(None, _CONTROL)
        if kept or b"#" in clean or clean.endswith(b"&"):  # "#" is rare, and quick to look for
            clean, kept = _without_references(kept + clean)
        yield clean, position
    yield kept, position


def _without_references(text: bytes) -> tuple[bytes, bytes]:
    """Text without references to control characters, and a reference that has only begun."""
    at = text.rfind(b"&", -_LONGEST_REFERENCE)
    whole = len(text) if at < 0 or b";" in text[at:] else at
    return _REFERENCE.sub(b"", text[:whole]), text[whole:]
