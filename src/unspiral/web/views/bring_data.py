"""The views of bringing data in: choose, wait, look, done; the list of files and one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from unspiral.catalogue.types import Variable
from unspiral.errors import UnspiralError
from unspiral.services.import_desk import Job
from unspiral.services.import_runs import Run
from unspiral.services.imports import Imported
from unspiral.services.imports_agreed import of_devices
from unspiral.web.forms import OperationFields
from unspiral.web.map_form import FORMATS, SCALES, MapForm
from unspiral.web.text import Text

WAITS = ("reading", "storing")
# What most diaries hold stands first in the list of what a column may be.
OFTEN = (
    *("pain", "sleep_quality", "sleep_hours", "stress", "anxiety", "mood", "tiredness"),
    *("activity_minutes", "steps"),
)
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ChooseView:
    """The place to choose a file. `waiting`: the id of one on its way in, `reading` or not."""

    waiting: str
    reading: bool
    error: str
    accepted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnField:
    """One column of a table: its name, and what is chosen for it."""

    n: int
    name: str
    variable: str
    scale: str


@dataclass(frozen=True, slots=True)
class MapView:
    """The form that says which column holds what."""

    columns: tuple[ColumnField, ...]
    dates: Pairs
    date: str
    formats: Pairs
    date_format: str
    variables: Pairs
    scales: Pairs


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page of one file needs beside the file."""

    agreed: bool
    columns: MapForm | None
    op: OperationFields
    error: str = ""


@dataclass(frozen=True, slots=True)
class JobView:
    """One file on its way in. `state` as `import_desk.State`; `percent` while it is read."""

    id: str
    state: str
    name: str
    percent: int
    left: str
    headline: str
    span: str
    found: Pairs
    sources: tuple[str, ...]
    reasons: Pairs
    notes: tuple[str, ...]
    fresh: int
    consent: bool
    table: bool
    run: str
    fault: str
    accepted: tuple[str, ...]
    error: str
    map: MapView | None
    op: OperationFields


@dataclass(frozen=True, slots=True)
class RunLine:
    """One file in the list."""

    id: str
    file: str
    day: str
    said: str


@dataclass(frozen=True, slots=True)
class RunsView:
    """Every file that was brought in, and the yes to devices."""

    runs: tuple[RunLine, ...]
    agreed: bool
    op: OperationFields


@dataclass(frozen=True, slots=True)
class RunView:
    """One file. `undone`: when it was taken back, or "". `listed`: its list can be had."""

    id: str
    file: str
    facts: Pairs
    reasons: Pairs
    listed: bool
    undone: str
    op: OperationFields


def choose_view(waiting: Job | None, error: str, t: Text) -> ChooseView:
    """The page in the words of `t`."""
    errors = {
        "none": t("Please choose a file."),
        "empty": t("This file is empty. Nothing was stored."),
        "export": t(
            "This is what you took home from Unspiral. It comes back in the terminal, into a new "
            "folder. The line to type stands on My data, under Put a copy back."
        ),
        "busy": t("One file at a time: this one was not taken. Wait until the other is done."),
    }
    reading = waiting is not None and waiting.state in WAITS
    return ChooseView(waiting.id if waiting else "", reading, errors.get(error, ""), accepted(t))


def accepted(t: Text) -> tuple[str, ...]:
    """What can be brought in."""
    return (
        t(
            "Apple Health: the file export.zip, or the export.xml in it. On the iPhone: Health, "
            "your picture, Export All Health Data."
        ),
        t("A diary as a table: CSV, or a spreadsheet (.xlsx, .ods)."),
        t("A diary of Unspiral in the pocket has a page of its own: Bring a diary home."),
    )


def job_view(job: Job, asked: Asked, variables: Mapping[str, Variable], t: Text) -> JobView:
    """The page in the words of `t`."""
    seen = job.result
    left = job.seconds_left
    fresh = seen.skipped.get("not_confirmed", 0) if seen else 0
    return JobView(
        id=job.id,
        state=job.state,
        name=job.name,
        percent=min(99, 100 * job.position // job.size) if job.size else 0,
        left="" if left is None else _left(left, t),
        headline=_headline(job, seen, fresh, t),
        span=_span(seen.first_day, seen.last_day, seen.days, t) if seen else "",
        found=_found(seen, variables, t) if seen else (),
        sources=tuple(one.name for one in seen.sources) if seen else (),
        reasons=reasons(seen.skipped, t) if seen else (),
        notes=(*_notes(seen, t), *_of_devices(seen, asked, t)) if seen else (),
        fresh=fresh,
        consent=bool(seen and of_devices(seen) and not asked.agreed),
        table=bool(job.suggested),
        run=seen.run if seen else "",
        fault=fault_words(job.fault, t) if job.fault and job.state == "failed" else "",
        accepted=accepted(t),
        error=_map_error(job, asked, t),
        map=_map(asked.columns, variables, t) if asked.columns else None,
        op=asked.op,
    )


def runs_view(runs: tuple[Run, ...], agreed: bool, op: OperationFields, t: Text) -> RunsView:
    """The list in the words of `t`."""
    lines = tuple(
        RunLine(
            one.id,
            one.file,
            t.day(one.at.date(), with_year=True),
            t("taken back") if one.undone else _values(one.stored, t),
        )
        for one in runs
    )
    return RunsView(lines, agreed, op)


def run_view(run: Run, op: OperationFields, t: Text) -> RunView:
    """One file in the words of `t`."""
    facts = [
        (t("Brought in"), t.day(run.at.date(), with_year=True)),
        (t("Stored"), _values(run.stored, t)),
        (t("Already here"), _values(run.already, t)),
    ]
    if run.first_day and run.last_day:
        first, last = (t.day(day, with_year=True) for day in (run.first_day, run.last_day))
        facts.append((t("Days"), t("{first} to {last}", first=first, last=last)))
    if run.sources:
        facts.append((t("From"), ", ".join(run.sources)))
    undone = t.day(run.undone.date(), with_year=True) if run.undone else ""
    told = reasons(run.skipped, t)
    return RunView(run.id, run.file, tuple(facts), told, run.listed, undone, op)


def _headline(job: Job, seen: Imported | None, fresh: int, t: Text) -> str:
    if seen is None:
        return ""
    same = seen.duplicates
    if job.state == "done":
        return t("{new} new, {same} already here.", new=seen.stored, same=same)
    return t("{new} new, {same} already here.", new=fresh, same=same)


def _left(seconds: float, t: Text) -> str:
    if seconds < 60:
        return t("less than a minute left")
    minutes = round(seconds / 60)
    return t.plural("about {n} minute left", "about {n} minutes left", minutes)


def _span(first: date | None, last: date | None, days: int, t: Text) -> str:
    if first is None or last is None:
        return ""
    return t.plural(
        "{n} day, {first} to {last}",
        "{n} days, {first} to {last}",
        days,
        first=t.day(first, with_year=True),
        last=t.day(last, with_year=True),
    )


def _found(seen: Imported, variables: Mapping[str, Variable], t: Text) -> Pairs:
    return tuple(
        (_label(variables[name], t), _values(n, t))
        for name, n in sorted(seen.values.items(), key=lambda one: -one[1])
    )


def _label(variable: Variable, t: Text) -> str:
    return t.content("variable", variable.id, "label", variable.label)


def _values(n: int, t: Text) -> str:
    return t.plural("{n} value", "{n} values", n)


def reasons(skipped: Mapping[str, int], t: Text) -> Pairs:
    """Why values were set aside, and how many."""
    words = reason_words(t)
    kept = {code: n for code, n in skipped.items() if n and code != "not_confirmed"}
    return tuple((words.get(code, code), _values(n, t)) for code, n in sorted(kept.items()))


def reason_words(t: Text) -> dict[str, str]:
    """Each reason in words, by code."""
    return {
        "type_not_used": t("A kind that is not used here"),
        "column_not_mapped": t("In a column that was left out"),
        "no_header": t("Beyond the last named column"),
        "no_person": t("The row names nobody"),
        "other_person": t("The row is of somebody else"),
        "repeated_header": t("The row is the header again"),
        "other_row": t("The map leaves this row out"),
        "bad_offset": t("No offset from UTC that can be read"),
        "span_twice": t("The same span stands earlier in this file"),
        "odd_list": t("Its row holds lists that do not fit"),
        "missing_part": t("A column that it is made from is empty"),
        "bad_date": t("No date that can be read"),
        "bad_time": t("No time that can be read"),
        "date_unclear": t("The date can be read in two ways"),
        "future_date": t("The day has not come yet"),
        "missing_marker": t("It says that there is no value"),
        "not_a_number": t("It is not a number"),
        "number_unclear": t("The comma can be read in two ways"),
        "out_of_range": t("Outside the scale"),
        "odd_unit": t("A unit that is not known here"),
        "unknown_value": t("A value that is not known here"),
        "ends_before_start": t("It ends before it begins"),
        "too_long": t("Longer than can be"),
        "no_length": t("It has no length"),
        "day_twice": t("The day has an earlier value in this file"),
    }


def fault_words(fault: UnspiralError, t: Text) -> str:
    """What is wrong with a file, in one sentence."""
    known = {
        "too_big": t("This file is larger than what can be read here."),
        "cut": t("This file is cut short. Please export it once more."),
        "entities": t("This file holds parts that are not safe to read. It was refused."),
        "wrong_kind": t("This is no file that can be brought in."),
        "empty": t("This file is empty."),
        "several": t("This file holds more than one export."),
        "encrypted": t("This file is locked with a password. Please save it without one."),
        "too_slow": t("This file took too long to read."),
        "too_much_memory": t("This file needs too much memory to read."),
        "person_needed": t("Many people stand in this file. Bring in a file of yours only."),
        "nothing_usable": t("Nothing in this file could be used."),
        "under_18": t("Unspiral is made for adults, so nothing of this file is kept."),
    }
    if fault.code == "disk_full":
        return t("The disk is full. Make room, then choose the file again.")
    if fault.code == "under_18":
        return known["under_18"]
    other = t("This file cannot be read. It may be cut short, locked, or of another kind.")
    return known.get(str(fault.values.get("problem", "")), other)


def _notes(seen: Imported, t: Text) -> tuple[str, ...]:
    words = {
        "read_as_latin_1": t("Letters with marks may look odd: the file is in an old encoding."),
        "most_out_of_range": t("Most values lie outside their scale. Check the scales."),
        "other_value_replaced": t("Some differ from an earlier file. The newer ones will count."),
    }
    return tuple(words[note] for note in seen.notes if note in words)


def _of_devices(seen: Imported, asked: Asked, t: Text) -> tuple[str, ...]:
    """What data of devices are for here, and by which clock their times went."""
    if not of_devices(seen):
        return ()
    return (
        t(
            "What it is for: time asleep, active minutes and steps stand beside your own notes "
            "when My loop looks for links. Time asleep may stand on the page for a visit. The "
            "rest is kept and not used so far. A day that only a watch told of is no noted day."
        ),
        t(
            "Times without a place of their own are read by the clock of {zone}.",
            zone=asked.op.zone,
        ),
    )


def _map_error(job: Job, asked: Asked, t: Text) -> str:
    """Why the columns have to be looked at again; "" the first time."""
    if asked.error:
        return t("Choose the column with the date, and at least one more.")
    problem = job.fault.values.get("problem") if job.fault else None
    if problem in ("nothing_usable", "bad_map"):
        return t("Read like this, nothing could be used. Look at the date and the scales.")
    return ""


def _map(form: MapForm, variables: Mapping[str, Variable], t: Text) -> MapView:
    labels = {one.id: _label(one, t) for one in variables.values() if one.label}
    first = tuple((name, labels[name]) for name in OFTEN if name in labels)
    known = (*first, *sorted(set(labels.items()) - set(first), key=lambda one: one[1].lower()))
    formats = {
        "": t("Year first, or with dots"),
        "y-m-d": t("Year, month, day"),
        "d.m.y": t("Day, month, year with dots"),
        "d/m/y": t("Day, month, year"),
        "m/d/y": t("Month, day, year"),
    }
    scales = (("", t("As it is")), *((name, _scale(name, t)) for name in SCALES))
    columns = tuple(
        ColumnField(n, name, *form.chosen.get(name, ("", "")))
        for n, name in enumerate(form.columns)
    )
    return MapView(
        columns=columns,
        dates=(("", t("Please choose")), *((name, name) for name in form.columns)),
        date=form.date,
        formats=tuple((name, formats[name]) for name in FORMATS),
        date_format=form.date_format,
        variables=(("", t("Leave it out")), *known),
        scales=scales,
    )


def _scale(name: str, t: Text) -> str:
    low, _, high = name.partition("-")
    if float(low) > float(high):
        return t("{low} to {high}, turned round", low=high, high=low)
    return t("{low} to {high}", low=low, high=high)
