"""Measures the import of Apple Health: `./test bench import [--mb N] [--json]`.

A made-up export of N MB (1,000 unless told) is read by a bare loop over the same parser, by our
importer in its limited child, out of a zip, and in a whole import with everything stored durably;
public tools read a smaller one of the same kind. docs/reference/benchmarks.md says what each means.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import _export
import _import_runs
import _rows
from _rows import Found, Row, Table

RATIO, CHILD_MB, GROWTH = 0.8, 512.0, 1.25
LARGE = 150.0  # MB; below, starting the child takes too much of the time to judge by
SMALL = 10  # the export that peak memory is compared with is this much smaller
TIMES = {"bare": 3, "child": 3, "zip": 1, "whole": 1}
Run = dict[str, Any] | None


def measure(folder: Path, megabytes: int, peers: int, python: str) -> tuple[Found, int]:
    """Every way over exports of one kind; the ways take turns."""
    export, zipped = folder / "export.xml", folder / "export.zip"
    records = _export.write_export(export, megabytes)
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(export, "apple_health_export/export.xml")
    size = export.stat().st_size / 1e6
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in TIMES}
    for turn in range(max(TIMES.values())):
        for name, times in TIMES.items():
            if turn < times:
                way, path = ("child", zipped) if name == "zip" else (name, export)
                found = _import_runs.run(way, path)
                if found:
                    runs[name].append(found)
    small = folder / "small.xml"
    _export.write_export(small, max(1, megabytes // SMALL))
    little = _import_runs.run("child", small)
    _export.write_export(small, peers)
    there = {name: _import_runs.run(name, small, python) for name in _import_runs.PEERS}
    there["child"] = _import_runs.run("child", small)
    return _told(runs, little, there, size, records, small.stat().st_size / 1e6), records


def _told(
    runs: dict[str, list[dict[str, Any]]],
    little: Run,
    peers: dict[str, Run],
    size: float,
    records: int,
    small: float,
) -> Found:
    rate = {name: size / median(r["seconds"] for r in held) for name, held in runs.items() if held}
    ratios = [
        one["seconds"] / other["seconds"]
        for one, other in zip(runs["bare"], runs["child"], strict=False)
    ]
    whole = runs["whole"][0] if runs["whole"] else None
    child = runs["child"][0] if runs["child"] else None
    n = len(ratios)
    alone = median(r["cpu"] for r in runs["bare"]) / median(r["child_cpu"] for r in runs["child"])
    rows = [
        Row("import", "child to batches, of the bare loop", median(ratios), n, "",
            low=RATIO if size >= LARGE else None),
        Row("import", "the same in processor time of the child", alone, n),
        Row("import", "whole import, of the bare loop",
            rate["whole"] / rate["bare"] if whole else None, 1),
        Row("import", "peak of the child", child["child_mb"] if child else None, 1, "MB",
            high=CHILD_MB),
        Row("import", f"the same, over an export {SMALL} times smaller",
            child["child_mb"] / little["child_mb"] if child and little else None, 1, "",
            high=GROWTH),
        Row("import", "records accounted for", child["read"] / records if child else None,
            records, "", low=1, high=1),
    ]  # fmt: skip
    lines = [
        (name, rate[name], held[0]["seconds"], held[0]["cpu"], held[0]["parent_mb"],
         held[0]["child_mb"], held[0]["read"], held[0]["stored"], len(held))
        for name, held in runs.items() if held
    ]  # fmt: skip
    columns = ("way", "MB/s", "s", "cpu s", "MB", "MB child", "records", "stored", "N")
    beside = [
        (name, small / run["seconds"], run["seconds"], max(run["parent_mb"], run["child_mb"]))
        if run
        else (name, None, None, None)
        for name, run in peers.items()
    ]
    tables = [
        Table("import", f"{size:.0f} MB, {records} records", columns, lines),
        Table("import", f"beside, {small:.0f} MB", ("tool", "MB/s", "s", "peak MB"), beside),
    ]
    return Found(rows, tables)


def main(words: Sequence[str]) -> int:
    """Measure, print, and say by the exit code whether a target was missed."""
    asks = argparse.ArgumentParser(prog="./test bench import", description=__doc__)
    asks.add_argument("--mb", type=int, default=1000, help="size of the export, 10^6 bytes")
    asks.add_argument("--peers-mb", type=int, default=100, help="size for public tools")
    asks.add_argument("--peers-python", default=sys.executable, help="where they are installed")
    asks.add_argument("--quick", action="store_true", help="20 MB: does it run?")
    asks.add_argument("--json", action="store_true", help="one JSON document")
    given = asks.parse_args(words)
    megabytes, peers = (20, 5) if given.quick else (given.mb, given.peers_mb)
    started, load = time.monotonic(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="unspiral-bench-") as folder:
        found, _ = measure(Path(folder), megabytes, peers, given.peers_python)
    about = {
        "benchmark": "import",
        "command": " ".join(["./test bench import", *words]),
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "load": load,
        "seconds": round(time.monotonic() - started, 1),
    }
    if given.json:
        print(json.dumps(_rows.document(found, about), indent=1))
    else:
        print(_rows.printed(found))
        print("\n" + ", ".join(f"{key}: {value}" for key, value in about.items()))
    return int(any(row.verdict == "FALLS SHORT" for row in found.rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
