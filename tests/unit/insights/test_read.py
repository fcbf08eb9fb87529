"""One diary through the whole learner: what it says on which day, and what it never says."""

from dataclasses import replace
from datetime import timedelta
from functools import cache

import numpy as np
import pytest
from support.readings import FIRST, at, on

from unspiral.catalogue.load import Catalogue, load
from unspiral.insights import looks
from unspiral.insights.read import read_diary
from unspiral.records.facts import Reading
from unspiral.records.insight import Insights, LinkVerdict

NAMES = ("sleep_quality", "stress", "mood", "pain")


@cache
def answers(link: float, n_days: int = 182, seed: int = 3) -> np.ndarray:
    """Days x items: pain follows the night by `link` sds; nothing else goes with anything."""
    rng = np.random.Generator(np.random.PCG64(seed))
    x = np.zeros((n_days, 4))
    for day in range(1, n_days):
        shock = rng.standard_normal(4)
        x[day] = 0.3 * x[day - 1] + shock
        x[day, 3] += link * x[day, 0]
    return np.clip(np.round(5 + 1.6 * x), 0, 10)


def diary(y: np.ndarray) -> list[Reading]:
    times = {"sleep_quality": 8}
    return [
        on(name, day, float(y[day, column]), at(day, times.get(name, 21)))
        for day in range(len(y))
        for column, name in enumerate(NAMES)
        if np.isfinite(y[day, column])
    ]


def read(y: np.ndarray, catalogue: Catalogue | None = None) -> Insights:
    return read_diary(diary(y), catalogue or load()[0], FIRST + timedelta(days=len(y) - 1))


def claims(found: Insights) -> set[tuple[str, str]]:
    return {(v.link.from_, v.link.to) for v in found.verdicts if v.claim == "claimed"}


def test_no_diary_is_not_enough(catalogue: Catalogue) -> None:
    found = read_diary([], catalogue, FIRST)
    assert (found.status, found.n_days, found.verdicts) == ("not_enough", 0, ())


@pytest.mark.parametrize(
    ("days", "status", "forecasts", "reasons"),
    [
        (13, "not_enough", 0, {"words_need_days"}),
        (14, "usual_range", 4, {"links_need_days", "loops_need_days"}),
        (59, "usual_range", 4, {"links_need_days", "loops_need_days"}),
    ],
)
def test_nothing_in_words_before_its_day(
    catalogue: Catalogue, days: int, status: str, forecasts: int, reasons: set[str]
) -> None:
    found = read(answers(-0.9)[:days], catalogue)
    assert (found.status, len(found.forecasts), found.verdicts) == (status, forecasts, ())
    assert {reason.code for reason in found.withheld} == reasons
    assert len(found.usual) == forecasts
    assert found.next_look == {"day": 60, "have": days}


def night_to_pain(found: Insights) -> LinkVerdict:
    pair = ("sleep_quality", "pain")
    return next(v for v in found.verdicts if (v.link.from_, v.link.to) == pair)


def test_a_clear_link_is_claimed_with_its_sign_and_size(catalogue: Catalogue) -> None:
    found = read(answers(-0.45)[:180], catalogue)
    verdict = night_to_pain(found)
    assert found.status == "links"
    assert claims(found) == {("sleep_quality", "pain")}
    assert verdict.p is not None and verdict.p >= 0.98 and verdict.look == 180
    assert verdict.link.low < -0.45 * 1.6 < verdict.link.high < 0
    assert verdict.link.pairs == 180 and verdict.link.unit == "points 0-10"


def test_a_link_far_from_research_waits_for_a_second_look(catalogue: Catalogue) -> None:
    """Then it is told without the prior; what research said stays beside it."""
    first, second = (night_to_pain(read(answers(-0.9)[:days], catalogue)) for days in (60, 90))
    assert (first.claim, second.claim) == ("withheld", "claimed")
    assert [reason.code for reason in first.reasons] == ["prior_conflict"]
    assert [reason.code for reason in second.reasons] == ["prior_conflict"]
    assert second.link.mean < second.link.prior_low < second.link.prior_mean < 0


def test_a_strong_link_against_research_is_withheld_for_good(catalogue: Catalogue) -> None:
    """A column of bad nights read as good ones looks like this."""
    verdict = night_to_pain(read(answers(0.9)[:120], catalogue))
    assert verdict.p is not None and verdict.p >= 0.98 and verdict.claim == "withheld"
    assert [reason.code for reason in verdict.reasons] == ["against_research", "prior_conflict"]


def test_no_links_no_claims(catalogue: Catalogue) -> None:
    found = [read(answers(0.0, 61, seed), catalogue) for seed in range(3)]
    assert [claims(one) for one in found] == [set(), set(), set()]
    assert not any(one.loops or one.leads for one in found)
    print("no-effect people read at 60 days: N = 3, claims = 0")


def test_a_sticky_item_gets_no_links(catalogue: Catalogue) -> None:
    y = answers(-0.9)[:90].copy()
    sticky = np.arange(90) % 4 != 0
    y[sticky, 3] = 4.0  # 75 % of days on one answer
    found = read(y, catalogue)
    verdicts = [v for v in found.verdicts if "pain" in (v.link.from_, v.link.to)]
    assert verdicts and all(v.claim == "withheld" for v in verdicts)
    codes = {reason.code for v in verdicts for reason in v.reasons}
    assert {"cause_mostly_one_answer", "effect_mostly_one_answer"} <= codes


def test_one_item_has_no_links_and_says_so(catalogue: Catalogue) -> None:
    y = answers(0.0)[:70].copy()
    y[:, :3] = np.nan
    found = read(y, catalogue)
    assert found.verdicts == ()
    assert "links_need_two_items" in {reason.code for reason in found.withheld}
    assert [forecast.variable for forecast in found.forecasts] == ["pain"]


def test_the_same_diary_always_says_the_same(catalogue: Catalogue) -> None:
    y = answers(-0.5)[:40]
    shuffled = list(reversed(diary(y)))
    one = read_diary(diary(y), catalogue, FIRST + timedelta(days=39))
    assert one == read_diary(shuffled, catalogue, FIRST + timedelta(days=39))


def test_the_fingerprint_follows_the_data(catalogue: Catalogue) -> None:
    y = answers(-0.5)[:30].copy()
    before = read(y, catalogue).fingerprint
    y[10, 3] += 1
    assert read(y, catalogue).fingerprint != before


def test_days_after_today_are_not_read(catalogue: Catalogue) -> None:
    y = answers(-0.5)[:40]
    today = FIRST + timedelta(days=29)
    found = read_diary(diary(y), catalogue, today)
    later, rest = found.withheld[0], found.withheld[1:]
    assert (later.code, later.values) == ("days_after_today", {"have": 40})
    assert replace(found, withheld=rest) == read_diary(diary(y[:30]), catalogue, today)


def test_a_forecast_is_a_distribution_over_answers(catalogue: Catalogue) -> None:
    found = read(answers(-0.5)[:60], catalogue)
    assert len(found.forecasts) == 4
    for forecast in found.forecasts:
        assert forecast.day == FIRST + timedelta(days=60)
        assert forecast.values == tuple(float(value) for value in range(11))
        assert sum(forecast.probabilities) == pytest.approx(1.0)
        held = [p for v, p in zip(forecast.values, forecast.probabilities, strict=True)
                if forecast.low <= v <= forecast.high]  # fmt: skip
        assert sum(held) >= forecast.level
        assert sum(forecast.weights.values()) == pytest.approx(1.0, abs=0.01)


def test_a_look_is_not_worked_out_again_for_a_later_entry(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read(answers(-0.45)[:62], catalogue)
    monkeypatch.setattr(looks, "look", None)  # calling it would now fail
    after = read(answers(-0.45)[:63], catalogue)
    assert night_to_pain(after).p == night_to_pain(before).p
    assert night_to_pain(after).look == 60
