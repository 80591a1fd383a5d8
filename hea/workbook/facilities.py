"""Facilities: what drives demand at two moments, flows per year, and demand against capacity."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from hea.assessment.facility_results import AT_A_DESK
from hea.assessment.results.effects import FacilityResult
from hea.assessment.results.rounding import SAME_WITHIN
from hea.engine.facilities import Moment, demand_of, yearly_flows
from hea.engine.setting import structural_rank
from hea.model import facilities as model
from hea.model.uncertainty import Array
from hea.proposal import STAY_CLASSES
from hea.reference import Facility, facilities
from hea.reference.geography import rni_desk_of
from hea.texts import text
from hea.workbook.cells import Column, LiveBook, LiveSheet
from hea.workbook.central_run import CentralRun
from hea.workbook.housing import AGES, Housing
from hea.workbook.inputs import Inputs
from hea.workbook.sheet_writer import SheetWriter
from hea.workbook.stay import Stay

YEAR = 12

REGISTRATIONS = {"arrivals_rni": "rni", "arrivals_brp": "brp", "departures": "leavers"}
"""Column of the sheet of housing behind each flow of people who register or leave."""


class Facilities(NamedTuple):
    """Cells that later sheets read."""

    highest: str
    """Highest utilisation after the plan, or text if no capacity was given."""
    drivers: dict[str, dict[str, list[str]]]
    """Driver by moment, name and class of stay."""
    registered_per_year: str
    """Registrations as residents in the structural year, of the region."""
    sheet: LiveSheet
    row: int
    """First free row."""


def write(
    book: LiveBook,
    central: CentralRun,
    inputs: Inputs,
    stay: Stay,
    housing: Housing,
    found: Mapping[str, FacilityResult],
) -> Facilities:
    """Write the sheet.

    Args:
        book: to write in.
        central: the values of the engine.
        inputs: cells of the proposal.
        stay: cells of people present.
        housing: cells of places.
        found: each facility as the draws give it, for its level and chances.
    """
    return _Writer(book, central, inputs, stay, housing, found).write()


class _Writer(SheetWriter):
    def __init__(
        self,
        book: LiveBook,
        central: CentralRun,
        inputs: Inputs,
        stay: Stay,
        housing: Housing,
        found: Mapping[str, FacilityResult],
    ) -> None:
        super().__init__(book, central, book.sheet("facilities"))
        self.inputs, self.stay, self.housing, self.found = inputs, stay, housing, found
        self.flows: dict[str, dict[str, str]] = {}
        self.years: dict[str, list[str]] = {}
        """Range over the years of every driver of yearly volumes, by class of stay."""

    def write(self) -> Facilities:
        moments = {"structural": self.central.outcome.structural, "peak": self.central.outcome.peak}
        drivers = {key: self._drivers(key, moment) for key, moment in moments.items()}
        self._flows()
        self._years()
        highest = self._rows(drivers)
        return Facilities(
            highest, drivers, self.flows["structural"]["arrivals_brp"], self.sheet, self.row + 2
        )

    def _index(self, key: str) -> str:
        """Number of the month in which residents are at the moment."""
        residents = self.housing.residents
        if key == "peak":
            return f"MATCH(MAX({residents.all}),{residents.all},0)"
        year = self.book.p("structural_year")
        return f"12*({year}-1)+MATCH({residents.structural(self.book)},{residents.year(self.book)},0)"

    def _drivers(self, key: str, moment: Moment) -> dict[str, list[str]]:
        """What drives demand in one month, per class of stay."""
        self.sheet.say(self.row, 1, self._text(f"moment_{key}"), "section")
        number = self._month_number(key)
        at = self.sheet.formula(self.row, 2, self._index(key), number + 1, "people")
        self.row += 1
        heads = [self._text("driver"), *(text(f"stay.{stay}", self.lang) for stay in STAY_CLASSES)]
        self.sheet.heads(self.row, heads)
        self.row += 1
        h, p = self.housing, self.book.p

        def read(columns: list[Column], k: int) -> str:
            return f"INDEX({columns[k].all},{at})"

        beds = [read(h.units, 0), read(h.net, 1), "0"]
        formulas = {
            "residents": [f"{read(h.adults, k)}+{read(h.children, k)}" for k in range(3)],
            "adults": [read(h.adults, k) for k in range(3)],
            **{
                f"children_{age}": [f"{read(h.children, k)}*{p(f'children_share_{age}')}" for k in range(3)]
                for age in AGES
            },
            "beds": beds,
            "places": [read(h.units, k) for k in range(3)],
            "locations": [f"({bed})/{p('facility_size_beds')}" for bed in beds],
        }
        found = {}
        for name, cells in formulas.items():
            self.sheet.say(self.row, 1, self._text(f"driver_{name}"))
            values = getattr(moment.drivers, name)[:, 0]
            found[name] = [
                self.sheet.formula(self.row, 2 + k, cell, float(values[k])) for k, cell in enumerate(cells)
            ]
            self.row += 1
        self.row += 1
        return found

    def _month_number(self, key: str) -> int:
        residents = (self.central.block.adults + self.central.block.children)[:, 0].sum(axis=0)
        if key == "peak":
            return int(residents.argmax())
        window = self.central.setting.structural_window
        rank = structural_rank(self.central.draw.parameters)
        year = residents[window]
        wanted = np.sort(year, kind="stable")[rank - 1]
        return int(window.start + np.flatnonzero(year == wanted)[0])

    def _flows(self) -> None:
        """People who arrive and leave per year of operation, of those who live in the region."""
        self.sheet.say(self.row, 1, self._text("flows"), "section")
        self.row += 1
        keys = ("arrivals_rni", "arrivals_brp", "departures", "new_children_4_11", "new_children_12_17")
        self.sheet.heads(self.row, [self._text("year"), *(self._text(f"flow_{key}") for key in keys)])
        years = (self.central.setting.months - 1) // YEAR
        first = self.row + 1
        values = self._yearly(years)
        for year in range(years):
            row = first + year
            self.sheet.value(row, 1, year + 1, "people")
            for column, key in enumerate(keys, start=2):
                self.sheet.formula(row, column, self._flow(key, year), float(values[key][year]))
        last = first + years - 1
        for offset, moment in enumerate(("structural", "peak")):
            row = last + 1 + offset
            self.sheet.say(row, 1, self._text(f"flow_{moment}"))
            for column, key in enumerate(keys, start=2):
                cells = self.sheet.down(first, last, column)
                rule = f"INDEX({cells},{self.book.p('structural_year')})" if offset == 0 else f"MAX({cells})"
                chosen = getattr(getattr(self.central.outcome, moment).flows, key)
                address = self.sheet.formula(row, column, rule, float(chosen[0]))
                self.flows.setdefault(moment, {})[key] = address
        self.row = last + 4

    def _years(self) -> None:
        """Means over the twelve months of every year, for volumes of a year; of sites the most."""
        self.sheet.say(self.row, 1, self._text("year_means"), "section")
        names = sorted({facility.driver for facility in facilities().values() if facility.per_year})
        heads = [
            f"{self._text(f'driver_{n}')}: {text(f'stay.{s}', self.lang)}"
            for n in names
            for s in STAY_CLASSES
        ]
        self.sheet.heads(self.row + 1, [self._text("year"), *heads])
        means = self.central.outcome.peak.years
        first, years = self.row + 2, means.residents.shape[1]
        for year in range(years):
            self.sheet.value(first + year, 1, year + 1, "people")
            for n, name in enumerate(names):
                for k in range(len(STAY_CLASSES)):
                    value = float(getattr(means, name)[k, year, 0])
                    formula = self._year_mean(name, k, year)
                    self.sheet.formula(first + year, 2 + n * len(STAY_CLASSES) + k, formula, value)
        for n, name in enumerate(names):
            columns = range(2 + n * len(STAY_CLASSES), 2 + (n + 1) * len(STAY_CLASSES))
            self.years[name] = [self.sheet.down(first, first + years - 1, column) for column in columns]
        self.row = first + years + 1

    def _year_mean(self, name: str, k: int, year: int) -> str:
        h = self.housing

        def of(column: Column, how: str = "AVERAGE") -> str:
            start = column.block.first + YEAR * year
            return f"{how}({column.block.sheet.down(start, start + YEAR - 1, column.number)})"

        beds = [of(h.units[0]), of(h.net[1]), "0"]
        if name == "locations":
            size = self.book.p("facility_size_beds")
            sites = "".join(f"+({of(site, 'MAX')}>0)" for site in h.sites) if k == 0 else ""
            return f"{of(h.beyond[k], 'MAX')}/{size}{sites}" if k < len(h.beyond) else "0"
        return {
            "residents": f"{of(h.adults[k])}+{of(h.children[k])}",
            "adults": of(h.adults[k]),
            "beds": beds[k],
        }[name]

    def _flow(self, key: str, year: int) -> str:
        housing = self.housing
        start = housing.all_children.block.first + YEAR * year
        if key.startswith("new_children"):
            age = key.removeprefix("new_children_")
            now = housing.all_children.there(start + YEAR - 1)
            before = housing.all_children.there(start - 1) if year else "0"
            column = housing.registrations["brp"]
            residents = f"SUM({column.block.sheet.down(start, start + YEAR - 1, column.number)})"
            each = f"{housing.adults_mid}*{self.book.p('children_per_adult.mid')}"
            return f"MAX({now}-{before},{residents}*{each})*{self.book.p(f'children_share_{age}')}"
        column = housing.registrations[REGISTRATIONS[key]]
        return f"SUM({column.block.sheet.down(start, start + YEAR - 1, column.number)})"

    def _yearly(self, years: int) -> dict[str, Array]:
        flows = yearly_flows(self.central.setting, self.central.draw, self.central.block)
        return {key: flow[0, :years] for key, flow in zip(model.Flows._fields, flows, strict=True)}

    def _rows(self, drivers: dict[str, dict[str, list[str]]]) -> str:
        """Demand per facility and what it means for the capacity."""
        self.sheet.say(self.row, 1, self._text("demand"), "section")
        self.row += 1
        keys = (
            "facility", "unit_of", "region_structural", "region_peak", "here_structural", "share_of_normal",
            "capacity", "in_use", "before", "after", "spare_used", "signal", "grade",
            "told", "chance_amber", "chance_red",
        )  # fmt: skip
        self.sheet.heads(self.row, [self._text(key) for key in keys])
        self.row += 1
        first, after = self.row, []
        for facility in facilities().values():
            used = self._facility(facility, drivers)
            if used is not None:
                after.append(used)
            self.row += 1
        self.row += 1
        self.sheet.say(self.row, 1, self._text("highest"))
        cells = self.sheet.down(first, self.row - 2, 10)
        unknown = self._text("unknown")
        value = max(after) if after else unknown
        return self.sheet.formula(
            self.row, 10, f'IF(COUNT({cells})=0,"{unknown}",MAX({cells}))', value, "share_any"
        )

    def _demand(self, facility: Facility, drivers: dict[str, list[str]], moment: str) -> str:
        norm = self.book.p(f"facility.{facility.id}.norm")
        if facility.driver in model.Flows._fields:
            return f"{self.flows[moment][facility.driver]}*{norm}/{facility.norm_per:g}"
        cells = self.years[facility.driver] if facility.per_year else drivers[facility.driver]
        if facility.per_year and moment == "structural":
            cells = [f"INDEX({column},{self.book.p('structural_year')})" for column in cells]
        terms = [
            f"{cell}*{self.book.p(f'facility.{facility.id}.{stay}')}"
            for cell, stay in zip(cells, STAY_CLASSES, strict=True)
        ]
        asked = f"({'+'.join(terms)})"
        if facility.per_year and moment == "peak":
            asked = f"SUMPRODUCT(MAX{asked})"
        return f"{asked}*{norm}/{facility.norm_per:g}"

    def _facility(self, facility: Facility, drivers: dict[str, dict[str, list[str]]]) -> float | None:
        """One facility; gives its utilisation after the plan if that is known."""
        row, draw = self.row, self.central.draw
        self.sheet.say(row, 1, facility.name_in(self.lang))
        self.sheet.say(row, 2, facility.unit_in(self.lang))
        self.sheet.say(row, 13, f"{facility.grade_norm} / {facility.grade_multiplier}")
        if f"facility.{facility.id}.norm" not in draw.parameters:
            self.sheet.say(row, 3, self._text("no_norm"))
            return None
        outcome, proposal = self.central.outcome, self.central.setting.proposal
        values = {m: float(demand_of(facility, getattr(outcome, m), draw)[0]) for m in ("structural", "peak")}
        for column, moment in ((3, "structural"), (4, "peak")):
            self.sheet.formula(row, column, self._demand(facility, drivers[moment], moment), values[moment])
        from hea.engine.housing import in_municipality

        local = values["structural"] * float(in_municipality(proposal, draw)[0])
        share = self.housing.municipality
        if facility.driver == AT_A_DESK:
            at_own_desk = rni_desk_of(proposal.municipality) == proposal.municipality
            local, share = (values["structural"], "1") if at_own_desk else (0.0, "0")
        self.sheet.formula(row, 5, f"C{row}*{share}", local)
        if facility.driver == "residents":
            norm = float(draw[f"facility.{facility.id}.norm"][0])
            from hea.reference import municipalities

            people = municipalities()[proposal.municipality].population
            usual = people * norm / facility.norm_per
            formula = (
                f"E{row}/({self.inputs.cell['inhabitants']}*{self.book.p(f'facility.{facility.id}.norm')}"
                f"/{facility.norm_per:g})"
            )
            self.sheet.formula(row, 6, formula, local / usual, "share_fine")
        return self._against_capacity(facility, row, local)

    def _against_capacity(self, facility: Facility, row: int, local: float) -> float | None:
        capacity, in_use = self.inputs.capacities[facility.id]
        given = self.central.setting.proposal.context.facility_capacities.get(facility.id)
        unknown = self._text("unknown")
        known = f"AND(ISNUMBER({capacity}),ISNUMBER({in_use}))"

        def when_known(column: int, formula: str, value: float | str, kind: str) -> None:
            self.sheet.formula(
                row, column, f'IF({known},{formula},"{unknown}")', value if given else unknown, kind
            )

        size, used = (given.capacity, given.in_use) if given else (1.0, 0.0)
        when_known(7, capacity, size, "decimal")
        when_known(8, in_use, used, "decimal")
        when_known(9, f"{in_use}/{capacity}", used / size, "share_any")
        when_known(10, f"({in_use}+E{row})/{capacity}", (used + local) / size, "share_any")
        spare = min(local, max(0.0, size - used))
        when_known(11, f"MIN(E{row},MAX(0,{capacity}-{in_use}))", spare, "decimal")
        after, level = (used + local) / size, self.found[facility.id].signal
        told = unknown if level == "unknown" else self._text(f"level_{level}")
        when_known(12, self._level(row, after, told), told, "exact")
        self._chances(row, self.found[facility.id])
        return after if given else None

    def _chances(self, row: int, found: FacilityResult) -> None:
        """Chances of passing each share of the capacity, from the draws."""
        for column, chance in ((15, found.chance_amber), (16, found.chance_red)):
            self.sheet.value(row, column, chance, "share_any")
        if found.chances is not None:
            self.sheet.say(row, 14, found.chances.in_language(self.lang))

    def _level(self, row: int, after: float, told: str) -> str:
        """By the chance over the draws as long as the use is as it was, and else by the value chosen."""
        red, amber, green = (self._text(f"level_{level}") for level in ("red", "amber", "green"))
        at_red, at_amber = _thresholds()
        chosen = f'IF(J{row}>{at_red!r},"{red}",IF(J{row}>{at_amber!r},"{amber}","{green}"))'
        return f'IF(ABS(J{row}-{after!r})<={SAME_WITHIN!r},"{told}",{chosen})'


def _thresholds() -> tuple[float, float]:
    """Red and amber of utilisation."""
    from hea.reference import capacity_signals

    rule = capacity_signals()["def_utilisation"]
    assert rule.red is not None
    assert rule.amber is not None
    return rule.red, rule.amber
