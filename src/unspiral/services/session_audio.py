"""One audio file per session, made on this machine when asked for, kept in memory for a while.

The media element of the page plays it, so the screen may go off. It is FLAC, mono, and lasts
exactly as long as its script.
"""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from threading import Lock

from unspiral.errors import Refused
from unspiral.records.session import Script
from unspiral.records.triage import Clearance
from unspiral.services import voice
from unspiral.services.sound_file import flac
from unspiral.sessions.audio import RATE, score

MEDIA_TYPE = "audio/flac"
MOST_KEPT = 24 * 1024 * 1024  # bytes of files held in memory, the oldest go first


@dataclass(frozen=True, slots=True)
class Recording:
    """One session as a file. `voice` names the engine that speaks in it, "" for tones alone."""

    key: str
    flac: bytes
    samples: int
    voice: str
    spoken: int

    @property
    def seconds(self) -> float:
        """Length of the file."""
        return self.samples / RATE


@dataclass(slots=True)
class _Kept:
    """The newest recordings up to `MOST_KEPT` bytes. One is made at a time: processors are few."""

    making: Lock = field(default_factory=Lock)
    files: OrderedDict[str, Recording] = field(default_factory=OrderedDict)

    def add(self, made: Recording) -> None:
        self.files[made.key] = made
        while sum(len(one.flac) for one in self.files.values()) > MOST_KEPT and len(self.files) > 1:
            self.files.popitem(last=False)


_KEPT = _Kept()


def record(
    script: Script,
    clearance: Clearance,
    said: Sequence[str],
    language: str,
    night: bool = False,
    speak: bool = True,
) -> Recording:
    """The audio file of `script`, made or taken from memory.

    `said`: what is said at each step, in `language`; spoken only where this machine has a voice
    and `speak` asks for it. `night`: lower and quieter. Raises Refused when the clearance does
    not cover the script.
    """
    if not clearance.covers(script.scope):
        raise Refused("This session is not open now.", "Nothing was made.", "See the start page.")
    engine = voice.engine(language) if speak else None
    key = _key(script, said if engine else (), language, night, engine.name if engine else "")
    with _KEPT.making:
        found = _KEPT.files.get(key)
        if found is None:
            found = _made(key, script, said, night, engine)
            _KEPT.add(found)
        _KEPT.files.move_to_end(key)
    return found


def _made(
    key: str, script: Script, said: Sequence[str], night: bool, engine: voice.Engine | None
) -> Recording:
    spoken = engine.speak_all(said) if engine else {}
    found = score(script, said, spoken, night)
    name = engine.name if engine and found.spoken else ""
    return Recording(key, flac(found), found.length, name, found.spoken)


def _key(script: Script, said: Sequence[str], language: str, night: bool, engine: str) -> str:
    """A hash of all that decides how it sounds: the same key, the same file."""
    steps = [asdict(step) for step in script.steps]
    wanted = json.dumps([steps, list(said), language, night, engine], ensure_ascii=False)
    return hashlib.sha256(wanted.encode()).hexdigest()[:32]
