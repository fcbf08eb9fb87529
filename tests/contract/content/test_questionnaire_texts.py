"""The words of every shipped form, character for character as on the clinical page."""

import re
from itertools import takewhile
from pathlib import Path

import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import QItem, Questionnaire

SECTIONS = {"peg": 1, "rmdq-24": 2, "phq-9": 3, "phq-8": 3, "phq-2": 3, "gad-7": 4, "gad-2": 4,
            "phq-4": 5, "pain-nrs": 6}  # fmt: skip
OPTIONS = ("phq-9", "phq-8", "phq-2", "gad-7", "gad-2", "phq-4")
COUNTS = {"phq-9": 9, "phq-8": 8, "phq-2": 2, "gad-7": 7, "gad-2": 2, "phq-4": 4, "rmdq-24": 24}
PANELS = {"peg": "91148-7", "phq-9": "44249-1", "phq-2": "55757-9", "gad-7": "69737-5",
          "phq-4": "69724-3"}  # fmt: skip
TOTALS = {"peg_total": "91147-9", "phq9_total": "44261-6", "phq2_total": "55758-7",
          "gad7_total": "70274-6", "phq4_total": "70272-0"}  # fmt: skip


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    path = root.parent / "shared" / "clinical" / "instruments.md"
    if not path.is_file():
        pytest.skip("the clinical pages are not on this machine")
    return path.read_text("utf-8")


@pytest.fixture(scope="module")
def sections(page: str) -> dict[int, str]:
    parts = re.split(r"^## (\d)\. ", page, flags=re.MULTILINE)
    return {int(n): text for n, text in zip(parts[1::2], parts[2::2], strict=True)}


def rows(section: str) -> list[list[str]]:
    """The cells of every table row of a section."""
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def numbered(section: str) -> list[tuple[str, ...]]:
    """The rows of the table of items: those below its head "No", numbered from 1 on."""
    table = rows(section)
    head = next(place for place, row in enumerate(table) if row[0] == "No")
    found = [tuple(row) for row in takewhile(lambda row: row[0].isdigit(), table[head + 2 :])]
    assert [row[0] for row in found] == [str(n) for n in range(1, len(found) + 1)]
    return found


def scored(form: Questionnaire) -> list[QItem]:
    return [item for item in form.items if not item.unscored]


def test_the_forms_with_words_are_those_of_the_page(catalogue: Catalogue) -> None:
    forms = catalogue.questionnaires.values()
    assert {form.id for form in forms if form.tier.tier == "T1"} == set(SECTIONS)


@pytest.mark.parametrize("name", COUNTS)
def test_items_stand_word_for_word(
    catalogue: Catalogue, sections: dict[int, str], name: str
) -> None:
    table = numbered(sections[SECTIONS[name]])
    items = scored(catalogue.questionnaires[name])
    assert len(items) == COUNTS[name] <= len(table)
    for item, row in zip(items, table, strict=False):
        assert item.text == row[1], item.id
    print(f"N = {len(items)}")


@pytest.mark.parametrize("name", OPTIONS)
def test_options_values_and_codes_stand_as_on_the_page(
    catalogue: Catalogue, sections: dict[int, str], name: str
) -> None:
    wanted = [row for row in rows(sections[3]) if re.fullmatch(r"[0-3]", row[0])][:4]
    wanted = [row for row in wanted if row[2].startswith("LA")]
    codes = {row[1]: row for row in numbered(sections[SECTIONS[name]])}
    for item in scored(catalogue.questionnaires[name]):
        options = zip(item.options, item.option_codes, strict=True)
        assert [[str(n), *pair] for n, pair in enumerate(options)] == wanted
        assert item.range == (0, 3)
        assert item.loinc and any(cell.startswith(item.loinc) for cell in codes[item.text])


@pytest.mark.parametrize("name", OPTIONS)
def test_instruction_and_recall(catalogue: Catalogue, sections: dict[int, str], name: str) -> None:
    form, section = catalogue.questionnaires[name], sections[SECTIONS[name]]
    assert f"**Instruction (exact):** {form.instruction}" in section
    assert form.instruction.endswith("problems?")
    assert form.recall == "the last 2 weeks" and form.recall in section


@pytest.mark.parametrize("name", OPTIONS)
def test_the_credit_is_the_notice_of_the_page(catalogue: Catalogue, page: str, name: str) -> None:
    tier = catalogue.questionnaires[name].tier
    assert f'"{tier.credit}"' in page and "Pfizer" in tier.credit


@pytest.mark.parametrize("name", ["phq-9", "gad-7"])
def test_the_question_on_difficulty(
    catalogue: Catalogue, sections: dict[int, str], name: str
) -> None:
    (item,) = [each for each in catalogue.questionnaires[name].items if each.unscored]
    assert f"**{item.text}**" in sections[SECTIONS[name]]
    told = ", ".join(f"{o} ({c})" for o, c in zip(item.options, item.option_codes, strict=True))
    assert told in sections[3]


def test_rmdq_has_its_three_paragraphs_and_is_ticked_or_blank(
    catalogue: Catalogue, sections: dict[int, str]
) -> None:
    form = catalogue.questionnaires["rmdq-24"]
    quoted = [line[2:] for line in sections[2].splitlines() if line.startswith("> ")]
    assert form.instruction.split("\n\n") == quoted and len(quoted) == 3
    assert form.recall == "today"
    for item in form.items:
        assert (item.range, item.blank, item.options) == ((0, 1), 0, ())


def test_pain_from_0_to_10(catalogue: Catalogue, sections: dict[int, str]) -> None:
    table = [row for row in rows(sections[6]) if row[0].startswith("pain_")]
    items = catalogue.questionnaires["pain-nrs"].items
    assert [[i.id, i.text, i.low_end, i.high_end] for i in items] == [row[:4] for row in table]
    assert all(item.range == (0, 10) for item in items)


def test_codes_of_panels_and_totals(catalogue: Catalogue, page: str) -> None:
    forms = catalogue.questionnaires
    assert {name: form.codes[0].code for name, form in forms.items() if form.codes} == PANELS
    totals = {form.score.variable for form in forms.values() if form.tier.tier == "T1"}
    codes = {name: catalogue.variables[name].codes for name in totals}
    assert {name: held[0].code for name, held in codes.items() if held} == TOTALS
    assert all(code in page for code in (*PANELS.values(), *TOTALS.values()))


def test_only_the_ninth_question_opens_help(catalogue: Catalogue) -> None:
    calling = {
        item.id: item.help_from
        for form in catalogue.questionnaires.values()
        for item in form.items
        if item.help_from is not None
    }
    assert calling == {"phq9_9": 1}


def test_what_to_verify_keeps_a_form_a_draft(catalogue: Catalogue) -> None:
    for form in catalogue.questionnaires.values():
        assert form.status == "draft" and form.reviewed is None
        if form.tier.tier != "T1":
            assert "No words are shipped" in form.tier.terms or "no words are shipped" in (
                form.tier.terms
            )
