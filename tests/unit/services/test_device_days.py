"""Days made of devices: beside the diary, never as entries, and made up after a stop."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.diary import panel
from unspiral.records.facts import DIARY, Reading
from unspiral.services import device_days, import_runs, insights
from unspiral.services.context import Context
from unspiral.services.operations import Origin, write
from unspiral.services.staging import Stage
from unspiral.settings import Settings
from unspiral.store.opening import open_memory

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
WALKS = 30


@pytest.fixture
def ctx(catalogue: Catalogue, tmp_path: Path) -> Iterator[Context]:
    store = open_memory()
    store.add_person("p", NOW)
    yield Context(store, catalogue, lambda: NOW, Settings(tmp_path))
    store.close()


def stage(ctx: Context) -> Stage:
    """A walk of 600 steps on each of the last 30 days."""
    made = Stage(ctx.settings.data)
    for n in range(WALKS):
        at = NOW - timedelta(days=n)
        end = at + timedelta(minutes=10)
        made.add([Reading("steps", 600, at, end, at.date(), "apple:Watch", None, "UTC")], n)
    today = NOW.date().isoformat()
    made.set("about", {"file": "f", "format": "apple_health", "zone": "UTC", "today": today})
    return made


def steps(ctx: Context) -> list[float]:
    with ctx.store.read("p") as tx:
        return [one.value for one in tx.readings(variables=("steps",))]


def test_what_a_stop_left_undone_is_made_up(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = stage(ctx)
    with monkeypatch.context() as patch:
        patch.setattr(device_days, "refresh", lambda *_: None)
        import_runs.store(ctx, "p", waiting)
    assert steps(ctx) == []
    assert device_days.ensure(ctx, "p")
    assert steps(ctx) == [600.0] * WALKS
    assert not device_days.ensure(ctx, "p")
    (run,) = import_runs.runs(ctx, "p")
    import_runs.undo(ctx, "p", run.id)
    assert steps(ctx) == [] and not device_days.ensure(ctx, "p")
    waiting.close()


def test_the_learner_gets_them_beside_the_diary_and_they_are_no_entries(ctx: Context) -> None:
    waiting = stage(ctx)
    import_runs.store(ctx, "p", waiting)
    waiting.close()
    assert (insights.latest(ctx, "p").noted, insights.latest(ctx, "p").first_day) == (0, None)
    for n in range(5):
        at = NOW - timedelta(days=n)
        pain = Reading("pain", 3 + n % 2, at, at, at.date(), DIARY, at, "UTC")
        write(ctx, "p", "checkin", Origin(local_date=at.date()), readings=(pain,))
    now = insights.latest(ctx, "p")
    assert now.noted == 5 and len(now.answers["steps"]) == 5
    with ctx.store.read("p") as tx:
        built = panel.build(tx.readings(), ctx.catalogue.variables)
    assert built is not None and "steps" in built.variables
