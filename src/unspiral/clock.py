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


def machine_zone() -> str:
    """The IANA name of this machine's time zone; UTC when the machine does not say."""
    linked = os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    for name in (os.environ.get("TZ", ""), linked):
        try:
            return ZoneInfo(name).key
        except (ValueError, KeyError, OSError):  # no name, or none that is known
            continue
    return "UTC"
