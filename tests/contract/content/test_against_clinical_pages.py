"""Figures and exact texts against the clinical pages they were taken from."""

import json
from pathlib import Path
from typing import Any

import pytest

from unspiral.catalogue.load import Catalogue

NAME = {"activity": "activity_minutes"}


@pytest.fixture(scope="module")
def clinical(root: Path) -> Path:
    folder = root.parent / "shared" / "clinical"
    if not folder.is_dir():
        pytest.skip("the clinical pages are not on this machine")
    return folder


@pytest.fixture(scope="module")
def priors(clinical: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((clinical / "priors.json").read_text("utf-8"))
    return data


def named(variable: str) -> str:
    return NAME.get(variable, variable)


def test_every_prior_link_is_there_with_its_size(
    catalogue: Catalogue, priors: dict[str, Any]
) -> None:
    ours = {(e.cause, e.effect, e.lag): e for e in catalogue.edges.values()}
    for prior in priors["edges"]:
        edge = ours.pop((named(prior["from"]), named(prior["to"]), prior["lag"]))
        size = prior["effect_per_1sd"]
        assert (edge.size.mean, edge.size.sd) == (size["mean"], size["sd"]), edge.id
        assert edge.between_person_slope_sd == prior["between_person_slope_sd"]
        assert (edge.basis, edge.confidence) == (prior["basis"], prior["confidence"])
        assert len(edge.sources) == len(prior["source"])
    assert not ours


def test_starting_values_are_those_of_the_page(
    catalogue: Catalogue, priors: dict[str, Any]
) -> None:
    states = priors["population"]["states"]
    errors = priors["population"]["measurement_error_sd"]
    assert {named(name) for name in states} == set(catalogue.populations)
    for name, state in states.items():
        ours = catalogue.populations[named(name)]
        assert (ours.mean, ours.between_sd, ours.within_sd) == (
            state["mean"], state["between_sd"], state["within_sd"],
        )  # fmt: skip
        assert (ours.ar1_day.mean, ours.ar1_day.sd) == tuple(state["ar1_day"].values())
        assert ours.measurement_error_sd == errors.get(name)


def test_help_lines_are_those_of_the_page(catalogue: Catalogue, clinical: Path) -> None:
    page = json.loads((clinical / "crisis_lines.json").read_text("utf-8"))
    assert {entry["country"] for entry in page} == {
        c.country for c in catalogue.crisis_lines.values()
    }
    for entry in page:
        ours = catalogue.crisis_lines[entry["country"].lower()]
        for line, theirs in zip(ours.lines, entry["lines"], strict=True):
            for field in ("name", "phone", "text", "url", "recalled_only"):
                assert getattr(line, field) == theirs[field], (entry["country"], field)
            assert line.languages == tuple(theirs["languages"])
            assert line.seen_in == tuple(f"crisis-{s.lower()}" for s in theirs["source"])
        if entry["emergency"]:
            numbers = [ours.emergency, *(n.split()[0] for n in ours.emergency_also)]
            assert all(number in entry["emergency"] for number in numbers)


def test_peg_stands_word_for_word(catalogue: Catalogue, clinical: Path) -> None:
    page = (clinical / "instruments.md").read_text("utf-8")
    peg = catalogue.questionnaires["peg"]
    for number, item in enumerate(peg.items, 1):
        row = f"| {number} | {item.id} | {item.text} | {item.low_end} | {item.high_end} |"
        assert f"{row} {item.loinc} |" in page
    assert f"**{peg.title}**" in page and f"**{peg.recall}**" in page


def test_codes_stand_on_the_pages(catalogue: Catalogue, clinical: Path) -> None:
    pages = (clinical / "instruments.md").read_text("utf-8")
    pages += (clinical / "evidence.md").read_text("utf-8")
    codes = [code.code for v in catalogue.variables.values() for code in v.codes]
    print(f"N = {len(codes)}")
    assert codes and all(code in pages for code in codes)
