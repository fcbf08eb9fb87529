"""Typed fields to values: each fault named, nothing raised, nothing typed lost."""

from datetime import date

import pytest

from unspiral.web.forms import Fields, Form, TooLong, local_path, operation_fields


def fields(**typed):
    return Fields(Form({name: (value,) for name, value in typed.items()}))


@pytest.mark.parametrize(
    "typed, value", [("4", 4), ("6.5", 6.5), ("6,5", 6.5), (" 7 ", 7), ("", None)]
)
def test_a_number_as_people_type_it(typed, value):
    found = fields(pain=typed)
    assert (found.number("pain", 0, 10), found.problems) == (value, [])


@pytest.mark.parametrize(
    "typed, code",
    [
        ("11", "out_of_range"),
        ("-1", "out_of_range"),
        ("nan", "out_of_range"),
        ("inf", "out_of_range"),
        ("1e400", "out_of_range"),
        ("four", "not_a_number"),
        ("", "please_choose"),
    ],
)
def test_a_wrong_number_is_named_with_its_field(typed, code):
    found = fields(pain=typed)
    assert found.number("pain", 0, 10, needed=True) is None
    assert [(p.code, p.where) for p in found.problems] == [(code, "pain")]


def test_a_range_is_said_with_its_limits():
    found = fields(pain="11")
    found.number("pain", 0, 10)
    assert found.problems[0].values == {"low": 0, "high": 10}


def test_a_whole_number_has_no_parts():
    found = fields(n="2.5")
    assert found.whole("n", 0, 9) is None
    assert [p.code for p in found.problems] == ["not_a_whole_number"]
    assert fields(n="2").whole("n", 0, 9) == 2


def test_a_choice_is_one_of_those_offered():
    found = fields(where="moon")
    assert found.choice("where", ("lying", "sitting")) is None
    assert [p.code for p in found.problems] == ["not_a_choice"]
    assert fields(where="lying").choice("where", ("lying", "sitting")) == "lying"


def test_ticks_keep_their_order_and_drop_what_was_never_offered():
    found = Fields(Form({"tick": ("b", "x", "a")}))
    assert found.ticks("tick", ("a", "b")) == ("b", "a")
    assert [p.code for p in found.problems] == ["not_a_choice"]


@pytest.mark.parametrize("typed", ["2026-02-30", "tomorrow", "1899-12-31", "2026-13-01"])
def test_a_day_that_cannot_be_is_refused(typed):
    found = fields(day=typed)
    assert found.day("day") is None
    assert [p.code for p in found.problems] == ["not_a_date"]


def test_a_leap_day_is_a_day():
    assert fields(day="2028-02-29").day("day") == date(2028, 2, 29)


def test_text_is_kept_exactly_up_to_its_limit():
    words = "  <b>é</b>\n🙂 " + "x" * 9_985
    assert fields(note=words.replace("\n", "\r\n")).text("note") == words
    with pytest.raises(TooLong) as fault:
        fields(note="x" * 10_001).text("note")
    assert dict(fault.value.values) == {"count": 10_001, "most": 10_000}


def test_where_a_write_came_from():
    made = operation_fields(date(2026, 5, 14), "Europe/Dublin", 7)
    found = fields(
        op_id=made.op_id, local_date=made.local_date, zone=made.zone, base_version="7"
    ).origin()
    assert found.op_id == made.op_id
    assert (found.local_date, found.zone) == (date(2026, 5, 14), "Europe/Dublin")
    assert found.base_version == 7


def test_a_zone_or_version_that_cannot_be_is_left_out():
    found = fields(zone="Mars/Olympus", base_version="9" * 40).origin()
    assert (found.zone, found.base_version) == ("", None)


@pytest.mark.parametrize("sent", ["/today", "/danger/next?for=comfort&next=/ease"])
def test_a_path_of_ours_is_followed(sent):
    assert local_path(sent, "/") == sent


@pytest.mark.parametrize(
    "sent",
    (
        *("", "//evil.example", "https://evil.example", "/\\evil.example", "/a b", "today", "/é"),
        *("/a\r\nx: y", "/" + "x" * 300, "javascript:alert(1)"),
    ),
)
def test_no_other_address_is_followed(sent):
    assert local_path(sent, "/today") == "/today"
