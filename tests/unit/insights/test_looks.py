"""What a look refuses, and why: rules of the data, checks of the fit, chains that disagree."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from support.draws import draws_of
from support.panels import bare_frame, frame, panel

from unspiral.dynamics.change import Shift
from unspiral.dynamics.frame import Frame
from unspiral.dynamics.model import LoopFit, LoopModel
from unspiral.dynamics.priors import Prior
from unspiral.insights import looks, withhold
from unspiral.records.estimate import ChangePoint, Check, Diagnostics, Panel

NAMES = ("sleep_quality", "pain")
NIGHT, PAIN = 0, 1
FINE = Diagnostics(())


def answered(days: int, pairs: int | None = None, pain: tuple[int, ...] = (2, 4, 5, 7)) -> Frame:
    """Nights of four kinds, and an evening with pain after the first `pairs` of them."""
    y = np.full((days, 2), np.nan)
    y[:, NIGHT] = np.resize([1, 3, 5, 8], days)
    shown = days if pairs is None else pairs
    y[:shown, PAIN] = np.resize(pain, shown)
    return frame(y, NAMES)


@pytest.mark.parametrize(
    ("seen", "codes"),
    [
        (answered(60, 30), []),
        (answered(60, 29), ["too_few_pairs"]),
        (answered(60, pain=(2, 4, 7)), ["effect_has_few_answers"]),
        (answered(60, pain=(4,) * 7 + (2, 3, 5)), []),  # 70 %
        (answered(61, pain=(4,) * 8 + (2, 3, 5)), ["effect_mostly_one_answer"]),  # 73 %
    ],
)
def test_rules_of_the_data_are_read_from_the_diary(seen: Frame, codes: list[str]) -> None:
    assert [one.code for one in looks.data_refusals(seen, NIGHT, PAIN)] == codes


def test_a_failed_check_closes_the_links_of_its_item_and_names_itself() -> None:
    checks = Diagnostics((Check("pit:mood", 0.4, 0.3, False), Check("sd:pain", 0.0, 0.1, True)))
    (reason,) = looks.check_refusals(checks, "mood", "pain")
    assert (reason.code, reason.content_id) == ("check_failed", "pit:mood")
    assert looks.check_refusals(checks, "stress", "pain") == ()


def fit_of(links: np.ndarray, chains: int = 4) -> LoopFit:
    """Night and pain, with these draws of the link from the night to its evening."""
    rng = np.random.Generator(np.random.PCG64(1))
    seen = bare_frame(rng.integers(0, 8, (60, 2)).astype(float), 0)
    same = np.zeros((len(links), 2, 2))
    same[:, PAIN, NIGHT] = links
    draws = replace(draws_of(same, np.tile(np.eye(2) * 0.2, (len(links), 1, 1))), chains=chains)
    return LoopFit(replace(seen, items=NAMES), Prior(), draws, 60)


def normal(mean: float, sd: float, n: int = 3200) -> np.ndarray:
    return mean + sd * np.random.Generator(np.random.PCG64(2)).standard_normal(n)


def test_a_claim_waits_for_chains_that_agree() -> None:
    together = normal(0.3, 0.05)
    apart = together + np.repeat([0.0, 0.0, 0.0, 0.2], 800)
    fine, refused = (
        looks._evidence(fit_of(one), FINE, 60)["sleep_quality", "pain"] for one in (together, apart)
    )
    assert fine.p_positive > 0.98 and fine.refused == ()
    assert [one.code for one in refused.refused] == ["chains_not_settled"]
    assert refused.toward(1) == 0.0


def test_who_leads_is_only_told_by_chains_that_agree() -> None:
    leads = looks._leads(fit_of(normal(0.3, 0.05)))
    assert leads["sleep_quality", "pain"] > 0.98 > leads["pain", "sleep_quality"]
    apart = normal(0.3, 0.05) + np.repeat([0.0, 0.0, 0.0, 0.3], 800)
    assert ("sleep_quality", "pain") not in looks._leads(fit_of(apart))


@pytest.mark.parametrize(
    ("mean", "apart", "waits"), [(0.3, 0.0, False), (0.3, 0.2, True), (0.0, 0.2, False)]
)
def test_only_a_link_near_a_claim_is_worth_longer_chains(
    mean: float, apart: float, waits: bool
) -> None:
    links = normal(mean, 0.05) + np.repeat([0.0, 0.0, 0.0, apart], 800)
    assert looks._unsettled(fit_of(links)) is waits


@pytest.mark.parametrize(("unsettled", "draws"), [(True, 60), (False, 20)])
def test_chains_that_have_not_settled_are_run_again_for_longer(
    unsettled: bool, draws: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    monkeypatch.setattr(looks, "CLAIM", LoopModel(chains=2, warm=5, keep=10))
    monkeypatch.setattr(looks, "LONGER", LoopModel(chains=2, warm=5, keep=30))
    monkeypatch.setattr(looks, "_unsettled", lambda fit: unsettled)

    def leads(fit: LoopFit) -> dict[looks.Pair, float]:
        told.append(len(fit.draws.error))
        return {}

    monkeypatch.setattr(looks, "_leads", leads)
    looks.look(panel(diary(40), NAMES), Prior(), 40)
    assert told == [draws]


def diary(days: int) -> np.ndarray:
    rng = np.random.Generator(np.random.PCG64(6))
    return rng.integers(0, 10, (days, 2)).astype(float)


def panels_looked_at(monkeypatch: pytest.MonkeyPatch) -> list[Panel]:
    """Every panel that is looked at from now on; the looks find nothing."""
    seen: list[Panel] = []

    def look(then: Panel, prior: Prior, day: int) -> looks.Look:
        seen.append(then)
        return looks.Look(day, {}, {}, {})

    monkeypatch.setattr(looks, "look", look)
    return seen


def test_a_look_sees_the_diary_up_to_its_day_and_no_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    y = diary(40)
    y[3] = y[7] = np.nan  # days on which nothing was noted are not counted
    seen = panels_looked_at(monkeypatch)
    looks.LookBook(panel(y, NAMES), Prior()).at(30)
    assert [len(then.days) for then in seen] == [32]
    np.testing.assert_array_equal(seen[0].y, y[:32])


def test_a_look_is_told_by_all_that_its_fit_rests_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same answers on a scale of other steps are another diary."""
    seen = panels_looked_at(monkeypatch)
    one = panel(diary(41), NAMES)
    for given in (one, one, replace(one, steps=(0.5, 1.0))):
        looks.LookBook(given, Prior()).at(30)
    assert [then.steps for then in seen] == [(1.0, 1.0), (0.5, 1.0)]


def shift(p: float, halves: tuple[float, float]) -> Shift:
    point = ChangePoint("pain", date(2026, 5, 1), 1.0, 0.5, 1.5, 0.8, "points", p, 30, 30)
    return Shift(p, 0.0, halves, point)


@pytest.mark.parametrize(
    ("found", "checks", "codes"),
    [
        (shift(0.99, (0.99, 0.98)), FINE, []),
        (shift(0.99, (0.99, 0.89)), FINE, ["chains_not_settled"]),
        (shift(0.5, (0.6, 0.1)), FINE, []),  # not near a claim: nothing to settle
        (
            shift(0.99, (0.99, 0.99)),
            Diagnostics((Check("lag1:pain", 0, 1, False),)),
            ["check_failed"],
        ),
    ],
)
def test_a_change_is_refused_like_a_link(
    found: Shift, checks: Diagnostics, codes: list[str]
) -> None:
    evidence = looks._changes(fit_of(normal(0.0, 0.1)), checks, 60, found)["pain"]
    assert [one.code for one in evidence.refused] == codes
    assert (evidence.toward(1) >= withhold.CLAIM_AT) is (not codes and found.p_positive > 0.98)
