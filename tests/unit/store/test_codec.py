"""Rows and canonical payloads."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from support.operations import NOON, answered, checkin, happened, imported

from unspiral.errors import BadInput
from unspiral.store.codec import canonical, content, decode, digest, encode, instant_text

HASH_OF_FIRST_CASE = "1aac7a27cd7de9bba9ad2b96b84770502221b80b3aed7806d36f9381421831f2"
CASES = (
    checkin("a", 3, pain=4, stress=5.25, note="a\\u0000 \\ ü 🙂"),
    checkin("a", None, pain=4),
    answered("b", "goal", "garden"),
    answered("b", "birth_year", 1961),
    happened("c", "rated", "heat", "better"),
    imported("d", 10, 20),
)


@pytest.mark.parametrize("operation", CASES)
def test_a_payload_makes_the_same_operation_again(operation: object) -> None:
    assert decode(encode(operation)) == operation  # type: ignore[arg-type]


def test_a_hash_made_today_holds_for_ever() -> None:
    assert digest(encode(CASES[0])) == HASH_OF_FIRST_CASE


def test_the_payload_does_not_depend_on_how_an_instant_is_written() -> None:
    here = NOON.astimezone(timezone(timedelta(hours=1)))
    assert encode(checkin("a", at=here, pain=4)) == encode(checkin("a", pain=4.0))


@pytest.mark.parametrize("year", [1, 1969, 2026, 9999])
def test_text_order_is_time_order(year: int) -> None:
    early = datetime(year, 1, 1, tzinfo=UTC)
    texts = [instant_text(early + timedelta(microseconds=n)) for n in (0, 1, 10**6, 10**9)]
    assert texts == sorted(texts)
    assert {len(text) for text in texts} == {32}


def test_content_is_what_was_said_not_when_it_was_heard() -> None:
    said = checkin("a", 3, pain=4)
    later = checkin("a", 5, at=NOON + timedelta(minutes=5), pain=4)
    assert content(encode(said)) == content(encode(replace(later, zone="UTC")))


def test_the_interval_of_an_imported_reading_is_content() -> None:
    one = imported("a", 10)
    moved = replace(one.readings[0], end=one.readings[0].end + timedelta(1))
    assert content(encode(one)) != content(encode(replace(one, readings=(moved,))))


@pytest.mark.parametrize("value", ["\0", "a\0", "\\\0", "\ud800", float("nan"), {"a": ["\0"]}])
def test_what_no_database_gives_back_is_refused(value: object) -> None:
    with pytest.raises(BadInput):
        canonical(value)


@pytest.mark.parametrize("value", ["\\u0000", "\\\\u0000", "\x01", "\u202e", "=1+1"])
def test_odd_text_is_kept(value: str) -> None:
    assert value in decode(encode(checkin("a", note=value))).note
