"""The page for the evening and the night: tonight's times, and each part with what to mind."""

from collections.abc import Mapping
from dataclasses import dataclass

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Technique
from unspiral.records.triage import Clearance
from unspiral.services.library import Shut
from unspiral.services.screening import Help
from unspiral.services.sleep import ASKS, SleepNow
from unspiral.web.forms import operation_fields
from unspiral.web.text import Text
from unspiral.web.views import sleep_words
from unspiral.web.views.item_words import ItemWords
from unspiral.web.views.sleep import Press, Tonight, said_done, tonight

_ = str
# The parts in the order of a day and a night, and the heading each stands under.
PARTS: Mapping[str, str] = {
    "stimulus-control": _("Bed for sleep, and a sore back"),
    "sleep-thoughts": _("Four thoughts about sleep"),
    "no-naps": _("Naps"),
    "sleep-basics": _("Coffee, alcohol and the room"),
    "wind-down": _("The last hour"),
    "fixed-rise-time": _("In the morning"),
}
del _


@dataclass(frozen=True, slots=True)
class Part:
    """One part: `care` is what this person is to mind, before how it is done."""

    id: str
    heading: str
    summary: str
    care: tuple[str, ...]
    how: tuple[str, ...]
    skip_if: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NightView:
    """`shut`: a danger sign is open, so parts are missing. `lay` is the button that notes lying
    down, `lain` what was noted today.
    """

    help: Help
    done: str
    first: tuple[str, ...]
    tonight: Tonight | None
    shut: bool
    parts: tuple[Part, ...]
    lay: Press | None
    lain: str


def night_view(
    t: Text, catalogue: Catalogue, now: SleepNow, shut: Shut, done: str = ""
) -> NightView:
    """The page in the words of `t`. `shut` holds the scopes a danger sign closes."""
    clearance = now.decision.clearance
    listed = [catalogue.techniques[name] for name in PARTS]
    shown = [item for item in listed if item.scope not in shut]
    lain = sum(e.kind == "lay_down" and e.local_date == now.facts.today for e in now.facts.events)
    op = operation_fields(now.facts.today, now.zone, now.facts.version)
    runs = now.programme.state in ASKS
    return NightView(
        help=now.help,
        done=said_done(t, now, done),
        first=sleep_words.safety(t, now.programme.safety_lines),
        tonight=tonight(t, now),
        shut=len(shown) < len(listed),
        parts=tuple(_part(t, item, clearance) for item in shown),
        lay=Press("lay_down", t("I lay down for my back"), op) if runs else None,
        lain=t.plural("Noted once today.", "Noted {n} times today.", lain) if lain else "",
    )


def _part(t: Text, item: Technique, clearance: Clearance | None) -> Part:
    """One part. What is not known to be clear is minded: without a clearance every caution."""
    say = ItemWords(t, "techniques", item.id)
    care = (
        say(f"cautions.{n}.text", use.text)
        for n, use in enumerate(item.cautions)
        if clearance is None or use.caution in clearance.cautions
    )
    return Part(
        id=item.id,
        heading=t(PARTS[item.id]),
        summary=say("summary", item.summary),
        care=tuple(dict.fromkeys(care)),
        how=tuple(say(f"how.{n}", words) for n, words in enumerate(item.how)),
        skip_if=tuple(say(f"skip_if.{n}", words) for n, words in enumerate(item.skip_if)),
    )
