"""What became of each red flag: raised, ended, known, or brought back.

A flag ends only by an honoured ending event: never by time, by another answer or by an answer
that is gone. Raises are events too, so the worst of any device stands after a merge.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Question
from unspiral.records.facts import Event, Facts
from unspiral.records.triage import Level
from unspiral.screening.questions import FOLLOW, by_variable, flags, is_future, reassuring

# A clinician's ending needs one whom the operator of a server confirmed; local mode has none.
# "settled": a doubt that never counted as yes, and the same question then answered in full.
HONOURED = frozenset({"seen", "mistake", "settled"})
DOUBT = "unsure"


@dataclass(frozen=True, slots=True)
class Past:
    """One flag's history. `ended`: answers older than this no longer raise it.

    `raised` is the worst level raised since then, `since` the day of the first of these.
    `known_since` is the day the person was seen; `asked_known` when it was last confirmed.
    `sure` is the worst level raised by a yes, or by a doubt that stayed; `in_doubt`: it was
    raised by "Not sure", and the plain question is still open.
    """

    ended: datetime | None = None
    raised: Level | None = None
    since: date | None = None
    known_since: date | None = None
    asked_known: date | None = None
    in_doubt: bool = False
    sure: Level | None = None


def pasts(facts: Facts, catalogue: Catalogue) -> Mapping[str, Past]:
    """The past of every red flag in use, by its id. The order of events does not matter."""
    by_flag: dict[str, list[Event]] = {flag.id: [] for flag in flags(catalogue)}
    for event in facts.events:
        if event.kind.startswith("flag_") and event.subject in by_flag:
            by_flag[event.subject].append(event)
    asked = by_variable(catalogue)
    return {
        flag: past_of(events, facts, asked) if events else Past()
        for flag, events in by_flag.items()
    }


def past_of(events: Iterable[Event], facts: Facts, asked: Mapping[str, Question]) -> Past:
    """The past that follows from one flag's events."""
    events = tuple(events)
    ending = _ending(events, facts)
    ended = ending.at if ending else None
    raises = [e for e in events if e.kind == "flag_raised" and (ended is None or e.at >= ended)]
    standing = [e for e in raises if not _settled(e, facts, asked)]
    known = ending if ending and ending.value == "seen" else None
    unchanged = [e.local_date for e in events if e.kind == "flag_known" and e.value == "unchanged"]
    return Past(
        ended=ended,
        raised=_worst(standing),
        since=min((e.local_date for e in standing), default=None),
        known_since=known.local_date if known else None,
        asked_known=max([known.local_date, *unchanged]) if known else None,
        in_doubt=any(_waits(e, facts) for e in standing),
        sure=_worst(e for e in standing if not _doubtful(e)),
    )


def raise_value(level: Level, doubtful: Iterable[str] = ()) -> str:
    """What a `flag_raised` event says: the level, and the questions still to be asked plainly."""
    doubts = ",".join(sorted(doubtful))
    return f"{level.value} {DOUBT} {doubts}" if doubts else level.value


def not_before_its_ending(flag_id: str, events: Iterable[Event], at: datetime) -> datetime:
    """The moment to date a new raise by: `at`, or the flag's last ending when that lies later.

    A clock that was set back must not date a sign before an ending that it came after.
    """
    own = (e.at for e in events if e.kind == "flag_ended" and e.subject == flag_id)
    return max((at, *own))


def _ending(events: tuple[Event, ...], facts: Facts) -> Event | None:
    """The last ending that stands: not from the future, and not undone by "it has changed"."""
    changed = [e.at for e in events if e.kind == "flag_known" and e.value != "unchanged"]
    back = max(changed, default=None)
    endings = [
        e
        for e in events
        if e.kind == "flag_ended"
        and e.value in HONOURED
        and not is_future(e.at, facts.now)
        and (back is None or e.at > back)
    ]
    return max(endings, key=lambda e: (e.at, e.value), default=None)


def _settled(event: Event, facts: Facts, asked: Mapping[str, Question]) -> bool:
    """A doubt is settled when each of its plain questions was answered well since."""
    names = _doubtful(event)
    return bool(names) and all(
        name in asked and reassuring(asked[name], facts.answers.get(name + FOLLOW), event.at)
        for name in names
    )


def _waits(event: Event, facts: Facts) -> bool:
    """Whether a doubt still has a plain question to ask; "still not sure" is an answer to it."""
    follows = [facts.answers.get(name + FOLLOW) for name in _doubtful(event)]
    return any(follow is None or follow.answered_at < event.at for follow in follows)


def _doubtful(event: Event) -> tuple[str, ...]:
    """The questions that a raise by "Not sure" names; none when it was raised by a yes."""
    words = event.value.split(" ")
    return tuple(words[2].split(",")) if len(words) == 3 and words[1] == DOUBT else ()


def _worst(events: Iterable[Event]) -> Level | None:
    return max((_level(e) for e in events), key=lambda level: level.severity, default=None)


def _level(event: Event) -> Level:
    """The level a raise names; what cannot be read is taken as the worst."""
    word = event.value.split(" ")[0]
    return Level(word) if word in tuple(Level) else Level.EMERGENCY
