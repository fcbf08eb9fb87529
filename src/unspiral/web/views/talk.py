"""The view of the page for dark thoughts: people first, no score, and an ending without proof."""

from dataclasses import dataclass

from unspiral.web.forms import OperationFields
from unspiral.web.views.help_now import HelpView


@dataclass(frozen=True, slots=True)
class TalkView:
    """Help for one country. `open`: the path is open, so it can be ended.

    `buttons`: false on a page that is kept offline or shown to nobody known. `kept` False: an
    answer could not be saved. `ops`: one operation for each button.
    """

    help: HelpView
    open: bool
    buttons: bool
    kept: bool
    ops: tuple[OperationFields, ...]
