"""One written sheet: what it asks, what was typed, and what the person wrote before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Prompt, Technique, Worksheet
from unspiral.records.problem import Problem
from unspiral.services import talk, thoughts, worries
from unspiral.services.screening import Help
from unspiral.services.sheets import Entry, Words
from unspiral.services.thoughts import LADDER, LADDER_DAY, LINE, LOG, PROBLEM, Look
from unspiral.web import problems
from unspiral.web.forms import OperationFields
from unspiral.web.text import Text
from unspiral.web.views.item_words import ItemWords
from unspiral.web.views.learn_parts import PATHS
from unspiral.web.views.library import reading_length
from unspiral.web.views.thoughts import ShutView, shut_view

SHOWN = 20  # entries in sight; older ones are one tap away


@dataclass(frozen=True, slots=True)
class PromptView:
    """One thing asked. `value`: as typed. `options`: (value, label, chosen). `has`: characters."""

    id: str
    form: str
    ask: str
    note: str
    most: int
    has: int
    value: str
    error: str
    options: tuple[tuple[str, str, bool], ...]
    low_end: str
    high_end: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """One sheet that was written: its day, its first line, and all its words by question."""

    id: str
    day: str
    first: str
    words: tuple[tuple[str, str], ...]
    changed: str
    earlier: tuple[tuple[tuple[str, str], ...], ...]
    href: str


@dataclass(frozen=True, slots=True)
class FormView:
    """The form of one sheet. `entry` is "" for a new one. `later` heads what is asked again."""

    sheet: str
    entry: str
    prompts: tuple[PromptView, ...]
    later: tuple[PromptView, ...]
    again: str
    rungs: tuple[tuple[str, str, bool], ...]
    op: OperationFields


@dataclass(frozen=True, slots=True)
class TodayView:
    """The day's small thing: the form, words when one was done, and what was done before."""

    form: FormView | None
    note: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class SheetView:
    """The page of one sheet. `fold`: the form waits behind a tap, since it is enough for now.

    `note` says why, or where a round of the log stands. `today` stands beside a ladder. `told` is
    what was done last: "saved", "removed" or "back"; `undo` the sheet that was taken away.
    `listed`: whole lines stand in the list, not only the first words.
    """

    help: Help
    title: str
    summary: str
    lesson: tuple[str, str, str]
    technique: str
    before: tuple[str, ...]
    stop: tuple[str, str]
    shut: ShutView
    fault: str
    form: FormView | None
    fold: bool
    note: str
    steps: tuple[tuple[str, str], ...]
    today: TodayView | None
    entries: tuple[EntryView, ...]
    older: tuple[EntryView, ...]
    listed: bool
    told: str
    undo: str
    talk: bool
    op: OperationFields


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page is asked to show: an entry to change, words that were typed, their faults.

    `about` is the entry that `told` is about: saved, taken away or brought back a moment ago.
    `start`: words a new sheet begins with.
    """

    entry: Entry | None = None
    start: Words | None = None
    typed: Words | None = None
    faults: Sequence[Problem] = ()
    fault: str = ""
    told: str = ""
    about: Entry | None = None


def sheet_view(
    t: Text, catalogue: Catalogue, found: Look, sheet: Worksheet, asked: Asked, op: OperationFields
) -> SheetView:
    """The page in the words of `t`. Own words stay readable, whatever is closed."""
    say = ItemWords(t, "worksheets", sheet.id)
    technique = catalogue.techniques[sheet.technique]
    shut = _shut(t, found, technique, sheet, asked)
    changing = asked.entry is not None or asked.typed is not None
    written = _written(t, found, sheet, say, asked.entry)
    stands = sheet.id == LADDER and bool(written) and not changing
    full = thoughts.no_more_today(found, sheet) and not changing
    note, fold = ("", False) if changing or shut.words else _note(t, found, sheet)
    return SheetView(
        help=found.help,
        title=say("title", sheet.title),
        summary=say("summary", sheet.summary),
        lesson=_lesson(t, catalogue, sheet),
        technique=technique.id,
        before=tuple(say(f"before.{n}", line) for n, line in enumerate(sheet.before)),
        stop=_stop(t, catalogue),
        shut=shut,
        fault=asked.fault,
        form=None if shut.words or stands or full else _form(t, found, sheet, asked, op),
        fold=fold,
        note=note,
        steps=_steps(found) if sheet.id == PROBLEM and not changing and not shut.words else (),
        today=_today(t, catalogue, found, op) if stands and not shut.words else None,
        entries=written[:SHOWN],
        older=written[SHOWN:],
        listed=sheet.id in (LOG, LADDER_DAY),
        told=asked.told,
        undo=asked.about.id if asked.about and asked.told == "removed" else "",
        talk=talk.told_in(catalogue, *_said(asked).values()),
        op=op,
    )


def _written(
    t: Text, found: Look, sheet: Worksheet, say: ItemWords, but: Entry | None
) -> tuple[EntryView, ...]:
    return tuple(entry_view(t, sheet, each, say) for each in found.of(sheet.id) if each != but)


def _shut(t: Text, found: Look, technique: Technique, sheet: Worksheet, asked: Asked) -> ShutView:
    """Why nothing is written now. Words on their way are never put out of sight."""
    begun = asked.entry is not None and thoughts.shut(found, technique) == "held"
    if asked.typed is not None or begun:
        return ShutView()
    return shut_view(t, found, technique, f"/thoughts/sheet/{sheet.id}")


def _today(t: Text, catalogue: Catalogue, found: Look, op: OperationFields) -> TodayView:
    day = catalogue.worksheets[LADDER_DAY]
    done = _written(t, found, day, ItemWords(t, "worksheets", day.id), None)
    form = None if thoughts.no_more_today(found, day) else _form(t, found, day, Asked(), op)
    return TodayView(form, _note(t, found, day)[0], done[:SHOWN])


def entry_view(t: Text, sheet: Worksheet, entry: Entry, say: ItemWords) -> EntryView:
    """One sheet as it stands, with its older words behind it."""
    first = next((prompt.id for prompt in sheet.prompts if prompt.needed), "")
    changed = t("Changed on {day}.", day=t.day(entry.changed)) if entry.changed else ""
    if entry.came_back:
        changed = t(
            "You had taken this away. It was written again on {day}.",
            day=t.day(entry.changed or entry.day),
        )
    return EntryView(
        id=entry.id,
        day=t.day(entry.day),
        first=entry.words.get(first, ""),
        words=_lines(sheet, entry.words, say),
        changed=changed,
        earlier=tuple(_lines(sheet, words, say) for words in entry.earlier),
        href=f"/thoughts/sheet/{sheet.id}?entry={entry.id}",
    )


def _lines(sheet: Worksheet, words: Words, say: ItemWords) -> tuple[tuple[str, str], ...]:
    """(question, words) of every prompt that was answered."""
    found = []
    for n, prompt in enumerate(sheet.prompts):
        if value := words.get(prompt.id, ""):
            chosen = [one for one in value.split(",") if one in prompt.options]
            shown = ", ".join(
                say(f"prompts.{n}.options.{one}", prompt.options[one]) for one in chosen
            )
            found.append((say(f"prompts.{n}.ask", prompt.ask), shown or value))
    return tuple(found)


def _said(asked: Asked) -> Words:
    """The words beside which the line of help may stand: typed, changed, or saved a moment ago."""
    if asked.typed is not None:
        return asked.typed
    entry = asked.entry or (asked.about if asked.told == "saved" else None)
    return entry.words if entry is not None else {}


def _form(t: Text, found: Look, sheet: Worksheet, asked: Asked, op: OperationFields) -> FormView:
    say = ItemWords(t, "worksheets", sheet.id)
    kept = asked.entry.words if asked.entry else asked.start or {}
    words = asked.typed if asked.typed is not None else kept
    wrong = {problem.where: problems.sentence(t, problem) for problem in reversed(asked.faults)}
    made = [_prompt(n, prompt, words, wrong, say) for n, prompt in enumerate(sheet.prompts)]
    pairs = tuple(zip(made, sheet.prompts, strict=True))
    rungs = thoughts.rungs(found) if sheet.id == LADDER_DAY and asked.entry is None else ()
    return FormView(
        sheet=sheet.id,
        entry=asked.entry.id if asked.entry else "",
        prompts=tuple(view for view, prompt in pairs if not prompt.later),
        later=tuple(view for view, prompt in pairs if prompt.later and asked.entry),
        again=say("again", sheet.again),
        rungs=tuple((str(n), rung, words.get("did") == rung) for n, rung in enumerate(rungs)),
        op=op,
    )


def _prompt(
    n: int, prompt: Prompt, words: Words, wrong: Mapping[str, str], say: ItemWords
) -> PromptView:
    value = words.get(prompt.id, "")
    chosen = value.split(",")
    return PromptView(
        id=prompt.id,
        form=prompt.form,
        ask=say(f"prompts.{n}.ask", prompt.ask),
        note=say(f"prompts.{n}.note", prompt.note),
        most=prompt.most,
        has=len(value),
        value=value,
        error=wrong.get(prompt.id, ""),
        options=tuple(
            (name, say(f"prompts.{n}.options.{name}", label), name in chosen)
            for name, label in prompt.options.items()
        ),
        low_end=say(f"prompts.{n}.low_end", prompt.low_end),
        high_end=say(f"prompts.{n}.high_end", prompt.high_end),
    )


def _note(t: Text, found: Look, sheet: Worksheet) -> tuple[str, bool]:
    """Where the person is with this sheet, and whether the form steps back for now."""
    if paused := thoughts.paused(found, sheet.technique):
        words = t("You said on {day} that this made you worse, so it rests.", day=t.day(paused))
        return words, True
    if sheet.id == LOG:
        return _log_note(t, found, sheet)
    if sheet.id == LINE and found.of(LINE):
        return t("You have a line. Write another one, and the newest is shown."), True
    if thoughts.enough(found, sheet):
        if sheet.days == 1:
            return t("Done for today. One is enough."), True
        return t("That is enough for this week. More does not do more."), True
    return "", False


def _log_note(t: Text, found: Look, sheet: Worksheet) -> tuple[str, bool]:
    stands = thoughts.log_round(found.of(LOG), found.today)
    if stands is None:
        return t("Two weeks from the first line. A day without a line costs nothing."), False
    if stands.over:
        words = t("Your two weeks are over. Read your lines once, then let the log rest.")
        return words, True
    begun = t(
        "Since {day}. Two weeks are enough, and a missed day costs nothing.",
        day=t.day(stands.first),
    )
    if thoughts.enough(found, sheet):
        return t("Done for today. {begun}", begun=begun), True
    return begun, False


def _steps(found: Look) -> tuple[tuple[str, str], ...]:
    """(id, words) of worries for which the person wanted a small step."""
    waiting = worries.wanting_a_step(found.worries, found.today)
    taken = {entry.words.get("problem", "") for entry in found.of(PROBLEM)}
    return tuple((worry.id, worry.words) for worry in waiting if worry.words not in taken)


def _lesson(t: Text, catalogue: Catalogue, sheet: Worksheet) -> tuple[str, str, str]:
    """(address, title, reading time) of the lesson that goes with a sheet, or all empty."""
    name = next((s.lesson for s in thoughts.COURSE if s.technique == sheet.technique), "")
    lesson = catalogue.lessons.get(name)
    if lesson is None:
        return "", "", ""
    title = t.content("lessons", lesson.id, "title", lesson.title)
    return PATHS["lessons"] + lesson.id, title, reading_length(t, lesson)


def _stop(t: Text, catalogue: Catalogue) -> tuple[str, str]:
    rule = catalogue.stop_rules["st5"]
    ask = t.content("stop_rules", rule.id, "ask", rule.ask)
    return ask, t.content("stop_rules", rule.id, "do", rule.do)
