"""Search: slips are forgiven, rare words weigh more, danger words are never lost."""

import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.education.documents import DARK, documents, signs
from unspiral.education.search import (
    Document,
    Sign,
    _content_stem,
    find,
    index,
    signs_in,
    words,
)


def as_written(_folder: str, _item: str, _name: str, text: str) -> str:
    return text


SLEEP = Document("lessons", "sleep", "Sleeping with a sore back", ((6.0, "Sleep with pain"),))
WALK = Document("techniques", "walk", "Walk", ((6.0, "Walking"), (1.0, "A walk eases it.")))
HEAT = Document("techniques", "heat", "Warmth", ((6.0, "Warmth"), (5.0, "heat hot water bottle")))
ALL = index((SLEEP, WALK, HEAT))


def ids(query: str) -> list[str]:
    return [hit.id for hit in find(ALL, query)]


@pytest.mark.parametrize("typed", ["sleep", "slepe", "SLEEPING", "sleeep", "sleeps"])
def test_a_word_is_found_however_it_is_typed(typed: str) -> None:
    assert ids(typed) == ["sleep"]


@pytest.mark.parametrize("typed", ["walkign", "wlak", "walking"])
def test_slips_are_nearest_to_the_word_as_written(typed: str) -> None:
    assert ids(typed) == ["walk"]


def test_the_title_weighs_more_than_the_text() -> None:
    assert find(ALL, "walk")[0].score > find(ALL, "eases")[0].score


def test_an_item_with_more_of_the_words_comes_first() -> None:
    both = Document("claims", "both", "Heat and walks", ((1.0, "walk heat"),))
    some = Document("claims", "some", "Heat", ((1.5, "heat"),))
    hits = find(index((both, some, SLEEP)), "walk heat")
    assert [hit.id for hit in hits] == ["both", "some"]


@pytest.mark.parametrize("typed", ["", "   ", "the of and", "?!", "zzzzqqqq"])
def test_nothing_is_found_for_nothing(typed: str) -> None:
    assert find(ALL, typed) == ()


def test_a_faint_hit_is_left_out_and_a_fair_one_kept() -> None:
    pee = Document("lessons", "pee", "Pee and bowels", ((6.0, "pee"), (6.0, "lie")))
    fair = Document("claims", "fair", "Lie", ((5.0, "lie"),))
    faint = Document("claims", "faint", "Walk", ((0.2, "lie"),))
    hits = find(index((pee, fair, faint)), "pee lie")
    assert [hit.id for hit in hits] == ["pee", "fair"]


def test_words_of_asking_find_nothing_of_their_own() -> None:
    assert words("Is yoga any good?", "en") == ["yoga"]


def test_a_short_word_is_taken_as_it_is() -> None:
    assert ids("hot") == ["heat"]
    assert ids("hat") == []


def test_accents_apostrophes_and_case_do_not_matter() -> None:
    assert words("Can’t Schläft", "en") == ["cant", "schlaft"]


def test_a_very_long_query_is_read_in_part() -> None:
    assert ids("walk " + "x" * 100_000) == ["walk"]


def test_every_word_of_a_phrase_must_be_there() -> None:
    sign = (Sign("rf1", ("numb legs",)),)
    assert signs_in("my legs feel so numb", sign) == ("rf1",)
    assert signs_in("my legs are tired", sign) == ()


# What people in trouble type, with the slips they make; the flag each must lead to.
TYPED = [
    ("i cant pee", "rf2"),
    ("I can't wee since last nigth", "rf2"),
    ("wet myself today", "rf2"),
    ("feeling numb between my legs", "rf1"),
    ("cant feel it when I wipe", "rf1"),
    ("my leg is gettin weeker", "rf4"),
    ("foot drop", "rf4"),
    ("pain down both legs", "rf3"),
    ("chest pian", "rf11"),
    ("short of breth", "rf11"),
    ("feverr and shivering", "rf8"),
    ("fell off my bike", "rf9"),
    ("tearing pain in belly", "rf10"),
    ("blood in my urine", "rf12"),
    ("swolen calf", "rf16"),
    ("i want to die", DARK),
    ("thinking about sucide", DARK),
    ("better off dead", DARK),
    ("numbness down there", "rf1"),
    ("I wet my pants", "rf2"),
    ("pooped myself", "rf2"),
    ("my legs stopped working", "rf4"),
    ("suddenly i cant walk", "rf4"),
    ("paralyzed", "rf4"),
    ("lost weight without trying", "rf7"),
    ("i fell hard on my back", "rf9"),
    ("selbstmordgedanken", DARK),
    ("taub zwischen den Beinen", "rf1"),
    ("ich kann nicht mehr pinkeln", "rf2"),
    ("beide Beine sind taub", "rf3"),
    ("mein Bein ist so schwach", "rf4"),
    ("Rückenschmerzen und Fieber", "rf8"),
    ("bin gestürzt", "rf9"),
    ("Schmerzen in der Brust, Atemnot", "rf11"),
    ("ich will nicht mehr leben", DARK),
    ("my back hurts at work and at home " * 8 + "and now i am numb between my legs", "rf1"),
]


@pytest.mark.parametrize("typed, sign", TYPED)
def test_danger_words_lead_to_their_sign(catalogue: Catalogue, typed: str, sign: str) -> None:
    assert sign in signs_in(typed, signs(catalogue))


@pytest.mark.parametrize(
    "typed",
    [
        *("cant sleep back hurts lying down", "how to fall asleep", "leg tired after walk"),
        *("heat on my back", "what is a disc", "my job is killing me", "weak back", "yoga"),
        *("walk", "can i walk far", "fall asleep", "mehr schlafen"),
    ],
)
def test_everyday_words_raise_no_alarm(catalogue: Catalogue, typed: str) -> None:
    assert signs_in(typed, signs(catalogue)) == ()


def test_every_item_is_found_by_its_own_title(catalogue: Catalogue) -> None:
    everything = tuple(documents(catalogue, as_written))
    searched = index(everything)
    lost = [
        document.id
        for document in everything
        if document.id not in {hit.id for hit in find(searched, document.title, most=10)}
    ]
    assert lost == []


def test_nothing_typed_is_remembered() -> None:
    before = _content_stem.cache_info().currsize
    find(ALL, "kitchenlike unheardof")
    signs_in("kitchenlike unheardof", (Sign("rf1", ("sleep",)),))
    after = _content_stem.cache_info().currsize
    assert after - before <= 1  # the phrase of the sign
    assert "kitchenlike" not in ALL.stems
