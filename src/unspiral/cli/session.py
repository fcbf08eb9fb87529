"""`unspiral session ID --out DIR`: one guided session as files, script.json and audio.flac."""

import json
import os
from errno import EISDIR
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from unspiral.errors import BadInput, Refused

if TYPE_CHECKING:
    from unspiral.records.session import Script
    from unspiral.services.session_audio import Recording
    from unspiral.services.sessions import Session

SCHEMA = "session/1"
SCRIPT, AUDIO = "script.json", "audio.flac"


@click.command(name="session")
@click.argument("technique")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--case", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--tired", is_flag=True, help="The version of a minute or less.")
@click.option("--side", type=click.Choice(("left", "right")), default="right")
@click.option("--breath", default="", help="Other counts of a breathing session: longer-out, …")
@click.option("--night", is_flag=True, help="Lower and quieter.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(
    technique: str,
    out: Path,
    case: Path | None,
    tired: bool,
    side: Any,
    breath: str,
    night: bool,
    as_json: bool,
) -> None:
    """Write the session TECHNIQUE into DIR, as it is open for the person of CASE (case/1).

    Without a case nobody has answered the danger screens, so nothing is written.
    """
    from unspiral.services.sessions import Wanted

    found = _session(technique, case, Wanted(tired=tired, side=side, breath=breath))
    script = _open_script(found)
    recording = _recorded(found, script, night)
    document = session_document(found, script, recording)
    _write(out, json.dumps(document, indent=2).encode(), recording.flac)
    shown = {key: document[key] for key in SHOWN} | {"out": str(out)}
    click.echo(json.dumps(shown, indent=2) if as_json else _in_words(shown))


SHOWN = ("schema", "technique", "title", "seconds", "steps_count", "voice", "spoken", "bytes")


def session_document(found: "Session", script: "Script", recording: "Recording") -> dict[str, Any]:
    """The script with the start of every step in seconds, its stop rules, and what is heard."""
    from itertools import accumulate

    from unspiral.sessions.words import said

    starts = [0.0, *accumulate(step.seconds for step in script.steps)]
    steps = [
        {
            "start": start,
            "seconds": step.seconds,
            "kind": step.kind,
            "say": words,
            "phase": step.phase,
            "side": step.side,
            "round": step.count,
            "rounds": step.of,
        }
        for start, step, words in zip(starts, script.steps, said(script), strict=False)
    ]
    return {
        "schema": SCHEMA,
        "technique": script.technique,
        "version": script.version,
        "title": script.title,
        "status": found.technique.status,
        "tired": script.tired,
        "seconds": script.seconds,
        "steps_count": len(steps),
        "voice": recording.voice or "none",
        "spoken": recording.spoken,
        "bytes": len(recording.flac),
        "stop_rules": [{"ask": rule.ask, "do": rule.do} for rule in found.rules],
        "steps": steps,
    }


def _session(name: str, case: Path | None, wanted: Any) -> "Session":
    from unspiral.catalogue.load import load
    from unspiral.screening.gate import assess
    from unspiral.services.case import read_case
    from unspiral.services.sessions import session_of

    catalogue, _ = load()
    if name not in catalogue.techniques:
        raise BadInput(
            f"There is no technique {name}.", "Nothing was written.", "Look one up: content search."
        )
    if case is None:
        raise Refused(
            "Nobody's danger screens are answered, so no session is open.",
            "Nothing was written.",
            "Give a case file that answers them: --case CASE.json.",
        )
    facts = read_case(case, catalogue)
    found = session_of(catalogue, facts, assess(facts, catalogue), name, wanted)
    if found is None:
        raise BadInput(f"{name} is not offered any more.", "Nothing was written.")
    return found


def _open_script(found: "Session") -> "Script":
    from dataclasses import asdict

    from unspiral.records.plan import Withheld

    if isinstance(found.script, Withheld):
        reasons = [asdict(reason) for reason in found.script.reasons]
        codes = ", ".join(sorted({reason["code"] for reason in reasons}))
        raise Refused(
            f"This session is not open for this case: {codes}.",
            "Nothing was written.",
            "See: unspiral triage CASE.json.",
            reasons=reasons,
        )
    return found.script


def _recorded(found: "Session", script: "Script", night: bool) -> "Recording":
    from unspiral.services.session_audio import record
    from unspiral.sessions.words import said

    assert found.clearance is not None  # a script is never open without one
    return record(script, found.clearance, said(script), "en", night)


def _write(out: Path, script: bytes, sound: bytes) -> None:
    """Both files, or a plain sentence; what stands in DIR under other names is left alone."""
    files = {out / SCRIPT: script, out / AUDIO: sound}
    try:
        out.mkdir(parents=True, exist_ok=True)
        for file in filter(Path.is_dir, files):  # found now, not after the first one is changed
            raise IsADirectoryError(EISDIR, f"{file.name} is a folder")
        # A folder of our own: whatever else is called like a half-written file is not ours.
        with TemporaryDirectory(prefix=".session-", dir=out) as unfinished:
            for file, body in files.items():
                (Path(unfinished) / file.name).write_bytes(body)
            for file in files:
                os.replace(Path(unfinished) / file.name, file)
    except OSError as error:
        raise BadInput(
            f"{out} cannot be written: {error.strerror}.", "No file was changed.", "Choose another."
        ) from None


def _in_words(shown: dict[str, Any]) -> str:
    length = f"{shown['seconds'] / 60:.1f} min, {shown['steps_count']} steps"
    heard = "tones" if shown["voice"] == "none" else f"tones and the voice of {shown['voice']}"
    return f"{shown['title']}: {length}, {heard}.\n{shown['out']}: {SCRIPT}, {AUDIO}"
