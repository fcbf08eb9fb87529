"""What must hold for the positions, slow moves, stretches and sports of the library."""

import pytest

from unspiral.catalogue.banned import find

COMFORT = (
    "bed-in-and-out",
    "turn-in-bed",
    "front-lying-pillow",
    "half-lying-propped",
    "legs-on-chair",
)
MOBILITY = ("pelvic-tilt", "knee-roll", "cat-cow", "prone-press-up", "open-book")
STRETCHES = (
    "hamstring-standing",
    "bridge-breathe",
    "side-stretch-seated",
    "bed-stretches",
    "breathe-and-move",
)
MOVEMENT = ("yoga", "tai-chi", "pilates", "movement-snacks", "intervals", "swimming")
ALL = (*COMFORT, "floor-down-and-up", *MOBILITY, *STRETCHES, *MOVEMENT)
# From the clinical evidence page: who is kept from it.
KEPT_FROM = {
    "prone-press-up": {"k1", "k2", "k3", "k6"},
    "hamstring-standing": {"k1", "k3", "k5", "k6"},
    "bridge-breathe": {"k1", "k2", "k3"},
    "bed-stretches": {"k1", "k2", "k3"},
    "yoga": {"k1", "k2", "k3"},
    "pilates": {"k1", "k2", "k3"},
    "intervals": {"k2", "k3", "k4", "k5", "k10"},
}
GRADES = {
    "yoga": {("pain", "weeks", "A"), ("function", "weeks", "A")},
    "tai-chi": {("pain", "weeks", "B")},
    "pilates": {("pain", "weeks", "B"), ("function", "weeks", "B")},
    "movement-snacks": {("pain", "any", "C")},
    "swimming": {("pain", "weeks", "C")},
    "intervals": {("pain", "weeks", "C")},
    "breathe-and-move": {("pain", "any", "D"), ("stress", "any", "C")},
}


def _excluded(technique):
    return {use.caution for use in technique.cautions if use.then == "exclude"}


@pytest.mark.parametrize("name", ALL)
def test_a_person_or_the_plan_may_choose_it(catalogue, name):
    assert catalogue.techniques[name].offer in ("choose", "plan")


@pytest.mark.parametrize("name", COMFORT)
def test_positions_are_open_while_something_waits_for_a_check(catalogue, name):
    technique = catalogue.techniques[name]
    assert technique.scope == "comfort"
    assert technique.gentle
    assert not technique.load
    assert _excluded(technique) == set()


@pytest.mark.parametrize("name", (*MOBILITY, *STRETCHES, *MOVEMENT))
def test_what_makes_the_back_work_follows_the_load_rules(catalogue, name):
    technique = catalogue.techniques[name]
    assert technique.load
    assert technique.scope == "standard"
    assert technique.dose.progression
    assert {"k3", "k6"} <= {use.caution for use in technique.cautions} or name == "movement-snacks"


@pytest.mark.parametrize("name", KEPT_FROM)
def test_those_it_is_not_for_are_kept_from_it(catalogue, name):
    assert _excluded(catalogue.techniques[name]) >= KEPT_FROM[name]


@pytest.mark.parametrize("name", MOBILITY)
def test_thin_bones_mean_a_small_range_or_none(catalogue, name):
    uses = {use.caution: use for use in catalogue.techniques[name].cautions}
    small = "small" in uses["k1"].text.lower()
    assert uses["k1"].then == ("exclude" if name == "prone-press-up" else "careful")
    assert small or name == "prone-press-up"


@pytest.mark.parametrize("name", ALL)
def test_grades_are_those_of_the_evidence_page(catalogue, name):
    found = {(g.outcome, g.when, g.grade) for g in catalogue.techniques[name].grades}
    alone = {("pain", "any", "D")}
    if name == "floor-down-and-up":
        alone = {("pain", "any", "D"), ("function", "any", "D")}
    assert found == GRADES.get(name, alone)


@pytest.mark.parametrize("name", ALL)
def test_every_average_is_told_with_its_doubt(catalogue, name):
    technique = catalogue.techniques[name]
    assert any(effect.outcome == "pain" for effect in technique.effects)
    for effect in technique.effects:
        assert -1.0 < effect.mean <= 0.0
        assert len(effect.note.split()) >= 3


def test_never_alone_in_water(catalogue):
    uses = {use.caution: use.text for use in catalogue.techniques["swimming"].cautions}
    assert "Never alone" in uses["k8"]


def test_the_standing_stretch_says_which_way_is_not_shown(catalogue):
    technique = catalogue.techniques["hamstring-standing"]
    assert "not shown" in technique.instead_of
    assert find(technique.instead_of) == []
    assert any("soft" in line for line in technique.how)


@pytest.mark.parametrize("name", ALL)
def test_people_find_it_by_their_own_words(catalogue, name):
    assert 4 <= len(catalogue.techniques[name].words) <= 10
