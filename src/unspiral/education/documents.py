"""The library as documents to search: which texts of an item count, and how much."""

from collections.abc import Callable, Iterator
from typing import Any

from unspiral.catalogue.load import Catalogue
from unspiral.education.search import Document, Sign

Say = Callable[[str, str, str, str], str]  # folder, id, field, text → the text in a language
TITLE, WORDS, SUMMARY, BODY = 6.0, 5.0, 3.0, 1.0
DARK = "dark_thoughts"


def documents(catalogue: Catalogue, say: Say) -> Iterator[Document]:
    """Everything that has a page in Learn.

    Search words are tried as written, in any language; a title is found in the source, too.
    """
    for folder, items in (
        ("techniques", catalogue.techniques),
        ("claims", catalogue.claims),
        ("lessons", catalogue.lessons),
        ("patterns", catalogue.patterns),
    ):
        for name, item in items.items():
            if item.status != "retired":
                title = say(folder, name, "title", item.title)
                source = ((TITLE, item.title),) if title != item.title else ()
                words = (WORDS, " ".join(item.words))
                texts = ((TITLE, title), *source, words, *_texts(folder, item, say))
                yield Document(folder, name, title, texts)


def signs(catalogue: Catalogue) -> tuple[Sign, ...]:
    """The danger signs with the phrases that lead to them, and dark thoughts as the last."""
    flags = (Sign(flag.id, flag.words) for flag in catalogue.redflags.values() if flag.words)
    dark = catalogue.cautions.get(DARK)
    return (*flags, *((Sign(DARK, dark.words),) if dark is not None else ()))


def _texts(folder: str, item: Any, say: Say) -> Iterator[tuple[float, str]]:
    """(weight, text) of the texts below the title."""

    def said(name: str, text: str) -> str:
        return say(folder, item.id, name, text)

    if folder == "techniques":
        yield SUMMARY, said("summary", item.summary)
        yield BODY, said("why", item.why)
        yield from ((BODY, said(f"how.{n}", text)) for n, text in enumerate(item.how))
    elif folder == "claims":
        yield SUMMARY, said("heard", item.heard)
        yield BODY, said("answer", item.answer)
        yield BODY, said("instead", item.instead)
    elif folder == "lessons":
        yield SUMMARY, said("summary", item.summary)
        for n, section in enumerate(item.sections):
            yield SUMMARY, said(f"sections.{n}.heading", section.heading)
            for m, text in enumerate(section.text):
                yield BODY, said(f"sections.{n}.text.{m}", text)
    else:
        yield SUMMARY, " ".join((said("summary", item.summary), *item.names))
        yield from ((BODY, said(f"text.{n}", text)) for n, text in enumerate(item.text))
