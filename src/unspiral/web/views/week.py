"""The view of the week in review: ranges beside the week before and the usual; no judgement."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Variable
from unspiral.diary.week import DAYS, ENOUGH, Noted, Sessions
from unspiral.drawing.week_lines import Lane, week_lines
from unspiral.insights.withhold import WORDS_FROM_DAYS
from unspiral.records.estimate import UsualRange
from unspiral.services.week import WeekNow
from unspiral.web.text import Text
from unspiral.web.views.suggestion import SuggestionView, suggestion_view

# unit -> the scale ends at the next of these above what is shown; points keep their full scale
ROUND_UP = {"hours": 6.0, "minutes": 60.0}


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands of one thing for one week: the numbers, and from how many days."""

    words: str
    days: str


@dataclass(frozen=True, slots=True)
class WeekItem:
    """One thing: its picture, and the same as a table row. `ends`: what low and high mean."""

    name: str
    ends: str
    picture: Markup
    this: Cell
    before: Cell
    usual: str


@dataclass(frozen=True, slots=True)
class WeekView:
    """The page. `help` is "danger", "talk" or ""; `counts` are (what, this week, before)."""

    dates: str
    voice: str
    notes: tuple[str, ...]
    working: bool
    help: str
    items: tuple[WeekItem, ...]
    counts: tuple[tuple[str, str, str], ...]
    usual_title: str
    suggestion: SuggestionView | None
    goal: str


def week_view(now: WeekNow, catalogue: Catalogue, t: Text) -> WeekView:
    """Plain noted values under 14 days or 4 noted ones; ranges and middles after that."""
    week = now.review.this
    usual = {one.variable: one for one in now.usual}
    tell = now.diary_days >= WORDS_FROM_DAYS
    return WeekView(
        dates=t("{first} to {last}", first=t.day(week.first), last=t.day(week.last)),
        voice=_voice(now, t),
        notes=_notes(now, t),
        working=not now.fresh,
        help=now.help,
        items=tuple(
            _item(catalogue.variables[name], now, usual.get(name) if tell else None, tell, t)
            for name in now.review.items
        ),
        counts=_counts(week.sessions, now.review.before.sessions, t),
        usual_title=_usual_title(now.usual if tell else (), t),
        suggestion=suggestion_view(now.suggestion, catalogue, t) if now.suggestion else None,
        goal=now.goal,
    )


def _voice(now: WeekNow, t: Text) -> str:
    week = now.review.this
    if _paused(now):
        return t("A tracking holiday lies in this week. Nothing is missing.")
    if not week.days:
        return t("Nothing is noted this week. Missed days cost nothing.")
    return t("{n} of {all} days noted. Missed days cost nothing.", n=week.days, all=DAYS)


def _paused(now: WeekNow) -> bool:
    """A day of the week lies in a pause: no days are counted then."""
    week = now.review.this
    days = (week.first + timedelta(days=n) for n in range(DAYS))
    return any(pause.holds(day) for day in days for pause in now.pauses)


def _notes(now: WeekNow, t: Text) -> tuple[str, ...]:
    """Why there is no range, how to read the pictures, and how little one week says."""
    if not now.review.items:
        return ()
    days = now.review.this.days
    why = ""
    if 0 < days < ENOUGH:
        why = t("Under {n} noted days a week has no range. Each value stands alone.", n=ENOUGH)
    elif now.diary_days < WORDS_FROM_DAYS:
        why = t("Until {n} days are noted in all, each value stands alone.", n=WORDS_FROM_DAYS)
    ranges = days >= ENOUGH and now.diary_days >= WORDS_FROM_DAYS
    key = (
        t("A bar goes from the lowest to the highest day. The mark on it is the middle.")
        if ranges
        else t("Each dot is a noted value. A larger dot: noted on more days.")
    )
    little = t("Weeks differ by chance. One week up or down says little.")
    return tuple(filter(None, (why, key, little)))


def _item(
    variable: Variable, now: WeekNow, usual: UsualRange | None, tell: bool, t: Text
) -> WeekItem:
    this, before = (week.items[variable.id] for week in (now.review.this, now.review.before))
    name = t.content("variables", variable.id, "label", variable.label)
    cells = _cell(this, tell, t), _cell(before, tell, t)
    usual_words = _usual(usual, t)
    lanes = [
        _lane(t("This week"), this, tell),
        _lane(t("Before"), before, tell),
        *([Lane(t("Usual"), low=usual.low, high=usual.high)] if usual else []),
    ]
    label = t(
        "{name}. This week: {this}. The week before: {before}.",
        name=name, this=cells[0].words, before=cells[1].words,
    )  # fmt: skip
    if usual:
        label += " " + t("Usual: {range}.", range=usual_words)
    scale = _scale(variable, [*this.values, *before.values, *([usual.high] if usual else [])])
    return WeekItem(
        name=name,
        ends=_ends(variable, t),
        picture=Markup(week_lines(lanes, scale, label)),  # every word in it is escaped there
        this=cells[0],
        before=cells[1],
        usual=usual_words,
    )


def _lane(name: str, noted: Noted, tell: bool) -> Lane:
    spread = noted.spread if tell else None
    if spread is None:
        return Lane(name, noted.values)
    return Lane(name, low=spread.low, high=spread.high, middle=spread.middle)


def _cell(noted: Noted, tell: bool, t: Text) -> Cell:
    if not noted.values:
        return Cell(t("not noted"), "")
    days = t.plural("{n} day", "{n} days", len(noted.values))
    spread = noted.spread if tell else None
    if spread is None:
        return Cell(", ".join(t.number(value) for value in noted.values), days)
    low, middle, high = (t.number(n) for n in (spread.low, spread.middle, spread.high))
    if low == high:
        return Cell(t("{value} each day", value=low), days)
    return Cell(t("{low} to {high}, middle {middle}", low=low, high=high, middle=middle), days)


def _usual_title(usual: tuple[UsualRange, ...], t: Text) -> str:
    if not usual:
        return t("Your usual range")
    return t("Your usual range, {often} days in 10", often=round(10 * usual[0].level))


def _usual(usual: UsualRange | None, t: Text) -> str:
    if usual is None:
        return t("not yet")
    low, high = t.number(usual.low), t.number(usual.high)
    return t("{low} to {high}", low=low, high=high)


def _ends(variable: Variable, t: Text) -> str:
    if not variable.low_end:
        return ""

    def end(field: str, words: str) -> str:
        return t.content("variables", variable.id, field, words)

    low, high = (f"{value:g}" for value in variable.range)
    return t(
        "{low}: {low_end}. {high}: {high_end}.",
        low=low, low_end=end("low_end", variable.low_end),
        high=high, high_end=end("high_end", variable.high_end),
    )  # fmt: skip


def _scale(variable: Variable, shown: list[float]) -> tuple[float, float]:
    """The full scale of a rating; for hours and minutes, up to a round number above all shown."""
    step = ROUND_UP.get(variable.unit)
    if step is None:
        return variable.range
    return variable.range[0], min(step * max(ceil(max(shown) / step), 1), variable.range[1])


def _counts(this: Sessions, before: Sessions, t: Text) -> tuple[tuple[str, str, str], ...]:
    """Counts that are not zero in both weeks: what did not happen is not held up to anybody."""
    counted = (
        (t("Sessions done"), this.done, before.done),
        (t("Better after one"), this.better, before.better),
        (t("Same after one"), this.same, before.same),
        (t("Worse after one"), this.worse, before.worse),
        (t("Rough days"), this.rough_days, before.rough_days),
    )
    return tuple((name, str(one), str(other)) for name, one, other in counted if one or other)
