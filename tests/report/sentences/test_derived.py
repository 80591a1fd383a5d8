"""What the places must have at least: the same on screen, on paper and in Word, the older norm beside it."""

import pytest
from streamlit.testing.v1 import AppTest

from hea import Assessment
from hea.report.sentences import derived
from hea.texts import LANGUAGES, Lang, text
from tests.surfaces import in_word, on_paper


@pytest.mark.parametrize("lang", LANGUAGES)
def test_screen_paper_and_word_tell_the_same_rooms(dossier: Assessment, lang: Lang) -> None:
    rows = derived.rows(dossier, lang)
    assert text("chapter.derived_rooms_existing", lang) in {row[0] for row in rows}
    surfaces = [on_paper(dossier, lang, "stay"), in_word(dossier, lang, "stay"), on_screen(dossier, lang)]
    for row in (*rows, [derived.note(lang)]):
        for spoken in surfaces:
            assert " ".join(row) in spoken


def on_screen(made: Assessment, lang: Lang) -> str:
    """What the part of the page on stay and housing shows."""

    def page(made: "Assessment", lang: "Lang") -> None:
        from hea.app import sections

        sections.housing(made, lang)

    shown = AppTest.from_function(page, default_timeout=30, args=(made, lang)).run()
    assert not shown.exception
    parts = [
        *(part.value for part in (*shown.markdown, *shown.caption)),
        *(p.proto.body for p in shown.get("html")),
    ]
    cells = " ".join(parts).replace("</th>", " ").replace("</td>", " ")
    for tag in ("<tr>", "</tr>", "<td>", "<th scope='row'>", "\\"):
        cells = cells.replace(tag, "")
    return " ".join(cells.split())
