"""F4 for PDF: whatever is typed stands on the sheet as it was typed, and does nothing.

N = 40 documents on a push, 2,000 with UNSPIRAL_LONG=1.
"""

import os
import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.papers import CHART, page_of
from support.pdf_reader import read

from unspiral.sharing.document import Bullets, Facts, Figure, Heading, Paragraph, Strong, Table
from unspiral.sharing.letters import printable
from unspiral.sharing.pdf import pdf

N = 2000 if os.environ.get("UNSPIRAL_LONG") else 40
TRAPS = (
    "#panic()", "#import \"@preview/x:1.0.0\"", "$x^2$", "*b* _i_ `c`", "[a](b)", "<l> @l",
    "// gone", "/* gone", "= H", "- li", "+ li", "\\", "https://a.b/c", "--- ... ~ \"q\" 'q'",
    "#sys.inputs", "{page} {pages}", "<script>alert(1)</script>", "&lt;b&gt;", "=cmd|'/C calc'!A0",
    "\x00\x01", "\u202e\u2066rtl\u2069", "\u200b\u00ad\u2028x\r\ny\tz",
    "مرحبا", "हिन्दी 中文 😀👩‍🦽",
    "a\u0301\u0327\u20dd", "\ud7ff\ufffd\uffff", "\U0001f1e9\U0001f1ea", "w" * 400, "\u2329",
)  # fmt: skip
TEXT = st.lists(st.one_of(st.sampled_from(TRAPS), st.text(max_size=20)), max_size=4).map("".join)


@settings(max_examples=N, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.lists(TEXT, min_size=8, max_size=8))
def test_what_is_typed_is_shown_and_does_nothing(texts: list[str]) -> None:
    title, head, said, bold, item, cell, fact, alt = texts
    document = page_of(
        Heading(1, head or "x"),
        Paragraph((f"A{said}", Strong(bold))),
        Bullets((f"B{item}",)),
        Table((f"C{cell}", "B"), ((cell, (Strong(cell), said)),), cell),
        Facts(((fact, fact),)),
        Figure(CHART, alt + "x", alt),
        title=title + "x",
        footer=said,
        banner=item,
        author=title,
    )
    data = pdf(document)
    found = read(data)
    assert data == pdf(document)
    assert found.file.Root["/StructTreeRoot"] and "/OpenAction" not in found.file.Root
    assert found.all("H1") and len(found.all("TD")) == 2 and len(found.alts) == 1
    assert not found.all("Link") and b"/URI" not in data
    if all(_left_to_right(text) for text in texts):
        assert _letters(f"A{said}") + _letters(bold) in [_letters(one) for one in found.all("P")]
        assert _letters(f"B{item}") == _letters(found.all("LBody")[0])
        assert _letters(cell) == _letters(found.all("TD")[0])


def _left_to_right(text: str) -> bool:
    """Whether letters stand on the sheet in the order they were typed, each by itself."""
    kinds = {unicodedata.bidirectional(letter) for letter in text}
    return not kinds & {"R", "AL", "AN"} and not any(map(unicodedata.combining, text))


def _letters(text: str) -> str:
    """What can be printed of a text, without spaces: these may change at the end of a line."""
    return unicodedata.normalize("NFKC", "".join(printable(text)[0].split()))
