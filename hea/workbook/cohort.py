"""The curve of stay: through two published points, and how fast people leave per contract."""

from typing import NamedTuple

import numpy as np

from hea.engine.curves import AGES, FIRST_POINT, CoreStream, cohort
from hea.model import stay
from hea.units import MONTHS_PER_YEAR
from hea.workbook.bisection import Bisection, Bracket, Reached
from hea.workbook.cells import LiveBook
from hea.workbook.central_run import CentralRun
from hea.workbook.sheet_writer import FIRST_ROW, SheetWriter

ROUNDS = 42
BRACKET = Bracket(0.5, 5.0)
"""Of the common rate: people in direct service leave at least a third as fast as others."""

AGE, HAZARD, DISCOUNT = 8, 9, 10
"""Columns of the ages of a stock."""


class CurveOfStay(NamedTuple):
    """Cells that make the share still here at any age."""

    early: str
    power: str
    settled: str
    leaving: str
    shape: str
    rates: dict[CoreStream, str]

    def hazard(self, age: str) -> str:
        """Formula of the cumulative hazard of the whole cohort at an age."""
        part = f"({age}/{FIRST_POINT:g})"
        weibull = f"EXP(LN({self.early})*{part}^{self.power})"
        cure = f"({self.settled}+(1-{self.settled})*{self.leaving}^{part})"
        return f"-LN((1-{self.shape})*{weibull}+{self.shape}*{cure})"

    def survival(self, stream: CoreStream, age: str) -> str:
        """Formula of the share of a stream still here at an age."""
        return f"EXP(-{self.rates[stream]}*({self.hazard(age)}))"


def write(book: LiveBook, central: CentralRun) -> CurveOfStay:
    """Write the sheet."""
    return _Writer(book, central, book.sheet("cohort")).write()


class _Writer(SheetWriter):
    def write(self) -> CurveOfStay:
        self.known = cohort(self.central.draw)
        self.of = self.known.points
        curve = self._shape()
        hazards, discounts = self._ages(curve)
        found = self._rate(curve, hazards, discounts)
        self.sheet.widths(44, *(14 for _ in range(DISCOUNT)))
        return found

    def _line(self, key: str, formula: str, value: float, kind: str = "decimal") -> str:
        self.sheet.say(self.row, 1, self._text(key))
        self.row += 1
        return self.sheet.formula(self.row - 1, 2, formula, value, kind, f"i_{key}")

    def _shape(self) -> CurveOfStay:
        """Both ends of what two points allow: departures that slow down, and a part that stays for good."""
        p, of = self.book.p, self.of
        early, late = float(of.early[0]), float(of.late[0])
        times = stay.LAST_OVER_FIRST
        first = self._line("cohort_early", p("survival_nl_1y"), early, "share_any")
        bounded = f"MIN(MAX({p('survival_nl_5y')},{first}^{times}),{first})"
        last = self._line("cohort_late", bounded, late, "share_any")
        power = float(np.log(np.log(late) / np.log(early)) / np.log(times))
        bend = self._line("cohort_power", f"LN(LN({last})/LN({first}))/LN({times})", power)
        ratio = self._line("cohort_ratio", f"(1-{last})/(1-{first})", (1 - late) / (1 - early))
        leaving = self._leaving(first, ratio, early, (1 - late) / (1 - early))
        x = float(stay.left_of_leavers(of.early, of.late)[0])
        settled = self._line("cohort_settled", f"({first}-{leaving})/(1-{leaving})", (early - x) / (1 - x))
        return CurveOfStay(first, bend, settled, leaving, p("settling_curve_shape"), {})

    def _leaving(self, first: str, ratio: str, x: float, wanted: float) -> str:
        """Share of the leavers still here after a year, by Newton's method, every step a row."""
        before, formula = first, first
        for step in range(stay.NEWTON_STEPS):
            value, slope = 1 + x * (1 + x * (1 + x * (1 + x))), 1 + x * (2 + x * (3 + 4 * x))
            x = x - (value - wanted) / slope
            c = before
            formula = f"{c}-(1+{c}*(1+{c}*(1+{c}*(1+{c})))-{ratio})/(1+{c}*(2+{c}*(3+4*{c})))"
            self.sheet.say(self.row, 1, self._text("cohort_step", step=step + 1))
            before = self.sheet.formula(self.row, 2, formula, x)
            self.row += 1
        return self._line("cohort_leaving", f"MAX({before},0)", max(x, 0.0))

    def _ages(self, curve: CurveOfStay) -> tuple[str, str]:
        """What a stock is made of: ages, their hazard, and how much smaller the older cohorts began."""
        ages = np.arange(float(AGES))
        hazard = stay.cohort_hazard(self.of, ages)[0]
        growth = float(self.known.reference.growth[0])
        self.sheet.heads(FIRST_ROW, [self._text(key) for key in ("age", "hazard", "discount")], AGE)
        for index in range(AGES):
            row = FIRST_ROW + 1 + index
            self.sheet.value(row, AGE, index, "people")
            age = f"$H${row}"
            self.sheet.formula(row, HAZARD, curve.hazard(age), float(hazard[index]))
            discount = f"(1+{self.book.p('growth_of_stock_per_year')})^(-{age}/{MONTHS_PER_YEAR})"
            value = (1 + growth) ** (-index / MONTHS_PER_YEAR)
            self.sheet.formula(row, DISCOUNT, discount, float(value), "share_any")
        last = FIRST_ROW + AGES
        self.hazards = hazard
        self.discounts = (1 + growth) ** (-ages / MONTHS_PER_YEAR)
        return self.sheet.down(FIRST_ROW + 1, last, HAZARD), self.sheet.down(FIRST_ROW + 1, last, DISCOUNT)

    def _rate(self, curve: CurveOfStay, hazards: str, discounts: str) -> CurveOfStay:
        """The common rate by bisection, every halving a row."""
        share, factor = self.book.p("reference_agency_share"), self.book.p("direct_stay_factor")
        self.row += 1
        heads = ("low", "middle", "high", "stay_agency", "stay_direct", "reached")
        self.sheet.heads(self.row, [self._text(key) for key in heads])
        halving = Bisection(self.sheet, 1, 6, ">", curve.early, float(self.of.early[0]))

        def reached(row: int, rate: float) -> Reached:
            stays, share_left = self._reached(rate)
            for column, times, value in ((4, "1", stays[0]), (5, factor, stays[1])):
                self.sheet.formula(
                    row, column, f"SUMPRODUCT(EXP(-B{row}*{times}*{hazards})*{discounts})", value
                )
            parts = f"{share}/D{row}*{curve.early}^B{row}+(1-{share})/E{row}*{curve.early}^(B{row}*{factor})"
            return Reached(f"({parts})/({share}/D{row}+(1-{share})/E{row})", share_left)

        halving.write(self.row + 1, ROUNDS, BRACKET, reached)
        self.row += ROUNDS
        end, self.row = self.row, self.row + 2
        rate = self._line("cohort_rate", f"B{end}", float(self.known.rate[0]))
        direct = float(self.known.factor("direct")[0])
        slower = self._line("cohort_rate_direct", f"{rate}*{factor}", direct)
        return curve._replace(rates={"agency": rate, "direct": slower})

    def _reached(self, rate: float) -> tuple[list[float], float]:
        """How long each contract stays, and the share of all arrivals still here at the first point."""
        reference, early = self.known.reference, float(self.of.early[0])
        agency, factor = float(reference.agency_share[0]), float(reference.direct_factor[0])
        times, shares = (1.0, factor), (agency, 1 - agency)
        stays = [float((np.exp(-rate * t * self.hazards) * self.discounts).sum()) for t in times]
        arrivals = [share / each for share, each in zip(shares, stays, strict=True)]
        left = [came * early ** (rate * t) for came, t in zip(arrivals, times, strict=True)]
        return stays, sum(left) / sum(arrivals)
