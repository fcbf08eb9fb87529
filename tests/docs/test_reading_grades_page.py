"""The page of reading grades is made from the content, and lists what the check holds."""

from dataclasses import replace

from support.reading_grades_page import PAGE, graded, reading_grades_page

from unspiral.catalogue import wording
from unspiral.catalogue.load import Catalogue

HARD = (
    "The administration of pharmacological preparations necessitates individualised consultation "
    "regarding contraindications, interactions and alternatives, particularly for individuals "
    "experiencing cardiovascular comorbidities, gastrointestinal haemorrhage, or significantly "
    "deteriorating renal function. Individualised consultation remains obligatory."
)


def test_the_page_is_fresh(catalogue: Catalogue) -> None:
    written = PAGE.read_text("utf-8")
    assert written == reading_grades_page(written, catalogue), "run: ./test pages"


def test_no_listed_block_is_above_its_limit(catalogue: Catalogue) -> None:
    above, count = [], 0
    for folder in ("claims", "lessons", "patterns", "redflags", "stop_rules", "techniques"):
        help_kind = folder in wording.HELP_KINDS
        limit = wording.HELP_GRADE_LIMIT if help_kind else wording.GRADE_LIMIT
        items, blocks = graded(catalogue, folder)
        count += len(blocks)
        above += [each for each in (*items, *blocks) if each.grade > limit]
    print(f"N = {count} blocks")
    assert count > 500 and above == []


def test_a_hard_block_is_listed_first(catalogue: Catalogue) -> None:
    claim = replace(next(iter(catalogue.claims.values())), answer=HARD)
    harder = replace(catalogue, claims={**catalogue.claims, claim.id: claim})
    page = reading_grades_page(PAGE.read_text("utf-8"), harder)
    first = page.partition("| where | words | grade |\n|---|---|---|\n")[2].splitlines()[0]
    assert first.startswith(f"| `claims/{claim.id}: answer` |")
