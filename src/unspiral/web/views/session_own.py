"""The view of a breathing pattern of one's own."""

from collections.abc import Mapping
from dataclasses import dataclass

from unspiral.catalogue.types import Technique
from unspiral.services.sessions import Session
from unspiral.sessions.breathing import BELLY, FEWEST, MINUTES, MOST, RANGES, Own, Pattern
from unspiral.web.forms import OperationFields, operation_fields
from unspiral.web.text import Text

BEGIN = Own(Pattern(4, 0, 6), 5)  # slow belly breathing as its file has it


@dataclass(frozen=True, slots=True)
class CountView:
    """One number to set: its name, the question, what stands in it, its limits, what is wrong."""

    name: str
    ask: str
    value: str
    limits: str
    error: str


@dataclass(frozen=True, slots=True)
class OwnView:
    """The counts of one's own. `warnings`: who must not hold the breath; () where no hold is open.

    `at_rest`: those counts that stand still, shown only where a hold is open.
    """

    path: str
    counts: tuple[CountView, ...]
    at_rest: tuple[CountView, ...]
    minutes: CountView
    warnings: tuple[str, ...]
    pace: str
    sure: bool
    sure_error: str
    hold_error: str
    op: OperationFields


def own_view(
    session: Session,
    held: Technique | None,
    typed: Mapping[str, str] | None,
    errors: Mapping[str, str],
    t: Text,
) -> OwnView:
    """The page. `held`: the technique whose cautions a hold has; None while no hold is open."""
    own = session.own or BEGIN
    now = (own.pattern.breath_in, own.pattern.hold, own.pattern.out, own.pattern.rest)
    values = {name: f"{value:g}" for name, value in zip(RANGES, now, strict=True)}
    values = {**values, "minutes": str(own.minutes), **(typed or {})}
    limits = {**RANGES, "minutes": MINUTES}
    made = {
        name: CountView(name, ask, values[name], _limits(*limits[name], t), errors.get(name, ""))
        for name, ask in _asks(t).items()
    }
    return OwnView(
        path=f"/session/{BELLY}/own",
        counts=(made["in"], made["out"]),
        at_rest=(made["hold"], made["rest"]) if held else (),
        minutes=made["minutes"],
        warnings=tuple(_warnings(held, t)) if held else (),
        pace=t(
            "Between {least} and {most} breaths a minute.",
            least=t.number(FEWEST),
            most=t.number(MOST),
        ),
        sure=bool(typed and typed.get("sure") == "yes"),
        sure_error=errors.get("sure", ""),
        hold_error="" if held else errors.get("hold", ""),
        op=operation_fields(session.facts.today, session.zone),
    )


def _asks(t: Text) -> dict[str, str]:
    return {
        "in": t("In, seconds"),
        "hold": t("Hold, seconds"),
        "out": t("Out, seconds"),
        "rest": t("Rest before the next breath, seconds"),
        "minutes": t("How many minutes"),
    }


def _limits(low: float, high: float, t: Text) -> str:
    return t("{low} to {high}", low=t.number(low), high=t.number(high))


def _warnings(held: Technique, t: Text) -> list[str]:
    """Who must not hold the breath, in the words of the session with a hold."""
    found = [
        t.content("techniques", held.id, f"skip_if.{n}", words)
        for n, words in enumerate(held.skip_if)
    ]
    for use in held.cautions:
        found.append(t.content("techniques", held.id, f"caution/{use.caution}", use.text))
    return found
