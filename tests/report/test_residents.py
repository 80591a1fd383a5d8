"""The page for residents: one page, plain words, and no figure that the report does not hold."""

import io
import re
from collections.abc import Sequence
from typing import Any

import pytest
from pypdf import PdfReader

from hea import Assessment, assess, load_parameters
from hea.exchange import example_names
from hea.report.chapters import Story, write
from hea.report.figures import vega
from hea.report.residents import build_residents, write_residents
from hea.report.sentences import headlines
from hea.texts import LANGUAGES, Lang, text
from tests.conftest import FEW_DRAWS, assessed_example, distribution_centre
from tests.report.test_paper import DAY, DOSSIER, many_groups

NUMBER = re.compile(r"\d[\d.,]*\d|\d")


class Heard:
    """A document that only listens."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.alts: list[str] = []

    def start(self, title: str, lines: Sequence[str]) -> None:
        self.lines += [title, *lines]

    def contents(self) -> None:
        pass

    def new_page(self) -> None:
        pass

    def heading(self, words: str, *_: Any, **__: Any) -> None:
        self.lines.append(words)

    def paragraph(self, words: str, **_: Any) -> None:
        self.lines.append(words)

    def bullets(self, items: Sequence[str]) -> None:
        self.lines += items

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]], *_: Any, **__: Any) -> None:
        self.lines += [*headings, *(cell for row in rows for cell in row)]

    def figure(self, svg: str, alt: str, caption: str = "") -> None:
        self.lines.append(caption)
        self.alts.append(alt)


def told(made: Assessment, lang: Lang) -> Heard:
    page = Heard()
    write_residents(page, Story(made, load_parameters(), lang, day=DAY))
    return page


def nobody() -> Assessment:
    return assess(distribution_centre(workforce={"count": 0}), draws=FEW_DRAWS)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [*example_names(), "many", "nobody"])
def test_it_is_one_page(name: str, lang: Lang) -> None:
    others = {"many": lambda: assess(many_groups(), draws=FEW_DRAWS), "nobody": nobody}
    made = others[name]() if name in others else assessed_example(name)
    paper = PdfReader(io.BytesIO(build_residents(made, load_parameters(), lang, day=DAY)))
    assert len(paper.pages) == 1
    assert text("residents.comes", lang) in paper.pages[0].extract_text()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", example_names())
def test_it_holds_no_figure_that_the_report_does_not_hold(name: str, lang: Lang) -> None:
    made, report = assessed_example(name), Heard()
    write(report, Story(made, load_parameters(), lang, day=DAY))
    known = {number for line in report.lines for number in NUMBER.findall(line)}
    page = told(made, lang)
    counted = text("residents.open", lang, count=0).partition("0")[0]
    numbers = {n for line in page.lines if not line.startswith(counted) for n in NUMBER.findall(line)}
    assert len(numbers) > 8
    assert numbers <= known
    assert set(headlines.gap_sentences(made, lang)) <= set(page.lines)
    assert headlines.chart_alt(made, lang) in page.alts[0]


def test_where_nobody_comes_to_live_nothing_is_said_of_places() -> None:
    page = told(nobody(), "nl")
    assert text("sentence.jobs_none") in page.lines
    assert text("residents.live") not in page.lines
    assert page.alts == []


def test_the_same_arguments_give_the_same_bytes() -> None:
    made = assessed_example(DOSSIER)
    first = build_residents(made, load_parameters(), day=DAY)
    vega._drawn.cache_clear()  # or the drawings would be the same whatever drew them
    assert first == build_residents(made, load_parameters(), day=DAY)
