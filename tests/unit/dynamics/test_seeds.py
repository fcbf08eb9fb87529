"""The same diary, the same seed; anything a fit rests on, another one."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from support.panels import panel

from unspiral.dynamics import seeds
from unspiral.records.estimate import Panel

SEEN = panel(np.arange(24.0).reshape(12, 2) % 7, ("sleep_quality", "pain"))


def other(array: np.ndarray) -> np.ndarray:
    changed = array.copy()
    changed[3, 0] = not changed[3, 0]
    return changed


@pytest.mark.parametrize(
    "changed",
    [
        replace(SEEN, y=other(SEEN.y)),
        replace(SEEN, y=np.where(np.arange(12)[:, None] == 4, np.nan, SEEN.y)),
        replace(SEEN, usable=other(SEEN.usable)),
        replace(SEEN, inputs=other(SEEN.inputs)),
        replace(SEEN, input_names=("trend", "used:walking")),
        replace(SEEN, sittings="one"),
        replace(SEEN, variables=("sleep_quality", "stress")),
        replace(SEEN, days=tuple(day + timedelta(days=1) for day in SEEN.days)),
    ],
)
def test_all_that_a_fit_rests_on_is_in_the_fingerprint(changed: Panel) -> None:
    assert seeds.fingerprint(changed) != seeds.fingerprint(SEEN)


def test_the_model_and_what_is_asked_are_in_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    before = seeds.fingerprint(SEEN)
    assert seeds.fingerprint(SEEN, "content") != before == seeds.fingerprint(SEEN)
    monkeypatch.setattr(seeds, "MODEL_VERSION", "loop/next")
    assert seeds.fingerprint(SEEN) != before


def test_the_order_of_columns_is_not() -> None:
    turned = replace(
        SEEN, variables=SEEN.variables[::-1], y=SEEN.y[:, ::-1], usable=SEEN.usable[:, ::-1]
    )
    assert seeds.fingerprint(turned) == seeds.fingerprint(SEEN)


def test_a_seed_is_that_of_its_parts_in_their_order() -> None:
    assert seeds.seed("a", "b") == seeds.seed("a", "b") != seeds.seed("b", "a")
    assert seeds.generator("a").random() == seeds.generator("a").random()
