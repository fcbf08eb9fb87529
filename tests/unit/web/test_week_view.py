"""The week in review: plain values early, ranges later, and never a judgement."""

import re
from datetime import timedelta

import pytest
from support.readings import FIRST, on
from support.weeks import event, readings

from unspiral.catalogue.load import Catalogue
from unspiral.diary.week import review
from unspiral.records.estimate import UsualRange
from unspiral.records.facts import Event, Reading
from unspiral.services.screening import Help
from unspiral.services.week import WeekNow
from unspiral.web.text import PSEUDO, Text, text_in
from unspiral.web.views.week import WeekItem, WeekView, week_view

T = text_in("en")
TODAY = FIRST + timedelta(days=13)
USUAL = (UsualRange("pain", 2, 6, 0.8, 40), UsualRange("sleep_quality", 3, 7, 0.8, 40))
JUDGING = re.compile(
    r"\b(streak|keep|great|good job|only|goal|better than|worse than|improv|failed|should)\b", re.I
)


def shown(
    catalogue: Catalogue,
    *what: Reading | Event,
    diary_days: int = 40,
    usual: tuple[UsualRange, ...] = USUAL,
    help_: Help = "",
    t: Text = T,
) -> WeekView:
    told = [one for one in what if isinstance(one, Reading)]
    happened = [one for one in what if isinstance(one, Event)]
    found = review(told, happened, catalogue.variables, TODAY)
    return week_view(WeekNow(found, usual, diary_days, True, help_), catalogue, t)


def item(view: WeekView, name: str) -> WeekItem:
    return next(one for one in view.items if one.name == name)


def test_an_empty_week_is_said_without_blame(catalogue: Catalogue) -> None:
    view = shown(catalogue, diary_days=0, usual=())
    assert view.voice == "Nothing is noted this week. Missed days cost nothing."
    assert (view.items, view.notes, view.counts) == ((), (), ())
    assert view.dates == "Monday 9 March to Sunday 15 March"


@pytest.mark.parametrize("diary_days", [0, 1, 13])
def test_before_day_14_only_the_values_stand(catalogue: Catalogue, diary_days: int) -> None:
    view = shown(catalogue, *readings(TODAY, 14), diary_days=diary_days)
    pain = item(view, "Pain")
    assert "middle" not in pain.this.words + pain.before.words and pain.usual == "not yet"
    assert "dot" in pain.picture and "band" not in pain.picture and "Usual" not in pain.picture
    assert view.notes[0] == "Until 14 days are noted in all, each value stands alone."
    assert view.usual_title == "Your usual range"


def test_from_day_14_ranges_stand_beside_the_usual(catalogue: Catalogue) -> None:
    days = [on("pain", 7 + n, value) for n, value in enumerate((3, 5, 4, 8))]
    pain = item(shown(catalogue, *days, diary_days=14), "Pain")
    assert (pain.this.words, pain.this.days) == ("3 to 8, middle 4.5", "4 days")
    assert (pain.before.words, pain.before.days) == ("not noted", "")
    assert pain.usual == "2 to 6" and "Usual: 2 to 6." in pain.picture
    assert pain.picture.count('class="band"') == 2 and "dot" not in pain.picture


def test_under_four_days_a_week_has_no_range(catalogue: Catalogue) -> None:
    view = shown(catalogue, *(on("pain", 11 + n, 4 + n) for n in range(3)))
    assert item(view, "Pain").this.words == "4, 5, 6"
    assert view.notes[0] == "Under 4 noted days a week has no range. Each value stands alone."
    assert view.voice == "3 of 7 days noted. Missed days cost nothing."


def test_one_value_on_all_days_is_said_so(catalogue: Catalogue) -> None:
    view = shown(catalogue, *(on("pain", 8 + n, 4) for n in range(5)))
    assert item(view, "Pain").this.words == "4 each day"


def test_picture_and_table_say_the_same(catalogue: Catalogue) -> None:
    view = shown(catalogue, *readings(TODAY, 14))
    assert len(view.items) == 6
    for one in view.items:
        assert f"This week: {one.this.words}. The week before: {one.before.words}." in one.picture


def test_ratings_keep_their_full_scale_and_minutes_end_above_all(catalogue: Catalogue) -> None:
    view = shown(catalogue, on("activity_minutes", 9, 61), on("pain", 9, 1), usual=())
    assert ">120<" in item(view, "Active minutes").picture
    assert ">10<" in item(view, "Pain").picture
    none = shown(catalogue, on("activity_minutes", 9, 0), usual=())
    assert ">60<" in item(none, "Active minutes").picture


def test_only_what_happened_is_counted_up(catalogue: Catalogue) -> None:
    done = event("done", "walking", "full", TODAY)
    rated = event("rated", "walking", "worse", TODAY - timedelta(days=8))
    view = shown(catalogue, done, rated)
    assert view.counts == (("Sessions done", "1", "0"), ("Worse after one", "0", "1"))


@pytest.mark.parametrize("help_", ["", "danger", "talk"])
def test_help_is_handed_on_and_nothing_else_changes(catalogue: Catalogue, help_: Help) -> None:
    view = shown(catalogue, *readings(TODAY, 14), help_=help_)
    assert view.help == help_ and len(view.items) == 6


@pytest.mark.parametrize("diary_days", [3, 40])
def test_nothing_judges_and_every_word_is_translated(catalogue: Catalogue, diary_days: int) -> None:
    told = (*readings(TODAY, 14), event("done", "walking", "full", TODAY))
    plain = shown(catalogue, *told, diary_days=diary_days)
    words = [plain.voice, *plain.notes, *(what for what, _, _ in plain.counts)]
    assert not [one for one in words if JUDGING.search(one)]
    marked = shown(catalogue, *told, diary_days=diary_days, t=text_in(PSEUDO))
    words = [marked.dates, marked.voice, *marked.notes, marked.usual_title]
    words += [w for one in marked.items for w in (one.name, one.usual, one.this.days)]
    assert all("⟦" in one for one in words)
