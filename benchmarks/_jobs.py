"""Many small pieces of work: on two processes, kept as they are finished, taken up again later."""

import hashlib
import inspect
import json
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import unspiral

WATCHED = ("dynamics", "insights", "content", "diary")
SAY_EVERY_S = 30.0
WORTH_A_POOL = 8  # pieces; fewer are done before a second process has started


@dataclass(frozen=True, slots=True)
class Desk:
    """Where results are kept (None: nowhere), on how many processes, and with which code."""

    out: Path | None
    workers: int
    code: str

    def gather(
        self, part: str, work: Callable[..., Any], jobs: Mapping[str, tuple[Any, ...]]
    ) -> dict[str, Any]:
        """`work(*arguments)` of every job by its name. What is kept already is not done again."""
        mark = self.mark(work)
        done = self._kept(part, mark)
        left = {name: given for name, given in jobs.items() if name not in done}
        started = said = time.monotonic()
        for number, (name, result) in enumerate(_worked(work, left, self.workers), start=1):
            done[name] = result
            self._keep(part, name, mark, result)
            now = time.monotonic()
            if now - said > SAY_EVERY_S:
                said = now
                print(f"{part}: {number}/{len(left)}, {now - started:.0f} s", file=sys.stderr)
        return {name: done[name] for name in jobs}

    def mark(self, work: Callable[..., Any]) -> str:
        """A hash of the code of the learner and of the module that does the work."""
        source = inspect.getsource(inspect.getmodule(work) or work)
        return hashlib.sha256((self.code + source).encode()).hexdigest()[:16]

    def _kept(self, part: str, mark: str) -> dict[str, Any]:
        if self.out is None or not self.out.exists():
            return {}
        lines = (json.loads(line) for line in self.out.read_text("utf-8").splitlines())
        return {
            line["name"]: line["result"]
            for line in lines
            if line["part"] == part and line["code"] == mark
        }

    def _keep(self, part: str, name: str, mark: str, result: Any) -> None:
        if self.out is not None:
            line = {"part": part, "name": name, "code": mark, "result": result}
            with self.out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")


def code_mark(*more: str) -> str:
    """A hash of the code and content that results depend on, so that old results stay apart."""
    digest = hashlib.sha256("\0".join(more).encode())
    root = Path(unspiral.__file__).parent
    for room in WATCHED:
        for path in sorted((root / room).rglob("*")):
            if path.suffix in {".py", ".yaml"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _worked(work: Callable[..., Any], jobs: Mapping[str, tuple[Any, ...]], workers: int) -> Any:
    """(name, result) as each is finished."""
    if workers == 1 or len(jobs) < WORTH_A_POOL:
        yield from ((name, work(*given)) for name, given in jobs.items())
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: dict[Future[Any], str] = {
            pool.submit(work, *given): name for name, given in jobs.items()
        }
        for future in as_completed(waiting):
            yield waiting[future], future.result()
