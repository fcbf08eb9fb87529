"""The view of Today: the day's few things on their thread, or why the plan is resting."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Technique
from unspiral.records.plan import Plan, PlanItem, Role
from unspiral.records.problem import Reason
from unspiral.records.triage import Level
from unspiral.services.beside import Beside
from unspiral.services.plans import Today
from unspiral.services.trials import FROM_DAY
from unspiral.web.forms import OperationFields, operation_fields
from unspiral.web.text import Text
from unspiral.web.views.beside import BesideView, beside_view
from unspiral.web.views.learn_parts import only_of_a_course
from unspiral.web.views.trial_today import TrialToday

RETURN_DAYS = 7
NEXT_QUESTION = "/danger/next?for=standard&next=/today"
SPREAD = "day"  # the part of the day of what is spread over it
CARE = frozenset({"careful", "an_hour_before_bed"})
CLOSED = (Level.EMERGENCY, Level.SAME_DAY)


@dataclass(frozen=True, slots=True)
class ItemView:
    """One thing of today, its words ready. `why` are whole sentences."""

    id: str
    role: str
    title: str
    why: str
    care: tuple[str, ...]
    length: str
    grade: str
    tired: str
    start: str
    start_tired: str
    done: bool
    ask_rating: bool
    op: OperationFields


@dataclass(frozen=True, slots=True)
class ThroughView:
    """One thing spread over the day, and how often and how long in words."""

    item: ItemView
    often: str


@dataclass(frozen=True, slots=True)
class SettleView:
    """A build item of the last active day that is asked about this morning."""

    id: str
    title: str
    op: OperationFields


@dataclass(frozen=True, slots=True)
class TodayView:
    """The page. `state`: plan, done (nothing more today), resting (a danger sign is open), ask
    (questions come first) or nothing (no item fits today).

    `talk`: help for dark thoughts stands first. `comfort`: two minutes of comfort are open.
    `rough`: today was told to be a rough day, so the person's own page for a flare is near.
    """

    state: str
    date: str
    words: str
    items: tuple[ItemView, ...]
    settle: tuple[SettleView, ...]
    notes: tuple[str, ...]
    found: tuple[str, ...]
    ask_href: str
    talk: bool
    comfort: bool
    skin_check: str
    tell: tuple[str, ...]
    tests: bool
    gap: str
    parked: tuple[str, ...]
    rough: bool
    due: str
    due_op: OperationFields
    through: tuple[ThroughView, ...]
    beside: BesideView
    trial: TrialToday | None


def today_view(
    day: Today,
    catalogue: Catalogue,
    t: Text,
    around: Beside,
    due_minutes: int = 0,
    trial: TrialToday | None = None,
) -> TodayView:
    """Everything the page shows, in the words of `t`. `due_minutes`: of questions that are due.
    `trial`: the line of a fair test that waits or runs.

    On a tracking holiday nothing is asked: how it is, how it settled, or what is due.
    """
    items = _items(day, catalogue, t)
    state = _state(day, items)
    asks = around.pause.on is None
    if not asks:
        items = tuple(replace(item, ask_rating=False) for item in items)
    beside = beside_view(around, day.decision, catalogue, t, state=state, rough=day.rough)
    return TodayView(
        state=state,
        date=t.day(day.day),
        words=_words(state, items, t),
        items=items,
        settle=tuple(
            SettleView(name, _title(catalogue, name, t), operation_fields(day.day, day.zone))
            for name in (day.to_settle if state != "resting" and asks else ())
        ),
        notes=_notes(day, t),
        found=_found(day, catalogue, t),
        ask_href="/begin" if day.set_up_waits else NEXT_QUESTION,
        talk=day.decision.help_first and state != "resting",
        comfort="comfort" in day.decision.open_features,
        skin_check=day.skin_check,
        tell=_tell(day.days_noted, t),
        tests=not trial and day.days_noted >= FROM_DAY and state in ("plan", "done", "nothing"),
        gap=_gap(t) if day.gap_days >= RETURN_DAYS or around.pause.back else "",
        parked=day.words,
        rough=day.rough,
        due=_due(t, due_minutes) if state in ("plan", "done") and asks else "",
        due_op=operation_fields(day.day, day.zone),
        through=_through(day, catalogue, t),
        beside=beside,
        trial=trial if state in ("plan", "done", "nothing") and asks else None,
    )


def _gap(t: Text) -> str:
    return t("Welcome back. Nothing is lost. Start from today.")


def _due(t: Text, minutes: int) -> str:
    """One quiet line, or none."""
    if not minutes:
        return ""
    return t.plural(
        "A few questions are due ({n} minute)", "A few questions are due ({n} minutes)", minutes
    )


def _state(day: Today, items: tuple[ItemView, ...]) -> str:
    if day.decision.triage.told in CLOSED:
        return "resting"
    if not isinstance(day.plan, Plan):
        fits = {reason.code for reason in day.plan.reasons}
        return "nothing" if "nothing_fits" in fits else "ask"
    return "done" if items and all(item.done for item in items) else "plan"


def _items(day: Today, catalogue: Catalogue, t: Text) -> tuple[ItemView, ...]:
    if not isinstance(day.plan, Plan):
        return ()
    return tuple(
        _item(item, day, catalogue, operation_fields(day.day, day.zone), t)
        for item in day.plan.items
        if item.when != SPREAD
    )


def _through(day: Today, catalogue: Catalogue, t: Text) -> tuple[ThroughView, ...]:
    """What is spread over the day, in one quiet row: it is neither first nor last."""
    if not isinstance(day.plan, Plan) or day.decision.triage.told in CLOSED:
        return ()
    return tuple(
        ThroughView(
            _item(item, day, catalogue, operation_fields(day.day, day.zone), t),
            t.plural(
                "Once, {length}.",
                "{n} times, {length} each.",
                item.amount.a_day,
                length=t.length(item.seconds),
            ),
        )
        for item in day.plan.items
        if item.when == SPREAD
    )


def _item(
    item: PlanItem, day: Today, catalogue: Catalogue, op: OperationFields, t: Text
) -> ItemView:
    technique = catalogue.techniques[item.technique]
    path = f"/session/{item.technique}"
    done = item.technique in day.done
    careful = [reason for reason in item.reasons if reason.code in CARE]
    why = [reason for reason in item.reasons if reason.code not in CARE]
    return ItemView(
        id=item.technique,
        role=_label(item, t),
        title=_title(catalogue, item.technique, t),
        why=" ".join(
            (*(_why(reason, catalogue, t) for reason in why[:2]), *_of_a_course(technique, t))
        ),
        care=tuple(_why(reason, catalogue, t) for reason in careful),
        length=_length(item, t),
        grade=item.grade,
        tired=t.content("techniques", technique.id, "tired.text", technique.tired.text),
        start=f"{path}?tired=1" if item.seconds <= item.tired_seconds else path,
        start_tired=f"{path}?tired=1",
        done=done,
        ask_rating=done and item.role == "ease" and item.technique not in day.rated,
        op=op,
    )


def _of_a_course(technique: Technique, t: Text) -> tuple[str, ...]:
    """What the grade is about where only a whole course was tested."""
    if not only_of_a_course(technique.grades):
        return ()
    return (t("The grade is for a whole course, not for this alone."),)


def _label(item: PlanItem, t: Text) -> str:
    """The role, and the part of the day where it has one."""
    parts = {"morning": t("in the morning"), "evening": t("in the evening")}
    role = _role(item.role, t)
    return t("{role}, {when}", role=role, when=parts[item.when]) if item.when in parts else role


def _role(role: Role, t: Text) -> str:
    names: Mapping[Role, str] = {
        "ease": t("Ease now"),
        "build": t("Build"),
        "night": t("For the night"),
        "mind": t("Mind and people"),
    }
    return names[role]


def _title(catalogue: Catalogue, name: str, t: Text) -> str:
    return t.content("techniques", name, "title", catalogue.techniques[name].title)


def _length(item: PlanItem, t: Text) -> str:
    """Steps beside their minutes: a slow walker stops at whichever comes first."""
    length = t.length(item.seconds)
    if not item.steps:
        return length
    return t("{n} steps, or {length} if that comes first", n=item.steps, length=length)


def _why(reason: Reason, catalogue: Catalogue, t: Text) -> str:
    """One reason as one sentence; content sentences come from the technique's file."""
    technique = catalogue.techniques[reason.content_id or ""]
    values = reason.values
    if reason.code == "told_us":
        key = str(values["answer"])
        return t.content("techniques", technique.id, f"told_us.{key}", technique.told_us[key])
    if reason.code == "careful":
        n = [use.caution for use in technique.cautions].index(str(values["caution"]))
        words = technique.cautions[n].text
        return t.content("techniques", technique.id, f"cautions.{n}.text", words)
    if reason.code == "felt_better":
        return t.plural(
            "You felt better after it once.",
            "You felt better after it {n} times.",
            int(values["times"] or 0),
        )
    if reason.code == "tested":
        return t.plural(
            "You tested this on {n} day.",
            "You tested this on {n} days.",
            int(values["days"] or 0),
        )
    if reason.code == "below_your_minutes":
        return t(
            "You told us you can walk {minutes} minutes before you want to stop. "
            "We start below that.",
            minutes=t.number(float(values["minutes"] or 0)),
        )
    if reason.code == "short_form":  # what it is: "a warm bath, 1 min" would promise another thing
        short = t.content("techniques", technique.id, "tired.text", technique.tired.text)
        return f"{short} {t('The grade is for the full length.')}"
    return {
        "lighter_day": t("A lighter form for a rough day. It counts."),
        "its_turn": t("It has been a while since this one."),
        "a_step_more": t("A small step more: the last mornings had settled."),
        "a_step_less": t("A step less for now, after a flare, a break or a harder morning."),
        "next_level": t("The next level, from its first small step."),
        "an_hour_before_bed": t("In a chair, an hour or more before bed."),
        "fair_test": t("Today chance drew it, for the question you are testing."),
        "worth_a_try": t("You do not have to believe this works. Try it, then judge."),
    }[reason.code]


def _words(state: str, items: tuple[ItemView, ...], t: Text) -> str:
    if state == "resting":
        return t("Your plan is resting.")
    if state == "done":
        return t("All of it counted.")
    if state == "ask":
        return t("A few questions come first.")
    if state == "nothing":
        return t("Nothing fits today. Rest counts.")
    if not items:  # what is left is spread over the day
        return t("Nothing at a set time today.")
    return t.plural("One thing. That is enough.", "{n} small things. Any one counts.", len(items))


def _notes(day: Today, t: Text) -> tuple[str, ...]:
    said = {
        "held_at_todays_level": t(
            "Something you told us should be seen by a clinician in the next days. "
            "Until then nothing gets harder and nothing new is added."
        ),
        "lighter_day": t("A rough day. Less is enough."),
        "no_build_item_fits": t("Nothing to build today. That is fine."),
    }
    notes = day.plan.notes if isinstance(day.plan, Plan) else ()
    return tuple(said[note.code] for note in notes)


def _found(day: Today, catalogue: Catalogue, t: Text) -> tuple[str, ...]:
    """What was told, for each open finding that closes the plan."""
    return tuple(
        t.content("redflags", finding.flag, "found", catalogue.redflags[finding.flag].found)
        for finding in day.decision.triage.findings
        if finding.state in ("open", "unsure") and finding.level in CLOSED
    )


def _tell(days: int, t: Text) -> tuple[str, ...]:
    """The quiet line of what can be told when; never a lock."""
    if days < 14:
        return (
            t("After 7 days: your nights, in plain words."),
            t("After 14: your usual range, and a range for tomorrow. Gaps are fine."),
        )
    return (
        t.plural("You have noted {n} day.", "You have noted {n} days.", days),
        t("Your usual range and a range for tomorrow stand in My loop."),
        *([] if days >= FROM_DAY else [t("From 28 days: a first fair test may start.")]),
        t("From 60 days: first links of your own, if they are clear."),
    )
