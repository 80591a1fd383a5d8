"""One word per thing: words that only makers know stay out of the running text of the Dutch edition."""

import re

import pytest

from hea.texts import catalogue

KEPT_OUT = {
    r"\btrekking": "berekening",
    "structure(le|el)": "vast",
    r"\bP[159]0\b": "laag, midden of hoog",
    r"^Waar als\b": "Ja als",
}
"""What is not said, with what is said in its place."""
TECHNICAL = (
    *("problems.draws", "cli.", "report.colophon", "report.bounds_note", "spread.", "account.spread"),
    *("book.", "book_intro.", "screen.", "motivation.", "register.", "width.", "learning."),
)
"""Beginnings of keys of what is no running text: commands, the colophon, sheets of a workbook, and texts
that explain how the tool works to whoever checks it."""


@pytest.mark.parametrize("word", KEPT_OUT)
def test_a_word_of_makers_stays_out_of_running_text(word: str) -> None:
    found = [
        f"{key}: {said}"
        for key, said in catalogue("nl").items()
        if not key.startswith(TECHNICAL) and re.search(word, said, re.IGNORECASE)
    ]
    assert found == [], f"say {KEPT_OUT[word]}"


@pytest.mark.parametrize("prefix", TECHNICAL)
def test_no_exception_is_kept_for_nothing(prefix: str) -> None:
    texts = " ".join(said for key, said in catalogue("nl").items() if key.startswith(prefix))
    assert any(re.search(word, texts, re.IGNORECASE) for word in KEPT_OUT)
