"""Scores follow the form's file: methods, blanks, parts, bands, tables, and honest refusals."""

from datetime import date

import pytest
from support.forms import answers, form, scoring

from unspiral.assessment.scoring import Gap, NotScored, Number, Score, outcome, score
from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Band

BANDS = (Band(low=0, label="low"), Band(low=4, label="middle", ask_next=("longer",)),
         Band(low=6, label="high"))  # fmt: skip
PART = scoring(2, 6, variable="part", items=("q1", "q2"))


def scored(result: Score | NotScored) -> Score:
    assert isinstance(result, Score), result
    return result


def missing(result: Score | NotScored) -> NotScored:
    assert isinstance(result, NotScored), result
    return result


def test_peg_is_the_mean_of_three(catalogue: Catalogue) -> None:
    peg = catalogue.questionnaires["peg"]
    result = scored(score(peg, {"peg_pain": 7, "peg_enjoyment": 6, "peg_activity": 6}))
    assert (result.value, result.variable, result.version) == (6.3, "peg_total", peg.version)


def test_peg_with_two_answers_is_kept_and_not_scored(catalogue: Catalogue) -> None:
    given = {"peg_pain": 7, "peg_enjoyment": 6}
    result = missing(score(catalogue.questionnaires["peg"], given))
    assert (result.reason, result.item, result.answers) == ("too_few_answers", "", given)


def test_a_kept_result_needs_no_more_than_its_form_and_reason() -> None:
    kept = NotScored(questionnaire="peg", version=1, reason="not_opened")
    assert (kept.item, kept.language, kept.answered_on, kept.answers) == ("", "", None, {})
    assert (kept.help_first, kept.parts) == (False, ())
    bare = Score(questionnaire="peg", version=1, main=Number("peg_total", 5.0, 3))
    assert (bare.odd, bare.group, bare.help_first) == (False, "", False)


def test_a_result_keeps_what_it_was_made_from() -> None:
    result = score(form(2, 3), {**answers(1, 2), "of_another_form": 9}, date(2026, 11, 20), "de")
    assert (result.questionnaire, result.version, result.language) == ("made-up", 3, "de")
    assert (result.answered_on, result.answers) == (date(2026, 11, 20), {"q1": 1, "q2": 2})


def test_the_language_is_that_of_the_form_unless_said() -> None:
    result = score(form(1, 3, language="fi"), answers(1))
    assert (result.language, result.answered_on) == ("fi", None)


def test_a_sum_adds_up() -> None:
    result = scored(score(form(4, 3), answers(1, 0, 3, 2)))
    assert result.main == Number("made_up", 6.0, answered=4, filled=0)


def test_reversed_items_count_from_the_other_end() -> None:
    assert scored(score(form(2, 4, reversed_items=(2,)), answers(1, 4))).value == 1.0


def test_a_missing_item_is_the_mean_of_the_others_and_said_to_be() -> None:
    main = scored(score(form(4, 3, needs=3), answers(2, 2, None, 2))).main
    assert (main.value, main.answered, main.filled) == (8.0, 3, 1)


def test_only_a_sum_fills_in() -> None:
    for method in ("mean", "percent_of_answered"):
        main = scored(score(form(4, 4, method, needs=2), answers(2, None, 4))).main  # type: ignore[arg-type]
        assert (main.value, main.filled) == ({"mean": 3.0}.get(method, 75.0), 0)


def test_below_the_needed_answers_nothing_is_guessed() -> None:
    assert (
        missing(score(form(4, 3, needs=3), answers(2, None, None, 2))).reason == "too_few_answers"
    )


def test_some_items_are_never_filled_in() -> None:
    strict = form(4, 3, needs=3, each={4: {"never_filled": True}})
    result = missing(score(strict, answers(2, 2, 2)))
    assert (result.reason, result.item) == ("item_needed", "q4")
    assert scored(score(strict, answers(2, 2, None, 2))).value == 8.0


def test_no_answers_at_all_is_no_score_even_when_none_are_needed() -> None:
    assert missing(score(form(2, 3, needs=0), answers(None))).reason == "too_few_answers"
    unopened = missing(score(form(2, 3, needs=0), {}))
    assert (unopened.reason, unopened.item, unopened.parts) == ("not_opened", "", ())


def test_a_blank_line_of_a_tick_list_counts_what_its_file_says() -> None:
    ticks = form(3, 1, each={i: {"blank": 0} for i in (1, 2, 3)})
    main = scored(score(ticks, {"q2": 1})).main
    assert (main.value, main.answered, main.filled) == (1.0, 3, 0)
    assert scored(score(ticks, {"q2": None})).value == 0.0
    assert missing(score(ticks, {"another": 1})).reason == "not_opened"


@pytest.mark.parametrize("bad", [11, -1])
def test_an_answer_out_of_range_is_never_scored(bad: int) -> None:
    result = missing(score(form(2, 10, "mean"), answers(4, bad)))
    assert (result.reason, result.item, result.parts) == ("out_of_range", "q2", ())


def test_an_unscored_item_is_looked_over_but_counts_nowhere() -> None:
    asked = form(3, 3, each={3: {"unscored": True}}, needs=2)
    assert scored(score(asked, answers(1, 2, 3))).main == Number("made_up", 3.0, 2)
    assert missing(score(asked, answers(1, 2, 4))).reason == "out_of_range"


def test_a_score_is_divided_and_rounded_with_halves_upwards() -> None:
    for value, shown in ((1, 0.3), (2, 0.5), (3, 0.8), (0, 0.0)):
        assert scored(score(form(1, 3, score={"divide": 4}), answers(value))).value == shown


def test_decimals_of_a_divisor_are_exact() -> None:
    """4 / 3.2 is 1.25 exactly, and shown as 1.3."""
    assert scored(score(form(2, 4, score={"divide": 3.2}), answers(2, 2))).value == 1.3


def test_a_table_gives_the_published_score_of_a_sum() -> None:
    table = ((0, 20.5), (1, 31.0), (2, 44.4))
    result = score(form(2, 1, score={"table": table}), answers(1, 1))
    assert scored(result).value == 44.4
    assert scored(score(form(2, 1, score={"table": table}), answers(1, 0))).value == 31.0


@pytest.mark.parametrize("given,band,ask_next", [((1, 2), "low", ()),
    ((2, 2), "middle", ("longer",)), ((3, 2), "middle", ("longer",)),
    ((3, 3), "high", ())])  # fmt: skip
def test_a_band_begins_at_its_first_score(
    given: tuple[int, int], band: str, ask_next: tuple[str, ...]
) -> None:
    main = scored(score(form(2, 3, score={"bands": BANDS}), answers(*given))).main
    assert (main.band, main.ask_next) == (band, ask_next)


def test_without_bands_or_below_the_first_there_is_none() -> None:
    assert scored(score(form(2, 3), answers(1, 1))).main.band == ""
    upper = (Band(low=3, label="upper"),)
    assert scored(score(form(2, 3, score={"bands": upper}), answers(1, 1))).main.band == ""


@pytest.mark.parametrize("value,high,low", [
    (0, "little_to_get_better", "little_to_get_worse"), (2, "", ""), (8, "", ""),
    (9, "little_to_get_worse", "little_to_get_better")])  # fmt: skip
def test_near_an_end_there_is_little_room(value: int, high: str, low: str) -> None:
    for worse, room in (("high", high), ("low", low)):
        narrow = form(1, 10, score={"room": (2, 8), "worse": worse})
        assert scored(score(narrow, answers(value))).main.room == room


def test_a_part_stands_where_the_whole_does_not() -> None:
    split = form(4, 3, parts=(PART, scoring(2, 6, variable="rest", items=("q3", "q4"))))
    result = missing(score(split, answers(1, 2, 3)))
    assert result.reason == "too_few_answers"
    assert result.parts == (Number("part", 3.0, 2), Gap("rest", "too_few_answers"))


def test_the_sum_of_parts_needs_every_part() -> None:
    other = scoring(2, 6, variable="other", items=("q3", "q4"))
    added = form(4, 3, "sum_of_parts", parts=(PART, other), score={"bands": BANDS})
    main = scored(score(added, answers(1, 2, 0, 3))).main
    assert main == Number("made_up", 6.0, answered=4, band="high")
    strict = form(4, 3, "sum_of_parts", parts=(PART, other), each={4: {"never_filled": True}})
    result = missing(score(strict, answers(1, 2, 0)))
    assert (result.reason, result.item) == ("item_needed", "q4")


def test_answers_that_contradict_give_no_score() -> None:
    """Ten hours asleep in nine hours of bed."""
    clock = {"range": (0, 24), "whole": False}
    bed = form(3, 24, "psqi_efficiency", each=dict.fromkeys((1, 2, 3), clock))
    assert missing(score(bed, answers(22, 7, 10))).reason == "answers_contradict"


def test_a_group_needs_the_score_and_every_part() -> None:
    risk = form(4, 3, parts=(PART,), group="start_back", needs=2)
    assert scored(score(risk, answers(1, 2, 1))).group == "medium"
    assert scored(score(risk, answers(2, 2, 1))).group == "high"
    assert scored(score(risk, answers(1, None, 2))).group == ""
    assert scored(score(form(4, 3), answers(1, 1, 1, 1))).group == ""


def test_help_comes_first_whether_there_is_a_score_or_not() -> None:
    dark = form(2, 3, each={2: {"help_from": 1}})
    assert score(dark, answers(0, 1)).help_first
    assert not score(dark, answers(3, 0)).help_first
    assert missing(score(dark, answers(None, 2))).help_first
    assert missing(score(dark, answers(9, 2))).help_first


def test_examples_are_compared_with_plain_data() -> None:
    rest = {"band": "", "group": "", "parts": {}, "help_first": False}
    assert outcome(form(2, 3), answers(1, 2)) == {"score": 3.0, "filled": 0, "odd": False, **rest}
    split = form(3, 3, parts=(PART, scoring(1, 3, variable="last", items=("q3",))))
    assert outcome(split, answers(1, 2)) == {
        "score": None, "reason": "too_few_answers", "item": "", "help_first": False,
        "parts": {"part": 3.0, "last": None},
    }  # fmt: skip


def test_an_odd_sheet_is_scored_and_marked() -> None:
    assert scored(score(form(5, 3), answers(3, 3, 3, 3, 3))).odd
    assert outcome(form(5, 3), answers(3, 3, 3, 3, 2))["odd"] is False
