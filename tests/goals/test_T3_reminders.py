"""T3: each reminder comes once, on its own diary day, in every zone, over every clock change."""

import os
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from unspiral.clock import diary_day
from unspiral.planning.reminders import Choice, at_moment

LONG = bool(os.environ.get("UNSPIRAL_LONG"))
FIRST, LAST = date(2020, 1, 1), date(2035, 12, 31)
# Rules of every kind: half hours, midnight changes, a date line, a Ramadan pause, none at all.
TRICKY = (
    "Europe/Dublin Europe/Athens Europe/Chisinau Europe/Lisbon Atlantic/Azores America/New_York "
    "America/St_Johns America/Havana America/Santiago America/Asuncion America/Sao_Paulo "
    "America/Nuuk America/Scoresbysund Africa/Casablanca Africa/El_Aaiun Africa/Cairo Africa/Juba "
    "Asia/Beirut Asia/Amman Asia/Gaza Asia/Tehran Asia/Kathmandu Asia/Kolkata Australia/Lord_Howe "
    "Australia/Adelaide Pacific/Apia Pacific/Chatham Pacific/Kiritimati Antarctica/Casey UTC"
)
ZONES = sorted(available_timezones() - {"localtime", "Factory"}) if LONG else TRICKY.split()
TIMES = tuple(
    time(h, m) for h, m in ((0, 30), (1, 30), (2, 30), (3, 30), (4, 0), (19, 0), (23, 59))
)
MOST_SKIPPED = 3 * 3600  # seconds; no clock of these years skips more (Antarctica/Casey)
AROUND = range(-2, 3)


def changes(zone: ZoneInfo) -> list[date]:
    """Days of these years on which the clocks change."""
    found, before = [], None
    for n in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=n)
        offset = datetime.combine(day, time(12), zone).utcoffset()
        if before is not None and offset != before:
            found.append(day)
        before = offset
    return found


def wrong_in(zone: str, days: list[date], at: time) -> list[object]:
    """What is not as it must be with the reminders of these days, one after another."""
    found, last = [], datetime.min.replace(tzinfo=UTC)
    for day in days:
        moment = at_moment(Choice(at, zone, day), day)
        if moment is None:
            found.append((zone, day, at, "never"))
            continue
        local = moment.astimezone(ZoneInfo(zone))
        if diary_day(moment, zone) != day:
            found.append((zone, day, at, "on another diary day", local))
        off = abs((local.replace(tzinfo=None) - _wall(day, at)).total_seconds())
        if off > MOST_SKIPPED:
            found.append((zone, day, at, "far from its time", local))
        if off and _exists(zone, day, at):
            found.append((zone, day, at, "not at its time", local))
        if moment <= last:
            found.append((zone, day, at, "not after the one before"))
        last = moment
    return found


def _wall(day: date, at: time) -> datetime:
    return datetime.combine(day if at.hour >= 4 else day + timedelta(days=1), at)


def _exists(zone: str, day: date, at: time) -> bool:
    """A wall time that a clock shows: there and back again it is the same."""
    wall = _wall(day, at)
    back = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
    return back.replace(tzinfo=None) == wall


def test_each_reminder_comes_once_on_its_own_day_over_every_change_of_clocks() -> None:
    wrong, looked, turned = [], 0, 0
    for zone in ZONES:
        for day in [*changes(ZoneInfo(zone)), date(2028, 2, 29)]:
            turned += 1
            days = [day + timedelta(days=n) for n in AROUND]
            for at in TIMES:
                wrong += wrong_in(zone, days, at)
                looked += len(days)
    print(f"\nT3: {len(ZONES)} zones, {turned} changes of clocks, {looked} reminders, 0 amiss")
    assert len(ZONES) >= 30 and turned > 500
    assert wrong == []


def test_a_day_that_a_zone_leaves_out_has_none_and_its_neighbours_have_one() -> None:
    at = Choice(time(19), "Pacific/Apia", date(2011, 12, 1))  # 30 December 2011 did not happen
    days = [date(2011, 12, 29), date(2011, 12, 30), date(2011, 12, 31)]
    found = [at_moment(at, day) for day in days]
    assert [moment is None for moment in found] == [False, True, False]
    assert [diary_day(m, "Pacific/Apia") for m in found if m] == [days[0], days[2]]
