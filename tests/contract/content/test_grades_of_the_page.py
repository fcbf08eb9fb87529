"""Every technique carries the grades of its row on the clinical page, no more and no fewer.

It also carries every shared caution (K1 to K10) and stop rule (ST1 to ST4) that the row names;
more of them is allowed.
"""

import re
from pathlib import Path

import pytest

from unspiral.catalogue.load import Catalogue

# Row of section b -> the techniques that are made from it.
ROWS = {
    "side-sleep + pillow between knees": ["side-lying-pillow"],
    "back-sleep, pillow under knees": ["rest-pillow-knees"],
    "avoid prone": ["front-lying-pillow"],
    "heat pack/wrap": ["heat-chair"],
    "cold pack": ["cold-pack"],
    "warm bath/shower": ["warm-bath"],
    "hamstring stretch (lying, default)": ["hamstring-strap"],
    "hamstring stretch (standing variant)": ["hamstring-standing"],
    "bridge-and-breathe (S4)": ["bridge-breathe"],
    "seated cat-cow": ["cat-cow-seated"],
    "seated side stretch": ["side-stretch-seated"],
    "yoga": ["yoga"],
    "tai chi": ["tai-chi"],
    "Pilates": ["pilates"],
    "walking": ["walking"],
    "movement snacks": ["movement-snacks"],
    "swimming/aquatic": ["swimming"],
    "strengthening": [],  # every family of three levels, one file each
    "morning/bed stretches": ["bed-stretches", "knee-to-chest-bed"],
    "breathing + movement as one": ["breathe-and-move"],
    "HIIT/cardio": ["intervals"],
    "4-7-8 breathing": ["breathing-4-7-8"],
    "diaphragmatic breathing": ["belly-breathing"],
    "mindfulness/meditation": ["mindfulness-breath", "body-scan"],
    "MBSR": ["mbsr"],
    "PMR/relaxation": ["muscle-relaxation"],
    "CBT: thought record": ["thought-record"],
    "stressor log": ["stressor-log"],
    "problem solving": ["problem-solving"],
    "relapse prevention/flare plan": ["flare-plan"],
    "sleep thoughts": ["sleep-thoughts"],
    "stimulus control": ["stimulus-control"],
    "fixed wake time": ["fixed-rise-time"],
    "no naps / ≤20 min before 15:00": ["no-naps"],
    "sleep window (restriction)": ["sleep-window"],
    "sleep compression (safer variant)": ["sleep-compression"],
    "sleep hygiene": ["sleep-basics", "less-alcohol"],
    "healthy eating": ["healthy-eating", "weight"],
    "social connection": ["social-contact"],
    "breaks": ["breaks"],
    "joyful activity (activation)": ["joyful-activity"],
    "quit smoking": ["quit-smoking"],
    "essential oils, scent": ["scent"],
    "massage": ["massage"],
    "acupuncture": ["acupuncture"],
    "dry needling": ["dry-needling"],
    "manual therapy/SMT": ["manual-therapy"],
    "medication talk": ["medicine-talk"],
}
GRADE = re.compile(r"(\w+)/([\w ]+?) ([ABCDX])(?=$|;)")
CAUTIONS = re.compile(r"\bK(\d+)(?:–K(\d+))?")
STOPS = re.compile(r"\bST(\d)(?:–(\d))?")
NAME, CAUTION_CELL, STOP_CELL, GRADE_CELL, CELLS = 0, 2, 3, 4, 6
Grades = frozenset[tuple[str, ...]]


@pytest.fixture(scope="module")
def table(root: Path) -> dict[str, list[str]]:
    """The cells of each graded row of section b of the clinical page."""
    source = root.parent / "shared" / "clinical" / "evidence.md"
    if not source.is_file():
        pytest.skip("the clinical pages are not on this machine")
    part = source.read_text("utf-8").partition("## b. Techniques")[2].partition("\n## c.")[0]
    rows = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("| ")]
    assert {len(row) for row in rows} == {CELLS}
    return {row[NAME]: row for row in rows if GRADE.search(row[GRADE_CELL])}


@pytest.fixture(scope="module")
def page(table: dict[str, list[str]]) -> dict[str, Grades]:
    """(outcome, when, grade) of each row."""
    return {name: frozenset(GRADE.findall(row[GRADE_CELL])) for name, row in table.items()}


def named(pattern: re.Pattern[str], cell: str) -> set[int]:
    """The numbers a cell names, "K1–K3" being three of them."""
    found = pattern.findall(cell)
    return {n for first, last in found for n in range(int(first), int(last or first) + 1)}


def test_every_row_of_the_page_is_here(page: dict[str, Grades]) -> None:
    assert set(page) == set(ROWS)


@pytest.mark.parametrize("row", ROWS)
def test_grades_are_those_of_the_row(
    row: str, page: dict[str, Grades], catalogue: Catalogue
) -> None:
    families = [name for name, technique in catalogue.techniques.items() if technique.family]
    names = ROWS[row] or families
    assert page[row] and names
    for name in names:
        ours = {(g.outcome, g.when, g.grade) for g in catalogue.techniques[name].grades}
        assert ours == page[row], name


@pytest.mark.parametrize("row", ROWS)
def test_the_cautions_and_stop_rules_of_the_row_are_there(
    row: str, table: dict[str, list[str]], catalogue: Catalogue
) -> None:
    families = [name for name, technique in catalogue.techniques.items() if technique.family]
    for name in ROWS[row] or families:
        technique = catalogue.techniques[name]
        ours = {int(n) for use in technique.cautions for n in re.findall(r"^k(\d+)", use.caution)}
        assert named(CAUTIONS, table[row][CAUTION_CELL]) <= ours, name
        stops = {int(rule.removeprefix("st")) for rule in technique.stop_rules}
        assert named(STOPS, table[row][STOP_CELL]) <= stops, name


def test_the_page_names_cautions_and_stop_rules(table: dict[str, list[str]]) -> None:
    cautions = sum(len(named(CAUTIONS, row[CAUTION_CELL])) for row in table.values())
    stops = sum(len(named(STOPS, row[STOP_CELL])) for row in table.values())
    print(f"N = {len(table)} rows, {cautions} cautions, {stops} stop rules")
    assert cautions >= 40 and stops >= 25
