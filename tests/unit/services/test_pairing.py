"""Codes that let a phone in: once, for ten minutes, not by guessing; and the phones that are in."""

from datetime import timedelta

import pytest
from support.people import Person

from unspiral.services import entry, pairing
from unspiral.services.pairing import (
    CODE_LASTS,
    LETTERS,
    WRONG_BY_ALL,
    WRONG_BY_ONE,
    Codes,
    TooManyTries,
    plain,
    tidy,
)

WRONG = "0000-0000-0000"


@pytest.fixture
def person(catalogue):
    return Person(catalogue)


@pytest.fixture
def codes(person):
    return Codes(person.clock)


def test_a_code_opens_once(codes):
    code = codes.make()
    assert codes.fits(code, "a")
    assert [codes.use(code, "a") for _ in range(3)] == [True, False, False]


def test_a_newer_code_ends_the_one_before(codes):
    first, second = codes.make(), codes.make()
    assert (codes.use(first, "a"), codes.use(second, "a")) == (False, True)


def test_a_code_lasts_ten_minutes(person, codes):
    code = codes.make()
    person.wait(minutes=9)
    assert codes.fits(code, "a")
    person.wait(minutes=1)
    assert not codes.use(code, "a")


def test_without_a_code_nothing_opens(codes):
    assert not codes.use("", "a")
    code = codes.make()
    codes.use(code, "a")
    assert not codes.use("", "a")


def test_a_code_is_typed_as_it_is_read(codes):
    code = codes.make()
    assert len(plain(code)) == 12
    assert set(plain(code)) <= set(LETTERS)
    assert codes.fits(f" {code.lower().replace('-', ' ')} ", "a")
    assert codes.fits(code.replace("0", "o").replace("1", "l"), "a")


def test_codes_differ(codes):
    assert len({codes.make() for _ in range(500)}) == 500


def test_a_code_is_held_as_its_hash_only(codes):
    code = codes.make()
    held = repr({name: getattr(codes, name) for name in vars(codes)})
    assert plain(code) not in held
    assert entry.token_hash(plain(code)) in held


def test_too_many_wrong_codes_from_one_address_are_not_looked_at(person, codes):
    code = codes.make()
    assert [codes.use(WRONG, "a") for _ in range(WRONG_BY_ONE)] == [False] * WRONG_BY_ONE
    with pytest.raises(TooManyTries):
        codes.use(code, "a")
    assert codes.fits(code, "b")
    person.wait(seconds=CODE_LASTS.total_seconds())
    assert codes.use(codes.make(), "a")


def test_too_many_wrong_codes_from_many_addresses_are_not_looked_at(codes):
    code = codes.make()
    for n in range(WRONG_BY_ALL):
        assert not codes.use(WRONG, f"address {n}")
    with pytest.raises(TooManyTries):
        codes.use(code, "a new one")


def test_a_right_code_counts_against_nobody(codes):
    for _ in range(WRONG_BY_ONE + 1):
        assert codes.use(codes.make(), "a")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Blue   phone ", "Blue phone"),
        ("a\nb\x00c\u202ed", "a b c d"),
        ("", ""),
        ("x" * 100, "x" * 40),
        ("Mo\u0308bel 😀", "Mo\u0308bel 😀"),
    ],
)
def test_a_name_is_one_line_that_can_be_seen(typed, kept):
    assert tidy(typed) == kept


def test_a_phone_is_listed_until_it_is_removed(person):
    first = pairing.let_in(person.ctx, person.id, "First")
    second = pairing.let_in(person.ctx, person.id, "Second")
    phones = pairing.phones(person.ctx, person.id)
    assert [one.name for one in phones] == ["First", "Second"]
    pairing.remove(person.ctx, person.id, pairing.short(phones[0]))
    assert [one.name for one in pairing.phones(person.ctx, person.id)] == ["Second"]
    assert entry.session_person(person.ctx, first) == ""
    assert entry.session_person(person.ctx, second) == person.id


def test_only_ones_own_phone_is_removed(person):
    person.ctx.store.add_person("stranger", person.now)
    token = pairing.let_in(person.ctx, person.id, "Mine")
    (phone,) = pairing.phones(person.ctx, person.id)
    for called in (pairing.short(phone), "", phone.hash):
        pairing.remove(person.ctx, "stranger", called)
    pairing.remove(person.ctx, person.id, "")
    assert entry.session_person(person.ctx, token) == person.id


def test_a_phone_paired_again_has_one_session(person):
    old = pairing.let_in(person.ctx, person.id, "Phone")
    new = pairing.let_in(person.ctx, person.id, "Phone", old)
    assert entry.session_person(person.ctx, old) == ""
    assert pairing.phone_of(person.ctx, person.id, new) is not None
    assert pairing.phone_of(person.ctx, person.id, old) is None
    assert len(pairing.phones(person.ctx, person.id)) == 1


def test_a_phone_is_in_for_180_days(person):
    token = pairing.let_in(person.ctx, person.id, "Phone")
    person.wait(days=179)
    assert entry.session_person(person.ctx, token) == person.id
    person.wait(days=2)
    assert entry.session_person(person.ctx, token) == ""
    assert pairing.phones(person.ctx, person.id) == ()


def test_a_session_is_fresh_for_ten_minutes(person):
    token = entry.open_launch(person.ctx, entry.make_launch(person.ctx, person.id))
    assert pairing.is_fresh(person.ctx, token)
    person.wait(minutes=11)
    assert not pairing.is_fresh(person.ctx, token)
    assert not pairing.is_fresh(person.ctx, "made up")


def test_a_clock_set_back_makes_no_session_fresh(person):
    token = entry.open_launch(person.ctx, entry.make_launch(person.ctx, person.id))
    person.now -= timedelta(days=2)
    assert not pairing.is_fresh(person.ctx, token)
