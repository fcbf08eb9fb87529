"""Which links a failed check closes."""

import pytest

from unspiral.dynamics.diagnostics import conflict_name, guards
from unspiral.records.estimate import Check


@pytest.mark.parametrize(
    ("name", "closes"),
    [
        ("explosive_share", True),
        ("pit:stress", True),
        ("sd:pain", True),
        ("pit:mood", False),
        (conflict_name("stress", "pain"), False),  # docs/adr/0015-prior-conflict.md
    ],
)
def test_a_check_guards_everything_or_the_links_of_its_item(name: str, closes: bool) -> None:
    assert guards(Check(name, 0.0, 0.0, False), "stress", "pain") is closes
