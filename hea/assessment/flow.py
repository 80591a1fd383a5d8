"""From jobs to new places in one month: the stages of the model, each conserved."""

import numpy as np

from hea.assessment.ranges import to_range, to_single
from hea.assessment.results.flow import Flow, FlowMoment, FlowStep
from hea.engine.calculation import Outcome
from hea.engine.draws import Draws
from hea.engine.housing import destinations
from hea.engine.setting import EQUAL, Setting, structural_rank
from hea.model.uncertainty import Array
from hea.parameters import ParameterSet
from hea.proposal import STAY_CLASSES, month_name
from hea.texts.translated import translated


def flows(
    setting: Setting, outcome: Outcome, central: Outcome, draws: Draws, middle: Draws
) -> tuple[Flow, ...]:
    """The flow in the busiest and in the structural month for places, both as the central run has them.

    One month holds for all draws, so that what stands beside each other belongs together.
    """
    return tuple(
        Flow(
            moment=moment,
            month=month_name(setting.opening + month),
            steps=_steps(parts(setting, outcome, draws, month), parts(setting, central, middle, month)),
        )
        for moment, month in months(setting, central, middle.parameters).items()
    )


def busiest_month(central: Outcome) -> int:
    """Month with the highest total need in the central run."""
    return int(np.round(central.units.sum(axis=0)[0], EQUAL).argmax())


def structural_month(setting: Setting, central: Outcome, parameters: ParameterSet) -> int:
    """Month of the structural year with the third-lowest total need in the central run."""
    year, rank = setting.structural_window, structural_rank(parameters)
    total = np.round(central.units.sum(axis=0)[0, year], EQUAL)
    return int(year.start + np.argsort(total, kind="stable")[rank - 1])


def months(setting: Setting, central: Outcome, parameters: ParameterSet) -> dict[FlowMoment, int]:
    """The two months that are told of, by what they are called."""
    structural = structural_month(setting, central, parameters)
    return {"peak": busiest_month(central), "structural": structural}


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


def parts(setting: Setting, outcome: Outcome, draws: Draws, month: int) -> dict[str, Array]:
    """Every stage in one month, ``(draws,)``."""
    where = destinations(setting.proposal, draws)
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
