"""A pocket diary comes home: each entry once, none holding up its neighbours."""

import io
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from support.people import Person
from support.screening import clear_answers

from unspiral.catalogue.load import Catalogue
from unspiral.records.triage import Level
from unspiral.services.operations import UnderEighteen
from unspiral.services.pocket import Home, as_data, bring_home

DAY = "2026-05-01"


@pytest.fixture
def person(catalogue: Catalogue) -> Person:
    return Person(catalogue, clear_answers(catalogue))


def entry(kind: str, fields: dict[str, list[str]], **more: Any) -> dict[str, Any]:
    made = {"id": str(uuid4()), "kind": kind, "at": f"{DAY}T20:00:00.000Z", "zone": "UTC"}
    return {**made, "local_date": DAY, "base_version": None, "fields": fields, **more}


def home(person: Person, *listed: Any, yes: bool = True) -> Home:
    body = json.dumps({"format": "unspiral-pocket/1", "operations": list(listed)}).encode()
    return bring_home(person.ctx, person.id, io.BytesIO(body), yes)


def whole() -> list[dict[str, Any]]:
    return [
        entry("checkin", {"half": ["morning"], "sleep_quality": ["6"], "sleep_hours": ["6 h 30"]}),
        entry("checkin", {"half": ["evening"], "pain": ["4"], "note": ["The boiler"]}),
        entry("session", {"technique": ["sounds-around"], "how": ["full"], "rated": ["better"]}),
        entry("worry", {"worry": ["Rain"]}),
        entry("screen", {"screen": ["danger"], "tick": ["none"]}),
    ]


def test_every_kind_is_kept_once(person: Person) -> None:
    listed = whole()
    first, second = home(person, *listed), home(person, *listed)
    assert (first.read, first.stored, first.duplicates, dict(first.skipped)) == (5, 5, 0, {})
    assert (second.read, second.stored, second.duplicates, dict(second.skipped)) == (5, 0, 5, {})
    with person.ctx.store.read(person.id) as tx:
        held = {r.variable: r.value for r in tx.readings()}
        notes = [words for _, words in tx.notes()]
        rated = [event.value for event in tx.events(kinds=("rated",))]
    assert held == {"sleep_quality": 6.0, "sleep_hours": 6.5, "pain": 4.0}
    assert "The boiler" in notes
    assert rated == ["better"]


@pytest.mark.parametrize(("minutes", "believed"), [(-60, True), (4, True), (6, False), (90, False)])
def test_a_device_clock_ahead_of_ours_is_not_believed(
    person: Person, minutes: int, believed: bool
) -> None:
    now = person.clock()
    at = now + timedelta(minutes=minutes)
    home(person, entry("session", {"technique": ["sounds-around"]}, at=at.isoformat()))
    (done,) = person.events("done")
    assert done.at == at if believed else now < done.at < person.clock()


def test_a_look_before_stores_nothing(person: Person) -> None:
    before = person.ctx.store
    found = home(person, *whole(), yes=False)
    assert (found.stored, dict(found.skipped), found.preview) == (0, {"not_confirmed": 5}, True)
    with before.read(person.id) as tx:
        assert tx.readings() == ()


def test_bad_entries_stay_out_and_good_ones_come_in(person: Person) -> None:
    good = entry("checkin", {"half": ["morning"], "sleep_quality": ["5"]})
    bad = {
        "not_readable": [
            "text",
            {"id": 1},
            {**good, "id": "no id"},
            {**good, "extra": 1},
            entry("checkin", {}, at="+058864-11-07T00:15:26.540Z"),
            entry("checkin", {}, at="0001-01-01T00:00:00Z"),
        ],
        "unknown_kind": [entry("plan", {})],
        "out_of_range": [entry("checkin", {"half": ["evening"], "pain": ["11"]})],
        "please_tick_new": [
            entry("checkin", {"half": ["evening"], "asked_new_or_worse": ["yes"], "pain": ["1"]})
        ],
    }
    listed = [one for rows in bad.values() for one in rows]
    found = home(person, *listed, good)
    assert dict(found.skipped) == {code: len(rows) for code, rows in bad.items()}
    assert found.read == found.stored + found.duplicates + sum(found.skipped.values())
    assert found.stored == 1


def test_the_same_id_with_other_content_is_set_aside(person: Person) -> None:
    one = entry("checkin", {"half": ["morning"], "sleep_quality": ["5"]})
    home(person, one)
    found = home(person, {**one, "fields": {"half": ["morning"], "sleep_quality": ["9"]}})
    assert (found.stored, dict(found.skipped)) == (0, {"clash": 1})


def test_a_sign_told_on_the_phone_counts_at_home(person: Person) -> None:
    home(person, entry("screen", {"screen": ["danger"], "tick": ["fall"]}))
    decision = person.decide()
    assert decision.to_ask[0] == "rf9"
    assert decision.triage.level in (Level.EMERGENCY, Level.SAME_DAY)
    assert decision.clearance is None or not decision.clearance.covers("standard")


def test_under_18_keeps_nothing_of_it(catalogue: Catalogue) -> None:
    child = Person(catalogue)
    child.answer({"birth_year": child.today.year - 12})
    with pytest.raises(UnderEighteen):
        home(child, *whole())
    with child.ctx.store.read(child.id) as tx:
        assert (tx.readings(), tx.events(), tx.notes()) == ((), (), ())


def test_the_result_holds_nothing_of_what_was_written(person: Person) -> None:
    told = json.dumps(as_data(home(person, *whole())))
    assert "boiler" not in told
    assert "Rain" not in told
