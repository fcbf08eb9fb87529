"""The six digits of fresh proof: spent once, void after five wrong ones, shut after twenty."""

from datetime import UTC, datetime, timedelta

import pytest

from unspiral.services.proof_codes import (
    LASTS,
    WRONG_BY_CODE,
    WRONG_IN_ALL,
    Proofs,
    TooManyWrong,
)

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_code_is_spent_by_the_first_session_that_types_it() -> None:
    proofs = Proofs()
    code = proofs.make(NOW)
    assert proofs.show(f" {code[:3]} {code[3:]}", "one", NOW) and proofs.fresh("one", NOW)
    assert not proofs.waits(NOW)
    assert not proofs.show(code, "other", NOW) and not proofs.fresh("other", NOW)


def test_nothing_is_no_code() -> None:
    assert not Proofs().show("", "one", NOW)


def test_code_and_proof_last_ten_minutes_and_no_clock_set_back_makes_it_longer() -> None:
    proofs = Proofs()
    code = proofs.make(NOW)
    assert not proofs.show(code, "one", NOW + LASTS)
    assert not proofs.show(code, "one", NOW - MOMENT)
    late = NOW + LASTS - MOMENT
    assert proofs.show(code, "one", late)
    assert proofs.fresh("one", late + LASTS) and not proofs.fresh("one", late + LASTS + MOMENT)
    assert not proofs.fresh("one", late - MOMENT)


def test_five_wrong_ones_make_a_code_void() -> None:
    proofs = Proofs()
    code = proofs.make(NOW)
    for _ in range(WRONG_BY_CODE - 1):
        assert not proofs.show(wrong(code), "one", NOW)
    assert proofs.waits(NOW)
    assert not proofs.show(wrong(code), "one", NOW)
    assert not proofs.waits(NOW) and not proofs.show(code, "one", NOW)


def test_after_twenty_wrong_ones_none_is_made_or_looked_at() -> None:
    proofs, code = Proofs(), ""
    for n in range(20):
        if n % WRONG_BY_CODE == 0:
            code = proofs.make(NOW)
        assert not proofs.show(wrong(code), "one", NOW)
    assert WRONG_IN_ALL == 20  # docs/adr/0035
    with pytest.raises(TooManyWrong):
        proofs.make(NOW)
    with pytest.raises(TooManyWrong):
        proofs.show(code, "one", NOW)


def test_a_right_one_begins_the_count_anew() -> None:
    proofs = Proofs()
    for _ in range(2 * WRONG_IN_ALL // WRONG_BY_CODE):
        code = proofs.make(NOW)
        for _ in range(WRONG_BY_CODE - 1):
            proofs.show(wrong(code), "one", NOW)
        assert proofs.show(code, "one", NOW)
