"""My loop under More: tomorrow, the days, every link with its numbers, the days after."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from support.loops import (
    TODAY,
    change,
    days_noted,
    hours_tomorrow,
    latest,
    months,
    pain_tomorrow,
    response,
    unclear,
    verdict,
    weeks,
    with_loop,
)

from unspiral.catalogue.load import Catalogue
from unspiral.records.estimate import Forecast, Loop
from unspiral.records.insight import Insights
from unspiral.records.problem import Reason
from unspiral.web.text import text_in
from unspiral.web.views.loop import LoopView, loop_view

T = text_in("en")


def view_of(found: Insights, catalogue: Catalogue, **options: object) -> LoopView:
    return loop_view(latest(found, **options), None, catalogue, T)


def test_tomorrow_is_a_table_of_whole_percents_that_are_never_certain(
    catalogue: Catalogue,
) -> None:
    pain, _ = view_of(weeks(), catalogue).ahead
    assert [answer for answer, _ in pain.rows] == [str(n) for n in range(11)]
    assert dict(pain.rows)["4"] == "31 %" and dict(pain.rows)["0"] == "under 1 %"
    sure = Forecast("pain", TODAY + timedelta(days=1), (4.0,), (1.0,), 4, 4, 4, 0.8, {})
    certain = replace(weeks(), forecasts=(sure,))
    rows = dict(view_of(certain, catalogue).ahead[0].rows)
    assert rows["4"] == "over 99 %" and rows["5"] == "under 1 %"


def test_the_picture_of_tomorrow_is_drawn_from_the_same_numbers(catalogue: Catalogue) -> None:
    pain, _ = view_of(weeks(), catalogue).ahead
    bars = re.findall(r'class="((?:un)?likely)"[^>]*width="([\d.]+)"', pain.picture)
    assert len(bars) == len(pain.rows)
    assert [n for n, (ink, _) in enumerate(bars) if ink == "likely"] == [3, 4, 5, 6]
    longest = max(range(11), key=lambda n: float(bars[n][1]))
    assert pain.rows[longest][1] == "31 %"


def test_hours_are_gathered_to_whole_ones_on_a_scale_that_fits(catalogue: Catalogue) -> None:
    _, night = view_of(weeks(), catalogue).ahead
    assert night.title == "Hours asleep" and night.scale == ""
    assert [answer for answer, _ in night.rows] == [str(n) for n in range(13)]
    percents = [int(p.split()[0]) for _, p in night.rows if not p.startswith("under")]
    assert 97 <= sum(percents) <= 101
    assert night.tomorrow == (
        "Hours asleep next night: likely 5 to 8 hours, a chance of 95 in 100."
    )


def test_what_lies_outside_the_likely_range_is_told_with_short_nights(catalogue: Catalogue) -> None:
    pain, night = view_of(weeks(), catalogue).ahead
    assert pain.around == "Under 3: 8 in 100. Over 6: 7 in 100."
    assert night.around == (
        "Under 5: 2 in 100. Over 8: 3 in 100. Hours are rounded to whole ones. Your shortest of "
        "the last 14 nights: 5 hours."
    )


def test_the_quality_of_the_night_comes_before_its_hours(catalogue: Catalogue) -> None:
    quality = replace(weeks().usual[0], variable="sleep_quality")
    found = replace(weeks(), usual=(*weeks().usual, quality))
    assert [one.title for one in view_of(found, catalogue).ahead] == ["Pain", "Night"]
    assert view_of(found, catalogue).ahead[1].scale == "0: Very poor. 10: Very good."


def test_before_the_evening_the_next_answer_is_todays(catalogue: Catalogue) -> None:
    found = replace(weeks(), forecasts=(pain_tomorrow(TODAY - timedelta(days=1)),))
    assert view_of(found, catalogue).ahead[0].tomorrow.startswith("Pain today: likely 3 to 6")


def test_a_night_not_noted_yet_is_last_night(catalogue: Catalogue) -> None:
    found = replace(weeks(), forecasts=(hours_tomorrow(TODAY - timedelta(days=1)),))
    night = view_of(found, catalogue).ahead[1]
    assert night.tomorrow.startswith("Hours asleep last night: likely 5 to 8 hours")


def test_the_last_two_weeks_lead_into_tomorrow_with_gaps_left_open(catalogue: Catalogue) -> None:
    answers = days_noted(41, missed=frozenset({30, 31, 32, 33, 39}))
    pain, _ = view_of(weeks(), catalogue, answers=answers).ahead
    assert pain.picture.count('class="line"') == 2 and pain.picture.count('class="gap"') == 1
    assert len([value for _, value in pain.past if value != "not noted"]) == 9
    assert [value for _, value in pain.past].count("not noted") == 2


def test_nothing_is_foretold_under_two_weeks(catalogue: Catalogue) -> None:
    early = replace(weeks(13), forecasts=(pain_tomorrow(), hours_tomorrow()))
    assert view_of(early, catalogue).ahead == ()


def test_the_diary_chart_has_its_table_with_gaps_as_one_row(catalogue: Catalogue) -> None:
    answers = days_noted(41, missed=frozenset(range(5, 9)))
    (chart,) = view_of(weeks(), catalogue, answers=answers).charts
    assert chart.title == "Your pain, day by day" and 'class="gap"' in chart.picture
    assert [value for _, value in chart.rows].count("not noted") == 1
    assert len(chart.rows) == 37 + 1


def test_a_change_is_one_sentence_and_a_mark_and_never_says_why(catalogue: Catalogue) -> None:
    (chart,) = view_of(with_loop(), catalogue).charts
    assert chart.change == (
        "Since 13 October 2026 your pain answers have been lower. By about 1.1 points; the true "
        "average may be 0.6 to 1.6. 35 days noted since, 87 before. A diary cannot say why."
    )
    days = [row for row in chart.rows[-100:] if row[1] != "not noted"]
    since = next(n for n, row in enumerate(days) if row[0] == "Tuesday 13 October")
    assert len(days) - since == 35
    assert "your diary began on 26 June 2026" in chart.caption
    assert chart.picture.count('class="mark"') == 1
    assert "mark" not in view_of(months(), catalogue).charts[0].picture


def test_a_change_of_the_night_has_a_chart_of_its_own(catalogue: Catalogue) -> None:
    found = replace(months(), change=change("sleep_quality", 0.9))
    pain, night = view_of(found, catalogue).charts
    assert pain.change == "" and "mark" not in pain.picture
    assert "your night answers have been higher. By about 0.9 points" in night.change


def test_a_change_long_ago_is_still_in_the_picture(catalogue: Catalogue) -> None:
    long_ago = replace(change(), day=TODAY - timedelta(days=120))
    found = replace(months(), n_days=200, change=long_ago)
    (chart,) = view_of(found, catalogue).charts
    x = float(re.search(r'class="mark" d="M([\d.]+) ', chart.picture)[1])
    assert 26 < x < 326 and len(chart.rows) == 163


def test_the_table_holds_both_numbers_and_says_why_not(catalogue: Catalogue) -> None:
    rows = {row.title: row for row in view_of(months(), catalogue).tables.links}
    own = rows["Worse night → more pain"]
    assert (own.size, own.range, own.sure, own.claimed) == ("0.5", "0.3 to 0.7", "clear for you", 1)
    assert own.research == "research alone 0.2 (−0.2 to 0.7)"
    assert own.details == "99 in 100. 122 pairs of days"
    pale = rows["More pain → worse night"]
    assert (pale.size, pale.range, pale.sure) == ("0.2", "−0.1 to 0.4", "cannot tell yet")
    assert pale.details == "70 in 100. 117 pairs of days"
    assert rows["More stress → more pain"].details.startswith("even odds.")
    assert rows["Lower mood → more pain"].research == "research said nothing firm"


def test_research_that_was_left_out_is_not_shown_as_a_start(catalogue: Catalogue) -> None:
    odd = verdict("cannot_tell", "sleep_quality", "pain", -0.9, -1.2, -0.6)
    left = replace(odd, reasons=(Reason("prior_conflict"),))
    (row,) = view_of(replace(months(), verdicts=(left,)), catalogue).tables.links[:1]
    assert row.research == "research left out" and "prior" not in row.picture


def test_the_ten_links_stand_apart_from_those_never_put_in_words(catalogue: Catalogue) -> None:
    view = view_of(unclear(), catalogue)
    assert (len(view.tables.links), len(view.tables.others)) == (10, 3)
    assert {row.title for row in view.tables.others} >= {"Worse night → lower mood"}
    assert {row.details for row in view.tables.others} == {"122 pairs of days", "117 pairs of days"}


def test_on_the_first_day_research_says_what_it_does_not_know(catalogue: Catalogue) -> None:
    view = loop_view(latest(None), None, catalogue, T)
    sure = {row.title: row.sure for row in view.tables.links}
    assert sure["Worse night → more pain"] == "from research"
    assert sure["Less active day, then pain: no clear link"] == "research cannot tell"
    assert "activity-pain" not in view.full_map and "sleep-pain" in view.full_map


def test_what_is_clear_is_told_link_by_link_and_which_comes_first(catalogue: Catalogue) -> None:
    there, back, lead = view_of(with_loop(), catalogue).clear
    assert there.startswith("For you, so far: after a worse night") and "0.6 to 1 points" in there
    assert "the night that follows tends to be worse by about 0.4 points out of 10" in back
    assert lead == (
        "Of the two ways, this one is the stronger in your diary so far: the night, then pain. "
        "0.8 points (0.6 to 1) against 0.4 points (0.3 to 0.5) the other way. Both ways may hold."
    )
    without = replace(with_loop(), leads=())
    assert len(view_of(without, catalogue).clear) == 2


def test_a_lit_loop_says_that_it_fades_and_an_unlit_one_nothing(catalogue: Catalogue) -> None:
    assert view_of(with_loop(), catalogue).loops == (
        "Pain → the night → pain: it tends to fade. Once round, about 0.2 of a change is left "
        "(0.1 to 0.3).",
    )
    unlit = replace(with_loop(), loops=())
    assert view_of(unlit, catalogue).loops == ()


def test_a_loop_is_told_from_pain_on_wherever_it_starts(catalogue: Catalogue) -> None:
    turned = Loop(("sleep_quality", "stress", "pain"), 0.1, 0.0, 0.2, 0.8)
    found = replace(with_loop(), loops=(turned,))
    (words,) = view_of(found, catalogue).loops
    assert words.startswith("Pain → the night → stress → pain: it tends to fade.")


@pytest.mark.parametrize("days", [14, 59])
def test_no_days_after_before_sixty_days(days: int, catalogue: Catalogue) -> None:
    assert view_of(replace(months(), n_days=days), catalogue).lags == ()


def test_before_a_claim_the_days_after_are_bands_both_ways_and_no_words(
    catalogue: Catalogue,
) -> None:
    lags = view_of(unclear(), catalogue).lags
    assert [lag.title for lag in lags] == [
        "After a worse night: pain",
        "After a day with more pain: the night",
    ]
    for lag in lags:
        assert lag.words == "Cannot tell yet." and 'class="line"' not in lag.picture
        assert not any(row.middle for row in lag.rows) and lag.rows[0].day == "1"


def test_what_is_withheld_has_no_days_after(catalogue: Catalogue) -> None:
    kept = [replace(v, claim="withheld") for v in unclear().verdicts]
    assert view_of(replace(unclear(), verdicts=tuple(kept)), catalogue).lags == ()


def test_with_a_claim_only_claimed_links_have_days_after_told_for_the_worse(
    catalogue: Catalogue,
) -> None:
    (lag,) = view_of(months(), catalogue).lags
    assert lag.clear and lag.title == "After a worse night: pain"
    assert lag.words == (
        "Pain the next day tends to be higher by about half a point out of 10; the true average "
        "may be 0.3 to 0.7 points. From day 6 on, it may be nothing."
    )
    assert 'class="line"' in lag.picture and "up: more pain" in lag.picture
    first = lag.rows[0]
    assert (first.day, first.middle, first.wide, first.narrow) == (
        "1",
        "0.5",
        "0.3 to 0.7",
        "0.4 to 0.6",
    )


def test_a_picture_has_the_sign_of_its_arrow_and_starts_with_the_next_night(
    catalogue: Catalogue,
) -> None:
    night = view_of(with_loop(), catalogue).lags[1]
    assert night.words.startswith("The night that follows tends to be worse by about 0.4 points")
    assert "up: worse night" in night.picture and "nights after that day" in night.picture
    assert (night.rows[0].day, night.rows[0].middle) == ("1", "0.4")


def test_in_one_sitting_a_night_goes_before_the_second_day(catalogue: Catalogue) -> None:
    later = replace(months().verdicts[0].link, lags=("next_day",))
    claim = replace(months().verdicts[0], link=later)
    after = response("sleep_quality", "pain", -0.5, 0.2, first=1)
    view = view_of(replace(months(), verdicts=(claim,), responses=(after,)), catalogue)
    assert "pain on day 2 after that night tends to be higher" in view.voice
    assert view.lags[0].words.startswith("Pain on day 2 after that night")
    assert view.lags[0].rows[0].day == "2"


def test_a_range_that_never_leaves_out_zero_has_no_day_of_return(catalogue: Catalogue) -> None:
    wide = replace(months(), responses=(response("sleep_quality", "pain", -0.5, 0.9),))
    (lag,) = view_of(wide, catalogue).lags
    assert lag.words.endswith("the true average may be −0.4 to 1.4 points.")


def test_a_day_of_little_activity_is_not_said_to_bring_pain(catalogue: Catalogue) -> None:
    row = next(
        one for one in view_of(unclear(), catalogue).tables.links if "active day" in one.title
    )
    assert (
        row.title == "Less active day, then pain: no clear link" and row.sure == "cannot tell yet"
    )
    assert row.details.endswith("Regular activity may still help over weeks (evidence B)")
    less = verdict("cannot_tell", "activity_minutes", "pain", -0.2, -0.5, 0.1)
    view = view_of(replace(unclear(), verdicts=(less,)), catalogue)
    assert [
        one.title
        for one in view.tables.links
        if "→ more pain" in one.title and "activ" in one.title
    ] == []
    (fold,) = [one for one in view.loosens_more if one.id == "activity-pain"]
    assert fold.research.startswith("No study shows") and "over weeks" in fold.research


def test_about_nothing_is_told_without_a_way_and_above_zero_is_worse(catalogue: Catalogue) -> None:
    found = verdict("cannot_tell", "anxiety", "pain", -0.01, -0.2, 0.2)
    known = replace(found, link=replace(found.link, prior_mean=0.1, prior_low=-0.2, prior_high=0.4))
    (row,) = view_of(replace(unclear(), verdicts=(known,)), catalogue).tables.links[:1]
    assert row.title == "More worry, then pain" and row.size == "0"
    assert row.research == "research alone 0.1 (−0.2 to 0.4)"
