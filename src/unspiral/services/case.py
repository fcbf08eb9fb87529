"""CASE.json (schema case/1) to facts, strictly: every fault is named, and nothing is guessed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from math import isfinite
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from unspiral.catalogue.load import Catalogue
from unspiral.errors import BadInput
from unspiral.importers import strict_json
from unspiral.records.facts import EVENT_KINDS, UNSURE, Answer, Event, Facts, Reading, Value
from unspiral.records.plan import PLAN_SIZES, WALK_UNITS
from unspiral.records.problem import Problem
from unspiral.screening.questions import FOLLOW, SKIPPED, questions

SCHEMA = "case/1"
LARGEST_BYTES = 2_000_000
FIRST_YEAR = 1900
LATEST = date(9999, 1, 1)
NOON = time(12)
YES_NO = ("yes", "no", UNSURE)
FIELDS = frozenset(
    {"schema", "today", "zone", "person", "answers", "answered_on", "history", "events", "note"}
)
PERSON_FIELDS = frozenset({"birth_year", "pregnant", "country"})


@dataclass(slots=True)
class Reader:
    """What is known while a case is read; faults are gathered, not raised one by one."""

    catalogue: Catalogue
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    today: date = LATEST
    problems: list[Problem] = field(default_factory=list)

    def fault(self, code: str, where: str, **values: str | int | float | None) -> None:
        """Note one fault."""
        self.problems.append(Problem(code, where, values=values))

    def noon(self, day: date) -> datetime:
        """The moment that stands for a whole day: a case knows dates, not times."""
        return datetime.combine(day, NOON, self.zone)


def read_case(path: Path, catalogue: Catalogue) -> Facts:
    """The facts of a case file. Raises BadInput that lists every fault."""
    with path.open("rb") as file:  # what is no plain file has no size to ask for, or no end
        body = file.read(LARGEST_BYTES + 1)
    if len(body) > LARGEST_BYTES:
        raise _refused([Problem("too_big", path.name, values={"limit": LARGEST_BYTES})])
    try:
        text = body.decode("utf-8")
        return facts_of(strict_json.loads(text), catalogue)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise _refused([Problem("not_json", path.name, values={"detail": str(error)})]) from None


def facts_of(data: object, catalogue: Catalogue) -> Facts:
    """Plain data of a case to facts. Raises BadInput that lists every fault."""
    reader = Reader(catalogue)
    if not isinstance(data, dict):
        raise _refused([Problem("not_a_case", "the file")])
    _head(data, reader)
    answers = {a.variable: a for a in (*_person(data, reader), *_answers(data, reader))}
    history = tuple(_history(data, reader))
    events = tuple(_events(data, reader))
    if reader.problems:
        raise _refused(reader.problems)
    now = reader.noon(reader.today)
    return Facts(now, reader.today, answers, history, events, person="case")


def known_variables(catalogue: Catalogue) -> Mapping[str, tuple[Value, ...]]:
    """Every answer variable a case may hold, with its allowed values; () is any text or number."""
    found: dict[str, tuple[Value, ...]] = dict.fromkeys(catalogue.variables, ())
    for screen in catalogue.screens.values():
        if screen.variable:
            given = tuple(
                c.sets[screen.variable] for c in screen.choices if screen.variable in c.sets
            )
            found[screen.variable] = given
        for name in (*screen.none_sets, *(n for c in screen.choices for n in c.sets)):
            found.setdefault(name, YES_NO)
        if screen.form == "grid":  # each line is a variable of its own
            found |= {line.id: tuple(screen.options) for line in screen.choices}
        if screen.skippable:
            found[screen.id + SKIPPED] = ("yes", "no")
    for _, question in questions(catalogue):
        found[question.id] = YES_NO
        if question.follow_up is not None:
            found[question.id + FOLLOW] = tuple(question.follow_up.options)
    for item in (item for form in catalogue.questionnaires.values() for item in form.items):
        low, high = item.range
        found.setdefault(item.id, tuple(range(low, high + 1)) if item.whole else ())
    found["anything_changed"] = ("yes", "no")
    found |= {"plan_size": PLAN_SIZES, "walk_unit": WALK_UNITS}
    topics = {t.topic for t in catalogue.techniques.values() if t.topic}
    found |= {f"topic_{topic}": ("yes", "no") for topic in topics}
    found["drowsy_driving"] = found["apnoea_pauses"] = YES_NO
    return found


def _head(data: Mapping[str, Any], reader: Reader) -> None:
    for name in sorted(set(data) - FIELDS):
        reader.fault("unknown_field", name)
    if data.get("schema") != SCHEMA:
        reader.fault("wrong_schema", "schema", expected=SCHEMA)
    try:
        reader.zone = ZoneInfo(str(data.get("zone", "UTC")))
    except (KeyError, ValueError, OSError):
        reader.fault("unknown_zone", "zone")
    today = _date(data.get("today"), "today", reader)
    reader.today = today or LATEST


def _person(data: Mapping[str, Any], reader: Reader) -> Iterator[Answer]:
    person = data.get("person", {})
    if not isinstance(person, dict):
        reader.fault("not_a_mapping", "person")
        return
    for name in sorted(set(person) - PERSON_FIELDS):
        reader.fault("unknown_field", f"person.{name}")
    year, pregnant = person.get("birth_year"), person.get("pregnant")
    whole = isinstance(year, int) and not isinstance(year, bool)
    if year is not None and not (whole and FIRST_YEAR <= year <= reader.today.year):
        reader.fault("out_of_range", "person.birth_year", low=FIRST_YEAR, high=reader.today.year)
    if pregnant is not None and pregnant not in YES_NO:
        reader.fault("not_a_choice", "person.pregnant", choices="yes, no, unsure")
    if not isinstance(person.get("country", ""), str):
        reader.fault("not_a_text", "person.country")
    for name in sorted(PERSON_FIELDS & set(person)):
        if person[name] is not None and not reader.problems:
            yield _answer(name, person[name], reader.today, reader)


def _answers(data: Mapping[str, Any], reader: Reader) -> Iterator[Answer]:
    answers, dates = data.get("answers", {}), data.get("answered_on", {})
    if not isinstance(answers, dict) or not isinstance(dates, dict):
        reader.fault("not_a_mapping", "answers and answered_on")
        return
    known = known_variables(reader.catalogue)
    for name in sorted(set(dates) - set(answers) - PERSON_FIELDS):
        reader.fault("date_without_answer", f"answered_on.{name}")
    for name, value in answers.items():
        where = f"answers.{name}"
        day = _date(dates[name], f"answered_on.{name}", reader) if name in dates else reader.today
        if name in PERSON_FIELDS:
            reader.fault("belongs_to_person", where)
        elif name not in known:
            reader.fault("unknown_variable", where)
        elif not _allowed(value, known[name]):
            reader.fault("not_a_choice", where, choices=", ".join(map(str, known[name])))
        elif day is not None:
            yield _answer(name, value, day, reader)


def _allowed(value: object, choices: tuple[Value, ...]) -> bool:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return False
    if isinstance(value, float) and not isfinite(value):
        return False
    return not choices or value in choices or value == UNSURE


def _history(data: Mapping[str, Any], reader: Reader) -> Iterator[Reading]:
    seen: set[tuple[object, object]] = set()
    for number, row in enumerate(_rows(data, "history", reader)):
        where = f"history[{number}]"
        if set(row) != {"date", "variable", "value"}:
            reader.fault("needs_date_variable_value", where)
            continue
        day = _date(row["date"], f"{where}.date", reader)
        variable, value = reader.catalogue.variables.get(str(row["variable"])), row["value"]
        if variable is None:
            reader.fault("unknown_variable", f"{where}.variable")
        elif isinstance(value, bool) or not isinstance(value, (int, float)):
            reader.fault("not_a_number", f"{where}.value")
        elif not variable.range[0] <= value <= variable.range[1]:
            low, high = variable.range
            reader.fault("out_of_range", f"{where}.value", low=low, high=high)
        elif (day, variable.id) in seen:
            reader.fault("stands_twice", where)
        elif day is not None:
            seen.add((day, variable.id))
            at = reader.noon(day)
            zone = reader.zone.key
            yield Reading(variable.id, float(value), at, at, day, answered_at=at, zone=zone)


def _events(data: Mapping[str, Any], reader: Reader) -> Iterator[Event]:
    for number, row in enumerate(_rows(data, "events", reader)):
        where = f"events[{number}]"
        if not {"kind", "date"} <= set(row) <= {"kind", "subject", "value", "date"}:
            reader.fault("needs_kind_and_date", where)
            continue
        kind, value = str(row["kind"]), str(row.get("value", ""))
        day = _date(row["date"], f"{where}.date", reader)
        if kind not in EVENT_KINDS:
            reader.fault("unknown_kind", f"{where}.kind")
        elif EVENT_KINDS[kind][1] and value not in EVENT_KINDS[kind][1]:
            reader.fault("not_a_choice", f"{where}.value", choices=", ".join(EVENT_KINDS[kind][1]))
        elif day is not None:
            yield Event(kind, str(row.get("subject", "")), value, reader.noon(day), day)


def _rows(data: Mapping[str, Any], name: str, reader: Reader) -> Iterator[dict[str, Any]]:
    rows = data.get(name, [])
    if not isinstance(rows, list):
        reader.fault("not_a_list", name)
        return
    for number, row in enumerate(rows):
        if isinstance(row, dict):
            yield row
        else:
            reader.fault("not_a_mapping", f"{name}[{number}]")


def _date(value: object, where: str, reader: Reader) -> date | None:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or day.year < FIRST_YEAR:
        reader.fault("not_a_date", where, expected="YYYY-MM-DD")
        return None
    return day


def _answer(name: str, value: Value, day: date, reader: Reader) -> Answer:
    return Answer(name, value, reader.noon(day), day)


def _refused(problems: list[Problem]) -> BadInput:
    lines = "; ".join(f"{p.where}: {p.code}{_detail(p)}" for p in problems)
    return BadInput(
        f"This case cannot be read. {lines}",
        "Nothing was changed.",
        "Correct each place named. docs/reference/case.md describes the file.",
        problems=tuple(problems),
    )


def _detail(problem: Problem) -> str:
    said = ", ".join(f"{name} {value}" for name, value in problem.values.items())
    return f" ({said})" if said else ""
