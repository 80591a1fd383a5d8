"""What a user hands in: a company's plan, as frozen models.

The docstring under a field is its help text in English; the Dutch help has the same key in
``hea/texts/nl.toml``. Optional fields may be ``None``: unknown, which is never zero. Months are written
``YYYY-MM``.
"""

import datetime as dt
import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from hea.frozen import Frozen, words_under
from hea.reference import (
    Question,
    described,
    facilities,
    job_levels,
    municipalities,
    nearest,
    questions,
    season_profiles,
    sectors,
    welfare_criteria,
    welfare_presets,
)
from hea.reference.words import (
    former_municipality,
    is_code,
    levels_like,
    municipalities_called,
    municipalities_in,
    municipalities_with,
    municipalities_within,
    municipality_code,
    place_called,
    sector_without_figures,
    sectors_called,
    sectors_described,
    sectors_like,
    village_in,
)
from hea.texts import LANGUAGES, Lang, exact, plain, text
from hea.units import M2_PER_HA

StayClass = Literal["short", "mid", "long"]
STAY_CLASSES: tuple[StayClass, ...] = ("short", "mid", "long")

MAX_PERSONS = 100_000
"""A guard, not a figure of the model: input above this is almost certainly a typing error."""
MAX_M2 = 100_000_000
"""The same for an area: ten thousand hectares, more than any company has."""

MAX_RATE = 1000
"""Euros per night or hour; beyond this it is a slip of the keyboard."""
NAMED_OF_REGION = 12
"""Municipalities that are named of a region or a province in which a plan is said to be."""
MAX_LINES = 200
"""Groups, offers or milestones in one list: some times what a large plan has, and still soon calculated."""
MAX_TEXT_LENGTH = 2000

NO_NAME = "-"
"""Stands for the name of a company that was left open."""

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
SEASON_TOLERANCE = 0.005
"""Twelve season numbers may miss a mean of 1 by this much, the rounding of two decimals."""


def problem(code: str, **values: Any) -> PydanticCustomError:  # noqa: ANN401
    """A validation error whose sentence stands in ``hea/texts`` under ``problems.<code>``."""
    return PydanticCustomError(f"hea.{code}", code, values)


def month_number(month: str) -> int:
    """Months since year 0 of a ``YYYY-MM``."""
    year, number = month.split("-")
    return int(year) * 12 + int(number) - 1


def month_name(number: int) -> str:
    """``YYYY-MM`` of a number of months since year 0."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _as_month(value: Any) -> Any:  # noqa: ANN401
    return value.strftime("%Y-%m") if isinstance(value, dt.date) else value


def _check_month(value: str) -> str:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
        raise problem("month_form", value=value)
    if not EARLIEST_YEAR <= int(value[:4]) <= LATEST_YEAR:
        raise problem("month_range", value=value, first=EARLIEST_YEAR, last=LATEST_YEAR)
    return value


def _check_share(value: float) -> float:
    if not 0 <= value <= 1:
        code = "share_percent" if 1 < value <= 100 else "share_range"
        raise problem(code, value=value, fraction=value / 100)
    return value


def _check_count(value: float) -> float:
    if value < 0:
        raise problem("negative", value=value)
    if value > MAX_PERSONS:
        raise problem("too_many", value=value, maximum=MAX_PERSONS)
    return value


def _check_workers(value: "Span") -> "Span":
    _check_count(at_most(value))
    return value


def _check_rate(value: float) -> float:
    if value < 0:
        raise problem("rate_negative", value=value)
    if value > MAX_RATE:
        raise problem("rate_high", value=value, maximum=MAX_RATE)
    return value


def _check_positive(value: float) -> float:
    if value <= 0:
        raise problem("not_positive", value=value)
    return value


SEARCHED_BY_NAME = frozenset({"level", "season_profile", "facility", "criterion"})
"""Tables in which a wrong id is looked up by name too."""
NAMED_BY = {"question": "question"}
"""What the name of a row is called, in a table that has no names."""


TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of reading for all that follows on the line."""


def _check_text(value: str) -> str:
    """Tabs and line ends are fine; other control characters break files and mean nothing to a reader.

    Those that turn the direction of reading make what stands behind a name read otherwise. Words of a
    language that is written from the right need none of them.
    """
    for position, character in enumerate(value, start=1):
        control = unicodedata.category(character) in {"Cc", "Cs", "Cn"} and character not in "\t\n\r"
        if control or character in TURNING:
            raise problem("control_character", position=position)
    return value


READ_BY_NAME: Final = frozenset({"level", "season_profile"})
"""What every surface reads by its name, so that nobody needs the id."""


def _in_words(row: Any, key: str, lang: Lang, code: str) -> str:  # noqa: ANN401
    """A row by its name, with the id that files hold behind it if the name is not read."""
    name = (
        text(f"preset.{key}", lang)
        if code == "preset"
        else getattr(row, f"{NAMED_BY.get(code, 'name')}_{lang}")
    )
    return str(name) if code in READ_BY_NAME else f"{name} ({key})"


def _known(table: Any, code: str) -> Any:  # noqa: ANN401
    def check(value: str) -> str:
        _check_known(value, table(), code)
        return value

    return AfterValidator(check)


def _check_known(value: str, rows: Mapping[str, Any], code: str) -> None:
    """Refuse an id that is not in a table, with the likest that are, in words."""
    if value in rows:
        return
    near = levels_like(value) if code == "level" else ()
    near = near or nearest(value, rows, labels=described(rows) if code in SEARCHED_BY_NAME else None)
    told = {lang: ", ".join(_in_words(rows[key], key, lang, code) for key in near) for lang in LANGUAGES}
    raise problem(code, value=value, **told)


def _as_municipality(value: Any) -> Any:  # noqa: ANN401
    written = str(value).strip()
    return municipality_code(written) or written


def _as_place(value: Any) -> Any:  # noqa: ANN401
    written = str(value).strip()
    place = place_called(written)
    if (
        place is None
        and not former_municipality(written)
        and len(several := municipalities_with(written)) > 1
    ):
        told = {"nearest": _called(several), "example": municipalities()[several[0]].name}
        raise problem("village_several", value=village_in(written), **told)
    return written if place is None else place.code


def _village_kept(values: Any) -> Any:  # noqa: ANN401
    """The fields of a model with the village that its municipality was written by, unless one was given."""
    written = values.get("municipality") if isinstance(values, dict) else None
    if not isinstance(written, str) or values.get("kern"):
        return values
    place = place_called(written.strip())
    return {**values, "kern": place.village} if place is not None and place.village else values


def _check_municipality(value: str) -> str:
    if value in municipalities():
        return value
    if former := former_municipality(value):
        code = "municipality_divided" if len(former.successors) > 1 else "municipality_merged"
        raise problem(code, value=value, year=former.year, successors=_called(former.successors))
    if not value:
        raise problem("nothing_chosen")
    if inside := municipalities_in(value):
        raise problem("municipality_region", value=value, nearest=_called(inside[:NAMED_OF_REGION]))
    near = municipalities_called(value) or municipalities_within(value)
    if is_code(value) and not near:
        raise problem("municipality_code", value=value)
    raise problem(
        "municipality" if near else "municipality_unlike", value=value, nearest=_called(near, value)
    )


def _as_sector(value: Any) -> Any:  # noqa: ANN401
    if not isinstance(value, str) or sector_without_figures(value):
        return value
    found = sectors_called(value) or sectors_described(value).sectors
    if len(found) > 1:
        raise problem("sector_choice", value=str(value).strip(), sectors=found)
    return found[0] if found else value


def _check_sector(value: str) -> str:
    rows = sectors()
    if value in rows:
        return value
    if without := sector_without_figures(value) or sectors_described(value).without:
        raise problem(
            "sector_without_figures",
            value=value,
            sectors=tuple(without.nearest.split()),
            name_nl=without.name_nl,
            name_en=without.name_en,
            difference_nl=without.difference_nl,
            difference_en=without.difference_en,
        )
    if not value:
        raise problem("nothing_chosen")
    near = sectors_like(value)
    told = {lang: ", ".join(getattr(rows[key], f"name_{lang}") for key in near) for lang in LANGUAGES}
    raise problem("sector" if near else "sector_unlike", value=value, **told)


def _called(codes: tuple[str, ...], written: str = "") -> str:
    """Municipalities by their names, which read back as the same; of a code with their codes."""
    coded = is_code(written)
    return ", ".join(municipalities()[code].name + (f" ({code})" if coded else "") for code in codes)


Month = Annotated[str, BeforeValidator(_as_month), AfterValidator(_check_month)]
Share = Annotated[float, Field(allow_inf_nan=False), AfterValidator(_check_share)]
Count = Annotated[float, Field(allow_inf_nan=False), AfterValidator(_check_count)]
End = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Rate = Annotated[float, Field(allow_inf_nan=False), AfterValidator(_check_rate)]
Positive = Annotated[float, Field(allow_inf_nan=False), AfterValidator(_check_positive)]
Text = Annotated[str, Field(max_length=300), AfterValidator(_check_text)]
LongText = Annotated[str, Field(max_length=MAX_TEXT_LENGTH), AfterValidator(_check_text)]
MunicipalityAlone = Annotated[str, BeforeValidator(_as_municipality), AfterValidator(_check_municipality)]
"""A municipality by a name or code of its own: a village has other figures."""
MunicipalityCode = Annotated[str, BeforeValidator(_as_place), AfterValidator(_check_municipality)]
"""A municipality, also by a village or another place in it."""
SectorId = Annotated[str, BeforeValidator(_as_sector), AfterValidator(_check_sector)]
LevelId = Annotated[str, _known(job_levels, "level")]
SeasonProfileId = Annotated[str, _known(season_profiles, "season_profile")]
FacilityId = Annotated[str, _known(facilities, "facility")]
PresetId = Annotated[str, _known(welfare_presets, "preset")]


class Part(Frozen):
    """Base of all parts: spaces around what is written are no part of it."""

    model_config = ConfigDict(str_strip_whitespace=True)


def help_key(model: type[Part], field: str) -> str:
    """Key of the Dutch help of a field, under the model that declares it."""
    owner = next(cls for cls in reversed(model.__mro__) if field in getattr(cls, "__annotations__", {}))
    return f"help.{owner.__name__}.{field}"


def field_label(model: type[Part], field: str, lang: Lang = "nl") -> str:
    """Short name of a field, with its unit."""
    return text(help_key(model, field).replace("help.", "label.", 1), lang)


def field_help(model: type[Part], field: str, lang: Lang = "nl") -> str:
    """Help of a field: the docstring under it in English, its counterpart in the texts in Dutch."""
    return text(help_key(model, field), lang) if lang == "nl" else words_under(model, field)


class Span(Part):
    """A size that was given as a range: both ends with or without a middle, one end, or about a number.

    What is not given is unknown: how far "about" goes and where the other end lies is for the figures to say.
    """

    low: End | None = None
    """The least it is said to be; one time in ten it is less."""
    middle: End | None = None
    """What it is said to be about."""
    high: End | None = None
    """The most it is said to be; one time in ten it is more."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        ends = self.given
        if not ends or (self.middle is not None and len(ends) == 2):
            raise problem("span_form")
        if list(ends) != sorted(ends) or ends[-1] == 0:
            raise problem("span_order", value=" - ".join(f"{end:.12g}" for end in ends))
        return self

    @property
    def given(self) -> tuple[float, ...]:
        """Its numbers, from low to high."""
        return tuple(end for end in (self.low, self.middle, self.high) if end is not None)

    @property
    def one_ended(self) -> bool:
        """Whether only the least or only the most was said, so that what is likely has to be assumed."""
        return self.middle is None and len(self.given) == 1

    def shown(self, lang: Lang) -> str:
        """As it was given, in words that read back as the same range."""
        has = (self.low is not None, self.middle is not None, self.high is not None)
        key = SPAN_WORDS[has]
        low, middle, high = (
            "" if end is None else exact(end, lang) for end in (self.low, self.middle, self.high)
        )
        return text(f"span.{key}", lang, low=low, middle=middle, high=high)


SPAN_WORDS: Final = {
    (True, False, True): "between",
    (True, True, True): "with_middle",
    (False, True, False): "about",
    (False, False, True): "at_most",
    (True, False, False): "at_least",
}
"""How a range reads by which of low, middle and high were given."""

NUMBER_TAG, SPAN_TAG = "as_number", "as_range"
"""Names of the two forms of a size; no problem shows them."""


def _form_of(value: Any) -> str:  # noqa: ANN401
    return SPAN_TAG if isinstance(value, dict | Span) else NUMBER_TAG


Workers = Annotated[
    Annotated[Count, Tag(NUMBER_TAG)] | Annotated[Span, AfterValidator(_check_workers), Tag(SPAN_TAG)],
    Discriminator(_form_of),
]
"""A number of workers, or the range in which it lies."""
SquareMetres = Annotated[
    Annotated[Positive, Tag(NUMBER_TAG)] | Annotated[Span, Tag(SPAN_TAG)], Discriminator(_form_of)
]
"""An area, or the range in which it lies."""
Size = float | Span


def scaled(size: Size, factor: float) -> Size:
    """A size so many times as large, of a range with all that was given of it."""
    if not isinstance(size, Span):
        return size * factor
    ends = {name: end and end * factor for name, end in size.model_dump().items()}
    return Span.model_validate(ends)


def at_least(size: Size) -> float:
    """The smallest number that was given for a size."""
    return size.given[0] if isinstance(size, Span) else size


def at_most(size: Size) -> float:
    """The largest number that was given for a size."""
    return size.given[-1] if isinstance(size, Span) else size


def one_ended(size: Size) -> bool:
    """Whether only the least or only the most of a size was said."""
    return isinstance(size, Span) and size.one_ended


def shown_size(size: Size, lang: Lang) -> str:
    """A size as people read it: a number, or a range as it was given."""
    return size.shown(lang) if isinstance(size, Span) else plain(size, lang)


def shown_area(size_m2: Size, lang: Lang) -> str:
    """An area in both units, so that square metres that were taken for hectares show: 6 ha = 60.000 m²."""
    metres = f"{shown_size(size_m2, lang)} m²"
    if at_most(size_m2) < M2_PER_HA:
        return metres
    return f"{shown_size(scaled(size_m2, 1 / M2_PER_HA), lang)} ha = {metres}"


def stated_size(size: Size, lang: Lang, unit: str = "") -> str:
    """A size on paper, with its unit; of a range also that it is a statement, and no outcome."""
    said = f"{shown_size(size, lang)} {unit}".strip()
    return text("span.stated", lang, said=said) if isinstance(size, Span) else said


class Area(Part):
    """An area and what it measures; the three are often confused."""

    kind: Literal["footprint", "gross_floor", "plot"]
    """Footprint (ground under the building), gross floor (all storeys together) or plot (the land)."""
    size_m2: SquareMetres
    """Size in square metres; one hectare is 10,000 m2. A range may be given."""

    @field_validator("size_m2")
    @classmethod
    def _check_size(cls, value: Size) -> Size:
        if at_most(value) > MAX_M2:
            raise problem("too_large", value=at_most(value), maximum=MAX_M2)
        return value


class Milestone(Part):
    """A point on a path through time."""

    month: Month
    """Month in which the share is reached, as YYYY-MM."""
    share: Share
    """Share of full operation in that month; 100% is everything, and 1 in a file."""


def _ascending(path: tuple[Milestone, ...]) -> tuple[Milestone, ...]:
    months = [point.month for point in path]
    if months != sorted(set(months)):
        raise problem("milestones_order", value=", ".join(months))
    return path


Path = Annotated[tuple[Milestone, ...], Field(max_length=MAX_LINES), AfterValidator(_ascending)]


Unit = Literal["persons", "fte"]
Basis = Literal["mean", "peak"]


class Headcount(Part):
    """A number of workers and how it was counted."""

    count: Workers
    """Number of persons or full-time equivalents at full operation, those already there included. A range may
    be given, such as 250-300."""
    unit: Unit = "persons"
    """Persons or full-time equivalents. Beds are about persons."""
    basis: Basis = "mean"
    """Mean over the year, or the number in the busiest month."""


SizeKind = Literal["persons", "gross_floor", "footprint", "plot"]
"""What the size of a plan can be given in, as long as nothing more is known of it."""


def size_fields(kind: str, size: Size, unit: Unit = "persons", basis: Basis = "mean") -> dict[str, object]:
    """Fields of a proposal that say a size: persons, square metres, or hectares for a plot."""
    if kind == "persons":
        return {"workforce": {"count": size, "unit": unit, "basis": basis}, "area": None}
    return {
        "area": {"kind": kind, "size_m2": scaled(size, M2_PER_HA) if kind == "plot" else size},
        "workforce": None,
    }


def check_size(kind: str, size: Size) -> None:
    """Refuse a size that no proposal can have.

    Raises:
        pydantic.ValidationError: with why.
    """
    given = size_fields(kind, size)
    if given["workforce"] is not None:
        Headcount.model_validate(given["workforce"])
    else:
        Area.model_validate(given["area"])


class Started(Frozen):
    """What is known of a plan before it is a proposal: some of six fields, held to the same rules."""

    model_config = ConfigDict(str_strip_whitespace=True)

    company: Text | None = None
    municipality: MunicipalityCode | None = None
    sector: SectorId | None = None
    kind: SizeKind = "persons"
    size: Size | None = None
    unit: Unit = "persons"
    basis: Basis = "mean"
    opening: Month | None = None

    @model_validator(mode="after")
    def _check_size(self) -> Self:
        if self.size is not None:
            check_size(self.kind, self.size)
        return self


class FunctionGroup(Headcount):
    """People who do the same kind of work under the same kind of contract."""

    name: Text
    """Name of the group, for instance order pickers."""
    level: LevelId
    """Level of the job, not the diploma of the worker."""
    existing: Count | None = None
    """Expansion: how many of them work there already; relocation: how many move along. Counted as the number
    above. Unknown: the total of those already there, spread in proportion."""
    flex_share: Share | None = None
    """Share working through an agency; the rest is employed directly. Unknown: the sector's usual share."""
    ramp_up: Path = ()
    """Growth to full operation as milestones. Unknown: even growth over an assumed period."""
    season_profile: SeasonProfileId | None = None
    """A standard season. Unknown: the sector's season for elementary work and operators, else flat."""
    season_index: tuple[Annotated[float, Field(ge=0, allow_inf_nan=False)], ...] | None = None
    """Twelve own numbers, January to December, with mean 1."""
    season_normalise: bool = False
    """Set to true to let the twelve numbers be divided by their mean."""
    season_months: Annotated[int, Field(ge=1, le=12)] | None = None
    """How many months the season lasts; nobody in the season stays longer. Unknown: from the profile."""
    year_round_persons: Count | None = None
    """People present all year (jaarrond aanwezig). Unknown: the quietest month of the season."""
    migrant_share: Share | None = None
    """The company's own statement of the share of labour migrants in this group."""
    migrant_share_evidence: bool = False
    """True if a contract or an agency agreement supports the statement."""

    @field_validator("season_index")
    @classmethod
    def _twelve(cls, value: tuple[float, ...] | None) -> tuple[float, ...] | None:
        if value is not None and len(value) != 12:
            raise problem("season_twelve", count=len(value))
        if value is not None and sum(value) <= 0:
            raise problem("season_zero")
        return value

    @model_validator(mode="after")
    def _season_has_mean_one(self) -> Self:
        if self.season_index is None:
            return self
        if self.season_profile is not None:
            raise problem("season_twice")
        mean = sum(self.season_index) / 12
        if abs(mean - 1) > SEASON_TOLERANCE and not self.season_normalise:
            numbers = ", ".join(f"{value / mean:.3f}" for value in self.season_index)
            raise problem("season_mean", mean=mean, normalised=numbers)
        return self

    @property
    def season_numbers(self) -> tuple[float, ...] | None:
        """The twelve own numbers with mean exactly 1, or ``None``."""
        if self.season_index is None:
            return None
        mean = sum(self.season_index) / 12
        return tuple(value / mean for value in self.season_index)


class Construction(Part):
    """The construction phase: a stream of its own that never mixes with operation."""

    persons: Count
    """Builders on the site in the busiest construction month."""
    from_month: Month
    """First month of construction, as YYYY-MM."""
    until_month: Month
    """Last month of construction, as YYYY-MM."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _check_period(self.from_month, self.until_month)
        return self


def _check_period(start: str, end: str | None) -> None:
    if end is not None and end < start:
        raise problem("period", start=start, end=end)


class Offer(Part):
    """Places to live that the company or its agency arranges."""

    stay: StayClass
    """Length of stay it is meant for: short (beds), mid (units) or long (dwellings)."""
    places: Count
    """Number of beds (short), units (mid) or dwellings (long)."""
    from_month: Month
    """First month in which people can live there, as YYYY-MM."""
    until_month: Month | None = None
    """Last month, as YYYY-MM; a temporary permit ends. Empty: no end."""
    persons_per_bedroom: Positive | None = None
    """Persons per bedroom; Limburg asks for 1, couples excepted."""
    area_m2_per_person: Positive | None = None
    """Living area per person in m2; Limburg asks for at least 15."""
    certificate: Literal["SNF", "AKF", "none"] | None = None
    """Quality mark of the accommodation."""
    municipality: MunicipalityCode | None = None
    """Municipality of the places, as GM code or name. Unknown: that of the site."""
    kern: Text | None = None
    """Village or district of the places."""
    address: Text | None = None
    """Address or name of the site. Offers at one address are one site, and one without is on
    the largest site of its kern."""
    distance_km: Annotated[float, Field(ge=0, le=500)] | None = None
    """Distance to the work in kilometres."""
    own_workers_share: Share | None = None
    """Share of the places for this company's own workers; only those count. Unknown: all."""
    location: Literal["inside", "edge", "outside"] | None = None
    """Inside, at the edge of, or outside the built-up area."""
    building: Literal["permanent", "temporary"] | None = None
    """Whether the building is permanent or temporary."""
    occupation: Literal["permanent", "temporary"] | None = None
    """Whether the use as accommodation is permitted permanently or temporarily."""
    transition_months: Annotated[float, Field(ge=0, le=24)] | None = None
    """Months someone may stay on after the job ends."""
    off_season_use: Text | None = None
    """What happens to the places out of season."""
    regional_agreement: bool | None = None
    """True if another municipality has agreed to house these people."""

    @model_validator(mode="before")
    @classmethod
    def _keep_village(cls, values: Any) -> Any:  # noqa: ANN401
        return _village_kept(values)

    @property
    def own_places(self) -> float:
        """Places for this company's own workers."""
        return self.places * (1.0 if self.own_workers_share is None else self.own_workers_share)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _check_period(self.from_month, self.until_month)
        return self


class HousingPlan(Part):
    """Where the people will live, as offers with dates."""

    offers: Annotated[tuple[Offer, ...], Field(max_length=MAX_LINES)] = ()
    """The places arranged, one line per site and length of stay."""
    surplus_fills_other_classes: bool = False
    """True if places left over in one class of stay may be used by another."""


class PlacesPerStay(Part):
    """A number of places per class of stay; each may be unknown."""

    short: Count | None = None
    """Beds for short stay."""
    mid: Count | None = None
    """Units for mid stay."""
    long: Count | None = None
    """Dwellings for long stay."""


class Recruitment(Part):
    """Under what contract people work, and where the labour migrants live when they start."""

    regional_share: Share | None = None
    """Share of the labour migrants who already live in the region when they start, seasons left out. Unknown:
    assumed."""
    cross_border_share: Share | None = None
    """Share of the workers who live across the border. Unknown: assumed at the border and
    in Limburg, nil elsewhere."""
    local_hiring_share: Share | None = None
    """Share of the positions usually filled by labour migrants that the company fills from the region, by a
    plan of its own. Empty: none."""
    flex_share: Share | None = None
    """Share of all jobs that runs through an agency, of functions that do not say so themselves; the rest is
    employed directly. Unknown: the sector's usual share."""
    within_municipality_share: Share | None = None
    """Share of those living in the region who live in the municipality of the site. Unknown: assumed."""
    seasonal_stay_weeks: Annotated[float, Field(gt=0, le=52)] | None = None
    """Weeks a seasonal worker stays on average, at most as long as the season. Unknown: assumed."""


class FacilityCapacity(Part):
    """What a facility can take and what it takes now, in the unit of the facility."""

    capacity: Positive
    """Capacity, in the unit of the facility (full-time GPs, pupils, places)."""
    in_use: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    """What is in use before the plan, in the same unit."""


class LocalContext(Part):
    """The surroundings; everything may be unknown."""

    kern_inhabitants: Positive | None = None
    """Inhabitants of the village or district where the people will live."""
    existing_migrants_kern: Count | None = None
    """Labour migrants who already live in that village or district."""
    existing_migrants_municipality: Count | None = None
    """Labour migrants who already live in the municipality."""
    existing_within_radius: Count | None = None
    """Labour migrants already housed within 2.5 km of the site."""
    free_places: PlacesPerStay = PlacesPerStay()
    """Existing places that are free for this company's workers."""
    pipeline_places: PlacesPerStay = PlacesPerStay()
    """Places others are planning; shown beside the supply, not counted in it."""
    existing_shortage: PlacesPerStay = PlacesPerStay()
    """Shortage that exists without this company; a line of its own, never added to the new need."""
    facility_capacities: dict[FacilityId, FacilityCapacity] = {}  # noqa: RUF012 (pydantic copies it)
    """Capacity and present use per facility."""
    vacancies_per_unemployed: Positive | None = None
    """Vacancies per unemployed person in the region. Empty: tightness of the labour market plays no part."""
    labour_reserve: Count | None = None
    """People in the region who look for work, against the jobs left for residents."""
    stay_tax_rate: Rate | None = None
    """Stay tax here for who is not registered, in euros per person per night. 0: none is levied."""
    hour_cost: Rate | None = None
    """What an hour of work at the desk or in supervision costs this municipality, in euros."""


class Weights(Part):
    """Weights of the ten criteria of broad welfare, set before the scores are seen."""

    preset: PresetId | None = None
    """A ready-made set of weights. Empty: all criteria weigh the same."""
    values: dict[str, Annotated[float, Field(ge=0)]] | None = None
    """Own weights per criterion that add up to 100."""
    set_by: Text | None = None
    """Who set the weights."""
    set_on: dt.date | None = None
    """When the weights were set."""

    @property
    def are_set(self) -> bool:
        """Whether scores may be seen: not before somebody fixed what each of them weighs."""
        return self.set_on is not None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.values is None:
            return self
        for key in self.values:
            _check_known(key, welfare_criteria(), "criterion")
        total = sum(self.values.values())
        if abs(total - 100) > 0.01:
            raise problem("weights_sum", total=total)
        return self


Answer = bool | float | str | tuple[str, ...] | None
"""What was answered; ``None`` if it was asked and is not known."""


class Proposal(Part):
    """A company's plan to settle, expand or move: everything the assessment starts from."""

    company: Text
    """Name of the company."""
    initiative: Text | None = None
    """Short name of the plan."""
    source: LongText | None = None
    """Where the figures come from and what was assumed, for examples and reference cases."""
    kind: Literal["new", "expansion", "relocation"] = "new"
    """A new site, an expansion of a site or a relocation."""
    municipality: MunicipalityCode
    """Municipality of the site, as GM code or name."""
    kern: Text | None = None
    """Village or district of the site."""
    sector: SectorId
    """Sector of the work on the site."""
    opening: Month
    """First month of operation, as YYYY-MM."""
    area: Area | None = None
    """Area of the site, used only if no number of workers is given."""
    workforce: Headcount | None = None
    """Total number of workers, used if there are no function groups."""
    function_groups: Annotated[tuple[FunctionGroup, ...], Field(max_length=MAX_LINES)] = ()
    """The workforce per function, at full operation."""
    counts_from_area: bool = False
    """The numbers of the groups are a guess from the area, and vary with it."""
    area_holds: Literal["whole_site", "added"] | None = None
    """Expansion: whether the area is the whole site afterwards, or only what is added. Asked if the number of
    workers follows from the area."""
    existing_workers: Count | None = None
    """Expansion: workers already on the site. Only the growth counts."""
    moving_workers: Count | None = None
    """Relocation: workers who move along and keep their home."""
    automation: Path = ()
    """Share of the work that remains after automation, as milestones with a month."""
    construction: Construction | None = None
    """The construction phase."""
    housing_plan: HousingPlan | None = None
    """The housing plan. Empty: nothing has been arranged."""
    recruitment: Recruitment = Recruitment()
    """Where the workers live when they start."""
    review_date: dt.date | None = None
    """When the figures will be checked against what happened."""
    context: LocalContext = LocalContext()
    """The surroundings of the site."""
    answers: dict[str, Answer] = {}  # noqa: RUF012 (pydantic copies it)
    """Answers to the conversation guide, by question; null if it was asked and is not known."""
    value_added_ratio: Positive | None = None
    """Value added per working year, over the regional mean (1 is the mean)."""
    weights: Weights = Weights()
    """Weights of the criteria of broad welfare."""

    @model_validator(mode="before")
    @classmethod
    def _keep_village(cls, values: Any) -> Any:  # noqa: ANN401
        return _village_kept(values)

    @field_validator("answers")
    @classmethod
    def _answers_fit(cls, value: dict[str, Answer]) -> dict[str, Answer]:
        for key, answer in value.items():
            _check_answer(key, answer)
        return value

    @model_validator(mode="after")
    def _has_work(self) -> Self:
        if not self.function_groups and self.workforce is None and self.area is None:
            raise problem("no_workforce")
        total = sum(at_most(group.count) for group in self.function_groups)
        if total > MAX_PERSONS:
            raise problem("too_many", value=total, maximum=MAX_PERSONS)
        return self

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The offers of the housing plan, or none."""
        return self.housing_plan.offers if self.housing_plan else ()

    def tells(self, question: str) -> bool:
        """True if it already holds what a question asks for; what is left is the model's own doubt."""
        field = questions()[question].field
        if question == "direct_or_agency" and self.recruitment.flex_share is not None:
            return True
        return field is not None and _is_given(self, field.split("."))

    @property
    def counted(self) -> bool:
        """Whether it says in one number how many people work there; a range can still be narrowed."""
        given = self.function_groups or ((self.workforce,) if self.workforce else ())
        return not self.sized_by_area and not any(isinstance(part.count, Span) for part in given)

    @property
    def counted_groups(self) -> tuple[FunctionGroup, ...]:
        """The groups of functions whose sizes are given."""
        return () if self.sized_by_area else self.function_groups

    @property
    def counted_in_persons(self) -> bool:
        """Whether its sizes are persons, and not full-time jobs."""
        return self.workforce is None and all(group.unit == "persons" for group in self.function_groups)

    @property
    def floor_area(self) -> Area | None:
        """Its area, if that is all storeys together."""
        return self.area if self.area is not None and self.area.kind == "gross_floor" else None

    @property
    def plot_area(self) -> Area | None:
        """Its area, if that is the land."""
        return self.area if self.area is not None and self.area.kind == "plot" else None

    @property
    def sized_by_area(self) -> bool:
        """Whether the number of workers follows from the area."""
        guessed = self.counts_from_area if self.function_groups else self.workforce is None
        return guessed and self.area is not None

    @property
    def sized_by_added_area(self) -> bool:
        """Whether the area gives the workers who come, and not all who work there afterwards."""
        return self.kind == "expansion" and self.sized_by_area and self.area_holds == "added"

    @property
    def hash(self) -> str:
        """SHA-256 over the content, the same for YAML, JSON and any order of keys."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def already_there(self) -> float | None:
        """Workers who are no growth in an expansion or a relocation, as one total; nothing if unknown."""
        return {"expansion": self.existing_workers, "relocation": self.moving_workers}.get(self.kind)

    @property
    def grows(self) -> bool:
        """Whether only what is added counts: some of the workers are there already, or move along."""
        return self.kind != "new"

    def update(self, **changes: object) -> "Proposal":
        """A validated copy with some fields changed."""
        return Proposal.model_validate({**self.model_dump(), **changes})


def _is_given(found: Any, names: Sequence[str]) -> bool:  # noqa: ANN401
    """Whether there is something under these names; of a list in every entry, and there is at least one."""
    if isinstance(found, tuple):
        return bool(found) and all(_is_given(entry, names) for entry in found)
    if names:
        return found is not None and _is_given(getattr(found, names[0]), names[1:])
    return found is not None and found is not False and found != ""


def _check_answer(key: str, answer: Answer) -> None:
    _check_known(key, questions(), "question")
    if answer is None:
        return
    question = questions()[key]
    given = answer if isinstance(answer, tuple) else (answer,)
    if sum(len(item) for item in given if isinstance(item, str)) > MAX_TEXT_LENGTH:
        raise problem("too_long", maximum=MAX_TEXT_LENGTH)
    if not all(_fits(item, question) for item in given):
        raise problem(
            "answer",
            question=key,
            value=str(answer),
            kind=question.answer_type,
            options="|".join(question.options),
        )


def _fits(item: bool | float | str, question: Question) -> bool:
    if question.answer_type == "yes_no":
        return isinstance(item, bool)
    if question.answer_type in ("number", "share"):
        return isinstance(item, float) and not isinstance(item, bool)
    if question.answer_type == "choice":
        return item in question.options
    return isinstance(item, str)
