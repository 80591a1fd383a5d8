"""No report tells a score before the weights are set: on paper, in the workbook, on the command line."""

import io
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from hea import Assessment, load_parameters
from hea.exchange import example, proposal_yaml
from hea.report.pdf import build_pdf
from hea.report.sentences import evidence, welfare
from hea.texts import LANGUAGES, Lang, text
from hea.workbook import build_workbook
from tests.conftest import assessed_example
from tests.test_cli import hea, lines_of_failure

OPEN, SET = "fulfilment_waalwijk", "fictief_dossier_venray"


def squeezed(words: str) -> str:
    return "".join(words.split())


def paper(made: Assessment, lang: Lang) -> str:
    content = build_pdf(made, load_parameters(), lang, parts=["welfare"])
    return squeezed(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def scores(made: Assessment, lang: Lang) -> list[str]:
    found = [row[1] for row in welfare.rows(made, lang)]
    known = [told for told, item in zip(found, made.welfare.criteria, strict=True) if item.score]
    assert len(known) > 2
    return [squeezed(told) for told in known]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_paper_shows_the_weights_and_no_score_until_they_are_set(lang: Lang) -> None:
    told = paper(assessed_example(OPEN), lang)
    assert squeezed(text("chapter.weights_open", lang)) in told
    assert squeezed(text("welfare.question", lang)) in told
    for words in (*scores(assessed_example(OPEN), lang), squeezed(text("party.title", lang))):
        assert words not in told
    told = paper(assessed_example(SET), lang)
    for words in (*scores(assessed_example(SET), lang), squeezed(text("party.title", lang))):
        assert words in told
    assert len(evidence.party_rows(assessed_example(OPEN), lang)) > 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_holds_no_score_until_they_are_set(lang: Lang) -> None:
    heads = {text(f"book.{key}", lang) for key in ("score", "p50")}
    for name, told in ((OPEN, False), (SET, True)):
        book = openpyxl.load_workbook(
            io.BytesIO(build_workbook(assessed_example(name), load_parameters(), lang))
        )
        cells = {cell.value for row in book[text("book_sheet.welfare", lang)] for cell in row}
        assert (heads <= cells) == told
        assert (text("chapter.weights_open", lang) in cells) != told
        assert any(str(cell).startswith("=") for cell in cells) == told
        names = {item.name.in_language(lang) for item in assessed_example(name).welfare.criteria}
        assert names <= cells


def test_the_command_line_does_not_tell_the_order_until_they_are_set(tmp_path: Path) -> None:
    for name, told in ((OPEN, False), (SET, True)):
        plan = tmp_path / f"{name}.yaml"
        plan.write_text(proposal_yaml(example(name)), encoding="utf-8")
        shown = squeezed(hea("compare", plan, "--draws", 64).stdout)
        assert (squeezed(text("compare.weights_first")) not in shown) == told
        assert (squeezed(text("compare.criteria", count=0, names=""))[:18] in shown) == told


def test_the_command_line_explains_no_score_until_they_are_set(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(proposal_yaml(example(OPEN)), encoding="utf-8")
    [line] = lines_of_failure(hea("explain", plan, "welfare.wonen", "--draws", 64))
    assert line == f"welfare.wonen: {text('problems.weights_first')}"
    plan.write_text(proposal_yaml(example(SET)), encoding="utf-8")
    assert hea("explain", plan, "welfare.wonen", "--draws", 64).returncode == 0
