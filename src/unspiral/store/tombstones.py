"""Who was erased here, in a small file beside the records: a random id and a date, no more.

The records hold the same. The file outlives them, so that a backup put in their place, also after
they were damaged or deleted, does not bring an erased person back.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from unspiral.store.copies import keep_json

NAME = "erased.json"


def read(folder: Path) -> Mapping[str, str]:
    """Erased ids with the moment, as stored text. A file that cannot be read says nothing."""
    try:
        found = json.loads((folder / NAME).read_text("utf-8"))
        pairs = {str(one["id"]): str(one["erased"]) for one in found}
        return {name: at for name, at in pairs.items() if datetime.fromisoformat(at)}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def add(folder: Path, person: str, erased: str) -> None:
    """Add one id, in one step that is flushed; twice is the same."""
    known = {**read(folder), person: erased}
    keep_json(folder / NAME, [{"id": name, "erased": at} for name, at in known.items()])
