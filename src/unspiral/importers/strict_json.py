"""JSON as people hand it in, read strictly: no key twice, and no NaN or Infinity."""

import json
from typing import Any


def loads(text: str | bytes) -> Any:
    """The document. Raises ValueError that says what is wrong with it, and RecursionError."""
    return json.loads(text, object_pairs_hook=_no_doubles, parse_constant=_no_nan)


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"{name!r} stands twice")
        found[name] = value
    return found


def _no_nan(word: str) -> float:
    raise ValueError(f"{word} is not a number")
