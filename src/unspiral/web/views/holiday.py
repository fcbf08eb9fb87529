"""The view of a tracking holiday: on or off, what it changes, and the one tap back."""

from dataclasses import dataclass

from unspiral.services.holiday import OPEN, WEEKS, HolidayNow
from unspiral.services.screening import Help
from unspiral.web.forms import OperationFields, operation_fields
from unspiral.web.text import Text


@dataclass(frozen=True, slots=True)
class HolidayView:
    """The page. `until`: how long it is still on, or "". `lengths` are (value, words)."""

    help: Help
    until: str
    changes: tuple[str, ...]
    lengths: tuple[tuple[str, str], ...]
    error: str
    op: OperationFields
    op_end: OperationFields


def holiday_view(now: HolidayNow, t: Text, error: str = "") -> HolidayView:
    """The page in the words of `t`."""
    return HolidayView(
        help=now.help,
        until=until(now, t),
        changes=(
            t("No check-in is asked for, and no missed day is counted."),
            t("No reminder comes."),
            t("Your pictures leave these days empty. They never turn into zeros."),
            t("Today stays, with its few things. Do them, or leave them."),
            t("Danger signs stay, too. If something is new, say so."),
        ),
        lengths=(
            *((name, t.plural("{n} week", "{n} weeks", weeks)) for name, weeks in WEEKS.items()),
            (OPEN, t("Until I come back")),
        ),
        error=error,
        op=operation_fields(now.today, now.zone, now.version),
        op_end=operation_fields(now.today, now.zone, now.version),
    )


def until(now: HolidayNow, t: Text) -> str:
    """How long the pause of today is on; "" when there is none."""
    if now.on is None:
        return ""
    if now.on.last is None:
        return t("You are on a tracking holiday, until you come back.")
    return t("You are on a tracking holiday until {day}.", day=t.day(now.on.last, with_year=True))
