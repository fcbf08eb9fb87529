"""The questions of red flags: which are in use, and when a plain question reassures."""

from dataclasses import replace
from datetime import timedelta

import pytest
from support.screening import NOW, answer, clear, facts_of

from unspiral.catalogue.load import Catalogue
from unspiral.screening.questions import (
    asked_in_words,
    by_variable,
    flags,
    is_future,
    questions,
    reassuring,
    waits_for_follow_up,
)

SECOND = timedelta(seconds=1)


def test_a_red_flag_out_of_use_asks_nothing(catalogue: Catalogue) -> None:
    gone = replace(catalogue.redflags["rf16"], status="retired")
    less = replace(catalogue, redflags={**catalogue.redflags, "rf16": gone})
    assert [f.id for f in flags(less)] == sorted(catalogue.redflags.keys() - {"rf16"})
    assert "rf16_calf" in by_variable(catalogue) and "rf16_calf" not in by_variable(less)
    assert {flag.id for flag, _ in questions(less)}.isdisjoint({"rf16"})


@pytest.mark.parametrize(("seconds", "ahead"), [(0, False), (300, False), (301, True)])
def test_clocks_may_differ_by_five_minutes(seconds: int, ahead: bool) -> None:
    assert is_future(NOW + seconds * SECOND, NOW) is ahead


@pytest.mark.parametrize(
    ("said", "seconds", "fine"),
    [
        ("same", 0, True), ("same", 1, True), ("same", -1, False), ("different", 1, False),
        ("unsure", 1, False), ("yes", 1, False), ("asked", 1, False),
    ],
)  # fmt: skip
def test_only_a_good_answer_from_then_on_reassures(
    catalogue: Catalogue, said: str, seconds: int, fine: bool
) -> None:
    question = by_variable(catalogue)["rf1_saddle"]
    follow = answer("rf1_saddle_follow", said, NOW + seconds * SECOND)
    assert reassuring(question, follow, NOW) is fine


def test_no_plain_question_and_no_answer_reassure_nobody(catalogue: Catalogue) -> None:
    asked = by_variable(catalogue)
    assert reassuring(asked["rf1_saddle"], None, NOW) is False
    assert reassuring(asked["rf13_wakes"], answer("rf13_wakes_follow", "same"), NOW) is False


def test_still_not_sure_never_reassures_even_where_the_file_forgot_it(
    catalogue: Catalogue,
) -> None:
    question = by_variable(catalogue)["rf1_saddle"]
    assert question.follow_up is not None
    loose = replace(question, follow_up=replace(question.follow_up, yes_when=("different",)))
    assert reassuring(loose, answer("rf1_saddle_follow", "unsure"), NOW) is False


@pytest.mark.parametrize(
    ("given", "waits"),
    [
        ({"rf1_saddle": "unsure"}, True),
        ({"rf1_saddle": "unsure", "rf1_saddle_follow": "unsure"}, False),
        ({"rf1_saddle": "yes"}, False),
        ({"rf1_saddle": "no"}, False),
        ({}, False),
    ],
)
def test_only_not_sure_waits_for_its_plain_question(
    catalogue: Catalogue, given: dict[str, str], waits: bool
) -> None:
    question = by_variable(catalogue)["rf1_saddle"]
    assert waits_for_follow_up(question, facts_of(given)) is waits


def test_not_sure_without_a_plain_question_waits_for_nothing(catalogue: Catalogue) -> None:
    question = by_variable(catalogue)["rf13_wakes"]
    assert waits_for_follow_up(question, facts_of({"rf13_wakes": "unsure"})) is False


def test_a_plain_answer_older_than_the_doubt_is_asked_for_again(catalogue: Catalogue) -> None:
    question = by_variable(catalogue)["rf1_saddle"]
    doubt = answer("rf1_saddle", "unsure")
    for seconds, waits in ((-1, True), (0, False)):
        follow = answer("rf1_saddle_follow", "same", NOW + seconds * SECOND)
        held = replace(clear(catalogue), answers={a.variable: a for a in (doubt, follow)})
        assert waits_for_follow_up(question, held) is waits


@pytest.mark.parametrize("own", ["yes", "no", "unsure", None])
def test_different_from_your_usual_only_where_it_fits(
    catalogue: Catalogue, own: str | None
) -> None:
    asked = by_variable(catalogue)
    facts = clear(catalogue) if own is None else clear(catalogue, own_usual=own)
    pee, old = asked["rf2_pee"], asked["rf2_old"]
    assert asked_in_words(pee, facts) == (pee.chronic_ask if own == "yes" else pee.ask)
    assert asked_in_words(old, facts) == old.ask
