"""Every command, option, setting, package and variable stands in the documentation."""

import re
import tomllib

import click
import pytest
from support.export_page import PAGE as EXPORT
from support.export_page import export_page
from support.questionnaires_page import PAGE as QUESTIONNAIRES
from support.questionnaires_page import questionnaires_page
from support.source import ROOT, SOURCE
from support.variables_page import PAGE, variables_page

from unspiral.catalogue.load import Catalogue
from unspiral.cli.checkin import SENTENCES, VALUES
from unspiral.cli.main import COMMANDS, unspiral

COMMANDS_PAGE = (ROOT / "docs/reference/commands.md").read_text("utf-8")
REFERENCE = "".join(p.read_text("utf-8") for p in (ROOT / "docs/reference").glob("*.md"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_documented_and_loads(name: str) -> None:
    command = unspiral.get_command(click.Context(unspiral), name)
    assert command is not None
    assert f"| `{name}` |" in COMMANDS_PAGE


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_documented(name: str) -> None:
    command = unspiral.get_command(click.Context(unspiral), name)
    assert command is not None
    options = [o for p in command.params if isinstance(p, click.Option) for o in p.opts]
    assert [option for option in options if option not in REFERENCE] == []


def test_checkin_has_an_option_for_every_diary_variable(catalogue: Catalogue) -> None:
    asked = {"morning", "evening", "add"}
    diary = {
        v.id
        for v in catalogue.variables.values()
        if v.daily and v.sitting in asked and not re.match(r"pain_(?!morning|worst)", v.id)
    }
    assert {variable for variable, _ in VALUES.values()} == diary
    assert all(f"`{v}`" in COMMANDS_PAGE and f"`--{o}`" in COMMANDS_PAGE
               for o, (v, _) in VALUES.items())  # fmt: skip


def test_checkin_has_a_sentence_for_every_problem() -> None:
    code = (SOURCE / "diary/checkin.py").read_text("utf-8")
    assert set(re.findall(r'Problem\(\s*"(\w+)"', code)) == set(SENTENCES)


def test_every_environment_variable_is_documented() -> None:
    files = [*SOURCE.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), ROOT / "start", ROOT / "test"]
    read = re.compile(r"UNSPIRAL_[A-Z_]+")
    names = {name for path in files for name in read.findall(path.read_text("utf-8"))}
    assert {name for name in names if f"`{name}`" not in COMMANDS_PAGE} == set()


def test_every_run_time_package_has_its_reason() -> None:
    table = (ROOT / "docs/adr/0007-run-time-packages.md").read_text("utf-8")
    packages = [re.match(r"[\w-]+", line)[0] for line in PROJECT["dependencies"]]  # type: ignore[index]
    assert len(packages) < 25
    assert re.findall(r"^\| ([\w-]+) \|", table, re.MULTILINE)[1:] == packages


def test_every_variable_is_documented(catalogue: Catalogue) -> None:
    written = PAGE.read_text("utf-8")
    assert written == variables_page(catalogue), "run: ./test pages"


def test_every_column_of_an_export_is_documented() -> None:
    assert EXPORT.read_text("utf-8") == export_page(), "run: ./test pages"


def test_every_questionnaire_is_documented(catalogue: Catalogue) -> None:
    written = QUESTIONNAIRES.read_text("utf-8")
    assert written == questionnaires_page(written, catalogue), "run: ./test pages"
    assert all(f"### {name}\n" in written for name in catalogue.questionnaires)
