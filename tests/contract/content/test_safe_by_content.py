"""What the house promises of its content as a whole, whoever adds the next file."""

import re
from collections.abc import Iterator

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.session_check import unrolled
from unspiral.catalogue.types import STARTS, SessionStep, Technique


def all_steps(technique: Technique) -> Iterator[SessionStep]:
    yield from unrolled(technique.session)
    yield from unrolled(technique.tired.steps)


def test_every_role_has_something(catalogue: Catalogue) -> None:
    roles = {technique.role for technique in catalogue.techniques.values()}
    assert roles == {"ease", "build", "night", "mind"}


def test_every_position_has_something_to_ease_it_at_once(catalogue: Catalogue) -> None:
    """The first door offers comfort lying, sitting and standing, cleared by one screen."""
    found = {
        position
        for technique in catalogue.techniques.values()
        if technique.scope == "comfort" and technique.role == "ease"
        for position in technique.positions
    }
    assert found == {"lying", "sitting", "standing"}


def test_the_tired_version_takes_a_minute_at_most_and_counts(catalogue: Catalogue) -> None:
    for technique in catalogue.techniques.values():
        if technique.offer in STARTS:
            assert 0 < technique.tired.seconds <= 60, technique.id
            assert technique.tired.seconds <= technique.dose.seconds, technique.id


def test_what_others_give_can_wait_and_has_nothing_to_start(catalogue: Catalogue) -> None:
    found = [t for t in catalogue.techniques.values() if t.offer in ("clinician", "answer")]
    assert {"massage", "acupuncture", "medicine-talk"} <= {t.id for t in found}
    for technique in found:
        assert not technique.session and not technique.tired.steps, technique.id
        assert technique.tired.text.endswith("Nothing is lost."), technique.id


def test_turning_inward_rests_with_dark_thoughts_and_people_never_do(catalogue: Catalogue) -> None:
    resting = {
        name
        for name, technique in catalogue.techniques.items()
        for use in technique.cautions
        if (use.caution, use.then) == ("dark_thoughts", "exclude")
    }
    assert {"mindfulness-breath", "body-scan", "mbsr", "thought-record"} <= resting
    assert not {"social-contact", "grounding", "talking-therapy", "walking"} & resting


def test_food_weight_drink_and_smoking_wait_to_be_picked(catalogue: Catalogue) -> None:
    topics = {t.id: t.topic for t in catalogue.techniques.values() if t.topic}
    assert set(topics.values()) == {"smoking", "food", "weight", "drink"}
    assert all(catalogue.techniques[name].offer == "topic" for name in topics)
    first = catalogue.techniques["weight"].how[0]
    assert "eating disorder" in first and "not for you" in first


def test_a_page_on_medicines_names_no_amount(catalogue: Catalogue) -> None:
    talk = catalogue.techniques["medicine-talk"]
    said = " ".join((talk.summary, *talk.how, talk.why, talk.dose.text, *talk.skip_if))
    assert not re.search(r"\d\s*(?:mg|g|ml|tablets|times)\b", said)
    assert "never tells you to start or stop" in said and "pharmacist" in said


def test_heat_is_sitting_awake_never_in_bed(catalogue: Catalogue) -> None:
    hot = [t for t in catalogue.techniques.values() if any(s.kind == "heat" for s in all_steps(t))]
    assert [t.id for t in hot] == ["heat-chair"]
    for technique in hot:
        assert technique.positions == ("sitting",)
        said = " ".join(technique.how)
        assert "awake" in said and "Never" in said and "kitchen timer" in said
        assert "st4" in technique.stop_rules
        refused = {use.caution for use in technique.cautions if use.then == "exclude"}
        assert "k7" in refused and any(name.startswith("k9") for name in refused)


def test_no_breath_is_held_in_comfort(catalogue: Catalogue) -> None:
    for technique in catalogue.techniques.values():
        if technique.scope == "comfort":
            assert not any("hold" in step.phases for step in all_steps(technique)), technique.id


def test_load_always_has_the_traffic_light_rule(catalogue: Catalogue) -> None:
    for technique in catalogue.techniques.values():
        if technique.load:
            assert "st2" in technique.stop_rules, technique.id


def test_each_effect_says_what_it_is_an_average_of(catalogue: Catalogue) -> None:
    for technique in catalogue.techniques.values():
        for effect in technique.effects:
            assert effect.note.endswith(".") and effect.source in catalogue.sources


def test_no_single_step_claims_a_point_of_pain(catalogue: Catalogue) -> None:
    sizes = [
        effect.mean
        for technique in catalogue.techniques.values()
        for effect in technique.effects
        if effect.outcome == "pain"
    ]
    assert sizes and min(sizes) > -1


def test_no_help_line_claims_to_be_checked(catalogue: Catalogue) -> None:
    lines = [line for country in catalogue.crisis_lines.values() for line in country.lines]
    print(f"N = {len(lines)}")
    assert all(line.verified_on is None and line.verified_by is None for line in lines)
    assert all(line.phone or line.text or line.url for line in lines)


def test_an_unknown_country_gets_no_other_countrys_line(catalogue: Catalogue) -> None:
    unknown = catalogue.crisis_lines["unknown"]
    assert all(line.phone is None and line.text is None for line in unknown.lines)


def test_first_view_of_the_map_has_three_dotted_arrows(catalogue: Catalogue) -> None:
    drawn = {name for name, edge in catalogue.edges.items() if edge.drawn}
    assert drawn == {"sleep_quality--pain", "sleep_quality--stress", "anxiety--sleep_quality"}


def test_questions_are_asked_in_words(catalogue: Catalogue) -> None:
    for variable in catalogue.variables.values():
        if variable.sitting in ("morning", "evening", "add"):
            assert variable.ask.endswith(("?", ".")), variable.id
        if variable.sitting in ("morning", "evening") and variable.range == (0, 10):
            assert variable.low_end and variable.high_end, variable.id
