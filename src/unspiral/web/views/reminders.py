"""The view of reminders: off until chosen, what they say, when the next comes or why not."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from unspiral.services.reminders import BROWSER, CALENDAR, Reminders, Words
from unspiral.services.screening import Help
from unspiral.web.forms import OperationFields, operation_fields
from unspiral.web.text import Text


@dataclass(frozen=True, slots=True)
class ChannelView:
    """One channel: its field, whether it is on, since when, and what it can and cannot do."""

    name: str
    title: str
    note: str
    on: bool
    since: str


@dataclass(frozen=True, slots=True)
class RemindersView:
    """The page. `next`: when the next one comes, or why none does. `address`: shown once.

    `secret`: what a new private address would hold; it opens nothing until it is sent.
    """

    help: Help
    at: str
    channels: tuple[ChannelView, ...]
    calendar: bool
    browser: bool
    any_on: bool
    title: str
    next: str
    quiet: bool
    feed: bool
    reach: str
    address: str
    secret: str
    saved: bool
    error: str
    op: OperationFields
    op_off: OperationFields
    op_feed: OperationFields
    op_end: OperationFields


def reminders_view(
    now: Reminders,
    t: Text,
    secret: str,
    address: str = "",
    typed: str = "",
    error: str = "",
    saved: bool = False,
    at_home: bool = False,
) -> RemindersView:
    """The page in the words of `t`. `at_home`: it is seen by a phone on the home network."""

    def op() -> OperationFields:
        return operation_fields(now.today, now.zone, now.version)

    return RemindersView(
        help=now.help,
        at=typed or now.at,
        channels=_channels(now, t),
        calendar=CALENDAR in now.since,
        browser=BROWSER in now.since,
        any_on=bool(now.since),
        title=shown(t).title,
        next=_next(now, t) if now.since else t("Reminders are off."),
        quiet=now.rests == "quiet",
        feed=now.feed,
        reach=_reach(t, at_home=at_home),
        address=address,
        secret=secret,
        saved=saved,
        error=error,
        op=op(),
        op_off=op(),
        op_feed=op(),
        op_end=op(),
    )


def shown(t: Text) -> Words:
    """What a reminder shows, wherever it is shown: nothing of health, exercise or this program."""
    return Words(
        name=t("My page"),
        title=t("Your page is ready"),
        note=t("A reminder you chose. It can be turned off there."),
    )


def _channels(now: Reminders, t: Text) -> tuple[ChannelView, ...]:
    said = (
        (
            CALENDAR,
            t("In my calendar"),
            t("As a file to add, or as a private address your calendar asks."),
        ),
        (
            BROWSER,
            t("In this browser"),
            t("Only while this page, or the app made from it, is open. A closed one stays still."),
        ),
    )
    return tuple(
        ChannelView(
            name=name,
            title=title,
            note=note,
            on=name in now.since,
            since=t("Yes, since {day}.", day=t.day(now.since[name], with_year=True))
            if name in now.since
            else "",
        )
        for name, title, note in said
    )


def _reach(t: Text, *, at_home: bool) -> str:
    """Who can ask the private address: said before it is made."""
    if at_home:
        return t(
            "A calendar on this phone can ask this address while it is on your home network and "
            "Unspiral runs. Some calendars do not trust it: then take the file."
        )
    return t(
        "A calendar program on this computer can ask this address again and again, while "
        "Unspiral runs. A phone, or a calendar on the web, cannot reach it."
    )


def _next(now: Reminders, t: Text) -> str:
    """One sentence: the next moment on the person's own clock, or why there is none."""
    if now.rests == "danger":
        return t("A danger sign is open. No reminder comes until it is closed.")
    if now.rests == "quiet":
        return t("Five went by without an answer, so no more come. Note or tap anything to go on.")
    if not now.coming:
        return t("You are on a tracking holiday. Reminders rest.")
    local = now.coming[0].at.astimezone(ZoneInfo(now.zone))
    when = t("{day}, {time}", day=t.day(local.date()), time=_clock(local))
    if now.rests == "holiday":
        return t("You are on a tracking holiday. The next reminder: {when}.", when=when)
    return t("The next reminder: {when}.", when=when)


def _clock(local: datetime) -> str:
    return f"{local:%H:%M}"
