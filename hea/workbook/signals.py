"""Carrying capacity and the labour market: live values beside the thresholds, each rule with its source."""

from hea.assessment.signals import value_of
from hea.engine.housing import SHORT
from hea.reference import CapacitySignal, capacity_signals
from hea.report.sentences.signals import signal_rows
from hea.texts import text
from hea.units import M2_PER_HA
from hea.workbook.positions import Positions
from hea.workbook.sheet_writer import SheetWriter
from hea.workbook.stay import Stay
from hea.workbook.written import Written

WIDTHS = (44, *(14,) * 11, 18, 46, 14, 14)
"""Of the sheet that the signals share with the facilities: what is told in words has room."""


def write(written: Written) -> None:
    """Write the signals under the facilities."""
    writer = _Writer(written)
    writer.signals()
    writer.labour_market(written.positions, written.stay)
    written.facilities.sheet.fitted(*WIDTHS)


class _Writer(SheetWriter):
    def __init__(self, written: Written) -> None:
        super().__init__(written.book, written.central, written.facilities.sheet)
        self.assessment, self.row = written.assessment, written.facilities.row
        self.inputs, self.housing, self.facilities = written.inputs, written.housing, written.facilities
        self.unknown, self.month = text("book.unknown", self.lang), written.positions.month

    def signals(self) -> None:
        """One row per rule: its value now, thresholds, and the range of the draws."""
        self.sheet.say(self.row, 1, self._text("carrying"), "section")
        keys = ("capacity_rule", "chosen_now", "amber", "red", "p10", "p50", "p90",
                "chance_amber", "chance_red", "unit_of", "status", "year_of", "source_of",
                "told")  # fmt: skip
        self.sheet.heads(self.row + 1, [self._text(key) for key in keys])
        self.row += 2
        spoken = {row.name: row.value for row in signal_rows(self.assessment.capacity_signals, self.lang)}
        for result in self.assessment.capacity_signals:
            rule = capacity_signals()[result.id]
            found = value_of(rule, self.central.calculation).draws
            value = self.unknown if found is None else float(found[0])
            self.sheet.say(self.row, 1, result.rule)
            formula = self._formula(rule)
            kind = "share_fine" if rule.measure == "share" else "tenths"
            if formula is None:
                self.sheet.value(self.row, 2, value, kind)
            else:
                self.sheet.formula(self.row, 2, formula, value, kind)
            for column, limit in ((3, result.amber), (4, result.red)):
                self.sheet.value(self.row, column, limit, kind)
            if result.value is not None:
                for column, part in ((5, result.value.p10), (6, result.value.p50), (7, result.value.p90)):
                    self.sheet.value(self.row, column, part, kind)
            for column, chance in ((8, result.chance_amber), (9, result.chance_red)):
                self.sheet.value(self.row, column, chance, "share_any")
            status = text(f"signal.{result.status.replace(' ', '_')}", self.lang)
            words = (result.unit, status, str(result.year or ""), result.source, spoken[result.rule])
            for column, word in enumerate(words, start=10):
                self.sheet.say(self.row, column, word)
            self.row += 1
        self.row += 1

    def _formula(self, rule: CapacitySignal) -> str | None:
        """Formula of what a rule measures; ``None`` for rules that are not measured."""
        measured = {
            "share_of_inhabitants": self._share,
            "site_size": self._site,
            "radius": self._radius,
            "own_workforce_share": self._own_share,
            "local_responsibility": self._responsibility,
        }.get(rule.rule_type)
        return measured(rule) if measured is not None and rule.measured == "yes" else None

    def _known(self, cells: list[str], formula: str) -> str:
        tests = ",".join(f"ISNUMBER({cell})" for cell in cells)
        return f'IF(AND({tests}),{formula},"{self.unknown}")'

    def _share(self, rule: CapacitySignal) -> str:
        """Labour migrants already there and new ones, over the inhabitants."""
        cell, h = self.inputs.cell, self.housing
        living = h.living["village" if rule.of_village == "yes" else "here"].all
        in_need = "+".join(column.all for column in h.net)
        new = f"SUMPRODUCT(MAX({living}+({in_need}-{h.living['plan'].all})*{h.municipality}))"
        if rule.of_village == "yes":
            there, people = cell["context.existing_migrants_kern"], cell["context.kern_inhabitants"]
        else:
            there, people = cell["context.existing_migrants_municipality"], cell["inhabitants"]
        return self._known([there, people], f"({there}+{new})/{people}")

    def _site(self, rule: CapacitySignal) -> str | None:
        """Size of the plot, or most places on one site, long stay left out; without one all that is short."""
        area = self.central.setting.proposal.area
        if rule.measure == "hectares":
            cell = self.inputs.cell.get("area.size_m2")
            return f"{cell}/{M2_PER_HA}" if cell and area and area.kind == "plot" else None
        short = f"MAX({self.housing.gap[SHORT].all})"
        if not self.housing.sites:
            return short
        largest = f"MAX({','.join(column.all for column in self.housing.sites)})"
        return f"IF({largest}>0,{largest},{short})"

    def _radius(self, rule: CapacitySignal) -> str:
        there = self.inputs.cell["context.existing_within_radius"]
        return self._known([there], f"{there}+MAX({self.housing.beds_near.all})")

    def _own_share(self, rule: CapacitySignal) -> str | None:
        if not self.inputs.offers:
            return None
        own, until = (self.inputs.offers[name] for name in ("own_workers_share", "until_month"))
        first, last = (self.month.there(row) for row in (self.month.block.first, self.month.block.last))
        stands = f'({self.inputs.offers["from_month"]}<={last})*(({until}="")+({until}>={first})>0)'
        some, told = f"SUMPRODUCT({stands})", f"SUMPRODUCT({stands}*ISNUMBER({own}))"
        least = f"1-SUMPRODUCT(MAX({stands}*(1-({own}+0))))"
        return f'IF(AND({some}>0,{some}={told}),{least},"{self.unknown}")'

    def _responsibility(self, rule: CapacitySignal) -> str | None:
        """Share of the need that the plan meets in the own municipality."""
        plan = self.central.setting.proposal.housing_plan
        if plan is None:
            return None
        need = f"({'+'.join(f'SUM({column.all})' for column in self.housing.units)})"
        return f"IF({need}>0,SUM({self.housing.met_here.all})/{need},0)"

    def labour_market(self, positions: Positions, stay: Stay) -> None:
        """Jobs left for residents, beside the labour reserve if that is known."""
        window = self.central.setting.structural_window
        outcome = self.central.outcome
        left = float((outcome.positions - outcome.migrants)[0, window].mean())
        formula = f"AVERAGE({positions.total.year(self.book)})-AVERAGE({stay.present.year(self.book)})"
        self.sheet.say(self.row, 1, self._text("jobs_for_residents"))
        self.sheet.formula(self.row, 2, formula, left)
        reserve = self.central.setting.proposal.context.labour_reserve
        cell = self.inputs.cell["context.labour_reserve"]
        self.sheet.say(self.row + 1, 1, self._text("per_job_seeker"))
        value = left / reserve if reserve else self.unknown
        self.sheet.formula(
            self.row + 1, 2, f'IF(N({cell})>0,B{self.row}/{cell},"{self.unknown}")', value, "decimal"
        )
