"""From jobs to new places in one month: the stages of the model, each conserved."""

import numpy as np

from hea.assessment.ranges import to_range, to_single
from hea.assessment.results.flow import Flow, FlowMoment, FlowStep
from hea.engine.calculation import Calculation, Outcome
from hea.engine.housing import destinations
from hea.engine.setting import EQUAL, structural_rank
from hea.model.uncertainty import Array
from hea.proposal import STAY_CLASSES, month_name
from hea.texts.translated import translated


def flows(calculation: Calculation) -> tuple[Flow, ...]:
    """The flow in the busiest and in the structural month for places, both as the central run has them.

    One month holds for all draws, so that what stands beside each other belongs together.
    """
    central = calculation.central()
    return tuple(
        Flow(
            moment=moment,
            month=month_name(calculation.setting.opening + month),
            steps=_steps(parts(calculation, month), parts(central, month)),
        )
        for moment, month in months(central).items()
    )


def busiest_month(central: Outcome) -> int:
    """Month with the highest total need in the central run."""
    return int(np.round(central.units.sum(axis=0)[0], EQUAL).argmax())


def structural_month(central: Calculation) -> int:
    """Month of the structural year with the third-lowest total need in the central run."""
    year, rank = central.setting.structural_window, structural_rank(central.parameters)
    total = np.round(central.outcome.units.sum(axis=0)[0, year], EQUAL)
    return int(year.start + np.argsort(total, kind="stable")[rank - 1])


def months(central: Calculation) -> dict[FlowMoment, int]:
    """The two months that are told of, by what they are called."""
    return {"peak": busiest_month(central.outcome), "structural": structural_month(central)}


def _steps(values_of: dict[str, Array], middle: dict[str, Array]) -> tuple[FlowStep, ...]:
    return tuple(
        FlowStep.model_validate(
            {
                "id": key,
                "name": translated(f"flow.{key}"),
                "central": to_single(middle[key]),
                "range": to_range(values),
            }
        )
        for key, values in values_of.items()
    )


def parts(calculation: Calculation, month: int) -> dict[str, Array]:
    """Every stage in one month, ``(draws,)``."""
    where, outcome = destinations(calculation.proposal, calculation.draws), calculation.outcome
    jobs, migrants, net = (
        series[:, month] for series in (outcome.positions, outcome.migrants, outcome.in_need)
    )
    units = outcome.units[:, :, month]
    return {
        "jobs": jobs,
        "others": jobs - migrants,
        "migrants": migrants,
        "already_in_region": migrants * where.region - net,
        "across_border": migrants * where.across_border,
        "other_region": migrants * where.other_region,
        "net": net,
        "sharing": units.sum(axis=0) - net,
        "total": units.sum(axis=0),
        **dict(zip(STAY_CLASSES, units, strict=True)),
    }
