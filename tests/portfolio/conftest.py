"""What tests of screenings share."""

import pytest


@pytest.fixture
def unprinted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workbook and paper are not made: they take most of the time of a run that looks at other files."""
    for path in ("workbook.build_overview", "pdf.build_portfolio"):
        monkeypatch.setattr(f"hea.report.portfolio.{path}", lambda *_: b"")
