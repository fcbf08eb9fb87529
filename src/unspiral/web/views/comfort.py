"""The page of kept comfort sessions: the same for everybody, filled on the device."""

from dataclasses import dataclass

from unspiral.web.text import Text


@dataclass(frozen=True, slots=True)
class ComfortView:
    """`words`: what may be kept and for how long. `signed_in`: there is somebody to ask about."""

    words: tuple[str, ...]
    signed_in: bool


def comfort_view(t: Text, signed_in: bool) -> ComfortView:
    """The page in the words of `t`."""
    return ComfortView(
        words=(
            t("Positions, slow breathing, a worry parked, sounds. Nothing that loads the back."),
            t("They stay here for 7 days at most, and work when your computer is off."),
            t("Each start asks the danger signs again. Tick one, and they all go."),
        ),
        signed_in=signed_in,
    )
