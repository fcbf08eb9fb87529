"""The views of a rough day: what it changes, and the person's own page for a flare."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from unspiral.catalogue.load import Catalogue
from unspiral.records.plan import Plan
from unspiral.services import talk
from unspiral.services.flare_plan import EASES, FlarePlan, screens
from unspiral.services.rough_day import RoughDay
from unspiral.services.screening import Help
from unspiral.web.forms import OperationFields
from unspiral.web.text import Text
from unspiral.web.views.own_lines import OwnLine, own_lines


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One technique this person rated better: its name, and how often, in words."""

    technique: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class LightView:
    """One thing of the lighter day: where it starts, its name, its short form, how long."""

    href: str
    title: str
    words: str
    length: str


@dataclass(frozen=True, slots=True)
class RoughView:
    """`already`: today was told to be rough before. `changes`: what it does, line by line.

    `day`: the lighter day, once the danger signs were asked; `ask`: they still have to be.
    `eased`: what this person said eased it, with the count. `lines` are those the person wrote;
    `care` what a medicine or a pregnancy asks for. `line`: the kind line they want to see here.
    """

    already: bool
    line: str
    help: Help
    changes: tuple[str, ...]
    day: tuple[LightView, ...]
    ask: bool
    eased: tuple[tuple[str, str, str], ...]
    care: tuple[str, ...]
    comfort: bool
    lines: tuple[OwnLine, ...]
    written: str
    op: OperationFields


@dataclass(frozen=True, slots=True)
class FlarePlanView:
    """The form. `saved`: it is on disk. `fault`: what must be looked at before it can be."""

    help: Help
    lines: tuple[OwnLine, ...]
    suggestions: tuple[Suggestion, ...]
    any_words: bool
    saved: bool
    fault: str
    talk: bool
    op: OperationFields


def rough_view(
    t: Text, catalogue: Catalogue, now: RoughDay, op: OperationFields, line: str = ""
) -> RoughView:
    """The page in the words of `t`. What a danger sign closes is not promised."""
    plan = now.flare
    comfort = plan.level != "E"
    changes = _held(t, now) if plan.rough else _changes(t, plan, comfort=comfort)
    written = [line for line in own_lines(t, screens(catalogue), plan.words, {}) if line.words]
    day = _day(t, catalogue, now) if plan.rough else ()
    return RoughView(
        already=plan.rough,
        line=line,
        help=plan.help,
        changes=changes,
        day=day,
        ask=plan.rough and not day and plan.level not in ("E", "D"),
        eased=_eased(t, catalogue, plan) if plan.rough else (),
        care=_care(t, plan),
        comfort=comfort,
        lines=tuple(written),
        written=t("Written on {day}.", day=t.day(plan.written, with_year=True))
        if plan.written
        else "",
        op=op,
    )


def _changes(t: Text, plan: FlarePlan, *, comfort: bool) -> tuple[str, ...]:
    """What one tap would do."""
    changes = [t("First the danger signs: something may be new.")]
    if comfort:
        changes.append(t("Then two minutes of comfort, where it is a little better."))
    if plan.level not in ("E", "D"):
        changes.append(t("Today gets lighter. The short forms count."))
    changes.append(t("For 3 days nothing gets harder, and nothing new is added."))
    return tuple(changes)


def _held(t: Text, now: RoughDay) -> tuple[str, ...]:
    """What the tap did, and when things go on."""
    held = t("Nothing gets harder for now, and nothing new is added.")
    on = goes_on(now.goes_on, t)
    if not on:
        return (held,)
    return (held, on, t("Another rough day in between? Say so again. It moves on from there."))


def goes_on(day: date | None, t: Text) -> str:
    """When things go on after a flare or a rough day; "" while nothing is held."""
    if day is None:
        return ""
    return t(
        "If it is calmer by then, things go on from {day}, at the last level that went well.",
        day=t.day(day),
    )


def _day(t: Text, catalogue: Catalogue, now: RoughDay) -> tuple[LightView, ...]:
    """The short forms of today. Without the gate's word there is no plan, and so no line."""
    items = now.plan.items if isinstance(now.plan, Plan) else ()
    return tuple(
        LightView(
            href=f"/session/{item.technique}?tired=1",
            title=t.content(
                "techniques", item.technique, "title", catalogue.techniques[item.technique].title
            ),
            words=_short(t, catalogue, item.technique),
            length=t.length(item.tired_seconds),
        )
        for item in items
    )


def _short(t: Text, catalogue: Catalogue, name: str) -> str:
    """What the short form is: it may be something other than the title says."""
    return t.content("techniques", name, "tired.text", catalogue.techniques[name].tired.text)


def _eased(t: Text, catalogue: Catalogue, plan: FlarePlan) -> tuple[tuple[str, str, str], ...]:
    """(where it starts, its name, how often it felt better): a plain count of own answers."""
    found = _suggestions(t, catalogue, plan, {})
    return tuple((f"/session/{each.technique}", each.title, each.words) for each in found)


def flare_view(
    t: Text,
    catalogue: Catalogue,
    plan: FlarePlan,
    op: OperationFields,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    fault: str = "",
    saved: bool = False,
) -> FlarePlanView:
    """The form with what was kept, or with what was typed when that could not be kept."""
    words = plan.words if typed is None else typed
    return FlarePlanView(
        help=plan.help,
        lines=own_lines(t, screens(catalogue), words, errors or {}),
        suggestions=_suggestions(t, catalogue, plan, words),
        any_words=bool(plan.words),
        saved=saved,
        fault=fault,
        talk=talk.told_in(catalogue, *words.values()),
        op=op,
    )


def titles(t: Text, catalogue: Catalogue, plan: FlarePlan) -> dict[str, str]:
    """The names of what was offered, as they are taken over."""
    return {
        each.technique: t.content(
            "techniques", each.technique, "title", catalogue.techniques[each.technique].title
        )
        for each in plan.eased
    }


def _suggestions(
    t: Text, catalogue: Catalogue, plan: FlarePlan, words: Mapping[str, str]
) -> tuple[Suggestion, ...]:
    """A plain count of the person's own answers, and no word on why (dynamics page, 4)."""
    named = titles(t, catalogue, plan)
    held = words.get(EASES, "").splitlines()
    return tuple(
        Suggestion(
            technique=each.technique,
            title=named[each.technique],
            words=t.plural(
                "You felt better after it once.",
                "You felt better after it {n} times.",
                each.times,
            ),
        )
        for each in plan.eased
        if named[each.technique] not in held
    )


def _care(t: Text, plan: FlarePlan) -> tuple[str, ...]:
    opioid = t("You told us of an opioid painkiller. Do not drink alcohol with it.")
    pregnant = t(
        "Pregnant, or a birth in the last 6 months: call maternity now if you bleed, lose water, "
        "have tightenings or belly pain that stays, a fever, a bad headache with changed sight, "
        "or the baby moves less."
    )
    return (*((opioid,) if plan.opioid else ()), *((pregnant,) if plan.pregnant else ()))
