"""Written sheets: the newest version stands, nothing is lost, and no fact holds their words."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from support.people import Person
from support.screening import clear_answers
from support.server import MovedClock, made

from unspiral.catalogue.load import Catalogue
from unspiral.services import plans, sheets
from unspiral.services.operations import Origin
from unspiral.services.sheets import Entry, NoSuchSheet
from unspiral.store.base import Written
from unspiral.store.opening import open_sqlite

ODD = "  =1+1 <b>x</b> \u202eabc\u202c 🙂 \\u0000\n\nline  "
ONE, TWO = "11111111-0000-4000-8000-000000000001", "22222222-0000-4000-8000-000000000002"


@pytest.fixture
def person(catalogue: Catalogue) -> Person:
    return Person(catalogue, clear_answers(catalogue))


def keep(person: Person, op: str, entry: str = "", **words: str) -> str:
    sheet = person.catalogue.worksheets["thought-record"]
    done = sheets.save(
        person.ctx, person.id, sheet, words, Origin(op), entry, done=("thought-record",)
    )
    return done.outcome


def held(person: Person) -> tuple[Entry, ...]:
    with person.ctx.store.read(person.id) as tx:
        return sheets.read(tx)


def test_words_come_back_exactly_and_the_newest_stand(person: Person) -> None:
    assert keep(person, ONE, thought=ODD) == "applied"
    assert keep(person, TWO, ONE, thought="calmer", truer="It may pass") == "applied"
    (entry,) = held(person)
    assert (entry.id, entry.words) == (ONE, {"thought": "calmer", "truer": "It may pass"})
    assert entry.earlier == ({"thought": ODD},)
    assert entry.changed == person.today


def test_a_replay_changes_nothing_and_other_words_under_the_same_id_clash(person: Person) -> None:
    assert [keep(person, ONE, thought="a"), keep(person, ONE, thought="a")] == [
        "applied",
        "replayed",
    ]
    assert keep(person, ONE, thought="b") == "clash"
    assert [entry.words for entry in held(person)] == [{"thought": "a"}]
    assert len(person.events("done")) == 1


def test_the_same_words_again_are_no_new_version_and_a_change_counts_as_done_once(
    person: Person,
) -> None:
    keep(person, ONE, thought="a")
    keep(person, TWO, ONE, thought="a")
    assert held(person)[0].changed is None and held(person)[0].earlier == ()
    keep(person, "", ONE, thought="b")
    assert [event.subject for event in person.events("done")] == ["thought-record"]


def test_taken_away_is_out_of_sight_and_can_come_back(person: Person) -> None:
    keep(person, ONE, thought="a")
    sheets.remove(person.ctx, person.id, ONE, True, Origin(TWO))
    assert sheets.standing(held(person), "thought-record") == ()
    sheets.remove(person.ctx, person.id, ONE, False, Origin())
    assert [e.words for e in sheets.standing(held(person), "thought-record")] == [{"thought": "a"}]


def test_what_another_device_wrote_after_it_was_taken_away_is_kept_and_told(person: Person) -> None:
    keep(person, ONE, thought="a")
    sheets.remove(person.ctx, person.id, ONE, True, Origin())
    assert keep(person, TWO, ONE, thought="late") == "applied"
    (entry,) = held(person)
    assert (entry.removed, entry.came_back, entry.words) == (False, True, {"thought": "late"})


def test_the_same_words_written_after_it_was_taken_away_bring_it_back(person: Person) -> None:
    keep(person, ONE, thought="a")
    sheets.remove(person.ctx, person.id, ONE, True, Origin())
    keep(person, TWO, ONE, thought="a")
    (entry,) = held(person)
    assert (entry.removed, entry.came_back) == (False, True)


def test_a_sheet_of_nobody_is_not_found(person: Person) -> None:
    person.ctx.store.add_person("other", person.clock())
    keep(person, ONE, thought="mine")
    sheet = person.catalogue.worksheets["thought-record"]
    for entry in ("no-such", ""):
        with pytest.raises(NoSuchSheet):
            sheets.remove(person.ctx, person.id, entry, True, Origin())
    with pytest.raises(NoSuchSheet):
        sheets.save(person.ctx, "other", sheet, {"thought": "x"}, Origin(), ONE)
    with pytest.raises(NoSuchSheet):
        sheets.remove(person.ctx, "other", ONE, True, Origin())
    assert held(person)[0].words == {"thought": "mine"}


def test_no_answer_reading_event_or_note_of_a_day_holds_the_words(person: Person) -> None:
    keep(person, ONE, thought="zqx-canary", happened="zqx-canary")
    with person.ctx.store.read(person.id) as tx:
        facts = repr((dict(tx.answers()), tx.readings(), tx.events(), tx.notes()))
    assert "zqx-canary" not in facts
    assert "zqx-canary" not in repr(plans.today(person.ctx, person.id))


def test_a_backup_holds_every_version_and_the_deep_check_finds_it_sound(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    ctx, person = made(tmp_path / "data", catalogue, MovedClock())
    sheet = catalogue.worksheets["thought-record"]
    sheets.save(ctx, person, sheet, {"thought": ODD}, Origin(ONE))
    sheets.save(ctx, person, sheet, {"thought": "calmer"}, Origin(TWO), ONE)
    ctx.store.backup(str(tmp_path / "copy.db"))
    assert ctx.store.deep_check()["sound"]
    ctx.store.close()
    (tmp_path / "again").mkdir()
    copy = open_sqlite((tmp_path / "copy.db").rename(tmp_path / "again" / "unspiral.db"))
    with copy.read(person) as tx:
        (entry,) = sheets.read(tx)
    assert (entry.words, entry.earlier) == ({"thought": "calmer"}, ({"thought": ODD},))
    assert copy.deep_check()["sound"]
    copy.close()


def test_newest_day_first_and_within_a_day_newest_first() -> None:
    found = [
        Entry(name, "s", {}, date(2026, 1, day)) for name, day in (("a", 2), ("b", 1), ("c", 2))
    ]
    assert [entry.id for entry in sheets.standing(found, "s")] == ["c", "a", "b"]


def test_what_is_no_sheet_is_left_out() -> None:
    at, day = datetime(2026, 1, 1, tzinfo=UTC), date(2026, 1, 1)
    bodies = ("no json", "[]", "{}", '{"entry":"x","removed":true}', '{"words":[]}')
    notes = [Written(str(n), "sheet", at, day, body, n) for n, body in enumerate(bodies)]
    assert sheets.entries(notes) == ()
