"""The input sheet: everything the company gave, in cells that the formulas read."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from hea.engine.given import middle_of
from hea.engine.positions import Shape
from hea.proposal import (
    STAY_CLASSES,
    FunctionGroup,
    LocalContext,
    Milestone,
    Offer,
    PlacesPerStay,
    Proposal,
    Recruitment,
    Size,
    Span,
    field_label,
)
from hea.reference import facilities, job_levels, municipalities, season_profiles, sectors
from hea.texts import Lang, text
from hea.workbook.cells import LiveBook, name_of, serial
from hea.workbook.central_run import CentralRun
from hea.workbook.sheet_writer import SheetWriter

SIZES = {"expansion": "existing_workers", "relocation": "moving_workers"}
CONTEXT = (
    "kern_inhabitants",
    "existing_migrants_kern",
    "existing_migrants_municipality",
    "existing_within_radius",
    "labour_reserve",
    "vacancies_per_unemployed",
)
RECRUITMENT = (
    "regional_share",
    "cross_border_share",
    "local_hiring_share",
    "flex_share",
    "within_municipality_share",
)
OFFER = ("stay", "places", "own_workers_share", "from_month", "until_month", "transition_months")


class ShapeCells(NamedTuple):
    """Cells of a course through the year."""

    numbers: str
    """Twelve numbers."""
    own: str
    """Whether they are the company's own."""
    length: str
    """Length of the season in months, or empty."""


class CourseCells(NamedTuple):
    """Milestones of a course through the years; empty if growth is even."""

    months: str
    shares: str


class Inputs(NamedTuple):
    """Addresses of inputs by their path, and of the tables."""

    cell: dict[str, str]
    groups: list[dict[str, str]]
    shapes: dict[tuple[object, ...], ShapeCells]
    courses: dict[tuple[Milestone, ...], CourseCells]
    automation: CourseCells | None
    offers: dict[str, str]
    """Ranges of the columns of the housing plan, by field; empty if there is none."""
    capacities: dict[str, tuple[str, str]]


def group_rows(central: CentralRun) -> Iterator[tuple[str, FunctionGroup | None, str]]:
    """Name, group as given or ``None``, and level, of every group that is counted."""
    given = central.setting.proposal.function_groups
    for index, group in enumerate(central.workforce.groups):
        yield group.name, (given[index] if given else None), group.level


def write(book: LiveBook, central: CentralRun) -> Inputs:
    """Write the sheet; gives the addresses of what stands on it."""
    return _Writer(book, central).write()


class _Writer(SheetWriter):
    def __init__(self, book: LiveBook, central: CentralRun) -> None:
        super().__init__(book, central, book.sheet("inputs"))
        self.cell: dict[str, str] = {}

    def write(self) -> Inputs:
        self._plan()
        self._context()
        groups = self._groups()
        shapes = self._shapes()
        courses, automation = self._courses()
        offers = self._offers()
        capacities = self._capacities()
        self.sheet.widths(46, 16, 16, 14, 18, 16, 14, 14, 14, 14, 14, 14, 14, 14, 14)
        return Inputs(self.cell, groups, shapes, courses, automation, offers, capacities)

    def _section(self, key: str, *heads: str) -> None:
        self.sheet.say(self.row, 1, text(f"book.{key}", self.lang), "section")
        self.row += 1
        if heads:
            self.sheet.heads(self.row, [text(f"book.{head}", self.lang) for head in heads])
            self.row += 1

    def _line(self, label: str, path: str, value: Any, kind: str, note: str = "") -> None:  # noqa: ANN401
        self.sheet.say(self.row, 1, label)
        self.cell[path] = self.sheet.ask(self.row, 2, value, kind, name_of("i", path))
        if note:
            self.sheet.say(self.row, 3, note, "line")
        self.row += 1

    def _fact(self, key: str, path: str, value: Any, kind: str, note: str = "") -> None:  # noqa: ANN401
        self.sheet.say(self.row, 1, text(f"book.{key}", self.lang))
        self.cell[path] = self.sheet.value(self.row, 2, value, kind, name_of("i", path))
        if note:
            self.sheet.say(self.row, 3, note, "line")
        self.row += 1

    def _label(self, model: Any, field: str) -> str:  # noqa: ANN401
        return field_label(model, field, self.lang)

    def _plan(self) -> None:
        proposal, lang = self.proposal, self.lang
        place, sector = municipalities()[proposal.municipality], sectors()[proposal.sector]
        self._section("plan", "item", "value", "note")
        for label, words in (
            (self._label(Proposal, "company"), proposal.company),
            (self._label(Proposal, "initiative"), proposal.initiative or ""),
            (self._label(Proposal, "municipality"), f"{place.name} ({place.gm_code})"),
            (self._label(Proposal, "sector"), sector.name_in(lang)),
        ):
            self.sheet.say(self.row, 1, label)
            self.sheet.say(self.row, 2, words)
            self.row += 1
        note = text("book.cbs", lang)
        self._fact("inhabitants", "inhabitants", place.population, "people", note)
        self._line(self._label(Proposal, "opening"), "opening", serial(proposal.opening), "month")
        kinds = "/".join(text(f"option.kind.{kind}", lang) for kind in ("new", "expansion", "relocation"))
        kind = text(f"option.kind.{proposal.kind}", lang)
        self._line(self._label(Proposal, "kind"), "kind", kind, "exact", kinds)
        for path in SIZES.values():
            self._line(self._label(Proposal, path), path, getattr(proposal, path), "decimal")
        if not proposal.function_groups:
            self._size()
        if proposal.construction:
            label = self._label(type(proposal.construction), "persons")
            self._line(label, "construction.persons", proposal.construction.persons, "decimal")
        for name in RECRUITMENT:
            value = getattr(proposal.recruitment, name)
            self._line(self._label(Recruitment, name), f"recruitment.{name}", value, "share_any")
        weeks = proposal.recruitment.seasonal_stay_weeks
        label = self._label(Recruitment, "seasonal_stay_weeks")
        self._line(label, "recruitment.seasonal_stay_weeks", weeks, "decimal")
        self._line(
            self._label(Proposal, "value_added_ratio"),
            "value_added_ratio",
            proposal.value_added_ratio,
            "decimal",
        )
        self.row += 1

    def _size(self) -> None:
        """The total or the area from which the number of workers follows."""
        given, area = self.proposal.workforce, self.proposal.area
        if given is not None:
            label = self._label(Proposal, "workforce")
            count = self._middle(given.count)
            self._line(label, "workforce.count", count, "decimal", self._as_given(given.count))
            self._line(
                self._label(type(given), "unit"),
                "workforce.unit",
                text(f"option.unit.{given.unit}", self.lang),
                "exact",
                _options("unit", ("persons", "fte"), self.lang),
            )
            self._basis(given.basis)
        elif area is not None:
            kind = "; ".join(
                filter(None, (text(f"option.kind.{area.kind}", self.lang), self._as_given(area.size_m2)))
            )
            size = self._middle(area.size_m2)
            self._line(self._label(type(area), "size_m2"), "area.size_m2", size, "people", kind)
            held = self.proposal.area_holds
            told = held and text(f"option.area_holds.{held}", self.lang)
            choice = _options("area_holds", ("whole_site", "added"), self.lang)
            self._line(self._label(Proposal, "area_holds"), "area_holds", told, "exact", choice)
            density = sectors()[self.proposal.sector].density_basis
            self._basis("peak" if density == "persons_peak" else "mean")

    def _middle(self, size: Size) -> float:
        return middle_of(size, self.central.draw.parameters, self.proposal.sector)

    def _as_given(self, size: Size) -> str:
        """How a range was given of which the middle stands in the cell; nothing beside a number."""
        if not isinstance(size, Span):
            return ""
        return text("book.given_range", self.lang, given=size.shown(self.lang))

    def _basis(self, basis: str) -> None:
        self._line(
            self._label(FunctionGroup, "basis"),
            "workforce.basis",
            text(f"option.basis.{basis}", self.lang),
            "exact",
            _options("basis", ("mean", "peak"), self.lang),
        )

    def _context(self) -> None:
        context = self.proposal.context
        self._section("context", "item", "value", "note")
        unknown = text("book.empty_is_unknown", self.lang)
        for name in CONTEXT:
            value = getattr(context, name)
            self._line(self._label(LocalContext, name), f"context.{name}", value, "decimal", unknown)
        for stay in STAY_CLASSES:
            label = f"{self._label(LocalContext, 'free_places')}: {self._label(PlacesPerStay, stay)}"
            self._line(label, f"context.free_places.{stay}", getattr(context.free_places, stay), "decimal")
        plan = self.proposal.housing_plan
        fills = text("option.yes" if plan and plan.surplus_fills_other_classes else "option.no", self.lang)
        label = text("label.HousingPlan.surplus_fills_other_classes", self.lang)
        note = "/".join(text(f"option.{key}", self.lang) for key in ("yes", "no"))
        self._line(label, "surplus", fills, "exact", note)
        self.row += 1

    def _groups(self) -> list[dict[str, str]]:
        """One row per function group; what was not given can be filled in."""
        own = bool(self.proposal.function_groups)
        self._section(
            "groups", "group", "level", "count" if own else "mix", "unit", "basis", "flex", "statement",
            "evidence", "year_round", "shape", "persons_there",
        )  # fmt: skip
        shapes = list(self.central.workforce.shapes)
        cells = []
        for index, (name, group, level) in enumerate(group_rows(self.central)):
            row, path = self.row, f"function_groups.{index}"
            given = "" if group is None else self._as_given(group.count)
            self.sheet.say(row, 1, f"{name} ({given})" if given else name)
            self.sheet.say(row, 2, getattr(job_levels()[level], f"name_{self.lang}"))
            found = {"row": str(row)}
            if group is None:
                share = self._mix_share(level)
                found["count"] = self.sheet.value(row, 3, share, "share_any")
            else:
                count = self._middle(group.count)
                found["count"] = self.sheet.ask(row, 3, count, "decimal", name_of("i", f"{path}.count"))
                unit, basis = text(f"option.unit.{group.unit}", self.lang), group.basis
                found["unit"] = self.sheet.ask(row, 4, unit, "exact", name_of("i", f"{path}.unit"))
                words = text(f"option.basis.{basis}", self.lang)
                found["basis"] = self.sheet.ask(row, 5, words, "exact", name_of("i", f"{path}.basis"))
            for column, field, kind in ((6, "flex_share", "share_any"), (7, "migrant_share", "share_any")):
                value = getattr(group, field) if group else None
                if group is not None:
                    found[field] = self.sheet.ask(row, column, value, kind, name_of("i", f"{path}.{field}"))
                else:
                    found[field] = self.sheet.at(row, column)
            proven = text(f"option.{'yes' if group and group.migrant_share_evidence else 'no'}", self.lang)
            evidence = name_of("i", f"{path}.migrant_share_evidence")
            found["evidence"] = self.sheet.ask(row, 8, proven, "exact", evidence)
            if group is not None and group.year_round_persons is not None:
                value = group.year_round_persons
                found["year_round"] = self.sheet.ask(
                    row, 9, value, "decimal", name_of("i", f"{path}.year_round_persons")
                )
            number = shapes.index(self.central.workforce.groups[index].shape_key) + 1
            found["shape"] = self.sheet.value(row, 10, number, "people")
            if group is not None and group.existing is not None and self.proposal.grows:
                place = name_of("i", f"{path}.existing")
                found["existing"] = self.sheet.ask(row, 11, group.existing, "decimal", place)
            cells.append(found)
            self.row += 1
        self.row += 1
        return cells

    def _mix_share(self, level: str) -> float:
        from hea.reference import function_mix

        return function_mix().get(self.proposal.sector, {"average": 1.0})[level]

    def _shapes(self) -> dict[tuple[object, ...], ShapeCells]:
        """The season of each shape: the standard profile, or the company's own numbers."""
        self._section("shapes")
        heads = [text(f"book.{key}", self.lang) for key in ("shape", "own_season", "season_months")]
        self.sheet.heads(self.row, heads + [text(f"form.month_{month}", self.lang) for month in range(1, 13)])
        self.row += 1
        found = {}
        for number, (key, shape) in enumerate(self.central.workforce.shapes.items(), start=1):
            own, length = isinstance(key[1], tuple), key[2]
            self.sheet.say(self.row, 1, f"{number}: {_shape_name(key, self.lang)}")
            path = f"shape.{number}"
            yes_no = text("option.yes" if own else "option.no", self.lang)
            own_cell = self.sheet.value(self.row, 2, yes_no, "exact")
            seasonal = float(shape.season.max()) > 1
            write = self.sheet.ask if seasonal else self.sheet.value
            length_cell = write(self.row, 3, length, "people", name_of("i", f"{path}.months"))  # type: ignore[arg-type]
            write = self.sheet.ask if own else self.sheet.value
            for month, value in enumerate(profile_of(key, shape)):
                write(self.row, 4 + month, value, "decimal", name_of("i", f"{path}.{month + 1}"))
            found[key] = ShapeCells(self.sheet.across(self.row, 4, 15), own_cell, length_cell)
            self.row += 1
        self.row += 1
        return found

    def _courses(self) -> tuple[dict[tuple[Milestone, ...], CourseCells], CourseCells | None]:
        """Milestones of growth and of automation."""
        found: dict[tuple[Milestone, ...], CourseCells] = {}
        courses = [course for course in self.central.streams.courses if course]
        automation = None
        if courses or self.proposal.automation:
            self._section("milestones", "course", "month", "share")
        for number, course in enumerate(courses, start=1):
            label = text("book.course_number", self.lang, number=number)
            found[course] = self._milestones(label, f"course.{number}", course)
        if self.proposal.automation:
            label = text("label.Proposal.automation", self.lang)
            automation = self._milestones(label, "automation", self.proposal.automation)
        self.row += 1
        return found, automation

    def _milestones(self, label: str, path: str, points: tuple[Milestone, ...]) -> CourseCells:
        first = self.row
        for index, point in enumerate(points):
            self.sheet.say(self.row, 1, label)
            self.sheet.ask(self.row, 2, serial(point.month), "month", name_of("i", f"{path}.{index}.month"))
            self.sheet.ask(self.row, 3, point.share, "share_any", name_of("i", f"{path}.{index}.share"))
            self.row += 1
        return CourseCells(self.sheet.down(first, self.row - 1, 2), self.sheet.down(first, self.row - 1, 3))

    def _offers(self) -> dict[str, str]:
        """The housing plan, one row per offer."""
        offers = self.proposal.housing_plan.offers if self.proposal.housing_plan else ()
        if not offers:
            return {}
        self._section("offers")
        self.sheet.heads(self.row, [self._label(Offer, name) for name in OFFER])
        self.row += 1
        first = self.row
        for index, offer in enumerate(offers):
            for column, field in enumerate(OFFER, start=1):
                value, kind = _offer_value(offer, field, self.lang)
                name = name_of("i", f"offers.{index}.{field}")
                self.sheet.ask(self.row, column, value, kind, name)
            self.row += 1
        ranges = {
            field: self.sheet.down(first, self.row - 1, column) for column, field in enumerate(OFFER, start=1)
        }
        self.row += 1
        return ranges

    def _capacities(self) -> dict[str, tuple[str, str]]:
        """Capacity and present use of every facility; empty where unknown."""
        self._section("capacities", "item", "capacity", "in_use", "unit_of")
        found = {}
        for key, row in facilities().items():
            given = self.proposal.context.facility_capacities.get(key)
            self.sheet.say(self.row, 1, row.name_in(self.lang))
            capacity, in_use = (
                self.sheet.ask(
                    self.row, column, getattr(given, field, None), "decimal", name_of("i", f"{key}.{field}")
                )
                for column, field in ((2, "capacity"), (3, "in_use"))
            )
            self.sheet.say(self.row, 4, row.unit_in(self.lang))
            found[key] = (capacity, in_use)
            self.row += 1
        return found


def profile_of(key: tuple[object, ...], shape: Shape) -> tuple[float, ...]:
    """Twelve numbers of a season before its strength is scaled."""
    if isinstance(key[1], tuple):
        return key[1]
    return tuple(season_profiles()[str(key[1])].index)


def _shape_name(key: tuple[object, ...], lang: Lang) -> str:
    if isinstance(key[1], tuple):
        return text("label.FunctionGroup.season_index", lang)
    row = season_profiles()[str(key[1])]
    return row.name_in(lang)


def _options(field: str, options: tuple[str, ...], lang: Lang) -> str:
    return " / ".join(text(f"option.{field}.{option}", lang) for option in options)


def _offer_value(offer: Offer, field: str, lang: Lang) -> tuple[Any, str]:
    value = getattr(offer, field)
    if field == "stay":
        return text(f"option.stay.{value}", lang), "exact"
    if field.endswith("_month"):
        return (None if value is None else serial(value)), "month"
    return value, "share_any" if field == "own_workers_share" else "decimal"
