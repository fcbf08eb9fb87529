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
    AFTER_ONE,
    THINGS,
    amount,
    capital,
    moves,
    node_of,
    signed,
    span,
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
    told = [_told_worse(ways[way], catalogue) for way in wanted if way in ways]
    bounds = {unit: common_bound(r for r in told if r.unit == unit) for unit in _units(told)}
    return tuple(_view(one, bounds[one.unit], bool(claimed), t) for one in told)


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


def _told_worse(one: Response, catalogue: Catalogue) -> Response:
    """The same, told for a cause that moved the way that tends to feel worse."""
    if worse_sign(catalogue, one.from_) > 0:
        return one
    return replace(
        one,
        mid=_minus(one.mid),
        low50=_minus(one.high50), high50=_minus(one.low50),
        low80=_minus(one.high80), high80=_minus(one.low80),
    )  # fmt: skip


def _minus(values: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(-value for value in values)


def _view(one: Response, bound: float, clear: bool, t: Text) -> LagView:
    title = t("{after}: {thing}", after=t(AFTER_ONE[one.from_]), thing=t(THINGS[one.to]))
    words = _words(one, t) if clear else t("Cannot tell yet.")
    label = t("{title}. {words} The numbers are in the table.", title=title, words=words)
    up = t("up: {more}", more=moves(t, one.to, 1))
    said = LagWords(label, up, _when(one.days[0], t), _when(one.days[-1], t))
    return LagView(
        title=title,
        words=words,
        picture=Markup(lag_chart(one, bound, clear, said)),
        clear=clear,
        rows=tuple(_row(one, n, clear, t) for n in range(len(one.days))),
    )


def _words(one: Response, t: Text) -> str:
    """Where the middle lies furthest from zero, and from when on the range holds zero."""
    top = max(range(len(one.days)), key=lambda n: abs(one.mid[n]))
    sign = 1 if one.mid[top] > 0 else -1
    low, high = sorted((sign * one.low80[top], sign * one.high80[top]))
    size = amount(t, t.number(abs(one.mid[top])), one.to)
    form = (
        t("{thing} tends to be {size} higher {when} ({range}, 8 times in 10).")
        if sign > 0
        else t("{thing} tends to be {size} lower {when} ({range}, 8 times in 10).")
    )
    thing, when = capital(t(THINGS[one.to])), _when(one.days[top], t)
    said = form.format(thing=thing, size=size, when=when, range=span(t, low, high))
    back = _back_at_zero(one, top)
    return said if back is None else f"{said} {t('From day {n} on, it may be nothing.', n=back)}"


def _when(day: int, t: Text) -> str:
    return t("the same day") if day == 0 else t.plural("{n} day after", "{n} days after", day)


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
