"""The help page: who to call where, the signs that need it, and what to do until then."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from unspiral.catalogue.types import CrisisLine, CrisisLines
from unspiral.web.text import Text

UNKNOWN = "unknown"
CHECK_LASTS = timedelta(days=180)  # product.md section 3, "Unreviewed content"
NUMBER = re.compile(r"\+?[0-9][0-9 ()-]*")
ALSO = re.compile(r"(?P<number>\+?[0-9][0-9 -]*)(?:\((?P<words>[^)]*)\))?")

# (level, red flags it stands for, the sentence after "if"): evidence.md section c, in short.
# A test holds this table against the red-flag files: each flag with an E or D rule is here.
Sign = tuple[str, tuple[str, ...], str]
_ = str
SIGNS: tuple[Sign, ...] = (
    ("E", ("rf1",), _("you are newly numb between the legs or around the genitals")),
    ("E", ("rf2",), _("you have new trouble with pee, or you lose poo")),
    ("E", ("rf3", "rf4"), _("a leg or foot is getting weaker, or both legs are")),
    ("E", ("rf5",), _("you are newly unsteady, or pain goes round you like a band")),
    ("E", ("rf5",), _("the worst headache comes at once, or face, arm or speech change")),
    ("E", ("rf6",), _("you have had cancer, and a leg goes weak or numb")),
    ("E", ("rf8",), _("you have a fever and feel very ill or mixed up")),
    ("E", ("rf9",), _("you had a big fall or a crash")),
    ("E", ("rf10",), _("a tearing pain comes at once in back or belly, or you faint")),
    ("E", ("rf11",), _("you have new chest pain, or you cannot get your breath at rest")),
    ("E", ("rf12",), _("you are pregnant and you collapse")),
    ("D", ("rf2",), _("trouble with pee or poo has been there for longer, and no one looked")),
    ("D", ("rf3",), _("pain or numbness is new in both legs")),
    ("D", ("rf4",), _("a leg or foot has been weak for more than two days")),
    ("D", ("rf6",), _("you have had cancer, and this pain is new or will not let you rest")),
    ("D", ("rf7", "rf8"), _("you have a fever or shivers with the back pain")),
    ("D", ("rf9",), _("a small fall or lift set it off, and you are over 70, or have thin bones")),
    ("D", ("rf12",), _("your side hurts, and you have a fever, blood in the pee, or are sick")),
    (
        "D",
        ("rf12",),
        _(
            "you are pregnant and bleed, lose water, have tightenings or belly pain that stays, "
            "a fever, a bad headache with changed sight, or the baby moves less. Call maternity now"
        ),
    ),
    ("D", ("rf16",), _("a rash in a band, skin that changes colour, or a swollen calf")),
    ("W", ("rf7",), _("you lose weight without trying, or sweat through the night")),
    ("W", ("rf6",), _("no position eases the pain, day and night, for two weeks")),
    ("W", ("rf8",), _("your body is weak against germs, and the pain gets worse")),
    ("W", ("rf14", "rf15"), _("you are over 70 and this is new, or it gets worse week by week")),
)
OVERDOSE = (
    _("very hard to wake"),
    _("slow breathing"),
    _("blue or grey lips, gums or nails"),
    _("very small pupils"),
)
WAITING = (
    _("Lie or sit the way it hurts least."),
    _("Have someone with you. Open the door for the crew."),
    _("Write down when it began, and what you take."),
    _("Do not drive yourself. No exercise until you have been checked."),
)
UNSAFE = (
    _("Move away from what could hurt you. Hand it over, lock it up, or leave the room."),
    _("Be near someone. Ask: “Can you stay with me for a while?”"),
    _("Only the next ten minutes. Then the next ten."),
)
del _


@dataclass(frozen=True, slots=True)
class Call:
    """One button to press: the number to dial (or an address to open), its words, its state."""

    dial: str
    title: str
    words: str
    checked: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Country:
    """One row of the table of other numbers, and one line of the list to choose from."""

    code: str
    name: str
    emergency: Call
    talk: Call | None


@dataclass(frozen=True, slots=True)
class HelpView:
    """The whole help page. `chosen` is a country code in small letters, or "unknown"."""

    chosen: str
    country_name: str
    note: str
    emergency: tuple[Call, ...]
    lines: tuple[Call, ...]
    signs_now: tuple[str, ...]
    signs_today: tuple[str, ...]
    signs_week: tuple[str, ...]
    overdose: tuple[str, ...]
    waiting: tuple[str, ...]
    unsafe: tuple[str, ...]
    countries: tuple[Country, ...]


def help_view(
    t: Text, lines: Mapping[str, CrisisLines], country: str, today: date | None
) -> HelpView:
    """Help for one country by its ISO code; for an unknown one, numbers that work widely."""
    chosen = country.lower() if country.lower() in lines else UNKNOWN
    item = lines.get(chosen)
    known = sorted((c for c in lines.values() if c.id != UNKNOWN), key=lambda c: c.title)
    return HelpView(
        chosen=chosen,
        country_name=country_name(t, item) if item and chosen != UNKNOWN else "",
        note=t.content("crisis_lines", item.id, "note", item.note) if item else "",
        emergency=_emergency(t, item),
        lines=_talk(t, item, today) if item else (),
        signs_now=_signs(t, "E"),
        signs_today=_signs(t, "D"),
        signs_week=_signs(t, "W"),
        overdose=tuple(t(words) for words in OVERDOSE),
        waiting=tuple(t(words) for words in WAITING),
        unsafe=tuple(t(words) for words in UNSAFE),
        countries=tuple(_country(t, c, today) for c in known),
    )


def emergency_of(t: Text, lines: Mapping[str, CrisisLines], country: str) -> tuple[Call, ...]:
    """The emergency numbers to show for a country, for pages that need only these."""
    return _emergency(t, lines.get(country.lower()) or lines.get(UNKNOWN))


def _emergency(t: Text, item: CrisisLines | None) -> tuple[Call, ...]:
    found = NUMBER.match(item.emergency) if item else None
    if item and found:
        number = found.group().strip()
        return (Call(_dial(number), t("Call {number}", number=number), t("Day or night"), ""),)
    also = [ALSO.match(entry) for entry in (item.emergency_also if item else ())]
    return tuple(
        Call(
            _dial(m["number"]),
            t("Call {number}", number=m["number"].strip()),
            t.content("crisis_lines", UNKNOWN, "emergency_also", m["words"] or ""),
            "",
        )
        for m in also
        if m
    ) or (Call("112", t("Call {number}", number="112"), t("In most of the world"), ""),)


def _talk(t: Text, item: CrisisLines, today: date | None) -> tuple[Call, ...]:
    return tuple(_line(t, item, line, today) for line in item.lines)


def _line(t: Text, item: CrisisLines, line: CrisisLine, today: date | None) -> Call:
    number = NUMBER.match(line.phone) if line.phone else None
    name = t.content("crisis_lines", item.id, "line", line.name)
    said = line.phone or (t("Text {words}", words=line.text) if line.text else "")
    what = t.content("crisis_lines", item.id, "what", line.what)
    day_night = t("Day or night") if line.hours == "24/7" else line.hours or ""
    return Call(
        dial=_dial(number.group()) if number else "",
        title=t("{name}: {number}", name=name, number=said) if said else name,
        words=". ".join(part[:1].upper() + part[1:] for part in (what, day_night) if part),
        checked=_checked(t, line, today),
        href="" if number else line.url or "",
    )


def _checked(t: Text, line: CrisisLine, today: date | None) -> str:
    if line.verified_on is None:
        return t("Not yet checked")
    day = date.fromisoformat(line.verified_on)
    if today is not None and today - day > CHECK_LASTS:
        return t("Not checked since {day}", day=t.day(day, with_year=True))
    return t("Checked on {day}", day=t.day(day, with_year=True))


def _country(t: Text, item: CrisisLines, today: date | None) -> Country:
    calls = [_line(t, item, line, today) for line in item.lines if line.phone]
    return Country(
        item.id, country_name(t, item), _emergency(t, item)[0], calls[0] if calls else None
    )


def country_name(t: Text, item: CrisisLines) -> str:
    """The country's own name, as the title of its file gives it."""
    return t.content("crisis_lines", item.id, "name", item.title.rpartition(": ")[2])


def _signs(t: Text, level: str) -> tuple[str, ...]:
    return tuple(t(words) for at, _flags, words in SIGNS if at == level)


def _dial(number: str) -> str:
    return re.sub(r"[^0-9+]", "", number)


def flags_in(signs: Sequence[Sign], level: str) -> frozenset[str]:
    """The red flags that the signs of one level stand for."""
    return frozenset(flag for at, flags, _words in signs if at == level for flag in flags)
