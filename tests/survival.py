"""Curves of stay for tests: by the two numbers that published ones are given in, and of other workforces."""

import numpy as np

from hea.engine.calculation import Calculation
from hea.engine.curves import AGES, Cohort, cohort
from hea.engine.draws import Draws
from hea.model import stay
from hea.model.uncertainty import Array
from hea.reference import sectors
from hea.validation.regions import contract_mix
from tests.conftest import distribution_centre


def weibull_survival(months: int, shape: float, scale_months: float) -> Array:
    """Share still here at every age up to ``months``, ``(1, months + 1)``."""
    here: Array = np.exp(-((np.arange(months + 1.0) / scale_months) ** shape))[None, :]
    return here


def agency_share_of(workforce: str, rows: Draws) -> Array:
    """Share of the labour migrants of Limburg, or of a sector, who work through an agency, per draw."""
    if workforce in sectors():
        made = Calculation(distribution_centre(sector=workforce), rows)
        share: Array = 1 - made.block.direct_share
        return share
    mix = contract_mix(workforce, rows)
    part: Array = mix.flex / (mix.direct + mix.flex)
    return part


def cohort_of(workforce: str, rows: Draws) -> Cohort:
    """The published cohort, had it been counted in the workforce of Limburg or of one sector."""
    known = cohort(rows)
    reference = known.reference._replace(agency_share=agency_share_of(workforce, rows))
    rate = stay.common_rate(known.points, reference, np.arange(float(AGES)))
    return known._replace(reference=reference, rate=rate)
