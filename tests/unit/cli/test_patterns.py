"""`unspiral patterns`: the worked cases of the reference, their sentences, and what is withheld."""

import json
from pathlib import Path

import pytest
from support.source import ROOT

from unspiral.cli.main import run

EXAMPLES = ROOT / "docs/reference/examples"
LEG = "You ticked {n} of 3 features often seen when a leg nerve is irritated."
SAID = {
    "patterns-three": ["read", "two_or_more", LEG.format(n=3) + " Only an examination can tell."],
    "patterns-one": ["read", "one", LEG.format(n=1) + " That is too little to go by."],
    "patterns-none": [
        "read",
        "none",
        "Like most people's back pain, yours shows no special pattern.",
    ],
}


def printed(name: str, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert run(["patterns", str(EXAMPLES / f"{name}.json"), *options]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("name", SAID)
def test_a_worked_case_says_its_one_sentence(name: str, capsys) -> None:
    result = json.loads(printed(name, capsys, "--json"))
    assert [result["status"], result["said"], *result["shown"]] == SAID[name]
    assert SAID[name][2] in printed(name, capsys)


def test_each_pattern_has_its_count_what_is_against_and_sources(capsys) -> None:
    result = json.loads(printed("patterns-one", capsys, "--json"))
    leg = next(p for p in result["patterns"] if p["pattern"] == "leg-nerve")
    assert (leg["counted"], leg["of"]) == (1, 3)
    assert [f["state"] for f in leg["features"]] == ["unsure", "ticked", "not_asked"]
    assert leg["against"][0]["label"] == "The pain never goes past the buttock"
    assert {"konstantinou-2012", "stynes-2018"} <= {source["id"] for source in leg["sources"]}
    assert all(source["cite"] for source in leg["sources"])
    assert result["check"] == "A clinician can check this."
    assert "not asked  Pins and needles" in printed("patterns-one", capsys)


@pytest.mark.parametrize(("name", "level"), [("patterns-held", "D"), ("within-days", "W")])
def test_above_r_it_is_withheld_with_the_level(name: str, level: str, capsys) -> None:
    result = json.loads(printed(name, capsys, "--json"))
    assert (result["status"], result["level"]) == ("withheld", level)
    assert result["reasons"][0] == {
        "code": "level",
        "content_id": None,
        "values": {"level": level},
    }
    assert "patterns" not in result and "features" not in printed(name, capsys)


def test_nobody_asked_means_the_questions_first(capsys) -> None:
    assert "The danger questions come first." in printed("not-asked", capsys)


def test_a_case_that_cannot_be_read_exits_2(tmp_path: Path, capsys) -> None:
    (tmp_path / "bad.json").write_text('{"schema": "case/1"}')
    assert run(["patterns", str(tmp_path / "bad.json")]) == 2
    assert "today" in capsys.readouterr().err
