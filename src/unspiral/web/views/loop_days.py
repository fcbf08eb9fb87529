"""The person's own days on the loop page: usual range, tomorrow, and charts day by day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from math import ceil

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Variable
from unspiral.drawing.charts import Captions, Series, diary_chart, gaps, range_line
from unspiral.drawing.ribbon import Ribbon, ribbon_chart
from unspiral.insights.withhold import WORDS_FROM_DAYS
from unspiral.records.estimate import ChangePoint, Forecast, UsualRange
from unspiral.records.insight import Insights
from unspiral.services.insights import Latest
from unspiral.web.text import Text
from unspiral.web.views.loop_clear import change_words
from unspiral.web.views.loop_words import (
    ANSWERS,
    NEXT,
    USUALLY,
    amount,
    capital,
    span,
    with_unit,
)

RANGE_ITEMS = (("pain",), ("sleep_quality", "sleep_hours"))
PAST_DAYS = 14
CHART_DAYS = 84
BEFORE_CHANGE_DAYS = 42
# unit -> the scale ends at the next of these above what is shown; points keep their full scale
ROUND_UP = {"hours": 6.0, "minutes": 60.0}
SEEN = 0.005  # half a percent: rarer answers make no scale longer


@dataclass(frozen=True, slots=True)
class AheadView:
    """Usual range and tomorrow of one thing. `rows`: (answer, chance in whole percent); `around`:
    what lies outside the likely range.

    `rows` is empty where there is no tomorrow: the picture is the usual range alone.
    """

    title: str
    scale: str
    usual: str
    tomorrow: str
    around: str
    picture: Markup
    rows: tuple[tuple[str, str], ...]
    past: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ChartView:
    """The diary of one thing: heading, what changed, caption, picture, table of (day, value)."""

    title: str
    change: str
    caption: str
    picture: Markup
    rows: tuple[tuple[str, str], ...]


def ahead_views(latest: Latest, catalogue: Catalogue, t: Text) -> tuple[AheadView, ...]:
    """Pain, then the night, as far as each has a usual range; nothing under 14 days."""
    found = latest.insights
    if found is None or found.n_days < WORDS_FROM_DAYS:
        return ()
    usual = {one.variable: one for one in found.usual}
    there = (next((i for i in items if i in usual), "") for items in RANGE_ITEMS)
    return tuple(_ahead(usual[item], latest, catalogue, t) for item in there if item)


def chart_views(latest: Latest, catalogue: Catalogue, t: Text) -> tuple[ChartView, ...]:
    """Pain day by day, and whatever else changed for good, with the change marked."""
    change = latest.insights.change if latest.insights else None
    items = dict.fromkeys(("pain", change.variable) if change else ("pain",))
    views = (_chart(item, latest, catalogue, t) for item in items if item in ANSWERS)
    return tuple(view for view in views if view)


def _ahead(usual: UsualRange, latest: Latest, catalogue: Catalogue, t: Text) -> AheadView:
    variable = catalogue.variables[usual.variable]
    name = t.content("variables", variable.id, "label", variable.label)
    words = t(
        USUALLY[variable.id],
        range=span(t, usual.low, usual.high), often=round(usual.level * 10), n=usual.n_days,
    )  # fmt: skip
    tomorrow = _tomorrow(variable.id, latest)
    if tomorrow is None:
        scale = _scale(variable, (usual.high,))
        drawn = range_line(usual.low, usual.high, words, scale=scale)
        return AheadView(name, _ends(variable, t), words, "", "", Markup(drawn), (), ())
    past = _past(latest.answers.get(variable.id, {}), tomorrow.day)
    ribbon = _ribbon(tomorrow, past, usual, variable)
    when = _when(tomorrow.day, latest.today, variable, t)
    what = capital(when) if variable.id == "sleep_quality" else f"{name} {when}"
    told = _tomorrow_words(ribbon, variable.id, what, t)
    label = t("{words} The numbers are in the table.", words=told)
    first = t.day(min(past), with_year=True)
    captions = Captions(label, gap=t("{n} days"), first=first, last=when)
    chances = zip(ribbon.values, ribbon.chances, strict=True)
    return AheadView(
        title=name,
        scale=_ends(variable, t),
        usual=words,
        tomorrow=told,
        around=_around(ribbon, variable.id, t),
        picture=Markup(ribbon_chart(ribbon, captions)),
        rows=tuple((t.number(value), _percent(chance, t)) for value, chance in chances),
        past=_days_table(past, t),
    )


def _ends(variable: Variable, t: Text) -> str:
    """What the lowest and the highest answer mean; "" where a number speaks for itself."""
    if not variable.low_end:
        return ""
    low, high = (
        t.content("variables", variable.id, field, words)
        for field, words in (("low_end", variable.low_end), ("high_end", variable.high_end))
    )
    least, most = (f"{value:g}" for value in variable.range)
    return t("{least}: {low}. {most}: {high}.", least=least, low=low, most=most, high=high)


def _tomorrow(item: str, latest: Latest) -> Forecast | None:
    """The forecast of one thing; a diary that ended some time ago has no tomorrow."""
    found = latest.insights.forecasts if latest.insights else ()
    return next((f for f in found if f.variable == item and f.day >= latest.today), None)


def _tomorrow_words(ribbon: Ribbon, item: str, name: str, t: Text) -> str:
    """The likely range with the share it really holds: whole answers hold more than was asked."""
    return t(
        "{name}: likely {range}, a chance of {share} in 100.",
        name=name, range=with_unit(t, span(t, ribbon.low, ribbon.high), item),
        share=min(100 - sum(_outside(ribbon)), 99),
    )  # fmt: skip


def _around(ribbon: Ribbon, item: str, t: Text) -> str:
    """How likely it falls outside the likely range, and the shortest of the last nights."""
    below, above = _outside(ribbon)
    low, high = t.number(ribbon.low), t.number(ribbon.high)
    said = [
        t(
            "Under {low}: {below} in 100. Over {high}: {above} in 100.",
            low=low, below=below, high=high, above=above,
        )
    ]  # fmt: skip
    noted = [value for value in ribbon.past if value is not None]
    if item == "sleep_hours":
        said.append(t("Hours are rounded to whole ones."))
        if noted:
            shortest = t.number(min(noted))
            said.append(t("Your shortest of the last 14 nights: {n} hours.", n=shortest))
    return " ".join(said)


def _outside(ribbon: Ribbon) -> tuple[int, int]:
    """The chances in 100 of an answer below and above the likely range."""
    chances = tuple(zip(ribbon.values, ribbon.chances, strict=True))
    below = sum(chance for value, chance in chances if value < ribbon.low)
    above = sum(chance for value, chance in chances if value > ribbon.high)
    return round(100 * below), round(100 * above)


def _when(day: date, today: date, variable: Variable, t: Text) -> str:
    now, then = NEXT[variable.node]
    return t(now if day == today else then)


def _past(answers: Mapping[date, float], day: date) -> dict[date, float | None]:
    days = (day - timedelta(days=PAST_DAYS - n) for n in range(PAST_DAYS))
    return {one: answers.get(one) for one in days}


def _ribbon(
    one: Forecast, past: Mapping[date, float | None], usual: UsualRange, variable: Variable
) -> Ribbon:
    """A bar for each whole answer; hours, asked in quarters, are gathered to whole hours."""
    chances: dict[int, float] = {}
    for value, chance in zip(one.values, one.probabilities, strict=True):
        chances[_whole(value)] = chances.get(_whole(value), 0.0) + chance
    noted = [value for value in past.values() if value is not None]
    likely = [value for value, chance in chances.items() if chance >= SEEN]
    scale = _scale(variable, (*noted, *likely, usual.high))
    steps = range(int(scale[0]), int(scale[1]) + 1)
    return Ribbon(
        past=tuple(past.values()),
        values=tuple(float(step) for step in steps),
        chances=tuple(chances.get(step, 0.0) for step in steps),
        low=float(_whole(one.low)),
        high=float(_whole(one.high)),
        scale=scale,
        usual=(usual.low, usual.high),
    )


def _whole(value: float) -> int:
    return int(value + 0.5)


def _scale(variable: Variable, seen: Iterable[float]) -> tuple[float, float]:
    """The full scale of answers in points; for hours and minutes, from 0 to beyond what is seen."""
    low, high = variable.range
    step = ROUND_UP.get(variable.unit)
    return (low, high) if step is None else (low, step * max(ceil(max(seen, default=0) / step), 1))


def _percent(chance: float, t: Text) -> str:
    """Whole percent; never 0 and never 100, for nothing here is certain."""
    if chance < SEEN:
        return t("under 1 %")
    return t("over 99 %") if chance > 1 - SEEN else t("{n} %", n=max(round(100 * chance), 1))


def _chart(item: str, latest: Latest, catalogue: Catalogue, t: Text) -> ChartView | None:
    change = latest.insights.change if latest.insights else None
    mark = change.day if change and change.variable == item else None
    answers = latest.answers.get(item, {})
    noted = _chart_days(answers, latest.today, mark)
    if len(noted) < 2:
        return None
    first, last = noted[0], noted[-1]
    span_ = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    usual = _usual(item, latest)
    scale = _scale(catalogue.variables[item], answers.values())
    series = Series(first, tuple(answers.get(day) for day in span_), scale, *usual, mark)
    drawn = diary_chart(series, _captions(item, series, noted, t))
    return ChartView(
        title=t("Your {name}, day by day", name=t(ANSWERS[item])),
        change=_change_told(change, answers, t) if change and mark else "",
        caption=_caption(series, min(answers), t),
        picture=Markup(drawn.svg),
        rows=_days_table(dict(drawn.rows), t),
    )


def _captions(item: str, series: Series, noted: Sequence[date], t: Text) -> Captions:
    first, last = (t.day(day, with_year=True) for day in (noted[0], noted[-1]))
    label = t.plural(
        "{name} by day, {n} day noted, from {first} to {last}. The numbers are in the table.",
        "{name} by day, {n} days noted, from {first} to {last}. The numbers are in the table.",
        len(noted), name=capital(t(ANSWERS[item])), first=first, last=last,
    )  # fmt: skip
    mark = t.day(series.mark, with_year=True) if series.mark else ""
    return Captions(label, gap=t("{n} days"), first=first, last=last, mark=mark)


def _chart_days(answers: Mapping[date, float], today: date, mark: date | None) -> list[date]:
    """The noted days to draw: the last 84, or from six weeks before the marked day on."""
    last = max(answers, default=today)
    first = last - timedelta(days=CHART_DAYS - 1)
    if mark is not None:
        first = min(first, mark - timedelta(days=BEFORE_CHANGE_DAYS))
    return sorted(day for day in answers if first <= day <= last)


def _change_told(one: ChangePoint, answers: Mapping[date, float], t: Text) -> str:
    """Since when and by how much; never why. Days are counted in the answers of the table."""
    sign = 1 if one.shift > 0 else -1
    low, high = sorted((sign * one.low, sign * one.high))
    since = sum(day >= one.day for day in answers)
    size = t(
        "By about {size}; the true average may be {range}. {after} days noted since, {before} "
        "before. A diary cannot say why.",
        size=amount(t, t.number(abs(one.shift)), one.variable), range=span(t, low, high),
        after=since, before=len(answers) - since,
    )  # fmt: skip
    return f"{change_words(one, t)} {size}"


def _caption(series: Series, began: date, t: Text) -> str:
    """How the picture is read, and that it starts later than the diary where it does."""
    low, high = (f"{value:g}" for value in series.scale)
    said = [t("{low} to {high}.", low=low, high=high)]
    if began < series.first:
        first, start = (t.day(day, with_year=True) for day in (series.first, began))
        said.append(t("From {first} on; your diary began on {start}.", first=first, start=start))
    if series.low is not None:
        said.append(t("The band held 8 of 10 days."))
    if any(gaps(series.values)):
        said.append(t("A dashed box: days not noted."))
    if series.mark is not None:
        said.append(t("The dashed line: {day}.", day=t.day(series.mark, with_year=True)))
    return " ".join(said)


def _usual(item: str, latest: Latest) -> tuple[float | None, float | None]:
    found: Insights | None = latest.insights
    if found is None or found.n_days < WORDS_FROM_DAYS:
        return None, None
    return next(((one.low, one.high) for one in found.usual if one.variable == item), (None, None))


def _days_table(values: Mapping[date, float | None], t: Text) -> tuple[tuple[str, str], ...]:
    """One row for each noted day, and one for each gap between."""
    told = []
    for noted, group in groupby(values.items(), key=lambda row: row[1] is not None):
        days = list(group)
        if noted:
            told += [(t.day(day), t.number(value or 0.0)) for day, value in days]
        else:
            told.append(_gap(days[0][0], days[-1][0], len(days), t))
    return tuple(told)


def _gap(first: date, last: date, days: int, t: Text) -> tuple[str, str]:
    if days == 1:
        return t.day(first), t("not noted")
    return t("{first} to {last}", first=t.day(first), last=t.day(last)), t("not noted")
