"""Everything that is read from a calculation, in the order in which a report tells it."""

from dataclasses import dataclass
from typing import Any

from hea.assessment.drivers import drivers
from hea.assessment.estimates import estimates
from hea.assessment.facility_results import facility_results
from hea.assessment.finance import finance
from hea.assessment.flags import flag_contraction, general_flags
from hea.assessment.headline import construction_result, headline, labour_market, monthly, months_of
from hea.assessment.housing_detail import housing_detail, most_short
from hea.assessment.own_values import calculated_with
from hea.assessment.parties import parties
from hea.assessment.ranges import to_range, to_series, to_single
from hea.assessment.registration import registration
from hea.assessment.results import Assessment, Outline, Staffing
from hea.assessment.results.common import DOSSIER_DRAWS, Range
from hea.assessment.results.effects import WelfareResult
from hea.assessment.results.evidence import OwnValueUsed, ParametersUsed
from hea.assessment.results.headline import Headline, Positions
from hea.assessment.scope import scope
from hea.assessment.signals import capacity_results
from hea.assessment.stay_readings import stay_readings
from hea.assessment.triangulation import triangulated
from hea.assessment.welfare_results import welfare_result
from hea.engine.calculation import DEFAULT_DEFINITION, Calculation
from hea.engine.draws import CentralDraw, Draws
from hea.engine.problems import AssessmentError
from hea.engine.setting import Viewpoint, structural_rank
from hea.engine.stay import migrants_wanted
from hea.engine.trace import Assumption
from hea.model.positions import third_lowest_of_year
from hea.model.uncertainty import Array
from hea.parameters import ParameterReader, ParameterSet, load_parameters
from hea.problems import Problem
from hea.proposal import Proposal
from hea.reference import stay_definitions
from hea.version import VERSION

SCREENING_DRAWS = 1024
"""The first of those, for where many plans are set side by side."""
MAX_AGAIN = 8192
"""Draws with which what others made is calculated again unasked; reports once had as many."""
DEFAULT_SEED = 20260101
MINIMUM_DRAWS, MAX_DRAWS = 16, 65_536


@dataclass(frozen=True)
class Variant:
    """What is compared between one plan and another on the same draws."""

    input_hash: str
    headline: Headline[Range]
    welfare: WelfareResult
    headline_draws: dict[str, Array]
    """Headlines per draw, ``(draws,)``, by their path in the headline."""
    scores: dict[str, Array]
    """Scores of the known criteria of broad welfare per draw."""


@dataclass(frozen=True)
class DrawnOutline:
    """An outline with the draws behind its headlines; those of one name and seed belong together."""

    outline: Outline
    headline_draws: dict[str, Array]
    """Headlines per draw, ``(draws,)``, by their path in the headline."""
    places_short: Array
    """Places short of all classes of stay in the month in which most are, ``(draws,)``."""


@dataclass(frozen=True)
class Run(Variant):
    """An assessment with the draws behind it, for whatever compares, explains or ranks."""

    assessment: Assessment
    gap: Array
    """Places short by class of stay, ``(3, draws, months)``."""
    draws: Draws


def simulate(
    proposal: Proposal,
    parameters: ParameterSet | None = None,
    *,
    draws: int = DOSSIER_DRAWS,
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
    return _read(_calculation(proposal, parameters, draws, seed, stay_definition, viewpoint))


def all_read(calculation: Calculation) -> Assessment:
    """Everything that is reported of a calculation; with one draw low, middle and high are the same."""
    return _read(calculation).assessment


def _calculation(
    proposal: Proposal,
    parameters: ParameterSet | None,
    draws: int,
    seed: int,
    stay_definition: str = DEFAULT_DEFINITION,
    viewpoint: Viewpoint = "regional",
) -> Calculation:
    """A calculation that notes which figures it reads."""
    check_settings(draws, stay_definition)
    reader = ParameterReader(parameters or load_parameters())
    return Calculation(proposal, Draws(reader, draws, seed), stay_definition, viewpoint)


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
    central = Calculation(proposal, CentralDraw(parameters or load_parameters()))
    _ = central.workforce
    general_flags(central.setting, central.trace)
    return tuple(central.trace.assumed.values())


def outline(
    proposal: Proposal,
    parameters: ParameterSet | None = None,
    *,
    draws: int = DOSSIER_DRAWS,
    seed: int = DEFAULT_SEED,
) -> Outline:
    """The same figures as :func:`hea.assess` with as many draws, without what is read from them later.

    Facilities, signals, broad welfare, drivers and checks from several sides take half of the time of a
    live assessment, and no page shows them while workers and places are filled in.

    Raises:
        AssessmentError: if the proposal cannot be assessed as it stands.
    """
    return drawn_outline(proposal, parameters, draws=draws, seed=seed).outline


def drawn_outline(
    proposal: Proposal,
    parameters: ParameterSet | None = None,
    *,
    draws: int = DOSSIER_DRAWS,
    seed: int = DEFAULT_SEED,
) -> DrawnOutline:
    """An outline with the draws behind its headlines, to set it beside another of the same seed.

    Raises:
        AssessmentError: if the proposal cannot be assessed as it stands.
    """
    calculation = _calculation(proposal, parameters, draws, seed)
    fields = _core(calculation)
    assumed = tuple(calculation.trace.assumed.values())
    made = Outline(**fields, assumed=assumed, parameters=used_of(calculation.parameters))
    return DrawnOutline(made, calculation.headline, most_short(calculation.outcome))


def staffing(
    proposal: Proposal,
    parameters: ParameterSet | None = None,
    *,
    draws: int = DOSSIER_DRAWS,
    seed: int = DEFAULT_SEED,
) -> Staffing:
    """The same positions and labour migrants as :func:`hea.assess` with as many draws.

    How long people have been there does not change how many there are, so this needs no stage but the
    first two, and a tenth of the time.

    Raises:
        AssessmentError: if the proposal cannot be assessed as it stands.
    """
    calculation = _calculation(proposal, parameters, draws, seed)
    setting, figures, streams = calculation.setting, calculation.parameters, calculation.streams
    jobs, migrants = streams.jobs, migrants_wanted(streams)
    general_flags(setting, calculation.trace)
    flag_contraction(calculation, calculation.trace)
    rank, year = structural_rank(figures), setting.structural_window
    return Staffing(
        **_made(calculation),
        jobs=to_range(jobs[:, year].mean(axis=1)),
        migrants_structural=to_range(third_lowest_of_year(migrants, setting.structural_year, rank)),
        monthly=Positions(month=months_of(setting), positions=to_series(jobs)),
        assumed=tuple(calculation.trace.assumed.values()),
        parameters=used_of(figures),
    )


def workers_on_site(proposal: Proposal, parameters: ParameterSet | None = None) -> float:
    """All people on the site in a mean month of full operation, who work there already among them.

    Every parameter has its central value; growth and automation do not count.

    Raises:
        AssessmentError: if the number of workers cannot be derived.
    """
    central = Calculation(proposal, CentralDraw(parameters or load_parameters()))
    return float(sum(group.persons[0] + group.there[0] for group in central.workforce.groups))


def _made(calculation: Calculation) -> dict[str, Any]:
    """From what a result is made, without the figures that were read."""
    setting, drawn = calculation.setting, calculation.draws
    return {
        "version": VERSION,
        "input_hash": setting.proposal.hash,
        "seed": drawn.seed,
        "draws": drawn.count,
        "stay_definition": setting.definition.id,
        "stay_limits_months": setting.limits,
        "viewpoint": setting.viewpoint,
        "proposal": setting.proposal,
    }


def _core(calculation: Calculation) -> dict[str, Any]:
    """Stages 1 to 4: how many, when and where."""
    fields = {
        **_made(calculation),
        "headline": headline(calculation.headline, to_range),
        "central": headline(calculation.central().headline, to_single),
        "monthly": monthly(calculation),
        "housing": housing_detail(calculation),
    }
    general_flags(calculation.setting, calculation.trace)
    flag_contraction(calculation, calculation.trace)
    return fields


def _read(calculation: Calculation) -> Run:
    """Everything that is reported from a calculation."""
    proposal, parameters, trace = calculation.proposal, calculation.parameters, calculation.trace
    figures = calculation.headline
    fields = _core(calculation)
    facilities, utilisation = facility_results(calculation)
    welfare, scores = welfare_result(calculation, utilisation)
    shares, benchmark = estimates(calculation)
    construction = construction_result(calculation)
    signals = capacity_results(calculation)
    jobs_left = labour_market(calculation)
    limits = scope(proposal, figures["jobs"], trace)
    effects = parties(figures, welfare.criteria, fields["housing"], facilities, jobs_left)
    moved = drivers(calculation)
    readings, registered = stay_readings(calculation), registration(calculation)
    money = finance(calculation)
    for code, told in calculated_with(parameters).items():  # last, when all that is needed was read
        trace.note(code, told)
    assessment = Assessment(
        **fields,
        migrant_share_estimates=shares,
        triangulation=triangulated(calculation, shares, benchmark),
        stay_readings=readings,
        registration=registered,
        finance=money,
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
    return Run(
        assessment.input_hash,
        assessment.headline,
        welfare,
        figures,
        scores,
        assessment,
        calculation.outcome.gap,
        calculation.draws,
    )


def variant(proposal: Proposal, handed_in: Run) -> Variant:
    """Another plan on the draws of a first, with what is compared and nothing else.

    What the two plans have in common is calculated once, and what is not compared takes most of the time of
    an assessment. The values are those of :func:`simulate` with the same draws.

    Raises:
        AssessmentError: if the proposal cannot be assessed as it stands.
    """
    first, drawn = handed_in.assessment, handed_in.draws
    own = Draws(drawn.parameters, drawn.count, drawn.seed, shared=drawn)
    calculation = Calculation(proposal, own, first.stay_definition, first.viewpoint)
    figures, (_, utilisation) = calculation.headline, facility_results(calculation)
    welfare, scores = welfare_result(calculation, utilisation)
    return Variant(proposal.hash, headline(figures, to_range), welfare, figures, scores)


def used_of(parameters: ParameterSet) -> ParametersUsed:
    """Which figures were read so far, if that was noted."""
    used = parameters.used if isinstance(parameters, ParameterReader) else tuple(parameters)
    return ParametersUsed(
        version=parameters.version,
        hash=parameters.hash,
        used=used,
        overrides=parameters.overrides,
        own_values=OwnValueUsed.of(parameters),
    )


def nearest_draws(draws: int) -> int:
    """The nearest power of two, as only so many lie evenly; what is out of bounds stays, to be refused."""
    if not MINIMUM_DRAWS <= draws <= MAX_DRAWS:
        return draws
    below = 1 << (draws.bit_length() - 1)
    return below if draws - below <= 2 * below - draws else 2 * below


def check_settings(draws: int, stay_definition: str) -> None:
    """Refuse a number of draws that is out of bounds or no power of two, or an unknown definition of stay.

    Raises:
        AssessmentError: with one problem per cause.
    """
    problems = []
    if not MINIMUM_DRAWS <= draws <= MAX_DRAWS:
        values = {"value": draws, "minimum": MINIMUM_DRAWS, "maximum": MAX_DRAWS}
        problems.append(Problem("draws", "draws", values))
    elif draws != nearest_draws(draws):
        problems.append(Problem("draws", "draws_uneven", {"value": draws, "nearest": nearest_draws(draws)}))
    if stay_definition not in stay_definitions():
        hint = ", ".join(sorted(stay_definitions()))
        problems.append(
            Problem("stay_definition", "stay_definition", {"value": stay_definition, "nearest": hint})
        )
    if problems:
        raise AssessmentError(problems)
