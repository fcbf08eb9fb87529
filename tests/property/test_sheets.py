"""Any order of writing, changing, taking away, bringing back and sending again keeps every word."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from hypothesis import given, settings
from hypothesis import strategies as st
from support.people import Person

from unspiral.catalogue.load import load
from unspiral.services import sheets
from unspiral.services.operations import Origin

CATALOGUE = load()[0]
SHEET = CATALOGUE.worksheets["thought-record"]
SPACE = UUID(int=7)
# Everything a browser can send: no NUL, no half characters.
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=40)
WORDS = st.dictionaries(st.sampled_from(["thought", "truer", "before"]), TEXT, min_size=1)


@dataclass(frozen=True, slots=True)
class Act:
    """One press: what is done, to the how manieth sheet, with which words."""

    do: str
    which: int
    words: tuple[tuple[str, str], ...]


ACTS = st.builds(
    Act,
    st.sampled_from(["new", "change", "remove", "back"]),
    st.integers(0, 3),
    WORDS.map(lambda words: tuple(words.items())),
)


def press(person: Person, act: Act, n: int, begun: list[str]) -> None:
    """The act through the services, with an id that follows from its place."""
    op = str(uuid5(SPACE, str(n)))
    origin, words = Origin(op), dict(act.words)
    if act.do == "new" or not begun:
        sheets.save(person.ctx, person.id, SHEET, words, origin)
        begun.append(op)
        return
    entry = begun[act.which % len(begun)]
    if act.do == "change":
        sheets.save(person.ctx, person.id, SHEET, words, origin, entry)
    else:
        sheets.remove(person.ctx, person.id, entry, act.do == "remove", origin)


def expected(acts: list[Act]) -> dict[str, dict[str, str]]:
    """What must stand, worked out from the presses alone."""
    words: dict[str, dict[str, str]] = {}
    gone: set[str] = set()
    begun: list[str] = []
    for n, act in enumerate(acts):
        if act.do == "new" or not begun:
            begun.append(str(uuid5(SPACE, str(n))))
            words[begun[-1]] = dict(act.words)
            continue
        entry = begun[act.which % len(begun)]
        if act.do == "change":
            words[entry] = dict(act.words)
            gone.discard(entry)
        elif act.do == "remove":
            gone.add(entry)
        else:
            gone.discard(entry)
    return {entry: kept for entry, kept in words.items() if entry not in gone}


def standing(person: Person) -> dict[str, dict[str, str]]:
    with person.ctx.store.read(person.id) as tx:
        return {e.id: dict(e.words) for e in sheets.standing(sheets.read(tx), SHEET.id)}


@settings(max_examples=25)
@given(st.lists(ACTS, max_size=8))
def test_the_newest_words_stand_and_sending_all_again_changes_nothing(acts: list[Act]) -> None:
    person = Person(CATALOGUE, {"birth_year": 1980})
    for _ in range(2):
        begun: list[str] = []
        for n, act in enumerate(acts):
            press(person, act, n, begun)
        assert standing(person) == expected(acts)
    with person.ctx.store.read(person.id) as tx:
        ids, held = tx.operation_ids(), sheets.read(tx)
    assert len(ids) <= len(acts) + 1, "each press once, and the birth year"
    kept = {word for e in held for said in (e.words, *e.earlier) for word in said.values()}
    assert {text for act in acts if act.do in ("new", "change") for _, text in act.words} <= kept
    assert person.ctx.store.deep_check()["sound"]
    person.ctx.store.close()
