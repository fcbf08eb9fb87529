"""A made-up year looks lived in, a copy is shown as it stood, and both are known by their mark."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from support.demos import NOW, PERSON, ZONE, a_copy, a_year, empty

from unspiral.bootstrap import open_context
from unspiral.catalogue.load import Catalogue
from unspiral.clock import machine_zone
from unspiral.diary import panel
from unspiral.dynamics.frame import make_frame
from unspiral.dynamics.simulate import ITEMS
from unspiral.errors import BadInput
from unspiral.records.estimate import Link
from unspiral.records.facts import Answer, Event, Reading
from unspiral.records.insight import Insights, LinkVerdict
from unspiral.records.plan import Plan
from unspiral.services import demo, demo_mark, insights, plans, setup
from unspiral.services.context import Context, Demo
from unspiral.services.demo_mark import MARK
from unspiral.services.operations import Entry, Origin, write_all
from unspiral.services.screening import decide
from unspiral.settings import Settings
from unspiral.store.opening import open_sqlite


@pytest.fixture(scope="module")
def year(catalogue: Catalogue) -> Context:
    return a_year(catalogue)


def readings(ctx: Context) -> tuple[Reading, ...]:
    with ctx.store.read(PERSON) as tx:
        return tx.readings()


def events(ctx: Context) -> tuple[Event, ...]:
    with ctx.store.read(PERSON) as tx:
        return tx.events()


def test_the_year_is_marked_and_ends_now(year: Context) -> None:
    days = {reading.local_date for reading in readings(year)}
    assert year.demo == Demo("made_up", ZONE)
    assert max(days) == date(2026, 11, 22) and min(days) == date(2025, 11, 23)


def test_set_up_is_done_and_the_plan_is_open(year: Context) -> None:
    assert setup.where(year, PERSON).screen is None
    clearance = decide(year, PERSON).clearance
    assert clearance is not None and "standard" in clearance.scopes
    today = plans.today(year, PERSON)
    assert isinstance(today.plan, Plan) and today.plan.items and today.gap_days == 0


def test_nights_and_days_were_noted_in_two_sittings(year: Context, catalogue: Catalogue) -> None:
    daily = {name: item for name, item in catalogue.variables.items() if item.daily}
    built = panel.build(readings(year), daily)
    assert built is not None and built.sittings == "two" and set(ITEMS) <= set(built.variables)
    assert built.usable.all()


def test_there_are_gaps_flares_and_sessions_with_every_rating(year: Context) -> None:
    days = sorted({reading.local_date for reading in readings(year)})
    assert max((b - a).days for a, b in pairwise(days)) >= 9
    told = Counter((event.kind, event.value) for event in events(year))
    assert told["bad_day", ""] >= 1
    assert all(told["rated", how] for how in ("better", "same", "worse"))
    assert all(told["done", how] for how in ("full", "tired"))
    assert all(told["settled", how] for how in ("settled", "still_up"))
    assert told["made_worse", ""] == told["rated", "worse"] == 1


def test_the_same_seed_is_the_same_year_and_another_is_not(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "DAYS", 60)
    one, same, other = a_year(catalogue), a_year(catalogue), a_year(catalogue, seed=2)
    assert readings(one) == readings(same) and events(one) == events(same)
    assert readings(one) != readings(other)


@pytest.mark.parametrize("hour", [1, 5, 7, 15, 23])
def test_nothing_lies_ahead_whatever_the_hour(
    hour: int, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "DAYS", 60)
    now = datetime(2026, 11, 22, hour, 20, tzinfo=UTC)
    ctx = a_year(catalogue, now=now)
    with ctx.store.read(PERSON) as tx:
        told = [*(r.end for r in tx.readings()), *(e.at for e in tx.events())]
        told += [answer.answered_at for answer in tx.answers().values()]
    assert max(told) <= now and now - max(told) < timedelta(hours=20)
    assert decide(ctx, PERSON).clearance is not None


@pytest.mark.parametrize("world", demo.worlds())
def test_every_world_can_be_lived(
    world: str, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "DAYS", 40)
    ctx = a_year(catalogue, world=world)
    told = demo.story(ctx, PERSON)
    assert told is not None and told.world == world and told.truth is not None
    assert len(readings(ctx)) > 100


def verdict(cause: str, effect: str, low: float, high: float, unit: str) -> LinkVerdict:
    link = Link(cause, effect, ("1",), 0.0, 0.1, low, high, 0.8, unit, 300, 0.5, 0.5)
    return LinkVerdict(link, "cannot_tell", candidate=True)


def test_the_truth_is_told_in_the_units_of_the_estimate(
    year: Context, catalogue: Catalogue
) -> None:
    story = demo.story(year, PERSON)
    assert story is not None and story.truth is not None
    made = demo.simulated(catalogue, "linear", 1, story.first_day)
    daily = {name: item for name, item in catalogue.variables.items() if item.daily}
    built = panel.build(readings(year), daily)
    assert built is not None
    frame = make_frame(built, ITEMS)
    wanted = made.truth.links_for(frame.spread)
    pairs = [(a, b) for a in ITEMS for b in ITEMS if a != b]
    found = Insights("links", 350, NOW.date(), tuple(verdict(*p, -9, 9, "x") for p in pairs))
    for one in demo.beside(year, PERSON, story.truth, found):
        cause, effect = (ITEMS.index(n) for n in (one.verdict.link.from_, one.verdict.link.to))
        assert one.points == pytest.approx(
            wanted[effect, cause] * frame.points_per_sd(effect), rel=1e-9
        )
        assert one.sd == pytest.approx(made.truth.total[effect, cause])
    assert np.isfinite(wanted).all()


@pytest.mark.parametrize(("low", "high", "held"), [(0.1, 0.4, True), (0.31, 0.4, False)])
def test_a_range_holds_the_truth_or_not(low: float, high: float, held: bool) -> None:
    assert demo.Beside(0.2, 0.3, verdict("stress", "pain", low, high, "x")).holds is held


def test_without_links_there_is_nothing_to_put_beside(year: Context) -> None:
    story = demo.story(year, PERSON)
    assert story is not None and story.truth is not None
    nothing = Insights("not_enough", 3, NOW.date())
    assert demo.beside(year, PERSON, story.truth, nothing) == ()


def test_a_story_in_another_form_is_not_read(catalogue: Catalogue) -> None:
    ctx = a_copy(catalogue)
    with ctx.store.write(PERSON) as tx:
        tx.put_derived(demo.KIND, demo.KEY, {"tale": 1}, NOW)
    assert demo.story(ctx, PERSON) is None


def test_a_copy_is_shown_as_it_stood(catalogue: Catalogue) -> None:
    ctx = a_copy(catalogue)
    assert ctx.demo == Demo("copy", ZONE)
    latest = insights.latest(ctx, PERSON)
    assert (latest.today, latest.noted) == (date(2019, 3, 4), 3)
    assert ctx.clock() == datetime(2019, 3, 4, 12, 0, tzinfo=UTC)
    told = demo.story(ctx, PERSON)
    assert told is not None
    assert (told.file, told.first_day) == ("old diary.csv", date(2019, 3, 1))
    assert told.truth is None


def test_a_copy_invents_no_answers(catalogue: Catalogue) -> None:
    ctx = a_copy(catalogue)
    with ctx.store.read(PERSON) as tx:
        assert set(tx.answers()) == {MARK, demo_mark.DAYS_BACK, "zone"}
    assert decide(ctx, PERSON).clearance is None


def test_a_copy_of_a_diary_of_today_keeps_the_clock(catalogue: Catalogue) -> None:
    ctx = a_copy(catalogue, b"date,pain\n2026-11-22,4\n")
    assert ctx.clock() == NOW


def test_a_file_that_cannot_be_read_leaves_the_folder_empty(catalogue: Catalogue) -> None:
    ctx = empty(catalogue)
    with pytest.raises(BadInput):
        a_copy(catalogue, b"when,how\nsometimes,bad\n")
    with ctx.store.read(PERSON) as tx:
        assert tx.version() == 0


def test_only_the_mark_makes_a_demo(catalogue: Catalogue) -> None:
    ctx = empty(catalogue)
    assert demo_mark.marked(ctx, PERSON) is ctx


def test_a_backup_of_a_demo_is_a_demo(tmp_path: Path, catalogue: Catalogue) -> None:
    store = open_sqlite(tmp_path / "first" / "unspiral.db")
    store.add_person(PERSON, NOW)
    ctx = Context(store, catalogue, lambda: NOW, Settings(tmp_path / "first"))
    write_all(ctx, PERSON, [demo_mark.mark("made_up", Origin(zone=ZONE, at=NOW))])
    (tmp_path / "second").mkdir()
    store.backup(str(tmp_path / "second" / "unspiral.db"))
    store.close()
    again = open_context(Settings(tmp_path / "second"))
    again.store.close()
    assert again.demo == Demo("made_up", ZONE)


def test_many_entries_are_kept_all_or_none(catalogue: Catalogue) -> None:
    ctx = empty(catalogue)
    child = Answer("birth_year", NOW.year - 12, NOW, NOW.date())
    pain = Reading("pain", 4, NOW, NOW, NOW.date())
    with pytest.raises(Exception, match="made for adults"):
        write_all(
            ctx,
            PERSON,
            [Entry("setup", answers=(child,)), Entry("checkin", readings=(pain,))],
        )
    with ctx.store.read(PERSON) as tx:
        assert (tx.version(), tx.readings()) == (0, ())


def test_the_machine_names_a_zone_that_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert machine_zone() == "Asia/Tokyo"
    monkeypatch.setenv("TZ", "no such place")
    assert machine_zone() != "no such place"
