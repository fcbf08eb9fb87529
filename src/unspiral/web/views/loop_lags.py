"""The days after one unusual day, as pictures with tables; in words only for a claimed link."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.drawing.lag import LagWords, common_bound, lag_chart
from unspiral.records.estimate import Response
from unspiral.records.insight import Insights
from unspiral.web.text import Text
from unspiral.web.views.loop_links import claims
from unspiral.web.views.loop_words import (
    AFTER,
    THINGS,
    amount,
    capital,
    follows,
    moves,
    node_of,
    signed,
    span,
    then_words,
    worse_sign,
)

LAGS_FROM_DAYS = 60
WAYS_WITHOUT_CLAIM = (("sleep", "pain"), ("pain", "sleep"))
DRAWN_AT_LEAST = 2
PLACES = 2  # late days are small


@dataclass(frozen=True, slots=True)
class LagRow:
    """One day after: the middle where it is clear, and the two ranges."""

    day: str
    middle: str
    wide: str
    narrow: str


@dataclass(frozen=True, slots=True)
class LagView:
    """One picture: what it is about, what may be said of it, and its table."""

    title: str
    words: str
    axis: str
    picture: Markup
    clear: bool
    rows: tuple[LagRow, ...]


def lag_views(found: Insights | None, catalogue: Catalogue, t: Text) -> tuple[LagView, ...]:
    """One picture per claimed link, the strongest first; without any, night and pain both ways."""
    if found is None or found.n_days < LAGS_FROM_DAYS:
        return ()
    ways = {(one.from_, one.to): one for one in found.responses if len(one.days) >= DRAWN_AT_LEAST}
    claimed = [(v.link.from_, v.link.to) for v in claims(found)]
    wanted = claimed or _unclear(found, catalogue)
    told = [_told(ways[way], catalogue) for way in wanted if way in ways]
    bounds = {unit: common_bound(r for r in told if r.unit == unit) for unit in _units(told)}
    return tuple(_view(one, bounds[one.unit], bool(claimed), catalogue, t) for one in told)


def _unclear(found: Insights, catalogue: Catalogue) -> list[tuple[str, str]]:
    """Night to pain and back, as far as they may be drawn."""
    drawn = [(v.link.from_, v.link.to) for v in found.verdicts if v.claim != "withheld"]
    places = {
        (node_of(catalogue, cause), node_of(catalogue, effect)): (cause, effect)
        for cause, effect in drawn
    }
    return [places[way] for way in WAYS_WITHOUT_CLAIM if way in places]


def _units(responses: Sequence[Response]) -> set[str]:
    return {one.unit for one in responses}


def _told(one: Response, catalogue: Catalogue) -> Response:
    """The same as the arrows and tables tell it: after a worse turn of the cause, above zero where
    the effect is worse. Days count from the night or day before; a first day on which nothing
    can follow yet is left out.
    """
    first = 0 if any((one.low80[0], one.high80[0])) else 1
    nights = node_of(catalogue, one.from_) == "sleep"
    sign = worse_sign(catalogue, one.from_) * worse_sign(catalogue, one.to)
    low50, high50 = (one.low50, one.high50)[::sign]
    low80, high80 = (one.low80, one.high80)[::sign]
    return replace(
        one,
        days=tuple(day + nights for day in one.days[first:]),
        mid=_turned(one.mid[first:], sign),
        low50=_turned(low50[first:], sign), high50=_turned(high50[first:], sign),
        low80=_turned(low80[first:], sign), high80=_turned(high80[first:], sign),
    )  # fmt: skip


def _turned(values: tuple[float, ...], sign: int) -> tuple[float, ...]:
    return tuple(sign * value for value in values)


def _view(one: Response, bound: float, clear: bool, catalogue: Catalogue, t: Text) -> LagView:
    after, thing = t(AFTER[one.from_]), t(THINGS[one.to])
    title = capital(t("{after}: {thing}", after=after, thing=thing))
    words = _words(one, catalogue, t) if clear else t("Cannot tell yet.")
    label = t("{title}. {words} The numbers are in the table.", title=title, words=words)
    worse = worse_sign(catalogue, one.to)
    said = LagWords(
        label=label,
        up=t("up: {more}", more=moves(t, one.to, worse)),
        down=t("down: {less}", less=moves(t, one.to, -worse)),
        unit=amount(t, "", one.to).strip(),
        axis=_axis(one, catalogue, t),
    )
    return LagView(
        title=title,
        words=words,
        axis=capital(said.axis),
        picture=Markup(lag_chart(one, bound, clear, said)),
        clear=clear,
        rows=tuple(_row(one, n, clear, t) for n in range(len(one.days))),
    )


def _axis(one: Response, catalogue: Catalogue, t: Text) -> str:
    if node_of(catalogue, one.to) == "sleep":
        return t("nights after that day")
    if node_of(catalogue, one.from_) == "sleep":
        return t("days after that night")
    return t("days after that day")


def _words(one: Response, catalogue: Catalogue, t: Text) -> str:
    """Where the middle lies furthest from zero, and from when on the range holds zero."""
    top = max(range(len(one.days)), key=lambda n: abs(one.mid[n]))
    sign = 1 if one.mid[top] > 0 else -1
    low, high = sorted((sign * one.low80[top], sign * one.high80[top]))
    when = follows(t, catalogue, one.from_, one.to, one.days[top])
    change = one.mid[top] * worse_sign(catalogue, one.to)
    said = t(
        "{then}; the true average may be {range}.",
        then=capital(then_words(t, one.to, change, when)),
        range=amount(t, span(t, low, high), one.to),
    )  # fmt: skip
    back = _back_at_zero(one, top)
    return said if back is None else f"{said} {t('From day {n} on, it may be nothing.', n=back)}"


def _back_at_zero(one: Response, top: int) -> int | None:
    """The first day after `top` from which every range holds zero."""
    holds = [low <= 0 <= high for low, high in zip(one.low80, one.high80, strict=True)]
    last_clear = max((n for n, zero in enumerate(holds) if not zero), default=-1)
    return one.days[last_clear + 1] if top <= last_clear < len(holds) - 1 else None


def _row(one: Response, n: int, clear: bool, t: Text) -> LagRow:
    return LagRow(
        day=str(one.days[n]),
        middle=signed(t, one.mid[n], PLACES) if clear else "",
        wide=span(t, one.low80[n], one.high80[n], PLACES),
        narrow=span(t, one.low50[n], one.high50[n], PLACES),
    )
