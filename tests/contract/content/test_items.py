"""One suite over every content file: it loads, comes back unchanged, and nothing is wrong in it."""

import json
from collections import defaultdict
from dataclasses import asdict
from typing import Any

import pytest
from pydantic import TypeAdapter

from unspiral.catalogue.check import counts
from unspiral.catalogue.load import Catalogue, read_files
from unspiral.catalogue.types import KINDS
from unspiral.records.problem import Problem
from unspiral.services.content import examined

FILES, UNREADABLE = read_files()
ITEMS = [(folder, name) for folder, items in FILES.items() for name in items]
NAMES = [f"{folder}/{name}" for folder, name in ITEMS]


@pytest.fixture(scope="module")
def problems() -> dict[str, list[Problem]]:
    """Every problem of loading and cross-checking, by file."""
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in examined()[1]:
        found[problem.where.partition(":")[0]].append(problem)
    return found


def test_every_file_was_read() -> None:
    assert UNREADABLE == []


@pytest.mark.parametrize(("folder", "name"), ITEMS, ids=NAMES)
def test_item_has_no_problem(problems: dict[str, list[Problem]], folder: str, name: str) -> None:
    assert problems.get(f"{folder}/{name}.yaml", []) == []


@pytest.mark.parametrize(("folder", "name"), ITEMS, ids=NAMES)
def test_item_loads_and_comes_back_unchanged(catalogue: Catalogue, folder: str, name: str) -> None:
    item = getattr(catalogue, folder)[name]
    assert item.id == name
    again: Any = TypeAdapter(KINDS[folder]).validate_json(json.dumps(asdict(item)), strict=True)
    assert again == item


@pytest.mark.parametrize(("folder", "name"), ITEMS, ids=NAMES)
def test_nobody_has_reviewed_anything_yet(catalogue: Catalogue, folder: str, name: str) -> None:
    """Fails on the first real review: then the name stands here, with the date."""
    item = getattr(catalogue, folder)[name]
    assert (item.status, item.reviewed) == ("draft", None)


def test_counts(catalogue: Catalogue) -> None:
    n = counts(catalogue)
    print(n)
    assert n["techniques"] >= 8 and n["claims"] >= 10
    assert n["edges"] == 30 and n["crisis_lines"] == 31
    assert set(n) == set(KINDS)
