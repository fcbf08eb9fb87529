"""The word list finds what must not be said, and leaves ordinary words alone."""

import pytest

from unspiral.catalogue.banned import find

BANNED = [
    "It is CFD.", "SGIN loss", "vagus mobilisation", "vagal nerve mobilization", "a slipped disc",
    "coax it back", "oxygen starvation", "68 % less", "68 percent", "this cures pain", "fix your",
    "relief in minutes", "just walk", "Simply rest", "all in your mind", "listen to your body",
    "wear and tear", "you have sciatica", "You may have stenosis", "consistent with a nerve",
    "Well done", "knees locked", "guaranteed", "tissue damage", "personalised treatment",
]  # fmt: skip
ALLOWED = [
    "adjust the chair", "at a fixed time", "cursor", "unjust", "68 days", "you have a pillow",
    "This does not diagnose.", "old nerve damage", "a slip of the disc", "Check for cauda equina.",
]  # fmt: skip


@pytest.mark.parametrize("text", BANNED)
def test_banned(text: str) -> None:
    assert find(text)


@pytest.mark.parametrize("text", ALLOWED)
def test_allowed(text: str) -> None:
    assert find(text) == []
