"""The clinician's page: its numbers counted again by another way, and what it may say when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from statistics import mean

import pytest
from support.loops import months, with_loop
from support.screening import clear, clear_answers, event, facts_of
from support.summaries import DAYS, diary, reading, rich, somebody, texts_of

from unspiral.records.facts import Event
from unspiral.records.report import MOOD_ITEMS, FairTest, Parts, Period, Sitting
from unspiral.records.sleep import Programme
from unspiral.records.trial import Adherence, Design, Effect, TrialResult
from unspiral.screening import gate
from unspiral.services import report as service
from unspiral.services.operations import Origin, write
from unspiral.sharing import report_diary
from unspiral.sharing.report import Sources, compose
from unspiral.sharing.report_words import document
from unspiral.web.text import text_in
from unspiral.web.views.show_this import show_this_view

FIRST = date(2026, 8, 15)
MADE = datetime(2026, 11, 22, tzinfo=UTC)
T = text_in("en")


def page(catalogue, facts, parts=None, **more):
    """The numbers of the page for these facts."""
    decision = gate.assess(facts, catalogue)
    return compose(Sources(facts, decision, **more), parts or Parts(), catalogue)


def said(report, catalogue):
    """Every word of the page, one block a line."""
    return "\n".join(texts_of(document(report, T, catalogue, MADE)))


@pytest.fixture(scope="module")
def person(catalogue):
    return rich(catalogue)


@pytest.fixture(scope="module")
def now(person):
    return service.read(person.ctx, person.id, Parts())


def test_means_are_those_of_the_readings(person, now):
    with person.ctx.store.read(person.id) as tx:
        noted = {r.local_date: r.value for r in tx.readings(variables=("pain",))}
    period, row = now.report.period, now.report.daily[0]
    last = period.last
    first = last - timedelta(days=7 * 12 - 1)
    assert (period.first, period.days, period.whole) == (first, 84, True)
    assert period.noted == sum(first <= day <= last for day in noted)
    early = [v for day, v in noted.items() if first <= day < first + timedelta(days=14)]
    late = [v for day, v in noted.items() if last - timedelta(days=14) < day <= last]
    assert (row.before.value, row.before.days) == (round(mean(early), 1), len(early))
    assert (row.after.value, row.after.days) == (round(mean(late), 1), len(late))
    assert row.against.points == pytest.approx(row.after.value - row.before.value)
    picture = now.report.pictures[0]
    assert [n for n in picture.values if n is not None] == [
        noted[day] for day in sorted(noted) if first <= day <= last
    ]
    assert sum(one.days for one in picture.stretches) == period.noted
    held = sorted(v for day, v in noted.items() if first <= day <= last)
    inside = sum(picture.low <= v <= picture.high for v in held)
    assert inside >= 0.8 * len(held)


def test_forms_marks_and_evenings_are_those_that_were_entered(now, catalogue):
    rows = {row.form: row for row in now.report.forms}
    assert set(rows) == {"peg", "rmdq-24"}
    assert (rows["peg"].first.value, rows["peg"].last.value) == (7.0, 5.0)
    assert rows["peg"].against.matters is False  # 29 %, where 30 % matters
    assert (rows["rmdq-24"].against.points, rows["rmdq-24"].against.matters) == (-5.0, True)
    medicines = now.report.medicines
    assert len(medicines.changed) == 2
    assert sum(count for _, _, _, count in medicines.halves) == 12
    assert now.report.danger.evenings == 40
    words = said(now.report, catalogue)
    assert "2 less (29 %); below what matters, 30 %" in words
    assert "Better: 5 less (45 %); 5 points or 30 % matters" in words
    assert "Hours asleep, told by a device" in words


def test_what_was_tried_is_told_as_it_is_known(now, catalogue):
    rows = {row.technique: row for row in now.report.tried}
    assert [row.how for row in now.report.tried] == ["made_worse", "rated", "next_morning"]
    breathing = rows["belly-breathing"]
    assert breathing.days == breathing.better + breathing.same == 24
    assert rows["bird-dog"].worse_on == FIRST + timedelta(days=26)
    words = said(now.report, catalogue)
    assert (
        f"Felt better after it {breathing.better} times, same {breathing.same}, worse 0." in words
    )
    assert "Helped" not in words


def test_under_fourteen_days_the_diary_is_not_put_in_words(catalogue):
    young = somebody(catalogue, FIRST)
    diary(young, FIRST, 13)
    young.now = datetime.combine(FIRST + timedelta(days=12), datetime.min.time(), UTC).replace(
        hour=22
    )
    found = service.read(young.ctx, young.id, Parts()).report
    assert (found.completed_days, found.enough_days, found.daily) == (13, False, ())
    assert found.pictures and all(one.low is None for one in found.pictures)
    words = said(found, catalogue)
    assert "13 days in full; 14 are needed" in words and "Too early to tell: 13 days" in words


@pytest.mark.parametrize("days", [0, 1, 21, 150])
def test_every_length_of_diary_makes_a_page(catalogue, days):
    held = somebody(catalogue, FIRST)
    diary(held, FIRST, days) if days else None
    held.now = datetime.combine(FIRST, datetime.min.time(), UTC) + timedelta(days=days, hours=-2)
    if not days:
        held.now += timedelta(days=1)
    for weeks in (4, 12, 26):
        found = service.read(held.ctx, held.id, Parts(weeks=weeks)).report
        assert found.period.days <= 7 * weeks
        assert "A clear list does not rule anything out." in said(found, catalogue)


def test_a_danger_sign_stands_first_with_the_sentence_of_its_card(catalogue):
    facts = clear(catalogue, rf1_saddle="yes")
    found = page(catalogue, facts)
    triage = gate.assess(facts, catalogue).triage
    card = show_this_view(T, facts, triage, catalogue, "IE").cards[0].sentence
    words = said(found, catalogue)
    check = card.partition("Please check")[2]
    assert check and check in words and "numb between the legs" in words
    assert words.index("numb between the legs") < words.index("What changed")
    assert "None reported" not in words


def test_active_minutes_stand_beside_pain_in_whole_minutes(catalogue):
    held = somebody(catalogue, FIRST)
    noted = diary(held, FIRST, 28)["pain"]
    minutes = {day: 20.0 + n for n, day in enumerate(sorted(noted))}
    for day, value in minutes.items():
        origin = Origin(local_date=day)
        held_readings = (reading("activity_minutes", value, day),)
        write(held.ctx, held.id, "import", origin, readings=held_readings)
    held.now = datetime.combine(FIRST + timedelta(days=27), datetime.min.time(), UTC).replace(
        hour=22
    )
    words = said(service.read(held.ctx, held.id, Parts()).report, catalogue)
    assert "Active minutes, diary | 26 (14 days) | 40 (14 days) | 14 more; no agreed" in words


def test_what_was_not_asked_never_reads_as_clear(catalogue):
    nothing = said(page(catalogue, facts_of({})), catalogue)
    assert "were not asked yet" in nothing and "None reported" not in nothing
    some = clear_answers(catalogue)
    some.pop("rf1_saddle")
    words = said(page(catalogue, facts_of(some)), catalogue)
    assert "None reported so far." in words and "have no answer yet" in words


def test_a_known_finding_and_a_gate_that_failed_are_told(catalogue):
    seen = Event("flag_ended", "rf1", "seen", MADE - timedelta(days=3), MADE.date())
    raised = event("flag_raised", "rf1", "E", MADE - timedelta(days=5))
    facts = clear(catalogue, (raised, seen))
    words = said(page(catalogue, facts), catalogue)
    assert "seen by someone, not changed: numb between the legs." in words
    closed = compose(Sources(facts, gate.closed()), Parts(), catalogue)
    assert "Please ask about every sign." in said(closed, catalogue)


def test_links_wait_for_their_day_and_for_what_was_ticked(catalogue):
    facts = clear(catalogue)
    early = page(catalogue, facts, insights=replace(months(), n_days=41, verdicts=(), loops=()))
    assert early.links.standing == "too_early"
    found = with_loop()
    claimed = [v for v in found.verdicts if v.claim == "claimed" and v.candidate]
    assert claimed
    shown = page(catalogue, facts, insights=found)
    every = page(catalogue, facts, Parts(items=frozenset(MOOD_ITEMS)), insights=found)
    assert len(every.links.rows) == len(claimed)
    assert all({r.cause, r.to}.isdisjoint(MOOD_ITEMS) for r in shown.links.rows)
    for row in every.links.rows:
        assert row.lit is False or every.links.standing == "loops"
    words = said(every, catalogue)
    assert "came before" in words and "Helped" not in words and "causes" not in words
    assert page(catalogue, facts, insights=replace(found, n_days=89)).links.standing != "loops"


DESIGN = Design(
    "heat", "heat-chair", "pain", "lower", "morning", "blocks", 56, 1, (True, False) * 28
)
HELPS = TrialResult(
    verdict="helps",
    primary=Effect(-0.7, 0.3, -1.1, -0.3, "points 0-10", 26, 27),
    as_done=None,
    cumulated=Effect(-0.9, 0.4, -1.4, -0.4, "points 0-10", 26, 27),
    in_points=1.0,
    p_value=0.02,
    p_good=0.99,
    p_bad=0.01,
    p_half=0.8,
    p_small=0.1,
    worse=False,
    adherence=Adherence(56, 26, 27, 3, 27, 25, 26, 25),
)


def test_only_what_chance_drew_helped_and_with_its_range(catalogue):
    facts = clear(catalogue, (event("done", "heat-chair", "full"),))
    tests = (FairTest(DESIGN, HELPS, MADE.date()),)
    words = said(page(catalogue, facts, tests=tests), catalogue)
    assert (
        "Helped. Pain, next morning, 0 to 10: 0.7 less with it (0.3 to 1.1), from 53 days." in words
    )
    assert "drawn at random, 56 days, not blinded" in words
    assert "done on 25 of 27 days drawn for it" in words
    for result, told in (
        (replace(HELPS, verdict="cannot_tell"), "Cannot tell."),
        (replace(HELPS, verdict="does_not_seem_to"), "Does not seem to help."),
        (replace(HELPS, worse=True), "Went worse with it."),
        (None, "Cannot tell. Too few days were answered."),
    ):
        other = said(
            page(catalogue, facts, tests=(FairTest(DESIGN, result, MADE.date()),)), catalogue
        )
        assert told in other and "Helped." not in other
    mood = replace(DESIGN, outcome="stress")
    hidden = page(catalogue, facts, tests=(FairTest(mood, HELPS, MADE.date()),))
    assert all(row.tested is None for row in hidden.tried)


def test_the_sleep_programme_says_what_it_asked(catalogue):
    days = [MADE.date() - timedelta(days=n) for n in range(20)]
    fought = tuple(
        Event("fought_sleep", "morning", "yes" if n == 3 else "no", MADE, day)
        for n, day in enumerate(days)
    )
    programme = Programme("window", "running", started=days[-1], window_min=390)
    facts = facts_of(clear_answers(catalogue), fought, [reading("pain", 4.0, day) for day in days])
    words = said(page(catalogue, facts, programme=programme), catalogue)
    assert "Fought sleep driving or at work: 1 of 20 mornings asked." in words
    assert "6 h 30 min in bed" in words


def test_forms_of_another_version_are_not_compared(catalogue):
    days = (MADE.date() - timedelta(days=20), MADE.date())
    taken = tuple(Sitting("peg", day, n, "en", 6.0 - n) for n, day in enumerate(days))
    history = [reading("pain", 4.0, days[0])]
    facts = facts_of(clear_answers(catalogue), (), history)
    words = said(page(catalogue, facts, sittings={"peg": taken}), catalogue)
    assert "another version or language: not compared" in words


def test_a_form_that_called_for_help_stands_only_beside_its_question_9(catalogue):
    day = MADE.date()
    taken = (Sitting("phq-9", day, 1, "en", 12.0, help_first=True, item9=1.0),)
    facts = facts_of(clear_answers(catalogue), (), [reading("pain", 4.0, day)], now=MADE)
    chosen = Parts(mood_forms=frozenset({"phq-9"}))
    assert page(catalogue, facts, chosen, sittings={"phq-9": taken}).forms == ()
    both = page(catalogue, facts, replace(chosen, item9=True), sittings={"phq-9": taken})
    assert [row.first.value for row in both.forms] == [12.0] and both.item9 is not None


def test_a_mean_needs_seven_days_and_two_stretches_need_four_weeks(catalogue):
    last = MADE.date()

    def row(days, noted):
        period = Period(last - timedelta(days=days - 1), last, noted, 0, True)
        held = [reading("pain", 4.0, last - timedelta(days=n)) for n in range(noted)]
        (found,) = report_diary.daily(held, ("pain",), period, catalogue)
        return found

    assert (row(84, 6).after.days, row(84, 6).after.value) == (6, None)
    assert row(84, 7).after.value == 4.0
    assert (row(27, 27).before.days, row(27, 27).before.value) == (0, None)
    assert row(28, 28).before.value == 4.0


def test_a_loop_through_mood_is_not_lit_where_mood_was_left_off(catalogue):
    facts, found = clear(catalogue), with_loop()
    (loop,) = found.loops
    found = replace(found, loops=(replace(loop, nodes=(*loop.nodes, "stress")),))
    every = page(catalogue, facts, Parts(items=frozenset(MOOD_ITEMS)), insights=found)
    assert any(row.lit for row in every.links.rows) and every.links.standing == "loops"
    shown = page(catalogue, facts, insights=found)
    assert not any(row.lit for row in shown.links.rows) and shown.links.standing != "loops"


def test_the_same_facts_in_any_order_make_the_same_page(person, catalogue, now):
    with person.ctx.store.read(person.id) as tx:
        readings, events = tx.readings(), tx.events()
        answers = tx.answers()
    assert len(readings) > DAYS
    facts = facts_of({}, events, readings, now=person.now)
    facts = replace(facts, answers=answers)
    turned = replace(facts, history=readings[::-1], events=events[::-1])
    assert page(catalogue, facts) == page(catalogue, turned)
