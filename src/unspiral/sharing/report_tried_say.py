"""The rows of what was tried: how much, how it is known, and what it did with its range.

Only a fair test, where chance drew the days, may say "helped". All else is told as it was told.
"""

from collections.abc import Iterator

from unspiral.catalogue.load import Catalogue
from unspiral.records.report import DailyRow, FairTest, Report, SleepProgramme, Tried
from unspiral.records.trial import TrialResult
from unspiral.sharing.document import Strong, Words
from unspiral.sharing.report_links_say import signed
from unspiral.sharing.translator import Translator

EFFICIENCY, WAKING = "se", "pain_morning"
Row = tuple[Words, ...]


def tried(report: Report, t: Translator, catalogue: Catalogue) -> Iterator[Row]:
    """One row for each thing; the sleep programme after what is known best."""
    rows = [_row(one, t, catalogue) for one in report.tried]
    known = sum(one.how in ("made_worse", "drawn") for one in report.tried)
    yield from rows[:known]
    if report.sleep is not None:
        yield _sleep(report.sleep, report.daily, t)
    yield from rows[known:]


def _row(one: Tried, t: Translator, catalogue: Catalogue) -> Row:
    title = t.content(
        "techniques", one.technique, "title", catalogue.techniques[one.technique].title
    )
    how = {
        "made_worse": t("“This made me worse”"),
        "rated": t("asked right after it"),
        "next_morning": t("asked next morning"),
        "diary": t("diary only"),
    }
    if one.tested and one.how == "drawn":
        return title, _much_drawn(one, one.tested, t), *_drawn(one.tested, t, catalogue)
    return title, _much(one, t), how[one.how], _told(one, t)


def _much(one: Tried, t: Translator) -> str:
    if not one.days:
        return t("not noted as done")
    said = [t.plural("{n} day", "{n} days", one.days)]
    if one.minutes >= 1:
        said.append(_planned(one, t))
    if one.short:
        said.append(t("{n} of them short", n=one.short))
    return ", ".join(said)


def _told(one: Tried, t: Translator) -> Words:
    if one.how == "made_worse" and one.worse_on:
        day = t.day(one.worse_on, with_year=True)
        return t("Stopped {day}; not offered since unless asked for.", day=day)
    if one.how == "rated":
        return t(
            "Felt better after it {better} times, same {same}, worse {worse}.",
            better=one.better, same=one.same, worse=one.worse,
        )  # fmt: skip
    if one.how == "next_morning":
        of = one.settled + one.still_up
        return t("Settled by next morning {n} of {all} times.", n=one.settled, all=of)
    return t("Cannot tell: only that it was done.")


def _much_drawn(one: Tried, tested: FairTest, t: Translator) -> str:
    """How much of what was drawn was done, as far as it was said."""
    if tested.result is None or not tested.result.adherence.said_on:
        return _much(one, t)
    found = tested.result.adherence
    minutes = [_planned(one, t)] if one.minutes >= 1 else []
    told = t("done on {n} of {all} days drawn for it", n=found.done_on, all=found.said_on)
    return ", ".join([told, *minutes])


def _planned(one: Tried, t: Translator) -> str:
    """The minutes of one session as the plan had them; how long it took is not asked."""
    return t("{n} min planned", n=t.number(one.minutes, 0))


def _drawn(tested: FairTest, t: Translator, catalogue: Catalogue) -> tuple[Words, Words]:
    """How it is known; then the verdict in bold, the size on the outcome's scale, range, days.

    The range is told in the direction of the size: "0.3 less (−0.1 to 0.7)".
    """
    found, design = tested.result, tested.design
    days = found.adherence.days if found else design.days
    how = t("drawn at random, {n} days, not blinded", n=days)
    if found is None:
        return how, (Strong(t("Cannot tell.")), t(" Too few days were answered."))
    effect, variable = found.primary, catalogue.variables.get(design.outcome)
    label = design.outcome
    if design.outcome == WAKING:  # its own label, "Pain now", needs the morning page around it
        label = t("Pain")
    elif variable is not None:
        label = t.content("variables", design.outcome, "label", variable.label)
    when = t("next morning") if design.when == "morning" else t("same evening")
    size, way = t.number(abs(effect.mean)), 1 if effect.mean > 0 else -1
    low, high = sorted((effect.low * way, effect.high * way))
    told = t(
        " {label}, {when}, {least} to {most}: {size} with it ({low} to {high}), from {n} days.",
        label=label, when=when, least=t.number(design.low), most=t.number(design.high),
        size=t("{size} more", size=size) if effect.mean > 0 else t("{size} less", size=size),
        low=signed(low, t), high=signed(high, t),
        n=effect.days_on + effect.days_off,
    )  # fmt: skip
    return how, (Strong(_verdict(found, t)), told)


def _verdict(found: TrialResult, t: Translator) -> str:
    if found.worse:
        return t("Went worse with it.")
    return {
        "helps": t("Helped."),
        "does_not_seem_to": t("Does not seem to help."),
        "cannot_tell": t("Cannot tell."),
    }[found.verdict]


def _sleep(one: SleepProgramme, daily: tuple[DailyRow, ...], t: Translator) -> Row:
    what = t("Sleep programme, sleep window")
    if one.kind == "compression":
        what = t("Sleep programme, the gentler way")
    much = [t.plural("{n} week", "{n} weeks", one.weeks)]
    if one.window_min:
        hours, minutes = divmod(one.window_min, 60)
        much.append(t("{h} h {m} min in bed", h=hours, m=f"{minutes:02}"))
    ended = {"stopped": t("stopped"), "finished": t("finished")}
    much += [ended[one.state]] if one.state in ended else []
    said = []
    row = next((row for row in daily if row.variable == EFFICIENCY), None)
    if row and row.before.value is not None and row.after.value is not None:
        said.append(
            t(
                "Asleep of the time in bed: {before} %, then {after} %.",
                before=t.number(row.before.value, 0), after=t.number(row.after.value, 0),
            )
        )  # fmt: skip
    if one.asked:
        said.append(
            t("Fought sleep driving or at work: {n} of {all} mornings asked.",
              n=one.fought, all=one.asked)
        )  # fmt: skip
    told = " ".join(said) or t("Cannot tell: too few nights.")
    return what, ", ".join(much), t("diary, before and after"), told
