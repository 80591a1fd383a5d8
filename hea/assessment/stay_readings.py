"""The three readings of stay as they are reported."""

import numpy as np

from hea.assessment.ranges import to_range
from hea.assessment.results.stay import Counted, RangesByStay, StayReadings, UseOfReadings
from hea.engine.calculation import Calculation
from hea.model.uncertainty import Array
from hea.proposal import STAY_CLASSES
from hea.texts.translated import translated


def stay_readings(calculation: Calculation) -> StayReadings:
    """Who is present by two clocks, and who arrives by whole stay."""
    found = calculation.readings
    somebody = ~np.isnan(found.arrivals[0])
    arrivals = _ranges(found.arrivals[:, somebody]) if somebody.any() else None
    used: Counted = "job" if calculation.viewpoint == "employer" else "region"
    return StayReadings(
        used=used,
        region=_ranges(found.region),
        job=_ranges(found.job),
        arrivals=arrivals,
        reason=translated("unavailable.no_arrivals") if arrivals is None else None,
        use=UseOfReadings(
            **{name: translated(f"readings.use_{name}") for name in UseOfReadings.model_fields}
        ),
        followed=translated(f"readings.used_{used}"),
    )


def _ranges(classes: Array) -> RangesByStay:
    return RangesByStay(**{stay: to_range(draws) for stay, draws in zip(STAY_CLASSES, classes, strict=True)})
