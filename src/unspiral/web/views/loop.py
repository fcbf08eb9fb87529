"""The view of My loop: the ring, what may be said of it today, and what loosens each arrow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Technique
from unspiral.drawing import charts, loop_map
from unspiral.drawing.loop_map import Arrow
from unspiral.records.insight import Insights
from unspiral.records.triage import Clearance
from unspiral.services.insights import Latest
from unspiral.web.text import Text
from unspiral.web.views import loop_links, loop_words
from unspiral.web.views.loop_links import Row

Draw = Callable[[Sequence[Arrow], loop_map.Words], str]
RANGES_FROM_DAYS, LINKS_FROM_DAYS, LOOPS_FROM_DAYS = 14, 60, 90
NIGHTS_FROM_DAYS = 7
CHART_DAYS = 84
LOOSENERS = 3
RANGE_ITEMS = ("pain", "sleep_quality")
# node -> outcomes a technique may be graded for
OUTCOMES = {
    "sleep": ("sleep",),
    "stress_worry": ("stress", "anxiety"),
    "mood": ("mood", "ease"),
    "activity": ("move", "function"),
    "pain": ("pain",),
}


@dataclass(frozen=True, slots=True)
class Loosener:
    """A technique that may loosen an arrow, and its grade for that."""

    href: str
    title: str
    grade: str


@dataclass(frozen=True, slots=True)
class Loosens:
    """One arrow of the first view and what loosens it. `kind` is "research" or "sure"."""

    id: str
    title: str
    kind: str
    items: tuple[Loosener, ...]


@dataclass(frozen=True, slots=True)
class RangeView:
    """A usual range, or a range for tomorrow: the sentence and the picture that says the same."""

    title: str
    words: str
    picture: Markup


@dataclass(frozen=True, slots=True)
class ChartView:
    """The diary of one thing: picture, caption, and its table of (day, value)."""

    caption: str
    picture: Markup
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LoopView:
    """Everything the page shows. `own`: at least one arrow is the person's own."""

    counted: str
    map: Markup
    own: bool
    voice: str
    notes: tuple[str, ...]
    working: bool
    nights: str
    ranges: tuple[RangeView, ...]
    loosens: tuple[Loosens, ...]
    resting: bool
    chart: ChartView | None
    full_map: Markup
    full_kinds: tuple[str, ...]
    tell: tuple[tuple[str, str, bool], ...]
    rows: tuple[Row, ...]
    why: tuple[str, ...]


def loop_view(
    latest: Latest, clearance: Clearance | None, catalogue: Catalogue, t: Text
) -> LoopView:
    """What may be shown and said today. Techniques are named only as far as `clearance` opens."""
    found = latest.insights
    links = loop_links.links(found, catalogue)
    shown = loop_links.first(links, t)
    full = loop_links.merged(links)
    return LoopView(
        counted=_counted(latest, t),
        map=_map("m1", loop_map.first_view, shown, t),
        own=any(arrow.kind == "sure" for arrow in shown),
        voice=_voice(found, catalogue, t),
        notes=_notes(found, catalogue, t),
        working=not latest.fresh,
        nights=_nights(latest, t),
        ranges=_ranges(latest, catalogue, t),
        loosens=tuple(_loosens(n, a, clearance, catalogue, t) for n, a in enumerate(shown)),
        resting=clearance is None,
        chart=_chart(latest, t),
        full_map=_map("m2", loop_map.full_view, full, t),
        full_kinds=tuple(dict.fromkeys(arrow.kind for arrow in full)),
        tell=_tell(latest, found, t),
        rows=loop_links.rows(links, catalogue, t),
        why=_why(found, catalogue, t),
    )


def _counted(latest: Latest, t: Text) -> str:
    if latest.first_day is None:
        return t("Day 1")
    day = (latest.today - latest.first_day).days + 1
    return t.plural("Day {day}, {n} day noted", "Day {day}, {n} days noted", latest.noted, day=day)


def _map(id_: str, draw: Draw, arrows: tuple[Arrow, ...], t: Text) -> Markup:
    own = sum(arrow.kind == "sure" for arrow in arrows)
    told = "; ".join(_arrow_told(arrow, t) for arrow in arrows)
    title = (
        t.plural("{n} link of your own", "{n} links of your own", own)
        if own
        else t("The usual picture, from research")
    )
    words = loop_map.Words(
        id=id_,
        title=title,
        description=t("{arrows}. The list beside it names every arrow.", arrows=told),
        nodes={node: tuple(t(line) for line in lines) for node, lines in loop_words.NODES.items()},
    )
    return Markup(draw(arrows, words))  # our own drawing: every word in it is escaped there


def _arrow_told(arrow: Arrow, t: Text) -> str:
    name = loop_words.arrow_words(t, arrow.from_, arrow.to)
    if arrow.kind == "sure":
        return t("{arrow}, yours, {points} points", arrow=name, points=t.number(abs(arrow.points)))
    return (
        t("{arrow}, from research", arrow=name)
        if arrow.kind == "research"
        else t("{arrow}, cannot tell yet", arrow=name)
    )


def _voice(found: Insights | None, catalogue: Catalogue, t: Text) -> str:
    """The one sentence worth reading: the strongest claim, else research and how far it is."""
    claims = loop_links.claims(found)
    if claims:
        link = claims[0].link
        return loop_words.claim_words(t, catalogue, link.from_, link.to, link.mean)
    research = loop_links.research_sentence(catalogue, t)
    days = found.n_days if found else 0
    if days < RANGES_FROM_DAYS:
        return research
    if days < LINKS_FROM_DAYS:
        return (
            research
            + " "
            + t(
                "Your diary: {n} days, too early to tell; about {needed} are needed.",
                n=days,
                needed=LOOPS_FROM_DAYS,
            )
        )
    return research + " " + t("Your diary: {n} days. No link of your own is clear yet.", n=days)


def _notes(found: Insights | None, catalogue: Catalogue, t: Text) -> tuple[str, ...]:
    claims = loop_links.claims(found)
    days = found.n_days if found else 0
    if claims and found:
        said = [_claim_note(claims[0].link, t)]
        said += [
            loop_words.claim_words(t, catalogue, c.link.from_, c.link.to, c.link.mean)
            for c in claims[1:]
        ]
        if found.loops:
            return (
                *said,
                t("A whole loop is clear for you. It shows where a small step may reach."),
            )
        return (*said, t("No loop is drawn: not every link in one is clear."))
    if days < RANGES_FROM_DAYS:
        return (t("From other people. Nothing here is about you yet."),)
    look = found.next_look["day"] if found and found.next_look else LINKS_FROM_DAYS
    return (
        t("That is the usual result. Nothing is wrong with your diary."),
        t("The next look is at {n} days.", n=look),
    )


def _claim_note(link: loop_links.Link, t: Text) -> str:
    low, high = sorted((abs(link.low), abs(link.high)))
    return t(
        "Range {low} to {high}, {often} times in 10, from {n} days. Went with, not caused.",
        low=t.number(low),
        high=t.number(high),
        often=round(link.level * 10),
        n=link.pairs,
    )


def _nights(latest: Latest, t: Text) -> str:
    """From seven days on: the noted nights of the last week as they were, nothing read from it."""
    week = [h for day, h in latest.answers.get("sleep_hours", {}).items() if (latest.today - day).days < NIGHTS_FROM_DAYS]
    if latest.noted < NIGHTS_FROM_DAYS or not week:
        return ""
    low, high = t.number(min(week)), t.number(max(week))
    return t.plural(
        "Your last week: {n} night noted, {low} to {high} hours asleep.",
        "Your last week: {n} nights noted, {low} to {high} hours asleep.",
        len(week),
        low=low,
        high=high,
    )


def _ranges(latest: Latest, catalogue: Catalogue, t: Text) -> tuple[RangeView, ...]:
    """The usual range and the next day's, of pain where there is one, else of the night.

    A diary that ended some time ago has a usual range, but no tomorrow.
    """
    found = latest.insights
    if found is None or found.n_days < RANGES_FROM_DAYS:
        return ()
    usual = {one.variable: one for one in found.usual}
    tomorrow = {one.variable: one for one in found.forecasts if one.day >= latest.today}
    item = next((name for name in RANGE_ITEMS if name in usual), "")
    if not item:
        return ()
    variable = catalogue.variables[item]
    name = t.content("variables", item, "label", variable.label)
    low, high, often = usual[item].low, usual[item].high, round(usual[item].level * 10)
    words = t(
        "{name}: usually {low} to {high}, {often} days in 10, from {n} days.",
        name=name, low=t.number(low), high=t.number(high), often=often, n=usual[item].n_days,
    )  # fmt: skip
    first = RangeView(
        t("Your usual range"),
        words,
        Markup(charts.range_line(low, high, words, scale=variable.range)),
    )
    if item not in tomorrow:
        return (first,)
    return first, _tomorrow(tomorrow[item], name, variable.range, t)


def _tomorrow(
    one: loop_links.Forecast, name: str, scale: tuple[float, float], t: Text
) -> RangeView:
    words = t(
        "{name} on {day}: likely {low} to {high}, around {guess}.",
        name=name, day=t.day(one.day), low=t.number(one.low), high=t.number(one.high),
        guess=t.number(one.mean),
    )  # fmt: skip
    picture = charts.range_line(one.low, one.high, words, one.mean, scale)
    return RangeView(t("Tomorrow"), words, Markup(picture))


def _loosens(
    n: int, arrow: Arrow, clearance: Clearance | None, catalogue: Catalogue, t: Text
) -> Loosens:
    """Techniques graded for where the arrow starts, then for where it ends; best grade first."""
    found: dict[str, Loosener] = {}
    for node in (arrow.from_, arrow.to):
        graded = [
            (grade, technique)
            for technique in catalogue.techniques.values()
            if _may_name(technique, clearance) and (grade := _grade_for(technique, node))
        ]
        for grade, technique in sorted(graded, key=lambda pair: (pair[0], pair[1].id)):
            title = t.content("techniques", technique.id, "title", technique.title)
            item = Loosener(f"/learn/technique/{technique.id}", title, grade)
            found.setdefault(technique.id, item)
    return Loosens(
        id=f"loosens-{n}",
        title=loop_words.arrow_words(t, arrow.from_, arrow.to),
        kind=arrow.kind,
        items=tuple(found.values())[:LOOSENERS],
    )


def _may_name(technique: Technique, clearance: Clearance | None) -> bool:
    if technique.status == "retired" or clearance is None or not clearance.covers(technique.scope):
        return False
    if clearance.gentle and not technique.gentle:
        return False
    return not any(
        u.then == "exclude" and u.caution in clearance.cautions for u in technique.cautions
    )


def _grade_for(technique: Technique, node: str) -> str:
    grades = [g.grade for g in technique.grades if g.outcome in OUTCOMES[node] and g.grade != "X"]
    return min(grades, default="")


def _chart(latest: Latest, t: Text) -> ChartView | None:
    pain = latest.answers.get("pain", {})
    last = max(pain, default=latest.today)
    days = [day for day in pain if (last - day).days < CHART_DAYS]
    if len(days) < 2:
        return None
    first = min(days)
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    usual = _usual_pain(latest)
    series = charts.Series(first, tuple(pain.get(d) for d in span), (0.0, 10.0), *usual)
    label = t.plural(
        "Pain by day, {n} day noted, from {first} to {last}. The numbers are in the table.",
        "Pain by day, {n} days noted, from {first} to {last}. The numbers are in the table.",
        len(days),
        first=t.day(first),
        last=t.day(last),
    )
    drawn = charts.diary_chart(series, label, t("{n} days not noted"))
    caption = t("Pain, 0 to 10. A gap is a day not noted.")
    if usual != (None, None):
        caption += " " + t("The band holds 8 days in 10.")
    return ChartView(caption, Markup(drawn.svg), _table(drawn.rows, t))


def _usual_pain(latest: Latest) -> tuple[float | None, float | None]:
    found = latest.insights
    if found is None or found.n_days < RANGES_FROM_DAYS:
        return None, None
    return next(
        ((one.low, one.high) for one in found.usual if one.variable == "pain"), (None, None)
    )


def _table(rows: tuple[tuple[date, float | None], ...], t: Text) -> tuple[tuple[str, str], ...]:
    """One row for each noted day, and one for each gap between."""
    told = []
    for noted, group in groupby(rows, key=lambda row: row[1] is not None):
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


def _tell(latest: Latest, found: Insights | None, t: Text) -> tuple[tuple[str, str, bool], ...]:
    """What can be told when; the line that holds today is marked."""
    days = max(found.n_days if found else latest.noted, 1)
    here = max(day for day, _ in loop_words.MILESTONES if day <= days)
    return tuple(
        (t("Day {n}", n=day), t(words), day == here) for day, words in loop_words.MILESTONES
    )


def _why(found: Insights | None, catalogue: Catalogue, t: Text) -> tuple[str, ...]:
    """Why the rest is not said, each reason once."""
    if found is None:
        return ()
    reasons = (loop_words.reason_words(t, catalogue, reason) for reason in found.withheld)
    return tuple(dict.fromkeys(reasons))
