"""The name of a file inside a report is a name, whatever it says."""

import pytest

from hea.paper import PageChanges
from hea.report.sentences.reopened import MAX_NAME_LENGTH, page_sentences
from hea.texts import LANGUAGES, Lang, text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_name_of_a_file_inside_says_nothing_of_the_report(lang: Lang) -> None:
    """One began a line anew on a terminal, and went on with the words for a report that was not changed."""
    same = text("reopened.pages_same", lang)
    told, _ = page_sentences(PageChanges(exchanged=(f'\x1b[A\x1b[J"). {same} ("', "x" * 200)), lang)
    assert told.isprintable()
    assert same not in told
    assert told.count('"') == 4
    assert "x" * MAX_NAME_LENGTH in told
    assert "x" * (MAX_NAME_LENGTH + 1) not in told
