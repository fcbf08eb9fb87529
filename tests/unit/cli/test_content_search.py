"""`unspiral content search`: everyday words, danger words first and in words a reader knows."""

import json

import pytest

from unspiral.cli.main import run


def test_everyday_words_find_the_lesson_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["content", "search", "cant sleep back hurts lying down"]) == 0
    assert capsys.readouterr().out.startswith("lessons/pain-lying-down  ")


def test_danger_words_say_what_to_do_before_anything_found(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["content", "search", "i cant pee"]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert "emergency number" in first and "Pee, poo or sex changed (rf2)" in first


def test_json_names_each_danger_sign_by_id_and_title(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["content", "search", "i cant pee", "--most", "2", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["danger"] == [{"id": "rf2", "title": "Pee, poo or sex changed"}]
    assert len(told["results"]) == 2 and not told["talk"]


def test_dark_words_name_where_people_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["content", "search", "i want to die"]) == 0
    assert capsys.readouterr().out.startswith("Need to talk to someone now? ")


def test_nothing_found_says_what_to_try(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["content", "search", "xyzzyx"]) == 0
    assert capsys.readouterr().out.startswith("Nothing found. Try ")
