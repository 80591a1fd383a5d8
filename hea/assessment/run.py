"""The chain as a whole: stages in order for all draws, and everything that is read from them."""

from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from typing import Any, NamedTuple

from hea.assessment.curves import Curves
from hea.assessment.draws import CentralDraw, Draws, OneAtATime
from hea.assessment.drivers import drivers
from hea.assessment.estimates import estimates
from hea.assessment.facility_results import facility_results
from hea.assessment.flags import general_flags
from hea.assessment.headline import (
    construction_result,
    headline,
    headline_figures,
    labour_market,
    monthly,
    months_of,
)
from hea.assessment.housing_detail import housing_detail
from hea.assessment.outcome import Outcome, run
from hea.assessment.own_values import calculated_with, own_values_used
from hea.assessment.parties import parties
from hea.assessment.problems import AssessmentError, Problem
from hea.assessment.ranges import to_range, to_series, to_single
from hea.assessment.result import Assessment, Assumption, Outline, ParametersUsed, Positions, Staffing
from hea.assessment.scope import scope
from hea.assessment.setting import Setting, Viewpoint
from hea.assessment.signals import capacity_results
from hea.assessment.streams import migrants_wanted, wanted_streams
from hea.assessment.supply import supply
from hea.assessment.trace import Trace
from hea.assessment.triangulation import triangulated
from hea.assessment.welfare_results import Context, welfare_result
from hea.assessment.workforce import Workforce, resolve
from hea.model.positions import third_lowest_of_year
from hea.model.uncertainty import Array
from hea.parameters import ParameterReader, ParameterSet, load_parameters
from hea.proposal import Proposal
from hea.reference import nearest, stay_definitions

REPORT_DRAWS = 8192
LIVE_DRAWS = 1024
DEFAULT_SEED = 20260101
DEFAULT_DEFINITION = "limburg"
MINIMUM_DRAWS, MAXIMUM_DRAWS = 16, 65_536


@dataclass(frozen=True)
class Run:
    """An assessment with the draws behind it, for whatever compares, explains or ranks."""

    assessment: Assessment
    figures: dict[str, Array]
    """Headlines per draw, ``(draws,)``, by their path in the headline."""
    scores: dict[str, Array]
    """Scores of the known criteria of broad welfare per draw."""
    gap: Array
    """Places short by class of stay, ``(3, draws, months)``."""
    draws: Draws


def simulate(
    proposal: Proposal,
    parameters: ParameterSet | None = None,
    *,
    draws: int = REPORT_DRAWS,
    seed: int = DEFAULT_SEED,
    stay_definition: str = DEFAULT_DEFINITION,
    viewpoint: Viewpoint = "regional",
) -> Run:
    """The whole chain for one proposal, with arguments as in :func:`hea.assess`.

    Returns:
        The assessment, frozen, with the trace of what was assumed, and its draws.

    Raises:
        AssessmentError: if the proposal cannot be assessed as it stands, with one problem per cause.
    """
    parameters = ParameterReader(parameters or load_parameters())
    check_settings(draws, stay_definition)
    setting = setting_of(proposal, parameters, stay_definition, viewpoint)
    drawn, trace = Draws(parameters, draws, seed), Trace(parameters)
    return _read(setting, resolve(proposal, drawn, trace), drawn, trace)


def assumptions(proposal: Proposal, parameters: ParameterSet | None = None) -> tuple[Assumption, ...]:
    """What would be used for each field that was not given, without drawing anything.

    These are the entries of :attr:`Assessment.assumed` that follow from the fields of the proposal; those
    of signals and weights of broad welfare are not among them.

    Args:
        proposal: as handed in.
        parameters: the figures to use; the shipped ones by default.

    Raises:
        AssessmentError: if the number of workers cannot be derived.
    """
    parameters = parameters or load_parameters()
    trace = Trace(parameters)
    resolve(proposal, CentralDraw(parameters), trace)
    general_flags(setting_of(proposal, parameters, DEFAULT_DEFINITION, "regional"), trace)
    return tuple(trace.assumed.values())


def outline(
    proposal: Proposal,
    parameters: ParameterSet | None = None,
    *,
    draws: int = LIVE_DRAWS,
    seed: int = DEFAULT_SEED,
) -> Outline:
    """The same figures as :func:`hea.assess` with as many draws, without what is read from them later.

    Facilities, signals, broad welfare, drivers and checks from several sides take half of the time of a
    live assessment, and no page shows them while workers and places are filled in.

    Raises:
        AssessmentError: if the proposal cannot be assessed as it stands.
    """
    setting, drawn, trace = _begun(proposal, parameters, draws, seed)
    core = _core(setting, resolve(proposal, drawn, trace), drawn, trace)
    return Outline(**core.fields, assumed=tuple(trace.assumed.values()), parameters=used_of(drawn.parameters))


def _begun(
    proposal: Proposal, parameters: ParameterSet | None, draws: int, seed: int
) -> tuple[Setting, Draws, Trace]:
    """What a calculation in the usual setting starts with; it notes which figures are read."""
    reader = ParameterReader(parameters or load_parameters())
    check_settings(draws, DEFAULT_DEFINITION)
    setting = setting_of(proposal, reader, DEFAULT_DEFINITION, "regional")
    return setting, Draws(reader, draws, seed), Trace(reader)


def staffing(
    proposal: Proposal,
    parameters: ParameterSet | None = None,
    *,
    draws: int = LIVE_DRAWS,
    seed: int = DEFAULT_SEED,
) -> Staffing:
    """The same positions and labour migrants as :func:`hea.assess` with as many draws.

    How long people have been there does not change how many there are, so this needs no stage but the
    first two, and a tenth of the time.

    Raises:
        AssessmentError: if the proposal cannot be assessed as it stands.
    """
    setting, drawn, trace = _begun(proposal, parameters, draws, seed)
    figures = drawn.parameters
    workforce = resolve(setting.proposal, drawn, trace)
    streams = wanted_streams(setting, workforce, drawn, slice(0, drawn.count))
    jobs, migrants = streams.jobs, migrants_wanted(streams)
    general_flags(setting, trace)
    rank, year = int(figures.value("structural_month_rank")), setting.structural_window
    return Staffing(
        **_made(setting, drawn),
        jobs=to_range(jobs[:, year].mean(axis=1)),
        migrants_structural=to_range(third_lowest_of_year(migrants, setting.structural_year, rank)),
        monthly=Positions(month=months_of(setting), positions=to_series(jobs)),
        assumed=tuple(trace.assumed.values()),
        parameters=used_of(figures),
    )


def workers_on_site(proposal: Proposal, parameters: ParameterSet | None = None) -> float:
    """All people on the site in a mean month of full operation, who work there already among them.

    Every parameter has its central value; growth and automation do not count.

    Raises:
        AssessmentError: if the number of workers cannot be derived.
    """
    figures = parameters or load_parameters()
    everyone = proposal.model_copy(update={"kind": "new"})  # an expansion counts its growth only
    groups = resolve(everyone, CentralDraw(figures), Trace(figures)).groups
    return float(sum(group.persons[0] for group in groups))


def _made(setting: Setting, drawn: Draws) -> dict[str, Any]:
    """From what a result is made, without the figures that were read."""
    return {
        "version": _software(),
        "input_hash": setting.proposal.hash,
        "seed": drawn.seed,
        "draws": drawn.count,
        "stay_definition": setting.definition.id,
        "stay_limits_months": setting.limits,
        "viewpoint": setting.viewpoint,
        "proposal": setting.proposal,
    }


@cache
def _software() -> str:
    """Version of this program, which is read from a file."""
    return version("hea")


class _Core(NamedTuple):
    """Stages 1 to 4: their outcome per draw, the main figures, and the fields of an outline."""

    outcome: Outcome
    figures: dict[str, Array]
    fields: dict[str, Any]


def _core(setting: Setting, workforce: Workforce, drawn: Draws, trace: Trace) -> _Core:
    """Run stages 1 to 4 and read how many, when and where."""
    parameters = drawn.parameters
    outcome, central = run(setting, workforce, drawn), _central(setting, parameters)
    figures = headline_figures(setting, outcome, parameters)
    general_flags(setting, trace)
    fields = {
        **_made(setting, drawn),
        "headline": headline(figures, to_range),
        "central": headline(headline_figures(setting, central, parameters), to_single),
        "monthly": monthly(setting, outcome),
        "housing": housing_detail(setting, outcome, central, drawn),
    }
    return _Core(outcome, figures, fields)


def _read(setting: Setting, workforce: Workforce, drawn: Draws, trace: Trace) -> Run:
    """Run stages 1 to 4 and read everything that is reported from their outcome."""
    proposal, parameters = setting.proposal, drawn.parameters
    outcome, figures, fields = _core(setting, workforce, drawn, trace)
    facilities, utilisation = facility_results(proposal, outcome, drawn, trace)
    welfare, scores = welfare_result(Context(proposal, outcome, setting.supply, drawn, utilisation), trace)
    shares, benchmark = estimates(proposal, workforce, drawn, trace)
    construction = construction_result(proposal, drawn)
    signals = capacity_results(proposal, outcome, drawn, trace)
    jobs_left = labour_market(setting, outcome, trace)
    limits = scope(proposal, figures["jobs"], trace)
    effects = parties(figures, welfare.criteria, fields["housing"], facilities, jobs_left)
    moved = drivers(proposal, figures, drawn, partial(one_at_a_time, setting, parameters))
    for code, told in calculated_with(parameters).items():  # last, when all that is needed was read
        trace.note(code, told)
    assessment = Assessment(
        **fields,
        migrant_share_estimates=shares,
        triangulation=triangulated(proposal, figures, shares, benchmark, drawn),
        labour_market=jobs_left,
        construction=construction,
        facilities=facilities,
        capacity_signals=signals,
        welfare=welfare.model_copy(update={"parties": effects}),
        drivers=moved,
        assumed=tuple(trace.assumed.values()),
        scope=limits,
        flags=tuple(trace.flags.values()),
        unavailable=tuple(trace.unavailable.values()),
        parameters=used_of(parameters),
    )
    return Run(assessment, figures, scores, outcome.gap, drawn)


def one_at_a_time(setting: Setting, parameters: ParameterSet, names: tuple[str, ...]) -> dict[str, Array]:
    """Headlines with each of the named parameters down and up, the others central."""
    moved = OneAtATime(parameters, names)
    outcome = run(setting, resolve(setting.proposal, moved, Trace(parameters)), moved)
    return headline_figures(setting, outcome, parameters)


def used_of(parameters: ParameterSet) -> ParametersUsed:
    """Which figures were read so far, if that was noted."""
    used = parameters.used if isinstance(parameters, ParameterReader) else tuple(parameters)
    return ParametersUsed(
        version=parameters.version,
        hash=parameters.hash,
        used=used,
        overrides=parameters.overrides,
        own_values=own_values_used(parameters),
    )


def check_settings(draws: int, stay_definition: str) -> None:
    """Refuse a number of draws out of bounds or an unknown definition of stay.

    Raises:
        AssessmentError: with one problem per cause.
    """
    problems = []
    if not MINIMUM_DRAWS <= draws <= MAXIMUM_DRAWS:
        values = {"value": draws, "minimum": MINIMUM_DRAWS, "maximum": MAXIMUM_DRAWS}
        problems.append(Problem("draws", "draws", values))
    if stay_definition not in stay_definitions():
        hint = ", ".join(nearest(stay_definition, stay_definitions()))
        problems.append(
            Problem("stay_definition", "stay_definition", {"value": stay_definition, "nearest": hint})
        )
    if problems:
        raise AssessmentError(problems)


def setting_of(
    proposal: Proposal, parameters: ParameterSet, definition: str, viewpoint: Viewpoint
) -> Setting:
    """What holds for all draws of an assessment."""
    months = int(parameters.value("horizon_months")) + 1
    return Setting(
        proposal=proposal,
        months=months,
        definition=stay_definitions()[definition],
        viewpoint=viewpoint,
        curves=Curves.published(parameters),
        supply=supply(proposal, months),
        structural_year=int(parameters.value("structural_year")),
    )


def _central(setting: Setting, parameters: ParameterSet) -> Outcome:
    """The same chain with one draw that holds the central values."""
    draw = CentralDraw(parameters)
    return run(setting, resolve(setting.proposal, draw, Trace(parameters)), draw)
