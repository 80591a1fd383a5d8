"""No heading of a table in the report is broken in the middle of a word."""

from collections.abc import Sequence
from typing import Any

import pytest

from hea import assess, load_parameters
from hea.exchange import example
from hea.report.document import FONT
from hea.report.pdf import build_pdf
from hea.report.pdf.page import Report
from hea.texts import LANGUAGES, Lang
from tests.conftest import FEW_DRAWS

BOTH_SIDES = 3
"""Padding of a cell, in millimetres."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_a_heading_fits_in_its_column(lang: Lang, monkeypatch: pytest.MonkeyPatch) -> None:
    real, broken, seen = Report.table, [], []

    def table(
        self: Report, headings: Sequence[str], rows: Any, widths: Sequence[float], **given: Any
    ) -> None:
        self._pdf.set_font(FONT, "B", 7 if given.get("small") else 9)
        for heading, width in zip(headings, widths, strict=True):
            seen.append(heading)
            room = self._pdf.epw * width / sum(widths) - BOTH_SIDES
            broken.extend(word for word in heading.split() if self._pdf.get_string_width(word) > room)
        real(self, headings, rows, widths, **given)

    monkeypatch.setattr(Report, "table", table)
    build_pdf(assess(example("fictief_dossier_venray"), draws=FEW_DRAWS), load_parameters(), lang)
    assert len(seen) > 20
    assert broken == []
