"""What people type, with their slips, leads to the right page of the shipped library."""

import re

import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.readability import grade, reading_seconds, words_of
from unspiral.services.library import Found, find

HELP_GRADE = 6.0
DANGER = re.compile(
    r"numb between|numb skin|between the legs|Check your signs|Need help now|call for help", re.I
)


def as_written(_folder: str, _item: str, _name: str, text: str) -> str:
    return text


def found(catalogue: Catalogue, typed: str) -> Found:
    return find(catalogue, typed, "en", as_written)


def first(catalogue: Catalogue, typed: str) -> str:
    hit = found(catalogue, typed).hits[0]
    return f"{hit.folder}/{hit.id}"


# What is typed, and the pages that are a fair first answer to it.
TYPED = [
    ("cant sleep back hurts lying down", ["lessons/pain-lying-down"]),
    ("walkign", ["techniques/walking", "claims/walking-and-pain-back"]),
    ("heat pad bed", ["claims/heat-in-bed"]),
    ("is yoga good", ["claims/yoga", "techniques/yoga"]),
    ("slipped disk", ["claims/do-discs-slip"]),
    ("stress back pain", ["lessons/can-stress-cause-it", "lessons/stress-and-pain"]),
    ("cant fall asleep", ["lessons/insomnia-signs", "techniques/stimulus-control"]),
    ("how to sit", ["lessons/sitting"]),
    ("lifting", ["lessons/lifting"]),
    ("sex hurts", ["lessons/sex"]),
    ("boss at work", ["lessons/work-talk"]),
    ("scan shows wear", ["lessons/scans", "claims/worn-discs-on-scans"]),
    ("find a physio", ["lessons/finding-help"]),
    ("breething", ["techniques/belly-breathing", "techniques/breathing-4-7-8"]),
    ("pillow", ["techniques/side-lying-pillow", "techniques/rest-pillow-knees"]),
    ("worry at night", ["lessons/worry-and-sleep"]),
    ("massage", ["techniques/massage", "claims/massage"]),
    ("opiods", ["claims/opioids", "claims/opioids-and-sleep", "lessons/medicines-and-asking"]),
    ("how long does it last", ["lessons/how-long"]),
    ("getting out of bed", ["techniques/bed-in-and-out"]),
    ("what can i do now", ["lessons/what-to-do"]),
    ("is it all in my mind", ["lessons/what-pain-is"]),
    ("flare up", ["lessons/flares-come-and-go", "techniques/flare-plan"]),
    ("when to see a doctor", ["lessons/when-to-go", "claims/when-to-see-a-doctor"]),
]


@pytest.mark.parametrize(("typed", "fair"), TYPED)
def test_the_first_page_found_is_a_fair_answer(
    catalogue: Catalogue, typed: str, fair: list[str]
) -> None:
    assert first(catalogue, typed) in fair


@pytest.mark.parametrize("typed", [typed for typed, _ in TYPED])
def test_everyday_words_open_no_help_page(catalogue: Catalogue, typed: str) -> None:
    answer = found(catalogue, typed)
    assert (answer.danger, answer.talk) == ((), False)


def test_every_lesson_is_found_by_each_of_its_search_words(catalogue: Catalogue) -> None:
    lost = [
        (name, words)
        for name, lesson in catalogue.lessons.items()
        for words in lesson.words
        if name not in {hit.id for hit in found(catalogue, words).hits[:20]}
    ]
    assert lost == []


def test_a_lesson_takes_one_to_three_minutes(catalogue: Catalogue) -> None:
    minutes = {
        name: reading_seconds(
            " ".join([lesson.summary, *(text for part in lesson.sections for text in part.text)])
        )
        for name, lesson in catalogue.lessons.items()
    }
    assert {name: s for name, s in minutes.items() if not 45 <= s <= 180} == {}


def test_danger_signs_in_lessons_are_told_in_the_plainest_words(catalogue: Catalogue) -> None:
    told = [
        (name, part.heading, round(grade(text), 1))
        for name, lesson in catalogue.lessons.items()
        for part in lesson.sections
        for text in part.text
        if DANGER.search(text) and len(words_of(text)) >= 20
    ]
    assert len(told) > 20
    assert [line for line in told if line[2] > HELP_GRADE] == []


def test_a_lesson_that_names_a_weak_leg_says_where_to_turn(catalogue: Catalogue) -> None:
    for name, lesson in catalogue.lessons.items():
        for part in lesson.sections:
            words = " ".join(part.text)
            if re.search(r"\bweak leg|gets weak\b", words):
                assert re.search(
                    r"Check your signs|[Gg]et help|[Cc]all for help|[Cc]all the emergency", words
                ), f"{name}: {part.heading}"
