"""Curves of stay: fitted on the first point and the one near five years, checked on the others."""

from collections.abc import Iterator

import numpy as np

from hea.engine.curves import FAMILY_PARAMETERS, FIRST_YEARS, LAST_YEARS, CoreStream, Curves, survival
from hea.engine.draws import Draws
from hea.model import stay
from hea.model.uncertainty import Array
from hea.reference import SurvivalPoint, survival_curves
from hea.texts.translated import translated
from hea.units import MONTHS_PER_YEAR
from hea.validation.result import ValidationRow
from hea.validation.rows import Asked, Published, fitted, not_testable, tested

SETTLING = {"nl_all_decisio": 0.0, "nl_all_cbs_poles": 1.0}
"""Published curves of all who came to work, with their position in the settling family."""

REGISTERED = "brp_registered_cbs"
NOT_COMPARABLE = "registered_decisio"


def survival_rows(draws: Draws) -> Iterator[ValidationRow]:
    """Every observed point of every published curve."""
    curves = Curves.published(draws.parameters)
    for name, position in SETTLING.items():
        yield from _settling_rows(name, position, curves, draws)
    yield from _registered_rows(curves, draws)
    for point in _observed(NOT_COMPARABLE):
        reason = translated("validation.reason.definition_of_registered")
        yield not_testable(_asked(NOT_COMPARABLE, point, "survival"), _published(point), reason)


def _observed(curve: str) -> list[SurvivalPoint]:
    return [point for point in survival_curves()[curve] if point.basis in {"observed", "reported"}]


def _asked(curve: str, point: SurvivalPoint, indicator: str) -> Asked:
    subject = translated(f"validation.subject.{curve}", years=point.years)
    return Asked(f"survival.{curve}.{point.years:g}.{indicator}", "survival", subject, indicator, "share")


def _published(point: SurvivalPoint) -> Published:
    return Published(point.survival, point.source, None, point.grade, point.url)


def _settling_rows(name: str, position: float, curves: Curves, draws: Draws) -> Iterator[ValidationRow]:
    shape = draws["settling_curve_shape"]
    for point in _observed(name):
        month = np.array([point.years * MONTHS_PER_YEAR])
        alone = survival(curves, "settling", (np.full(draws.count, position), shape), month)[:, 0]
        if point.years == FIRST_YEARS or point.years in LAST_YEARS:
            why = translated("validation.fitted.curve")
            yield fitted(_asked(name, point, "survival"), _published(point), alone, why)
            continue
        if point.basis == "reported":
            reason = translated("validation.reason.lower_bound")
            yield not_testable(_asked(name, point, "survival"), _published(point), reason, alone)
            continue
        yield tested(_asked(name, point, "survival"), _published(point), alone)
        used = survival(curves, "settling", _drawn("settling", draws), month)[:, 0]
        yield tested(_asked(name, point, "survival_used"), _published(point), used)


def _drawn(family: CoreStream, draws: Draws) -> tuple[Array, ...]:
    return tuple(draws[name] for name in FAMILY_PARAMETERS[family])


def _registered_rows(curves: Curves, draws: Draws) -> Iterator[ValidationRow]:
    """The curve of registered migrants: all its points are used; the check leaves all but two out."""
    at, share = np.array(curves.registered).T
    kept = [0, *(int(np.flatnonzero(at == y * MONTHS_PER_YEAR)[0]) for y in (FIRST_YEARS, max(LAST_YEARS)))]
    factor = draws["direct_hazard_factor"]
    for point in _observed(REGISTERED):
        month = np.array([point.years * MONTHS_PER_YEAR])
        if point.years in (FIRST_YEARS, *LAST_YEARS):
            line = np.exp(-factor[:, None] * stay.points_hazard(month, at, share))[:, 0]
            why = translated("validation.fitted.all_points")
        else:
            line = np.exp(-factor[:, None] * stay.points_hazard(month, at[kept], share[kept]))[:, 0]
            why = translated("validation.fitted.range_widened")
        yield fitted(_asked(REGISTERED, point, "survival"), _published(point), line, why)
