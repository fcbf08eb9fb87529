"""Background work of a running server: fits in one child process, started late, ended early.

The thread here owns the child. The child is handed values and hands values back; it never sees
the store, and it ends when it has been idle, or when this process is gone.
"""

import multiprocessing
import threading
from datetime import date
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from unspiral import log
from unspiral.catalogue.load import Catalogue
from unspiral.errors import UnspiralError
from unspiral.records.facts import Reading
from unspiral.records.insight import Insights
from unspiral.services import device_days, insights
from unspiral.services.context import Context

IDLE_SECONDS = 60.0
Work = tuple[tuple[Reading, ...], Catalogue, date, insights.Used]


class ChildLost(UnspiralError):
    """The child process ended before it answered."""

    code = "child_lost"


class Child:
    """One process that reads diaries. It starts with the first work and can be ended any time."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._line: Connection | None = None
        self._over = False

    @property
    def running(self) -> bool:
        """True while the process lives."""
        return self._process is not None and self._process.is_alive()

    @property
    def pid(self) -> int | None:
        """The process id, or None when there is none."""
        return self._process.pid if self._process is not None else None

    def read(
        self,
        readings: tuple[Reading, ...],
        catalogue: Catalogue,
        today: date,
        used: insights.Used,
    ) -> Insights:
        """What the diary says. A child that ends half-way is replaced once."""
        for last in (False, True):
            try:
                return self._ask((readings, catalogue, today, used))
            except (EOFError, OSError) as error:
                self.end()
                if last or self._over:
                    raise ChildLost("The calculation ended early.") from error
        raise AssertionError("unreachable")

    def end(self) -> None:
        """End the process; the next work starts another one."""
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.join(1.0)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
        self._process = self._line = None

    def give_up(self) -> None:
        """Break off the reading under way, from another thread; none is begun after it."""
        self._over = True
        process = self._process
        if process is not None:
            process.kill()

    def _ask(self, work: Work) -> Insights:
        if self._line is None or not self.running:
            self._start()
        assert self._line is not None
        self._line.send(work)
        answer = self._line.recv()
        if isinstance(answer, Insights):
            return answer
        raise ChildLost(f"The calculation failed ({answer}).")

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        process = context.Process(target=serve_work, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        self._process = process
        if self._over:
            process.kill()


def serve_work(line: Connection) -> None:
    """The child's whole life: take work, answer, until the line is closed."""
    while True:
        try:
            work: Work = line.recv()
        except (EOFError, OSError):
            return
        try:
            line.send(insights.read_here(*work))
        except Exception as error:  # its name only: the text may hold what a person wrote
            line.send(type(error).__name__)


class Jobs:
    """Refreshes insights in a thread. Asking twice before it ran is asking once."""

    def __init__(self, ctx: Context, idle_seconds: float = IDLE_SECONDS) -> None:
        self.child = Child()
        self._ctx = ctx
        self._idle_seconds = idle_seconds
        self._wanted: dict[str, None] = {}
        self._busy = False
        self._stopped = False
        self._change = threading.Condition()
        self._thread: threading.Thread | None = None

    def request(self, person: str) -> None:
        """Have this person's insights worked out soon. Returns at once."""
        with self._change:
            if self._stopped:
                return
            self._wanted[person] = None
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
                self._thread.start()
            self._change.notify_all()

    def settle(self, seconds: float) -> bool:
        """Wait until nothing is left to do; False when that took longer."""
        with self._change:
            return self._change.wait_for(lambda: not (self._wanted or self._busy), seconds)

    def stop(self) -> None:
        """Start nothing new, and break off what runs: it is worked out when next asked for."""
        with self._change:
            self._stopped = True
            self._wanted.clear()
            self._change.notify_all()
        self.child.give_up()
        if self._thread is not None:
            self._thread.join()
        self.child.end()

    def _run(self) -> None:
        while (person := self._next()) is not None:
            self._refresh(person)
            with self._change:
                self._busy = False
                self._change.notify_all()

    def _next(self) -> str | None:
        """The next person, or None when stopped. A child left idle is ended on the way."""
        with self._change:
            while not self._wanted and not self._stopped:
                if not self._change.wait(self._idle_seconds):
                    self.child.end()
                    self._change.wait_for(lambda: bool(self._wanted) or self._stopped)
            if self._stopped:
                return None
            person = next(iter(self._wanted))
            del self._wanted[person]
            self._busy = True
            return person

    def _refresh(self, person: str) -> None:
        """A job that fails leaves what was kept before; only the fault's name is told."""
        try:
            device_days.ensure(self._ctx, person)  # a stop after an import may have left it undone
            insights.refresh(self._ctx, person, self.child.read)
        except Exception as error:
            if not self._stopped:
                log.event("job_failed", fault=type(error).__name__)
