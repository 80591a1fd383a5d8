"""A rule holds from the number that it names, or above it, as its own words say."""

import numpy as np
import pytest

from hea.assessment.signals import judged
from hea.reference import capacity_signals


@pytest.mark.parametrize("rule", ["venray_council", "land_van_cuijk_council", "hollands_kroon_large"])
def test_a_rule_that_holds_from_a_number_holds_at_it(rule: str) -> None:
    found = capacity_signals()[rule]
    assert found.amber is not None
    assert judged(found, np.full(8, found.amber), None).level == "amber"
    assert judged(found, np.full(8, found.amber - 1), None).level == "green"


@pytest.mark.parametrize("rule", ["def_site_heavy", "peel_en_maas_site_size", "def_local_responsibility"])
def test_a_rule_that_holds_above_or_below_a_number_does_not_hold_at_it(rule: str) -> None:
    found = capacity_signals()[rule]
    limit = found.amber if found.amber is not None else found.red
    assert limit is not None
    assert judged(found, np.full(8, limit), None).level == "green"


def test_the_words_of_a_rule_say_whether_it_holds_at_its_limit() -> None:
    for found in capacity_signals().values():
        assert (found.at_limit == "yes") == ("vanaf" in found.explanation_nl.lower()), found.id
