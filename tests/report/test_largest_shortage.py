"""The largest shortage has its own month, which every surface names with what the plan has to do with it."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from hea import Assessment, load_parameters
from hea.report.chapters import Story
from hea.report.residents import write_residents
from hea.report.sentences import cards, headlines, shortage
from hea.texts import LANGUAGES, Lang, month, text
from hea.workbook import build_workbook
from tests.report.test_residents import Heard
from tests.surfaces import in_word, in_workbook, on_paper, on_screen


def most(series: tuple[float, ...]) -> int:
    return max(range(len(series)), key=series.__getitem__)


def test_the_month_named_is_the_one_in_which_most_are_short_in_the_middle(dossier: Assessment) -> None:
    """The 80 beds of the plan end in August 2036: most are short after that, not in the busiest month."""
    gap = dossier.monthly.gap
    for stay in ("short", "mid", "long", "total"):
        found = shortage.month_of(dossier, stay)
        assert found == dossier.monthly.month[most(getattr(gap, stay).p50)]
    assert shortage.month_of(dossier, "short") == "2036-12" != dossier.housing.peak_month
    at = dossier.monthly.month.index("2036-12")
    assert gap.short.p50[at] == pytest.approx(dossier.headline.gap.short.peak.p50, rel=0.05)


def test_the_total_is_the_largest_of_the_months_and_stands_in_the_headline(dossier: Assessment) -> None:
    assert dossier.headline.gap.total.peak == dossier.housing.places_short
    assert dossier.central.gap.total.peak >= dossier.central.gap.short.peak


def test_it_is_said_that_places_end_before_or_are_not_there_yet(dossier: Assessment) -> None:
    told = shortage.sentences(dossier, "nl")[0]
    assert "(short stay, december 2036, nadat 80 plekken van het plan in augustus 2036 stoppen)" in told
    assert "(mid stay, december 2027, voordat 40 plekken van het plan er in januari 2028 zijn)" in told
    assert re.search(r"\(long stay, \w+ \d{4}\)", told)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_surface_tells_the_same_largest_shortage(dossier: Assessment, lang: Lang) -> None:
    rows, told = shortage.rows(dossier, lang), shortage.sentences(dossier, lang)
    assert rows[0].month == month("2036-12", lang)
    assert rows[-1].label == text("recap.gap_total", lang)
    papers = (
        on_paper(dossier, lang, "summary"),
        on_paper(dossier, lang, "plan"),
        in_word(dossier, lang, "plan"),
    )
    both = headlines.with_shortage(dossier, lang)
    for spoken, listed in zip(papers, (both, rows, rows), strict=True):
        for words in (*told, *(" ".join(" ".join(row).split()) for row in listed)):
            assert words in spoken
    for head in shortage.headings(lang):
        assert head in on_paper(dossier, lang, "plan")
    for head in headlines.headings_with_shortage(lang):
        assert head in on_paper(dossier, lang, "summary")
    screen = on_screen(dossier, lang, "housing")
    assert all(words in screen for words in (*told, *(row.month for row in rows)))
    cells = in_workbook(dossier, lang)[text("book_sheet.summary", lang)]
    for row in rows:
        assert any(line[1] == shortage.moment(row.month, lang) for line in cells)
    page = Heard()
    write_residents(page, Story(dossier, load_parameters(), lang))
    assert set(told) <= set(page.lines)


def test_the_card_says_of_which_month_it_is(dossier: Assessment) -> None:
    need, short = cards.main(dossier)[1:]
    assert need.when_in("nl") == "in de drukste maand, december 2028"
    assert short.when_in("nl") == "op zijn grootst, december 2036"


def test_the_month_of_the_largest_shortage_fits_its_column(dossier: Assessment) -> None:
    sheet = load_workbook(BytesIO(build_workbook(dossier, load_parameters())))[text("book_sheet.summary")]
    moments = {shortage.moment(row.month, "nl") for row in shortage.rows(dossier, "nl")}
    found = [cell for row in sheet.iter_rows() for cell in row if cell.value in moments]
    assert found
    for cell in found:
        assert len(str(cell.value)) <= sheet.column_dimensions[cell.column_letter].width
