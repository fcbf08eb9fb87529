"""Views of the first door: three positions as pictures, thanks, and when nothing fits."""

from dataclasses import dataclass

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.drawing.figure import Look, still
from unspiral.planning.ease import PLACES
from unspiral.services.ease import Ease
from unspiral.web.forms import OperationFields, operation_fields
from unspiral.web.text import Text

PICTURE_PX = 180


@dataclass(frozen=True, slots=True)
class PlaceView:
    """One position: the value sent, its word, and its picture."""

    value: str
    word: str
    picture: Markup


@dataclass(frozen=True, slots=True)
class WhereView:
    """Where it is a little better."""

    places: tuple[PlaceView, ...]
    op: OperationFields


@dataclass(frozen=True, slots=True)
class AfterView:
    """Thanks in words, the way to do it again ("" = none), and the way to a plan.

    `rough`: today was told to be a rough day, so the own page for a flare comes next.
    """

    thanks: str
    again: str
    plan_href: str
    plan: str
    rough: bool


@dataclass(frozen=True, slots=True)
class NoneView:
    """Everything that fits made it worse: said plainly, with what is left."""

    worse: bool


def where_view(found: Ease, catalogue: Catalogue, t: Text) -> WhereView:
    """Three pictures and "No difference"."""
    names = {"lying": t("Lying"), "sitting": t("Sitting"), "standing": t("Standing")}
    return WhereView(
        tuple(PlaceView(place, names[place], _picture(catalogue, place)) for place in PLACES),
        operation_fields(found.day, found.zone),
    )


def after_view(found: Ease, again: str, rated: str, t: Text) -> AfterView:
    """Any answer is useful; "better" and "same" are answered, nothing is cheered."""
    said = {
        "better": t("Good to know. It may come up again for you."),
        "same": t("Good to know. Next time another one comes first."),
    }
    return AfterView(
        thanks=said.get(rated, t("Noted. Any answer is useful.")),
        again=again,
        plan_href=_way_on(found),
        plan=_way_on_words(found, t),
        rough=found.rough,
    )


def _way_on(found: Ease) -> str:
    if not found.set_up:
        return "/begin"
    return "/rough-day#day" if found.rough else "/today"


def _way_on_words(found: Ease, t: Text) -> str:
    if not found.set_up:
        return t("Make my plan")
    return t("Your lighter day") if found.rough else t("To today")


def none_view(found: Ease) -> NoneView:
    """When no comfort is left to offer."""
    reasons = getattr(found.chosen, "reasons", ())
    return NoneView(any(reason.code in ("made_worse", "tried_worse") for reason in reasons))


def _picture(catalogue: Catalogue, place: str) -> Markup:
    """The person in that position; hidden from screen readers, as the word says the same."""
    figure, body = catalogue.figures.get(f"place-{place}"), catalogue.bodies.get("body")
    if figure is None or body is None:
        return Markup("")
    return Markup(still(figure, body, Look(px=PICTURE_PX, hidden=True)))
