"""Background fits: one child, started late, replaced when lost, ended when idle."""

import os
import signal
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.jobs import Child, Jobs
from unspiral.records.facts import Operation, Reading
from unspiral.services import insights
from unspiral.services.context import Context
from unspiral.settings import Settings
from unspiral.store.opening import open_memory

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
LONG = 60.0


def reading(n: int) -> Reading:
    day = date(2026, 4, 1) + timedelta(days=n)
    at = datetime(day.year, day.month, day.day, 20, tzinfo=UTC)
    return Reading("pain", float(n % 5), at, at, day)


@pytest.fixture
def ctx(catalogue: Catalogue, tmp_path: Path) -> Iterator[Context]:
    store = open_memory()
    store.add_person("p", NOW)
    with store.write("p") as tx:
        days = tuple(reading(n) for n in range(20))
        tx.append(Operation("op", "p", "checkin", NOW, "UTC", NOW.date(), readings=days))
    yield Context(store, catalogue, lambda: NOW, Settings(tmp_path))
    store.close()


def test_a_request_is_answered_in_the_background(ctx: Context) -> None:
    jobs = Jobs(ctx)
    assert not jobs.child.running
    jobs.request("p")
    jobs.request("p")
    assert jobs.settle(LONG) and jobs.child.running
    assert insights.latest(ctx, "p").fresh
    jobs.stop()
    assert not jobs.child.running


def test_an_idle_child_is_ended_and_the_next_work_starts_another(ctx: Context) -> None:
    jobs = Jobs(ctx, idle_seconds=0.05)
    jobs.request("p")
    assert jobs.settle(LONG)
    while jobs.child.running:
        os.sched_yield()
    jobs.request("p")
    assert jobs.settle(LONG) and insights.latest(ctx, "p").fresh
    jobs.stop()


def test_a_killed_child_is_replaced(catalogue: Catalogue) -> None:
    child = Child()
    work = (tuple(reading(n) for n in range(20)), catalogue, date(2026, 5, 1), {})
    first = child.read(*work)
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    assert child.read(*work) == first
    child.end()


def test_a_failing_job_leaves_what_was_kept_and_the_thread_alive(
    ctx: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    jobs = Jobs(ctx)
    jobs.request("nobody")
    jobs.request("p")
    assert jobs.settle(LONG) and insights.latest(ctx, "p").fresh
    jobs.stop()
    assert '"job_failed"' in capsys.readouterr().out


def test_the_stop_waits_for_no_reading(ctx: Context) -> None:
    jobs = Jobs(ctx)
    jobs.request("p")
    assert jobs.settle(LONG) and jobs.child.pid is not None
    os.kill(jobs.child.pid, signal.SIGSTOP)  # it will take the next work, and never answer
    jobs.request("p")
    jobs.stop()
    assert not jobs.child.running


def test_after_the_stop_nothing_starts(ctx: Context) -> None:
    jobs = Jobs(ctx)
    jobs.stop()
    jobs.request("p")
    assert not jobs.child.running and not insights.latest(ctx, "p").fresh
