"""P6: whatever the history and the settings, progress keeps to its caps."""

import os
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from multiprocessing import get_context
from random import Random
from statistics import median

import pytest
from numpy.random import PCG64, Generator
from support.hostile import TODAY, Person, person, said

from unspiral.catalogue.load import load
from unspiral.planning.day import FIRST_WEEK_SECONDS, MOST_MINUTES, kin
from unspiral.planning.dose import place
from unspiral.planning.history import HELD_DAYS, History
from unspiral.planning.ladder import MOST_SETS, MOST_TIMES, Ladder, ladder
from unspiral.planning.lights import lights
from unspiral.planning.select import propose
from unspiral.planning.standing import Standing
from unspiral.records.plan import Amount, Plan

CATALOGUE = load()[0]
NAMES = sorted(n for n, t in CATALOGUE.techniques.items() if t.session)
LOADS = [name for name in NAMES if CATALOGUE.techniques[name].load]
LONG = bool(os.environ.get("UNSPIRAL_LONG"))
HISTORIES, SOME = (100_000, 500) if LONG else (500, 100)
RUN = 9  # days in a row, so that a week lies between the ends


def stands(one: Person, day: date, history: History | None = None) -> tuple[Ladder, Standing]:
    technique = CATALOGUE.techniques[one.subject]
    return place(technique, one.profile, history or one.history, day)


def faults_of_dose(one: Person, rng: Random) -> list[str]:
    """What breaks a rule in a run of days, for the technique the history is about."""
    last = TODAY - timedelta(days=rng.randint(0, 30))
    days = [last - timedelta(days=ago) for ago in range(RUN - 1, -1, -1)]
    found = [stands(one, day) for day in days]
    rungs, places = found[0][0], [standing.rung for _, standing in found]
    seen = lights(one.history, one.subject, last)
    faults = []
    if not all(0 <= rung <= rungs.top for rung in places):
        faults.append("off the ladder")
    for day, before, after in zip(days[1:], places, places[1:], strict=False):
        held = any(0 <= (day - f).days <= HELD_DAYS for f in one.history.flare_days(day))
        if after > before and (after > before + 1 or not greens(seen, day) or held):
            faults.append("up without green mornings, or in a flare")
        if red(one, day) and after >= before > 0:
            faults.append("not down after a red morning")
    if any(late > early + 1 for early, late in zip(places, places[7:], strict=False)):
        faults.append("more than one step a week")
    return faults


def greens(seen: Mapping[date, str], day: date) -> bool:
    """The morning of `day` and the one before it that told something were green."""
    last = [light for when, light in seen.items() if when <= day][-2:]
    return day in seen and last == ["green", "green"]


def red(one: Person, day: date) -> bool:
    """Not settled, or an own answer more than 2 above the own usual: counted here once more."""
    told = {e.value for e in one.history.events
            if (e.kind, e.subject, e.local_date) == ("settled", one.subject, day)}  # fmt: skip
    if told & {"still_up", "leg_further"}:
        return True
    for name in ("pain_morning", "pain") if told - {"not_done"} else ():
        own = {r.local_date: r.value for r in one.history.readings
               if r.variable == name and r.source == "diary"}  # fmt: skip
        usual = [own[day - timedelta(days=n)] for n in range(1, 15)
                 if day - timedelta(days=n) in own]  # fmt: skip
        if day in own and usual:
            return own[day] - median(usual) > 2
    return False


def faults_of_noise(one: Person, rng: Random) -> list[str]:
    """Repeats, the future, imports and silence never raise a dose; the first three change none."""
    events, readings = one.history.events, one.history.readings
    _, now = stands(one, TODAY)
    late = (said("settled", one.subject, "settled", -ago) for ago in range(1, 9))
    imports = (replace(r, source="import:x", value=10.0) for r in readings)
    noisy = History((*readings, *imports), (*events, *late, *rng.sample(events, len(events) // 2)))
    faults = [] if stands(one, TODAY, noisy)[1] == now else ["changed by noise"]
    for quiet in (1, 10, 40, 400):
        if stands(one, TODAY + timedelta(days=quiet), shortened(one.history))[1].rung > now.rung:
            faults.append("raised by silence")
    return faults


def shortened(history: History) -> History:
    """Only what lies up to today, pain readings included."""
    return History(
        tuple(r for r in history.readings if r.local_date <= TODAY),
        tuple(e for e in history.events if e.local_date <= TODAY),
    )


def faults_of_plan(one: Person, seed: int) -> tuple[list[str], int]:
    """What breaks a rule in one day's plan, and how many items it has."""
    plan = propose(one.profile, one.history, {}, CATALOGUE, one.clearance, TODAY,
                   Generator(PCG64(seed)))  # fmt: skip
    if not isinstance(plan, Plan):
        return [], 0
    faults = []
    items = [(item, CATALOGUE.techniques[item.technique]) for item in plan.items]
    known = {kin(CATALOGUE.techniques[name]) for name in NAMES
             if one.history.last_done(name, TODAY) is not None}  # fmt: skip
    first_week = all(
        TODAY - day < timedelta(days=7)
        for day in one.history.first_done().values() if day <= TODAY
    )  # fmt: skip
    rough = one.history.bad_day(TODAY) or one.history.progress_held(TODAY)
    new = [t for _, t in items if kin(t) not in known]
    if not first_week and (len(new) > 1 or (new and rough)):
        faults.append("more than one new, or new on a rough day")
    most = FIRST_WEEK_SECONDS if first_week else MOST_MINUTES * 60
    if sum(item.seconds for item in plan.items) > most:
        faults.append("more minutes than the cap")
    few = first_week or rough or one.profile.get("plan_size") != "more"
    if len(items) > (3 if few else 5) or len({t.id for _, t in items}) < len(items):
        faults.append("too many things, or one twice")
    for item, technique in items:
        rungs, standing = place(technique, one.profile, one.history, TODAY)
        top = rungs.amount(standing.rung)
        if bigger(item.amount, top) or item.seconds < min(technique.tired.seconds, top.seconds):
            faults.append("more than the dose, or below the smallest")
        if item.amount.sets > MOST_SETS or item.amount.times > MOST_TIMES:
            faults.append("more than the caps")
        if rough and item.role == "build" and not item.amount.smallest:
            faults.append("a full dose on a rough day")
        if one.history.made_worse(technique.id) or technique.offer != "plan":
            faults.append("offered what it must not")
        if {u.caution for u in technique.cautions if u.then == "exclude"} & one.clearance.cautions:
            faults.append("offered against a caution")
        if one.clearance.gentle and not technique.gentle:
            faults.append("not of the gentle set")
        if one.clearance.held and kin(technique) not in known and not technique.gentle:
            faults.append("new while held")
        if not 0 < item.probability <= 1:
            faults.append("no chance")
    return faults, len(items)


def bigger(amount: Amount, top: Amount) -> bool:
    return amount.seconds > top.seconds or amount.a_day > top.a_day or amount.sets > top.sets


def faults_of_some(first: int) -> tuple[Counter[str], int, int]:
    """Faults, items planned, and doses off their start, of `SOME` histories from number `first`."""
    faults, items, moved = Counter[str](), 0, 0
    for n in range(first, first + SOME):
        rng = Random(f"P6 {n}")
        one = person(rng, CATALOGUE, LOADS, NAMES)
        in_plan, size = faults_of_plan(one, n)
        faults.update(faults_of_dose(one, rng) + faults_of_noise(one, rng) + in_plan)
        rungs, standing = stands(one, TODAY)
        moved += standing.rung != rungs.start
        items += size
    return faults, items, moved


def test_progress_keeps_to_its_caps_whatever_the_history() -> None:
    firsts = range(0, HISTORIES, SOME)
    if LONG:
        with ProcessPoolExecutor(2, get_context("spawn")) as pool:
            found = list(pool.map(faults_of_some, firsts))
    else:
        found = [faults_of_some(first) for first in firsts]
    faults = sum((one for one, _, _ in found), Counter[str]())
    items, moved = (sum(one[at] for one in found) for at in (1, 2))
    assert not faults, faults
    assert items > HISTORIES and moved > HISTORIES / 10
    print(f"P6: N = {HISTORIES} histories, {items} items, {moved} off the start, 0 violations")


@pytest.mark.parametrize("name", LOADS)
def test_one_rung_is_one_variable_and_one_small_step(name: str) -> None:
    """For every load: 10 % or a minute, or one repetition, one set, 5 s held or one break."""
    technique = CATALOGUE.techniques[name]
    for minutes in (0, 1, 3, 10, 17, 33, 60, 500):
        rungs = ladder(technique, {"walk_minutes": minutes, "settles": "minutes"})
        amounts = [rungs.amount(n) for n in range(rungs.top + 1)]
        for low, high in pairwise(amounts[1:]):
            changed = {field for field in ("times", "sets", "hold", "a_day")
                       if getattr(low, field) != getattr(high, field)}  # fmt: skip
            if not changed:
                assert 0 < high.seconds - low.seconds <= max(60, low.seconds / 10)
            else:
                (field,) = changed
                step = 5 if field == "hold" else 1
                assert getattr(high, field) - getattr(low, field) == step
        assert all(a.seconds >= amounts[0].seconds for a in amounts)


@pytest.mark.parametrize("name", LOADS)
def test_nothing_ratchets_to_zero(name: str) -> None:
    """After the worst stretch there is: two greens and their days bring every dose back."""
    worst = [said("settled", name, "still_up", ago) for ago in range(400, 300, -1)]
    worst += [said("not_today", name, "", ago) for ago in range(400, 300, -1)]
    calm = [said("settled", name, "settled", ago) for ago in range(299, 0, -1)]
    one = Person(name, {"walk_minutes": 20, "settles": "hours"}, History((), tuple(worst)), None)  # type: ignore[arg-type]
    rungs, low = stands(one, TODAY - timedelta(days=300))
    assert low.rung == 0 and low.swap_until is not None
    assert stands(one, TODAY)[1].swap_until is None
    back = stands(one, TODAY, History((), (*worst, *calm)))[1]
    assert back.rung >= rungs.start
