"""A link in the diary as one plain sentence: only observed, so one thing "came before" another."""

from collections.abc import Mapping

from unspiral.catalogue.load import Catalogue
from unspiral.records.report import LinkRow
from unspiral.sharing.translator import Translator

_ = str
# variable -> (words when its number goes up, words when it goes down)
MOVES: Mapping[str, tuple[str, str]] = {
    "sleep_quality": (_("a better night"), _("a worse night")),
    "sleep_hours": (_("a longer night"), _("a shorter night")),
    "stress": (_("more stress"), _("less stress")),
    "anxiety": (_("more worry"), _("less worry")),
    "mood": (_("better mood"), _("lower mood")),
    "activity_minutes": (_("more activity"), _("less activity")),
    "pain": (_("more pain"), _("less pain")),
}
del _
UNITS = frozenset({"hours", "minutes"})


def link_words(row: LinkRow, t: Translator, catalogue: Catalogue) -> str:
    """ "A worse night came before more pain the next day: 0.5 points (0.2 to 0.8), 74 pairs." """
    sign = 1 if catalogue.variables[row.cause].worse == "high" else -1
    size, ends = row.mean * sign, sorted((row.low * sign, row.high * sign))
    way = 1 if size > 0 else -1
    low, high = sorted(end * way for end in ends)
    said = t(
        "{cause} came before {effect} {when}: {size} ({low} to {high}), {n} pairs of days.",
        cause=t(MOVES[row.cause][0 if sign > 0 else 1]),
        effect=t(MOVES[row.to][0 if size > 0 else 1]),
        when=_when(row, t, catalogue),
        size=_amount(abs(size), row, t),
        low=signed(low, t), high=signed(high, t), n=row.pairs,
    )  # fmt: skip
    return said[:1].upper() + said[1:]


def signed(value: float, t: Translator) -> str:
    """A number with a true minus sign; never "-0"."""
    shown = t.number(abs(value))
    return shown if value > 0 or shown == "0" else f"−{shown}"


def _amount(size: float, row: LinkRow, t: Translator) -> str:
    if row.unit in UNITS:
        shown = t.number(size)
        return t("{n} hours", n=shown) if row.unit == "hours" else t("{n} minutes", n=shown)
    return t("{n} points of 10", n=t.number(size))


def _when(row: LinkRow, t: Translator, catalogue: Catalogue) -> str:
    """The night that follows, the next day, or two days on where a night skips its own day."""
    if catalogue.variables[row.to].node == "sleep":
        return t("the night after")
    skips = catalogue.variables[row.cause].node == "sleep" and row.lags == ("next_day",)
    return t("two days later") if skips else t("the next day")
