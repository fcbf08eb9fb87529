"""Whatever the order of the readings, the panel is the same; nothing is lost or made up."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from support.readings import at, on

from unspiral.catalogue.load import load
from unspiral.diary.panel import build
from unspiral.records.estimate import Panel
from unspiral.records.facts import Reading

VARIABLES = load()[0].variables
NAMES = ("pain", "sleep_quality", "stress", "steps", "heart_rate_rest")


@st.composite
def readings(draw: st.DrawFn) -> list[Reading]:
    """Readings with repeats, several sources and answer times early, late and absent."""
    found = []
    for _ in range(draw(st.integers(1, 40))):
        day = draw(st.integers(0, 12))
        hour = draw(st.none() | st.integers(4, 90))
        found.append(
            on(
                draw(st.sampled_from(NAMES)),
                day,
                draw(st.integers(0, 10)),
                None if hour is None else at(day, hour),
                draw(st.sampled_from(["diary", "watch", "phone"])),
                minute=draw(st.integers(0, 59)),
            )
        )
    return found


@given(readings().flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_readings_does_not_matter(both: tuple[list[Reading], list[Reading]]) -> None:
    one, other = (_panel(rows) for rows in both)
    assert (one.days, one.variables, one.sittings) == (other.days, other.variables, other.sittings)
    np.testing.assert_array_equal(one.y, other.y)
    np.testing.assert_array_equal(one.usable, other.usable)


@given(readings())
def test_every_answered_day_and_no_other_is_there(rows: list[Reading]) -> None:
    panel = _panel(rows)
    told = {(row.local_date, row.variable) for row in rows}
    there = {
        (panel.days[r], panel.variables[c])
        for r, c in zip(*np.nonzero(np.isfinite(panel.y)), strict=True)
    }
    assert there == told
    gaps = {(b - a).days for a, b in zip(panel.days, panel.days[1:], strict=False)}
    assert gaps <= {1}


def _panel(rows: list[Reading]) -> Panel:
    panel = build(rows, VARIABLES)
    assert panel is not None
    return panel
