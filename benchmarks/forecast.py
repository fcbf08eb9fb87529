"""Scores one-step forecasts of a real diary: `./test bench forecast FILE.csv [--map M] [--json]`.

Every method forecasts the same answers from the days before them. docs/reference/benchmarks.md
says how, and what each number means.
"""

import os

# One core for everybody, before anything loads a library that would take them all.
for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

import argparse  # noqa: E402
import json  # noqa: E402
import sys  # noqa: E402
from collections.abc import Sequence  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import _diary  # noqa: E402
import _forecasts  # noqa: E402

from unspiral.bootstrap import read_catalogue  # noqa: E402
from unspiral.cli.import_ import read_map  # noqa: E402
from unspiral.errors import UnspiralError  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
SAMPLES, MAPS = ROOT.parent / "shared/samples/diaries", ROOT / "tests/data/maps"
SCHEMA = "forecast-scores/1"


def main(words: Sequence[str]) -> int:
    """0: measured, or refused with reasons; 1: a pass line is missed; 2: nothing can be read."""
    asked = _parser().parse_args(words)
    try:
        found = [_measured(file, asked) for file in asked.file or _samples()]
    except UnspiralError as error:
        told = {"code": error.code, "message": error.message, "next": error.next_step}
        if asked.json:
            print(json.dumps({"error": {**told, **error.values}}))
        print(f"{error.message} {error.next_step}", file=sys.stderr)
        return error.exit_code
    document = {"schema": SCHEMA, "diaries": found}
    print(json.dumps(document, indent=2) if asked.json else "\n\n".join(map(in_words, found)))
    return int(any(one["verdict"] == _forecasts.SHORT for one in found))


def in_words(one: dict[str, Any]) -> str:
    """The scores of one diary as a table."""
    lines = [f"{one['file']}: {one['people']} people, {one['forecasts']} forecasts.", one["how"]]
    if one["forecasts"]:
        lines += [_HEAD, *(_line(name, row) for name, row in one["methods"].items())]
        lines += [f"{name:26}skipped: {why}" for name, why in one["skipped"].items()]
        lines += [_item_line(name, row) for name, row in one["items"].items()]
        lines.append(f"{one['verdict']}: {one['pass_line']}.")
    for row in one["refused"]:
        what = ", ".join(filter(None, (row["person"], row["item"])))
        lines.append(f"Refused {what}: {row['code']}, {row['have']} of {row['needed']}.")
    return "\n".join(lines)


_HEAD = (
    f"{'method':26}{'CRPS':>8}{'MAE':>8}{'80 %':>7}{'90 %':>7}{'PIT':>7}"
    f"{'to EWMA (90 %)':>24}{'to mean (90 %)':>24}{'s':>8}"
)


def _line(name: str, row: dict[str, Any]) -> str:
    ewma, mean = (
        f"{r['ratio']:.3f} [{r['low']:.3f}, {r['high']:.3f}]"
        for r in (row["to_ewma"], row["to_person_mean"])
    )
    return (
        f"{name:26}{row['crps']:8.4f}{row['mae']:8.4f}{row['cover80']:7.3f}{row['cover90']:7.3f}"
        f"{row['pit_ks']:7.3f}{ewma:>24}{mean:>24}{row['seconds']:8.1f}"
    )


def _item_line(name: str, row: dict[str, Any]) -> str:
    to_ewma = row["methods"][_forecasts.OURS]["to_ewma"]
    return (
        f"  {name}: {row['n']} forecasts, answers {row['low']:g} to {row['high']:g} by "
        f"{row['step']:g}, {_forecasts.OURS} to EWMA {to_ewma['ratio']:.3f} "
        f"[{to_ewma['low']:.3f}, {to_ewma['high']:.3f}]"
    )


def _measured(file: Path, asked: argparse.Namespace) -> dict[str, Any]:
    own = MAPS / f"{file.stem}.json"
    chosen = asked.map or (own if not asked.file and own.exists() else None)
    source = _diary.read(
        file,
        read_map(chosen),
        asked.person,
        [name.strip() for name in asked.items.split(",") if name.strip()],
        read_catalogue(),
    )
    return {"file": file.name, **_forecasts.document(*source)}


def _samples() -> list[Path]:
    found = sorted(SAMPLES.glob("*.csv"))
    if not found:
        print("No FILE given, and no sample diaries beside the project.", file=sys.stderr)
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./test bench forecast", description=__doc__)
    parser.add_argument("file", nargs="*", type=Path, help="diaries; the samples when left out")
    parser.add_argument("--map", type=Path, help="column map; without one, columns as written")
    parser.add_argument("--person", default="", help="one person of the file; all when left out")
    parser.add_argument("--items", default="", help="variables or columns, with commas between")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
