"""The catalogues of words, made from what pages say and what content files hold.

Run as a module (`./test messages`) it writes `unspiral.pot`, brings the `.po` of every language up
to date and compiles its `.mo`.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from support.source import ROOT

from unspiral.catalogue.load import Catalogue, load
from unspiral.web import language_status
from unspiral.web.text import DOMAIN, LOCALE

TEMPLATE = LOCALE / f"{DOMAIN}.pot"
WEB = ROOT / "src/unspiral/web"
SHARING = ROOT / "src/unspiral/sharing"
# What asks for a translation, with the places of its texts.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "t": None,
    "chosen": None,
    "self": None,
    "gettext": None,
    "plural": (1, 2),
    "plural_form": (1, 2),
    "pgettext": ((1, "c"), 2),
}
METHODS = [("**.py", "python"), ("templates/**", "jinja2")]
HELD = "Stays in the source language until a named person has checked this language."
Said = tuple[str, str, str, str]  # folder, id, field, text


class Words(Catalog):
    """A catalogue whose header holds nothing that changes by the day, and no name."""

    KEPT = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")

    def __init__(self, language: str | None = None) -> None:
        comment = "# Words of Unspiral's pages and content. CC-BY-4.0."
        super().__init__(language, header_comment=comment, charset="utf-8", fuzzy=False)

    @property
    def mime_headers(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return [pair for pair in self._get_mime_headers() if pair[0] in self.KEPT]


def template(catalogue: Catalogue) -> Catalog:
    """Every text of the pages and of the content a translation may hold."""
    found = Words()
    for words, sources in sorted(page_words().items(), key=lambda pair: str(pair[0])):
        message, context = words
        held = language_status.is_held_message(_one(message), sources)
        found.add(
            message,
            context=context or None,
            locations=[(source, None) for source in sources],  # type: ignore[list-item]
            auto_comments=[HELD] if held else [],
        )
    for folder, item, field, text in content_words(catalogue):
        held = not language_status.is_open(folder, item, field, text)
        comments = [HELD] if held else []
        found.add(text, context=f"{folder}/{item}/{field}", auto_comments=comments)
    return found


def page_words() -> dict[tuple[str | tuple[str, ...], str], tuple[str, ...]]:
    """(text or its two forms, context) → the files that say it."""
    found: dict[tuple[str | tuple[str, ...], str], set[str]] = {}
    options = {"templates/**": {"trimmed": "true"}}
    for folder, prefix in ((WEB, ""), (SHARING, "sharing/")):
        for file, _line, message, _comments, context in extract_from_dir(
            folder, METHODS, options, keywords=KEYWORDS
        ):
            if _one(message):
                several = isinstance(message, (list, tuple))
                key = (tuple(message) if several else message, context or "")
                found.setdefault(key, set()).add(prefix + file)
    return {key: tuple(sorted(files)) for key, files in found.items()}


def content_words(c: Catalogue) -> Iterator[Said]:
    """The texts of content in the contexts in which views ask for them."""
    for folder in ("lessons", "claims", "techniques", "patterns"):
        for item in getattr(c, folder).values():
            if item.status != "retired":
                yield folder, item.id, "title", item.title
    for lesson in c.lessons.values():
        yield "lessons", lesson.id, "summary", lesson.summary
        for n, part in enumerate(lesson.sections):
            yield "lessons", lesson.id, f"sections.{n}.heading", part.heading
            for m, text in enumerate(part.text):
                yield "lessons", lesson.id, f"sections.{n}.text.{m}", text
    for claim in c.claims.values():
        for name in ("answer", "heard", "why_said", "instead"):
            yield from _if_any("claims", claim.id, name, getattr(claim, name))
    for technique in c.techniques.values():
        yield from _if_any("techniques", technique.id, "summary", technique.summary)
        yield from _if_any("techniques", technique.id, "why", technique.why)
        for n, effect in enumerate(technique.effects):
            yield from _if_any("techniques", technique.id, f"effects.{n}.note", effect.note)
    for pattern in c.patterns.values():
        yield "patterns", pattern.id, "summary", pattern.summary
    yield from _of_pictures(c)
    for screen in c.screens.values():
        yield "screens", screen.id, "title", screen.title
    yield from _of_worksheets(c)
    yield from _of_trial_questions(c)
    for variable in c.variables.values():
        yield "variables", variable.id, "label", variable.label
    for edge in c.edges.values():
        yield "edges", edge.id, "title", edge.title
        yield from _if_any("edges", edge.id, "sentence", edge.sentence)
    for found in c.finding_help.values():
        for name in ("title", "note", "self_referral", "self_referral_detail"):
            yield from _if_any("finding_help", found.id, name, getattr(found, name) or "")
        for n, register in enumerate(found.registers):
            yield from _if_any("finding_help", found.id, f"registers.{n}.what", register.what)


def _of_pictures(c: Catalogue) -> Iterator[Said]:
    for picture in c.pictures.values():
        yield "pictures", picture.id, "title", picture.title
        yield from _if_any("pictures", picture.id, "say", picture.say)
    for figure in c.figures.values():
        yield "figures", figure.id, "title", figure.title


def _of_worksheets(c: Catalogue) -> Iterator[Said]:
    for sheet in c.worksheets.values():
        for name in ("title", "summary", "again"):
            yield from _if_any("worksheets", sheet.id, name, getattr(sheet, name))
        for n, line in enumerate(sheet.before):
            yield "worksheets", sheet.id, f"before.{n}", line
        for n, prompt in enumerate(sheet.prompts):
            for name in ("ask", "note", "low_end", "high_end"):
                yield from _if_any(
                    "worksheets", sheet.id, f"prompts.{n}.{name}", getattr(prompt, name)
                )
            for option, label in prompt.options.items():
                yield "worksheets", sheet.id, f"prompts.{n}.options.{option}", label


def _of_trial_questions(c: Catalogue) -> Iterator[Said]:
    for question in c.trial_questions.values():
        for name in ("title", "ask", "on_days", "off_days", "keep"):
            yield "trial_questions", question.id, name, getattr(question, name)
        for name in ("helps", "no", "unclear"):
            yield "trial_questions", question.id, f"answers.{name}", getattr(question.answers, name)


def _if_any(folder: str, item: str, field: str, text: str) -> Iterator[Said]:
    if text:
        yield folder, item, field, text


def updated(made: Catalog, language: str, old: Catalog | None) -> Catalog:
    """The catalogue of a language: texts of `made`, translations of `old` where texts agree.

    What changed in the source comes back empty: an old translation may no longer be true. In a
    draft, what stays in the source language is left out.
    """
    draft = language_status.read(LOCALE / language).draft
    found = Words(language)
    for message in made:
        if not message.id or (draft and HELD in message.auto_comments):
            continue
        before = old.get(message.id, message.context) if old else None
        same = before is not None and before.id == message.id and not before.fuzzy
        found.add(
            message.id,
            before.string if before is not None and same else None,
            context=message.context,
            locations=message.locations,
        )
    return found


def texts(catalog: Catalog) -> dict[tuple[str, str], Message]:
    """(context, text) → message, for comparing catalogues."""
    return {(m.context or "", _one(m.id)): m for m in catalog if m.id}


def as_po(catalog: Catalog) -> bytes:
    """A catalogue as a file, without dates and line numbers: the same words, the same bytes."""
    file = BytesIO()
    write_po(file, catalog, width=100, include_lineno=False)
    return file.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """A catalogue as Python's gettext reads it."""
    full = Words(str(catalog.locale))
    for message in catalog:
        if message.id and message.string and all(message.string):
            full.add(message.id, message.string, context=message.context)
    file = BytesIO()
    write_mo(file, full)
    return file.getvalue()


def read(path: Path) -> Catalog:
    """A `.po` or `.pot` file."""
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def languages() -> list[str]:
    """Every language with a folder."""
    return sorted(path.parent.name for path in LOCALE.glob(f"*/{language_status.FILE}"))


def po(language: str) -> Path:
    """The file that is edited by hand."""
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def write(language: str, catalog: Catalog) -> None:
    """The `.po` of a language and its `.mo`."""
    path = po(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_po(catalog))
    path.with_suffix(".mo").write_bytes(as_mo(catalog))


def _one(message: Any) -> str:
    """The text itself, or the first of two forms."""
    return message if isinstance(message, str) else str(message[0])


if __name__ == "__main__":
    made = template(load()[0])
    TEMPLATE.write_bytes(as_po(made))
    for name in languages():
        path = po(name)
        write(name, updated(made, name, read(path) if path.exists() else None))
        done = read(path)
        empty = sum(1 for m in done if m.id and not (m.string and all(m.string)))
        print(f"{name}: {len(done) - empty} of {len(done)} texts, {empty} still in the source")
