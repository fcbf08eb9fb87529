"""The cards of "Show this" as a document in large type: one sheet of paper each."""

from datetime import datetime

from unspiral.sharing.document import Block, Box, Document, Facts, Heading, PageBreak, Paragraph
from unspiral.web.text import Text
from unspiral.web.views.show_this import CardView, ShowThisView


def show_this_file(t: Text, view: ShowThisView, made: datetime) -> Document:
    """The same words as the page. `view` holds at least one card."""
    sheets = [_sheet(t, card) for card in view.cards]
    blocks = [block for sheet in sheets for block in (PageBreak(), *sheet)][1:]
    return Document(
        title=t("Show this"),
        language=t.language,
        made=made,
        blocks=tuple(blocks),
        page_words=t("Page {page} of {pages}"),
        preview=" ".join(
            (
                t("Preview: not yet checked by a clinician."),
                t("For adults. It does not diagnose, watch over anyone or replace care. "
                  "A clear screen does not mean that nothing is wrong."),
            )
        ),
        unprinted=t("Letters that cannot be printed here are left out: […]."),
        look="card",
    )  # fmt: skip


def _sheet(t: Text, card: CardView) -> tuple[Block, ...]:
    facts = (Facts(card.facts),) if card.facts else ()
    inside = (
        Paragraph(t("Please read this"), "label"),
        Heading(1, card.sentence),
        *facts,
        Paragraph(card.written, "note"),
    )
    calls = (Paragraph(_call(call.title, call.words), "strong") for call in card.calls)
    return (
        Box(inside, "stop"),
        Paragraph(card.when, "strong"),
        Paragraph(card.bring),
        *calls,
    )


def _call(title: str, words: str) -> str:
    return f"{title}. {words}" if words else title
