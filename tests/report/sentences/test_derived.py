"""What the places must have at least: the same on screen, on paper and in Word, the older norm beside it."""

import pytest

from hea import Assessment
from hea.report.sentences import derived
from hea.texts import LANGUAGES, Lang, text
from tests.surfaces import in_word, on_paper, on_screen


@pytest.mark.parametrize("lang", LANGUAGES)
def test_screen_paper_and_word_tell_the_same_rooms(dossier: Assessment, lang: Lang) -> None:
    rows = derived.rows(dossier, lang)
    assert text("chapter.derived_rooms_existing", lang) in {row[0] for row in rows}
    surfaces = [
        on_paper(dossier, lang, "stay"),
        in_word(dossier, lang, "stay"),
        on_screen(dossier, lang, "housing"),
    ]
    for row in (*rows, [derived.note(lang)]):
        for spoken in surfaces:
            assert " ".join(row) in " ".join(spoken.split())
