"""The central run with every step between input and outcome, for whatever shows the steps."""

from dataclasses import dataclass

import numpy as np

from hea.assessment.chain import Block, run_block
from hea.assessment.curves import FAMILY_PARAMETERS, CoreStream, survival
from hea.assessment.draws import CentralDraw
from hea.assessment.outcome import Outcome, run
from hea.assessment.run import DEFAULT_DEFINITION, setting_of
from hea.assessment.setting import Setting, Viewpoint
from hea.assessment.streams import Streams, wanted_streams
from hea.assessment.trace import Trace
from hea.assessment.workforce import Workforce, resolve
from hea.model import stay
from hea.model.uncertainty import Array
from hea.parameters import ParameterSet
from hea.proposal import Proposal

WHOLE = slice(0, 1)


@dataclass(frozen=True)
class CentralRun:
    """One run with the central values: arrays have one draw, as everywhere in the model."""

    setting: Setting
    draw: CentralDraw
    workforce: Workforce
    streams: Streams
    survival: dict[CoreStream, Array]
    """Share still here by elapsed months, ``(months + 1,)``, per stream of the year-round core."""
    core: dict[CoreStream, stay.Stock]
    """Who is present of the year-round core, per stream."""
    seasons: dict[int, stay.Stock]
    """Who is present of the seasons, by length of the season in months."""
    block: Block
    outcome: Outcome

    def wanted(self, stream: CoreStream) -> Array:
        """Labour migrants wanted in a stream of the year-round core, ``(months,)``."""
        circular = self.draw["circular_share_flex"]
        courses = self.streams.courses.values()
        total: Array = np.sum([c.workers(stream, circular)[:, None] * c.path for c in courses], axis=0)[0]
        return total


def central_run(
    proposal: Proposal,
    parameters: ParameterSet,
    stay_definition: str = DEFAULT_DEFINITION,
    viewpoint: Viewpoint = "regional",
) -> CentralRun:
    """The central run of an assessment, step by step.

    Raises:
        AssessmentError: if the proposal cannot be assessed as it stands.
    """
    setting = setting_of(proposal, parameters, stay_definition, viewpoint)
    draw = CentralDraw(parameters)
    workforce = resolve(proposal, draw, Trace(parameters))
    streams = wanted_streams(setting, workforce, draw, WHOLE)
    ages = np.arange(setting.months + 1, dtype=float)
    courses = streams.courses.values()
    lines, core = {}, {}
    for stream in FAMILY_PARAMETERS:
        kind = setting.family(stream)
        position = tuple(draw[name] for name in FAMILY_PARAMETERS[kind])
        lines[stream] = survival(setting.curves, kind, position, ages)
        wanted = [c.workers(stream, draw["circular_share_flex"])[:, None] * c.path for c in courses]
        core[stream] = stay.renewal(np.sum(wanted, axis=0), lines[stream], *setting.limits)
    seasons = {}
    for months, wanted_season in streams.seasonal.items():
        line = np.exp(-stay.exponential_hazard(ages[:months], draw["seasonal_stay_months"]))
        seasons[months] = stay.renewal(wanted_season, line, *setting.limits)
    return CentralRun(
        setting=setting,
        draw=draw,
        workforce=workforce,
        streams=streams,
        survival={stream: line[0] for stream, line in lines.items()},
        core=core,
        seasons=seasons,
        block=run_block(setting, workforce, draw, 0, 1),
        outcome=run(setting, workforce, draw),
    )
