"""The guide in an export: what each file and each column is, in plain words."""

from datetime import date

from unspiral.catalogue.load import Catalogue
from unspiral.services import export_form as form
from unspiral.store.inventory import INVENTORY

WIDTH = 22

FILES: tuple[tuple[str, str], ...] = (
    (form.DATA, "Everything, exactly as it was written down. This is the one to keep: Unspiral "
     "can read it again. The other files say the same for your eyes."),
    ("readings.csv", "Your diary and what came from files or devices: one value a line."),
    ("answers.csv", "Your answers to questions, with older ones."),
    ("events.csv", "What happened: things done, rated, put off; signs raised and ended."),
    ("notes.csv", "Your own words: notes, parked worries, written sheets with older versions."),
    ("writes.csv", "Each time something was saved. The other files name these in their "
     "column “operation”."),
    ("phones.csv", "Phones that may come in now."),
    (form.DERIVED, "What Unspiral worked out from the rest. It can be worked out again."),
    (form.PAGE, "The 60-second page, to show to somebody who treats you."),
)  # fmt: skip

READING_IT = """\
The .csv files open in any spreadsheet. Text is UTF-8. Days are the person's own day, as
2026-11-22; moments are in UTC. A night belongs to the day of waking. “yes” and “no” in a column
of a .csv file are the program's own marks. Where a text begins with a sign that a spreadsheet
could run, as in =1+1, an apostrophe stands before it; data.json has the exact text.

data.json is one JSON document. Its head says which program made it, for whom (an id drawn at
random, no name), when, and when the person began. Then comes one write a line:
  version     its number, counted from 1
  said        all that was said with it: id, kind, at, zone, local_date, base_version, answers,
              readings, events, note
  sha256      SHA-256 of “said”, as it stands there
  stored, duplicates, conflicts
              what came of it: readings kept, readings that were there before, days with another
              version
The last line counts the writes and has the SHA-256 of every byte before it."""

AGAIN = """\
Stop Unspiral, then type in your terminal:
  ./start import {name} --data NEW-FOLDER --yes
Into an empty folder it brings back the same diary. Into one that has entries it adds what is
missing, and nothing is doubled. A file that was changed or cut is refused."""

CARE = """\
This file is not encrypted. Whoever has it can read your diary. Keep it where only you
can read it.
It holds no password and nothing that opens Unspiral on your machine."""

NOT_IN = """\
The links and sessions that open Unspiral in a browser. FHIR, the form that clinics exchange
records in: a later version of Unspiral will write it."""


def guide(catalogue: Catalogue, day: date, person: str, page: bool, demo: bool) -> str:
    """README.txt. `page`: the PDF is in; `demo`: the days are nobody's."""
    name = form.file_name(day)
    whose = "Made-up or copied days of a demo.\n" if demo else ""
    files = [entry for entry in FILES if page or entry[0] != form.PAGE]
    missing = "" if page else "\nThe 60-second page as PDF could not be made this time."
    parts = (
        f"MY DATA FROM UNSPIRAL\nMade on {day.isoformat()}, for {person}.\n{whose}",
        _titled("Before you pass it on", CARE),
        _titled("The files", "\n".join(_line(*entry) for entry in files)),
        _titled("How to read them", READING_IT),
        _titled("Bring it back", AGAIN.format(name=name)),
        _titled("What is not in here", NOT_IN + missing),
        *(_titled(f"Columns of {sheet.file}", _columns(sheet)) for sheet in form.SHEETS),
        _titled("What is measured (column “variable” of readings.csv)", _variables(catalogue)),
    )
    return "\n".join(parts)


def as_markdown() -> str:
    """The tables of docs/reference/export.md: files, columns, and where every column goes."""
    rows = ["| file | what it is |", "|---|---|"]
    rows += [f"| `{name}` | {what} |" for name, what in FILES]
    for sheet in form.SHEETS:
        rows += ["", f"### {sheet.file}", "", "| column | what it is |", "|---|---|"]
        rows += [f"| `{name}` | {_purpose(sheet, name)} |" for name in sheet.columns]
    rows += [
        "",
        "### Columns that no table shows",
        "",
        "| stored as | in the export |",
        "|---|---|",
    ]
    rows += [f"| `{name}` | {where} |" for name, where in form.ELSEWHERE.items()]
    rows += [f"| `{name}` | not: {why} |" for name, why in form.LEFT_OUT.items()]
    return "\n".join(rows) + "\n"


def _titled(title: str, body: str) -> str:
    return f"{title}\n{'-' * len(title)}\n{body}\n"


def _line(name: str, what: str) -> str:
    return f"{name:<{WIDTH}}{what}"


def _purpose(sheet: form.Sheet, column: str) -> str:
    return INVENTORY[sheet.table][column].purpose


def _columns(sheet: form.Sheet) -> str:
    return "\n".join(_line(name, _purpose(sheet, name)) for name in sheet.columns)


def _variables(catalogue: Catalogue) -> str:
    found = (catalogue.variables[name] for name in sorted(catalogue.variables))
    return "\n".join(
        _line(one.id + " ", f"{one.title}; {one.unit}, {one.range[0]:g} to {one.range[1]:g}")
        for one in found
    )
