"""`unspiral score` says scores in words and as one document, and why there is none."""

import json
from pathlib import Path
from typing import Any

import pytest

from unspiral.assessment.change import NotComparedCode
from unspiral.assessment.scoring import NotScoredCode, Room
from unspiral.cli.main import run
from unspiral.cli.score import NOT_COMPARED, REASONS, ROOM

Said = pytest.CaptureFixture[str]
PHQ8 = {f"phq8_{n}": 2 for n in range(1, 9)}


def put(folder: Path, data: object, name: str = "answers.json") -> str:
    (folder / name).write_text(json.dumps(data), "utf-8")
    return str(folder / name)


def words(said: Said, *args: str) -> str:
    assert run(["score", *args]) == 0
    return said.readouterr().out


def told(said: Said, *args: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(words(said, *args, "--json"))
    return found


def test_words(tmp_path: Path, capsys: Said) -> None:
    said = words(
        capsys, "peg", put(tmp_path, {"peg_pain": 6, "peg_enjoyment": 4, "peg_activity": 5})
    )
    assert said == "PEG: 5 (0 to 10, higher is worse).\n"


def test_a_range_is_shown_as_no_verdict_and_mood_carries_the_help_line(
    tmp_path: Path, capsys: Said
) -> None:
    said = words(capsys, "phq-8", put(tmp_path, {**PHQ8, "phq8_8": 0}))
    assert said.startswith("PHQ-8: 14 (0 to 24, higher is worse). Range: moderate.\n")
    assert "It is not a diagnosis." in said and "Many people with this talk to a doctor." in said
    assert said.endswith("under Need help now.\n")


def test_from_20_on_the_help_line_stands_first(tmp_path: Path, capsys: Said) -> None:
    said = words(capsys, "phq-8", put(tmp_path, dict.fromkeys(PHQ8, 3)))
    assert said.startswith("You are not alone with this")
    assert "PHQ-8: 24 " in said and "Every answer stands at one end." in said


@pytest.mark.parametrize("rest", [{}, {f"phq9_{n}": 1 for n in range(1, 9)}])
def test_the_ninth_question_shows_help_and_no_score(
    tmp_path: Path, capsys: Said, rest: dict[str, int]
) -> None:
    file = put(tmp_path, {**rest, "phq9_9": 1})
    said = words(capsys, "phq-9", file)
    assert said.startswith("You are not alone with this")
    assert "PHQ-9:" not in said and "Range" not in said and "PHQ-8" not in said
    assert told(capsys, "phq-9", file)["help_first"] is True


@pytest.mark.parametrize("odd", ["3", "0", True, [], {"a": 1}, 1e30, 99, -1, 0.5])
def test_a_ninth_answer_that_cannot_be_read_shows_help(
    tmp_path: Path, capsys: Said, odd: object
) -> None:
    file = put(tmp_path, {"phq9_9": odd})
    assert words(capsys, "phq-9", file).startswith("You are not alone with this")
    assert told(capsys, "phq-9", file)["score"] is None


def test_no_score_is_a_result_with_its_reason(tmp_path: Path, capsys: Said) -> None:
    file = put(tmp_path, {"phq4_1": 3, "phq4_2": 2})
    said = words(capsys, "phq-4", file)
    assert "PHQ-4: four questions on mood and worry: not scored. Too many answers" in said
    assert "  Worry part (GAD-2): 5 (0 to 6, higher is worse)." in said
    assert "Forms that may come next: gad-7." in said
    assert "  Mood part (PHQ-2): not scored." in said
    document = told(capsys, "phq-4", file)
    assert (document["score"], document["reason"]) == (None, "too_few_answers")


def test_an_item_is_named_where_it_is_about_one(tmp_path: Path, capsys: Said) -> None:
    assert "outside its range: isi_3." in words(capsys, "isi", put(tmp_path, {"isi_3": 5}))
    file = put(tmp_path, {f"phq9_{n}": 0 for n in range(1, 9)})
    assert "never filled in: phq9_9." in words(capsys, "phq-9", file)


def test_filled_room_and_group_are_said(tmp_path: Path, capsys: Said) -> None:
    six = dict.fromkeys(list(PHQ8)[:6], 1)
    assert "2 missing counted as the mean" in words(capsys, "phq-8", put(tmp_path, six))
    assert "getting better may not show" in words(capsys, "rmdq-24", put(tmp_path, {"rmdq_1": 1}))
    nine = {f"start_back_{n}": 1 for n in range(1, 10)}
    assert "scheme: high." in words(capsys, "start-back", put(tmp_path, nine))
    assert "higher is better" in words(
        capsys, "pseq-2", put(tmp_path, {"pseq2_1": 3, "pseq2_2": 3})
    )


def test_a_change_is_set_against_what_matters_and_noise(tmp_path: Path, capsys: Said) -> None:
    before = put(tmp_path, {"pain_average": 6, "pain_now": 5}, "before.json")
    after = put(tmp_path, {"pain_average": 4, "pain_now": 5})
    said = words(capsys, "pain-nrs", after, "--before", before)
    assert ("Pain on average, since the one before: -2 (-33 %), better. People tend to say that so "
            "much matters. More than it swings by chance.\n") in said  # fmt: skip
    assert "Pain right now, since the one before: the same.\n" in said
    change = told(capsys, "pain-nrs", after, "--before", before)["change"]["pain_average"]
    assert (change["points"], change["matters"], change["beyond_noise"]) == (-2, True, True)


def test_small_and_unknown_changes(tmp_path: Path, capsys: Said) -> None:
    before = put(tmp_path, {"pain_average": 6}, "before.json")
    said = words(capsys, "pain-nrs", put(tmp_path, {"pain_average": 7}), "--before", before)
    assert "+1 (+17 %), worse. Less than people tend to say matters. No more than it may" in said
    two = put(tmp_path, {"pseq2_1": 0, "pseq2_2": 0}, "before.json")
    said = words(capsys, "pseq-2", put(tmp_path, {"pseq2_1": 3, "pseq2_2": 3}), "--before", two)
    assert "+6, better. Whether so much matters to people is not known. How far it swings" in said


def test_a_kept_result_can_be_the_one_before(tmp_path: Path, capsys: Said) -> None:
    first = told(capsys, "phq-8", put(tmp_path, PHQ8))
    before = put(tmp_path, {**first, "version": 0}, "before.json")
    said = words(capsys, "phq-8", put(tmp_path, PHQ8), "--before", before)
    assert "Not compared: the form has changed." in said


def test_an_unknown_form_lists_the_forms(tmp_path: Path, capsys: Said) -> None:
    assert run(["score", "hads", put(tmp_path, {}), "--json"]) == 2
    fault = json.loads(capsys.readouterr().out)["error"]
    assert fault["message"].startswith("There is no form called hads. There are: fabq, gad-2,")


@pytest.mark.parametrize("bad", [{"isi_9": 1}, {"isi_1": True}, {"isi_1": "1"}])
def test_bad_input_exits_2(tmp_path: Path, capsys: Said, bad: object) -> None:
    assert run(["score", "isi", put(tmp_path, bad)]) == 2
    got = capsys.readouterr()
    assert got.out == "" and "isi_" in got.err and "Nothing was scored." in got.err


def test_a_file_that_is_not_there_exits_2(tmp_path: Path, capsys: Said) -> None:
    assert run(["score", "isi", str(tmp_path / "none.json")]) == 2
    assert "does not exist" in capsys.readouterr().err


def test_every_code_has_its_sentence() -> None:
    assert set(REASONS) == set(NotScoredCode.__args__)  # type: ignore[attr-defined]
    assert set(NOT_COMPARED) == set(NotComparedCode.__args__)  # type: ignore[attr-defined]
    assert {*ROOM, ""} == set(Room.__args__)  # type: ignore[attr-defined]
