"""Real Apple Health exports: the facts that were counted in them by other means hold here too."""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support import apple

from unspiral.catalogue.load import Catalogue
from unspiral.errors import BadInput
from unspiral.importers import sandbox
from unspiral.importers.stream import Batch, Found, night_of
from unspiral.records.facts import Reading
from unspiral.records.source import split
from unspiral.services.context import Context
from unspiral.services.imports import Imported, Request, bring_in
from unspiral.settings import Settings
from unspiral.store.opening import open_memory

FOLDER = Path(__file__).parent.parent.parent.parent / "shared" / "samples" / "apple_health"
ABSENT = "the folder of real exports (../shared/samples/apple_health) is not here"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=ABSENT)
PARIS = ZoneInfo("Europe/Paris")
# file -> records, version, usable by variable; counted with grep in the unpacked files
FILES = {
    "export_v3_2016_gb.xml": (15, "3", {"steps": 10}),
    "export_2019_us_metadata.xml": (2, "", {}),
    "export_v8_2019_fr_full_dtd.xml": (
        13, "8",
        {"steps": 1, "heart_rate_rest": 1, "hrv_sdnn": 1, "active_minutes_device": 1},
    ),
    "export_2024_nl_sleep_tz.xml": (
        8, "", {"active_minutes_device": 1, "in_bed_hours_device": 1, "sleep_hours_device": 1},
    ),
    "export_2026_multi_source.zip": (
        45, "", {"sleep_hours_device": 16, "heart_rate_rest": 4, "hrv_sdnn": 4},
    ),
    "export_2026_partial_sleep.zip": (6, "", {"sleep_hours_device": 4}),
    "export_minimal_localized_name.zip": (1, "", {}),
    "export_2021_v13.zip": (
        3209, "13",
        {"steps": 150, "active_minutes_device": 150, "heart_rate_rest": 150, "hrv_sdnn": 150,
         "in_bed_hours_device": 130, "sleep_hours_device": 5},
    ),
}  # fmt: skip


def read(name: str) -> tuple[list[Reading], Counter[str], Found]:
    """A file through the limited child: readings, what was left out, what was found."""
    readings: list[Reading] = []
    skipped: Counter[str] = Counter()
    for piece in sandbox.run(FOLDER / name, "apple_health", apple.asked()):
        if isinstance(piece, Batch):
            readings += piece.readings
            skipped.update(piece.skipped)
        else:
            found = piece
    return readings, skipped, found


@pytest.mark.parametrize("name", FILES)
def test_every_record_is_used_or_counted(name: str) -> None:
    records, version, usable = FILES[name]
    readings, skipped, found = read(name)
    assert len(readings) + skipped.total() == records
    assert Counter(one.variable for one in readings) == usable
    assert set(skipped) <= {"type_not_used"} and found.version == version
    assert sum(n for kind, n in found.kinds.items() if kind.startswith("HK")) == records
    print(f"{name}: N = {records} records, {len(readings)} usable")


def test_the_long_export_of_2021_has_the_facts_that_were_counted_in_it() -> None:
    readings, _, found = read("export_2021_v13.zip")
    asleep = [one for one in readings if one.variable == "sleep_hours_device"]
    in_bed = [one for one in readings if one.variable == "in_bed_hours_device"]
    steps = [one for one in readings if one.variable == "steps"]
    assert found.kinds[apple.SLEEP] == 135 and (len(in_bed), len(asleep)) == (130, 5)
    assert {one.zone for one in asleep + in_bed} == {"Europe/Paris"}
    assert {split(one.source)[2] for one in asleep} == {"unspecified"}
    assert len(steps) == 150 and sum(one.value for one in steps) == 8625
    first = steps[0]
    assert first.start == datetime(2021, 11, 30, 6, 23, 50, tzinfo=UTC)
    assert f"{first.start.astimezone(PARIS):%H:%M:%S}" == "07:23:50"
    assert first.local_date == date(2021, 11, 30)
    assert all(one.local_date == night_of(one.end.astimezone(PARIS)) for one in asleep + in_bed)
    assert all(one.local_date == one.start.astimezone(PARIS).date() for one in steps)


def test_five_names_are_four_sources_and_workouts_are_counted_beside() -> None:
    readings, _, found = read("export_2026_multi_source.zip")
    assert found.kinds["Workout"] == 4 and sum(one.values for one in found.sources) == 45
    assert len(found.sources) == 4 and sum(len(one.spellings) for one in found.sources) == 5
    watch = next(one for one in found.sources if one.device == "watch")
    assert watch.name == "Person's Watch" and len(watch.spellings) == 2
    assert {one.source for one in readings if one.variable == "heart_rate_rest"} == {
        "apple:Person's Watch"
    }


def test_a_localized_name_is_found_by_what_the_file_holds() -> None:
    _, skipped, found = read("export_minimal_localized_name.zip")
    assert found.kinds == {"HKQuantityTypeIdentifierBodyMass": 1} and skipped.total() == 1


def test_a_whole_import_adds_up_and_the_same_file_again_gives_nothing_new(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    store = open_memory()
    store.add_person("p", now)
    ctx = Context(store, catalogue, lambda: now, Settings(tmp_path))

    def bring(name: str) -> Imported:
        with (FOLDER / name).open("rb") as file:
            result = bring_in(ctx, "p", Request(file, name, path=FOLDER / name), True)
        assert result.read == result.stored + result.duplicates + sum(result.skipped.values())
        return result

    for name, (records, _, usable) in FILES.items():
        if usable:
            first, again = bring(name), bring(name)
            assert first.read == again.read == records
            assert first.stored + first.duplicates == sum(usable.values())
            assert again.stored == 0 and again.duplicates == sum(usable.values())
        else:
            with pytest.raises(BadInput):
                bring(name)
    store.close()
