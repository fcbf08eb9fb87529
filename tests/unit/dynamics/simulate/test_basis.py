"""A world says of each of its numbers whether it is published or elicited."""

from dataclasses import fields, replace

import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.dynamics.simulate import WORLDS, Settings, basis, use_of
from unspiral.dynamics.simulate.basis import BASIS


def of(catalogue: Catalogue, name: str) -> dict[str, object]:
    return basis(WORLDS[name], catalogue.edges, catalogue.populations)


def test_links_and_populations_are_told_apart(catalogue: Catalogue) -> None:
    said = of(catalogue, "linear")
    assert said["links_published_size"] == []
    assert "sleep_quality -> pain" in said["links_published_direction_elicited_size"]  # type: ignore[operator]
    assert said["same_sitting_published_size"] == ["activity_minutes - pain"]
    assert set(said["population_published_in_part"]) == {"pain"}  # type: ignore[call-overload]


def test_every_setting_has_a_basis() -> None:
    assert set(BASIS) == {field.name for field in fields(Settings)}


@pytest.mark.parametrize("name", WORLDS)
def test_a_world_names_what_it_changes(name: str, catalogue: Catalogue) -> None:
    usual, world = Settings(), WORLDS[name]
    changed = {f.name for f in fields(Settings) if getattr(world, f.name) != getattr(usual, f.name)}
    assert set(of(catalogue, name)["settings"]) == changed | {"missing"}  # type: ignore[call-overload]


def test_a_bad_night_is_published_in_direction_and_elicited_in_size(catalogue: Catalogue) -> None:
    told = of(catalogue, "bad_night")["settings"]["bad_night"]  # type: ignore[index]
    assert told["value"] == 1.2
    assert "published in direction" in told["basis"] and "elicited in size" in told["basis"]


def test_no_links_is_told_as_set(catalogue: Catalogue) -> None:
    world = replace(WORLDS["linear"], links={})
    told = basis(world, catalogue.edges, catalogue.populations)["settings"]
    assert told["links"] == {"value": {}, "basis": "set by whoever asked"}  # type: ignore[index]


def test_a_technique_has_its_published_effect_times_the_unguided_factor(
    catalogue: Catalogue,
) -> None:
    use = use_of(catalogue.techniques["belly-breathing"])
    assert use.effects == {"pain": pytest.approx(-0.3)}


def test_a_technique_without_points_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(ValueError, match="no effect in points"):
        use_of(catalogue.techniques["sounds-around"])
