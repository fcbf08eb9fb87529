"""Schedules: what a scheme can draw, how evenly it does, and the seal over all of it."""

import hashlib
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from numpy.random import default_rng

from unspiral.errors import BadInput
from unspiral.records.trial import Design, Scheme
from unspiral.trials import randomise
from unspiral.trials.design import make, whole_days


def design(scheme: Scheme = "blocks", seed: int = 7, **more: object) -> Design:
    return make("walk-evening", "walking", "pain", scheme=scheme, seed=seed, **more)  # type: ignore[arg-type]


def test_a_schedule_is_what_a_hash_of_seed_salt_and_block_says() -> None:
    """Worked out again by hand, as anybody may in any language."""
    blocks = ["AABB", "ABAB", "ABBA", "BAAB", "BABA", "BBAA"]
    drawn = []
    for at in range(14):
        digest = hashlib.sha256(f"trial/1:7:s:{at}".encode()).digest()
        drawn.append(blocks[int.from_bytes(digest[:8], "big") % 6])
    assert randomise.letters(design(salt="s").arms) == "".join(drawn)


@pytest.mark.parametrize(("scheme", "size"), [("blocks", 4), ("pairs", 6)])
def test_each_block_is_balanced_and_as_likely_as_the_others(scheme: Scheme, size: int) -> None:
    arms = randomise.letters(randomise.draw(scheme, 6000 * size, 3))
    blocks = Counter(arms[at : at + size] for at in range(0, len(arms), size))
    kinds = {"blocks": 6, "pairs": 2}[scheme]
    assert len(blocks) == kinds and all(b.count("A") == size // 2 for b in blocks)
    expected = 6000 / kinds
    assert sum((n - expected) ** 2 / expected for n in blocks.values()) < 25


@pytest.mark.parametrize("scheme", ["blocks", "pairs"])
def test_yesterdays_arm_goes_along_as_often_as_is_reckoned_with(scheme: Scheme) -> None:
    arms = np.array(randomise.draw(scheme, 120_000, 11))
    today, yesterday = arms[1:], arms[:-1]
    found = yesterday[today].mean() - yesterday[~today].mean()
    assert found == pytest.approx(randomise.YESTERDAY[scheme], abs=0.02)


@pytest.mark.parametrize("scheme", ["blocks", "pairs", "free"])
def test_schedules_drawn_again_are_of_the_same_scheme(scheme: Scheme) -> None:
    arms = randomise.draw("blocks" if scheme == "free" else scheme, 36, 5)
    again = randomise.redraw(arms, scheme, 300, default_rng(1))
    assert again.shape == (300, 36) and len({tuple(row) for row in again}) > 50
    assert all(randomise.follows(tuple(map(bool, row)), scheme) for row in again)
    assert (again.sum(axis=1) == 18).all()


def test_what_no_scheme_draws_is_told_and_a_cut_block_is_not_one() -> None:
    assert not randomise.follows((True,) * 4, "blocks") and randomise.follows((True,) * 4, "free")
    assert randomise.follows((True, True, False, False, True), "blocks")
    assert not randomise.follows((True, False, True, False, True, False), "pairs")


@pytest.mark.parametrize(
    "change",
    [
        {"question": "other"}, {"technique": "other"}, {"outcome": "mood"}, {"better": "higher"},
        {"when": "morning"}, {"scheme": "free"}, {"days": 52}, {"seed": 8}, {"low": 1.0},
        {"high": 9.0}, {"salt": "x"}, {"seal": "0" * 64}, {"seal": ""},
    ],
)  # fmt: skip
def test_the_seal_breaks_with_every_field(change: dict[str, object]) -> None:
    made = design()
    assert randomise.verify(made)
    assert not randomise.verify(replace(made, **change))  # type: ignore[arg-type]


def test_the_ends_of_a_scale_are_sealed_as_the_same_numbers_however_they_are_written() -> None:
    made = design()
    assert randomise.verify(replace(made, low=0, high=10))


def test_a_schedule_that_the_seed_does_not_draw_is_refused_even_when_sealed_anew() -> None:
    made = design()
    other = randomise.sealed(replace(made, arms=made.arms[::-1]))
    assert other.arms != made.arms and not randomise.verify(other)


def test_a_seal_does_not_give_the_schedule_away_without_the_salt() -> None:
    assert design(salt="a").seal != design(salt="b").seal
    assert design(salt="a").arms != design(salt="b").arms


@pytest.mark.parametrize(
    ("scheme", "asked", "got"),
    [("blocks", 28, 28), ("blocks", 56, 56), ("blocks", 59, 56), ("blocks", 84, 84),
     ("pairs", 28, 30), ("pairs", 56, 54), ("pairs", 84, 84)],
)  # fmt: skip
def test_lengths_are_whole_blocks(scheme: Scheme, asked: int, got: int) -> None:
    assert whole_days(scheme, asked) == got == len(design(scheme, days=asked).arms)


@pytest.mark.parametrize(
    "more",
    [{"days": 27}, {"days": 85}, {"days": 0}, {"seed": -1}, {"seed": 2**62}, {"scale": (9, 9)}],
)
def test_other_lengths_seeds_and_scales_are_refused(more: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        design(**more)  # type: ignore[arg-type]
