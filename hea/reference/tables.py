"""Typed rows of the reference tables and one cached reader per table."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from operator import attrgetter
from typing import Final, Literal, TypeVar

from pydantic import ConfigDict
from rapidfuzz import process

from hea.frozen import Frozen
from hea.reference.own import MUNICIPALITIES, own_files, own_rows
from hea.texts import Lang

Grade = Literal["A", "B", "C", "D"]


class Row(Frozen):
    """A row of a reference table. Columns that the code does not use are left out."""

    model_config = ConfigDict(extra="ignore")

    def in_language(self, column: str, lang: Lang) -> str:
        """What stands in the column that a table has once for each language, such as ``question_nl``."""
        return str(getattr(self, f"{column}_{lang}"))


class Entry(Row):
    """A row that is found by its id."""

    id: str


class Named(Entry):
    """A row with a name in each language."""

    name_nl: str
    name_en: str

    def name_in(self, lang: Lang) -> str:
        """What it is called in a language."""
        return self.in_language("name", lang)


class Municipality(Row):
    """A Dutch municipality with its CBS figures (population per 1 January of ``year``)."""

    gm_code: str
    name: str
    province: str
    corop_name: str | None = None
    population: float
    households: float
    housing_stock_2026: float
    housing_stock_year: int = 2026
    """Year of the housing stock; another than that of the name with newer figures."""
    avg_household_size: float
    distance_gp_km: float | None = None
    distance_primary_school_km: float | None = None
    labour_migrants: float | None = None
    """Labour migrants there by a published figure; definitions differ per municipality."""
    labour_migrants_year: int | None = None
    centroid_lat: float
    centroid_lon: float
    neighbours: str | None = None
    year: int
    source: str

    @property
    def centroid(self) -> tuple[float, float]:
        """Latitude and longitude of the centre, in degrees."""
        return self.centroid_lat, self.centroid_lon


class Sector(Named):
    """A sector; its figures are parameters named ``sector.<id>.*``."""

    season_profile: str
    density_basis: Literal["persons_mean", "persons_peak", "fte"]
    density_season_profile: str | None = None
    reference_group: str
    """Group under which comparable companies are usually listed."""
    grade_share: Grade
    source_share: str
    remark: str | None = None
    part_of: str | None = None
    """Id of the sector of which this is one kind; what is not known of the kind is that of the whole."""
    difference_nl: str | None = None
    difference_en: str | None = None
    """How the kind differs from the whole, as far as anything was published."""
    nearest_density: str | None = None
    """Id of the nearest sector with work per hectare, where this one has no density."""


class SectorWithoutFigures(Named):
    """A kind of work of which no share of labour migrants was published, with the nearest sectors."""

    words: str
    """What people call it, divided by bars."""
    nearest: str
    """Ids of the nearest sectors, divided by spaces."""
    difference_nl: str
    difference_en: str
    source: str
    year: int
    url: str


class JobLevel(Named):
    """A job level; its figures are parameters named ``level.<id>.*``."""

    grade: Grade


class FunctionShare(Row):
    """The typical share of one job level in the workforce of a sector."""

    sector_id: str
    level: str
    share: float
    grade: Grade
    source: str


class SeasonProfile(Named):
    """Twelve monthly indices, January to December, with mean 1."""

    jan: float
    feb: float
    mar: float
    apr: float
    may: float
    jun: float
    jul: float
    aug: float
    sep: float
    oct: float
    nov: float
    dec: float
    grade: Grade
    source: str
    url: str | None = None
    remark: str | None = None

    @property
    def index(self) -> tuple[float, ...]:
        """The twelve indices in the order of the calendar."""
        return (
            self.jan, self.feb, self.mar, self.apr, self.may, self.jun,
            self.jul, self.aug, self.sep, self.oct, self.nov, self.dec,
        )  # fmt: skip


class SurvivalPoint(Row):
    """One point of a curve of stay: the share still present after so many years."""

    curve_id: str
    years: float
    survival: float
    basis: Literal["definition", "observed", "fitted", "reported"]
    """``reported`` is read elsewhere, such as a bound in the press, and is no part of the curve."""
    source: str
    url: str | None = None
    grade: Grade


class StayDefinition(Named):
    """Limits between short, mid and long stay, in months of elapsed stay."""

    short_max_months: int
    mid_max_months: int
    short_source: str
    url: str | None = None
    grade: Grade
    remark: str | None = None


class Facility(Named):
    """A facility; its figures are parameters named ``facility.<id>.*``."""

    driver: str
    unit: str
    unit_en: str
    norm_per: float
    one_off: Literal["yes", "no"]
    benefit_possible: Literal["yes", "no"]
    same_pressure_as: str | None = None
    source: str
    year: str | None = None
    url: str | None = None
    grade_norm: Grade
    grade_multiplier: Grade
    explanation_nl: str
    explanation_en: str
    remark: str | None = None
    yearly: Literal["yes", "no"]
    """Whether its unit is a volume of a whole year, and not of one moment."""

    def unit_in(self, lang: Lang) -> str:
        """What it is counted in, in a language."""
        return self.unit if lang == "nl" else self.unit_en

    @property
    def norm(self) -> str:
        """Name of the parameter that is its norm."""
        return f"facility.{self.id}.norm"

    @property
    def norm_unit(self) -> str:
        """Unit of its norm, as the parameter of that norm has it."""
        return f"{self.unit} per {self.norm_per:.0f} ({self.driver})"

    @property
    def per_year(self) -> bool:
        """Whether what it asks is counted over a whole year."""
        return self.yearly == "yes"


RuleStatus = Literal["year_state", "proposed", "superseded", "dropped", "assumption", "sector proposal"]
"""Whether a rule holds: as it stood in the year of its source and not checked since, proposed, superseded or
unknown, dropped; or a default of the tool, or a proposal of the sector. None was checked today."""


class CapacitySignal(Entry):
    """A rule about carrying capacity with its thresholds; always advisory."""

    rule_type: str
    scope: str
    amber: float | None = None
    red: float | None = None
    unit: str
    municipality_or_source: str
    derived_from: str | None = None
    """Of a default of the tool, the rules that it follows."""
    year: int | None = None
    url: str | None = None
    status: RuleStatus
    explanation_nl: str
    remark: str | None = None
    unfavourable: Literal["above", "below"]
    """On which side of its thresholds a value is unfavourable."""
    at_limit: Literal["yes", "no"]
    """Whether a value at a threshold is unfavourable too: "from 50 beds", and not "above 50 beds"."""
    of_tool: Literal["yes", "no"]
    """Whether it is a default of the tool, and not a rule of a municipality or province."""
    of_village: Literal["yes", "no"]
    """Whether it looks at the village of the site, and not at the whole municipality."""
    radius_km: float | None = None
    """The distance within which it counts, where it states one."""
    of_province: str | None = None
    """Name of the province that made it."""
    measured: Literal["yes", "no"]
    """Whether the tool measures what it limits; a target or a limit to a single home is shown alone."""
    measure: Literal["share", "count", "hectares"]
    """What kind of number its value and its limits are; a share is shown as a percentage."""
    of_municipality: str | None = None
    """Codes of the municipalities it holds in, where their names are others than in the source."""

    @property
    def source(self) -> str:
        """Who made it, and what it is derived from."""
        return "; ".join(filter(None, (self.municipality_or_source, self.derived_from)))

    def holds_in(self, place: Municipality) -> bool:
        """Whether it is a rule of this municipality, or of its province."""
        named = self.municipality_or_source == place.name or place.gm_code in (self.of_municipality or "")
        return named or self.of_province == place.province


class WelfareCriterion(Named):
    """One of the ten criteria of broad welfare with its fixed anchors."""

    order: int
    dimension: str
    indicator: str
    unit: str
    anchor_bad: float
    anchor_neutral: float
    anchor_good: float
    drawn_anchors: Literal["good", "bad|good"] | None = None
    """Which ends are an assumption, and drawn; the others are an end of the scale, or have a source."""
    scored_by: Literal["model", "answers", "user"]
    party: str
    grade: Grade
    source: str
    url: str | None = None
    explanation_nl: str
    explanation_en: str
    anchors_en: str
    """Why the anchors stand where they do; in Dutch this is ``source``."""
    remark: str | None = None


class WelfarePart(Row):
    """One step of a point scale: a part of a criterion, the answer or limit, and its points."""

    criterion_id: str
    part_id: str
    name_nl: str
    name_en: str
    scored_by: Literal["model", "answer", "contains", "positive", "at_least"]
    question_id: str | None = None
    answer: str | None = None
    upper_limit: float | None = None
    points: float
    grade: Grade
    source: str


class WelfareFactor(Row):
    """The weight factor of one criterion in a preset."""

    preset_id: str
    criterion_id: str
    factor: float
    grade: Grade
    source: str


class Question(Entry):
    """A question of the conversation guide, in our own words."""

    phase: str
    order: int
    question_nl: str
    question_en: str
    answer_type: Literal["choice", "number", "share", "date", "text", "yes_no"]
    choices: str | None = None
    """Divided by bars; a choice without any is one of the sectors."""
    choices_en: str | None = None
    """Names of the choices in English, in the same order."""
    why_nl: str
    why_en: str
    source: str
    url: str | None = None
    field: str | None = None
    """Where a proposal holds the answer; in a list every entry has to."""
    always_known: Literal["yes", "no"]
    """Whether every proposal holds the answer there."""

    @property
    def options(self) -> tuple[str, ...]:
        """The allowed answers of a choice question, else empty."""
        if self.answer_type == "choice" and not self.choices:
            return tuple(sectors())
        return tuple(self.choices.split("|")) if self.choices else ()

    @property
    def answered_by_field(self) -> bool:
        """True if a field of every proposal answers it, so that it is never asked twice."""
        return self.always_known == "yes"

    @property
    def several(self) -> bool:
        """True if more than one answer may be given."""
        steps = (step for parts in welfare_parts().values() for rows in parts.values() for step in rows)
        return any(step.question_id == self.id and step.scored_by == "contains" for step in steps)

    def named_options(self, lang: Lang) -> dict[str, str]:
        """Name of every choice; empty if a field holds the answer, which names them itself."""
        if self.answered_by_field:
            return {}
        names = self.options if lang == "nl" or self.choices_en is None else self.choices_en.split("|")
        return dict(zip(self.options, names, strict=True))


class Ruling(Entry):
    """What a court asked of calculation programmes, or of rules on housing labour migrants."""

    ecli: str | None = None
    subject: Literal["calculation", "housing", "procedure"]
    requirement_nl: str
    requirement_en: str
    year: int
    source: str
    url: str
    read: Literal["opening", "second_hand", "no_ruling"]
    """What was read: the opening of the ruling, what others say of it, or a view that is no ruling."""
    quote: str
    remark: str | None = None


class Instrument(Named):
    """Something a municipality can do, with a caution."""

    phase: str
    what_it_does_nl: str
    legal_basis: str | None = None
    needs: str | None = None
    example: str | None = None
    url: str | None = None
    helps_gap: str | None = None
    caution_nl: str | None = None


CaseNote = Literal[
    "phase", "core_only", "range_source", "same_number", "season_only", "supply_only", "other_area",
    "several_companies", "permit_limit", "with_drivers",
]  # fmt: skip
"""Why a figure of a case cannot be predicted."""

Reliability = Literal["announced", "reported", "measured", "counted", "claimed by opponents"]
"""How a case is known; what was announced ran well above what came, so the two are kept apart."""


class ReferenceCase(Entry):
    """A published case."""

    name: str
    place: str
    municipality_code: str | None = None
    country: str = "NL"
    """Two letters of the country; a case from abroad is shown, and nothing is derived from it."""
    sector_id: str
    floor_m2: float | None = None
    plot_ha: float | None = None
    workers_base: float | None = None
    workers_peak: float | None = None
    migrants_low: float | None = None
    migrants_high: float | None = None
    beds: float | None = None
    peak_weeks: float | None = None
    year: int | None = None
    url: str | None = None
    reliability: Reliability
    grade: Grade = "C"
    remark: str | None = None
    area_note: CaseNote | None = None
    """Why the number of workers cannot be predicted from an area; likewise below."""
    plot_note: CaseNote | None = None
    """The same where it holds for the plot alone, and not for the floor."""
    share_note: CaseNote | None = None
    beds_note: CaseNote | None = None
    base_is: Literal["mean", "lowest"] | None = None
    """What the lower of two numbers of workers is: the usual number, or that of the quietest time."""
    kind: Literal["company", "estate", "area", "housing_site"] = "company"
    """What was counted: a company, an industrial estate, a whole area, or a place where people live."""

    @property
    def is_company(self) -> bool:
        """True for one company, and not for an estate, an area or a place to live."""
        return self.kind == "company"

    @property
    def abroad(self) -> bool:
        """True outside the Netherlands, where density and use of migrants are other figures."""
        return self.country != "NL"

    @property
    def comparable(self) -> bool:
        """Only Dutch cases of companies are compared with a company."""
        return self.is_company and not self.abroad

    @property
    def announced(self) -> bool:
        """True if the figures are what was promised before it opened."""
        return self.reliability == "announced"

    @property
    def counted(self) -> bool:
        """True if the figures are of people who were there; what opponents claim is neither."""
        return self.reliability in ("reported", "measured", "counted")

    @property
    def workers(self) -> float | None:
        """In its busiest weeks, else in general."""
        return self.workers_base if self.workers_peak is None else self.workers_peak

    @property
    def migrants(self) -> float | None:
        """Labour migrants, the middle of what was published."""
        if self.migrants_low is None or self.migrants_high is None:
            return None
        return (self.migrants_low + self.migrants_high) / 2


class SectorStatistic(Entry):
    """A published or assumed figure of a whole sector, before any case; its id is the parameter."""

    low: float
    central: float
    high: float
    grade: Grade
    source: str
    year: int | None = None
    url: str | None = None


class LabourFigure(Row):
    """A published figure of a labour market; jobs by section hold agency workers in section M–N."""

    area: str
    indicator: str
    sector: str
    value: float
    unit: str
    year: int | None = None
    source: str
    url: str | None = None
    grade: Grade
    remark: str | None = None


class RniDesk(Row):
    """A municipality with a desk for people who are no residents; the others have none."""

    gm_code: str
    source: str
    year: int
    url: str


class BorderMunicipality(Row):
    """A municipality that touches another country."""

    gm_code: str
    countries: str
    source: str
    year: int
    url: str


class RegionalTarget(Row):
    """A published figure of a region to hold the model against; nothing of the model reads it."""

    region: str
    scenario: str
    indicator: str
    stay_type: str
    year: int | None = None
    value: float
    unit: str
    definition: str
    definition_nl: str | None = None
    """Of the figures that stand in a report."""
    source: str
    url: str | None = None
    grade: Grade
    remark: str | None = None


class SectionShare(Row):
    """The assumed part of a section of Statistics Netherlands that works in one of our sectors."""

    section: str
    sector_id: str
    share: float
    grade: Grade
    source: str


class StayTaxRate(Entry):
    """A stay tax that a municipality published for who is not registered there."""

    municipality: str
    rate_eur: float
    """Euros per person per night."""
    year: int
    source: str
    url: str


OWN_FIGURES = (
    "population",
    "households",
    "housing_stock_2026",
    "labour_migrants",
    "avg_household_size",
    "distance_gp_km",
    "distance_primary_school_km",
)
"""Figures of a municipality that a set of own tables may hold."""

R = TypeVar("R", bound=Row)
E = TypeVar("E", bound="Entry")


def reference_files() -> Iterator[tuple[str, bytes]]:
    """Name and content of every reference table, in order of name, and of the own ones in use."""
    for entry in sorted(files(__package__).iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".csv"):
            yield entry.name, entry.read_bytes()
    yield from own_files()


def _rows(name: str, row: type[R]) -> tuple[R, ...]:
    """The rows of a table in the order of its file; an empty cell is unknown."""
    text = (files(__package__) / f"{name}.csv").read_text(encoding="utf-8")
    reader = csv.DictReader(text.splitlines())
    return tuple(row.model_validate({key: value or None for key, value in it.items()}) for it in reader)


def _nested(values: Iterable[tuple[str, str, float]]) -> dict[str, dict[str, float]]:
    """Values by the first of their keys and then by the second, in order."""
    found: dict[str, dict[str, float]] = {}
    for outer, inner, value in values:
        found.setdefault(outer, {})[inner] = value
    return found


def table(name: str, row: type[E], order: str | None = None) -> Callable[[], dict[str, E]]:
    """What reads a table by id, once.

    Args:
        name: of the file beside this one, without its ending.
        row: what a line of it is.
        order: column by which entries are put in order; the order of the file without it.
    """

    @cache
    def read() -> dict[str, E]:
        rows = _rows(name, row)
        return {it.id: it for it in (sorted(rows, key=attrgetter(order)) if order else rows)}

    return read


@cache
def municipalities() -> dict[str, Municipality]:
    """All Dutch municipalities by GM code (CBS, 342 rows), with the figures of a set in use over them."""
    own = {row["gm_code"]: row for row in own_rows(MUNICIPALITIES)}
    return {
        row.gm_code: _with_own(row, own.get(row.gm_code)) for row in _rows("municipalities", Municipality)
    }


def _with_own(row: Municipality, own: Mapping[str, str] | None) -> Municipality:
    """A municipality with other figures; its source names theirs first, then that of the rest."""
    if own is None:
        return row
    replaced = ", ".join(sorted(own.keys() & set(OWN_FIGURES)))
    source = f"{own['source']} ({replaced}); {row.source}"
    return Municipality.model_validate(row.model_dump() | dict(own) | {"source": source})


sectors = table("sectors", Sector)
"""Sectors by id."""


sectors_without_figures = table("sectors_without_figures", SectorWithoutFigures)
"""Kinds of work that cannot be calculated by themselves, by id."""


def kinds_of(sector: str) -> tuple[str, ...]:
    """Ids of the kinds that a sector falls apart in; none for most."""
    return tuple(key for key, row in sectors().items() if row.part_of == sector)


def whole_of(sector: str) -> str:
    """Id of the sector that a kind is part of; of any other sector its own."""
    return sectors()[sector].part_of or sector


job_levels = table("job_levels", JobLevel)
"""Job levels by id."""


@cache
def function_mix() -> dict[str, dict[str, float]]:
    """Typical share of each job level per sector, of a kind that of its whole; absent where not known."""
    mix = _nested((row.sector_id, row.level, row.share) for row in _rows("function_mix", FunctionShare))
    for key in sectors():
        if key not in mix and whole_of(key) in mix:
            mix[key] = mix[whole_of(key)]
    return mix


season_profiles = table("season_profiles", SeasonProfile)
"""Season profiles by id."""


@cache
def survival_curves() -> dict[str, tuple[SurvivalPoint, ...]]:
    """Points of the curves of stay by curve id, in order of time."""
    curves: dict[str, list[SurvivalPoint]] = {}
    for row in _rows("survival", SurvivalPoint):
        curves.setdefault(row.curve_id, []).append(row)
    return {key: tuple(sorted(points, key=lambda p: p.years)) for key, points in curves.items()}


stay_definitions = table("stay_definitions", StayDefinition)
"""Definitions of short, mid and long stay by id."""


facilities = table("facilities", Facility)
"""Facilities by id."""


capacity_signals = table("capacity_signals", CapacitySignal)
"""Rules about carrying capacity by id, those of the tool among them."""


welfare_criteria = table("welfare_criteria", WelfareCriterion, order="order")
"""The ten criteria of broad welfare by id, in order."""


@cache
def welfare_parts() -> dict[str, dict[str, tuple[WelfarePart, ...]]]:
    """Point scales: criterion id → part id → its steps."""
    parts: dict[str, dict[str, tuple[WelfarePart, ...]]] = {}
    for row in _rows("welfare_parts", WelfarePart):
        steps = parts.setdefault(row.criterion_id, {})
        steps[row.part_id] = (*steps.get(row.part_id, ()), row)
    return parts


@cache
def welfare_presets() -> dict[str, dict[str, float]]:
    """Weights per preset, as shares of 100 per criterion."""
    rows = _rows("welfare_presets", WelfareFactor)
    factors = _nested((row.preset_id, row.criterion_id, row.factor) for row in rows)
    return {key: _to_hundred(values) for key, values in factors.items()}


def _to_hundred(factors: dict[str, float]) -> dict[str, float]:
    total = sum(factors.values())
    return {key: 100 * value / total for key, value in factors.items()}


questions = table("questions", Question, order="order")
"""Questions of the conversation guide by id, in order."""


instruments = table("instruments", Instrument)
"""Instruments of municipalities by id."""


rulings = table("rulings", Ruling)
"""Rulings by id; what was read second hand is never to be quoted as what the court held."""


reference_cases = table("reference_cases", ReferenceCase)
"""Published cases by id."""


stay_tax_rates = table("stay_tax_rates", StayTaxRate)
"""Published rates of stay tax by id, the highest first."""


sector_statistics = table("sector_statistics", SectorStatistic)
"""Figures of sectors as they were published, from which those of a company are learned."""


def sizes_seen() -> tuple[float, float]:
    """Fewest and most workers among the published companies."""
    known = [case.workers for case in reference_cases().values() if case.is_company and case.workers]
    return min(known), max(known)


@cache
def labour_market() -> tuple[LabourFigure, ...]:
    """Figures of labour markets, in the order of the file."""
    return _rows("labour_market", LabourFigure)


@cache
def regional_targets() -> tuple[RegionalTarget, ...]:
    """Published figures of regions to hold the model against."""
    return _rows("regional_targets", RegionalTarget)


@cache
def rni_desks() -> frozenset[str]:
    """GM codes of the municipalities whose desk registers people who stay briefly (RNI)."""
    return frozenset(row.gm_code for row in _rows("rni_desks", RniDesk))


@cache
def at_border() -> frozenset[str]:
    """GM codes of the municipalities that touch Germany or Belgium."""
    return frozenset(row.gm_code for row in _rows("border_municipalities", BorderMunicipality))


@cache
def section_sectors() -> dict[str, dict[str, float]]:
    """Assumed parts of each section of Statistics Netherlands per sector; each section adds to 1."""
    rows = _rows("section_sectors", SectionShare)
    return _nested((row.section, row.sector_id, row.share) for row in rows)


MAX_WORD_LENGTH: Final = 100
"""Characters of a word that are compared; comparing takes time with the square of them."""


def nearest(
    word: str, known: Iterable[str], count: int = 3, labels: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """The known words closest to ``word``, best first; for "did you mean" sentences.

    Args:
        word: what was written.
        known: the words that exist.
        count: how many to give.
        labels: text to compare with per word, such as its names in both languages.
    """
    lowered = {key: (labels[key] if labels else key).lower() for key in known}
    return tuple(key for _, _, key in process.extract(word[:MAX_WORD_LENGTH].lower(), lowered, limit=count))


def described(table: Mapping[str, Row]) -> dict[str, str]:
    """For every id of a table its id, names and group in one text, to search in."""
    fields = ("id", "name_nl", "name_en", "reference_group")
    return {
        key: " ".join(str(getattr(row, field)) for field in fields if getattr(row, field, None))
        for key, row in table.items()
    }
