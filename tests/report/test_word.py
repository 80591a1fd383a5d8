"""The Word report: the same words as the PDF, real headings and tables, and nothing that needs repair."""

import io
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from hea import load_parameters
from hea.exchange import example_names
from hea.report.chapters import PARTS
from hea.report.figures import vega
from hea.report.pdf import build_pdf
from hea.report.word import build_docx
from hea.texts import LANGUAGES, Lang, text
from tests.conftest import assessed_example
from tests.programs import Words
from tests.report.test_paper import DAY, DOSSIER
from tests.report.test_reports import NASTY, typed

MARKUP = "<w:p/>&amp;"


@cache
def printed(lang: Lang = "nl") -> bytes:
    return build_pdf(assessed_example(DOSSIER), load_parameters(), lang, day=DAY)


@cache
def written(name: str = DOSSIER, lang: Lang = "nl") -> bytes:
    return build_docx(assessed_example(name), load_parameters(), lang, day=DAY)


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def lines(document: Any) -> list[str]:
    """Every paragraph of the body, with those in tables, as it is read."""
    return [
        "".join(part.text or "" for part in line.iter(qn("w:t")))
        for line in document.element.body.iter(qn("w:p"))
    ]


def headings(document: Any, level: int) -> list[str]:
    return [line.text for line in document.paragraphs if line.style.name == f"Heading {level}"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_says_what_the_pdf_says(lang: Lang, poppler: Words) -> None:
    in_word = {word for line in lines(opened(written(DOSSIER, lang))) for word in line.split()}
    on_paper = poppler(printed(lang))
    own = set(text("report.word_note", lang).split())
    unbroken = on_paper.replace(" ", "")
    assert {word for word in in_word - own if word not in unbroken} == set()
    assert own <= in_word
    for line in lines(opened(written(DOSSIER, lang))):
        if line and line != text("report.word_note", lang):
            assert line.replace(" ", "") in unbroken or len(line) > 60, line


@pytest.mark.parametrize("name", example_names())
def test_it_is_made_of_real_headings_tables_and_lists(name: str) -> None:
    made = opened(written(name))
    chapters = [f"{number} {text(f'part.{part}')}" for number, part in enumerate(PARTS, start=1)]
    assert headings(made, 1) == chapters
    assert len(headings(made, 2)) > 10
    assert [line for line in lines(made) if line in chapters] == chapters * 2  # contents, and the chapters
    assert len(made.tables) > 10
    for table in made.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
    assert any(line.style.name == "List Bullet" for line in made.paragraphs)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_can_be_read_aloud(lang: Lang) -> None:
    made = opened(written(DOSSIER, lang))
    told = [shape._inline.docPr.get("descr") for shape in made.inline_shapes]
    assert len(told) >= 5
    assert all(len(words) > 40 for words in told)
    (language,) = made.styles.element.iter(qn("w:lang"))
    assert language.get(qn("w:val")) == {"nl": "nl-NL", "en": "en-GB"}[lang]
    assert made.core_properties.title.startswith(text("report.title", lang))


@pytest.mark.parametrize("kind", ["table", "figure"])
def test_captions_are_numbered_as_in_the_pdf(kind: str, poppler: Words) -> None:
    label = text(f"report.{kind}", number="|", caption="").partition("|")[0]
    captions = [line for line in lines(opened(written())) if line.startswith(label)]
    assert [int(line.removeprefix(label).partition(":")[0]) for line in captions] == [
        *range(1, len(captions) + 1)
    ]
    on_paper = poppler(printed())
    for caption in captions:
        assert " ".join(caption.split()) in on_paper


def test_the_same_arguments_give_the_same_bytes() -> None:
    first = written()
    vega._drawn.cache_clear()  # or the drawings would be the same whatever drew them
    assert first == build_docx(assessed_example(DOSSIER), load_parameters(), day=DAY)


def test_parts_can_be_left_out() -> None:
    made = opened(build_docx(assessed_example(DOSSIER), load_parameters(), parts=["plan", "summary"]))
    assert headings(made, 1) == [f"1 {text('part.summary')}", f"2 {text('part.plan')}"]


def test_words_of_users_stay_words() -> None:
    made = typed([*NASTY, MARKUP])
    content = build_docx(made, load_parameters())
    told = "\n".join(lines(opened(content)))
    assert MARKUP in told
    for nasty in NASTY:
        assert nasty.strip() in told
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        linked = [name for name in parts.namelist() if b'TargetMode="External"' in parts.read(name)]
    assert linked == []


def test_another_program_opens_it(on_paper: Callable[[bytes], bytes]) -> None:
    read = PdfReader(io.BytesIO(on_paper(written())))
    told = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    for heading in headings(opened(written()), 1):
        assert heading in told
    assert f"van {len(read.pages)}" in told
