"""What stands where in the input workbook: lists of single fields, and grids of rows, per sheet.

A field is named by its path in the proposal. The codes beside the lists and the headings of the grids say
which field a cell holds, so that columns may move and rows may be added.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from pydantic import BaseModel

from hea.exchange.written import Quantity, quantity_of
from hea.exchange.written.proposals import answered_in
from hea.fields import Kind, declared
from hea.proposal import Proposal, Span, field_label
from hea.reference import Question, facilities, questions, welfare_criteria
from hea.texts import Lang, text

FORM_VERSION: Final = 1
ROWS: Final = 30
"""Rows of a grid in an empty form."""

NUMBER, GROUP = "number", "group"
"""Columns that tie milestones to groups: the number of a group, and the group a milestone belongs to."""

WHOLE: Final = "automation"
"""Milestones of the work that automation leaves, instead of those of a group."""

HAS_PLAN: Final = "housing_plan.present"
"""Whether there is a housing plan at all; an empty plan differs from none."""

SHEETS: Final = (
    "instructions", "initiative", "workforce", "growth", "surroundings", "facilities",
    "housing", "questions", "weights", "example", "lists",
)  # fmt: skip


class Section(NamedTuple):
    """Fields under one heading of a list."""

    id: str
    paths: tuple[str, ...]


class Grid(NamedTuple):
    """Rows of one kind under a heading."""

    prefix: str
    """Path of the rows in the proposal."""
    columns: tuple[str, ...]
    """Paths within a row."""


LISTS: Final[dict[str, tuple[Section, ...]]] = {
    "initiative": (
        Section(
            "plan",
            ("company", "initiative", "kind", "municipality", "kern", "sector", "opening", "review_date",
             "value_added_ratio", "source"),
        ),
        Section(
            "size",
            ("workforce.count", "workforce.unit", "workforce.basis", "area.kind", "area.size_m2",
             "counts_from_area", "area_holds", "existing_workers", "moving_workers"),
        ),
        Section(
            "construction",
            ("construction.persons", "construction.from_month", "construction.until_month"),
        ),
        Section(
            "recruitment",
            ("recruitment.regional_share", "recruitment.cross_border_share", "recruitment.local_hiring_share",
             "recruitment.flex_share", "recruitment.within_municipality_share",
             "recruitment.seasonal_stay_weeks"),
        ),
    ),
    "surroundings": (
        Section(
            "village",
            tuple(f"context.{name}" for name in (
                "kern_inhabitants", "existing_migrants_kern", "existing_migrants_municipality",
                "existing_within_radius", "labour_reserve", "vacancies_per_unemployed",
            )),
        ),
        *(
            Section(name, tuple(f"context.{name}.{stay}" for stay in ("short", "mid", "long")))
            for name in ("free_places", "pipeline_places", "existing_shortage")
        ),
        Section("rates", ("context.stay_tax_rate", "context.hour_cost")),
    ),
    "housing": (Section("housing", (HAS_PLAN, "housing_plan.surplus_fills_other_classes")),),
    "weights": (
        Section("weights", ("weights.preset", "weights.set_by", "weights.set_on")),
        Section("own_weights", tuple(f"weights.values.{key}" for key in welfare_criteria())),
    ),
}  # fmt: skip

MONTHS: Final = tuple(f"season_index[{month}]" for month in range(12))
GRIDS: Final[dict[str, Grid]] = {
    "workforce": Grid(
        "function_groups",
        (NUMBER, "name", "level", "count", "unit", "basis", "existing", "flex_share", "season_profile",
         "season_months", "year_round_persons", "migrant_share", "migrant_share_evidence", *MONTHS,
         "season_normalise"),
    ),
    "growth": Grid("growth", (GROUP, "month", "share")),
    "facilities": Grid("context.facility_capacities", ("facility", "capacity", "in_use")),
    "housing": Grid(
        "housing_plan.offers",
        ("stay", "places", "from_month", "until_month", "municipality", "kern", "address",
         "own_workers_share",
         "persons_per_bedroom", "area_m2_per_person", "certificate", "location", "building", "occupation",
         "distance_km", "transition_months", "off_season_use", "regional_agreement"),
    ),
}  # fmt: skip


def asked(proposal: Proposal | None) -> list[Question]:
    """Questions of the form: those that no field answers, and those that were answered nonetheless."""
    given = proposal.answers if proposal else {}
    return [row for row in questions().values() if not row.answered_by_field or row.id in given]


class Field(NamedTuple):
    """How the cells of a field are read, checked and named."""

    kind: Kind
    name: str
    options: tuple[Any, ...]
    optional: bool
    of: Quantity = "ratio"
    """What a number measures."""


def field_at(path: str) -> Field:
    """The field at a path of the form."""
    if path == HAS_PLAN:
        return Field("bool", "present", (True, False), optional=True)
    if path.startswith("weights.values."):
        return Field("number", path, (), optional=True)
    found = declared(path)
    of = quantity_of(found) if found.kind in ("number", "size") else "ratio"
    return Field(found.kind, found.name, found.options, found.optional, of)


def question_field(question: Question) -> Field:
    """The cell of an answer; several answers in one cell are text."""
    kinds: dict[str, Kind] = {"yes_no": "bool", "choice": "choice", "number": "number", "share": "share"}
    kind = "text" if question.several else kinds.get(question.answer_type, "text")
    options = {"bool": (True, False), "choice": question.options}.get(kind, ())
    return Field(kind, f"answers.{question.id}", options, optional=True, of=answered_in(question))


def column_field(grid: Grid, column: str) -> Field:
    """The field of a column; the columns that only tie rows together are text."""
    if column in (NUMBER, GROUP):
        return Field("text", column, (), optional=True)
    if column == "facility":
        return Field("choice", column, tuple(facilities()), optional=False)
    if column.startswith("season_index"):
        return Field("number", column, (), optional=True)
    if grid.prefix == "growth":
        return field_at(f"automation[0].{column}")
    joint = "gp." if grid.prefix == "context.facility_capacities" else "[0]."
    if joint == "gp.":
        return field_at(f"{grid.prefix}.{joint}{column}")
    return field_at(f"{grid.prefix}{joint}{column}")


def label_at(path: str, lang: Lang) -> str:
    """Label of a field in a list."""
    if path == HAS_PLAN:
        return text("form.has_plan", lang)
    if path.startswith("weights.values."):
        row = welfare_criteria()[path.rpartition(".")[2]]
        return row.name_in(lang)
    found = declared(path)
    return field_label(found.model, found.name, lang)


def column_label(grid: Grid, column: str, lang: Lang) -> str:
    """Heading of a column of a grid."""
    if column in (NUMBER, GROUP, "facility"):
        return text(f"form.{column}", lang)
    if column.startswith("season_index"):
        return text(f"form.month_{int(column[13:-1]) + 1}", lang)
    owner = {"growth": "automation[0]", "context.facility_capacities": "context.facility_capacities.gp"}
    found = declared(f"{owner.get(grid.prefix, grid.prefix + '[0]')}.{column}")
    return field_label(found.model, found.name, lang)


def list_paths(sheet: str) -> tuple[str, ...]:
    """All paths of the list on a sheet, questions included."""
    if sheet == "questions":
        return tuple(f"answers.{key}" for key in questions())
    return tuple(path for section in LISTS.get(sheet, ()) for path in section.paths)


def title(sheet: str, lang: Lang) -> str:
    """Title of a sheet."""
    return text(f"form_sheet.{sheet}", lang)


def leaves(proposal: Proposal) -> dict[str, Any]:
    """Every value of a proposal that is known, by its path; answers and tuples of them stay whole."""
    found = dict(_leaves("", proposal))
    found[HAS_PLAN] = True if proposal.housing_plan is not None else None
    return {path: value for path, value in found.items() if value is not None or path.startswith("answers.")}


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    if isinstance(value, BaseModel) and not isinstance(value, Span):
        for name in type(value).model_fields:
            yield from _leaves(f"{path}.{name}" if path else name, getattr(value, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from ([(f"{path}.{key}", item)] if path == "answers" else _leaves(f"{path}.{key}", item))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _leaves(f"{path}[{index}]", item)
    else:
        yield path, value
