"""A file that cannot be made is told of in the language of the page, and in one line of the log."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from hea.app.address import CONCEPT
from hea.dossiers import ALONE, Store
from hea.dossiers.database import FILE_NAME
from hea.texts import text
from tests.browser.conftest import LOG_NAME
from tests.browser.driving import Visit, enter, press_until
from tests.browser.test_dossier import unfold


def test_a_file_that_cannot_be_made_is_told_of(
    visit: Visit, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = next(tmp_path_factory.getbasetemp().glob("store*"))
    page = visit.show(filename="initiative.py")
    enter(page, text("app.company"), "Nieuwe naam")
    visit.turn("dossier.py")
    unfold(page, "hand_over")
    Store(f"sqlite:///{folder / FILE_NAME}").of(ALONE).delete(_concept(page.url))
    before = _lines(folder)
    export = page.get_by_role("button", name=text("dossier.export"), exact=True)
    press_until(export, page.get_by_text(text("framework.not_made")))
    told = _lines(folder)[len(before) :]
    assert told
    assert all("kind=MissingError" in line for line in told)


def _concept(url: str) -> str:
    return parse_qs(urlsplit(url).query)[CONCEPT][0]


def _lines(folder: Path) -> list[str]:
    return (folder / LOG_NAME).read_text().splitlines()
