"""Files of sessions: only with a clearance, exact, spoken only by an engine of this machine."""

import io
import os
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import soundfile

from unspiral.catalogue.load import load
from unspiral.errors import Refused
from unspiral.records.session import Script
from unspiral.records.triage import Clearance
from unspiral.services import session_audio, voice
from unspiral.services.session_audio import record
from unspiral.sessions.audio import RATE
from unspiral.sessions.script import Ask, script_for
from unspiral.sessions.words import said

NOW = datetime(2026, 5, 14, 9, tzinfo=UTC)
TECHNIQUES = load()[0].techniques
BOTH = frozenset({"comfort", "standard"})
CLEAR = Clearance("p", 1, BOTH, frozenset(), False, False, NOW, NOW + timedelta(1))
# An engine as ours are called: words come in, and half a second of sound goes into the last word.
SPEAKS = """#!{python}
import sys, wave, struct, math
words = sys.stdin.buffer.read()
assert words.strip() and not any(b"Get comfortable" in arg.encode() for arg in sys.argv)
with wave.open(sys.argv[-1], "wb") as out:
    out.setnchannels(1); out.setsampwidth(2); out.setframerate(22050)
    wave_ = [int(9000 * math.sin(i / 9)) for i in range(11025)]
    out.writeframes(struct.pack("<11025h", *wave_))
"""


def opened(name: str, ask: Ask | None = None) -> Script:
    found = script_for(TECHNIQUES[name], CLEAR, ask or Ask())
    assert isinstance(found, Script)
    return found


@pytest.fixture(autouse=True)
def no_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A path without engines, and no recordings kept by another test."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(session_audio, "_KEPT", session_audio._Kept())
    return tmp_path


def install(folder: Path, name: str, text: str = SPEAKS) -> None:
    import sys

    file = folder / name
    file.write_text(text.replace("{python}", sys.executable))
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


def test_a_file_is_flac_mono_and_exact() -> None:
    script = opened("belly-breathing", Ask(tired=True))
    made = record(script, CLEAR, said(script), "en")
    sound, rate = soundfile.read(io.BytesIO(made.flac))
    assert (rate, sound.ndim, len(sound)) == (RATE, 1, round(script.seconds * RATE))
    assert made.seconds == script.seconds and made.voice == ""
    assert soundfile.info(io.BytesIO(made.flac)).format == "FLAC"


def test_without_the_scope_there_is_no_file() -> None:
    script = opened("hamstring-strap")
    comfort = replace(CLEAR, scopes=frozenset({"comfort"}))
    with pytest.raises(Refused):
        record(script, comfort, said(script), "en")
    record(opened("belly-breathing"), comfort, said(opened("belly-breathing")), "en")


def test_the_same_is_made_once_and_the_oldest_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    script = opened("grounding", Ask(tired=True))
    first = record(script, CLEAR, said(script), "en")
    assert record(script, CLEAR, said(script), "en") is first
    assert record(script, CLEAR, said(script), "en", night=True) is not first
    monkeypatch.setattr(session_audio, "MOST_KEPT", 1)
    other = opened("sounds-around", Ask(tired=True))
    record(other, CLEAR, said(other), "en")
    assert len(session_audio._KEPT.files) == 1
    assert record(script, CLEAR, said(script), "en") is not first


def test_an_engine_of_this_machine_speaks(no_engine: Path) -> None:
    install(no_engine, "espeak-ng")
    script = opened("belly-breathing")
    made = record(script, CLEAR, said(script), "en")
    assert made.voice == "espeak-ng" and made.spoken == len(script.steps)
    plain = record(script, CLEAR, said(script), "en", speak=False)
    assert plain.voice == "" and plain.flac != made.flac and plain.samples == made.samples


@pytest.mark.parametrize(
    "text", ["#!/bin/sh\nexit 1\n", "#!/bin/sh\nexit 0\n", "#!/bin/sh\n/bin/echo no > $8\n"]
)
def test_an_engine_that_fails_leaves_the_tones(no_engine: Path, text: str) -> None:
    install(no_engine, "espeak-ng", text)
    script = opened("grounding", Ask(tired=True))
    made = record(script, CLEAR, said(script), "en")
    assert made.voice == "" and made.spoken == 0


def test_an_engine_that_hangs_is_ended(no_engine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice, "ONE_CUE_SECONDS", 0.2)
    install(no_engine, "espeak-ng", "#!/bin/sh\nexec /bin/sleep 60\n")
    found = voice.engine("en")
    assert found is not None and found.speak("In") is None


def test_piper_speaks_only_with_a_model_of_the_language(
    no_engine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(no_engine, "piper")
    assert voice.engine("en") is None
    model = no_engine / "en_US-some.onnx"
    monkeypatch.setenv(voice.PIPER_MODEL, str(model))
    assert voice.engine("en") is None
    model.touch()
    found = voice.engine("en")
    assert found is not None and found.name == "piper"
    assert voice.engine("de") is None
    sound = found.speak("In")
    assert sound is not None and len(sound) == pytest.approx(RATE / 2, abs=200)


@pytest.mark.parametrize("language", ["", "-w", "e", "../x", "en;rm"])
def test_a_language_is_two_letters(no_engine: Path, language: str) -> None:
    install(no_engine, "espeak-ng")
    found = voice.engine(language)
    assert found is None or found.command[2] == "en"
    assert (found is None) == (language != "en;rm")


def test_sound_is_trimmed_and_made_ours() -> None:
    quiet = np.zeros(8000, np.float32)
    loud = np.full(16000, 0.5, np.float32)
    found = voice._trimmed(np.concatenate([quiet, loud, quiet]))
    assert found is not None and len(found) == 16000
    assert voice._trimmed(quiet) is None
    assert os.environ["PATH"]
