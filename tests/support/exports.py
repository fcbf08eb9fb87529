"""Any life as operations, and exports of it taken apart and put together again."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from hypothesis import strategies as st
from support.operations import DAY, NOON, answered, checkin, happened, imported
from support.scratch import SETTINGS

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import EVENT_KINDS, SHEET, Operation
from unspiral.services.context import Context
from unspiral.services.export import to_stream
from unspiral.store.opening import open_memory

# Everything that can be stored: no NUL, no half characters.
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=30)
VALUES = st.one_of(TEXT, st.booleans(), st.integers(-9, 9), st.floats(-9, 9))
IDS = st.integers(0, 30).map("op{}".format)
RUNS = st.integers(0, 1).map("run{}".format)
PARTS = st.builds("{}.{:05d}".format, RUNS, st.integers(0, 2))
SOURCES = st.sampled_from(("watch", "apple_health:Watch:watch"))
NAMES = st.sampled_from(("pain", "stress", "mood"))


@st.composite
def sittings(draw: st.DrawFn) -> Operation:
    """A check-in or an imported diary: fresh, late, in conflict or the same again."""
    said = checkin(
        draw(IDS),
        draw(st.one_of(st.none(), st.integers(0, 9))),
        day=DAY + timedelta(draw(st.integers(0, 2))),
        at=NOON + timedelta(hours=draw(st.integers(-3, 3))),
        note=draw(st.one_of(st.just(""), TEXT)),
        **draw(st.dictionaries(NAMES, st.integers(0, 10), max_size=3)),
    )
    return replace(said, kind=draw(st.sampled_from(("checkin", "import"))))


def _sheet(op_id: str, words: str) -> Operation:
    body = json.dumps({"sheet": "thought-record", "words": {"thought": words}})
    return replace(checkin(op_id, note=body), kind=SHEET)


def _happened(op_id: str, kind: str, subject: str, value: str) -> Operation:
    return happened(op_id, kind, subject, value)


EVENTS = st.one_of(
    st.builds(_happened, IDS, st.sampled_from(sorted(EVENT_KINDS)), TEXT, TEXT),
    st.builds(_happened, IDS, st.just("import_undone"), st.one_of(IDS, RUNS, PARTS), st.just("")),
)
OPERATIONS = st.one_of(
    sittings(),
    st.builds(answered, IDS, st.sampled_from(("goal", "own_1_name")), VALUES),
    st.builds(
        imported, st.one_of(IDS, PARTS), st.integers(0, 3), st.integers(0, 3), source=SOURCES
    ),
    EVENTS,
    st.builds(_sheet, IDS, TEXT),
)
LIVES = st.lists(OPERATIONS, max_size=16)


def home(catalogue: Catalogue, *people: str) -> Context:
    """A context over a store in memory, with a clock that stands still."""
    store = open_memory()
    for person in people:
        store.add_person(person, NOON)
    return Context(store, catalogue, lambda: NOON, SETTINGS)


def exported(ctx: Context, person: str = "ann") -> bytes:
    """The whole file."""
    stream = io.BytesIO()
    to_stream(ctx, person, stream)
    return stream.getvalue()


def files(export: bytes) -> dict[str, bytes]:
    """Each file of an export by its name."""
    with zipfile.ZipFile(io.BytesIO(export)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(held: dict[str, bytes]) -> bytes:
    """An archive of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_data(export: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The export with another data.json, its hashes left as they were."""
    held = files(export)
    return packed({**held, "data.json": change(held["data.json"])})


def forged(
    export: bytes, change: Callable[[list[str]], list[str]], lines_too: bool = True
) -> bytes:
    """The export with other lines and with the hash of the whole made right, each line's too."""

    def made(data: bytes) -> bytes:
        head, *lines, _ = data.decode().splitlines()
        told = change([head, *lines])
        lines = [told[0], *map(_resealed, told[1:])] if lines_too else told
        body = "".join(f"{line}\n" for line in lines).encode()
        foot = {"count": len(lines) - 1, "sha256": sha256(body).hexdigest()}
        return body + b"]," + json.dumps(foot, separators=(",", ":")).encode()[1:] + b"\n"

    return with_data(export, made)


def _resealed(line: str) -> str:
    begins, text = line[: line.index("{")], line[line.index("{") :]
    said = json.loads(text)
    whole = json.dumps(said["said"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    said["sha256"] = sha256(whole.encode()).hexdigest()
    return begins + json.dumps(said, separators=(",", ":"), ensure_ascii=False)
