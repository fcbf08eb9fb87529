"""Every PDF: tagged as PDF/UA asks, its words whole and in order, the same bytes each time."""

import io
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pikepdf
import pytest
from support.papers import CHART, NUMBERS, PAPER, WORDS, page_of
from support.pdf_reader import Read, read

from unspiral.sharing.document import Document, Figure, Heading, PageBreak, Paragraph, Strong, Table
from unspiral.sharing.letters import CODES, MISSING, printable
from unspiral.sharing.pdf import pdf


@pytest.fixture(scope="module")
def paper() -> Read:
    return read(pdf(PAPER))


def test_it_says_its_title_and_in_which_language_it_is(paper: Read) -> None:
    assert paper.file.Root.Lang == "en" and paper.file.docinfo["/Title"] == PAPER.title
    with paper.file.open_metadata() as xmp:
        assert xmp["dc:title"] == PAPER.title


def test_its_words_are_whole_and_in_reading_order(paper: Read) -> None:
    assert paper.text == WORDS
    assert PAPER.unprinted not in paper.drawn, "nothing was left out"


def test_headings_pictures_and_tables_have_their_tags(paper: Read) -> None:
    assert paper.all("H1") == ["Twelve weeks"]
    assert paper.all("H2") == ["Danger signs", "What I would like", "What was tried"]
    assert paper.all("H3") == ["To ask"]
    assert paper.all("TH") == ["Weeks", "1–2", "3–4", "What", "Result"]
    assert paper.all("TD") == ["Mean", "5.5", "3.6", "Warmth", "Helped: 0.7 less"]
    assert paper.all("Caption") == ["Pain, 0 to 10", "From the diary"]
    assert paper.all("LBody") == ["How far?", "And how often?"]
    assert paper.alts == ["Pain goes down, with one gap."]


def test_every_sheet_is_a4_and_has_its_number_and_what_stands_on_all(paper: Read) -> None:
    assert len(paper.file.pages) == 2
    assert all(
        [round(float(n)) for n in page.mediabox] == [0, 0, 595, 842] for page in paper.file.pages
    )
    for words in ("Page 1 of 2", "Page 2 of 2"):
        assert words in paper.drawn and words not in paper.text
    assert paper.drawn.count(PAPER.banner) == paper.drawn.count(PAPER.footer) == 2


def test_nothing_in_it_leads_elsewhere_however_it_is_written() -> None:
    found = read(pdf(page_of(Paragraph("Look at http://a.b or mailto:c@d.e"))))
    assert found.all("P") == ["Look at http://a.b or mailto:c@d.e"] and not found.all("Link")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda file: file.Root.__delitem__("/StructTreeRoot"), "not tagged"),
        (lambda file: file.Root.__setitem__("/Lang", pikepdf.String("")), "in which language"),
        (lambda file: file.Root.__setitem__("/OpenAction", pikepdf.Dictionary()), "OpenAction"),
        (lambda file: _of(file, "/Figure").__delitem__("/Alt"), "a picture without words"),
        (lambda file: _of(file, "/H2").__setitem__("/S", pikepdf.Name("/H4")), "jumps a level"),
        (lambda file: _of(file, "/THead").__setitem__("/S", pikepdf.Name("/TBody")), "a table"),
        (lambda file: file.pages[0].contents_add(b"BT /f0 9 Tf <0001> Tj ET"), "words that are"),
    ],
)
def test_the_reader_sees_what_is_missing(harm: Callable[[pikepdf.Pdf], None], said: str) -> None:
    file, out = pikepdf.open(io.BytesIO(pdf(PAPER))), io.BytesIO()
    harm(file)
    file.save(out)
    with pytest.raises(AssertionError, match=said):
        read(out.getvalue())


def _of(file: pikepdf.Pdf, tag: str) -> pikepdf.Object:
    """The first part of the structure with this tag."""
    return next(
        one for one in file.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == tag
    )


def test_the_same_document_gives_the_same_bytes_in_any_thread() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(pdf, [PAPER] * 12))
    assert made == {pdf(PAPER)}
    assert pdf(replace(PAPER, footer="Another.")) not in made


def test_the_largest_type_is_on_a_card() -> None:
    sizes = [float(n) for look in ("sheet", "card") for n in _sizes(replace(PAPER, look=look))]
    assert max(sizes) == 30 and min(sizes) >= 8.5


def _sizes(document: Document) -> list[str]:
    found = read(pdf(document))
    steps = pikepdf.parse_content_stream(found.file.pages[0])
    return [str(values[1]) for values, command in steps if str(command) == "Tf"]


def test_ink_on_white_is_dark_enough() -> None:
    """Every colour of words has 7:1 on white; lines of controls and data 3:1 but the faint ones."""
    source = pdf.__globals__["_file"]("sheet.typ").decode()
    inks = dict(re.findall(r'(\w+): rgb\("#(\w{6})"\)', source))
    assert _contrast(inks["text"]) >= 7 and _contrast(inks["quiet"]) >= 7
    assert _contrast(inks["edge"]) >= 3
    css = pdf.__globals__["_file"]("print.css").decode()
    words = re.findall(r"text[^{}]*\{[^}]*?fill: #(\w{6})", css)
    assert {word for word in words if word != "ffffff" and _contrast(word) < 7} == set()


def _contrast(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 1.05 / (0.05 + sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True)))


def test_every_letter_of_the_list_prints_in_both_weights() -> None:
    letters = [chr(code) for code in sorted(CODES)]
    lines = ["".join(f"{letter} " for letter in letters[n : n + 60]) for n in range(0, 4000, 60)]
    blocks = [Paragraph(("x", Strong(line), line)) for line in lines if line]
    drawn = read(pdf(page_of(*blocks))).drawn
    assert not any(printable(letter)[1] for letter in letters)
    assert MISSING not in drawn
    missed = [letter for letter in letters if letter.isalpha() and letter not in drawn]
    assert len(missed) < len(letters) / 20, "forms of one letter may read back as the letter"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("हिन्दी and 中文", f"{MISSING} and {MISSING}"),
        ("done ✔\ufe0f, tired ☹\ufe0f", "done ✔, tired ☹"),
        ("so tired 😴😴!", f"so tired {MISSING}!"),
        ("\x00a\x07b\u202ec\u2066d\ufeff", "abcd"),
        ("Привет, Ελλάδα, ăêß", "Привет, Ελλάδα, ăêß"),
        ("ב\u0301\u0e33", f"ב\u0301{MISSING}"),
    ],
)
def test_letters_without_a_font_are_named_as_left_out(written: str, said: str) -> None:
    found = read(pdf(page_of(Paragraph(written), unprinted="Left out.")))
    assert sorted(found.all("P")[0]) == sorted(said)
    assert ("Left out." in found.text) is (MISSING in said)


def test_marks_that_no_font_sets_over_the_sign_before_them_go_and_the_rest_stays() -> None:
    """A Hebrew mark, a sign and a mark over it: each prints by itself, together they do not."""
    found = read(pdf(page_of(Paragraph("größer \u05b1\u255c\u0346 später"), unprinted="Left out.")))
    assert found.all("P") == ["größer \u255c später", "Left out."]


def test_names_are_never_empty_whatever_is_typed() -> None:
    held = (Heading(1, "\x00"), Figure(CHART, "\u202e \x01x"), Figure(CHART, "\x00"))
    found = read(pdf(page_of(*held, title="\x00\x01")))
    assert found.all("H1") == [MISSING] and found.alts == ["x", MISSING]
    assert found.file.docinfo["/Title"] == MISSING


@pytest.mark.parametrize(
    ("lines", "block", "both"),
    [
        (44, Figure(CHART, "A chart", "The days"), ("Thedays", "7October")),
        (51, replace(NUMBERS, caption="The weeks"), ("Theweeks", "Mean")),
    ],
)
def test_a_caption_stays_with_what_it_names(
    lines: int, block: Figure | Table, both: tuple[str, str]
) -> None:
    """So many lines stand above that the caption alone would have room on the first sheet."""
    text = [Paragraph(f"Line {n}") for n in range(lines)]
    found = read(pdf(page_of(*text, block, *text)))
    sheets = ["".join(said.split()) for said in found.sheets]
    assert [[n for n, said in enumerate(sheets) if words in said] for words in both] == [[1], [1]]


def test_long_words_and_long_tables_go_on_over_sheets() -> None:
    rows = tuple((f"Day {n}", "w" * 300, "3") for n in range(60))
    found = read(pdf(page_of(Table(("Day", "Words", "Pain"), rows, "All days"))))
    assert len(found.file.pages) > 2 and len(found.all("TD")) == 180
    assert found.all("TH") == ["Day", "Words", "Pain"], "the head of later sheets is not said again"


def test_a_little_too_much_for_one_side_is_set_smaller_never_below_9_point() -> None:
    sheets, sizes = {}, {}
    for lines in (40, 58, 80):
        blocks = [Paragraph(f"Line {n} of this sheet") for n in range(lines)]
        found = read(pdf(page_of(*blocks, PageBreak(), Paragraph("Next"))))
        sheets[lines] = len(found.file.pages)
        sizes[lines] = float(_sizes(page_of(*blocks))[0])
    assert sheets == {40: 2, 58: 2, 80: 3}
    assert sizes[40] == sizes[80] == 10.5, "what does not fit anyway stays in full size"
    assert 9 <= sizes[58] < 10.5


@pytest.mark.parametrize("svg", ["<p>no</p>", '<svg viewBox="0 0 1 1"><image href="x"/></svg>'])
def test_only_our_own_pictures_are_taken(svg: str) -> None:
    with pytest.raises(ValueError, match="leads nowhere"):
        pdf(page_of(Figure(svg, "A picture")))


def test_a_document_of_nothing_is_one_empty_sheet() -> None:
    assert len(read(pdf(page_of())).file.pages) == 1
    assert len(read(pdf(page_of(PageBreak(), Paragraph("One")))).file.pages) == 1
