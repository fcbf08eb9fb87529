"""The view of How we know: the learner's own rules and numbers, told to a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from statistics import NormalDist

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Edge, Source
from unspiral.diary import sittings
from unspiral.insights import withhold
from unspiral.services.measured import FalseClaims, Measured, Power
from unspiral.web.text import Text
from unspiral.web.views.learn_parts import SourceView

# Every range shown to a person; a test holds it to the learner's own, which are slow to import.
RANGE_LEVEL = 0.8
_ = str
BASES: Mapping[str, str] = {
    "published_small_beta": _("size from a study"),
    "published_direction_elicited_size": _("direction from studies, size ours"),
    "weak_prior": _("our own careful guess"),
    "weak_prior_centred_0": _("our own careful guess: none"),
    "weak_prior_centred_near_0": _("our own careful guess: next to none"),
}
SURE: Mapping[str, str] = {
    "none": _("no study helps"),
    "low": _("a little"),
    "moderate": _("fairly"),
    "high": _("well"),
}
UNITS: Mapping[str, str] = {
    "points 0-10": _("{size} points"),
    "hours": _("{size} hours"),
    "within-person z": _("{size} of a usual swing"),
}
NIGHT = _("night")
# How the made-up people of a benchmark were made; another name is shown as it is.
WORLDS: Mapping[str, str] = {
    "linear": _("Plain days"),
    "ordinal_floor": _("Answers mostly at one end of the scale"),
    "heavy_tails": _("Now and then a very odd day"),
    "bad_night": _("Bad nights weigh more than good ones"),
    "drift": _("Everything moves slowly over months"),
    "missing_by_mood": _("Days left out when mood is low"),
    "reversed_within_day": _("Pain comes before stress on one day"),
}
PUBLISHED, DIRECTION, SAME_DAY = (
    "published_small_beta",
    "published_direction_elicited_size",
    "same_day",
)
del _


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of the learner, ready to show. Shares and chances are "in 100"."""

    claim_at: int
    withdraw_below: int
    lead_at: int
    range_in_ten: int
    look_days: str
    then_every: int
    words_days: int
    links_days: int
    lead_days: int
    loops_days: int
    loops_months: int
    pairs: int
    different: int
    mostly: int
    night_by: str
    evening_from: str
    late_hours: int


@dataclass(frozen=True, slots=True)
class EdgeLine:
    """One link from research: how big it is taken to be, where that is from, and how sure."""

    title: str
    size: str
    basis: str
    sure: str


@dataclass(frozen=True, slots=True)
class HowView:
    """The page. Counts are of the links in the content; the last two are measured or empty."""

    rules: Rules
    pairs: tuple[str, ...]
    links: tuple[EdgeLine, ...]
    published: int
    direction: int
    guessed: int
    same_day: int
    published_arrows: int
    checked: bool
    sources: tuple[SourceView, ...]
    false_claims: tuple[str, ...]
    power: tuple[str, ...]


def how_view(catalogue: Catalogue, measured: Measured, t: Text) -> HowView:
    """Everything the page says, from the constants the learner runs on."""
    edges = [edge for edge in catalogue.edges.values() if edge.status != "retired"]
    by_basis: list[str] = [edge.basis for edge in edges]
    published, direction = by_basis.count(PUBLISHED), by_basis.count(DIRECTION)
    return HowView(
        rules=_rules(t),
        pairs=tuple(_pair(t, catalogue, *pair) for pair in withhold.CANDIDATES),
        links=tuple(_line(t, edge) for edge in edges),
        published=published,
        direction=direction,
        guessed=len(edges) - published - direction,
        same_day=sum(edge.lag == SAME_DAY for edge in edges),
        published_arrows=sum(e.basis == PUBLISHED and e.lag != SAME_DAY for e in edges),
        checked=all(edge.reviewed is not None for edge in edges),
        sources=_sources(t, catalogue, edges),
        false_claims=tuple(_false_claims(t, one) for one in measured.false_claims),
        power=tuple(_power(t, catalogue, one) for one in measured.power),
    )


def _rules(t: Text) -> Rules:
    days = [str(day) for day in withhold.FIRST_LOOKS]
    return Rules(
        claim_at=_in_100(withhold.CLAIM_AT),
        withdraw_below=_in_100(withhold.WITHDRAW_BELOW),
        lead_at=_in_100(withhold.LEAD_AT),
        range_in_ten=round(10 * RANGE_LEVEL),
        look_days=t("{days} and {last}", days=", ".join(days[:-1]), last=days[-1]),
        then_every=withhold.QUARTER_DAYS,
        words_days=withhold.WORDS_FROM_DAYS,
        links_days=withhold.LINKS_FROM_DAYS,
        lead_days=withhold.LEAD_FROM_DAYS,
        loops_days=withhold.LOOPS_FROM_DAYS,
        loops_months=withhold.LOOPS_FROM_DAYS // 30,
        pairs=withhold.MIN_PAIRS,
        different=withhold.MIN_DISTINCT,
        mostly=_in_100(withhold.MODAL_AT_MOST),
        night_by=_clock(sittings.NIGHT_BY),
        evening_from=_clock(sittings.EVENING_FROM),
        late_hours=sittings.LATE // timedelta(hours=1),
    )


def _in_100(share: float) -> int:
    return round(100 * share)


def _clock(at: time) -> str:
    return f"{at:%H:%M}"


def _name(t: Text, catalogue: Catalogue, variable: str) -> str:
    found = catalogue.variables.get(variable)
    if not found:
        return t(NIGHT)
    return t.inside(t.content("variables", variable, "label", found.label))


def _pair(t: Text, catalogue: Catalogue, cause: str, effect: str) -> str:
    words = t(
        "{cause} → {effect}",
        cause=_name(t, catalogue, cause),
        effect=_name(t, catalogue, effect),
    )
    return words[:1].upper() + words[1:]


def _line(t: Text, edge: Edge) -> EdgeLine:
    out = NormalDist().inv_cdf(0.5 + RANGE_LEVEL / 2) * edge.size.sd
    low, high = (_signed(t, edge.size.mean + sign * out) for sign in (-1, 1))
    size = t(
        "{size} ({low} to {high})",
        size=t(UNITS[edge.size.unit], size=_signed(t, edge.size.mean)),
        low=low, high=high,
    )  # fmt: skip
    return EdgeLine(
        title=t.content("edges", edge.id, "title", edge.title),
        size=size,
        basis=t(BASES[edge.basis]),
        sure=t(SURE[edge.confidence]),
    )


def _signed(t: Text, value: float) -> str:
    """Two decimals with a true minus sign; never "-0"."""
    shown = t.number(abs(value), 2)
    return shown if value > 0 or shown == "0" else f"−{shown}"


def _sources(t: Text, catalogue: Catalogue, edges: Iterable[Edge]) -> tuple[SourceView, ...]:
    """Every source once, with the links it stands behind."""
    behind: dict[str, list[str]] = {}
    for edge in edges:
        for cited in edge.sources:
            title = t.content("edges", edge.id, "title", edge.title)
            behind.setdefault(cited.id, []).append(title)
    found = [(catalogue.sources[name], titles) for name, titles in behind.items()]
    return tuple(
        _source(t, source, titles)
        for source, titles in sorted(found, key=lambda pair: pair[0].cite)
    )


def _source(t: Text, source: Source, titles: list[str]) -> SourceView:
    cite, read = (
        t.content("sources", source.id, name, getattr(source, name)) for name in ("cite", "read")
    )
    return SourceView(cite, "; ".join(titles), read, source.doi)


def _false_claims(t: Text, one: FalseClaims) -> str:
    return t(
        "{world}: {ever} of {people} people were told of one in {days} days.",
        world=t(WORLDS.get(one.world, one.world)),
        ever=f"{one.ever:,}", people=f"{one.people:,}", days=one.days,
    )  # fmt: skip


def _power(t: Text, catalogue: Catalogue, one: Power) -> str:
    return t(
        "{pair}, {size} of a usual swing: found in {found} of {people} people in {days} days.",
        pair=_pair(t, catalogue, one.cause, one.effect), size=t.number(one.size_sd, 2),
        found=f"{one.found:,}", people=f"{one.people:,}", days=one.days,
    )  # fmt: skip
