"""Positions: from the groups on the input sheet to workers per month."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from hea.engine.given import middle_of
from hea.engine.positions import EDGE, growth_along
from hea.model import positions
from hea.model.uncertainty import Array
from hea.proposal import Milestone, month_name, month_number
from hea.reference import sectors
from hea.texts import text
from hea.units import M2_PER_HA
from hea.workbook.cells import Column, LiveBook, LiveSheet, Months, serial
from hea.workbook.central_run import CentralRun
from hea.workbook.inputs import CourseCells, Inputs, group_rows
from hea.workbook.sheet_writer import SheetWriter


class ShapeRow(NamedTuple):
    """Addresses of a shape on the sheet of positions."""

    number: int
    season: str
    """Twelve indices after scaling."""
    extra: str
    """What each calendar month rises above the core, twelve cells."""
    year_round: str
    length: str
    new: str
    """Workers added at full operation."""
    there: str
    """Workers who were there already."""


class Positions(NamedTuple):
    """Addresses that later sheets read."""

    sheet: LiveSheet
    months: Months
    t: Column
    month: Column
    calendar: Column
    total: Column
    persons: list[str]
    """Persons at full operation per group."""
    there: list[str]
    """Persons who were there already, per group."""
    counted: list[str]
    """Persons per group before the growth share, for calibration without a typical mix."""
    shapes: dict[tuple[object, ...], ShapeRow]
    growth: dict[tuple[object, ...], Column]
    """Share of what is added at full operation, per shape."""
    lost: dict[tuple[object, ...], Column]
    """Share of who was there already that work is gone for, per shape in which that can be."""
    group_shape: str
    """Range with the number of the shape of each group."""
    first_group: int


def write(book: LiveBook, central: CentralRun, inputs: Inputs) -> Positions:
    """Write the sheet."""
    return _Writer(book, central, inputs).write()


class _Writer(SheetWriter):
    def __init__(self, book: LiveBook, central: CentralRun, inputs: Inputs) -> None:
        super().__init__(book, central, book.sheet("jobs"))
        self.inputs, self.groups = inputs, list(group_rows(central))
        self.lines: dict[tuple[object, ...], Array] = {}
        self.lost: dict[tuple[object, ...], Column] = {}

    def write(self) -> Positions:
        shape_first = self.row + len(self.groups) + 6
        names = list(self.central.workforce.shapes)
        counted, persons, first_group = self._groups(shape_first, names)
        self.row = shape_first - 2
        shapes = self._shapes(names)
        block = Months(self.sheet, self.row + 1, self.central.setting.months)
        t, month, calendar = self._calendar(block)
        growth = self._growth(block, t, shapes)
        total = self._positions(block, shapes, growth, calendar)
        self.sheet.widths(34, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14)
        self.sheet.repeat(block.head, "A:C")
        self.sheet.sheet.freeze_panes = "B4"
        last = first_group + len(self.groups) - 1
        there = [self.sheet.at(row, 6) for row in range(first_group, last + 1)]
        return Positions(
            self.sheet, block, t, month, calendar, total, persons, there, counted, shapes, growth, self.lost,
            self.sheet.down(first_group, last, 2), first_group,
        )  # fmt: skip

    def _groups(self, shape_first: int, names: list[tuple[object, ...]]) -> tuple[list[str], list[str], int]:
        """Persons per group: as counted, as yearly mean, and the growth among them."""
        heads = (
            "group", "shape", "persons_counted", "yearly_mean", "persons_new", "persons_there",
            "share_there", "share_told", "persons_not_told",
        )  # fmt: skip
        self.sheet.say(self.row, 1, self._text("groups"), "section")
        self.sheet.heads(self.row + 1, [self._text(key) for key in heads])
        first, last = self.row + 2, self.row + 1 + len(self.groups)
        means = self._means()
        rest_row = last + 1
        counted, persons = [], []
        total = self._total()
        for index, (name, group, _) in enumerate(self.groups):
            row, cells, whole = first + index, self.inputs.groups[index], self.central.workforce.groups[index]
            season = shape_first + names.index(whole.shape_key)
            self.sheet.say(row, 1, name)
            self.sheet.formula(row, 2, cells["shape"], names.index(whole.shape_key) + 1, "people")
            peak = text("option.basis.peak", self.lang)
            if group is None:
                formula, basis = f"{total[0]}*{cells['count']}", self.inputs.cell["workforce.basis"]
            else:
                fte = text("option.unit.fte", self.lang)
                formula = f'{cells["count"]}*IF({cells["unit"]}="{fte}",{self.book.p("persons_per_fte")},1)'
                basis = cells["basis"]
            counted.append(self.sheet.at(row, 4))
            value = self._counted(index, total[1])
            self.sheet.formula(row, 3, formula, value)
            highest = f"MAX($B{season}:$M{season})"
            self.sheet.formula(row, 4, f'IF({basis}="{peak}",C{row}/{highest},C{row})', means[index])
            persons.append(self.sheet.at(row, 5))
            self._split(row, index, value, self.sheet.at(rest_row, 7))
        self._rest_there(rest_row, first, last)
        return counted, persons, first

    def _split(self, row: int, index: int, counted: float, rest: str) -> None:
        """Who of a group is new and who was there already; what a group tells goes before the total."""
        whole, told = self.central.workforce.groups[index], self.inputs.groups[index].get("existing")
        share = self._share_there(index)
        known = told is not None and self._existing(index) is not None
        given = f'{told}=""' if told else "TRUE"
        self.sheet.formula(row, 5, f"D{row}*(1-G{row})", float(whole.persons[0]))
        self.sheet.formula(row, 6, f"D{row}*G{row}", float(whole.there[0]))
        new = text("option.kind.new", self.lang)
        kind = self.inputs.cell["kind"]
        formula = f'IF({kind}="{new}",0,IF({given},{rest},H{row}))'
        self.sheet.formula(row, 7, formula, share, "share_any")
        count = self.inputs.groups[index]["count"]
        own = f"IF(N({count})>0,MIN(1,N({told})/{count}),0)" if told else "0"
        self.sheet.formula(row, 8, own, share if known else 0.0, "share_any")
        self.sheet.formula(row, 9, f"IF({given},C{row},0)", 0.0 if known else counted)

    def _existing(self, index: int) -> float | None:
        group = self.groups[index][1]
        return None if group is None or not self.proposal.grows else group.existing

    def _share_there(self, index: int) -> float:
        group = self.central.workforce.groups[index]
        all_of_them = float(group.persons[0] + group.there[0])
        return float(group.there[0]) / all_of_them if all_of_them else 0.0

    def _rest_there(self, row: int, first: int, last: int) -> None:
        """Share there already of the groups that do not tell it themselves."""
        total = self._total()[1]
        counts = [self._counted(index, total) for index in range(len(self.groups))]
        told = [self._existing(index) is not None for index in range(len(self.groups))]
        spoken_for = sum(
            self._share_there(i) * count
            for i, (count, own) in enumerate(zip(counts, told, strict=True))
            if own
        )
        others = sum(count for count, own in zip(counts, told, strict=True) if not own)
        left = ((self.proposal.already_there or 0.0) - spoken_for) / others if others else 0.0
        self.sheet.say(row, 1, self._text("share_there"))
        spoken = f"SUMPRODUCT(H{first}:H{last},C{first}:C{last})"
        people = f"SUM(I{first}:I{last})"
        formula = f"IF({people}>0,MAX(0,MIN(1,({self._there()}-{spoken})/{people})),0)"
        self.sheet.formula(row, 7, formula, min(1.0, max(0.0, left)), "share_any")

    def _there(self) -> str:
        """Formula of the workers who are not new to the place."""
        kinds = {key: text(f"option.kind.{key}", self.lang) for key in ("expansion", "relocation")}
        cell = self.inputs.cell
        return (
            f'IF({cell["kind"]}="{kinds["expansion"]}",N({cell["existing_workers"]}),'
            f'IF({cell["kind"]}="{kinds["relocation"]}",N({cell["moving_workers"]}),0))'
        )

    def _means(self) -> list[float]:
        """Yearly mean per group, before what was there already is taken off."""
        total = self._total()[1]
        basis = None
        if not self.proposal.function_groups:
            basis = self._basis()
        means = []
        for index, (_, group, _) in enumerate(self.groups):
            count = self._counted(index, total)
            shape = self.central.workforce.shapes[self.central.workforce.groups[index].shape_key]
            peak = (group.basis if group else basis) == "peak"
            means.append(count / float(shape.season.max()) if peak else count)
        return means

    def _basis(self) -> str:
        if self.proposal.workforce is not None:
            return self.proposal.workforce.basis
        return "peak" if sectors()[self.proposal.sector].density_basis == "persons_peak" else "mean"

    def _counted(self, index: int, total: float) -> float:
        group = self.groups[index][1]
        if group is None:
            share = self._usual_mix()[self.groups[index][2]]
            return total * share
        per_fte = float(self.central.draw["persons_per_fte"][0]) if group.unit == "fte" else 1.0
        return middle_of(group.count, self.central.draw.parameters, self.proposal.sector) * per_fte

    def _usual_mix(self) -> dict[str, float]:
        """Typical functions of the sector."""
        from hea.reference import function_mix

        return dict(function_mix().get(self.proposal.sector, {"average": 1.0}))

    def _total(self) -> tuple[str, float]:
        """Formula and value of all workers, where there are no groups."""
        proposal, draw, cell, p = self.proposal, self.central.draw, self.inputs.cell, self.book.p
        if proposal.function_groups:
            return "", 0.0
        if proposal.workforce is not None:
            fte = text("option.unit.fte", self.lang)
            per_fte = float(draw["persons_per_fte"][0]) if proposal.workforce.unit == "fte" else 1.0
            formula = (
                f'{cell["workforce.count"]}*IF({cell["workforce.unit"]}="{fte}",{p("persons_per_fte")},1)'
            )
            return f"({formula})", middle_of(
                proposal.workforce.count, draw.parameters, proposal.sector
            ) * per_fte
        assert proposal.area is not None
        sector, size_m2 = proposal.sector, middle_of(proposal.area.size_m2, draw.parameters, proposal.sector)
        if proposal.area.kind == "plot":
            name = f"sector.{sector}.jobs_per_ha"
            formula = f"{cell['area.size_m2']}/{M2_PER_HA}*{p(name)}"
            value = size_m2 / M2_PER_HA * float(draw[name][0])
        else:
            name = f"sector.{sector}.jobs_per_1000m2"
            formula, value = f"{cell['area.size_m2']}/1000*{p(name)}", size_m2 / 1000
            value *= float(draw[name][0])
            if proposal.area.kind == "footprint":
                formula += f"*{p('floor_per_footprint')}"
                value *= float(draw["floor_per_footprint"][0])
        if sectors()[sector].density_basis == "fte":
            formula += f"*{p('persons_per_fte')}"
            value *= float(draw["persons_per_fte"][0])
        if proposal.sized_by_added_area:
            value += proposal.existing_workers or 0.0
        return f"({formula}+{self._on_top()})", value

    def _on_top(self) -> str:
        """Formula of the workers who were there already, where the area is what is added."""
        added = text("option.area_holds.added", self.lang)
        expansion = text("option.kind.expansion", self.lang)
        kind, holds, there = (self.inputs.cell[key] for key in ("kind", "area_holds", "existing_workers"))
        return f'IF(AND({kind}="{expansion}",{holds}="{added}"),N({there}),0)'

    def _shapes(self, names: list[tuple[object, ...]]) -> dict[tuple[object, ...], ShapeRow]:
        """Season indices with their strength, the year-round share, and what rises above it."""
        self.sheet.say(self.row, 1, self._text("seasons"), "section")
        months = [text(f"form.month_{month}", self.lang) for month in range(1, 13)]
        over = [f"{self._text('above')} {month}" for month in months]
        heads = [
            self._text("shape"),
            *months,
            self._text("year_round_share"),
            self._text("season_months"),
            *over,
            self._text("persons_new"),
            self._text("persons_there"),
        ]
        self.sheet.heads(self.row + 1, heads)
        found = {}
        for offset, key in enumerate(names):
            found[key] = self._shape(self.row + 2 + offset, offset + 1, key)
        self.row += 2 + len(names)
        return found

    def _shape(self, row: int, number: int, key: tuple[object, ...]) -> ShapeRow:
        cells, shape = self.inputs.shapes[key], self.central.workforce.shapes[key]
        self.sheet.value(row, 1, number, "people")
        season = shape.season[0]
        amplitude, yes = self.book.p("season_amplitude"), text("option.yes", self.lang)
        for month in range(12):
            profile = f"INDEX({cells.numbers},{month + 1})"
            scaled = f"1+MIN({amplitude},1/(1-MIN({cells.numbers})))*({profile}-1)"
            mean = f"AVERAGE({cells.numbers})"
            chosen = f'IF({cells.own}="{yes}",{profile}/{mean},{scaled})'
            formula = f"IF(MAX({cells.numbers})=MIN({cells.numbers}),1,{chosen})"
            self.sheet.formula(row, 2 + month, formula, float(season[month]))
        given = self._year_round(key)
        lowest = f"MIN($B{row}:$M{row})"
        self.sheet.formula(
            row, 14, f'IF(N({given[0]})>0,MIN(1,{given[0]}/{given[1]}),{lowest})' if given else lowest,
            float(shape.year_round[0]), "share_any",
        )  # fmt: skip
        above = f"MAX(1,SUMPRODUCT(--($B{row}:$M{row}>$N{row}+{EDGE!r})))"
        self.sheet.formula(
            row, 15, f"IF(N({cells.length})>0,{cells.length},{above})", shape.season_months, "people"
        )
        extra = positions.above_core(shape.season, shape.year_round)[0]
        for month in range(12):
            letter = "BCDEFGHIJKLM"[month]
            self.sheet.formula(row, 16 + month, f"MAX(0,{letter}{row}-$N{row})", float(extra[month]))
        members = [g for g in self.central.workforce.groups if g.shape_key == key]
        first, last = 6, 5 + len(self.groups)
        for column, letter, people in (
            (28, "E", [g.persons for g in members]),
            (29, "F", [g.there for g in members]),
        ):
            formula = f"SUMIF($B${first}:$B${last},$A{row},${letter}${first}:${letter}${last})"
            self.sheet.formula(row, column, formula, float(np.sum(people)))
        return ShapeRow(
            number, self.sheet.across(row, 2, 13), self.sheet.across(row, 16, 27), self.sheet.at(row, 14),
            self.sheet.at(row, 15), self.sheet.at(row, 28), self.sheet.at(row, 29),
        )  # fmt: skip

    def _year_round(self, key: tuple[object, ...]) -> tuple[str, str] | None:
        """The cell of year-round workers and of the yearly mean of the one group it belongs to."""
        for index, group in enumerate(self.central.workforce.groups):
            cells = self.inputs.groups[index]
            if group.shape_key == key and "year_round" in cells:
                return cells["year_round"], self.sheet.at(6 + index, 4)
        return None

    def _calendar(self, block: Months) -> tuple[Column, Column, Column]:
        setting = self.central.setting
        number = np.arange(setting.months, dtype=float)
        opening = self.inputs.cell["opening"]
        dates = np.array(
            [serial(month_name(setting.opening + t)) for t in range(setting.months)], dtype=float
        )
        t = block.column(self._text("t"), lambda r: f"ROW()-{block.first}", number, "people")
        month = block.column(self._text("month"), lambda r: f"EDATE({opening},{t.here(r)})", dates, "month")
        calendar = block.column(
            self._text("calendar_month"),
            lambda r: f"MONTH({month.here(r)})",
            setting.calendar_month.astype(float) + 1,
            "people",
        )
        return t, month, calendar

    def _growth(
        self, block: Months, t: Column, shapes: dict[tuple[object, ...], ShapeRow]
    ) -> dict[tuple[object, ...], Column]:
        """Share of what is added at full operation, per shape: what was there already is taken off."""
        paths, left = self._paths(block, t)
        found = {}
        for key, row in shapes.items():
            ramp_up: tuple[Milestone, ...] = key[0]  # type: ignore[assignment]
            members = [g for g in self.central.workforce.groups if g.shape_key == key]
            new, there = (
                np.sum([getattr(g, name) for g in members], axis=0) for name in ("persons", "there")
            )
            path = self.central.streams.courses[ramp_up].path
            grown = growth_along(self.central.setting, ramp_up, path, new, there)[0]
            line = np.maximum(0.0, grown) / new[0] if new[0] > 0 else np.zeros(len(grown))
            heading = text("book.path_number", self.lang, number=row.number)
            formula = _growth_formula(row, paths[ramp_up], left, milestones=bool(ramp_up))
            self.lines[key] = line
            found[key] = block.column(heading, formula, line, "share_any")
            fewer = _lost_formula(row, paths[ramp_up], left, milestones=bool(ramp_up))
            if fewer is not None:
                gone = np.maximum(0.0, -grown) / there[0] if there[0] > 0 else np.zeros(len(grown))
                heading = text("book.lost_number", self.lang, number=row.number)
                self.lost[key] = block.column(heading, fewer, gone, "share_any")
        return found

    def _paths(self, block: Months, t: Column) -> tuple[dict[tuple[Milestone, ...], Column], Column | None]:
        """Share of full operation per course, automation included; and what automation leaves."""
        months = np.arange(self.central.setting.months, dtype=float)
        shrinking: Column | None = None
        if self.inputs.automation is not None:
            line = self._automation_line(months)
            cells = self._with_start(self.inputs.automation, self.proposal.automation)
            shrinking = block.column(
                text("label.Proposal.automation", self.lang),
                lambda r: interpolated(t.here(r), *cells),
                line,
                "share_any",
            )
        found = {}
        for number, (key, course) in enumerate(self.central.streams.courses.items(), start=1):
            heading = text("book.course_number", self.lang, number=number)
            found[key] = block.column(
                heading, self._path_formula(key, t, shrinking), course.path[0], "share_any"
            )
        return found, shrinking

    def _path_formula(
        self, key: tuple[Milestone, ...], t: Column, shrinking: Column | None
    ) -> Callable[[int], str]:
        cells = self._offsets(self.inputs.courses[key], key) if key else None
        ramp = self.book.p("ramp_up_months")

        def formula(row: int) -> str:
            grown = interpolated(t.here(row), *cells) if cells else f"MIN(1,({t.here(row)}+1)/{ramp})"
            return f"{grown}*{shrinking.here(row)}" if shrinking else grown

        return formula

    def _automation_line(self, months: Array) -> Array:
        path = self.proposal.automation
        start = Milestone(month=self.proposal.opening, share=1.0)
        points = (start, *path) if path[0].month > start.month else path
        at = np.array([month_number(p.month) - self.central.setting.opening for p in points], dtype=float)
        return positions.milestone_path(months, at, np.array([p.share for p in points]))

    def _offsets(self, cells: CourseCells, points: tuple[Milestone, ...]) -> tuple[str, str]:
        """Months since opening beside the milestones."""
        sheet = self.inputs_sheet(cells)
        first, last = _rows(cells.months)
        for row, point in zip(range(first, last + 1), points, strict=True):
            value = month_number(point.month) - self.central.setting.opening
            sheet.formula(row, 4, _months_between(self.inputs.cell["opening"], f"B{row}"), value, "people")
        return sheet.down(first, last, 4), cells.shares

    def _with_start(self, cells: CourseCells, points: tuple[Milestone, ...]) -> tuple[str, str]:
        """The same with a start from all the work in the opening month, unless a milestone is before it."""
        sheet = self.inputs_sheet(cells)
        first, last = _rows(cells.months)
        self._offsets(cells, points)
        later = month_number(points[0].month) > self.central.setting.opening
        away = month_number(points[0].month) - self.central.setting.opening
        sheet.formula(first - 1, 5, f"IF(D{first}>0,0,D{first}-1)", 0 if later else away - 1, "people")
        sheet.formula(
            first - 1, 6, f"IF(D{first}>0,1,C{first})", 1.0 if later else points[0].share, "share_any"
        )
        for row, point in zip(range(first, last + 1), points, strict=True):
            offset = month_number(point.month) - self.central.setting.opening
            sheet.formula(row, 5, f"D{row}", offset, "people")
            sheet.formula(row, 6, f"C{row}", point.share, "share_any")
        return sheet.down(first - 1, last, 5), sheet.down(first - 1, last, 6)

    def inputs_sheet(self, cells: CourseCells) -> LiveSheet:
        """The sheet on which the milestones stand."""
        title = text("book_sheet.inputs", self.lang)
        return LiveSheet(self.book, self.book.book[title])

    def _positions(
        self,
        block: Months,
        shapes: dict[tuple[object, ...], ShapeRow],
        growth: dict[tuple[object, ...], Column],
        calendar: Column,
    ) -> Column:
        """Positions per shape, year-round and in season, and all together."""
        setting, parts = self.central.setting, []
        for key, row in shapes.items():
            path, shape = growth[key], self.central.workforce.shapes[key]
            full = sum(float(g.persons[0]) for g in self.central.workforce.groups if g.shape_key == key)
            line = self.lines[key]
            share = float(shape.year_round[0])
            extra = positions.above_core(shape.season, shape.year_round)[0][setting.calendar_month]
            label = text("book.shape_number", self.lang, number=row.number)
            core = block.column(f"{label}, {self._text('core')}", _core(row, path), full * share * line)
            season = block.column(
                f"{label}, {self._text('season')}",
                _season(row, path, calendar),
                full * extra * line,
            )
            parts += [core, season]
        return block.column(
            self._text("positions"),
            lambda r: "+".join(part.here(r) for part in parts),
            self.central.block.positions[0],
        )


def _growth_formula(
    row: ShapeRow, path: Column, left: Column | None, *, milestones: bool
) -> Callable[[int], str]:
    """Of everyone on the site, or of even growth from who is there, less who was there already."""
    new, there = row.new, row.there
    if milestones:
        return lambda r: f"IF({new}>0,MAX(0,(({new}+{there})*{path.here(r)}-{there})/{new}),0)"
    if left is None:
        return lambda r: f"IF({new}>0,{path.here(r)},0)"
    return lambda r: f"IF({new}>0,MAX(0,{path.here(r)}+({left.here(r)}-1)*{there}/{new}),0)"


def _lost_formula(
    row: ShapeRow, path: Column, left: Column | None, *, milestones: bool
) -> Callable[[int], str] | None:
    """Of who was there already, the share that fewer work there; even growth loses nobody by itself."""
    new, there = row.new, row.there
    if milestones:
        return lambda r: f"IF({there}>0,MAX(0,1-({new}+{there})*{path.here(r)}/{there}),0)"
    if left is None:
        return None
    return lambda r: f"IF({there}>0,MAX(0,1-{left.here(r)}-{path.here(r)}*{new}/{there}),0)"


def _core(row: ShapeRow, path: Column) -> Callable[[int], str]:
    return lambda r: f"{row.new}*{row.year_round}*{path.here(r)}"


def _season(row: ShapeRow, path: Column, calendar: Column) -> Callable[[int], str]:
    return lambda r: f"{row.new}*INDEX({row.extra},{calendar.here(r)})*{path.here(r)}"


def _rows(address: str) -> tuple[int, int]:
    """First and last row of a range within one column."""
    cells = address.rpartition("!")[2].replace("$", "").split(":")
    first, last = (int("".join(c for c in cell if c.isdigit())) for cell in (cells[0], cells[-1]))
    return first, last


def _months_between(start: str, end: str) -> str:
    return f"(YEAR({end})-YEAR({start}))*12+MONTH({end})-MONTH({start})"


def interpolated(at: str, months: str, shares: str) -> str:
    """Formula of the line through points, level before the first and after the last."""
    count, spot = f"ROWS({months})", f"MATCH({at},{months},1)"
    low, high = f"INDEX({months},{spot})", f"INDEX({months},{spot}+1)"
    share_low, share_high = f"INDEX({shares},{spot})", f"INDEX({shares},{spot}+1)"
    return (
        f"IF({at}<=INDEX({months},1),INDEX({shares},1),IF({at}>=INDEX({months},{count}),INDEX({shares},{count}),"
        f"{share_low}+({at}-{low})*({share_high}-{share_low})/({high}-{low})))"
    )
