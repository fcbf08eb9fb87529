"""`unspiral trial`: a sealed design or the closed list; an answer, or what is wrong."""

import csv
import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from numpy.random import default_rng

from unspiral.catalogue.load import load
from unspiral.cli import trial_tables
from unspiral.cli.main import run
from unspiral.cli.trial_data import NOTES, REASONS, VERDICTS
from unspiral.records.trial import Trial
from unspiral.trials import analyse, make, simulate, verify, write
from unspiral.trials.document import Held

Said = pytest.CaptureFixture[str]
MADE = make("walk-evening", "walking", "pain", scheme="blocks", seed=9)
TRIAL = simulate.trial(simulate.World(done=0.7, run_in=5), MADE, -1.4, default_rng(2))


@pytest.fixture(autouse=True)
def _content_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unspiral.catalogue.load.load", content)


@cache
def content() -> Any:
    return load()


def told(said: Said, *words: str, code: int = 0) -> Any:
    assert run(["trial", *words, "--json"]) == code
    return json.loads(said.readouterr().out)


def table(folder: Path, trial: Trial = TRIAL, **columns: list[str]) -> str:
    days = (*trial.before, *trial.days)
    held = {
        "day": [str(d.day) for d in days],
        "arm": ["" if d.assigned is None else str(int(d.assigned)) for d in days],
        "outcome": ["NA" if d.value is None else f"{d.value:g}" for d in days],
        "done": ["" if d.done is None else str(int(d.done)) for d in days],
    } | columns
    with (folder / "days.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(held)
        writer.writerows(zip(*held.values(), strict=True))
    return str(folder / "days.csv")


def test_a_design_is_the_same_again_and_its_seal_holds(capsys: Said) -> None:
    one, two = (told(capsys, "design", "walk-evening", "--seed", "7") for _ in range(2))
    question = content()[0].trial_questions["walk-evening"]
    assert one == two and one["schema"] == "trial-design/1"
    made = make(
        question.id, question.technique, question.outcome, scheme=question.scheme,
        better=question.better, when=question.when, seed=7,
    )  # fmt: skip
    assert verify(made) and one["seal"] == made.seal
    assert one["arms"] == "".join("BA"[arm] for arm in made.arms)
    assert one["days"] == one["power"]["days"] == len(one["arms"]) == 56
    assert 0 <= one["power"]["clear_in_ten"] <= 10 and one["power"]["simulated"] >= 400


def test_without_a_seed_nobody_chose_it_and_words_say_what_to_expect(capsys: Said) -> None:
    assert (
        told(capsys, "design", "walk-evening")["seed"]
        != told(capsys, "design", "walk-evening")["seed"]
    )
    assert run(["trial", "design", "walk-evening", "--days", "30"]) == 0
    said = capsys.readouterr().out
    assert (
        "28 days. A: with it." in said
        and "Nothing was started." in said
        and "A clear answer in about " in said
        and "Seal " in said
    )


def test_pairs_take_whole_pairs(capsys: Said) -> None:
    slow = next(q.id for q in content()[0].trial_questions.values() if q.scheme == "pairs")
    found = told(capsys, "design", slow, "--days", "56", "--seed", "1")
    assert (found["asked_days"], found["days"]) == (56, 54)


def test_an_unknown_question_gets_the_closed_list(capsys: Said) -> None:
    fault = told(capsys, "design", "stop-my-pills", code=2)["error"]
    assert fault["questions"] == list(content()[0].trial_questions)
    assert told(capsys, "design", "walk-evening", "--days", "20", code=2)["error"]["least"] == 28


def test_a_table_and_a_document_say_the_same(tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "test.json").write_text(write(Held(TRIAL)), "utf-8")
    mine = told(capsys, "analyse", str(tmp_path / "test.json"))
    other = told(capsys, "analyse", table(tmp_path), "--scheme", "blocks", "--done", "done")
    direct = analyse(TRIAL)
    assert mine["effect"] == other["effect"] and mine["verdict"] == direct.verdict  # type: ignore[union-attr]
    assert mine["as_done"] == other["as_done"] is not None
    assert mine["schema"] == "trial-result/1" and mine["level"] == 0.8
    assert {note["code"] for note in other["notes"]} > {note["code"] for note in mine["notes"]}


def test_words_of_every_outcome(tmp_path: Path, capsys: Said) -> None:
    assert run(["trial", "analyse", table(tmp_path), "--done", "done"]) == 0
    said = capsys.readouterr().out
    assert "With it minus without it, as drawn: -" in said and "As done (this only went" in said
    none = ["NA"] * (len(TRIAL.days) + len(TRIAL.before))
    assert run(["trial", "analyse", table(tmp_path, outcome=none)]) == 0
    assert capsys.readouterr().out.startswith("There is too little to say anything.")
    worse = simulate.trial(simulate.World(run_in=5), MADE, 1.8, default_rng(2))
    assert run(["trial", "analyse", table(tmp_path, worse)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("It went worse") and VERDICTS["cannot_tell"] not in said
    assert "It went worse" in told(capsys, "analyse", table(tmp_path, worse))["words"]


def test_too_little_is_a_result_with_reasons(tmp_path: Path, capsys: Said) -> None:
    ones = ["1"] * (len(TRIAL.days) + len(TRIAL.before))
    found = told(capsys, "analyse", table(tmp_path, arm=ones))
    assert found["status"] == "not_enough" and found["verdict"] is None
    assert [one["code"] for one in found["reasons"]] == ["too_few_days_off"]


def test_other_names_words_dates_scales_and_rows(tmp_path: Path, capsys: Said) -> None:
    every = [*TRIAL.before, *TRIAL.days]
    rows = ["when;who;what;mood"]
    for n, day in enumerate(every):
        what = {None: "", True: "tea", False: "no tea"}[day.assigned]
        value = "" if day.value is None else f"{10 * day.value:.1f}".replace(".", ",")
        rows.append(f"2026-01-{n + 1:02d};me;{what};{value}" if n < 31 else
                    f"2026-02-{n - 30:02d};me;{what};{value}" if n < 59 else
                    f"2026-03-{n - 58:02d};me;{what};{value}")  # fmt: skip
        rows.append(f"2026-01-01;you;tea;{n}")
    (tmp_path / "x.csv").write_text("\n".join(rows), "utf-8")
    found = told(
        capsys, "analyse", str(tmp_path / "x.csv"), "--day", "when", "--arm", "what", "--on", "tea",
        "--outcome", "mood", "--scale", "0,100", "--better", "lower", "--only", "who=me",
    )  # fmt: skip
    plain = told(capsys, "analyse", table(tmp_path))
    assert found["effect"]["mean"] == pytest.approx(10 * plain["effect"]["mean"])
    assert found["in_points"] == pytest.approx(0.1) and found["verdict"] == plain["verdict"]


def test_dates_without_marks_are_dates_and_no_large_numbers(tmp_path: Path, capsys: Said) -> None:
    first = date(2026, 1, 20)
    dates = [f"{first + timedelta(days=n):%Y%m%d}" for n in range(61)]
    one, other = (told(capsys, "analyse", table(tmp_path, **more))
                  for more in ({}, {"day": dates}))  # fmt: skip
    assert one == other


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--arm", "nothing"), "There is no column 'nothing'"),
        (("--only", "nothing=1"), "There is no column 'nothing'"),
        (("--only", "nothing"), "COLUMN=VALUE"),
        (("--only", "day=900"), "No row is left"),
        (("--scale", "10"), "two numbers"),
        (("--scale", "10,0"), "low end first"),
        (("--scale", "0,2"), "outside its scale"),
        (("--arm", "outcome"), "Say which is the arm with it"),
        (("--on", "tea"), "never says 'tea'"),
        (("--scheme", "pairs"), "do not follow the scheme"),
        (("--outcome", "word"), "row 1 is no number"),
        (("--day", "word"), "row 1 is no day"),
        (("--beside", "word"), "is no number"),
    ],
)
def test_what_cannot_be_read_is_said(
    words: tuple[str, ...], says: str, tmp_path: Path, capsys: Said
) -> None:
    some = ["x"] * (len(TRIAL.days) + len(TRIAL.before))
    fault = told(capsys, "analyse", table(tmp_path, word=some), *words, code=2)["error"]
    assert says in fault["message"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[1, 2]",
        b"day,arm,outcome\n1,1,5,5",
        b"PK\3\4",
        b"\xff\xfe\x00",
        b"{}",
        b'{"schema": "trial/1"',
        b"day,arm\n1,1",
        b"{\xff}",
        b"\0\0\0",
    ],
)
def test_broken_files_are_refused(content: bytes, tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "broken").write_bytes(content)
    assert told(capsys, "analyse", str(tmp_path / "broken"), code=2)["error"]["message"]


def test_every_code_of_an_answer_has_words() -> None:
    room = Path(simulate.__file__).parent
    tables = Path(trial_tables.__file__)
    said = "".join(
        one.read_text("utf-8") for one in (room / "verdict.py", room / "analysis.py", tables)
    )
    for code in [*REASONS, *NOTES, *VERDICTS]:
        stem = code.removesuffix("_on").removesuffix("_off")
        assert stem in said, code
