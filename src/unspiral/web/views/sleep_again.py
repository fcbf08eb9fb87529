"""The view of the person's own page for when poor nights come back."""

from collections.abc import Mapping
from dataclasses import dataclass

from unspiral.catalogue.load import Catalogue
from unspiral.services import talk
from unspiral.services.screening import Help
from unspiral.services.sleep_again import AgainPage, screens
from unspiral.web.forms import OperationFields
from unspiral.web.text import Text
from unspiral.web.views.own_lines import OwnLine, own_lines


@dataclass(frozen=True, slots=True)
class AgainView:
    """The form. `saved`: it is on disk. `fault`: what must be looked at before it can be.

    `kept` are the lines on disk, to read and to print.
    """

    help: Help
    lines: tuple[OwnLine, ...]
    kept: tuple[OwnLine, ...]
    written: str
    saved: bool
    fault: str
    talk: bool
    op: OperationFields


def again_view(
    t: Text,
    catalogue: Catalogue,
    held: AgainPage,
    op: OperationFields,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    fault: str = "",
    saved: bool = False,
) -> AgainView:
    """The form with what was kept, or with what was typed when that could not be kept."""
    words = held.words if typed is None else typed
    day = t.day(held.written, with_year=True) if held.written else ""
    return AgainView(
        help=held.help,
        lines=own_lines(t, screens(catalogue), words, errors or {}),
        kept=tuple(line for line in own_lines(t, screens(catalogue), held.words, {}) if line.words),
        written=t("Written on {day}.", day=day) if day else "",
        saved=saved,
        fault=fault,
        talk=talk.told_in(catalogue, *words.values()),
        op=op,
    )
