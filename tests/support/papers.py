"""A document with one of everything, for tests of what is written from it."""

from datetime import UTC, date, datetime

from unspiral.drawing.charts import Captions, Series, diary_chart
from unspiral.sharing.document import (
    Box,
    Bullets,
    Columns,
    Document,
    Facts,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Strong,
    Table,
)

MADE = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CHART = diary_chart(
    Series(date(2026, 10, 1), (4.0, 5.0, None, None, None, 3.0, 2.0), low=2.0, high=5.0),
    Captions("Pain goes down.", "{n} d", "1 October", "7 October"),
).svg
NUMBERS = Table(("Weeks", "1–2", "3–4"), (("Mean", "5.5", "3.6"),), numeric=frozenset({1, 2}))
PARTS = (
    Columns(
        (
            (Paragraph("For the visit", "label"), Heading(1, "Twelve weeks")),
            (Facts((("Born", "1979"), ("Days noted", "70 of 84"), ("Printed", "22 November"))),),
        ),
        (2, 1),
    ),
    Box((Heading(2, "Danger signs"), Paragraph((Strong("None told."), " All asked."))), "stop"),
    Columns(
        (
            (Figure(CHART, "Pain goes down, with one gap.", "Pain, 0 to 10", NUMBERS),),
            (Heading(2, "What I would like"), Paragraph("May I walk more?", "voice")),
        )
    ),
    Paragraph("Shade: the usual range.", "note"),
    PageBreak(),
    Heading(2, "What was tried"),
    Table(("What", "Result"), (("Warmth", (Strong("Helped:"), " 0.7 less")),), "From the diary"),
    Heading(3, "To ask"),
    Bullets(("How far?", ("And ", Strong("how often?")))),
    Box((Paragraph("Held by a line.", "strong"),), "care"),
    Box((Paragraph("And this."),)),
)
PAPER = Document(
    title="Twelve weeks of a diary",
    language="en",
    made=MADE,
    blocks=PARTS,
    footer="Written by the person.",
    page_words="Page {page} of {pages}",
    preview="Preview: not yet checked by a clinician.",
    banner="Made-up diary.",
    unprinted="Some letters were left out.",
)
# Every word of it in reading order, but what stands on every sheet and in pictures.
WORDS = (
    "Preview: not yet checked by a clinician. For the visit Twelve weeks Born 1979 Days noted "
    "70 of 84 Printed 22 November Danger signs None told. All asked. Pain, 0 to 10 Weeks 1–2 3–4 "
    "Mean 5.5 3.6 What I would like May I walk more? Shade: the usual range. What was tried From "
    "the diary What Result Warmth Helped: 0.7 less To ask • How far? • And how often? Held by a "
    "line. And this."
)


def page_of(*blocks: object, **changes: object) -> Document:
    """A short document of these blocks."""
    given = {"title": "A page", "language": "en", "made": MADE, "blocks": blocks}
    return Document(**(given | changes))
