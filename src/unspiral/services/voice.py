"""A voice that lives on this machine: espeak-ng, or piper with a model of one's own.

Nothing is ever sent away. Without one a session has tones and soft marks. The words go in through
a pipe, never through an argument, and are content of this program, not what a person wrote.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from math import gcd
from pathlib import Path

import numpy as np

from unspiral.sessions.audio import RATE, Samples

PIPER_MODEL = "UNSPIRAL_PIPER_MODEL"  # path of a model file, named by its language: de_DE-….onnx
ONE_CUE_SECONDS = 20.0  # a cue that takes longer to make is left to the tones
LONGEST_CUE = 60  # seconds of speech
LANGUAGE = 2  # letters of a language that count
QUIET = 0.01  # of full scale: what is softer at either end is cut off


@dataclass(frozen=True, slots=True)
class Engine:
    """A program that speaks: its name for the page, and its command before the file's name."""

    name: str
    command: tuple[str, ...]

    def speak(self, words: str) -> Samples | None:
        """`words` as sound at `RATE`, without the quiet around them; None when it failed."""
        import soundfile  # a C library: loaded for the first words, not for the start

        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "cue.wav"
            try:
                subprocess.run(
                    [*self.command, str(file)],
                    input=f"{words}\n".encode(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    timeout=ONE_CUE_SECONDS,
                    check=True,
                )
                sound, rate = soundfile.read(file, LONGEST_CUE * 48_000, dtype="float32")
            except (OSError, subprocess.SubprocessError, soundfile.LibsndfileError):
                return None
        return _trimmed(_at_our_rate(sound if sound.ndim == 1 else sound.mean(axis=1), rate))

    def speak_all(self, texts: Iterable[str]) -> dict[str, Samples]:
        """Each text that could be spoken. Stops at the first failure: it would fail again."""
        spoken: dict[str, Samples] = {}
        for words in dict.fromkeys(texts):
            sound = self.speak(words)
            if sound is None:
                break
            spoken[words] = sound
        return spoken


def engine(language: str) -> Engine | None:
    """The voice of this machine for a language such as "en" or "de", or None."""
    short = language[:LANGUAGE].lower()
    if not (len(short) == LANGUAGE and short.isascii() and short.isalpha()):
        return None
    model = os.environ.get(PIPER_MODEL, "")
    piper = shutil.which("piper")
    if piper and model and Path(model).is_file() and Path(model).name[:LANGUAGE].lower() == short:
        return Engine("piper", (piper, "--model", model, "--output_file"))
    espeak = shutil.which("espeak-ng")
    if espeak:
        return Engine("espeak-ng", (espeak, "-v", short, "-s", "140", "--stdin", "-w"))
    return None


def _at_our_rate(sound: Samples, rate: int) -> Samples:
    if rate == RATE:
        return sound
    from scipy.signal import resample_poly  # slow to import, and only a voice needs it

    shared = gcd(rate, RATE)
    return np.asarray(resample_poly(sound, RATE // shared, rate // shared), np.float32)


def _trimmed(sound: Samples) -> Samples | None:
    loud = np.flatnonzero(np.abs(sound) > QUIET)
    return sound[loud[0] : loud[-1] + 1] if len(loud) else None
