"""Made-up readings of a diary for the loop page: early, weeks in, months in, with a loop."""

from dataclasses import replace
from datetime import date, timedelta

from unspiral.records.estimate import Forecast, Link, Loop, UsualRange
from unspiral.records.insight import ClaimState, Insights, LinkVerdict
from unspiral.records.problem import Reason
from unspiral.services.insights import Latest

TODAY = date(2026, 11, 22)
POINTS = "points 0-10"


def link(cause: str, effect: str, mean: float, low: float, high: float, pairs: int = 158) -> Link:
    return Link(
        cause, effect, ("1",), mean, 0.2, low, high, 0.8, POINTS, pairs, 0.99, 0.0,
        prior_mean=mean / 2, prior_low=low / 2, prior_high=high / 2,
    )  # fmt: skip


def verdict(claim: ClaimState, cause: str, effect: str, *size: float) -> LinkVerdict:
    why = (
        ()
        if claim == "claimed"
        else (Reason("not_clear_yet", None, {"have": 0.7, "needed": 0.98}),)
    )
    return LinkVerdict(link(cause, effect, *size), claim, why, 0.99, 180, candidate=True)


def early(days: int = 5) -> Insights:
    need = Reason("words_need_days", None, {"have": days, "needed": 14})
    return Insights(
        "not_enough", days, TODAY, withheld=(need,), next_look={"day": 60, "have": days}
    )


def weeks(days: int = 41) -> Insights:
    tomorrow = Forecast(
        "pain", TODAY + timedelta(days=1), (3.0, 4.0, 5.0), (0.3, 0.4, 0.3), 4.1, 3, 5, 0.8, {}
    )
    return Insights(
        status="usual_range",
        n_days=days,
        as_of=TODAY,
        usual=(UsualRange("pain", 3, 6, 0.8, days),),
        forecasts=(tomorrow,),
        withheld=(Reason("links_need_days", None, {"have": days, "needed": 60}),),
        next_look={"day": 60, "have": days},
    )


def months(claim: ClaimState = "claimed") -> Insights:
    verdicts = (
        verdict(claim, "sleep_quality", "pain", -0.5, -0.8, -0.2),
        verdict("cannot_tell", "pain", "sleep_quality", -0.2, -0.4, 0.1),
        verdict("cannot_tell", "stress", "pain", 0.1, -0.1, 0.4),
    )
    status = "links" if claim == "claimed" else "usual_range"
    kept = replace(weeks(180), status=status, verdicts=verdicts)
    return replace(kept, withheld=(Reason("loops_need_every_link"),), next_look={"day": 270})


def with_loop() -> Insights:
    verdicts = (
        verdict("claimed", "sleep_quality", "pain", -0.5, -0.8, -0.2),
        verdict("claimed", "pain", "sleep_quality", -0.3, -0.5, -0.1),
    )
    loop = Loop(("sleep_quality", "pain"), 0.2, 0.05, 0.4, 0.8)
    return replace(months(), status="loops", verdicts=verdicts, loops=(loop,), withheld=())


def latest(found: Insights | None, days: int | None = None, fresh: bool = True) -> Latest:
    """A diary with an entry on each of its days, pain 3 to 6, 5 to 8 hours asleep."""
    n = days if days is not None else found.n_days if found else 0
    span = [TODAY - timedelta(days=n - 1 - k) for k in range(n)]
    return Latest(
        today=TODAY,
        insights=found,
        fresh=fresh,
        first_day=span[0] if span else None,
        noted=n,
        answers={
            "pain": {day: 3.0 + k % 4 for k, day in enumerate(span)},
            "sleep_hours": {day: 5.0 + k % 4 for k, day in enumerate(span)},
        },
    )
