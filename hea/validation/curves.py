"""Curves of stay: the cohort of all newcomers, and those of them who register, against published points."""

from collections.abc import Iterator

import numpy as np

from hea.engine.curves import FIRST_POINT, cohort
from hea.engine.draws import Draws
from hea.model.uncertainty import Array
from hea.reference import SurvivalPoint, survival_curves
from hea.texts.translated import translated
from hea.units import MONTHS_PER_YEAR
from hea.validation.result import ValidationRow
from hea.validation.rows import Asked, Published, fitted, not_testable, tested

EVERYONE = ("nl_all_decisio", "nl_all_cbs_poles")
"""Published curves of all who came to work."""

REGISTERED = ("brp_registered_cbs", "brp_registered_pbl")
"""Published curves of those who register as resident; the second of later years, in rural areas."""
NOT_COMPARABLE = "registered_decisio"

FIRST_YEARS, LAST_YEARS = FIRST_POINT / MONTHS_PER_YEAR, (5.0, 4.5)
"""Points on which the range of the cohort rests; CBS speaks of five years after four and a half."""


def survival_rows(draws: Draws) -> Iterator[ValidationRow]:
    """Every observed point of every published curve."""
    for name in EVERYONE:
        yield from _everyone_rows(name, draws)
    yield from _registered_rows(draws)
    for point in _observed(NOT_COMPARABLE):
        reason = translated("validation.reason.definition_of_registered")
        yield not_testable(_asked(NOT_COMPARABLE, point), _published(point), reason)


def _observed(curve: str) -> list[SurvivalPoint]:
    return [point for point in survival_curves()[curve] if point.basis in {"observed", "reported"}]


def _asked(curve: str, point: SurvivalPoint) -> Asked:
    subject = translated(f"validation.subject.{curve}", years=point.years)
    return Asked(f"survival.{curve}.{point.years:g}.survival", "survival", subject, "survival", "share")


def _published(point: SurvivalPoint) -> Published:
    return Published(point.survival, point.source, None, point.grade, point.url)


def _still_here(draws: Draws, years: float) -> Array:
    return cohort(draws).everyone(np.array([years * MONTHS_PER_YEAR]))[:, 0]


def _everyone_rows(name: str, draws: Draws) -> Iterator[ValidationRow]:
    for point in _observed(name):
        asked, published, here = _asked(name, point), _published(point), _still_here(draws, point.years)
        if point.years == FIRST_YEARS or point.years in LAST_YEARS:
            yield fitted(asked, published, here, translated("validation.fitted.curve"))
        elif point.basis == "reported":
            yield not_testable(asked, published, translated("validation.reason.lower_bound"), here)
        else:
            yield tested(asked, published, here)


def _registered_rows(draws: Draws) -> Iterator[ValidationRow]:
    """Who registers as resident has stayed four months: the cohort from then on."""
    threshold = draws.parameters.value("brp_threshold_months") / MONTHS_PER_YEAR
    for name in REGISTERED:
        for point in _observed(name):
            here = _still_here(draws, point.years) / _still_here(draws, threshold)
            yield tested(_asked(name, point), _published(point), here)
