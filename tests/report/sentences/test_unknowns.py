"""What is not known for one reason is one line, and nothing of it is left out."""

import pytest

from hea.report.sentences import evidence
from hea.texts import LANGUAGES, Lang
from tests.conftest import assessed_example


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_reason_is_told_once_with_everything_that_it_holds_for(lang: Lang) -> None:
    made = assessed_example("fulfilment_waalwijk")
    told = evidence.unknowns(made, lang)
    reasons = {item.reason.in_language(lang) for item in made.unavailable}
    assert len(made.unavailable) > len(told) == len(reasons)
    for row in made.facilities:
        reason = next(
            (item.reason for item in made.unavailable if item.path.startswith(f"facilities.{row.id}")), None
        )
        if reason is not None:
            [line] = [line for line in told if reason.in_language(lang) in line]
            assert row.name.in_language(lang) in line
