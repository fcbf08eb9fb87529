"""Where a reading came from, as one text: "apple:Anna's Watch", "apple:Anna's Watch#stages".

Before the first colon stands the app whose export was read, then the device or app that measured,
and, for hours asleep only, after the last "#" how it was told: from sleep stages or as one span.
"""

import re
import unicodedata

STAGES = "stages"  # core, deep and REM sleep were told apart
UNSPECIFIED = "unspecified"  # asleep, no more was said; counting it beside stages counts twice
SLEEP_KINDS = (STAGES, UNSPECIFIED)
LONGEST_NAME = 100
MOST_READ = 1000  # of a name as a file has it: some are made millions long, to keep us busy
DEVICES = "devices"  # the source of a day's value that was made from intervals of devices
# Whose readings are intervals; days are made of them, see diary/devices. "table": by a column map.
INTERVAL_APPS = ("apple", "table")
_QUOTES = str.maketrans("\u2018\u2019\u02bc\u2032\u00b4`", "''''''")
_BLANKS = re.compile(r"\s+")


def join(app: str, name: str, kind: str = "") -> str:
    """The source text of a reading; `name` is given as the file has it."""
    return f"{app}:{tidy(name)}" + (f"#{kind}" if kind else "")


def split(source: str) -> tuple[str, str, str]:
    """(app, name, kind) of a source text; the kind is "" when none of `SLEEP_KINDS` was told."""
    app, _, rest = source.partition(":")
    name, mark, kind = rest.rpartition("#")
    return (app, name, kind) if mark and kind in SLEEP_KINDS else (app, rest, "")


def is_interval(source: str) -> bool:
    """Whether readings of this source are pieces of a day, told by a device."""
    return source.partition(":")[0] in INTERVAL_APPS and ":" in source


def tidy(name: str) -> str:
    """One spelling per device: straight apostrophes, plain single blanks, no invisible marks."""
    told = unicodedata.normalize("NFKC", name[:MOST_READ].translate(_QUOTES)).translate(_QUOTES)
    seen = "".join(" " if unicodedata.category(mark)[0] in "ZC" else mark for mark in told)
    return _BLANKS.sub(" ", seen).strip()[:LONGEST_NAME].strip() or "unnamed"
