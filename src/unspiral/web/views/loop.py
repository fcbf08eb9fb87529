"""The view of My loop: the ring, what may be said of it today, and what may loosen each arrow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.drawing import loop_map
from unspiral.drawing.loop_map import Arrow
from unspiral.insights.withhold import FIRST_LOOKS, QUARTER_DAYS
from unspiral.records.insight import Insights
from unspiral.records.triage import Clearance
from unspiral.services.insights import Latest
from unspiral.services.measured import Measured
from unspiral.services.screening import Help
from unspiral.web.text import Text
from unspiral.web.views import (
    loop_clear,
    loop_days,
    loop_lags,
    loop_links,
    loop_loosens,
    loop_say,
    loop_table,
    loop_words,
)
from unspiral.web.views.loop_days import AheadView, ChartView
from unspiral.web.views.loop_lags import LagView
from unspiral.web.views.loop_loosens import Loosens
from unspiral.web.views.loop_table import Tables

NOTHING_MEASURED = Measured()
Draw = Callable[[Sequence[Arrow], loop_map.Words], str]


@dataclass(frozen=True, slots=True)
class LoopView:
    """Everything the page shows. `own`: at least one arrow of the first view is the person's
    own. `lit`: a whole loop is.

    From `ahead` on, all stands under More. `looks`: when one looks, and how often made-up people
    without any link were told of one.
    """

    counted: str
    map: Markup
    own: bool
    lit: bool
    voice: str
    said: tuple[str, ...]
    working: bool
    loosens: tuple[Loosens, ...]
    resting: bool
    help: Help
    tell: tuple[tuple[str, str, bool], ...]
    ahead: tuple[AheadView, ...]
    charts: tuple[ChartView, ...]
    clear: tuple[str, ...]
    loops: tuple[str, ...]
    full_map: Markup
    full_kinds: tuple[str, ...]
    loosens_more: tuple[Loosens, ...]
    tables: Tables
    looks: str
    why: tuple[str, ...]
    lags: tuple[LagView, ...]


def loop_view(
    latest: Latest,
    clearance: Clearance | None,
    catalogue: Catalogue,
    t: Text,
    help_: Help = "",
    known: Measured = NOTHING_MEASURED,
) -> LoopView:
    """What may be shown and said today. Techniques are named only as far as `clearance` opens.

    `help_`: the help that comes before all of it.
    """
    found = latest.insights
    links = loop_links.links(found, catalogue)
    pairs = found.together if found else ()
    shown = loop_links.first(links, t)
    full = loop_links.full(links, pairs, catalogue)
    ways = {(arrow.from_, arrow.to) for arrow in shown}
    more = [a for a in full if a.directed and (a.from_, a.to) not in ways]
    loosens = loop_loosens.Finder(links, clearance, catalogue, t)
    ahead = loop_days.ahead_views(latest, catalogue, t)
    return LoopView(
        counted=_counted(latest, t),
        map=_map("m1", loop_map.first_view, shown, t),
        own=any(arrow.kind == "sure" for arrow in shown),
        lit=any(arrow.lit for arrow in shown),
        voice=loop_say.voice(latest, ahead, catalogue, t),
        said=loop_say.said(latest, ahead, catalogue, t),
        working=not latest.fresh,
        loosens=tuple(loosens.of(arrow) for arrow in shown),
        resting=clearance is None,
        help=help_,
        tell=_tell(latest, found, t),
        ahead=ahead,
        charts=loop_days.chart_views(latest, catalogue, t),
        clear=loop_clear.clear_words(found, catalogue, t),
        loops=loop_clear.loop_words(found, t),
        full_map=_map("m2", loop_map.full_view, full, t),
        full_kinds=tuple(dict.fromkeys(a.kind if a.directed else "pair" for a in full)),
        loosens_more=tuple(loosens.of(arrow) for arrow in more),
        tables=loop_table.tables(links, pairs, catalogue, t),
        looks=_looks(known, t),
        why=_why(found, catalogue, t),
        lags=loop_lags.lag_views(found, catalogue, t),
    )


def _counted(latest: Latest, t: Text) -> str:
    if latest.first_day is None:
        return t("Day 1")
    day = (latest.today - latest.first_day).days + 1
    return t.plural("{n} of {day} days noted", "{n} of {day} days noted", latest.noted, day=day)


def _map(id_: str, draw: Draw, arrows: tuple[Arrow, ...], t: Text) -> Markup:
    told = "; ".join(_arrow_told(arrow, t) for arrow in arrows)
    words = loop_map.Words(
        id=id_,
        title=_map_title(arrows, t),
        description=t("{arrows}. The list beside it names every arrow.", arrows=told),
        nodes={node: tuple(t(line) for line in lines) for node, lines in loop_words.NODES.items()},
    )
    return Markup(draw(arrows, words))  # our own drawing: every word in it is escaped there


def _map_title(arrows: tuple[Arrow, ...], t: Text) -> str:
    kinds = [arrow.kind for arrow in arrows]
    if "sure" in kinds:
        own = kinds.count("sure")
        return t.plural("{n} link of your own is clear", "{n} links of your own are clear", own)
    if "unsure" in kinds:
        return t("Every link in your diary: none is clear yet")
    return t("The usual picture, from research")


def _arrow_told(arrow: Arrow, t: Text) -> str:
    if not arrow.directed:
        one, other = (t(loop_words.NODE_NAMES[node]) for node in (arrow.from_, arrow.to))
        return t("{one} with {other}, same evening", one=one, other=other)
    name = loop_words.arrow_words(t, arrow.from_, arrow.to)
    if arrow.kind == "sure":
        return t("{arrow}, yours, {points} points", arrow=name, points=t.number(arrow.points))
    return (
        t("{arrow}, from research", arrow=name)
        if arrow.kind == "research"
        else t("{arrow}, cannot tell yet", arrow=name)
    )


def _tell(latest: Latest, found: Insights | None, t: Text) -> tuple[tuple[str, str, bool], ...]:
    """What can be told when; the line that holds today is marked."""
    days = max(found.n_days if found else latest.noted, 1)
    here = max(day for day, _ in loop_words.MILESTONES if day <= days)
    return tuple(
        (t("From day {n}", n=day), t(words), day == here) for day, words in loop_words.MILESTONES
    )


def _looks(known: Measured, t: Text) -> str:
    """How chance is kept from finding links; the worst of the worlds that were tried."""
    days = [str(day) for day in FIRST_LOOKS]
    rule = t(
        "We look for links on fixed days only: at {days} and {last} days noted, then every {n}. "
        "And we look at ten fixed pairs only.",
        days=", ".join(days[:-1]), last=days[-1], n=QUARTER_DAYS,
    )  # fmt: skip
    worst = max(known.false_claims, key=lambda one: one.ever / one.people, default=None)
    if worst is None:
        return rule
    told = t(
        "Of {people} made-up people without any link, {ever} were told of one within {days} days.",
        people=f"{worst.people:,}", ever=f"{worst.ever:,}", days=worst.days,
    )  # fmt: skip
    return f"{rule} {told}"


def _why(found: Insights | None, catalogue: Catalogue, t: Text) -> tuple[str, ...]:
    """Why the rest is not said, each reason once."""
    if found is None:
        return ()
    reasons = (loop_words.reason_words(t, catalogue, reason) for reason in found.withheld)
    return tuple(dict.fromkeys(reasons))
