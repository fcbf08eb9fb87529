"""The quiet voice of the awake page: its own few words as one sound file, made on this machine.

No step of it asks anything of the body, so nobody has to be cleared for it; what does (positions,
breathing) stays behind the danger screen. It has no count, no clock and no sound at its end, and
begins again by itself: who sleeps is not woken. Without a voice on this machine soft tones mark
where a line would be.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from unspiral.records.session import Script, Step
from unspiral.services import voice
from unspiral.services.sound_file import flac
from unspiral.sessions.audio import RATE, Score, score

# Each line, and how long it is quiet after it began, in seconds. The gaps grow; the file repeats.
_ = str
LINES: tuple[tuple[float, str], ...] = (
    (14.0, _("Awake is all right. Nothing needs solving now.")),
    (20.0, _("You do not have to sleep. Resting is enough for now.")),
    (30.0, _("What is on your mind can wait until the day.")),
    (45.0, _("Let the bed carry you.")),
    (70.0, _("Wide awake for a long while? Sitting up with a lamp is fine, too.")),
    (100.0, _("Pain now does not decide this night.")),
    (150.0, _("Nothing has to happen.")),
)
del _


@dataclass(frozen=True, slots=True)
class NightVoice:
    """The file, and what it says when, in seconds, for a voice of the browser's own device.

    `voice` names the engine that speaks in the file, "" for tones alone.
    """

    flac: bytes
    seconds: float
    voice: str
    lines: tuple[tuple[float, str], ...]


def night_voice(language: str, say: Callable[[str], str]) -> NightVoice:
    """The file in one language; `say` gives a line in it. Made once a language and run."""
    said = tuple(str(say(words)) for _, words in LINES)
    engine = voice.engine(language)
    return _made(said, engine)


@lru_cache(maxsize=4)
def _made(said: tuple[str, ...], engine: voice.Engine | None) -> NightVoice:
    gaps = [gap for gap, _ in LINES]
    steps = tuple(Step("rest", gap, words) for gap, words in zip(gaps, said, strict=True))
    spoken = engine.speak_all(said) if engine else {}
    found = _without_an_end(score(_script(steps), said, spoken, night=True))
    starts = (sum(gaps[:place]) for place in range(len(gaps)))
    return NightVoice(
        flac=flac(found),
        seconds=found.length / RATE,
        voice=engine.name if engine and found.spoken else "",
        lines=tuple(zip(starts, said, strict=True)),
    )


def _script(steps: tuple[Step, ...]) -> Script:
    return Script("awake", 1, "Awake at night", steps, stop_rules=(), scope="comfort")


def _without_an_end(found: Score) -> Score:
    """The chord at the end of a session is left out: it would wake who has fallen asleep."""
    kept = tuple(s for s in found.sounds if s.at + len(s.samples) < found.length)
    return replace(found, sounds=kept)
