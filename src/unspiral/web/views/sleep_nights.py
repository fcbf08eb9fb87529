"""The nights of the sleep diary: as bars, in plain words with their range, and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from markupsafe import Markup

from unspiral.diary.night_entry import clock
from unspiral.diary.sleep import valid, zone_of
from unspiral.drawing.charts import Captions, Series, diary_chart
from unspiral.drawing.sleep_chart import NightBar, nights_chart
from unspiral.records.facts import Facts
from unspiral.records.sleep import Night, NightMetrics, Programme
from unspiral.services.screening import Help
from unspiral.services.sleep import SleepNow
from unspiral.web.text import Text

SHOWN = 14  # nights in a picture
WEEK = 7
HOUR = 60
NO_BREAK = "\u00a0"
_ = str
# Why a night does not count, by the field that was asked about.
ODD = _("Not counted: its times cannot all be right.")
PART = _("Not counted: not all of it was written down.")
del _


@dataclass(frozen=True, slots=True)
class NightRow:
    """One night of the table; what was not noted is an empty string."""

    day: str
    href: str
    bed: str
    asleep: str
    awake: str
    rise: str
    slept: str
    in_bed: str
    share: str
    nap: str
    note: str


@dataclass(frozen=True, slots=True)
class NightsView:
    """`said`: the nights in words; `bars` and `shares` the pictures, empty without a night."""

    help: Help
    said: tuple[str, ...]
    bars: Markup
    shares: Markup
    rows: tuple[NightRow, ...]


def nights_view(t: Text, now: SleepNow) -> NightsView:
    """The last two weeks, newest at the end of the pictures and first in the table."""
    since = now.facts.today - timedelta(days=SHOWN - 1)
    pairs = [(n, m) for n, m in zip(now.nights, now.counted, strict=True) if n.day >= since]
    return NightsView(
        help=now.help,
        said=in_words(t, [m for _, m in pairs if m.day > now.facts.today - timedelta(days=WEEK)]),
        bars=bars(t, now, SHOWN) if pairs else Markup(""),
        shares=_shares(t, [m for _, m in pairs], now.facts),
        rows=tuple(_row(t, night, found) for night, found in reversed(pairs)),
    )


def in_words(t: Text, found: Sequence[NightMetrics]) -> tuple[str, ...]:
    """What some nights come to: the mean, and from the least to the most, of those that count."""
    good = [one for one in found if valid(one)]
    if not good:
        return ()
    asleep = [one.tst for one in good if one.tst is not None]
    in_bed = [one.tib for one in good if one.tib is not None]
    shares = [one.se for one in good if one.se is not None]
    many, share = len(good), 100 * sum(asleep) / sum(in_bed)
    return (
        t.plural("{n} night counts.", "{n} nights count.", many),
        _with_range(t, t("Asleep: {mean}", mean=length(t, sum(asleep) / many)), asleep),
        _with_range(t, t("In bed: {mean}", mean=length(t, sum(in_bed) / many)), in_bed),
        _share(t, share, t.number(min(shares), 0), t.number(max(shares), 0)),
    )


def _share(t: Text, mean: float, least: str, most: str) -> str:
    said = t.number(mean, 0)
    if least == most:
        return t("Asleep for {share} % of the time in bed.", share=said)
    words = t("Asleep for {share} % of the time in bed ({least} to {most} %).")
    return words.format(share=said, least=least, most=most)


def _with_range(t: Text, said: str, values: Sequence[float]) -> str:
    """A mean with its least and its most; where they are the same there is no range."""
    least, most = length(t, min(values)), length(t, max(values))
    if least == most:
        return t("{said}.", said=said)
    return t("{said} on average ({least} to {most}).", said=said, least=least, most=most)


def bars(t: Text, now: SleepNow, days: int) -> Markup:
    """The last `days` nights on one clock, with the agreed time in bed behind each."""
    held = {night.day: night for night in now.nights}
    first = now.facts.today - timedelta(days=days - 1)
    listed = [first + timedelta(days=n) for n in range(days)]
    label = t(
        "Nights from {first} to {last}: {noted} of {all} written down. The table has the times.",
        first=t.day(first),
        last=t.day(now.facts.today),
        noted=sum(day in held for day in listed),
        all=days,
    )
    rows = [_bar(t, day, held.get(day), window_on(now.programme, day)) for day in listed]
    return Markup(nights_chart(rows, label, t("not written down")))


def window_on(programme: Programme, day: date) -> tuple[float, float] | None:
    """The agreed time in bed of the night before `day`, in minutes from its 00:00."""
    if programme.started is None or programme.rise is None or day <= programme.started:
        return None
    steps = [week for week in programme.weeks if week.on < day]
    first = programme.weeks[0].before_min if programme.weeks else programme.window_min
    minutes = steps[-1].after_min if steps else first
    rise = programme.rise.hour * HOUR + programme.rise.minute
    return (rise - minutes, rise) if minutes else None


def length(t: Text, minutes: float) -> str:
    """Minutes as hours and minutes, as in "5 h 40"."""
    hours, rest = divmod(round(minutes), HOUR)
    said = t("{h} h {m}", h=hours, m=f"{rest:02d}") if hours else t("{m} min", m=rest)
    return said.replace(" ", NO_BREAK)


def wall(night: Night, moment: datetime | None) -> float | None:
    """A moment as its clock showed it, in minutes from 00:00 of the day of waking."""
    if moment is None:
        return None
    here = moment.astimezone(zone_of(night.zone)).replace(tzinfo=None)
    return (here - datetime.combine(night.day, time())) / timedelta(minutes=1)


def _bar(t: Text, day: date, night: Night | None, window: tuple[float, float] | None) -> NightBar:
    name = _short(t, day)
    if night is None:
        return NightBar(name, window=window)
    tried = wall(night, night.tried)
    asleep = None if tried is None or night.sol_min is None else tried + night.sol_min
    return NightBar(
        name=name,
        bed=wall(night, night.bed),
        asleep=asleep,
        woke=wall(night, night.woke),
        rise=wall(night, night.rise),
        window=window,
    )


def _short(t: Text, day: date) -> str:
    """A day in few letters, as in "Mo 23"."""
    return f"{t.day(day)[:2]} {day.day}"


def _shares(t: Text, found: Sequence[NightMetrics], facts: Facts) -> Markup:
    """The share of the time in bed that was asleep, night by night, on its full scale."""
    held = {one.day: one.se for one in found if valid(one) and one.day <= facts.today}
    if not held:
        return Markup("")
    first = facts.today - timedelta(days=SHOWN - 1)
    values = tuple(held.get(first + timedelta(days=n)) for n in range(SHOWN))
    told = [value for value in values if value is not None]
    label = t(
        "Share of the time in bed asleep, in percent: from {least} to {most}, {n} nights.",
        least=t.number(min(told), 0),
        most=t.number(max(told), 0),
        n=len(told),
    )
    words = Captions(label, gap="{n}", first=_short(t, first), last=_short(t, facts.today))
    return Markup(diary_chart(Series(first, values, (0.0, 100.0)), words).svg)


def _row(t: Text, night: Night, found: NightMetrics) -> NightRow:
    """One night in words; nothing that was not noted is filled in."""
    note = "" if valid(found) else t(ODD) if found.problems else t(PART)
    tried = wall(night, night.tried)

    def at(moment: datetime | None) -> str:
        told = wall(night, moment)
        return "" if told is None else clock(told)

    def long(minutes: float | None) -> str:
        return "" if minutes is None else length(t, minutes)

    asleep = "" if tried is None or night.sol_min is None else clock(tried + night.sol_min)
    return NightRow(
        day=t.day(night.day),
        href=f"/checkin?day={night.day.isoformat()}&half=morning",
        bed=at(night.bed),
        asleep=asleep,
        awake=long(night.waso_min),
        rise=at(night.rise),
        slept=long(found.tst),
        in_bed=long(found.tib),
        share="" if found.se is None else t("{n} %", n=t.number(found.se, 0)),
        nap=long(night.nap_min),
        note=note,
    )
