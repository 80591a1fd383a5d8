"""Positions: from the groups on the input sheet to workers per month."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from hea.engine.given import middle_of
from hea.engine.positions import EDGE
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
    counted: list[str]
    """Persons per group before the growth share, for calibration without a typical mix."""
    shapes: dict[tuple[object, ...], ShapeRow]
    paths: dict[tuple[Milestone, ...], Column]
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

    def write(self) -> Positions:
        shape_first = self.row + len(self.groups) + 6
        names = list(self.central.workforce.shapes)
        counted, persons, first_group = self._groups(shape_first, names)
        self.row = shape_first - 2
        shapes = self._shapes(names)
        block = Months(self.sheet, self.row + 1, self.central.setting.months)
        t, month, calendar = self._calendar(block)
        paths = self._paths(block, t)
        total = self._positions(block, names, shapes, paths, persons, calendar)
        self.sheet.widths(34, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14)
        self.sheet.repeat(block.head, "A:C")
        self.sheet.sheet.freeze_panes = "B4"
        last = first_group + len(self.groups) - 1
        return Positions(
            self.sheet, block, t, month, calendar, total, persons, counted, shapes, paths,
            self.sheet.down(first_group, last, 2), first_group,
        )  # fmt: skip

    def _groups(self, shape_first: int, names: list[tuple[object, ...]]) -> tuple[list[str], list[str], int]:
        """Persons per group: as counted, as yearly mean, and the growth among them."""
        heads = ("group", "shape", "persons_counted", "yearly_mean", "persons_new")
        self.sheet.say(self.row, 1, self._text("groups"), "section")
        self.sheet.heads(self.row + 1, [self._text(key) for key in heads])
        first, last = self.row + 2, self.row + 1 + len(self.groups)
        means = self._means()
        growth_row = last + 1
        growth = self.sheet.at(growth_row, 5)
        total_mean = float(sum(means))
        share = (
            float(np.sum([g.persons for g in self.central.workforce.groups])) / total_mean
            if total_mean
            else 1.0
        )
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
            self.sheet.formula(row, 5, f"D{row}*{growth}", float(whole.persons[0]))
        there = self._there()
        self.sheet.say(growth_row, 1, self._text("growth_share"))
        self.sheet.formula(growth_row, 4, f"SUM(D{first}:D{last})", total_mean)
        self.sheet.formula(
            growth_row, 5, f"IF(D{growth_row}>0,MAX(0,MIN(1,1-{there}/D{growth_row})),1)", share, "share_any"
        )
        return counted, persons, first

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
        return middle_of(group.count, self.central.draw.parameters) * per_fte

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
            return f"({formula})", middle_of(proposal.workforce.count, draw.parameters) * per_fte
        assert proposal.area is not None
        sector, size_m2 = proposal.sector, middle_of(proposal.area.size_m2, draw.parameters)
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
        return f"({formula})", value

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
        return ShapeRow(
            number, self.sheet.across(row, 2, 13), self.sheet.across(row, 16, 27), self.sheet.at(row, 14),
            self.sheet.at(row, 15),
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

    def _paths(self, block: Months, t: Column) -> dict[tuple[Milestone, ...], Column]:
        """Share of full operation per course, automation included."""
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
        return found

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
        names: list[tuple[object, ...]],
        shapes: dict[tuple[object, ...], ShapeRow],
        paths: dict[tuple[Milestone, ...], Column],
        persons: list[str],
        calendar: Column,
    ) -> Column:
        """Positions per shape, year-round and in season, and all together."""
        setting, parts = self.central.setting, []
        first, last = 6, 5 + len(self.groups)
        for key in names:
            row, shape = shapes[key], self.central.workforce.shapes[key]
            path = paths[key[0]]  # type: ignore[index]
            full = sum(float(g.persons[0]) for g in self.central.workforce.groups if g.shape_key == key)
            line = self.central.streams.courses[key[0]].path[0]  # type: ignore[index]
            of_shape = f"SUMIF($B${first}:$B${last},{row.number},$E${first}:$E${last})"
            share = float(shape.year_round[0])
            extra = positions.above_core(shape.season, shape.year_round)[0][setting.calendar_month]
            label = text("book.shape_number", self.lang, number=row.number)
            core = block.column(
                f"{label}, {self._text('core')}", _core(of_shape, row, path), full * share * line
            )
            season = block.column(
                f"{label}, {self._text('season')}",
                _season(of_shape, row, path, calendar),
                full * extra * line,
            )
            parts += [core, season]
        return block.column(
            self._text("positions"),
            lambda r: "+".join(part.here(r) for part in parts),
            self.central.block.positions[0],
        )


def _core(of_shape: str, row: ShapeRow, path: Column) -> Callable[[int], str]:
    return lambda r: f"{of_shape}*{row.year_round}*{path.here(r)}"


def _season(of_shape: str, row: ShapeRow, path: Column, calendar: Column) -> Callable[[int], str]:
    return lambda r: f"{of_shape}*INDEX({row.extra},{calendar.here(r)})*{path.here(r)}"


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
