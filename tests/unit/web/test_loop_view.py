"""My loop: what is shown and said at each stage, and what never is."""

import re
from dataclasses import replace

import pytest
import textstat
from support.loops import early, latest, months, unclear, verdict, weeks, with_loop
from support.screening import clear

from unspiral.catalogue import banned
from unspiral.catalogue.load import Catalogue
from unspiral.drawing.loop_map import Arrow
from unspiral.insights.withhold import is_candidate
from unspiral.records.estimate import Loop
from unspiral.records.problem import Reason
from unspiral.records.triage import Clearance
from unspiral.screening import gate
from unspiral.services.insights import Latest
from unspiral.services.measured import FalseClaims, Measured
from unspiral.web.text import PSEUDO, text_in
from unspiral.web.views.loop import LoopView, loop_view
from unspiral.web.views.loop_loosens import Finder

T = text_in("en")
STAGES = {
    "nothing": latest(None),
    "early": latest(early()),
    "weeks": latest(weeks()),
    "unclear": latest(unclear()),
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
    assert set(kinds(view.map)) == {"research"} and not view.own and view.ahead == ()
    assert view.voice == (
        "Nothing here is about you yet. In research, a short night goes with a little more pain "
        "next day."
    )
    assert view.said == ("The arrows are averages over other people.",)
    assert view.clear == () and view.lags == () and not view.tables.fitted


def test_a_week_of_nights_is_about_the_person_and_the_arrows_are_not(catalogue: Catalogue) -> None:
    view = loop_view(latest(early(8)), None, catalogue, T)
    assert view.voice.startswith("No arrow here is about you yet.")
    assert view.said[0] == "Your last week: 7 nights noted, 5 to 8 hours asleep."


def test_weeks_bring_what_is_known_first_and_no_link(
    catalogue: Catalogue, clearance: Clearance
) -> None:
    view = shown("weeks", catalogue, clearance)
    assert view.voice == "Your pain is usually 3 to 6 out of 10: on 8 of 10 days, from 41 days."
    assert view.said == (
        "Pain tomorrow: likely 3 to 6, a chance of 85 in 100.",
        "Your last week: 7 nights noted, 5 to 8 hours asleep.",
        "In research, a short night goes with a little more pain next day. Your diary: 41 days "
        "noted, too early to tell.",
        "Links of your own can first be clear at 60 days noted, loops at 90. For most people it "
        "takes longer. Nothing is wrong with your diary.",
    )
    assert set(kinds(view.map)) == set(kinds(view.full_map)) == {"research"}


def test_a_diary_that_ended_has_no_tomorrow(catalogue: Catalogue) -> None:
    found = weeks()
    old = Latest(found.as_of.replace(year=2027), found, True, found.as_of, 41, {})
    view = loop_view(old, None, catalogue, T)
    assert [(one.tomorrow, one.rows) for one in view.ahead] == [("", ()), ("", ())]
    assert view.voice == "Your pain is usually 3 to 6 out of 10: on 8 of 10 days, from 41 days."
    assert not any("tomorrow" in words for words in view.said)


def test_months_without_a_clear_link_read_as_a_usual_result(
    catalogue: Catalogue, clearance: Clearance
) -> None:
    view = shown("unclear", catalogue, clearance)
    assert view.counted == "122 of 150 days noted"
    assert view.voice == "Your pain is usually 3 to 6 out of 10: on 8 of 10 days, from 122 days."
    assert view.said[-3:] == (
        "In research, a short night goes with a little more pain next day. Your diary cannot tell "
        "yet if this holds for you.",
        "For most people this is the answer for months. Nothing is wrong with your diary.",
        "The next look is at 180 days noted. A fair test of one thing may tell more.",
    )
    assert view.ahead and not view.own


def test_an_unclear_link_is_faint_and_never_in_words(
    catalogue: Catalogue, clearance: Clearance
) -> None:
    view = shown("unclear", catalogue, clearance)
    assert set(kinds(view.map)) == {"research"}
    assert set(kinds(view.full_map)) == {"unsure", "pair"}
    words = (view.voice, *view.said, *(lag.words for lag in view.lags))
    assert not any("tends to" in one for one in words) and view.clear == ()


def test_months_without_any_pair_say_why(catalogue: Catalogue) -> None:
    alone = replace(unclear(), verdicts=(), withheld=(Reason("links_need_two_items"),))
    said = loop_view(latest(alone), None, catalogue, T).said
    assert said[-2].startswith("Only one thing was noted often enough")


def test_a_diary_whose_nights_are_all_the_same_is_not_said_to_weigh_them(
    catalogue: Catalogue,
) -> None:
    found = replace(unclear(), verdicts=(verdict("cannot_tell", "mood", "pain", -0.1, -0.3, 0.1),))
    view = loop_view(latest(found), None, catalogue, T)
    assert any(words.endswith("Your diary cannot compare the two.") for words in view.said)
    assert (
        "To compare two things, both need answers on most days that are not all the same."
        in view.said
    )


def test_without_a_usual_range_research_speaks_first(catalogue: Catalogue) -> None:
    view = loop_view(latest(replace(unclear(), usual=())), None, catalogue, T)
    assert view.voice.startswith("In research,") and view.ahead == ()
    assert not any("In research" in words for words in view.said)


def test_a_claim_is_said_in_points_with_its_range_and_days(
    catalogue: Catalogue, clearance: Clearance
) -> None:
    view = shown("own", catalogue, clearance)
    assert view.voice == (
        "For you, so far: after a worse night, pain the next day tends to be higher by about half "
        "a point out of 10."
    )
    assert view.said[:2] == (
        "The true average may be 0.3 to 0.7 points; many single nights will not fit. From 122 "
        "pairs of days. “Worse night” here means a change by your usual swing, 2 points of 10.",
        "No loop is drawn: not every link in one is clear.",
    )
    assert kinds(view.map)[0] == "sure" and "halo" not in view.map + view.full_map
    assert not view.lit and view.loops == ()


def test_a_loop_is_lit_only_when_it_was_found(catalogue: Catalogue, clearance: Clearance) -> None:
    view = shown("loop", catalogue, clearance)
    assert view.full_map.count('class="halo"') == 2 and 'class="node lit"' in view.map
    assert view.lit and "1 more link is clear for you. More has it in words." in view.said
    assert (
        "The loop tends to fade. Its parts follow each other in your diary. If one part gets "
        "easier, the other may too. Nobody has tested this on you."
    ) in view.said
    unlit = replace(with_loop(), loops=())
    view = loop_view(latest(unlit), clearance, catalogue, T)
    assert "halo" not in view.map + view.full_map and view.loops == () and not view.lit


def test_a_lit_loop_comes_into_the_first_view_before_stronger_links(
    catalogue: Catalogue, clearance: Clearance
) -> None:
    strong = [verdict("claimed", "mood", "pain", -0.9, -1.2, -0.6)]
    strong += [verdict("claimed", "activity_minutes", "pain", -0.8, -1.1, -0.5)]
    found = replace(with_loop(), verdicts=(*strong, *with_loop().verdicts))
    view = loop_view(latest(found), clearance, catalogue, T)
    assert view.map.count('class="halo"') == 2 and len(kinds(view.map)) == 3


def test_same_evening_pairs_are_plain_lines_under_more_only(
    catalogue: Catalogue, clearance: Clearance
) -> None:
    view = shown("unclear", catalogue, clearance)
    assert "pair" in view.full_kinds and "same evening" in view.full_map
    assert "same evening" not in view.map and "same evening" not in view.voice
    # stress with worry is one place of the map, and stress with pain may be nothing: neither drawn
    assert view.full_map.count("same evening") == 1
    assert len(view.tables.together) == 3 and {row.sure for row in view.tables.together} == {
        "no direction"
    }


def test_nights_are_told_from_a_week_on_as_they_were(
    catalogue: Catalogue, clearance: Clearance
) -> None:
    told = "Your last week: 7 nights noted, 5 to 8 hours asleep."
    assert told not in shown("early", catalogue, clearance).said
    assert told in shown("weeks", catalogue, clearance).said


def test_a_change_stands_second_and_says_neither_size_nor_why(
    catalogue: Catalogue, clearance: Clearance
) -> None:
    view = shown("loop", catalogue, clearance)
    assert view.said[0] == "Since 13 October 2026 your pain answers have been lower."


def test_a_loop_that_may_grow_is_not_said_to_fade(catalogue: Catalogue) -> None:
    grows = replace(with_loop(), loops=(Loop(("pain", "sleep_quality"), 0.8, 0.5, 1.1, 0.8),))
    view = loop_view(latest(grows), None, catalogue, T)
    assert not any("tends to fade" in words for words in (*view.said, *view.loops))


@pytest.mark.parametrize(("stage", "day"), [("nothing", 1), ("weeks", 28), ("own", 90)])
def test_the_line_of_what_can_be_told_marks_today(
    stage: str, day: int, catalogue: Catalogue, clearance: Clearance
) -> None:
    here = [when for when, _, now in shown(stage, catalogue, clearance).tell if now]
    assert here == [f"From day {day}"]


def test_without_clearance_no_technique_is_named(catalogue: Catalogue) -> None:
    view = shown("own", catalogue, None)
    assert view.resting and all(arrow.techniques == () for arrow in view.loosens)


def test_with_clearance_each_arrow_opens_what_loosens_it(
    catalogue: Catalogue, clearance: Clearance
) -> None:
    view = shown("own", catalogue, clearance)
    assert not view.resting and all(arrow.techniques for arrow in view.loosens)
    for item in (item for arrow in view.loosens for item in arrow.techniques):
        technique = catalogue.techniques[item.href.rpartition("/")[2]]
        assert clearance.covers(technique.scope) and item.grade in "ABCD"


def test_one_move_never_bears_the_grade_of_a_whole_programme(
    catalogue: Catalogue, clearance: Clearance
) -> None:
    """Clinical evidence page, b: "a single move is grade D, the whole programme A"."""
    finder = Finder((), clearance, catalogue, T)
    named = {
        item.href.rpartition("/")[2]: item.grade
        for node in ("activity", "pain", "sleep")
        for item in finder.of(Arrow(node, node, "sure")).techniques
    }
    alone_of = {
        name: [g.grade for g in catalogue.techniques[name].grades if g.when != "package"]
        for name in named
    }
    assert all(named[name] in alone for name, alone in alone_of.items() if alone)
    moves = {name for name in named if catalogue.techniques[name].family}
    assert moves and {named[name] for name in moves} == {"D"} and named["yoga"] == "A"
    assert named["fixed-rise-time"] == "A"  # only tested in courses; Today says so beside it


def test_an_open_danger_sign_leaves_comfort_only(catalogue: Catalogue) -> None:
    found = gate.assess(clear(catalogue, rf16_skin="yes"), catalogue).clearance
    assert found is not None and found.scopes == {"comfort"}
    view = shown("own", catalogue, found)
    named = [item.href.rpartition("/")[2] for arrow in view.loosens for item in arrow.techniques]
    assert named and {catalogue.techniques[name].scope for name in named} == {"comfort"}


def test_a_first_visit_held_to_the_gentle_set_names_no_other(catalogue: Catalogue) -> None:
    found = gate.assess(clear(catalogue, rf7_sweats="yes"), catalogue).clearance
    assert found is not None and found.gentle
    view = shown("own", catalogue, found)
    named = [item.href.rpartition("/")[2] for arrow in view.loosens for item in arrow.techniques]
    assert named and all(catalogue.techniques[name].gentle for name in named)


def test_no_arrow_names_a_topic_or_what_only_others_give(
    catalogue: Catalogue, clearance: Clearance
) -> None:
    only = ("less-alcohol", "massage", "scent")
    few = replace(catalogue, techniques={name: catalogue.techniques[name] for name in only})
    view = shown("unclear", few, clearance)
    arrows = (*view.loosens, *view.loosens_more)
    assert arrows and all(arrow.techniques == () for arrow in arrows)


def test_every_arrow_of_both_pictures_opens_what_loosens_it(
    catalogue: Catalogue, clearance: Clearance
) -> None:
    view = shown("unclear", catalogue, clearance)
    drawn = set(re.findall(r'data-arrow="([\w-]+)"', view.map + view.full_map))
    opened = [arrow.id for arrow in (*view.loosens, *view.loosens_more)]
    assert set(opened) == drawn and len(opened) == len(set(opened))


def test_an_arrow_says_what_research_says_of_it(catalogue: Catalogue, clearance: Clearance) -> None:
    view = shown("unclear", catalogue, clearance)
    said = {arrow.id: arrow.research for arrow in (*view.loosens, *view.loosens_more)}
    assert said["sleep-pain"].startswith("In research, a short night")
    assert "activity-pain" not in said  # its middle is about nothing, so it is not drawn


@pytest.mark.parametrize("stage", STAGES)
def test_every_word_passed_through_translation(
    stage: str, catalogue: Catalogue, clearance: Clearance
) -> None:
    view = loop_view(STAGES[stage], clearance, catalogue, text_in(PSEUDO))
    words = [view.counted, view.voice, *view.said, view.looks, *view.why, *view.clear]
    words += [arrow.title for arrow in (*view.loosens, *view.loosens_more)]
    words += [
        part
        for row in (*view.tables.links, *view.tables.together)
        for part in (row.title, row.sure)
    ]
    words += [w for _, w, _ in view.tell] + [lag.words for lag in view.lags] + [*view.loops]
    words += [part for one in view.ahead for part in (one.title, one.scale, one.usual)]
    words += [part for one in view.charts for part in (one.title, one.change, one.caption)]
    assert all(word.startswith("⟦") and word.endswith("⟧") for word in words if word)


@pytest.mark.parametrize("stage", STAGES)
def test_every_long_text_can_be_read_at_grade_eight(
    stage: str, catalogue: Catalogue, clearance: Clearance
) -> None:
    view = shown(stage, catalogue, clearance)
    blocks = [view.voice, *view.said, view.looks, *view.clear, *view.loops, *view.why]
    blocks += [one.change for one in view.charts] + [lag.words for lag in view.lags]
    blocks += [part for one in view.ahead for part in (one.usual, one.tomorrow, one.around)]
    hard = {
        text: textstat.flesch_kincaid_grade(text)
        for text in blocks
        if len(text.split()) >= 12 and textstat.flesch_kincaid_grade(text) > 8
    }
    assert hard == {}


@pytest.mark.parametrize("stage", STAGES)
def test_no_word_says_cause_or_certainty(
    stage: str, catalogue: Catalogue, clearance: Clearance
) -> None:
    view = shown(stage, catalogue, clearance)
    said = [view.voice, *view.said, *view.clear, *view.loops, *view.why]
    said += [one.change for one in view.charts] + [one.tomorrow for one in view.ahead]
    said += [lag.words for lag in view.lags]
    text = " ".join(said)
    assert not re.search(r"\b(caus|will(?! not fit)|leads? to|because|proves?|certain|stuck)", text)
    assert banned.find(text) == []


@pytest.mark.parametrize("stage", STAGES)
def test_pictures_carry_no_style_and_no_markup_from_words(
    stage: str, catalogue: Catalogue, clearance: Clearance
) -> None:
    view = shown(stage, catalogue, clearance)
    pictures = [view.map, view.full_map, *(one.picture for one in view.ahead)]
    pictures += [one.picture for one in (*view.charts, *view.lags, *view.tables.links)]
    assert not any("style=" in picture or "<script" in picture for picture in pictures)


def test_an_insight_without_a_known_variable_is_left_out(catalogue: Catalogue) -> None:
    odd = verdict("cannot_tell", "own_1", "pain", 0.1, 0.0, 0.2)
    found = replace(unclear(), verdicts=(odd,))
    titles = [row.title for row in loop_view(latest(found), None, catalogue, T).tables.links]
    assert titles and not any("own" in title for title in titles)


def test_many_looks_are_told_with_the_worst_measured_share(catalogue: Catalogue) -> None:
    bare = loop_view(latest(unclear()), None, catalogue, T)
    assert bare.looks.endswith("And we look at ten fixed pairs only.") and bare.tables.needed == 98
    known = Measured((FalseClaims("linear", 1000, 20, 365), FalseClaims("drift", 1000, 41, 365)))
    view = loop_view(latest(unclear()), None, catalogue, T, known=known)
    assert view.looks.endswith(
        "Of 1,000 made-up people without any link, 41 were told of one within 365 days."
    )


def test_the_first_arrows_of_research_may_all_be_put_in_words_one_day(catalogue: Catalogue) -> None:
    drawn = [(edge.cause, edge.effect) for edge in catalogue.edges.values() if edge.drawn]
    assert len(drawn) == 3 and all(is_candidate(*pair) for pair in drawn)
