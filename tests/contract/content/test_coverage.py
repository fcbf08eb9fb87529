"""Everything the founding articles describe is somewhere here, and found from Today in 3 steps."""

import re
from dataclasses import replace

import pytest
from support.asgi import Client
from support.coverage_page import PAGE, coverage_page
from support.people import Person
from support.screening import NOW, clear_answers
from support.server import signed_in
from support.source import ROOT

from unspiral.catalogue.coverage import Coverage, Row, check, parse
from unspiral.catalogue.load import Catalogue, read_coverage
from unspiral.services.content import covered
from unspiral.web.views.learn_parts import PATHS

TRACE = ROOT.parent / "shared/founding/trace.md"
STEPS = 3
LINK = re.compile(r'<a [^>]*href="(/[^"#?]*)')


@pytest.fixture(scope="module")
def rows() -> Coverage:
    found, problems = parse(read_coverage())
    assert problems == []
    return found


@pytest.fixture(scope="module")
def client(catalogue: Catalogue) -> Client:
    answers = {**clear_answers(catalogue), "country": "IE", "zone": "Europe/Dublin"}
    person = Person(catalogue, answers, NOW)
    return signed_in(person.ctx, person.id)


def test_every_row_of_the_list_is_here(rows: Coverage) -> None:
    if not TRACE.exists():
        pytest.skip("the list of what the articles describe is not beside the project")
    listed = re.findall(r"^\| (00\d-\d\d) ", TRACE.read_text("utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(listed)


def test_at_least_95_rows_are_covered_and_each_open_one_says_why() -> None:
    counted = covered()
    print(f"{counted['covered']} of {counted['rows']} rows covered")
    assert counted["rows"] == 108
    assert counted["covered"] >= 95
    assert counted["covered"] + len(counted["open"]) == counted["rows"]
    assert all(row["why"] and row["waits_for"] for row in counted["open"])


def test_everything_named_is_reached_from_today(rows: Coverage, client: Client) -> None:
    wanted = {page for row in rows.values() for page in row.pages}
    for row in rows.values():
        wanted |= {PATHS[folder] + name for folder, _, name in map(_parted, row.items)}
    reached = _reached(client, "/today", STEPS)
    print(f"N = {len(wanted)} places, {len(reached)} reached within {STEPS} steps")
    assert len(wanted) > 150
    assert wanted - reached == set()


def test_the_page_of_the_documentation_is_fresh(rows: Coverage) -> None:
    written = PAGE.read_text("utf-8")
    assert written == coverage_page(written, rows), "run: ./test pages"


@pytest.mark.parametrize(
    "row, code",
    [
        (Row(says="x"), "row_without_home"),
        (Row(says="x", items=("lessons/none",)), "does_not_exist"),
        (Row(says="x", items=("nowhere/none",)), "does_not_exist"),
        (Row(says="x", pages=("/today",), open="not built"), "open_row_without_reason"),
    ],
)
def test_a_row_that_leads_nowhere_is_a_problem(catalogue: Catalogue, row: Row, code: str) -> None:
    assert [problem.code for problem in check({"000-01": row}, catalogue)] == [code]


def test_a_row_on_a_retired_item_is_a_problem(catalogue: Catalogue) -> None:
    lesson = replace(catalogue.lessons["travel"], status="retired")
    without = replace(catalogue, lessons={"travel": lesson})
    row = Row(says="x", items=("lessons/travel",))
    assert list(check({"000-01": row}, catalogue)) == []
    assert [problem.code for problem in check({"000-01": row}, without)] == ["does_not_exist"]


def test_a_row_number_of_no_article_is_a_problem(catalogue: Catalogue) -> None:
    row = Row(says="x", pages=("/today",))
    assert [problem.code for problem in check({"005-01": row}, catalogue)] == ["bad_row_id"]


def test_an_unknown_key_is_a_problem() -> None:
    rows, problems = parse({"000-01": {"says": "x", "item": ["a/b"]}})
    assert rows == {} and [problem.code for problem in problems] == ["bad_field"]


def _parted(item: str) -> tuple[str, str, str]:
    return item.partition("/")


def _reached(client: Client, start: str, steps: int) -> set[str]:
    """Every address that `steps` clicks on links lead to; each is opened and answers."""
    reached, edge = {start}, {start}
    for step in range(steps):
        links: set[str] = set()
        for path in sorted(edge):
            answer = client.get(path)
            assert answer.status in (200, 303), path
            links |= set(LINK.findall(answer.text))
        edge = links - reached
        reached |= edge
        if step == steps - 1:
            statuses = {path: client.get(path).status for path in edge}
            assert {path for path, status in statuses.items() if status >= 400} == set()
    return reached
