"""What crosses from the child arrives as it was, or is refused."""

import io
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unspiral.errors import BadInput
from unspiral.importers import wire
from unspiral.importers.stream import Asked, Batch, Found, Out, SourceFound
from unspiral.records.facts import Reading
from unspiral.records.problem import Problem

MOMENTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
READINGS = st.builds(
    Reading,
    st.sampled_from(["steps", "hrv_sdnn"]),
    st.floats(allow_nan=False, allow_infinity=False),
    MOMENTS,
    MOMENTS,
    st.dates(),
    TEXTS,
    st.none() | MOMENTS,
    st.sampled_from(["UTC", "Europe/Paris"]),
)
ALLOWED = {"steps", "hrv_sdnn"}
ONE = Reading("steps", 5.0, datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, 1, tzinfo=UTC),
              date(2025, 1, 1), "apple:x", None, "UTC")  # fmt: skip


def batches(readings: list[Reading], problems: tuple[Problem, ...] = ()) -> list[Batch]:
    """Readings through the wire and back."""
    line = io.BytesIO()
    out = Out(lambda full: wire.send(line, wire.BATCH, *wire.batch_data(full)))
    for one in readings:
        out.reading(one)
    for problem in problems:
        out.aside(problem)
    out.skip("type_not_used", 7)
    out.flush()
    line.seek(0)
    found = []
    while line.tell() < len(line.getvalue()):
        kind, data, rows = wire.receive(line)
        assert kind == wire.BATCH
        found.append(wire.batch_from(data, rows, ALLOWED))
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(READINGS, max_size=5))
def test_readings_arrive_as_they_were_to_the_microsecond(readings: list[Reading]) -> None:
    [found] = batches(readings)
    assert found.readings == tuple(readings)
    assert found.skipped == {"type_not_used": 7} and found.read == len(readings) + 7


def test_a_moment_with_another_offset_arrives_as_the_same_instant_and_batches_stay_small() -> None:
    offset = timezone(timedelta(hours=5, minutes=30))
    one = Reading("steps", 1, datetime(2025, 1, 1, tzinfo=offset), ONE.end, ONE.local_date)
    problem = Problem("odd_unit", "record 3", "warning", {"row": 3, "column": "x"})
    found = batches([one] * 2001, (problem,))
    assert [len(batch.readings) for batch in found] == [1000, 1000, 1]
    assert found[0].readings[0] == one and found[-1].set_aside == (problem,)
    assert sum(batch.read for batch in found) == 2001 + 1 + 7


def test_what_is_asked_and_found_and_refused_arrives_as_it_was() -> None:
    asked = Asked("Asia/Tokyo", date(2026, 1, 1), {"steps": (0, 10)}, {"map": {"a": [1, None]}})
    assert wire.asked_from(wire.asked_data(asked)) == asked
    source = SourceFound("x", "watch", 3, ("x", "X"))
    found = Found("apple_health", "14", {"Workout": 2}, (source,), ("unknown_zone",))
    assert wire.found_from(wire.found_data(found)) == found
    fault = wire.fault_from(wire.fault_data(BadInput("a", "b", "c", problem="d", columns=["e"])))
    assert (fault.message, fault.kept, fault.next_step) == ("a", "b", "c")
    assert fault.values == {"problem": "d", "columns": ["e"]}


def told(**changes: Any) -> tuple[dict[str, Any], bytes]:
    """A sound batch of one reading, with something changed."""
    out = Out(lambda _: None)
    out.reading(ONE)
    data, rows = wire.batch_data(out)
    return data | changes, rows


@pytest.mark.parametrize(
    "changes",
    [
        {"names": []},
        {"names": ["heart", "apple:x", "UTC"]},  # a variable nobody asked for
        {"names": ["steps", 5, "UTC"]},
        {"names": ["steps", "x" * 5000, "UTC"]},
        {"names": ["steps", "\ud800", "UTC"]},
        {"rows": 2},
        {"rows": -1},
        {"rows": 10**15},
        {"rows": "1"},
        {"skipped": {"a": -1}},
        {"skipped": {"a": 1.5}},
        {"skipped": {"a": True}},
        {"skipped": [1]},
        {"skipped": {str(n): 1 for n in range(3000)}},
        {"aside": [["a", "b"]]},
        {"aside": [["a", "b", {"row": [1]}]]},
        {"aside": [["a", "b", {}]] * 2000},
        {"at": [1]},
        {"at": [1, -5]},
        {"at": None},
    ],
)
def test_a_batch_that_is_not_what_it_must_be_is_refused(changes: dict[str, Any]) -> None:
    data, rows = told(**changes)
    with pytest.raises(wire.Garbled):
        wire.batch_from(data, rows, ALLOWED)


def test_numbers_that_cannot_be_are_refused() -> None:
    for bad in (
        (float("nan"), 0, 0, 1), (float("inf"), 0, 0, 1), (1.0, 2**62, 0, 1), (1.0, 0, 2**62, 1),
        (1.0, 0, 0, 0), (1.0, 0, 0, 2**30),
    ):  # fmt: skip
        out = Out(lambda _: None)
        value, start, end, day = bad
        out.row(("steps", value, start, end, day, "apple:x", "UTC", None))
        with pytest.raises(wire.Garbled):
            wire.batch_from(*wire.batch_data(out), ALLOWED)
    data, rows = told()
    for cut in (rows[:-1], rows + b"\0", b""):
        with pytest.raises(wire.Garbled):
            wire.batch_from(data, cut, ALLOWED)


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"a": NaN}', b"[" * 100_000, b'"' + b"x" * 20])
def test_a_frame_that_is_not_json_is_refused(body: bytes) -> None:
    with pytest.raises(wire.Garbled):
        wire.receive(io.BytesIO(wire.HEADER.pack(b"B", len(body), 0) + body))


def test_a_frame_longer_than_any_may_be_is_refused_before_it_is_read() -> None:
    with pytest.raises(wire.Garbled):
        wire.receive(io.BytesIO(wire.HEADER.pack(b"B", 2**31, 2**31)))
    with pytest.raises(EOFError):
        wire.receive(io.BytesIO(wire.HEADER.pack(b"B", 10, 0) + b"{}"))
