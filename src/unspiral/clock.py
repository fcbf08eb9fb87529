"""The one place that reads the clock and decides which diary day it is."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
DAY_TURNS_AT_HOUR = 4


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def diary_day(instant: datetime, zone: str) -> date:
    """The diary day of `instant` in `zone`: the day turns at 04:00 local."""
    local = instant.astimezone(ZoneInfo(zone))
    return (local.replace(tzinfo=None) - timedelta(hours=DAY_TURNS_AT_HOUR)).date()


def known_zone(name: str) -> str:
    """`name` when it is a zone of the time-zone database, else ""."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ""
    return name


def machine_zone() -> str:
    """The IANA name of this machine's time zone; UTC when the machine does not say."""
    linked = os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    for name in (os.environ.get("TZ", ""), linked):
        if known_zone(name):
            return name
    return "UTC"
