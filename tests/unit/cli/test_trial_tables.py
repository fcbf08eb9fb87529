"""`unspiral trial analyse` over a table nobody described: what is told, and what is refused."""

import csv
import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from numpy.random import default_rng

from unspiral.cli import trial_guess as guess
from unspiral.cli.main import run
from unspiral.errors import BadFrame

Said = pytest.CaptureFixture[str]
DAYS = 40
LUCK = default_rng(4)
ARMS = [bool(one) for one in LUCK.permutation(DAYS) % 2]
MOOD = [round(60 + 9 * float(one), 1) for one in LUCK.normal(size=DAYS)]


def told(said: Said, *words: str, code: int = 0) -> Any:
    assert run(["trial", "analyse", *words, "--json"]) == code
    return json.loads(said.readouterr().out)


def write(folder: Path, header: str, rows: Sequence[Sequence[object]]) -> str:
    with (folder / "t.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(header.split(","))
        writer.writerows(rows)
    return str(folder / "t.csv")


def one_person(folder: Path) -> str:
    """Columns of one test, with two that part the days alike, a counter and two outcomes."""
    rows = [
        (date(2026, 1, 1) + timedelta(days=n), n + 1, "tea" if on else "control", int(on),
         MOOD[n], round(100 - MOOD[n] / 2), 3 + n % 3)
        for n, on in enumerate(ARMS)
    ]  # fmt: skip
    return write(folder, "date,study_day,condition,tea,mood,agency,n_obs", rows)


def many_people(folder: Path, broken: bool = False) -> str:
    rows: list[tuple[object, ...]] = []
    for trial, words in (("tea", ("Herbal tea", "No tea")), ("window", ("Cold", "Usual"))):
        for person in ("p1", "p2"):
            first, other = ("A lot", "Much") if broken and person == "p2" else words
            rows += [
                (trial, person, n, first if (n // 6) % 2 else other, "", 3 + (7 * n) % 5,
                 2 + (n * n) % 9 if person == "p1" else "", n % 7)
                for n in range(24)
            ]  # fmt: skip
    return write(folder, "trial,person,day,arm,depth,rested,quality,stress_yesterday", rows)


def test_each_outcome_is_named_and_what_was_taken_for_what_is_said(
    tmp_path: Path, capsys: Said
) -> None:
    file = one_person(tmp_path)
    found = told(capsys, file)
    assert found["schema"] == "trial-results/1" and found["status"] == "answered"
    assert [one["outcome"] for one in found["results"]] == ["mood", "agency"]
    assert "settled before the first day" in found["words"] and found["left_out"] == ["n_obs"]
    read = found["results"][0]["read_as"]
    assert (read["day"], read["arm"], read["with_it"]) == ("date", "tea", "1")
    assert (read["scale"], read["better"]) == ([0.0, 100.0], "higher")
    assert {"day", "arm", "on", "outcome", "scale", "better", "scheme"} <= set(read["guessed"])
    for one in found["results"]:
        assert "one_of_many" in {note["code"] for note in one["notes"]}


def test_options_narrow_it_to_the_one_answer_that_was_settled_before(
    tmp_path: Path, capsys: Said
) -> None:
    file = one_person(tmp_path)
    many = told(capsys, file)["results"][0]
    one = told(
        capsys, file, "--day", "date", "--arm", "condition", "--on", "tea", "--outcome", "mood",
        "--better", "higher", "--scale", "0,100", "--scheme", "free", "--when", "evening",
    )  # fmt: skip
    assert one["schema"] == "trial-result/1" and one["read_as"]["guessed"] == []
    assert one["effect"] == many["effect"] and one["p_value"] == many["p_value"]
    assert one["read_as"]["without_it"] == "control"
    assert "one_of_many" not in {note["code"] for note in one["notes"]}
    both = told(capsys, file, "--outcome", "agency", "--outcome", "mood")["results"]
    assert [each["outcome"] for each in both] == ["agency", "mood"]


def test_many_tests_in_one_file_get_one_answer_each(tmp_path: Path, capsys: Said) -> None:
    file = many_people(tmp_path)
    found = told(capsys, file)
    names = [(*one["test"].values(), one["outcome"]) for one in found["results"]]
    assert names == [
        ("tea", "p1", "rested"), ("tea", "p1", "quality"), ("tea", "p2", "rested"),
        ("window", "p1", "rested"), ("window", "p1", "quality"), ("window", "p2", "rested"),
    ]  # fmt: skip
    assert found["left_out"] == ["stress_yesterday"]
    words = {(one["test"]["trial"], one["read_as"]["with_it"]) for one in found["results"]}
    assert words == {("tea", "Herbal tea"), ("window", "Cold")}
    alone = told(capsys, file, "--only", "trial=tea", "--only", "person=p1", "--outcome", "rested")
    assert alone["effect"] == found["results"][0]["effect"] and alone["test"] == {}
    assert "in_runs" in {note["code"] for note in alone["notes"]}
    assert run(["trial", "analyse", file]) == 0
    said = capsys.readouterr().out
    assert said.count("tea · p1 · rested") == 1
    assert said.count("You knew which day was which") == 1


def test_a_test_that_cannot_be_read_does_not_reject_its_neighbours(
    tmp_path: Path, capsys: Said
) -> None:
    found = told(capsys, many_people(tmp_path, broken=True))["results"]
    assert {one["test"]["person"] for one in found if one["status"] == "unreadable"} == {"p2"}
    assert all("--on" in one["words"] for one in found if one["status"] == "unreadable")
    assert {one["status"] for one in found if one["test"]["person"] == "p1"} == {"answered"}


@pytest.mark.parametrize(
    ("cells", "word"),
    [
        (("0", "1"), "1"), (("1.0", "0.0"), "1.0"), (("Herbal tea", "No tea"), "Herbal tea"),
        (("control", "melatonin"), "melatonin"), (("Placebo", "x"), "x"), (("A", "B"), "A"),
        (("Cold temperature", "Regular temperature"), "Cold temperature"), (("yes", "no"), "yes"),
        (("on", "off"), "on"), (("milk on rice", "tea"), ""), (("north", "notes"), ""),
        (("left", "right"), ""), (("without", "no tea"), ""), (("x", "y", "z"), ""),
    ],
)  # fmt: skip
def test_the_word_for_with_it_is_told_or_asked_for(cells: tuple[str, ...], word: str) -> None:
    if word:
        assert guess.with_it([*cells, None, cells[0]], "arm") == word
    else:
        with pytest.raises(BadFrame, match="--on"):
            guess.with_it(cells, "arm")


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        ((2.0, 7.0, None), (0, 10)), ((3.0, 4.0, 5.0), (3, 5)), ((0.0, 81.3), (0, 100)),
        ((0.0, 30.0), (0, 30)), ((-2.0, 9.0), (-2, 9)), ((4.0, 4.0), (4, 5)), ((), (0, 1)),
    ],
)  # fmt: skip
def test_a_scale_that_the_answers_do_not_fill_is_not_made_longer(
    values: tuple[float | None, ...], scale: tuple[float, float]
) -> None:
    assert guess.scale(values) == scale


def test_names_say_which_way_is_better_and_in_which_unit() -> None:
    assert [guess.better(name) for name in ("Mood", "sleep_latency_min", "x", "pain_mood")] == [
        "higher", "lower", "", "",
    ]  # fmt: skip
    assert [guess.unit(name) for name in ("sleep_hours", "latency min", "minted")] == [
        "hours", "minutes", "points",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "row", "says"),
    [
        ("a,b,c", lambda n: (n % 5, n % 3, n % 7), "Which column is the day? Say it with --day."),
        ("day,b,c", lambda n: (n, n % 3, n % 7), "Which column is the arm? Say it with --arm."),
        ("day,b,c", lambda n: (n, n % 2, "x"), "Which column is the outcome?"),
        ("day,beer,pain", lambda n: (n, int(n % 6 == 0), n % 7), "Which column is the arm?"),
        ("day,b,c,d", lambda n: (n, n % 2, n // 6 % 2, n % 5), "Which column is the arm?"),
        ("day,arm,mood", lambda n: (n // 2, n % 2, n % 7), "this day stands twice"),
    ],
)
def test_what_cannot_be_told_is_refused_with_the_columns(
    header: str, row: Any, says: str, tmp_path: Path, capsys: Said
) -> None:
    file = write(tmp_path, header, [row(n) for n in range(24)])
    message = told(capsys, file, code=2)["error"]["message"]
    assert says in message and ("stands twice" in message or "There are: " in message)


def test_more_tests_than_anybody_reads_are_refused(tmp_path: Path, capsys: Said) -> None:
    rows = [(f"p{who}", day, day % 2, 3 * day % 7) for who in range(201) for day in range(6)]
    fault = told(capsys, write(tmp_path, "person,day,arm,pain", rows), code=2)["error"]
    assert "at most 200" in fault["message"]
