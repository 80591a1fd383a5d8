"""A report that was altered says so, page by page; one that was only saved again does not."""

import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import pikepdf
import pytest
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from pypdf import PdfReader, PdfWriter

from hea import assess, load_parameters
from hea.enclosures import FIGURES_FILE, FIGURES_HELD, PROPOSAL_FILE
from hea.exchange import InputError, check_reopened, parse_upload, reopen_report, sentences
from hea.paper import FILE, PageChanges, _differences, prints_of
from hea.parameters import OwnValue
from hea.report.pdf import build_pdf
from hea.report.sentences import reopened
from hea.texts import LANGUAGES, Lang, text
from tests.conftest import assessed_example
from tests.test_cli import hea

NAME = "fulfilment_waalwijk"
PARTS = ("summary", "initiative", "conversation")
Alter = Callable[[pikepdf.Pdf], None]


@cache
def paper(lang: Lang = "nl") -> bytes:
    return build_pdf(assessed_example(NAME), load_parameters(), lang, parts=PARTS)


def altered(*steps: Alter, lang: Lang = "nl", **saving: object) -> bytes:
    with pikepdf.open(io.BytesIO(paper(lang))) as pdf:
        for step in steps:
            step(pdf)
        out = io.BytesIO()
        pdf.save(out, **saving)  # type: ignore[arg-type]
    return out.getvalue()


def changes(content: bytes) -> PageChanges | None:
    return reopen_report("rapport.pdf", content).pages


def box(pdf: pikepdf.Pdf) -> None:
    """A white box over the first paragraph of the summary."""
    pdf.pages[1].contents_add(pdf.make_stream(b"q 1 1 1 rg 40 700 500 80 re f Q"), prepend=False)


def rewritten(pdf: pikepdf.Pdf) -> None:
    """One string of the third page, drawn in other glyphs."""
    page = pdf.pages[2]
    found = list(pikepdf.parse_content_stream(page))
    at = max(
        (i for i, item in enumerate(found) if str(item.operator) == "Tj"),
        key=lambda i: len(bytes(found[i].operands[0])),
    )
    glyphs = bytes(found[at].operands[0])
    new = pikepdf.String(glyphs[2:] + glyphs[:2])
    found[at] = pikepdf.ContentStreamInstruction([new], pikepdf.Operator("Tj"))
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(found))


def remark(pdf: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([50, 600, 300, 650]), Contents="0")
    page = pdf.pages[1]
    page.obj.Annots = Array([*page.obj.get("/Annots", []), pdf.make_indirect(note)])


def moved_link(pdf: pikepdf.Pdf) -> None:
    """A link of the table of contents that becomes a picture over the page."""
    page = pdf.pages[0]
    page.Annots[0].AP = Dictionary(N=pdf.make_stream(b"1 1 1 rg 0 0 500 500 re f", Subtype=Name.Form))


def cropped(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].cropbox = Array([0, 0, 595, 400])


def faded(pdf: pikepdf.Pdf) -> None:
    """Everything on the second page is made invisible by a setting that was there already."""
    pdf.pages[1].Resources.ExtGState = Dictionary(
        {key: Dictionary(ca=0, CA=0) for key in pdf.pages[1].Resources.ExtGState}
    )


def stamped(pdf: pikepdf.Pdf) -> None:
    other = pikepdf.new()
    other.add_blank_page(page_size=(200, 50))
    other.pages[0].Contents = other.make_stream(b"1 0 0 rg 0 0 200 50 re f")
    pdf.pages[1].add_overlay(other.pages[0], pikepdf.Rectangle(100, 100, 300, 150))


def without(number: int) -> Alter:
    return lambda pdf: pdf.pages.__delitem__(number - 1)


def extra(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page(page_size=(595, 842))


def swapped(pdf: pikepdf.Pdf) -> None:
    pages = [pdf.pages[1].obj, pdf.pages[2].obj]
    pdf.pages[1], pdf.pages[2] = (pikepdf.Page(page) for page in reversed(pages))


def other_proposal(pdf: pikepdf.Pdf) -> None:
    """The data of another plan, with a control number that fits."""
    made = assess(assessed_example(NAME).proposal.model_copy(update={"company": "Iemand anders"}), draws=64)
    plan = made.proposal.model_dump_json(exclude_defaults=True)
    for name, content in (
        (PROPOSAL_FILE, plan),
        (FIGURES_FILE, made.model_dump_json(include=set(FIGURES_HELD))),
    ):
        pdf.attachments[name].obj.EF.F.write(content.encode())


def second_font(pdf: pikepdf.Pdf) -> Any:
    """A font for the third page alone, called as the one that was there."""
    fonts = pdf.pages[2].obj.Resources.Font
    pdf.pages[2].obj.Resources = Dictionary({**pdf.pages[2].obj.Resources})
    mine = pdf.make_indirect(Dictionary({**fonts.F1}))
    mine.DescendantFonts = Array([pdf.make_indirect(Dictionary({**mine.DescendantFonts[0]}))])
    mine.DescendantFonts[0].FontDescriptor = Dictionary({**mine.DescendantFonts[0].FontDescriptor})
    pdf.pages[2].obj.Resources.Font = Dictionary({**fonts, "/F1": mine})
    return mine


def other_glyphs(pdf: pikepdf.Pdf) -> None:
    """The same letters on the page, drawn as other letters."""
    inner = second_font(pdf).DescendantFonts[0]
    glyphs = inner.CIDToGIDMap.read_bytes()
    inner.CIDToGIDMap = pdf.make_stream(glyphs[:2] + glyphs[4:8] + glyphs[2:4] + glyphs[8:])


def other_shapes(pdf: pikepdf.Pdf) -> None:
    about = second_font(pdf).DescendantFonts[0].FontDescriptor
    about.FontFile2 = pdf.make_stream(about.FontFile2.read_bytes()[:-1] + b"1")


def other_words(pdf: pikepdf.Pdf) -> None:
    """What is copied and read aloud is something else than what is seen."""
    font = second_font(pdf)
    font.ToUnicode = pdf.make_stream(font.ToUnicode.read_bytes().replace(b"<0031>", b"<0039>"))


def other_widths(pdf: pikepdf.Pdf) -> None:
    second_font(pdf).DescendantFonts[0].DW = 0


def other_order(pdf: pikepdf.Pdf) -> None:
    second_font(pdf).Encoding = Name("/Identity-V")


def endless_font(pdf: pikepdf.Pdf) -> None:
    import zlib

    packed = zlib.compress(b" " * 200_000_000, 9)
    about = second_font(pdf).DescendantFonts[0].FontDescriptor
    about.FontFile2 = pikepdf.Stream(pdf, packed, Filter=Name.FlateDecode)


def font_in_itself(pdf: pikepdf.Pdf) -> None:
    font = second_font(pdf)
    font.DescendantFonts[0].Fonts = Array([font])


def another_black(pdf: pikepdf.Pdf) -> None:
    """Plain colours are shown as another says."""
    page = pdf.pages[2].obj
    page.Resources = Dictionary({**page.Resources})
    white = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1]), C1=Array([1]), N=1)
    page.Resources.ColorSpace = Dictionary(
        DefaultRGB=Array([Name.Separation, Name.X, Name.DeviceGray, white])
    )


def hidden_layer(pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="x"))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))


def another_file_in_front(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Collection = Dictionary(Type=Name.Collection, View=Name.H)


def form_in_front(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<x/>"))


def action(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="1")


def every_digit(pdf: pikepdf.Pdf) -> None:
    """The shapes of one font, wherever it is used."""
    inner = pdf.pages[2].obj.Resources.Font.F1.DescendantFonts[0]
    inner.CIDToGIDMap.write(inner.CIDToGIDMap.read_bytes()[::-1])


ALL: Final = PageChanges(changed=(1, 2, 3, 4))
ALTERED: dict[str, tuple[Alter, PageChanges]] = {
    "a box": (box, PageChanges(changed=(2,))),
    "another text": (rewritten, PageChanges(changed=(3,))),
    "a remark": (remark, PageChanges(changed=(2,))),
    "a link with a picture": (moved_link, PageChanges(changed=(1,))),
    "a smaller page": (cropped, PageChanges(changed=(3,))),
    "invisible ink": (faded, PageChanges(changed=(2,))),
    "a stamp": (stamped, PageChanges(changed=(2,))),
    "a page less": (without(2), PageChanges(missing=(2,))),
    "a page more": (extra, PageChanges(added=(5,))),
    "other data": (other_proposal, PageChanges(exchanged=(FIGURES_FILE, PROPOSAL_FILE))),
    "pages swapped": (swapped, PageChanges(moved=(2,))),
    "other glyphs": (other_glyphs, PageChanges(changed=(3,))),
    "other shapes": (other_shapes, PageChanges(changed=(3,))),
    "other words": (other_words, PageChanges(changed=(3,))),
    "other widths": (other_widths, PageChanges(changed=(3,))),
    "another order": (other_order, PageChanges(changed=(3,))),
    "an endless font": (endless_font, PageChanges(changed=(3,))),
    "a font in itself": (font_in_itself, PageChanges(changed=(3,))),
    "another black": (another_black, PageChanges(changed=(3,))),
    "every digit": (every_digit, ALL),
    "a hidden layer": (hidden_layer, ALL),
    "another file in front": (another_file_in_front, ALL),
    "a form in front": (form_in_front, ALL),
    "an action": (action, ALL),
}


def test_a_report_as_it_was_made_shows_what_it_showed() -> None:
    assert len(PdfReader(io.BytesIO(paper())).pages) == 4
    for lang in LANGUAGES:
        assert changes(paper(lang)) == PageChanges()
        assert reopened.page_sentences(changes(paper(lang)), lang) == [text("reopened.pages_same", lang)]


@pytest.mark.parametrize("what", ALTERED)
def test_what_was_altered_is_told_by_page(what: str) -> None:
    step, expected = ALTERED[what]
    found = changes(altered(step))
    assert found == expected
    for lang in LANGUAGES:
        first, *_, last = reopened.page_sentences(found, lang)
        [kind] = [name for name, numbers in expected._asdict().items() if numbers]
        named = getattr(expected, kind)
        numbers = ", ".join(f'"{item}"' if isinstance(item, str) else str(item) for item in named)
        assert first == text(f"reopened.pages_{kind}", lang, pages=numbers)
        assert last == text("reopened.pages_ask", lang)


def drawn_over(*, incremental: bool) -> bytes:
    """A white box that fpdf2 drew, laid over the second page by pypdf, as anybody can."""
    cover = FPDF()
    cover.add_page()
    cover.set_fill_color(255, 255, 255)
    cover.rect(15, 20, 180, 40, style="F")
    writer = PdfWriter(io.BytesIO(paper()), incremental=incremental)
    if not incremental:
        writer = PdfWriter(clone_from=io.BytesIO(paper()))
    writer.pages[1].merge_page(PdfReader(io.BytesIO(bytes(cover.output()))).pages[0])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("incremental", [False, True])
def test_words_under_a_box_can_still_be_read_and_are_told_to_be_covered(incremental: bool) -> None:
    content = drawn_over(incremental=incremental)
    words, covered = (PdfReader(io.BytesIO(item)).pages[1].extract_text() for item in (paper(), content))
    assert words.split() == covered.split()
    if incremental:
        assert content.startswith(paper())
    # Two states of a page in one file: not every reader takes the last.
    assert changes(content) == (None if incremental else PageChanges(changed=(2,)))


def with_a_second_page(tail: bytes) -> bytes:
    """The report with the content of a page twice: its table names the first."""
    content = altered(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        number, _ = pdf.pages[1].obj.Contents.objgen
        shown = pdf.pages[1].obj.Contents.read_bytes()
    doctored = shown + b"\nq 1 0 0 rg 60 620 200 60 re f Q\n"
    table = content.rindex(b"\nxref")
    second = b"\n%d 0 obj\n<< /Length %d >>\nstream\n%b\nendstream\nendobj" % (
        number,
        len(doctored),
        doctored,
    )
    moved = b"startxref\n%d\n%%%%EOF\n" % (table + 1 + len(second))
    return content[:table] + second + content[table : content.rindex(b"startxref")] + moved + tail


@pytest.mark.parametrize("tail", [b"", b"%" + b" " * 5000 + b"\n", b"%" + b" " * 26_000 + b"\n"])
def test_a_file_that_other_readers_may_read_otherwise_is_not_judged(tail: bytes) -> None:
    assert changes(with_a_second_page(tail)) is None


@pytest.mark.parametrize(
    "doctored",
    [
        lambda content: content + b"%" + b" " * 5000,
        lambda content: b"% first\n" + content,
        lambda content: content.replace(b"\nxref", b"\n9999 0 obj\n<< >>\nendobj\nxref", 1),
        lambda content: content.replace(b"\nxref", b"\n9999 %\n0 obj\n<< >>\nendobj\nxref", 1),
        lambda content: content.replace(b"startxref\n", b"startxref\n1"),
        lambda content: content.replace(b"/Root", b"/Other << /Root 2 0 R >> /Root", 1),
    ],
    ids=["tail", "head", "object", "hidden object", "table elsewhere", "other root"],
)
def test_what_stands_beside_the_objects_is_not_judged(doctored: Callable[[bytes], bytes]) -> None:
    content = altered(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert changes(content) == PageChanges()
    assert doctored(content) != content
    assert changes(doctored(content)) is None


def pages_within(pdf: pikepdf.Pdf) -> None:
    """Page 2 and 3 as one set within the set of all pages."""
    root = pdf.Root.Pages
    first, *inner, last = (page.obj for page in pdf.pages)
    within = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=2, Kids=Array(inner), Parent=root))
    for page in inner:
        page.Parent = within
    root.Kids = Array([first, within, last])


def by_hand(old: bytes, new: bytes, content: bytes) -> bytes:
    """Other words in a file, with a new table: programs that save one count its pages again."""
    changed, times = re.subn(old, new, content, count=1, flags=re.DOTALL)
    assert times == 1
    objects = changed[: changed.rindex(b"\nxref") + 1]
    places = {int(it[1]): it.start() + 1 for it in re.finditer(rb"\n(\d+) 0 obj", objects)}
    lines = [b"%010d 00000 n \n" % places[number] for number in sorted(places)]
    assert sorted(places) == list(range(1, len(places) + 1))
    trailer = changed[changed.rindex(b"trailer") : changed.rindex(b"startxref")]
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(lines) + 1) + b"".join(lines)
    return objects + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(objects)


COUNTS: dict[str, tuple[bytes, bytes, tuple[Alter, ...]]] = {
    "fewer pages": (b"/Count 4 /Kids", b"/Count 2 /Kids", ()),
    "no pages": (b"/Count 4 /Kids", b"/Count 0 /Kids", ()),
    "more pages": (b"/Count 4 /Kids", b"/Count 9 /Kids", ()),
    "a part of a page": (b"/Count 4 /Kids", b"/Count 4.0 /Kids", ()),
    "not counted": (b"/Count 4 /Kids", b"/Kids", ()),
    "a set of fewer": (b"/Count 2 /Kids", b"/Count 1 /Kids", (pages_within,)),
    "a set that is a page": (rb"(/Count 2 /Kids[^>]* /Type /Page)s", rb"\1", (pages_within,)),
    "a page that is a set": (rb"/StructParents 1 ", rb"/StructParents 1 /Kids [ 4 0 R ] ", ()),
    "a page of no kind": (rb"/Type /Page ", rb"/Type /Leaf ", ()),
    "a page of another set": (rb"/Parent \d+ 0 R", rb"/Parent 1 0 R", ()),
    "an empty place": (rb"/Kids \[", rb"/Kids [ null", ()),
    "more in a set": (rb"/Count 4 /Kids", rb"/AA << >> /Count 4 /Kids", ()),
}


@pytest.mark.parametrize("step", [(), (pages_within,)], ids=["one set", "a set within"])
def test_pages_that_are_counted_right_are_judged(step: tuple[Alter, ...]) -> None:
    content = altered(*step, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert changes(by_hand(b"/Count 4 /Kids", b"/Count  4 /Kids", content)) == PageChanges()


@pytest.mark.parametrize("what", COUNTS)
def test_pages_that_other_readers_may_count_otherwise_are_not_judged(what: str) -> None:
    old, new, steps = COUNTS[what]
    content = altered(*steps, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert changes(by_hand(old, new, content)) is None


@pytest.mark.parametrize("said", [b"/N 4", b"/O "])
def test_pages_that_the_head_of_a_file_counts_otherwise_are_not_judged(said: bytes) -> None:
    """A file made to be read over a line says at its head how many pages it has, and which is first."""
    content = altered(linearize=True)
    at = content.index(said) + 3
    assert changes(content) == PageChanges()
    assert changes(content[:at] + b"1" + content[at + 1 :]) is None


def test_a_head_that_only_some_readers_take_for_one_is_not_judged() -> None:
    head = Dictionary(Linearized=1, N=2)
    assert changes(altered(lambda pdf: setattr(pdf.Root, "PieceInfo", pdf.make_indirect(head)))) is None


def by_script(words: str = "app.alert(1)") -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=words)


def elsewhere(kind: Name) -> Dictionary:
    """An action that leads out of the file."""
    found = Dictionary(S=kind, F="besluit.pdf", D=Array([0, Name.Fit]))
    return Dictionary(S=kind, URI="https://voorbeeld.example/") if kind == Name.URI else found


def on_page(key: str, value: Any) -> Alter:
    return lambda pdf: pdf.pages[1].obj.__setitem__(key, value)


def on_opening(key: str, value: Any) -> Alter:
    return lambda pdf: pdf.Root.__setitem__(key, value)


def in_outline(key: str, value: Any) -> Alter:
    """Something else in the list of contents that stands beside the pages."""
    return lambda pdf: pdf.Root.Outlines.First.First.__setitem__(key, value)


def chapter_more(pdf: pikepdf.Pdf) -> None:
    last = pdf.Root.Outlines.Last
    last.Next = pdf.make_indirect(Dictionary(Title="Besluit", Parent=pdf.Root.Outlines, Prev=last))
    pdf.Root.Outlines.Last = last.Next


def endless_chapters(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.Last.Next = pdf.Root.Outlines.First


ON_PAGE: dict[str, Alter] = {
    "a script": on_page("/AA", Dictionary(O=by_script())),
    "another file": on_page("/AA", Dictionary(O=elsewhere(Name.GoToR))),
    "a web page": on_page("/AA", Dictionary(O=elsewhere(Name.URI))),
    "an art box": on_page("/ArtBox", Array([0, 400, 595, 842])),
    "a turn": on_page("/Trans", Dictionary(S=Name.Blinds)),
    "a time": on_page("/Dur", 1),
    "a small picture": lambda pdf: on_page("/Thumb", pdf.make_stream(b"x"))(pdf),
    "views": on_page("/VP", Array([Dictionary(Name="x")])),
    "what nobody knows": on_page("/Whatever", 1),
}
AROUND: dict[str, Alter] = {
    "a script in the list": in_outline("/A", by_script()),
    "a web page in the list": in_outline("/A", elsewhere(Name.URI)),
    "what follows in the list": in_outline("/A", Dictionary(S=Name.GoTo, D="x", Next=by_script())),
    "a title": in_outline("/Title", "DEFINITIEF vastgesteld"),
    "a colour": in_outline("/C", Array([1, 1, 1])),
    "a chapter more": chapter_more,
    "chapters without end": endless_chapters,
    "no list": lambda pdf: pdf.Root.__delitem__("/Outlines"),
    "the part that is shown": lambda pdf: setattr(pdf.Root.ViewerPreferences, "ViewArea", Name.ArtBox),
    "numbers of pages": on_opening("/PageLabels", Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=17)]))),
    "a base of links": on_opening("/URI", Dictionary(Base="https://voorbeeld.example/")),
    "threads": on_opening("/Threads", Array([Dictionary(I=Dictionary(Title="x"))])),
    "what it asks": on_opening("/Requirements", Array([Dictionary(S=Name.EnableJavaScripts)])),
    "what nobody knows": on_opening("/Whatever", 1),
    "pages to be filled": lambda pdf: setattr(pdf.Root.Names, "Templates", Dictionary(Names=Array([]))),
}


@pytest.mark.parametrize("what", ON_PAGE)
def test_all_that_a_page_says_counts(what: str) -> None:
    assert changes(altered(ON_PAGE[what])) == PageChanges(changed=(2,))


@pytest.mark.parametrize("what", AROUND)
def test_what_stands_around_the_pages_counts(what: str) -> None:
    found = changes(altered(AROUND[what]))
    assert found is not None
    assert found == PageChanges(around=("/",))
    for lang in LANGUAGES:
        told = [text("reopened.pages_around", lang), text("reopened.pages_ask", lang)]
        assert reopened.page_sentences(found, lang) == told


def go_to(pdf: pikepdf.Pdf) -> None:
    """The same place in another way of writing."""
    first = pdf.Root.Outlines.First
    first.A = Dictionary(S=Name.GoTo, D=first.Dest)
    del first.Dest


@pytest.mark.parametrize(
    "step",
    [
        go_to,
        on_page("/LastModified", "D:20270101000000Z"),
        on_page("/TrimBox", Array([0, 0, Decimal("595.28"), Decimal("841.89")])),
        on_opening("/Version", Name("/1.7")),
    ],
    ids=["a place", "a moment", "the edge it had", "a version"],
)
def test_what_programs_say_otherwise_without_showing_it_does_not_count(step: Alter) -> None:
    assert changes(altered(step)) == PageChanges()


FAKE: Final = b'{"company": "Iemand anders"}'
ADDED: Final = "besluit DEFINITIEF.pdf"


def enclosed(pdf: pikepdf.Pdf, name: str) -> Any:
    return pdf.attachments[name].obj


def another_file(pdf: pikepdf.Pdf, **about: str) -> Any:
    """A file inside, with what is said of it, that is in no list yet."""
    file = pdf.make_stream(FAKE, Type=Name.EmbeddedFile)
    return pdf.make_indirect(Dictionary(Type=Name.Filespec, EF=Dictionary(F=file, UF=file), **about))


def in_list(pdf: pikepdf.Pdf, name: str, about: Any) -> None:
    names = pdf.Root.Names.EmbeddedFiles.Names
    names.insert(0, about)
    names.insert(0, pikepdf.String(name))


def another_for_others(key: str) -> Alter:
    """One reader opens this file, another that one."""

    def step(pdf: pikepdf.Pdf) -> None:
        held = enclosed(pdf, PROPOSAL_FILE).EF
        held["/UF"] = held["/F"]
        held[key] = pdf.make_stream(FAKE, Type=Name.EmbeddedFile)

    return step


def same_name_elsewhere(pdf: pikepdf.Pdf) -> None:
    in_list(pdf, "a", another_file(pdf, F=PROPOSAL_FILE, UF=PROPOSAL_FILE))


def same_name_twice(pdf: pikepdf.Pdf) -> None:
    in_list(pdf, PROPOSAL_FILE, enclosed(pdf, PROPOSAL_FILE))


def beside_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.AF = Array([another_file(pdf, F=ADDED, UF=ADDED)])


TWICE: dict[str, Alter] = {
    "another by its old name": another_for_others("/F"),
    "another for one system": another_for_others("/Unix"),
    "the name of another": same_name_elsewhere,
    "a name twice": same_name_twice,
    "shown by another name": lambda pdf: setattr(enclosed(pdf, PROPOSAL_FILE), "UF", ADDED),
    "shown by another old name": lambda pdf: setattr(enclosed(pdf, PROPOSAL_FILE), "F", ADDED),
    "kept elsewhere": lambda pdf: setattr(enclosed(pdf, PROPOSAL_FILE), "FS", Name.URL),
    "with the document alone": lambda pdf: pdf.Root.AF.append(another_file(pdf, F=ADDED, UF=ADDED)),
    "beside a page": beside_a_page,
    "in no list": lambda pdf: setattr(pdf.Root, "PieceInfo", another_file(pdf, F=ADDED, UF=ADDED)),
}


@pytest.mark.parametrize("what", TWICE)
def test_files_inside_that_other_readers_may_find_otherwise_are_not_judged(what: str) -> None:
    assert changes(altered(TWICE[what])) is None


def test_a_file_that_was_added_is_told() -> None:
    def step(pdf: pikepdf.Pdf) -> None:
        in_list(pdf, ADDED, another_file(pdf, F=ADDED, UF=ADDED))

    assert changes(altered(step)) == PageChanges(exchanged=(ADDED,))


def test_a_report_with_own_values_is_held_against_them() -> None:
    own = OwnValue(name="persons_per_fte", value=1.4, who="gemeente", why="telling")
    figures = load_parameters().with_own_values([own])
    made = build_pdf(assess(assessed_example(NAME).proposal, figures, draws=64), figures, parts=PARTS)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        box(pdf)
        out = io.BytesIO()
        pdf.save(out)
    for content, expected in ((made, PageChanges()), (out.getvalue(), PageChanges(changed=(2,)))):
        record = reopen_report("rapport.pdf", content)
        assert record.pages == expected
        check = check_reopened(record, load_parameters())
        assert check is not None
        assert (check.own_values, check.lost, check.changed) == (("persons_per_fte",), (), ())


def by_pypdf(content: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.compress_identical_objects()
    for page in writer.pages:
        page.compress_content_streams()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def split(pdf: pikepdf.Pdf) -> None:
    """The content of a page in two streams, numbers written otherwise, as some programs do."""
    for page in pdf.pages:
        found = list(pikepdf.parse_content_stream(page))
        halves = found[: len(found) // 2], found[len(found) // 2 :]
        page.Contents = Array([pdf.make_stream(pikepdf.unparse_content_stream(part)) for part in halves])


SAVED: dict[str, Callable[[], bytes]] = {
    "linearised": lambda: altered(linearize=True),
    "unpacked": lambda: altered(compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all),
    "normalised": lambda: altered(normalize_content=True),
    "without object streams": lambda: altered(object_stream_mode=pikepdf.ObjectStreamMode.disable),
    "packed again": lambda: altered(recompress_flate=True),
    "in two streams": lambda: altered(split),
    "by pypdf": lambda: by_pypdf(paper()),
}


@pytest.mark.parametrize("how", SAVED)
def test_a_report_that_was_only_saved_again_is_the_same(how: str) -> None:
    content = SAVED[how]()
    assert content != paper()
    assert changes(content) == PageChanges()


def in_content(old: bytes, new: bytes | Callable[[re.Match[bytes]], bytes]) -> Alter:
    """What a page paints, written otherwise: on the first page that has it."""

    def step(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            changed, times = re.subn(old, new, page.Contents.read_bytes(), count=1, flags=re.DOTALL)
            if times:
                page.Contents.write(changed)
                return
        pytest.fail("not on any page")

    return step


def renamed_font(name: str, written: bytes) -> Alter:
    """A font called by another name, wherever it is used."""

    def step(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            fonts = page.obj.Resources.Font
            page.obj.Resources = Dictionary({**page.obj.Resources, "/Font": Dictionary({**fonts})})
            page.obj.Resources.Font[name] = fonts.F1
            page.Contents.write(page.Contents.read_bytes().replace(b"/F1 ", written + b" "))

    return step


def as_hex(between: bytes) -> Callable[[re.Match[bytes]], bytes]:
    """A string of letters alone, in the other way of writing."""
    return lambda found: b"<" + between.join(b"%02x" % letter for letter in found[1]) + b"> Tj"


LETTERS: Final = rb"\(([^()\\]{8,})\) Tj"
TO_LETTER_TEN: Final = rb"(\([^()\\\r\n]*)\n"
WRITTEN: dict[str, Alter] = {
    "a long name": renamed_font("/" + "B" * 100, b"/" + b"#42" * 100),
    "a long plain name": renamed_font("/" + "B" * 256, b"/" + b"B" * 256),
    "a letter as a number": renamed_font("/FF", b"/F#46"),
    "a long number": in_content(rb" (\d+\.\d+ Td)", rb" " + b"0" * 300 + rb"\1"),
    "a longer end of a number": in_content(rb"( \d+\.\d+)( Td)", rb"\g<1>" + b"0" * 300 + rb"\2"),
    "another end of line": in_content(TO_LETTER_TEN, rb"\1\r"),
    "a double end of line": in_content(TO_LETTER_TEN, rb"\1\r\n"),
    "a string over two lines": in_content(LETTERS, rb"(\\\r\n\1) Tj"),
    "an odd space in a string": in_content(LETTERS, as_hex(b"\x0b")),
    "an odd space": in_content(rb" (\d+\.\d+ Td)", b" \x0c\\1"),
    "a remark": in_content(rb" (\d+\.\d+ Td)", rb" %\r\1"),
}


@pytest.mark.parametrize("what", WRITTEN)
def test_pages_that_other_readers_may_paint_otherwise_are_not_judged(what: str) -> None:
    content = altered(WRITTEN[what])
    assert changes(content) is None
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = json.loads(prints_of(pdf))["pages"]
    assert pages == json.loads(attached(paper()))["pages"], "the words are other ones, not written otherwise"


def attached(content: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return pdf.attachments[FILE].get_file().read_bytes()


def test_a_string_in_the_other_way_of_writing_is_judged() -> None:
    assert changes(altered(in_content(LETTERS, as_hex(b"")))) == PageChanges()


def test_a_page_that_shows_something_else_is_told_however_it_is_written() -> None:
    picture = b"\nq 99 0 0 99 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID a EI Q\n"
    found = changes(altered(lambda pdf: pdf.pages[1].contents_add(pdf.make_stream(picture))))
    assert found == PageChanges(changed=(2,))


KEPT: dict[str, tuple[bytes, bytes]] = {
    "a key": (rb"/MediaBox", rb"/Media#42ox"),
    "a name": (rb"/Type /Page ", rb"/Type /Pag#65 "),
    "an edge": (rb"(/MediaBox \[ 0 0 )", rb"\g<1>" + b"0" * 300),
    "a count": (rb"/Count 4 /Kids", rb"/Count " + b"0" * 300 + rb"4 /Kids"),
    "a long name": (rb"/Type /Page ", rb"/Type /Page /PieceInfo /" + b"A" * 256 + b" "),
    "an end of line": (rb"/Type /Page ", b"/Type /Page /PieceInfo (a\rb) "),
    "an odd space in a string": (rb"/Type /Page ", b"/Type /Page /PieceInfo <41\x0b42> "),
}


@pytest.mark.parametrize("what", KEPT)
def test_objects_that_other_readers_may_read_otherwise_are_not_judged(what: str) -> None:
    old, new = KEPT[what]
    content = altered(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert changes(by_hand(old, new, content)) is None


@pytest.mark.parametrize("written", [b"/AAAA", b"/#41A"])
def test_objects_in_a_stream_that_other_readers_may_read_otherwise_are_not_judged(written: bytes) -> None:
    mode = pikepdf.ObjectStreamMode.generate
    note = on_opening("/PieceInfo", Name.AAAA)
    content = altered(note, object_stream_mode=mode, compress_streams=False)
    assert content.count(b"/PieceInfo /AAAA") == 1
    found = changes(content.replace(b"/PieceInfo /AAAA", b"/PieceInfo " + written))
    assert found == (PageChanges() if written == b"/AAAA" else None)


def test_a_copy_with_numbers_as_objects_is_not_judged() -> None:
    """A file made to be read by people says the length of each stream in an object of its own."""
    assert changes(altered(qdf=True)) is None


def test_a_report_without_prints_says_that_it_cannot_be_checked() -> None:
    content = altered(lambda pdf: pdf.attachments.__delitem__(FILE), box)
    assert changes(content) is None
    for lang in LANGUAGES:
        assert reopened.page_sentences(None, lang) == [text("reopened.pages_unknown", lang)]


@pytest.mark.parametrize(
    "prints", [b"", b"[]", b"{}", b'{"form": 2, "pages": ["a"], "files": {}}', b'{"form": 3, "pages": 3}']
)
def test_prints_of_another_form_say_that_it_cannot_be_checked(prints: bytes) -> None:
    def other(pdf: pikepdf.Pdf) -> None:
        pdf.attachments[FILE].obj.EF.F.write(prints)

    assert changes(altered(other)) is None


def test_a_page_that_unpacks_without_end_is_a_changed_page() -> None:
    import zlib

    def bomb(pdf: pikepdf.Pdf) -> None:
        packed = zlib.compress(b" " * 60_000_000, 9)
        pdf.pages[1].Contents = pikepdf.Stream(pdf, packed, Filter=Name.FlateDecode)

    found = changes(altered(bomb, compress_streams=False))
    assert found == PageChanges(changed=(2,))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_copy_without_its_enclosures_asks_for_the_original(lang: Lang) -> None:
    def bare(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.Names.EmbeddedFiles
        del pdf.Root.AF

    with pytest.raises(InputError) as caught:
        parse_upload("rapport.pdf", altered(bare, lang=lang))
    [problem] = caught.value.problems
    assert problem.code == "pdf_stripped"
    assert "oorspronkelijke bestand" in sentences([problem])[0]
    with pytest.raises(InputError) as caught:
        parse_upload("brief.pdf", altered(bare, lambda pdf: pdf.pages.__delitem__(slice(0, 99)), extra))
    assert [item.code for item in caught.value.problems] == ["pdf_foreign"]


@pytest.mark.skipif(shutil.which("pdftocairo") is None, reason="poppler is not there")
def test_a_copy_that_was_printed_asks_for_the_original(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(paper())
    subprocess.run(["pdftocairo", "-pdf", tmp_path / "a.pdf", tmp_path / "b.pdf"], check=True)
    with pytest.raises(InputError) as caught:
        parse_upload("b.pdf", (tmp_path / "b.pdf").read_bytes())
    assert [item.code for item in caught.value.problems] == ["pdf_stripped"]


def test_the_command_line_says_which_page(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(altered(box))
    result = hea("assess", tmp_path / "a.pdf", "--draws", 64)
    assert result.returncode == 0, result.stderr
    told = " ".join(result.stderr.split())
    assert text("reopened.pages_changed", pages="2") in told
    assert text("reopened.same") in told


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ("ABCD", "changed - missing - added - moved -"),
        ("ABXD", "changed 3 missing - added - moved -"),
        ("ABBD", "changed 3 missing - added - moved -"),
        ("ABBCD", "changed - missing - added 2 moved -"),
        ("ABD", "changed - missing 3 added - moved -"),
        ("ADC", "changed - missing 2 added - moved 2"),
        ("ABCDA", "changed - missing - added 5 moved -"),
        ("ABC", "changed - missing 4 added - moved -"),
        ("", "changed - missing 1,2,3,4 added - moved -"),
    ],
)
def test_every_page_of_the_original_and_of_the_copy_is_accounted_for(found: str, told: str) -> None:
    changes = _differences(list("ABCD"), list(found))
    kinds = ("changed", "missing", "added", "moved")
    said = [(kind, ",".join(map(str, getattr(changes, kind))) or "-") for kind in kinds]
    assert " ".join(f"{kind} {pages}" for kind, pages in said) == told


@given(st.text("ABC", max_size=6), st.text("ABCX", max_size=6))
def test_pages_of_original_and_copy_add_up(made: str, found: str) -> None:
    changes = _differences(list(made), list(found))
    kept = len(made) - len(changes.missing)
    assert len(found) == kept + len(changes.added)
    assert (not any(changes)) == (made == found)


def test_the_files_inside_are_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from hea.exchange import uploads

    seen, real = [], uploads.attachments

    def note(name: str, content: bytes) -> dict[str, bytes]:
        seen.append(name)
        return real(name, content)

    monkeypatch.setattr(uploads, "attachments", note)
    assert changes(paper()) == PageChanges()
    assert seen == ["rapport.pdf"]
