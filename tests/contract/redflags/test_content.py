"""What every red flag, safety screen and caution file must hold to, and their own examples."""

import pytest
from support.screening import clear, facts_of

from unspiral.catalogue.load import load
from unspiral.catalogue.rules import fires, is_monotone, variables_of
from unspiral.catalogue.types import Caution, Example, RedFlag
from unspiral.screening.answers import effective
from unspiral.screening.asking import DANGER, FOUR, covered, settles
from unspiral.screening.endings import Past
from unspiral.screening.rescreen import ASK_AGAIN
from unspiral.screening.triage import judge, triage

CATALOGUE = load()[0]
FLAGS = sorted(CATALOGUE.redflags.values(), key=lambda flag: flag.id)
CAUTIONS = sorted(CATALOGUE.cautions.values(), key=lambda caution: caution.id)
CASES = [(flag, example) for flag in FLAGS for example in flag.examples]
HELD = [(caution, example) for caution in CAUTIONS for example in caution.examples]
WORKED_OUT = {"age", "dark_thoughts", *(f"known_{flag.id}" for flag in FLAGS)}


def test_all_flags_of_the_evidence_page_are_here() -> None:
    assert {f"rf{n}" for n in range(1, 17)} <= set(CATALOGUE.redflags)
    assert {f"k{n}" for n in range(1, 11)} <= set(CATALOGUE.cautions)


@pytest.mark.parametrize(("flag", "example"), CASES, ids=lambda x: getattr(x, "id", None))
def test_example_gives_its_level(flag: RedFlag, example: Example) -> None:
    facts = clear(CATALOGUE, **example.given)
    found = judge(flag, effective(facts, CATALOGUE), facts, Past())
    levels = [finding.level.value for finding in found]
    assert (levels or ["S"])[0] == example.expect["level"], example.why


@pytest.mark.parametrize(("caution", "example"), HELD, ids=lambda x: getattr(x, "id", None))
def test_caution_holds_as_its_example_says(caution: Caution, example: Example) -> None:
    assert fires(caution.when, example.given, careful=True) is example.expect["holds"], example.why


@pytest.mark.parametrize("flag", FLAGS, ids=lambda flag: flag.id)
def test_flag_is_whole(flag: RedFlag) -> None:
    assert len(flag.examples) >= 3
    assert flag.status == "draft" and flag.reviewed is None
    assert flag.show_this and flag.check_for and flag.sources
    for rule in flag.levels:
        assert is_monotone(rule.when), rule
        assert rule.next_step and rule.why


@pytest.mark.parametrize("flag", FLAGS, ids=lambda flag: flag.id)
def test_doubt_on_an_emergency_or_same_day_question_has_a_plain_question(flag: RedFlag) -> None:
    urgent = {v for rule in flag.levels if rule.level in "ED" for v in variables_of(rule.when)}
    for question in flag.questions:
        plain = question.follow_up
        assert question.id.startswith(f"{flag.id}_") and question.short
        if question.id in urgent:
            assert plain is not None, question.id
            assert "unsure" in plain.yes_when and set(plain.yes_when) < set(plain.options)


def test_every_variable_a_flag_reads_is_asked_somewhere() -> None:
    asked = {q.id for flag in FLAGS for q in flag.questions} | WORKED_OUT
    for screen in CATALOGUE.screens.values():
        asked |= settles(screen)
    for rule in (rule for flag in FLAGS for rule in flag.levels):
        assert variables_of(rule.when) <= asked
    for caution in CAUTIONS:
        assert variables_of(caution.when) <= asked


def test_screens_ask_again_what_each_flag_says() -> None:
    opened = {name for choice in CATALOGUE.screens[DANGER].choices for name in choice.opens}
    daily = {
        (name, choice.id)
        for choice in CATALOGUE.screens["new_or_worse"].choices
        for name in choice.opens
    }
    said = {(flag.id, flag.reask.in_new_or_worse) for flag in FLAGS if flag.reask.in_new_or_worse}
    assert opened == {flag.id for flag in FLAGS if flag.reask.in_danger_screen}
    assert daily == said


def test_what_is_asked_every_28_days_is_on_the_screens_that_come_back_then() -> None:
    monthly = [flag for flag in FLAGS if flag.reask.every_days == ASK_AGAIN.days]
    assert len(monthly) >= 6
    for flag in monthly:
        assert {q.id for q in flag.questions} & covered(FOUR, CATALOGUE), flag.id


def test_none_on_the_four_screens_answers_every_emergency_and_same_day_item() -> None:
    nos = dict.fromkeys(covered(FOUR, CATALOGUE), "no")
    found = triage(facts_of(nos), CATALOGUE).findings
    assert [f for f in found if f.level.value in "ED"] == []


def test_the_danger_screen_is_part_of_the_four() -> None:
    danger = CATALOGUE.screens[DANGER]
    assert covered((DANGER,), CATALOGUE) <= covered(FOUR, CATALOGUE)
    assert len(danger.choices) == 5 and danger.none_label and not danger.skippable


def test_every_line_of_a_danger_screen_opens_what_its_none_denies() -> None:
    for name in (DANGER, *FOUR, "new_or_worse"):
        screen = CATALOGUE.screens[name]
        opened = {flag for choice in screen.choices for flag in choice.opens}
        denied = {variable.split("_")[0] for variable in screen.none_sets}
        assert denied <= opened <= set(CATALOGUE.redflags), name


def test_the_evening_line_has_six_chips() -> None:
    screen = CATALOGUE.screens["new_or_worse"]
    assert len(screen.choices) == 6 and screen.none_label == "None"
