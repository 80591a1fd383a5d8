"""From jobs to new places: the chosen values by formulas, with P10, P50 and P90 of the draws beside them."""

from openpyxl.chart import BarChart, Reference, Series

from hea.assessment import flow as stages
from hea.assessment.results import Assessment
from hea.assessment.results.common import PERCENTILES
from hea.assessment.results.flow import Flow, FlowStep
from hea.assessment.results.rounding import rounded
from hea.colours import SERIES, argb
from hea.proposal import STAY_CLASSES
from hea.report.sentences import flow
from hea.texts import text
from hea.workbook import moments
from hea.workbook.cells import Column, LiveBook
from hea.workbook.central_run import CentralRun
from hea.workbook.housing import Housing
from hea.workbook.positions import Positions
from hea.workbook.sheet_writer import SheetWriter
from hea.workbook.stay import Stay
from hea.workbook.summary import shown_formula

FIRST_ROW = 8
"""Of the steps, under the two months that are looked at."""
SHOWN, START, LENGTH = 3, 8, 9
"""Columns of the chosen values, and of where each bar of the drawing begins and how long it is."""
HANGS = {
    "others": "migrants",
    "already_in_region": "across_border+other_region+net",
    "across_border": "other_region+net",
    "other_region": "net",
    "mid": "short",
    "long": "short+mid",
}
"""What is below a part in the drawing; the other steps stand on the ground."""
WIDTH_CM, HEIGHT_CM = 24.0, 10.0


class Sheet(SheetWriter):
    """The sheet: first its two months and the formulas of its steps, later the steps themselves."""

    def __init__(
        self, book: LiveBook, central: CentralRun, work: Positions, people: Stay, places: Housing
    ) -> None:
        super().__init__(book, central, book.sheet("flow"))
        self.work, self.people, self.places = work, people, places
        self.at = self._months()

    @property
    def structural(self) -> str:
        """Cell with the number of the structural month for places."""
        return self.at["structural"]

    def _months(self) -> dict[str, str]:
        """Numbers of the busiest and of the structural month for places."""
        run, total = self.central, self.places.total
        found = stages.months(run.calculation)
        month = found["structural"]
        value = float(run.outcome.units.sum(axis=0)[0, month])
        self.sheet.say(4, 1, self._text("moment_peak"))
        peak = self.sheet.formula(4, 2, moments.busiest(total), found["peak"] + 1, "people")
        self.sheet.say(5, 1, self._text("moment_structural"))
        ranked = self.sheet.formula(
            5, 3, moments.ranked(total, self.book), moments.ranked_value(value, month), "exact"
        )
        at = self.sheet.formula(5, 2, moments.structural(ranked, self.book), month + 1, "people")
        return {"peak": peak, "structural": at}

    def formulas(self) -> dict[str, str]:
        """Formula of every step in both months, by its path."""
        return {
            f"flow.{moment}.{step}": formula
            for moment, at in self.at.items()
            for step, formula in self._steps(at).items()
        }

    def _steps(self, at: str) -> dict[str, str]:
        h = self.places

        def read(column: Column) -> str:
            return f"INDEX({column.all},{at})"

        jobs, migrants, total = read(self.work.total), read(self.people.present), read(h.total)
        net = "+".join(read(column) for column in h.net)
        return {
            "jobs": jobs,
            "others": f"{jobs}-{migrants}",
            "migrants": migrants,
            "already_in_region": f"{migrants}*{h.region}-({net})",
            "across_border": f"{migrants}*{h.across_border}",
            "other_region": f"{migrants}*{h.other_region}",
            "net": net,
            "sharing": f"{total}-({net})",
            "total": total,
            **{stay: read(column) for stay, column in zip(STAY_CLASSES, h.units, strict=True)},
        }

    def write(self, assessment: Assessment, addresses: dict[str, str]) -> list[str]:
        """Write the steps and draw the busiest month; gives the alternative text of the drawing."""
        sheet, lang = self.sheet, self.lang
        sheet.say(3, 1, self._text("draws_note", draws=assessment.draws, seed=assessment.seed), "line")
        heads = [self._text("moment"), text("flow.step", lang), self._text("chosen_now")]
        sheet.heads(FIRST_ROW - 1, [*heads, *(self._text(key) for key in PERCENTILES)])
        sheet.heads(FIRST_ROW - 1, [self._text("bar_start"), self._text("bar_length")], START)
        row = FIRST_ROW
        for found in assessment.housing.flows:
            for step in found.steps:
                self._step(row, found, step, addresses)
                row += 1
        last = row
        sheet.fitted(46, 42, 15, 11, 11, 11, 4, 13, 13)
        row = sheet.paragraphs(row + 1, (*flow.sentences(assessment, lang), flow.note(lang)), SHOWN + 3)
        if not flow.anybody(assessment):
            return []
        self._draw(row + 1, FIRST_ROW + (last - FIRST_ROW) // len(self.at) - 1)
        return [" ".join(flow.sentences(assessment, lang))]

    def _step(self, row: int, found: Flow, step: FlowStep, addresses: dict[str, str]) -> None:
        kind, sheet = flow.kind(step), self.sheet
        sheet.say(row, 1, flow.moment(found, self.lang))
        sheet.say(row, 2, step.name.in_language(self.lang))
        cell = addresses[f"flow.{found.moment}.{step.id}"]
        sheet.formula(row, SHOWN, shown_formula(cell, kind), rounded(step.central, kind), "people")
        for column, key in enumerate(PERCENTILES, start=SHOWN + 1):
            sheet.value(row, column, rounded(getattr(step.range, key), kind), "people")
        exact = self.central.figures

        def value_of(key: str) -> float:
            return exact[f"flow.{found.moment}.{key}"]

        def of(key: str) -> str:
            return addresses[f"flow.{found.moment}.{key}"]

        if step.id == "sharing":
            start, value = f"MIN({of('net')},{of('total')})", min(value_of("net"), value_of("total"))
        else:
            below = HANGS[step.id].split("+") if step.id in HANGS else []
            start, value = "+".join(map(of, below)) or "0", sum(map(value_of, below))
        sheet.formula(row, START, start, value, "people")
        sheet.formula(row, LENGTH, f"ABS({cell})", abs(value_of(step.id)), "people")

    def _draw(self, row: int, last: int) -> None:
        """The steps of the busiest month as bars that hang where they leave the whole before them."""
        page = self.sheet.sheet
        chart = BarChart()
        chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "stacked", 100, 40
        chart.title = text("flow.title", self.lang)
        for column, fill in ((START, None), (LENGTH, argb(SERIES[0]))):
            cells = Reference(page, min_col=column, min_row=FIRST_ROW, max_row=last)
            series = Series(cells, title=self._text("chosen_now"))
            if fill is None:
                series.graphicalProperties.noFill = True
            else:
                series.graphicalProperties.solidFill = fill
            chart.series.append(series)
        chart.set_categories(Reference(page, min_col=2, min_row=FIRST_ROW, max_row=last))
        chart.x_axis.scaling.orientation = "maxMin"
        chart.x_axis.delete = chart.y_axis.delete = False
        chart.y_axis.number_format = "#,##0"
        chart.legend = None
        chart.width, chart.height = WIDTH_CM, HEIGHT_CM
        chart.roundedCorners = False
        page.add_chart(chart, f"A{row}")
