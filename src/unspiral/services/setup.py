"""Set-up: one screen one answer, at most 22, each kept at once; stop anywhere, go on later."""

from collections.abc import Mapping
from dataclasses import dataclass

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Screen
from unspiral.errors import BadInput
from unspiral.records.facts import Answer, Value
from unspiral.records.triage import Decision
from unspiral.screening.asking import settles
from unspiral.screening.questions import SKIPPED
from unspiral.services.context import Context, facts_now
from unspiral.services.operations import Origin, write
from unspiral.services.screening import decide, next_screen, record_screen

SKIP = "skip"
GOAL_MOST = 300
OWN_FORMS = frozenset({"number", "scale", "text", "country", "grid", "places"})
Typed = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Where:
    """Where a person stands: the screen to ask next, its place among all, and what was told."""

    screen: Screen | None
    number: int
    of: int
    told: Mapping[str, Value]


def screens(catalogue: Catalogue) -> tuple[Screen, ...]:
    """The screens of set-up in order."""
    found = (s for s in catalogue.screens.values() if s.step and s.status != "retired")
    return tuple(sorted(found, key=lambda screen: screen.step))


def where(ctx: Context, person: str, name: str = "") -> Where:
    """The screen called `name`, or the first that was neither answered nor skipped."""
    with ctx.store.read(person) as tx:
        facts = facts_now(ctx, tx)
    told = {variable: answer.value for variable, answer in facts.answers.items()}
    order = screens(ctx.catalogue)
    waiting = [screen for screen in order if not is_done(screen, told, facts.answers)]
    asked = [screen for screen in order if screen.id == name] or waiting
    screen = asked[0] if asked else None
    return Where(screen, order.index(screen) + 1 if screen else len(order), len(order), told)


def is_done(screen: Screen, told: Mapping[str, Value], answers: Mapping[str, Answer]) -> bool:
    """Answered in the version of today, or skipped. A changed question is asked again."""
    if told.get(screen.id + SKIPPED) == "yes":
        return True
    names = settles(screen)
    old = any(
        answers[n].item == screen.id and answers[n].version < screen.version
        for n in names & answers.keys()
    )
    return bool(names) and names <= told.keys() and not old


def record(ctx: Context, person: str, screen: Screen, typed: Typed, origin: Origin) -> Decision:
    """Keep the answer of one screen. Raises BadInput, with nothing stored, when it does not fit."""
    if SKIP in typed:
        return _skip(ctx, person, screen, origin)
    if screen.form in OWN_FORMS:
        here = {"zone": origin.zone} if screen.form == "country" and origin.zone else {}
        return _keep(ctx, person, screen, {**_values(screen, typed), **here}, origin)
    if screen.form == "ticks":
        chosen = typed.get(screen.id, ())
        return record_screen(ctx, person, screen.id, _many(chosen), origin)
    one = _one(typed, screen.variable)
    value: Value = int(one) if one.isdecimal() and len(one) < 6 else one
    return record_screen(ctx, person, screen.id, {screen.variable: value}, origin)


def next_step(ctx: Context, person: str) -> str:
    """Where set-up goes on: a red flag or screen of the gate that cannot wait, or "begin".

    "" when nothing is left to ask.
    """
    decision = decide(ctx, person)
    opened = next_screen(decision, "comfort", ctx.catalogue.redflags)
    if opened in ctx.catalogue.redflags:
        return opened
    return "begin" if where(ctx, person).screen else ""


def _skip(ctx: Context, person: str, screen: Screen, origin: Origin) -> Decision:
    if not screen.skippable:
        raise BadInput("This one keeps you safe, so it cannot be skipped.", "", "Choose one.")
    return _keep(ctx, person, screen, {screen.id + SKIPPED: "yes"}, origin)


def _keep(
    ctx: Context, person: str, screen: Screen, values: Mapping[str, Value], origin: Origin
) -> Decision:
    at = origin.at or ctx.clock()
    with ctx.store.read(person) as tx:
        today = facts_now(ctx, tx, at).today
    answers = tuple(
        Answer(name, value, at, origin.local_date or today, screen.id, screen.version)
        for name, value in values.items()
    )
    write(ctx, person, "setup", origin, answers=answers)
    return decide(ctx, person)


def _values(screen: Screen, typed: Typed) -> dict[str, Value]:
    """What a screen of our own stores."""
    if screen.form == "grid":
        return _grid(screen, typed)
    if screen.form == "places":
        ticked = _ticked(screen, typed)
        return {**screen.none_sets, **{k: v for c in ticked for k, v in c.items()}}
    if screen.form in ("number", "scale"):
        return {screen.variable: _number(screen, _one(typed, screen.variable))}
    return _words(screen, typed)


def _grid(screen: Screen, typed: Typed) -> dict[str, Value]:
    """Lines left out stay unanswered; the screen itself counts as done."""
    found: dict[str, Value] = {screen.id + SKIPPED: "yes"}
    for line in screen.choices:
        value = _one(typed, line.id)
        if value and value not in screen.options:
            raise _bad("Please choose one of these.", line.id)
        if value:
            found[line.id] = value
    return found


def _ticked(screen: Screen, typed: Typed) -> list[dict[str, Value]]:
    lines = {choice.id: choice.sets for choice in screen.choices}
    chosen = _many(typed.get(screen.id, ()))
    if not chosen or ("none" in chosen and len(chosen) > 1):
        raise _bad("Please choose one.", screen.id)
    if any(name not in lines and name != "none" for name in chosen):
        raise _bad("Please choose one of these.", screen.id)
    return [lines[name] for name in chosen if name != "none"]


def _number(screen: Screen, text: str) -> float:
    low, high = screen.range or (0.0, 10.0)
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise _bad(f"Please use a number from {low:g} to {high:g}.", screen.variable)
    return value


def _words(screen: Screen, typed: Typed) -> dict[str, Value]:
    words = _one(typed, screen.variable)
    if screen.form == "country" and not words:
        raise _bad("Please choose a country, or “Not listed”.", screen.variable)
    if not words or len(words) > GOAL_MOST or "\x00" in words:
        raise _bad(f"Please write up to {GOAL_MOST} characters, or skip.", screen.variable)
    language = _one(typed, "language")[:10] if screen.form == "country" else ""
    return {screen.variable: words, **({"language": language} if language else {})}


def _one(typed: Typed, name: str) -> str:
    value = typed.get(name, "")
    return (value if isinstance(value, str) else value[0] if value else "").strip()


def _many(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _bad(message: str, where_: str) -> BadInput:
    return BadInput(message, "Your other answers are kept.", "Choose again.", where=where_)
