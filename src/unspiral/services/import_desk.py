"""Files on their way in, for a running server: one thread reads or stores, the page asks how far.

What waits is kept for an hour. A restart drops it: nothing was stored, and the page says so.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from unspiral import log
from unspiral.errors import BadInput, UnspiralError
from unspiral.services import import_maps, import_runs, imports
from unspiral.services.context import Context
from unspiral.services.imports import Imported, Request
from unspiral.services.staging import KEPT_SECONDS, Stage, sweep

State = Literal["reading", "map", "ready", "storing", "done", "failed"]


class Busy(BadInput):
    """Another file of this person is being read or stored."""

    code = "import_busy"
    status = 409


class Gone(BadInput):
    """The file waited too long, was answered, or the program was started anew."""

    code = "import_gone"
    status = 410


@dataclass(slots=True)
class Job:
    """One file. `position` of `size` bytes are read; `result` is the preview, then the outcome."""

    id: str
    person: str
    name: str
    upload: Path
    state: State = "reading"
    position: int = 0
    size: int = 0
    began: float = field(default_factory=time.monotonic)
    touched: float = field(default_factory=time.monotonic)
    result: Imported | None = None
    fault: UnspiralError | None = None
    suggested: Mapping[str, Any] = field(default_factory=dict)  # columns and a guessed map
    stage: Stage | None = None
    forgotten: bool = False  # dropped as soon as the reading ends

    @property
    def seconds_left(self) -> float | None:
        """How long the reading may still take, by its rate so far; None when not known."""
        passed = time.monotonic() - self.began
        if not self.size or self.position <= 0 or passed < 1.0:
            return None
        return max(0.0, passed * (self.size / self.position - 1.0))


class Desk:
    """All jobs of a server. A person has one at a time."""

    def __init__(self, ctx: Context, stored: Callable[[str], object]) -> None:
        """`stored` is told whose readings have changed."""
        self._ctx, self._stored = ctx, stored
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        sweep(ctx.settings.data)

    def begin(self, person: str, upload: Path, name: str) -> Job:
        """Start to read a file that came. Raises Busy, and the file is dropped."""
        job = Job(upload.stem, person, name, upload)
        with self._lock:
            self._forget_old()
            for other in [one for one in self._jobs.values() if one.person == person]:
                if other.state in ("reading", "storing"):
                    upload.unlink(missing_ok=True)
                    raise Busy(
                        "Another file is being read right now.",
                        "That one goes on. This one was not taken.",
                        "Wait until it is done, then choose this file again.",
                    )
                self._drop(other)
            self._jobs[job.id] = job
        self._run(self._read, job, None)
        return job

    def get(self, person: str, name: str) -> Job:
        """A job of this person. Raises Gone."""
        job = self._jobs.get(name)
        if job is None or job.person != person:
            raise Gone(
                "This file is no longer here. It waits for an hour at most.",
                "Nothing of it was stored.",
                "Choose the file once more.",
            )
        job.touched = time.monotonic()
        return job

    def waiting(self, person: str) -> Job | None:
        """The job of this person, when there is one that is not over."""
        found = (one for one in self._jobs.values() if one.person == person)
        return next((one for one in found if one.state not in ("done", "failed")), None)

    def map(self, person: str, name: str, columns: Any) -> Job:
        """Read a table again, through a map."""
        job = self.get(person, name)
        if self._turn(job, ("map", "ready"), "reading"):
            if job.stage is not None:
                job.stage.close()
                job.stage = None
            self._run(self._read, job, columns)
        return job

    def columns(self, person: str, name: str) -> None:
        """Go back from what was found to the columns of a table that came with a map."""
        job = self.get(person, name)
        if job.suggested:
            self._turn(job, ("ready",), "map")

    def confirm(self, person: str, name: str) -> Job:
        """Store what was looked at. Pressed twice, it is stored once."""
        job = self.get(person, name)
        if self._turn(job, ("ready",), "storing"):
            self._run(self._store, job, None)
        return job

    def drop(self, person: str, name: str) -> None:
        """Leave a file out."""
        job = self._jobs.get(name)
        if job is not None and job.person == person and job.state not in ("reading", "storing"):
            with self._lock:
                self._drop(job)

    def forget(self, person: str) -> None:
        """Drop what waits for somebody who was erased; what is still read, when that ends."""
        with self._lock:
            for job in [one for one in self._jobs.values() if one.person == person]:
                job.forgotten = True
                if job.state not in ("reading", "storing"):
                    self._drop(job)

    def settle(self, seconds: float) -> bool:
        """Wait until nothing is read or stored; False when that took longer."""
        until = time.monotonic() + seconds
        while any(one.state in ("reading", "storing") for one in self._jobs.values()):
            if time.monotonic() > until:
                return False
            time.sleep(0.02)
        return True

    def _turn(self, job: Job, before: tuple[State, ...], after: State) -> bool:
        with self._lock:
            if job.state not in before:
                return False
            job.state = after
            return True

    def _run(self, work: Any, job: Job, columns: Any) -> None:
        threading.Thread(
            target=self._guarded, args=(work, job, columns), name="import", daemon=True
        ).start()

    def _guarded(self, work: Any, job: Job, columns: Any) -> None:
        try:
            work(job, columns)
        except UnspiralError as error:
            job.fault = error
            job.state = "failed"
            if {"columns", "map"} <= error.values.keys():
                job.suggested = error.values
                job.state = "map"
        except Exception as error:  # its name only: the text may hold what a file says
            log.event("import_failed", fault=type(error).__name__)
            job.fault = UnspiralError("Something went wrong that we did not expect.")
            job.state = "failed"
        finally:
            with self._lock:
                if job.forgotten:
                    self._drop(job)
                elif job.state in ("done", "failed"):
                    self._clean(job)

    def _read(self, job: Job, columns: Any) -> None:
        def moved(position: int, size: int) -> None:
            job.position, job.size = position, size

        def looked_at(through: Any) -> imports.Looked:
            with job.upload.open("rb") as file:
                asked = Request(file, job.name, through, path=job.upload)
                return imports.look(self._ctx, job.person, asked, moved)

        try:
            looked = looked_at(columns)
        except BadInput as error:
            held: Any = error.values.get("columns") if columns is None else None
            known = import_maps.kept(self._ctx, job.person, held) if held else None
            if known is None:
                raise
            job.suggested = {**error.values, "map": known}
            looked = looked_at(known)
        if columns is not None and job.suggested:
            job.suggested = {**job.suggested, "map": columns}
            import_maps.keep(self._ctx, job.person, job.suggested["columns"], columns)
        job.stage, job.result, job.state = looked.stage, looked.result, "ready"

    def _store(self, job: Job, _: Any) -> None:
        assert job.stage is not None and job.result is not None
        plan = import_runs.store(self._ctx, job.person, job.stage)
        job.result = imports.stored(job.result, plan, job.stage.name if plan.parts else "")
        job.state = "done"
        self._stored(job.person)

    def _forget_old(self) -> None:
        for job in list(self._jobs.values()):
            idle = time.monotonic() - job.touched > KEPT_SECONDS
            if idle and job.state not in ("reading", "storing"):
                self._drop(job)
        sweep(self._ctx.settings.data, 2 * KEPT_SECONDS)

    def _drop(self, job: Job) -> None:
        self._clean(job)
        self._jobs.pop(job.id, None)

    def _clean(self, job: Job) -> None:
        job.upload.unlink(missing_ok=True)
        if job.stage is not None:
            job.stage.close()
            job.stage = None
