"""Triage: the level, the order of findings, what is told apart, since when and why."""

from dataclasses import replace
from datetime import timedelta

import pytest
from support.screening import NOW, TODAY, answer, clear, clear_answers, event, facts_of

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Event, Facts, Value
from unspiral.records.triage import Finding, Level, Triage
from unspiral.screening.triage import triage

DAY = timedelta(days=1)


def of(catalogue: Catalogue, *events: Event, **given: Value) -> Triage:
    return triage(clear(catalogue, events, **given), catalogue)


def short(found: Triage) -> list[tuple[str, str, str]]:
    return [(f.flag, f.level.value, f.state) for f in found.findings]


def without(facts: Facts, *names: str) -> Facts:
    return replace(facts, answers={n: a for n, a in facts.answers.items() if n not in names})


def test_nobody_asked_is_an_emergency_until_asked(catalogue: Catalogue) -> None:
    found = triage(facts_of({}), catalogue)
    assert found.level is Level.EMERGENCY and found.told is Level.SELF_MANAGE
    assert {f.state for f in found.findings} == {"unanswered"}
    assert all(f.level.value in "ED" and f.since is None for f in found.findings)
    assert {f.flag for f in found.findings} == {
        flag.id for flag in catalogue.redflags.values() if any(r.level in "ED" for r in flag.levels)
    }


def test_worst_first_then_what_was_told_then_by_name_and_known_last(catalogue: Catalogue) -> None:
    seen = event("flag_ended", "rf5", "seen", NOW - DAY)
    facts = clear(
        catalogue, [seen], rf2_pee="yes", rf1_saddle="unsure", rf11_chest="yes", rf16_calf="yes",
        rf15_slow="yes",
    )  # fmt: skip
    found = triage(without(facts, "rf8_septic"), catalogue)
    assert short(found) == [
        ("rf11", "E", "open"), ("rf2", "E", "open"), ("rf8", "E", "unanswered"),
        ("rf1", "E", "unsure"), ("rf16", "D", "open"), ("rf15", "R", "open"),
        ("rf5", "S", "known"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "code", "state"), [("yes", "answered_yes", "open"), ("unsure", "not_sure", "unsure")]
)
def test_a_finding_says_why_and_since_when(
    catalogue: Catalogue, value: str, code: str, state: str
) -> None:
    facts = clear(catalogue, rf16_calf=value)
    early = replace(facts.answers["rf16_calf"], local_date=TODAY - 3 * DAY)
    facts = replace(facts, answers={**facts.answers, "rf16_calf": early})
    (finding,) = triage(facts, catalogue).findings
    assert (finding.state, finding.since) == (state, TODAY - 3 * DAY)
    (reason,) = finding.reasons
    assert (reason.code, reason.content_id) == (code, "rf16")
    assert dict(reason.values) == {"rf16_calf": value, "rf16_skin": "no"}


def test_since_is_the_first_of_the_days_it_was_told(catalogue: Catalogue) -> None:
    facts = clear(catalogue, rf16_calf="yes", rf16_skin="unsure")
    days = {"rf16_calf": 2, "rf16_skin": 5}
    dated = {n: replace(facts.answers[n], local_date=TODAY - d * DAY) for n, d in days.items()}
    old_no = replace(facts.answers["rf8_fever"], local_date=TODAY - 9 * DAY)
    facts = replace(facts, answers={**facts.answers, **dated, "rf8_fever": old_no})
    assert [f.since for f in triage(facts, catalogue).findings] == [TODAY - 5 * DAY]
    one = replace(facts, answers={**facts.answers, "rf16_skin": answer("rf16_skin", "no")})
    assert [f.since for f in triage(one, catalogue).findings] == [TODAY - 2 * DAY]


def test_a_missing_answer_says_so(catalogue: Catalogue) -> None:
    (finding,) = triage(without(clear(catalogue), "rf8_septic"), catalogue).findings
    assert (finding.flag, finding.state, finding.since) == ("rf8", "unanswered", None)
    (reason,) = finding.reasons
    assert (reason.code, dict(reason.values)) == ("not_answered", {"rf8_septic": None})


@pytest.mark.parametrize(("missing", "told"), [("rf15_worse", []), ("rf8_risk", [])])
def test_w_and_r_need_an_answer(catalogue: Catalogue, missing: str, told: list[str]) -> None:
    assert short(triage(without(clear(catalogue), missing), catalogue)) == told


def test_what_is_missing_stands_beside_what_was_told_only_where_it_may_be_worse(
    catalogue: Catalogue,
) -> None:
    weak = without(clear(catalogue, rf4_weak="yes"), "rf4_fast")
    assert short(triage(weak, catalogue)) == [("rf4", "E", "unanswered"), ("rf4", "D", "open")]
    sure = without(clear(catalogue, rf2_pee="yes"), "rf2_sex", "rf2_old")
    assert short(triage(sure, catalogue)) == [("rf2", "E", "open")]
    same = without(clear(catalogue, rf16_calf="yes"), "rf16_skin")
    assert short(triage(same, catalogue)) == [("rf16", "D", "open")]


def test_a_sign_told_by_half_is_asked_in_full(catalogue: Catalogue) -> None:
    for value, asked in (("yes", ("rf4",)), ("unsure", ("rf4",)), ("no", ())):
        weak = without(clear(catalogue, rf4_weak=value, rf4_weak_follow="unsure"), "rf4_fast")
        assert triage(weak, catalogue).to_ask == asked


def test_a_sign_that_rests_on_another_screen_asks_for_that_screen(catalogue: Catalogue) -> None:
    facts = without(clear(catalogue, rf9_small="yes"), "health_thin_bones")
    found = triage(facts, catalogue)
    assert short(found) == [("rf9", "D", "unanswered")]
    assert found.to_ask == ("health",)


def test_what_was_raised_before_stands_with_its_level_and_day(catalogue: Catalogue) -> None:
    found = of(catalogue, event("flag_raised", "rf16", "D", NOW - 4 * DAY))
    (finding,) = found.findings
    assert found.level is found.told is Level.SAME_DAY
    assert (finding.state, finding.since) == ("open", TODAY - 4 * DAY)
    (reason,) = finding.reasons
    assert (reason.code, dict(reason.values)) == ("raised_before", {"level": "D"})


def test_a_doubt_raised_before_stays_a_doubt(catalogue: Catalogue) -> None:
    doubt = event("flag_raised", "rf16", "D unsure rf16_calf", NOW - DAY)
    assert short(of(catalogue, doubt)) == [("rf16", "D", "unsure")]
    yes = event("flag_raised", "rf16", "D", NOW - DAY)
    assert short(of(catalogue, doubt, yes)) == [("rf16", "D", "open")]


@pytest.mark.parametrize(("now", "then", "worst"), [("W", "D", "D"), ("D", "W", "D")])
def test_the_worse_of_now_and_before_counts_since_the_first_day(
    catalogue: Catalogue, now: str, then: str, worst: str
) -> None:
    given: dict[str, Value] = {"rf8_risk": "yes"} if now == "W" else {"rf8_fever": "yes"}
    found = of(catalogue, event("flag_raised", "rf8", then, NOW - 6 * DAY), **given)
    (finding,) = [f for f in found.findings if f.flag == "rf8"]
    assert (finding.level.value, finding.since) == (worst, TODAY - 6 * DAY)


def known_at(catalogue: Catalogue, value: str, hours: float) -> list[Finding]:
    """RF16 seen a day ago, and the calf answered `hours` after that."""
    seen = event("flag_ended", "rf16", "seen", NOW - DAY)
    facts = clear(catalogue, [seen], rf16_calf=value)
    told = replace(facts.answers["rf16_calf"], answered_at=NOW - DAY + timedelta(hours=hours))
    return list(
        triage(replace(facts, answers={**facts.answers, "rf16_calf": told}), catalogue).findings
    )


@pytest.mark.parametrize(
    ("value", "hours", "state", "level"),
    [("no", 1, "known", "S"), ("yes", -1, "known", "S"), ("yes", 0, "open", "D"),
     ("yes", 1, "open", "D"), ("unsure", 1, "unsure", "D"), ("unsure", -1, "known", "S")],
)  # fmt: skip
def test_what_was_seen_is_known_until_it_is_told_anew(
    catalogue: Catalogue, value: str, hours: float, state: str, level: str
) -> None:
    (finding,) = known_at(catalogue, value, hours)
    assert (finding.state, finding.level.value) == (state, level)
    if state == "known":
        assert finding.since == TODAY - DAY
        assert [(r.code, r.content_id) for r in finding.reasons] == [("known", "rf16")]


def test_a_newer_plain_answer_brings_a_seen_sign_back(catalogue: Catalogue) -> None:
    seen = event("flag_ended", "rf16", "seen", NOW - DAY)
    facts = clear(catalogue, [seen], rf16_calf="unsure", rf16_calf_follow="different")
    old = replace(facts.answers["rf16_calf"], answered_at=NOW - 2 * DAY)
    found = triage(replace(facts, answers={**facts.answers, "rf16_calf": old}), catalogue)
    assert short(found) == [("rf16", "D", "open")]


def test_growing_older_alone_brings_nothing_back(catalogue: Catalogue) -> None:
    """RF14 rests on age and one answer; the age is worked out and raises nothing by itself."""
    seen = event("flag_ended", "rf14", "seen", NOW)
    facts = clear(catalogue, [seen], birth_year=1950, rf14_first="yes")
    old = replace(facts.answers["rf14_first"], answered_at=NOW - DAY)
    found = triage(replace(facts, answers={**facts.answers, "rf14_first": old}), catalogue)
    assert short(found) == [("rf14", "S", "known")]


def test_each_item_is_named_once(catalogue: Catalogue) -> None:
    facts = facts_of({**clear_answers(catalogue), "rf4_weak": "yes", "rf4_fast": "asked"})
    assert triage(facts, catalogue).to_ask == ("rf4",)


def test_at_one_level_what_is_sure_stands_before_a_doubt(catalogue: Catalogue) -> None:
    doubt = event("flag_raised", "rf16", "D unsure rf16_calf", NOW - DAY)
    assert short(of(catalogue, doubt, rf16_calf="yes")) == [("rf16", "D", "open")]
    two_rules = of(catalogue, rf6_constant="unsure", rf6_cancer="no", rf6_lying="no")
    assert short(two_rules) == [("rf6", "W", "unsure")]
    sure = event("flag_raised", "rf6", "W", NOW - DAY)
    assert short(of(catalogue, sure, rf6_constant="unsure")) == [("rf6", "W", "open")]


def test_what_is_missing_has_no_day_of_its_own(catalogue: Catalogue) -> None:
    found = triage(without(clear(catalogue, rf4_weak="yes"), "rf4_fast"), catalogue).findings
    assert [(f.state, f.since) for f in found] == [("unanswered", None), ("open", TODAY)]


def test_what_stands_at_a_level_is_told_once_though_a_question_is_missing(
    catalogue: Catalogue,
) -> None:
    raised = event("flag_raised", "rf16", "D", NOW - DAY)
    facts = without(clear(catalogue, [raised]), "rf16_skin")
    assert short(triage(facts, catalogue)) == [("rf16", "D", "open")]
