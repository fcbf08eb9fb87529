"""Links of the loop page as table rows: how strong, how sure, from how many days, and research."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.drawing.charts import mini_range
from unspiral.insights.words import shown_values
from unspiral.records.estimate import Together
from unspiral.records.problem import Reason
from unspiral.web.text import Text
from unspiral.web.views.loop_links import POINTS, LinkView, Size
from unspiral.web.views.loop_words import (
    link_words,
    pair_words,
    reason_words,
    signed,
    span,
    with_unit,
    worse_sign,
)

LINK_BOUNDS = (-0.5, 1.0)  # every link is told so that its size is not below zero
PAIR_BOUNDS = (-1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: words ready, `picture` the small range of the same numbers.

    `research` is what the estimate started from; "" where the row is research itself.
    """

    title: str
    picture: Markup
    size: str
    range: str
    research: str
    sure: str
    details: str
    claimed: bool


def rows(views: Iterable[LinkView], catalogue: Catalogue, t: Text) -> tuple[Row, ...]:
    """Claimed first, then the person's own, then by size."""
    ordered = sorted(views, key=lambda v: (not v.claimed, not v.own, -abs(v.size.mean)))
    return tuple(_row(view, catalogue, t) for view in ordered)


def pair_rows(pairs: Iterable[Together], t: Text) -> tuple[Row, ...]:
    """Same-evening pairs: how far they go together, from -1 to 1, without a direction."""
    return tuple(
        Row(
            title=pair_words(t, pair.a, pair.b),
            picture=Markup(mini_range((pair.low, pair.mean, pair.high), None, PAIR_BOUNDS)),
            size=signed(t, pair.mean),
            range=span(t, pair.low, pair.high),
            research="",
            sure=t("no direction"),
            details=t.plural("{n} day", "{n} days", pair.pairs),
            claimed=False,
        )
        for pair in sorted(pairs, key=lambda one: -abs(one.mean))
    )


def _row(view: LinkView, catalogue: Catalogue, t: Text) -> Row:
    """A link told for its cause's worse direction, its size as a number above zero."""
    sign = worse_sign(catalogue, view.cause)
    toward = 1 if view.size.mean * sign >= 0 else -1
    size = view.size.turned(sign * toward)
    research = view.research.turned(sign * toward) if view.research else None
    return Row(
        title=link_words(t, catalogue, view.cause, view.effect, view.size.mean),
        picture=_picture(size, research, view),
        size=with_unit(t, signed(t, size.mean), view.effect),
        range=span(t, size.low, size.high),
        research=_research(research, view, t),
        sure=_sure(view, t),
        details=_details(view, catalogue, t),
        claimed=view.claimed,
    )


def _picture(size: Size, research: Size | None, view: LinkView) -> Markup:
    """The small range, on a scale of points; other units have no common scale with it."""
    if view.unit != POINTS:
        return Markup("")
    own = (size.low, size.mean, size.high) if view.own else None
    start = (research.low, research.mean, research.high) if research else None
    return Markup(mini_range(own, start, LINK_BOUNDS))


def _research(research: Size | None, view: LinkView, t: Text) -> str:
    if not view.own:
        return ""
    if research is None:
        return t("research said nothing firm") if view.edge is None else t("research left out")
    size = with_unit(t, signed(t, research.mean), view.effect)
    return t(
        "research said {size} ({range})", size=size, range=span(t, research.low, research.high)
    )


def _sure(view: LinkView, t: Text) -> str:
    if view.verdict is None:
        return t("from research") if view.published else t("research cannot tell")
    return t("clear for you") if view.claimed else t("cannot tell yet")


def _details(view: LinkView, catalogue: Catalogue, t: Text) -> str:
    """From how many pairs of days, and the first reason why it is not clear.

    That a link is not one of the ten is said once, by the head of its table.
    """
    if view.verdict is None:
        return t("none of yours")
    said = [t.plural("{n} day", "{n} days", view.verdict.link.pairs)]
    reasons = [one for one in view.verdict.reasons if one.code != "not_a_candidate"]
    said += [_why(one, view, catalogue, t) for one in reasons[:1]]
    return ". ".join(part.rstrip(".") for part in said)


def _why(reason: Reason, view: LinkView, catalogue: Catalogue, t: Text) -> str:
    """A reason beside "cannot tell yet", which need not be said twice."""
    if reason.code == "not_clear_yet":
        return t("{have} % sure; {needed} % is needed", **shown_values(reason.code, reason.values))
    return reason_words(t, catalogue, reason, view.cause, view.effect)
