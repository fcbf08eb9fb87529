"""The guessed map: right columns, right scales, and usable as it stands."""

import io
import json

import pytest

from unspiral.catalogue.load import load
from unspiral.errors import BadInput
from unspiral.importers.generic_csv import own_map
from unspiral.importers.guess import words
from unspiral.importers.mapping import parse_map

VARIABLES = load()[0].variables


def guessed(content: str) -> dict[str, object]:
    with pytest.raises(BadInput) as caught:
        own_map(io.BytesIO(content.encode()), VARIABLES)
    assert caught.value.exit_code == 2
    found = caught.value.values["map"]
    assert isinstance(found, dict)
    return found


def test_the_fullest_pain_column_is_pain_and_every_column_is_listed() -> None:
    found = guessed("date,hip_pain,knee_pain,note\n2026-01-01,,7,x\n2026-01-02,3,8,y\n")
    columns = found["columns"]
    assert isinstance(columns, dict)
    assert columns["knee_pain"]["variable"] == "pain"
    assert columns["hip_pain"] is None and columns["note"] is None


def test_ticks_and_a_poor_sleep_tick_get_their_scales() -> None:
    found = guessed("date,obs_stress,obs_poor_sleep\n2026-01-01,1,\n2026-01-02,0,1\n")
    columns = found["columns"]
    assert isinstance(columns, dict)
    assert columns["obs_stress"]["scale"] == {"from": [0.0, 1.0], "to": [0.0, 10.0]}
    assert columns["obs_poor_sleep"]["scale"] == {"from": [1.0, 0.0], "to": [0.0, 10.0]}
    assert columns["obs_poor_sleep"]["variable"] == "sleep_quality"


@pytest.mark.parametrize(
    ("values", "ends"),
    [("1 3 5", [1.0, 5.0]), ("0 3 5", [0.0, 5.0]), ("2 9", [0.0, 10.0]), ("60 81", [0.0, 100.0])],
)
def test_scale_follows_the_values(values: str, ends: list[float]) -> None:
    rows = "".join(f"2026-01-{n + 1:02},{v}\n" for n, v in enumerate(values.split()))
    columns = guessed("date,happiness\n" + rows)["columns"]
    assert isinstance(columns, dict)
    assert columns["happiness"]["scale"]["from"] == ends


def test_a_file_of_day_numbers_asks_for_its_start() -> None:
    found = guessed("person,day,sleep_quality\na,1,7\na,2,8\n")
    assert found["day"] == "day" and found["day_number_start"] is None
    assert parse_map(found, VARIABLES)[1][0].code == "day_number_start_missing"
    assert parse_map({**found, "day_number_start": "2026-01-01"}, VARIABLES)[1] == []


def test_our_ids_on_a_scale_of_five_beside_other_columns_are_not_trusted() -> None:
    rows = "".join(f"2026-01-{n:02},{n % 5 + 1},x\n" for n in range(1, 15))
    columns = guessed("date,mood,team\n" + rows)["columns"]
    assert isinstance(columns, dict)
    assert columns["mood"]["scale"]["from"] == [1.0, 5.0]


def test_our_own_form_needs_no_map() -> None:
    found = own_map(io.BytesIO(b"date,pain,sleep_hours\n2026-01-01,4,6.5\n"), VARIABLES)
    assert set(found.columns) == {"pain", "sleep_hours"}


def test_a_guess_is_plain_json_and_a_valid_map() -> None:
    found = guessed("Datum;Schmerz;Stimmung\n01.02.2026;4;70\n02.02.2026;5;80\n")
    assert parse_map(json.loads(json.dumps(found)), VARIABLES)[1] == []


def test_words_of_a_name() -> None:
    assert words("obs_poorSleep") == {"obs", "poor", "sleep"}


def test_a_line_above_the_header_is_named_and_a_percentage_is_no_rating() -> None:
    found = guessed(
        "some.app.sleep,63,11\nday,Sleep quality,Stress,x,y,z,datum\n1,79%,3,,,,2026-01-01,\n"
    )
    columns = found["columns"]
    assert isinstance(columns, dict) and found["lines_before"] == 1
    assert columns["Sleep quality"] is None and columns["Stress"]["variable"] == "stress"
    assert parse_map(found, VARIABLES)[0] is not None
