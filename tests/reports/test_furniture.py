"""The furniture every document stands on: pages, structure, fonts, and text that is only text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.reports.blocks import (
    Band,
    Block,
    Bullets,
    Card,
    Document,
    Event,
    Fact,
    Facts,
    Grid,
    Heading,
    Para,
    Quote,
    Stretch,
    Timeline,
)
from app.reports.layout import WIDTH, Setter, Strip
from app.reports.page import BOTTOM, TOP, Rendered, paginated, render
from app.reports.setting import Page
from app.reports.styles import BODY, CAUTION, QUOTED
from tests.reports.reading import contents, elements, text_of
from tests.reports.spoken import said

START = datetime(2026, 10, 15, 20, 40, tzinfo=UTC)


def document(*blocks: Block, practice: bool = False, watermark: str = "") -> Document:
    return Document(
        title="Return interview summary NMR-26-7K3Q-4",
        reference="NMR-26-7K3Q-4",
        blocks=blocks,
        handling="Confidential",
        printed="Printed Fri 23 Oct 2026 10:00",
        version="Standard form 1",
        practice=practice,
        watermark=watermark,
    )


def rendered(*blocks: Block) -> Rendered:
    return render(document(*blocks))


def facts(count: int, words: str = "answer") -> Facts:
    return Facts(tuple(Fact(f"Question {n}?", (Para(f"{words} {n}"),)) for n in range(count)))


def timeline() -> Timeline:
    later = START + timedelta(hours=9)
    return Timeline(
        events=(
            Event(START, "Thu 15 Oct 21:40", "Left", "#b3261e"),
            Event(later, "Fri 16 Oct 06:15", "Back", "#00703c"),
        ),
        stretches=(Stretch(START, later, "#b3261e", "Missing"),),
        alt="Missing for 9 hours",
    )


def test_headings_and_bookmarks_follow_the_document() -> None:
    pdf = rendered(Heading("Summary", 1), Heading("Before"), Para("x"), Heading("Why", 3)).pdf

    assert [e.tag for e in elements(pdf) if e.tag.startswith("H")] == ["H1", "H2", "H3"]
    with pikepdf.open(BytesIO(pdf)) as opened, opened.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Summary"]
        assert [item.title for item in outline.root[0].children] == ["Before"]


def test_a_document_may_begin_with_any_level() -> None:
    pdf = rendered(Heading("Why", 3), Heading("Summary", 1), Heading("Deep", 3)).pdf

    with pikepdf.open(BytesIO(pdf)) as opened, opened.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Why", "Summary"]
        assert [item.title for item in outline.root[1].children] == ["Deep"]


def test_a_paragraph_over_pages_is_one_element_with_a_part_on_each() -> None:
    result = rendered(Para("some words that go on " * 600))

    paragraphs = [e for e in elements(result.pdf) if e.tag == "P"]
    assert result.pages > 1
    assert len(paragraphs) == 1
    assert [page for page, _ in paragraphs[0].marks] == list(range(result.pages))


def test_words_at_line_ends_do_not_run_together() -> None:
    words = "somewhat longer words about nothing " * 30

    assert said(rendered(Para(words)).pdf, "P") == [words.rstrip()]


def test_answers_have_row_headings_and_tables_column_headings() -> None:
    grid = Grid(("Name", "Age"), (((Para("Dee"),), (Para("15"),)),), (2, 1))

    found = elements(rendered(facts(2), grid).pdf)

    headings = [e.attributes["/Scope"] for e in found if e.tag == "TH"]
    assert headings == ["/Row", "/Row", "/Column", "/Column"]


def test_every_row_of_a_table_fills_the_same_columns() -> None:
    rows = (
        Fact("Sex", (Para("F"),)),
        Fact("Born", (Para("17 March 2011"),)),
        Fact("Address", (Para("Beacon View, 3 Harbour Lane, Saltmouth, SM4 2QT"),)),
    )

    found = elements(rendered(Facts(rows, paired=True)).pdf)

    spans = [int(e.attributes.get("/ColSpan", 1)) for e in found if e.tag in {"TH", "TD"}]
    assert spans == [1, 1, 1, 1, 1, 3]


def test_a_long_answer_takes_the_whole_width() -> None:
    page = Page()
    page.add([Facts((Fact("What does it tell us?", (Para("meaning " * 60),)),))])

    rooms = [piece.room for strip in page.strips for piece in strip.pieces]
    assert set(rooms) == {WIDTH}


def test_the_heading_of_a_table_is_read_once_and_drawn_on_every_page() -> None:
    rows = tuple(((Para(f"Name {n}"),), (Para(str(n)),)) for n in range(90))

    result = rendered(Grid(("Nickname", "Age"), rows, (2, 1)))

    assert result.pages > 1
    assert len([e for e in elements(result.pdf) if e.attributes.get("/Scope") == "/Column"]) == 2
    with pypdfium2.PdfDocument(result.pdf) as opened:
        drawn = [page.get_textpage().get_text_bounded().count("Nickname") for page in opened]
    assert drawn == [1] * result.pages


def test_a_quote_is_a_block_quote_with_its_language() -> None:
    quote = Quote(
        "What happened?", "ገንዘብ", "Yonas", QUOTED, "ti", "I must pay the man.", "In English"
    )

    pdf = rendered(quote).pdf

    assert said(pdf, "BlockQuote") == ["ገንዘብ", "I must pay the man."]
    inside = [e for e in elements(pdf) if e.path[-2:] == ("BlockQuote", "P")]
    assert [e.attributes.get("/Lang") for e in inside] == ["ti", None]


def test_a_quote_inside_a_card_is_a_block_quote_too() -> None:
    card = Card("Place 1", (Fact("What happened there?", (Para("It was cold."),), quote=True),))

    assert said(rendered(card).pdf, "BlockQuote") == ["It was cold."]


def test_lists_have_labels_and_bodies() -> None:
    pdf = rendered(Bullets(("one", "two"))).pdf

    assert said(pdf, "Lbl") == ["•", "•"]
    assert said(pdf, "LBody") == ["one", "two"]


def test_the_bar_of_a_timeline_is_a_figure_with_words_for_it() -> None:
    pdf = rendered(timeline()).pdf

    figures = [e for e in elements(pdf) if e.tag == "Figure"]
    assert [f.attributes["/Alt"] for f in figures] == ["Missing for 9 hours"]
    assert said(pdf, "LBody") == ["Thu 15 Oct 21:40Left", "Fri 16 Oct 06:15Back"]


def test_every_page_says_which_it_is_and_of_which_record() -> None:
    result = rendered(facts(120))

    with pypdfium2.PdfDocument(result.pdf) as opened:
        for number, page in enumerate(opened, 1):
            text = page.get_textpage().get_text_bounded()
            assert f"NMR-26-7K3Q-4 · page {number} of {result.pages}" in text


def test_everything_drawn_is_an_element_or_an_artifact() -> None:
    blocks = (Heading("One", 1), facts(3), timeline(), Band((Para("Look"),), CAUTION))
    full = render(document(*blocks, practice=True, watermark="DRAFT")).pdf

    for page in contents(full):
        depth = 0
        for line in page.decode("latin-1").splitlines():
            depth += len(re.findall(r"\bB[DM]C\b", line))
            if re.search(r"\bTj\b|\bre\b", line):
                assert depth > 0, line
            depth -= len(re.findall(r"\bEMC\b", line))
        assert depth == 0


def test_the_header_and_footer_are_not_read_aloud() -> None:
    assert "page 1 of 1" not in " ".join(said(rendered(Para("x")).pdf, "Document"))


def test_a_practice_document_says_so_on_every_page() -> None:
    result = render(document(facts(90), practice=True))

    with pypdfium2.PdfDocument(result.pdf) as opened:
        for page in opened:
            assert "PRACTICE" in page.get_textpage().get_text_bounded()
    assert "PRACTICE" not in text_of(rendered(Para("x")).pdf)


def test_nothing_but_the_title_travels_with_the_file() -> None:
    with pikepdf.open(BytesIO(rendered(Para("x")).pdf)) as opened:
        assert dict(opened.docinfo) == {"/Title": "Return interview summary NMR-26-7K3Q-4"}
        metadata = opened.open_metadata()
        names = {name.rpartition("}")[2] for name in metadata}
        assert names == {"title", "language", "part"}
        root = opened.Root
        assert root.Lang == "en-GB"
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle


def test_no_page_depends_on_a_font_that_is_not_in_the_file() -> None:
    with pikepdf.open(BytesIO(rendered(facts(60)).pdf)) as opened:
        for page in opened.pages:
            for font in page.obj.Resources.Font.values():
                assert "/FontFile2" in font.FontDescriptor
        assert b"Helvetica" not in b"".join(
            bytes(str(obj), "utf-8") for obj in opened.objects if isinstance(obj, pikepdf.Name)
        )


def test_nothing_in_the_file_acts() -> None:
    with pikepdf.open(BytesIO(rendered(Para("http://x.test javascript:x")).pdf)) as opened:
        keys = {
            key for obj in opened.objects if isinstance(obj, pikepdf.Dictionary) for key in set(obj)
        }
    assert not keys & {
        "/JS",
        "/JavaScript",
        "/URI",
        "/Launch",
        "/EmbeddedFile",
        "/AA",
        "/OpenAction",
    }


def test_the_same_document_is_the_same_file() -> None:
    assert rendered(facts(5), timeline()).pdf == rendered(facts(5), timeline()).pdf


SCRIPTS = {
    "Polish": "Łukasz Żółć",
    "Vietnamese": "Đặng Thị Ngọc",
    "Romanian": "Ștefan Țurcanu",
    "Greek": "Γιώργος Παπαδόπουλος",
    "Cyrillic": "Олександр Ґонта",
    "Tigrinya": "ኣነ ገንዘብ ክኸፍሎ ኣለኒ",
    "Arabic": "قال لي إنه سيأتي غدا في الساعة 10",
    "Persian": "گفتم نمی‌خواهم بروم",
    "Hebrew": "שלום עולם",
    "Devanagari": "मैं घर नहीं जाना चाहती",
    "Chinese": "李小龙在车站等我",
    "signs": "“quoted” … ✓ ⚠ £60 ½ €",
}


@pytest.mark.parametrize("words", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_names_in_any_script_print_and_read_as_typed(words: str) -> None:
    result = rendered(Para(words))

    assert result.unprintable == ()
    assert said(result.pdf, "P") == [words]
    assert "\ufffd" not in text_of(result.pdf)


def test_arabic_is_drawn_from_the_right_in_joined_letters() -> None:
    line = Setter().type.lines("سلام abc", BODY, 400)[0]

    drawn = "".join(run.text for run in line.runs)
    assert line.from_right
    assert drawn.startswith("abc")
    assert unicodedata.name(drawn[-1]) == "ARABIC LETTER SEEN INITIAL FORM"


def test_a_letter_no_font_has_is_shown_and_owned_up_to() -> None:
    result = rendered(Para("She said ภา, twice: ภา"))

    text = text_of(result.pdf)
    assert set(result.unprintable) == {"ภ", "า"}
    assert "4 letters could not be printed" in text
    assert "thai character pho samphao (U+0E20)" in text
    assert said(result.pdf, "P")[0] == "She said ภา, twice: ภา"


def test_a_letter_in_the_footer_that_no_font_has_is_owned_up_to() -> None:
    signed = replace(document(Para("x")), printed="Printed by ภ")

    assert render(signed).unprintable == ("ภ",)


def test_a_bold_letter_borrows_a_regular_face_before_it_is_given_up() -> None:
    rare = "\u20bf\u2c6d\ua727"

    assert rendered(Heading(rare), Para(rare)).unprintable == rendered(Para(rare)).unprintable


def test_an_override_of_direction_does_not_change_the_order_read() -> None:
    assert said(rendered(Para("age\u202e 51 si")).pdf, "P") == ["age 51 si"]


HOSTILE = (
    "<b>bold</b> & <para><font name='x'>&lt;",
    "(unbalanced \\ ) Tj ET EMC /P BDC",
    "w" * 10_000,
    "\u202egnirts desrever\u202c",
    "\x00\x07\x1b[31m",
    "\U0001f600\U00013000",
    "\ud800 alone",
    "line\nbreak\r\nand\u2028more\t.",
    "\U0001d49c" * 300,
    "a\u0301" * 200,
    "\u200b" * 500,
    "",
)


@given(st.lists(st.text(max_size=300), min_size=1, max_size=4))
@example(list(HOSTILE))
def test_whatever_is_typed_is_only_text(texts: list[str]) -> None:
    blocks: list[Block] = [Heading("Start", 1)]
    for text in texts:
        blocks += [Para(text), Facts((Fact(text, (Para(text),)),)), Bullets((text,))]
        blocks += [Quote(text, text, text, QUOTED), Card(text, (Fact("x", (Para(text),)),))]
        blocks += [Heading(text), Grid(("a", "b"), (((Para(text),), (Para("1"),)),), (1, 1))]

    result = rendered(*blocks)

    found = elements(result.pdf)
    tags = {e.tag for e in found}
    assert tags <= {
        "Document", "H1", "H2", "P", "Table", "TR", "TH", "TD", "BlockQuote", "Div", "L", "LI",
        "Lbl", "LBody",
    }  # fmt: skip
    assert len([e for e in found if e.tag == "Table"]) == 3 * len(texts)
    with pypdfium2.PdfDocument(result.pdf) as opened:
        assert len(opened) == result.pages


@pytest.mark.parametrize("text", ["<b>bold</b> & &amp; <br/>", "(unbalanced \\ ) Tj", "w" * 9_000])
def test_markup_is_printed_as_it_was_typed(text: str) -> None:
    assert said(rendered(Para(text)).pdf, "P") == [text]


def test_no_line_is_wider_than_its_room() -> None:
    for text in (*HOSTILE, *SCRIPTS.values(), "some ordinary words " * 40):
        for line in Setter().type.lines(text, BODY, 80.0):
            assert line.width(BODY) <= 80.0


def test_nothing_is_placed_outside_the_page() -> None:
    page = Page()
    page.add([facts(40), Card("x", facts(80).rows), Heading("End"), Para("word " * 3000)])

    for sheet in paginated(page.strips):
        assert all(p.top <= TOP and p.top - p.strip.height >= BOTTOM - 1 for p in sheet)


def test_a_heading_is_never_left_alone_at_the_foot_of_a_page() -> None:
    for filling in range(40, 60):
        page = Page()
        page.add([*[Para("line")] * filling, Heading("Next"), facts(3)])
        for sheet in paginated(page.strips):
            assert not sheet[-1].strip.keep


def test_a_short_row_is_not_split_and_a_long_one_fills_the_page() -> None:
    whole = [Strip(300.0, keep=True), Strip(300.0, keep=False)]
    assert [len(sheet) for sheet in paginated([Strip(300.0), *whole])] == [1, 2]

    endless = [Strip(300.0, keep=True) for _ in range(5)]
    assert [len(sheet) for sheet in paginated(endless)] == [2, 2, 1]
