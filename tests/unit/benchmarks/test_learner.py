"""The learner's benchmark runs without its peers, and takes only shortcuts that change nothing."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from _claims import short_look
from _jobs import Desk
from _scenario import case, informed
from support.source import ROOT

from unspiral.diary.panel import until
from unspiral.dynamics.frame import completed_days
from unspiral.dynamics.simulate import WORLDS
from unspiral.insights.looks import Look, LookBook
from unspiral.insights.withhold import CLAIM_AT, WITHDRAW_BELOW

PARTS = ("coverage", "claims", "sbc", "exact")


def test_quick_parts_give_every_row_a_number(tmp_path: Path) -> None:
    only = [word for part in PARTS for word in ("--only", part)]
    words = ["--quick", "--json", "--workers", "1", "--worlds", "linear", *only]
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks/learner.py", *words, "--out", tmp_path / "out.jsonl"],
        stdout=subprocess.PIPE,
        check=False,
        encoding="utf-8",
    )
    said = json.loads(done.stdout)
    assert {row["part"] for row in said["rows"]} == {*PARTS, "order"}
    assert all(isinstance(row["value"], float | int) for row in said["rows"])
    kept = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert {line["part"] for line in kept} >= {"claims", "sbc", "coverage", "order"}


def double(number: int) -> int:
    return 2 * number


def test_kept_results_are_not_worked_out_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "out.jsonl", 1, "code")
    assert desk.gather("p", double, {"one": (1,)}) == {"one": 2}
    # the second time "one" would come out as 10, if it were worked out
    assert desk.gather("p", double, {"one": (5,), "two": (2,)}) == {"one": 2, "two": 4}
    other = Desk(tmp_path / "out.jsonl", 1, "other code")
    assert other.gather("p", double, {"one": (5,)}) == {"one": 10}


@pytest.mark.parametrize("strong", [{}, {("sleep_quality", "pain"): -0.6}])
def test_a_short_look_claims_what_the_whole_one_claims(
    strong: dict[tuple[str, str], float],
) -> None:
    world = replace(WORLDS["linear"], links=strong)
    panel = until(case(world, 90, 0).panel, 75)
    book = LookBook(panel, informed())
    whole = book.at(60)
    short = short_look(book, until(panel, completed_days(panel)[59] + 1), 60)
    assert clear(short) == clear(whole)
    assert bool(clear(whole)) == bool(strong)


def clear(look: Look) -> set[tuple[object, int, bool]]:
    """Links and shifts that could be claimed or kept, with their direction."""
    found = {**look.evidence, **look.changes}
    return {
        (name, sign, one.toward(sign) >= CLAIM_AT)
        for name, one in found.items()
        for sign in (1, -1)
        if one.toward(sign) >= WITHDRAW_BELOW
    }
