"""The diary file of a pocket build: entries in the order they were made, or why it is not one."""

from typing import Any, BinaryIO

from unspiral.errors import BadInput
from unspiral.importers import strict_json

FORMAT = "unspiral-pocket/1"
OUTBOX_KEYS = frozenset({"operations"})  # what "Save to a file" of the outbox writes
KEYS = frozenset({"format", "made", "operations"})
MOST_BYTES = 20_000_000
MOST_ENTRIES = 20_000
KEPT = "Nothing was stored."
HEAD = 200


def is_pocket(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a diary of entries: an object, not a table."""
    start = head[:HEAD].decode("utf-8-sig", "replace").lstrip()
    return start.startswith("{") and ('"format"' in start or '"operations"' in start)


def entries(file: BinaryIO) -> list[Any]:
    """The entries of a file, not yet checked one by one.

    Raises BadInput when the file is too large, cut, not JSON, of another program or of a later
    version of this one. Keys that stand twice, NaN and deep nesting count as not JSON.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise _refused(f"The file is larger than {MOST_BYTES // 1_000_000} MB.", "too_big")
    try:
        found = strict_json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _refused("This file is cut short or not whole.", "not_whole") from error
    if not isinstance(found, dict) or not (set(found) == OUTBOX_KEYS or set(found) <= KEYS):
        raise _refused("This is not a diary of Unspiral in the pocket.", "foreign")
    if found.get("format", FORMAT) != FORMAT:
        raise _refused("This diary is of a version that is not known here.", "other_version")
    listed = found.get("operations")
    if not isinstance(listed, list):
        raise _refused("This is not a diary of Unspiral in the pocket.", "foreign")
    if len(listed) > MOST_ENTRIES:
        raise _refused(f"The file holds more than {MOST_ENTRIES} entries.", "too_many")
    return sorted(listed, key=_when)


def _when(entry: Any) -> str:
    """Older entries first, so that each finds what came before it."""
    return str(entry.get("at", "")) if isinstance(entry, dict) else ""


def _refused(message: str, code: str) -> BadInput:
    return BadInput(message, KEPT, "Save the diary in the pocket once more.", problem=code)
