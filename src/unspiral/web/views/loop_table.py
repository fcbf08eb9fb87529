"""Links of the loop page as table rows: how strong, how sure, from how many days, and research."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.drawing.charts import mini_axis, mini_range
from unspiral.insights.withhold import CLAIM_AT
from unspiral.records.estimate import Together
from unspiral.web.text import Text
from unspiral.web.views.loop_links import POINTS, LinkView, Size
from unspiral.web.views.loop_words import (
    about_nothing,
    link_words,
    over_weeks,
    pair_words,
    reason_words,
    signed,
    span,
    with_unit,
    worse_sign,
)

PAIR_BOUND = 1.0
LEAST_BOUND, BOUND_STEP = 0.5, 0.5
EVEN = (0.45, 0.55)
MOST = 0.995
SAID_ELSEWHERE = ("not_a_candidate", "not_clear_yet")
ACTIVITY = ("activity_minutes", "pain")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: words ready, `picture` the small range of the same numbers.

    `research` is what the estimate started from; "" where the row is research itself. `details`
    begins with the chance of the likelier way, where a look was made.
    """

    title: str
    picture: Markup
    size: str
    range: str
    research: str
    sure: str
    details: str
    claimed: bool


@dataclass(frozen=True, slots=True)
class Tables:
    """All links as rows. `fitted`: the diary has sizes of its own.

    `links` may be put in words one day when `needed` in 100 is reached; `together` are the
    same-evening pairs, `others` the rest. `axis` and `pair_axis` name the scale of their pictures.
    """

    fitted: bool
    needed: int
    axis: Markup
    pair_axis: Markup
    links: tuple[Row, ...]
    together: tuple[Row, ...]
    others: tuple[Row, ...]


def tables(
    views: Sequence[LinkView], pairs: Iterable[Together], catalogue: Catalogue, t: Text
) -> Tables:
    """The three tables, the small pictures of links on one scale."""
    bound = bound_of(views)
    return Tables(
        fitted=any(view.own for view in views),
        needed=round(100 * CLAIM_AT),
        axis=Markup(mini_axis(bound)),
        pair_axis=Markup(mini_axis(PAIR_BOUND)),
        links=rows((v for v in views if v.looked_at), bound, catalogue, t),
        together=pair_rows(pairs, t),
        others=rows((v for v in views if not v.looked_at), bound, catalogue, t),
    )


def bound_of(views: Iterable[LinkView]) -> float:
    """The scale all small pictures share, up and down: the widest range in points, in halves."""
    shown = [size for v in views if v.unit == POINTS for size in (v.size, v.research) if size]
    widest = max((max(abs(size.low), abs(size.high)) for size in shown), default=0.0)
    return max(LEAST_BOUND, ceil(widest / BOUND_STEP - 1e-9) * BOUND_STEP)


def rows(views: Iterable[LinkView], bound: float, catalogue: Catalogue, t: Text) -> tuple[Row, ...]:
    """Claimed first, then the person's own, then by size; pictures from -`bound` to `bound`."""
    ordered = sorted(views, key=lambda v: (not v.claimed, not v.own, -abs(v.size.mean)))
    return tuple(_row(view, bound, catalogue, t) for view in ordered)


def pair_rows(pairs: Iterable[Together], t: Text) -> tuple[Row, ...]:
    """Same-evening pairs: how far they go together, from -1 to 1, without a direction."""
    return tuple(
        Row(
            title=pair_words(t, pair.a, pair.b),
            picture=Markup(mini_range((pair.low, pair.mean, pair.high), None, PAIR_BOUND)),
            size=signed(t, pair.mean),
            range=span(t, pair.low, pair.high),
            research="",
            sure=t("no direction"),
            details=t.plural("{n} day with both", "{n} days with both", pair.pairs),
            claimed=False,
        )
        for pair in sorted(pairs, key=lambda one: -abs(one.mean))
    )


def _row(view: LinkView, bound: float, catalogue: Catalogue, t: Text) -> Row:
    """A link told for its cause's worse direction, its size as a number above zero."""
    sign = worse_sign(catalogue, view.cause)
    toward = 1 if view.size.mean * sign >= 0 else -1
    if about_nothing(view.size.mean):  # above zero is then what tends to feel worse
        toward = worse_sign(catalogue, view.effect)
    size = view.size.turned(sign * toward)
    research = view.research.turned(sign * toward) if view.research else None
    return Row(
        title=_title(view, catalogue, t),
        picture=_picture(size, research, bound, view),
        size=with_unit(t, signed(t, size.mean), view.effect),
        range=span(t, size.low, size.high),
        research=_research(research, view, t),
        sure=_sure(view, t),
        details=_details(view, catalogue, t),
        claimed=view.claimed,
    )


def _title(view: LinkView, catalogue: Catalogue, t: Text) -> str:
    if _unclear_activity(view):
        return t("Less active day, then pain: no clear link")
    return link_words(t, catalogue, view.cause, view.effect, view.size.mean)


def _unclear_activity(view: LinkView) -> bool:
    """Of one's own moving and pain, a direction that is not clear might keep somebody from it."""
    return (view.cause, view.effect) == ACTIVITY and not view.claimed


def _picture(size: Size, research: Size | None, bound: float, view: LinkView) -> Markup:
    """The small range, on a scale of points; other units have no common scale with it."""
    if view.unit != POINTS:
        return Markup("")
    own = (size.low, size.mean, size.high) if view.own else None
    start = (research.low, research.mean, research.high) if research else None
    return Markup(mini_range(own, start, bound))


def _research(research: Size | None, view: LinkView, t: Text) -> str:
    if not view.own:
        return ""
    if research is None:
        return t("research said nothing firm") if view.edge is None else t("research left out")
    size = with_unit(t, signed(t, research.mean), view.effect)
    return t(
        "research alone {size} ({range})", size=size, range=span(t, research.low, research.high)
    )


def _sure(view: LinkView, t: Text) -> str:
    if view.verdict is None:
        return t("from research") if view.published else t("research cannot tell")
    return t("clear for you") if view.claimed else t("cannot tell yet")


def _details(view: LinkView, catalogue: Catalogue, t: Text) -> str:
    """How likely, from how many pairs of days, and what else keeps it from being clear.

    That a link is not one of the ten is said once, by the head of its table.
    """
    if view.verdict is None:
        return t("none of yours, for people on average")
    said = [_chance(view.verdict.p, t)] if view.verdict.p else []
    said.append(t.plural("{n} pair of days", "{n} pairs of days", view.verdict.link.pairs))
    reasons = [one for one in view.verdict.reasons if one.code not in SAID_ELSEWHERE]
    said += [reason_words(t, catalogue, one, view.cause, view.effect) for one in reasons[:1]]
    if _unclear_activity(view):
        said.append(over_weeks(catalogue, t))
    return ". ".join(part.rstrip(".") for part in said if part)


def _chance(p: float, t: Text) -> str:
    """The chance of a link's likelier way, which a note below the table explains."""
    if EVEN[0] <= p <= EVEN[1]:
        return t("even odds")
    return t("over 99 in 100") if p > MOST else t("{n} in 100", n=round(100 * p))
