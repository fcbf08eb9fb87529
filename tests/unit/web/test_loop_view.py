"""My loop: what is shown and said at each stage, and what never is."""

import re

import pytest
from support.loops import early, latest, months, weeks, with_loop
from support.screening import clear

from unspiral.catalogue.load import Catalogue
from unspiral.records.insight import Insights
from unspiral.records.triage import Clearance
from unspiral.screening import gate
from unspiral.services.insights import Latest
from unspiral.web.text import PSEUDO, text_in
from unspiral.web.views.loop import LoopView, loop_view

T = text_in("en")
STAGES = {
    "nothing": latest(None),
    "early": latest(early()),
    "weeks": latest(weeks()),
    "unclear": latest(months("cannot_tell")),
    "own": latest(months()),
    "loop": latest(with_loop()),
}


@pytest.fixture(scope="module")
def clearance(catalogue: Catalogue) -> Clearance:
    found = gate.assess(clear(catalogue), catalogue).clearance
    assert found is not None
    return found


def kinds(svg: str) -> list[str]:
    return re.findall(r'class="link (\w+)', svg)


def shown(stage: str, catalogue: Catalogue, clearance: Clearance | None) -> LoopView:
    return loop_view(STAGES[stage], clearance, catalogue, T)


@pytest.mark.parametrize("stage", STAGES)
def test_the_first_view_never_holds_more_than_three_arrows(
    stage: str, catalogue: Catalogue, clearance: Clearance
) -> None:
    view = shown(stage, catalogue, clearance)
    assert 1 <= len(kinds(view.map)) <= 3 and len(view.loosens) == len(kinds(view.map))
    assert set(kinds(view.map)) <= {"research", "sure"}


@pytest.mark.parametrize("stage", ["nothing", "early"])
def test_before_two_weeks_only_research_is_said(
    stage: str, catalogue: Catalogue, clearance: Clearance
) -> None:
    view = shown(stage, catalogue, clearance)
    assert set(kinds(view.map)) == {"research"} and not view.own and view.ranges == ()
    assert view.voice.startswith("In research,") and "Your diary" not in view.voice
    assert view.notes == ("From other people. Nothing here is about you yet.",)


def test_weeks_bring_the_usual_range_and_tomorrow_and_no_link(
    catalogue: Catalogue, clearance: Clearance
) -> None:
    view = shown("weeks", catalogue, clearance)
    assert "Your diary: 41 days, too early to tell; about 90 are needed." in view.voice
    assert [one.title for one in view.ranges] == ["Your usual range", "Tomorrow"]
    assert "likely 3 to 5, around 4.1" in view.ranges[1].words
    assert set(kinds(view.map)) == set(kinds(view.full_map)) == {"research"}


def test_a_diary_that_ended_has_no_tomorrow(catalogue: Catalogue) -> None:
    found = weeks()
    old = Latest(found.as_of.replace(year=2027), found, True, found.as_of, 41, {})
    assert [r.title for r in loop_view(old, None, catalogue, T).ranges] == ["Your usual range"]


def test_an_unclear_link_is_pale_and_never_in_words(
    catalogue: Catalogue, clearance: Clearance
) -> None:
    view = shown("unclear", catalogue, clearance)
    assert set(kinds(view.map)) == {"research"} and "unsure" in kinds(view.full_map)
    assert "sure" not in kinds(view.full_map) and not view.own
    assert "No link of your own is clear yet." in view.voice
    assert not any("tends to" in words for words in (view.voice, *view.notes))


def test_a_claim_is_said_in_points_with_its_range_and_days(
    catalogue: Catalogue, clearance: Clearance
) -> None:
    view = shown("own", catalogue, clearance)
    assert view.voice == (
        "After a night poorer by your usual swing, pain after it tends to be 0.5 points higher, "
        "for you, so far."
    )
    assert view.notes[0] == (
        "Range 0.2 to 0.8, 8 times in 10, from 158 days. Went with, not caused."
    )
    assert kinds(view.map)[0] == "sure" and "halo" not in view.map + view.full_map
    assert "No loop is drawn" in view.notes[-1]


def test_a_loop_is_lit_only_when_it_was_found(catalogue: Catalogue, clearance: Clearance) -> None:
    view = shown("loop", catalogue, clearance)
    assert view.full_map.count('class="halo"') == 2 and 'class="node lit"' in view.map


def test_the_table_holds_both_numbers_and_says_why_not(
    catalogue: Catalogue, clearance: Clearance
) -> None:
    rows = {row.title: row for row in shown("own", catalogue, clearance).rows}
    own = rows["Poorer night → more pain"]
    assert (own.size, own.range, own.sure, own.claimed) == (
        "0.5",
        "0.2 to 0.8",
        "clear for you",
        True,
    )
    assert own.details == "158 days. research: 0.2 (0 to 0.4)"
    pale = rows["More pain → poorer night"]
    assert (pale.size, pale.range, pale.sure) == ("0.2", "−0.1 to 0.4", "cannot tell yet")
    assert "Not clear yet: 70 % sure; 98 % is needed" in pale.details


def test_nights_are_told_from_a_week_on_as_they_were(
    catalogue: Catalogue, clearance: Clearance
) -> None:
    assert shown("early", catalogue, clearance).nights == ""
    words = shown("weeks", catalogue, clearance).nights
    assert words == "Your last week: 7 nights noted, 5 to 8 hours asleep."


@pytest.mark.parametrize(("stage", "day"), [("nothing", 1), ("weeks", 28), ("own", 90)])
def test_the_line_of_what_can_be_told_marks_today(
    stage: str, day: int, catalogue: Catalogue, clearance: Clearance
) -> None:
    here = [when for when, _, now in shown(stage, catalogue, clearance).tell if now]
    assert here == [f"Day {day}"]


def test_without_clearance_no_technique_is_named(catalogue: Catalogue) -> None:
    view = shown("own", catalogue, None)
    assert view.resting and all(arrow.items == () for arrow in view.loosens)


def test_with_clearance_each_arrow_opens_what_loosens_it(
    catalogue: Catalogue, clearance: Clearance
) -> None:
    view = shown("own", catalogue, clearance)
    assert not view.resting and all(arrow.items for arrow in view.loosens)
    for item in (item for arrow in view.loosens for item in arrow.items):
        technique = catalogue.techniques[item.href.rpartition("/")[2]]
        assert clearance.covers(technique.scope) and item.grade in "ABCD"


def test_an_open_danger_sign_leaves_comfort_only(catalogue: Catalogue) -> None:
    found = gate.assess(clear(catalogue, rf16_skin="yes"), catalogue).clearance
    assert found is not None and found.scopes == {"comfort"}
    view = shown("own", catalogue, found)
    named = [item.href.rpartition("/")[2] for arrow in view.loosens for item in arrow.items]
    assert named and {catalogue.techniques[name].scope for name in named} == {"comfort"}


def test_a_first_visit_held_to_the_gentle_set_names_no_other(catalogue: Catalogue) -> None:
    found = gate.assess(clear(catalogue, rf7_sweats="yes"), catalogue).clearance
    assert found is not None and found.gentle
    view = shown("own", catalogue, found)
    named = [item.href.rpartition("/")[2] for arrow in view.loosens for item in arrow.items]
    assert named and all(catalogue.techniques[name].gentle for name in named)


def test_the_chart_has_its_table_with_gaps_as_one_row(catalogue: Catalogue) -> None:
    whole = latest(weeks())
    days = sorted(whole.answers["pain"])
    pain = {day: value for day, value in whole.answers["pain"].items() if day not in days[5:9]}
    gappy = Latest(whole.today, whole.insights, True, days[0], 37, {"pain": pain})
    chart = loop_view(gappy, None, catalogue, T).chart
    assert chart is not None and 'class="gap"' in chart.picture
    assert [value for _, value in chart.rows].count("not noted") == 1
    assert len(chart.rows) == len(pain) + 1


@pytest.mark.parametrize("stage", STAGES)
def test_every_word_passed_through_translation(
    stage: str, catalogue: Catalogue, clearance: Clearance
) -> None:
    view = loop_view(STAGES[stage], clearance, catalogue, text_in(PSEUDO))
    words = [view.counted, view.voice, *view.notes, *(row.title for row in view.rows), *view.why]
    words += [arrow.title for arrow in view.loosens] + [w for _, w, _ in view.tell]
    assert all("⟦" in word for word in words if word)


@pytest.mark.parametrize("stage", STAGES)
def test_pictures_carry_no_style_and_no_markup_from_words(
    stage: str, catalogue: Catalogue, clearance: Clearance
) -> None:
    view = shown(stage, catalogue, clearance)
    pictures = [view.map, view.full_map, *(one.picture for one in view.ranges)]
    assert not any("style=" in picture or "<script" in picture for picture in pictures)


def test_an_insight_without_a_known_variable_is_left_out(catalogue: Catalogue) -> None:
    odd = Insights("usual_range", 70, months().as_of, verdicts=months().verdicts[:0])
    assert loop_view(latest(odd), None, catalogue, T).rows
