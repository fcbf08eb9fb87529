"""What the techniques for the night must hold to: who is kept out, floors, and nothing timed."""

import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Technique

NIGHTS = ("stimulus-control", "fixed-rise-time", "no-naps", "sleep-basics", "sleep-thoughts")
PROGRAMME = {"sleep-window": "6 hours", "sleep-compression": "6.5 hours"}
# Evidence page, c.5: neither of the two, and compression only.
NEITHER = {"k2", "k8", "k9_drowsy", "dark_thoughts"}
COMPRESSION_ONLY = {"k5", "k10"}


def _uses(technique: Technique, then: str) -> set[str]:
    return {use.caution for use in technique.cautions if use.then == then}


def _said(technique: Technique) -> str:
    cautions = [use.text for use in technique.cautions]
    cues = [step.cue for step in (*technique.session, *technique.tired.steps)]
    parts = (technique.summary, *technique.how, technique.why, technique.dose.text)
    return " ".join((*parts, *technique.skip_if, *cautions, *cues))


@pytest.mark.parametrize("name", PROGRAMME)
def test_the_programme_is_read_here_and_never_started(catalogue: Catalogue, name: str) -> None:
    technique = catalogue.techniques[name]
    assert (technique.offer, technique.programme, technique.scope) == (
        "programme",
        "sleep",
        "programme",
    )
    assert technique.session == () and technique.tired.steps == ()
    assert _uses(technique, "exclude") >= NEITHER


@pytest.mark.parametrize(("name", "floor"), PROGRAMME.items())
def test_it_says_its_floor_and_when_it_stops(catalogue: Catalogue, name: str, floor: str) -> None:
    technique = catalogue.techniques[name]
    assert f"ever under {floor} in bed" in technique.dose.text
    said = _said(technique)
    assert "Expect to be sleepier before better. Do not drive sleepy." in technique.why
    assert "fought sleep driving, at work or at a hot stove?" in said
    assert "60 minutes more in bed" in said and "14 days" in said
    for group in ("mania", "apnea", "walk in your sleep", "under 18", "at the wheel"):
        assert group in " ".join(technique.skip_if)


def test_over_70_and_falls_get_compression_only(catalogue: Catalogue) -> None:
    window, compression = (catalogue.techniques[name] for name in PROGRAMME)
    assert _uses(window, "exclude") >= COMPRESSION_ONLY
    assert not _uses(compression, "exclude") & COMPRESSION_ONLY
    assert _uses(compression, "careful") >= COMPRESSION_ONLY


def test_getting_up_has_its_seated_form_and_its_sore_back_form(catalogue: Catalogue) -> None:
    technique = catalogue.techniques["stimulus-control"]
    for caution in ("k5", "k10"):
        use = next(use for use in technique.cautions if use.caution == caution)
        assert use.then == "careful" and "propped up in bed with a lamp" in use.text
    said = _said(technique)
    for part in ("what feels like 20 minutes", "felt, never timed", "It counts"):
        assert part in said
    for part in ("anywhere but the bed", "on top of the covers, light on", '"lay down"'):
        assert part in said
    assert not any(step.seconds >= 20 * 60 for step in technique.session)


@pytest.mark.parametrize("name", NIGHTS)
def test_what_can_be_started_is_no_load_and_has_a_short_version(
    catalogue: Catalogue, name: str
) -> None:
    technique = catalogue.techniques[name]
    assert (
        technique.offer in ("choose", "plan") and technique.role == "night" and not technique.load
    )
    assert technique.tired.steps and technique.tired.seconds <= 60


def test_alcohol_and_drowsy_medicines_are_kept_apart(catalogue: Catalogue) -> None:
    basics = catalogue.techniques["sleep-basics"]
    use = next(use for use in basics.cautions if use.caution == "k9_drowsy")
    assert use.text.startswith("No alcohol with an opioid, a sedative")
    assert "None at all with an opioid" in _said(basics)
    for part in ("about 9 hours", "400 mg", "200 mg if you are pregnant", "a quarter every 3 days"):
        assert part in _said(basics)


@pytest.mark.parametrize(
    ("name", "closed"),
    [
        ("warm-bath", {"k2", "k4", "k7", "k8", "k9_patch", "k9_drowsy"}),
        ("cold-pack", {"k7"}),
    ],
)
def test_warm_and_cold_are_closed_where_skin_or_body_may_not_warn(
    catalogue: Catalogue, name: str, closed: set[str]
) -> None:
    technique = catalogue.techniques[name]
    assert _uses(technique, "exclude") == closed
    assert "kitchen timer" in _said(technique)
    assert technique.scope == "standard"


def test_sleepy_drivers_are_told_to_nap_first(catalogue: Catalogue) -> None:
    for name in ("no-naps", "fixed-rise-time"):
        said = _said(catalogue.techniques[name])
        assert "at the wheel" in said and "o not drive" in said
