"""Documents as plain blocks: what does not make sense is refused where it is composed."""

from collections.abc import Callable
from datetime import datetime

import pytest
from support.papers import CHART, PAPER, page_of

from unspiral.sharing.document import (
    Box,
    Columns,
    Figure,
    Heading,
    Paragraph,
    Strong,
    Table,
    every,
    runs,
)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Heading(0, "Title"),
        lambda: Heading(5, "Title"),
        lambda: Heading(1, " "),
        lambda: Table((), ()),
        lambda: Table(("A", " "), ()),
        lambda: Table(("A", "B"), (("1",),)),
        lambda: Table(("A",), (), widths=(1.0, 2.0)),
        lambda: Table(("A",), (), numeric=frozenset({1})),
        lambda: Figure(CHART, " "),
        lambda: Columns(()),
        lambda: Columns(((),), (1.0, 2.0)),
        lambda: page_of(title=" "),
        lambda: page_of(made=datetime(2026, 11, 22)),
        lambda: page_of(Heading(2, "Before a title")),
        lambda: page_of(Heading(1, "One"), Box((Columns(((Heading(3, "Three"),),)),))),
    ],
)
def test_what_does_not_make_sense_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        wrong()


def test_blocks_come_in_reading_order_from_inside_boxes_columns_and_figures() -> None:
    kinds = [block.kind for block in every(PAPER.blocks)]
    assert kinds[:5] == ["columns", "paragraph", "heading", "facts", "box"]
    assert kinds.count("table") == 2 and kinds[kinds.index("figure") + 1] == "table"
    assert [one.level for one in every(PAPER.blocks) if isinstance(one, Heading)] == [
        *(1, 2, 2, 2, 3)
    ]


def test_words_are_runs_of_plain_and_bold() -> None:
    assert runs("plain") == ((False, "plain"),)
    assert runs((Strong("Helped:"), " less")) == ((True, "Helped:"), (False, " less"))
    assert Paragraph("x").look == ""
