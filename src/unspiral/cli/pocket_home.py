"""The diary of a pocket build, as `unspiral import` takes it: counts, in JSON or in words."""

import json
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from unspiral.services.context import Context

KINDS = {
    "checkin": ("check-in", "check-ins"),
    "screen": ("danger screen", "danger screens"),
    "session": ("session", "sessions"),
    "worry": ("worry", "worries"),
}
WHY = {
    "not_readable": "it is not whole",
    "unknown_kind": "it is of a kind that is not known here",
    "please_tick_new": "its line of danger signs has no answer",
    "clash": "another entry has its number",
}


def is_pocket(stream: BinaryIO) -> bool:
    """Whether a file is the diary of a pocket build; it is left at its start."""
    from unspiral.importers import pocket

    if not stream.seekable():
        return False
    head = stream.read(pocket.HEAD)
    stream.seek(0)
    return pocket.is_pocket(head)


def pocket_home(
    ctx: "Context", person: str, stream: BinaryIO, confirmed: bool, as_json: bool
) -> str:
    """Bring it home, or say what it holds, as text to print."""
    from unspiral.services.pocket import as_data, bring_home

    result = as_data(bring_home(ctx, person, stream, confirmed))
    return json.dumps(result) if as_json else in_words(result)


def in_words(result: dict[str, Any]) -> str:
    """The same result in plain words."""
    span = f"{_counted(result['days'], 'day')}, {result['first_day']} to {result['last_day']}"
    read = f"Read {_counted(result['read'], 'entry', 'entries')} ({span})."
    lines = [read if result["days"] else "No entries."]
    told = [_counted(n, *KINDS.get(kind, (kind, kind))) for kind, n in result["kinds"].items()]
    lines += [f"They are: {', '.join(told)}."] if told else []
    if result["preview"]:
        lines.append("This is a preview. Nothing was stored. Add --yes to store it.")
    else:
        lines.append(f"Stored {result['stored']}. Already there: {result['duplicates']}.")
    for skipped in result["skipped"]:
        if skipped["code"] != "not_confirmed":
            why = WHY.get(skipped["code"], skipped["code"].replace("_", " "))
            lines.append(f"Set aside {skipped['n']}: {why}.")
    return "\n".join(lines)


def _counted(n: int, one: str, more: str = "") -> str:
    """A number with its word."""
    return f"{n} {one if n == 1 else more or one + 's'}"
