"""One way of reading an Apple Health export, timed in a process of its own: prints JSON.

`python _import_runs.py WAY FILE`; memory is the peak of this process and of any child, in MB.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ClassVar

ZONE, LAST_DAY = "Europe/London", date(2030, 1, 1)
BLOCK = 1 << 16
PEERS = ("healthkit-to-sqlite", "apple-health-parser")


def bare(path: Path) -> int:
    """The parser alone: every element handed over, records counted by type, nothing else done."""
    from lxml import etree

    class Count:
        kinds: ClassVar[defaultdict[str, int]] = defaultdict(int)

        def start(self, tag: str, attributes: Mapping[str, str]) -> None:
            if tag == "Record":
                self.kinds[attributes["type"]] += 1

        def end(self, tag: str) -> None:
            pass

        def close(self) -> int:
            return sum(self.kinds.values())

    target: Any = Count()
    parser = etree.XMLParser(target=target, resolve_entities=False, huge_tree=False)
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            parser.feed(block)
    parser.close()
    return sum(Count.kinds.values())


def child(path: Path) -> int:
    """Our importer in its limited child, every batch checked and received here."""
    from unspiral.catalogue.load import load
    from unspiral.importers import sandbox
    from unspiral.importers.stream import Asked, Batch

    variables = load()[0].variables
    asked = Asked(ZONE, LAST_DAY, {name: one.range for name, one in variables.items()})
    begin()
    pieces = sandbox.run(path, "apple_health", asked)
    return sum(piece.read for piece in pieces if isinstance(piece, Batch))


def whole(path: Path) -> int:
    """The whole import: read, compared, stored with a flush to disk."""
    from unspiral.catalogue.load import load
    from unspiral.services.context import Context
    from unspiral.services.imports import Request, bring_in
    from unspiral.settings import Settings
    from unspiral.store.opening import open_sqlite

    now = datetime(2030, 1, 1, 12, tzinfo=UTC)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        data = Path(folder) / "data"
        store = open_sqlite(data / "unspiral.db")
        store.add_person("p", now)
        ctx = Context(store, load()[0], lambda: now, Settings(data))
        begin()
        with path.open("rb") as file:
            result = bring_in(ctx, "p", Request(file, path.name, path=path), True)
        _STARTED["stored"] = result.stored
        store.close()
    return result.read


def healthkit_to_sqlite(path: Path) -> int:
    """A public tool that stores every record in a database."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        command = [str(Path(sys.executable).parent / "healthkit-to-sqlite"), str(path)]
        done = subprocess.run([*command, f"{folder}/out.db", "--xml", "-s"], capture_output=True)
    if done.returncode:
        raise RuntimeError(done.stderr.decode()[-200:])
    return 0


def apple_health_parser(path: Path) -> int:
    """A public library: loads the file, which comes before any question can be put to it."""
    from apple_health_parser.utils.parser import Parser  # type: ignore[import-not-found]

    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        packed = Path(folder) / "export.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.write(path, "apple_health_export/export.xml")
        begin()
        Parser(export_file=str(packed), output_dir=f"{folder}/out")
    return 0


WAYS: Mapping[str, Callable[[Path], int]] = {
    "bare": bare,
    "child": child,
    "whole": whole,
    "healthkit-to-sqlite": healthkit_to_sqlite,
    "apple-health-parser": apple_health_parser,
}
_STARTED: dict[str, float] = {}


def run(way: str, path: Path, python: str = sys.executable) -> dict[str, Any] | None:
    """Run one way in a new process; None when it fails or is not installed."""
    command = [python, __file__, way, str(path)]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, env=environment)
    if done.returncode:
        print(f"{way}: {done.stderr.decode()[-300:]}", file=sys.stderr)
        return None
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def begin() -> None:
    """The clock starts here: what comes before is done once for any number of files."""
    _STARTED.update(at=time.monotonic(), cpu=_cpu())


def _cpu() -> float:
    return _used(resource.RUSAGE_SELF) + _used(resource.RUSAGE_CHILDREN)


def _used(who: int) -> float:
    """Processor time in seconds."""
    told = resource.getrusage(who)
    return told.ru_utime + told.ru_stime


class Watch(threading.Thread):
    """Looks at the memory of children while they live: after they end, theirs is not told apart."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak_kb = 0

    def run(self) -> None:
        while True:
            for task in Path("/proc/self/task").iterdir():
                for pid in _words(task / "children"):
                    told = _words(Path(f"/proc/{pid}/status"))
                    if "VmHWM:" in told:
                        self.peak_kb = max(self.peak_kb, int(told[told.index("VmHWM:") + 1]))
            time.sleep(0.02)


def _words(path: Path) -> list[str]:
    try:
        return path.read_text().split()
    except OSError:  # it has ended in between
        return []


def main(way: str, path: Path) -> None:
    """Time one way and print what was found."""
    watch = Watch()
    watch.start()
    begin()
    read = WAYS[way](path)
    told = {
        "seconds": time.monotonic() - _STARTED["at"],
        "cpu": _cpu() - _STARTED["cpu"],
        "child_cpu": _used(resource.RUSAGE_CHILDREN),
        "read": read,
        "stored": _STARTED.get("stored", 0),
        "parent_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "child_mb": watch.peak_kb / 1024,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
