"""Medicines, heat, age and pregnancy: what is said, and what is neither planned nor started."""

import pytest
from support.people import Person
from support.screening import clear_answers
from support.server import signed_in

from unspiral.catalogue.dosed import uses_heat
from unspiral.records.plan import Plan, Withheld
from unspiral.services import plans, sessions

DROWSY = ("med_opioid", "med_sedative", "med_gabapentinoid")
NO_HEAT = (
    {"med_patch": "yes"},
    *({name: "yes"} for name in DROWSY),
    {"health_skin_circulation": "yes"},
)
STATES = {
    "pregnant": ({"pregnant": "yes"}, "k2"),
    "born_1950": ({"birth_year": 1950}, "k10"),
    "opioid": ({"med_opioid": "yes"}, "k9_drowsy"),
    "sedative": ({"med_sedative": "yes"}, "k9_drowsy"),
    "patch": ({"med_patch": "yes"}, "k9_patch"),
    "unanswered": ({}, "k2"),
}


def somebody(catalogue, **more):
    return Person(catalogue, {**clear_answers(catalogue), **more})


def closed(session):
    return isinstance(session.script, Withheld)


def test_the_help_page_tells_the_signs_of_an_overdose(catalogue):
    person = somebody(catalogue)
    page = signed_in(person.ctx, person.id).get("/help-now").text.lower()
    for words in ("very hard to wake", "slow breathing", "blue or grey", "small pupils"):
        assert words in page
    assert "naloxone" in page and "Lay them on their side".lower() in page


@pytest.mark.parametrize("answers", NO_HEAT, ids=lambda a: next(iter(a)))
def test_no_warmth_is_offered_or_started(catalogue, answers):
    hot = [t.id for t in catalogue.techniques.values() if uses_heat(t)]
    free = somebody(catalogue)
    assert hot and not closed(sessions.begin(free.ctx, free.id, hot[0]))
    person = somebody(catalogue, **answers)
    for name in hot:
        assert closed(sessions.begin(person.ctx, person.id, name))
    plan = plans.today(person.ctx, person.id).plan
    assert isinstance(plan, Plan) and not {item.technique for item in plan.items} & set(hot)


@pytest.mark.parametrize("state", STATES)
def test_what_a_caution_leaves_out_is_neither_planned_nor_started(catalogue, state):
    answers, caution = STATES[state]
    given = {**clear_answers(catalogue), **answers}
    if state == "unanswered":
        given.pop("pregnant")
    person = Person(catalogue, given)
    left_out = [
        t.id
        for t in catalogue.techniques.values()
        if any(u.caution == caution and u.then == "exclude" for u in t.cautions)
    ]
    assert left_out
    for name in left_out:
        assert closed(sessions.begin(person.ctx, person.id, name)), name
    plan = plans.today(person.ctx, person.id).plan
    planned = {item.technique for item in plan.items} if isinstance(plan, Plan) else set()
    assert not planned & set(left_out)


def test_intervals_are_not_for_70_and_older_or_in_pregnancy(catalogue):
    cautions = {u.caution for u in catalogue.techniques["intervals"].cautions}
    assert {"k2", "k4", "k10"} <= cautions
