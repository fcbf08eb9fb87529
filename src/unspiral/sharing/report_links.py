"""Links in the diary for the clinician's page: nothing before its day (dynamics page, 4.8)."""

from unspiral.insights.withhold import LINKS_FROM_DAYS, LOOPS_FROM_DAYS
from unspiral.records.insight import Insights, LinkVerdict
from unspiral.records.report import MOOD_ITEMS, LinkRow, Links, Parts, Standing

Pair = tuple[str, str]


def links(found: Insights | None, parts: Parts, days: int) -> Links:
    """What may be said, and how far the diary is. `days`: completed days up to now.

    A link of mood, stress or worry tells of them, so it stands only where that was ticked.
    """
    if found is None or found.n_days < LINKS_FROM_DAYS:
        have = max(days, found.n_days) if found else days
        standing: Standing = "not_read" if have >= LINKS_FROM_DAYS else "too_early"
        return Links(standing, have, None, None, None)
    claimed = [one for one in found.verdicts if one.claim == "claimed" and one.candidate]
    allowed = [one for one in claimed if not _left_off(_pair(one), parts)]
    lit = _lit(found, parts)
    rows = tuple(
        _row(one, _pair(one) in lit) for one in sorted(allowed, key=lambda one: -abs(one.link.mean))
    )
    looks = [one.look for one in found.verdicts if one.look is not None]
    return Links(
        standing="loops" if lit else "links" if rows else "none",
        days=found.n_days,
        next_look=(found.next_look or {}).get("day"),
        last_look=max(looks, default=None),
        as_of=found.as_of,
        rows=rows,
    )


def _pair(one: LinkVerdict) -> Pair:
    return one.link.from_, one.link.to


def _left_off(pair: Pair, parts: Parts) -> bool:
    return any(name in MOOD_ITEMS and name not in parts.items for name in pair)


def _lit(found: Insights, parts: Parts) -> frozenset[Pair]:
    """The links of loops that may be shown whole; none before day 90."""
    if found.n_days < LOOPS_FROM_DAYS:
        return frozenset()
    rings = (
        tuple(zip(loop.nodes, (*loop.nodes[1:], loop.nodes[0]), strict=True))
        for loop in found.loops
    )
    whole = [ring for ring in rings if not any(_left_off(pair, parts) for pair in ring)]
    return frozenset(pair for ring in whole for pair in ring)


def _row(one: LinkVerdict, lit: bool) -> LinkRow:
    link = one.link
    return LinkRow(
        cause=link.from_,
        to=link.to,
        mean=link.mean,
        low=link.low,
        high=link.high,
        level=link.level,
        unit=link.unit,
        pairs=link.pairs,
        lags=link.lags,
        lit=lit,
    )
