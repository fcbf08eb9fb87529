"""The loader is strict: YAML core scalars only, and every fault named by file and key."""

from pathlib import Path

import pytest
import yaml

from unspiral.catalogue.load import (
    CONTENT,
    StrictLoader,
    compile_catalogue,
    load,
    read_files,
    read_ledger,
)
from unspiral.services.content import record_release

HEAD = "id: {id}\nkind: {kind}\ntitle: T\nstatus: draft\nversion: 1\n"
STOP = HEAD.format(id="st9", kind="stop_rule") + "ask: Dizzy?\ndo: Stop.\n"


def put(root: Path, folder: str, name: str, text: str) -> Path:
    (root / folder).mkdir(parents=True, exist_ok=True)
    (root / folder / f"{name}.yaml").write_text(text, "utf-8")
    return root


def codes(root: Path) -> list[str]:
    return [problem.code for problem in load(root)[1]]


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "2026-11-20", "12:30", "0x1f", "1_000"])
def test_what_looks_like_something_else_stays_a_string(word: str) -> None:
    assert yaml.load(word, StrictLoader) == word


def test_a_good_file_loads(tmp_path: Path) -> None:
    catalogue, problems = load(put(tmp_path, "stop_rules", "st9", STOP))
    assert problems == [] and catalogue.stop_rules["st9"].do == "Stop."


def test_double_keys_are_refused(tmp_path: Path) -> None:
    assert codes(put(tmp_path, "stop_rules", "st9", STOP + "do: Go.\n")) == ["not_yaml"]


def test_unknown_keys_are_refused_by_name(tmp_path: Path) -> None:
    _, problems = load(put(tmp_path, "stop_rules", "st9", STOP + "colour: red\n"))
    assert [p.code for p in problems] == ["bad_field"]
    assert problems[0].where == "stop_rules/st9.yaml: colour"


def test_a_wrong_type_is_refused_not_guessed(tmp_path: Path) -> None:
    text = STOP.replace("version: 1", "version: one")
    assert codes(put(tmp_path, "stop_rules", "st9", text)) == ["bad_field"]


def test_the_file_name_is_the_id(tmp_path: Path) -> None:
    assert codes(put(tmp_path, "stop_rules", "other", STOP)) == ["id_is_not_file_name"]


def test_all_faults_are_listed_not_the_first(tmp_path: Path) -> None:
    put(tmp_path, "stop_rules", "st8", "- a list\n")
    put(tmp_path, "stop_rules", "st9", STOP + "colour: red\n")
    assert sorted(codes(tmp_path)) == ["bad_field", "not_a_mapping"]


@pytest.mark.parametrize("tier", ["T2", "T3"])
def test_questionnaire_text_is_refused_outside_tier_one(tier: str) -> None:
    files, _ = read_files()
    peg = {**files["questionnaires"]["peg"], "tier": {"tier": tier, "terms": "ask first"}}
    catalogue, problems = compile_catalogue({**files, "questionnaires": {"peg": peg}})
    assert "peg" not in catalogue.questionnaires
    assert any("no item text" in str(problem.values["detail"]) for problem in problems)


def test_a_form_outside_tier_one_loads_without_its_text() -> None:
    files, _ = read_files()
    peg = dict(files["questionnaires"]["peg"])
    bare = [{"id": item["id"], "range": item["range"]} for item in peg["items"]]
    other = {**peg, "items": bare, "tier": {"tier": "T2", "terms": "ask first"}}
    catalogue, _ = compile_catalogue({**files, "questionnaires": {"peg": other}})
    assert catalogue.questionnaires["peg"].tier.tier == "T2"


def test_the_hash_follows_the_content(tmp_path: Path) -> None:
    first = load(put(tmp_path, "stop_rules", "st9", STOP))[0].hash
    assert load(tmp_path)[0].hash == first
    assert load(put(tmp_path, "stop_rules", "st9", STOP + "\n# a comment\n"))[0].hash == first
    assert load(put(tmp_path, "stop_rules", "st9", STOP.replace("Stop.", "Go.")))[0].hash != first


def test_the_ledger_only_grows(tmp_path: Path) -> None:
    put(tmp_path, "stop_rules", "st9", STOP)
    record_release(tmp_path)
    (tmp_path / "stop_rules" / "st9.yaml").unlink()
    record_release(tmp_path)
    assert read_ledger(tmp_path)["stop_rules"] == {"st9": 1}


def test_content_ships_inside_the_package() -> None:
    assert (CONTENT / "variables" / "pain.yaml").is_file()
