"""The view of the check-in: two halves that save alone, what is behind "add", and two weeks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Variable
from unspiral.diary.night_entry import CLOCKS, LENGTHS, clock
from unspiral.services import talk
from unspiral.services.checkins import HalfDay, Versions
from unspiral.web.forms import OperationFields, operation_fields
from unspiral.web.text import Text

EVENING = ("pain", "stress", "anxiety", "mood", "activity_minutes")
MORNING = ("sleep_quality", "sleep_hours", "pain_morning")
AWAKE = "night_awake"  # asked on the device that opened the night page, by night.js
ADD = ("pain_worst", "tiredness", "medicines_changed", "extra_painkillers")
OWN = ("own_1", "own_2", "own_3")
NIGHT = (*CLOCKS, *LENGTHS)  # asked in the morning while the sleep programme does
ELSEWHERE = {
    "place_low_back": "pain_low_back",
    "place_mid_back": "pain_mid_back",
    "place_neck": "pain_neck",
    "place_leg_left": "pain_leg_left",
    "place_leg_right": "pain_leg_right",
}
LARGEST_SHOWN = 10_000  # nothing asked here comes near it; more is shown as it was typed
# typed or known, per field of the form
Typed = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field: `kind` is scale, hours, time, minutes, count or tick."""

    name: str
    kind: str
    ask: str
    low_end: str
    high_end: str
    value: str
    note: str
    error: str


@dataclass(frozen=True, slots=True)
class HalfView:
    """One half of the day; `state`: "saved" once noted, "nothing" while what is typed is wrong."""

    name: str
    title: str
    words: str
    open: bool
    state: str
    fields: tuple[FieldView, ...]
    night: "NightView | None"
    op: OperationFields


@dataclass(frozen=True, slots=True)
class NightView:
    """The sleep diary inside the morning half. `answers` of the question about sleepiness:
    (value, label), empty when it is not asked; `fought` what was answered.
    """

    title: str
    words: str
    fields: tuple[FieldView, ...]
    answers: tuple[tuple[str, str], ...]
    fought: str
    error: str


@dataclass(frozen=True, slots=True)
class CheckinView:
    """The whole page for one diary day."""

    date: str
    today: bool
    halves: tuple[HalfView, ...]
    add: tuple[FieldView, ...]
    own_asked: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    night_ask: str
    night_awake: str
    ask: str
    none_label: str
    ticked: tuple[str, ...]
    line_error: str
    confirm: str
    note: str
    talk: bool
    note_error: str
    days: tuple[tuple[str, str, str, bool, bool, bool], ...]
    said: str
    versions: tuple[str, ...]
    clash: tuple[str, ...]
    instead_of: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What the page is made from: the day, what is known, and what was typed and is wrong.

    `own_words`: names of own factors and, right after saving, the day's notes. `diary`: the sleep
    diary is asked; `asks_fought`: and whether somebody fought sleep; `fought`: the answer.
    """

    day: date
    today: date
    zone: str
    version: int
    hour: int
    known: Typed
    presets: Typed
    places: Sequence[str]
    own_names: Typed
    days: Sequence[HalfDay]
    typed: Typed
    errors: Typed
    ticked: tuple[str, ...] = ()
    confirm: str = ""
    half: str = ""
    said: str = ""
    versions: Sequence[Versions] = ()
    clash: bool = False
    instead_of: str = ""
    own_words: Sequence[str] = ()
    diary: bool = False
    asks_fought: bool = False
    fought: str = ""


def checkin_view(entry: Entry, catalogue: Catalogue, t: Text) -> CheckinView:
    """The page in the words of `t`; what was typed wins over what is known or preset."""
    screen = catalogue.screens["new_or_worse"]
    content = "screens", screen.id
    return CheckinView(
        date=t.day(entry.day),
        today=entry.day == entry.today,
        halves=tuple(_half(name, entry, catalogue, t) for name in ("morning", "evening")),
        add=_fields(_add_names(entry), entry, catalogue, t),
        own_asked=tuple(name for name in OWN if not entry.own_names.get(name))[:1],
        lines=tuple(
            (choice.id, t.content(*content, f"choices.{choice.id}", choice.label))
            for choice in screen.choices
        ),
        night_awake=_known_night(entry),
        night_ask=t.content("variables", AWAKE, "ask", catalogue.variables[AWAKE].ask),
        ask=t.content(*content, "ask", screen.ask),
        none_label=t.content(*content, "none_label", screen.none_label),
        ticked=entry.ticked,
        line_error=entry.errors.get("new_or_worse", ""),
        confirm=entry.confirm,
        note=entry.typed.get("note", ""),
        talk=talk.told_in(catalogue, entry.typed.get("note", ""), *entry.own_words),
        note_error=entry.errors.get("note", ""),
        days=tuple(_day(half, entry.day, t) for half in entry.days),
        said=entry.said,
        versions=tuple(_version(one, catalogue, t) for one in entry.versions),
        clash=_both(entry, catalogue, t) if entry.clash else (),
        instead_of=entry.instead_of,
    )


def _known_night(entry: Entry) -> str:
    """How long the night was awake, as typed or known; "" when it was not told."""
    found = entry.typed.get(AWAKE, entry.known.get(AWAKE, ""))
    return found.partition(".")[0]


def _version(one: Versions, catalogue: Catalogue, t: Text) -> str:
    """One variable noted twice, in one line."""
    return t(
        "{what}: {shown} shows, {others} is kept too",
        what=_label(one.variable, catalogue, t),
        shown=t.number(one.shown),
        others=", ".join(t.number(value) for value in one.others),
    )


def _both(entry: Entry, catalogue: Catalogue, t: Text) -> tuple[str, ...]:
    """Where the form sent again differs from what is kept: both values, in one line each."""
    lines = []
    for name, typed in entry.typed.items():
        kept = entry.known.get(name, "")
        if name in catalogue.variables and typed and not _same(kept, typed):
            words = t("{what}: kept {kept}, typed now {typed}")
            what = _label(name, catalogue, t)
            lines.append(words.format(what=what, kept=kept or t("nothing"), typed=typed))
    return tuple(lines)


def _same(kept: str, typed: str) -> bool:
    try:
        return float(kept) == float(typed)
    except ValueError:
        return kept == typed


def _label(name: str, catalogue: Catalogue, t: Text) -> str:
    return t.content("variables", name, "label", catalogue.variables[name].label)


def _half(name: str, entry: Entry, catalogue: Catalogue, t: Text) -> HalfView:
    noted = {half.day: half.morning if name == "morning" else half.evening for half in entry.days}
    morning = name == "morning"
    fits = entry.half == name if entry.half else (entry.hour < 14) == morning
    wrong = entry.half == name and entry.errors  # what stands in the form was not kept
    return HalfView(
        name=name,
        title=t("Morning") if morning else t("Evening"),
        words=_words(entry, t) if morning else t("The day as it was. 7 taps."),
        open=fits,
        state="saved" if noted.get(entry.day) and not wrong else "nothing",
        fields=_fields(MORNING if morning else EVENING, entry, catalogue, t),
        night=_night(entry, catalogue, t)
        if morning and (entry.diary or entry.asks_fought)
        else None,
        op=operation_fields(entry.day, entry.zone, entry.version),
    )


def _words(entry: Entry, t: Text) -> str:
    if entry.diary:
        return t("The night, and pain now. 4 taps and the sleep diary.")
    return t("The night, and pain now. 4 taps.")


def _night(entry: Entry, catalogue: Catalogue, t: Text) -> NightView:
    """The sleep diary: times as of the last noted night, minutes empty, nothing chosen."""
    answers: tuple[tuple[str, str], ...] = ()
    if entry.asks_fought:
        answers = (
            ("no", t("No")),
            ("yes", t("Yes")),
            ("not_driving", t("No, and I do not drive")),
        )
    diary = t(
        "Only while your sleep programme asks. A guess is fine: no need to look at a clock. "
        "A night counts when all but the nap is filled in."
    )
    grows = t("Asked while your time in bed still grows.")
    return NightView(
        title=t("Sleep diary") if entry.diary else t("Sleep programme"),
        words=diary if entry.diary else grows,
        fields=_fields(NIGHT, entry, catalogue, t) if entry.diary else (),
        answers=answers,
        fought=entry.fought,
        error=entry.errors.get("fought_sleep", ""),
    )


def _add_names(entry: Entry) -> tuple[str, ...]:
    """What stands behind "add": the usual four, own factors with a name, further places."""
    named = tuple(name for name in OWN if entry.own_names.get(name))
    further = tuple(ELSEWHERE[place] for place in entry.places[1:])
    return (*ADD, *named, *further)


def _fields(
    names: Sequence[str], entry: Entry, catalogue: Catalogue, t: Text
) -> tuple[FieldView, ...]:
    return tuple(_field(catalogue.variables[name], entry, t) for name in names)


def _field(variable: Variable, entry: Entry, t: Text) -> FieldView:
    name = variable.id
    content = "variables", name
    kind = _kind(variable)
    preset = "" if name in entry.known else entry.presets.get(name, "")
    value = entry.typed.get(name, entry.known.get(name, preset))
    return FieldView(
        name=name,
        kind=kind,
        ask=entry.own_names.get(name) or t.content(*content, "ask", variable.ask),
        low_end=t.inside(t.content(*content, "low_end", variable.low_end)),
        high_end=t.inside(t.content(*content, "high_end", variable.high_end)),
        value=value if kind == "time" and name in entry.typed else _shown(value, kind, t),
        note=_preset_note(kind, t) if preset and name not in entry.typed else "",
        error=entry.errors.get(name, ""),
    )


def _preset_note(kind: str, t: Text) -> str:
    return t("Set to the night before.") if kind == "time" else t("Set to your usual.")


def _kind(variable: Variable) -> str:
    if variable.id in CLOCKS:
        return "time"
    if variable.id in LENGTHS:
        return "minutes"
    if variable.range == (0, 1):
        return "tick"
    if variable.range == (0, 10) and variable.step == 1:
        return "scale"
    return "hours" if variable.unit == "hours" else "count"


def _shown(value: str, kind: str, t: Text) -> str:
    """A number as its field shows it; anything else exactly as typed."""
    try:
        number = float(value)
    except ValueError:
        return value
    if not abs(number) <= LARGEST_SHOWN:
        return value
    if kind == "time":
        return clock(number)
    if kind != "hours":
        return t.number(number)
    hours, minutes = divmod(round(number * 60), 60)
    return f"{hours} h {minutes:02d}"


def _day(half: HalfDay, shown: date, t: Text) -> tuple[str, str, str, bool, bool, bool]:
    parts = {
        (True, True): t("morning and evening noted"),
        (True, False): t("morning noted"),
        (False, True): t("evening noted"),
        (False, False): t("not noted"),
    }
    words = t.day(half.day)
    label = f"{words}: {parts[half.morning, half.evening]}"
    short = f"{words[:2]} {half.day.day}"
    href = f"/checkin?day={half.day.isoformat()}"
    return href, short, label, half.morning, half.evening, half.day == shown
