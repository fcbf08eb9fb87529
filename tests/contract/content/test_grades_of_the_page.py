"""Every technique carries the grades of its row on the clinical page: no more, no fewer."""

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
Grades = frozenset[tuple[str, ...]]


@pytest.fixture(scope="module")
def page(root: Path) -> dict[str, Grades]:
    """(outcome, when, grade) of each row of section b of the clinical page."""
    source = root.parent / "shared" / "clinical" / "evidence.md"
    if not source.is_file():
        pytest.skip("the clinical pages are not on this machine")
    part = source.read_text("utf-8").partition("## b. Techniques")[2].partition("\n## c.")[0]
    rows = (line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("| "))
    graded = {row[0]: frozenset(GRADE.findall(row[4])) for row in rows if len(row) == 6}
    return {name: grades for name, grades in graded.items() if grades}


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
