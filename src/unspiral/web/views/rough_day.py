"""The view of a rough day."""

from dataclasses import dataclass

from unspiral.web.forms import OperationFields
from unspiral.web.text import Text


@dataclass(frozen=True, slots=True)
class RoughView:
    """`already`: today was told to be rough before. `changes`: what it does, line by line."""

    already: bool
    changes: tuple[str, ...]
    op: OperationFields


def rough_view(t: Text, already: bool, op: OperationFields) -> RoughView:
    """The page in the words of `t`."""
    return RoughView(
        already,
        (
            t("First the danger signs: something may be new."),
            t("Then two minutes of comfort, where it is a little better."),
            t("Today gets lighter. The short forms count."),
            t("For 3 days nothing gets harder."),
        ),
        op,
    )
