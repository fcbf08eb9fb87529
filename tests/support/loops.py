"""Made-up readings of a diary for the loop page, at each stage a person may meet it in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from math import exp
from statistics import NormalDist

from unspiral.records.estimate import (
    ChangePoint,
    Forecast,
    Link,
    Loop,
    Response,
    Together,
    UsualRange,
)
from unspiral.records.insight import ClaimState, Insights, Lead, LinkVerdict
from unspiral.records.problem import Reason
from unspiral.services.insights import Latest

TODAY = date(2026, 11, 22)
SPAN = 150  # days of a diary of five months, of which some were missed
MISSED = frozenset({*range(10, 18), *range(60, 74), 110, 111, *range(130, 134)})
NOTED = SPAN - len(MISSED)
IN_A_ROW = sum({n, n + 1}.isdisjoint(MISSED) for n in range(SPAN - 1))
CHANGED = TODAY - timedelta(days=40)
POINTS = "points 0-10"
TRIFLE = 0.1  # points: .05 of a usual swing of two points
NIGHTS = ("sleep_quality", "sleep_hours")
NOT_ONE_OF_TEN = Reason("not_a_candidate")
# cause, effect, mean, low, high of a diary in which nothing is clear
FAINT = (
    ("sleep_quality", "pain", -0.2, -0.4, 0.0),
    ("sleep_quality", "stress", -0.1, -0.3, 0.1),
    ("sleep_quality", "anxiety", -0.2, -0.4, 0.1),
    ("stress", "pain", 0.1, -0.1, 0.4),
    ("anxiety", "pain", 0.2, -0.1, 0.4),
    ("mood", "pain", -0.1, -0.3, 0.2),
    ("activity_minutes", "pain", 0.0, -0.2, 0.2),
    ("pain", "sleep_quality", -0.2, -0.4, 0.1),
    ("stress", "sleep_quality", -0.1, -0.4, 0.1),
    ("anxiety", "sleep_quality", -0.2, -0.5, 0.0),
)
UNASKED = (
    ("sleep_quality", "mood", 0.3, 0.0, 0.6),
    ("stress", "anxiety", 0.1, -0.1, 0.3),
    ("pain", "mood", 0.0, -0.2, 0.2),
)


def chance(mean: float, low: float, high: float) -> float:
    """The chance of the likelier way by more than a trifle: a normal with this 8-in-10 range."""
    told = NormalDist(mean, (high - low) / 2 / NormalDist().inv_cdf(0.9))
    return max(told.cdf(-TRIFLE), 1 - told.cdf(TRIFLE))


def link(cause: str, effect: str, mean: float, low: float, high: float) -> Link:
    """A link with the pairs a diary with gaps has; research starts from half of it, less sure."""
    pairs = NOTED if cause in NIGHTS else IN_A_ROW
    p = chance(mean, low, high)
    return Link(
        cause, effect, ("1",), mean, 0.2, low, high, 0.8, POINTS, pairs,
        p if mean > 0 else 0.0, p if mean < 0 else 0.0,
        prior_mean=mean / 2, prior_low=mean / 2 - 0.4, prior_high=mean / 2 + 0.4,
    )  # fmt: skip


def verdict(claim: ClaimState, cause: str, effect: str, *size: float) -> LinkVerdict:
    p = chance(*size)
    why = (
        () if claim == "claimed" else (Reason("not_clear_yet", None, {"have": p, "needed": 0.98}),)
    )
    return LinkVerdict(link(cause, effect, *size), claim, why, p, 120, candidate=True)


def unasked(cause: str, effect: str, *size: float) -> LinkVerdict:
    """A link that is never put in words."""
    return LinkVerdict(link(cause, effect, *size), "cannot_tell", (NOT_ONE_OF_TEN,))


def response(cause: str, effect: str, top: float, wide: float, first: int = 0) -> Response:
    """It starts on day `first` with `top` and fades by a third a day."""
    days = tuple(range(15))
    mid = [top * exp(-(n - first) / 3) if n >= first else 0.0 for n in days]
    spread = [wide * exp(-n / 8) if n >= first else 0.0 for n in days]
    low80, low50, high50, high80 = (
        tuple(m + k * s for m, s in zip(mid, spread, strict=True)) for k in (-1, -0.5, 0.5, 1)
    )
    return Response(cause, effect, POINTS, days, tuple(mid), low50, high50, low80, high80)


def pain_tomorrow(day: date = TODAY) -> Forecast:
    values = tuple(float(n) for n in range(11))
    chances = (0.0, 0.02, 0.06, 0.2, 0.31, 0.24, 0.1, 0.04, 0.02, 0.01, 0.0)
    return Forecast("pain", day + timedelta(days=1), values, chances, 4.3, 3, 6, 0.8, {})


def hours_tomorrow(day: date = TODAY) -> Forecast:
    """Hours asleep, in quarters from 0 to 24, around six and a half."""
    values = tuple(n / 4 for n in range(97))
    weights = [exp(-((value - 6.5) ** 2) / 2) for value in values]
    chances = tuple(weight / sum(weights) for weight in weights)
    return Forecast(
        "sleep_hours", day + timedelta(days=1), values, chances, 6.5, 5.25, 7.75, 0.8, {}
    )


def early(days: int = 5) -> Insights:
    """Under two weeks: nothing about the person."""
    need = Reason("words_need_days", None, {"have": days, "needed": 14})
    return Insights(
        "not_enough", days, TODAY, withheld=(need,), next_look={"day": 60, "have": days}
    )


def weeks(days: int = 41) -> Insights:
    """A usual range and a tomorrow, no link of one's own."""
    return Insights(
        status="usual_range",
        n_days=days,
        as_of=TODAY,
        usual=(UsualRange("pain", 3, 6, 0.8, days), UsualRange("sleep_hours", 5, 8, 0.8, days)),
        forecasts=(pain_tomorrow(), hours_tomorrow()),
        withheld=(Reason("links_need_days", None, {"have": days, "needed": 60}),),
        next_look={"day": 60, "have": days},
    )


def unclear() -> Insights:
    """Five months in which nothing became clear: the commonest diary."""
    return replace(
        weeks(NOTED),
        verdicts=(
            *(verdict("cannot_tell", *one) for one in FAINT),
            *(unasked(*one) for one in UNASKED),
        ),
        responses=(
            response("sleep_quality", "pain", -0.2, 0.3),
            response("pain", "sleep_quality", -0.15, 0.35, first=1),
        ),
        together=(
            Together("stress", "mood", -0.4, -0.55, -0.25, 0.8, NOTED),
            Together("stress", "anxiety", 0.5, 0.4, 0.6, 0.8, NOTED),
            Together("stress", "pain", 0.1, -0.05, 0.25, 0.8, NOTED),
        ),
        withheld=(Reason("loops_need_every_link"),),
        next_look={"day": 180, "have": NOTED},
    )


def months() -> Insights:
    """Five months in which one link became clear."""
    clear = verdict("claimed", "sleep_quality", "pain", -0.5, -0.7, -0.3)
    return replace(
        unclear(),
        status="links",
        verdicts=(clear, *unclear().verdicts[1:]),
        responses=(
            response("sleep_quality", "pain", -0.5, 0.2),
            response("pain", "sleep_quality", -0.2, 0.3, first=1),
        ),
    )


def with_loop() -> Insights:
    """Five months in which a whole loop, the stronger way, and a change became clear."""
    there = verdict("claimed", "sleep_quality", "pain", -0.8, -1.0, -0.6)
    back = verdict("claimed", "pain", "sleep_quality", -0.4, -0.5, -0.3)
    ways = {("sleep_quality", "pain"), ("pain", "sleep_quality")}
    rest = [v for v in unclear().verdicts if (v.link.from_, v.link.to) not in ways]
    return replace(
        months(),
        status="loops",
        verdicts=(there, back, *rest),
        loops=(Loop(("pain", "sleep_quality"), 0.2, 0.1, 0.3, 0.8),),
        leads=(Lead("sleep_quality", "pain", 0.99, there.link, back.link),),
        responses=(
            response("sleep_quality", "pain", -0.8, 0.2),
            response("pain", "sleep_quality", -0.4, 0.1, first=1),
        ),
        change=change(),
        withheld=(),
    )


def change(variable: str = "pain", shift: float = -1.1) -> ChangePoint:
    noted = days_noted(SPAN, MISSED)["pain"]
    after = sum(day >= CHANGED for day in noted)
    return ChangePoint(
        variable, CHANGED, shift, shift - 0.5, shift + 0.5, 0.8, POINTS, 0.99,
        before=len(noted) - after, after=after,
    )  # fmt: skip


def days_noted(days: int, missed: frozenset[int] = frozenset()) -> dict[str, dict[date, float]]:
    """Pain 3 to 5, one point more before it changed, and 5 to 8 hours asleep, on each of the last
    days but those missed."""
    span = [TODAY - timedelta(days=days - 1 - n) for n in range(days)]
    noted = [(n, day) for n, day in enumerate(span) if n not in missed]
    return {
        "pain": {day: 3.0 + (n * 5 + n // 3) % 4 + (day < CHANGED) for n, day in noted},
        "sleep_hours": {day: 5.0 + (n * 3) % 4 for n, day in noted},
        "sleep_quality": {day: 2.0 + (n * 5) % 7 for n, day in noted},
    }


def latest(
    found: Insights | None,
    days: int | None = None,
    answers: Mapping[str, Mapping[date, float]] | None = None,
) -> Latest:
    """A diary with an entry on each of its days; one of five months has gaps."""
    n = days if days is not None else found.n_days if found else 0
    held = (
        (days_noted(SPAN, MISSED) if n == NOTED else days_noted(n)) if answers is None else answers
    )
    noted = sorted({day for values in held.values() for day in values})
    return Latest(
        today=TODAY,
        insights=found,
        fresh=True,
        first_day=noted[0] if noted else None,
        noted=len(noted),
        answers=held,
    )
