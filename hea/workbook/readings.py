"""Three readings of stay: the chosen values by formulas, with P10, P50 and P90 of the draws beside them."""

from hea.assessment.results import Assessment
from hea.assessment.results.common import PERCENTILES
from hea.assessment.results.rounding import rounded
from hea.engine.curves import CORE_STREAMS, CoreStream
from hea.engine.setting import EQUAL
from hea.engine.stay import season_survival, seasonal_stay
from hea.model.uncertainty import Array
from hea.proposal import STAY_CLASSES
from hea.report.sentences import readings
from hea.texts import text
from hea.workbook import moments
from hea.workbook.cells import Column, LiveBook
from hea.workbook.central_run import CentralRun
from hea.workbook.sheet_writer import SheetWriter
from hea.workbook.stay import SEASONAL_STAY, Stay, Stream
from hea.workbook.summary import shown_formula

FIRST_ROW = 6
"""Of the readings."""
SHOWN, ASIDE = 3, 9
"""Columns of the chosen values, and of the first of what they follow from."""
LIMITS = ("i_mid_from", "i_long_from")


class Sheet(SheetWriter):
    """The sheet: first what the readings follow from, later the readings themselves."""

    def __init__(self, book: LiveBook, central: CentralRun, people: Stay) -> None:
        super().__init__(book, central, book.sheet("readings"))
        self.people = people
        self.regional = central.setting.viewpoint == "regional"
        self.month = self._month()
        self.arrivals = self._arrivals()

    def _month(self) -> str:
        """Cell with the number of the structural month of labour migrants."""
        run, present = self.central, self.people.present
        month = int(run.outcome.for_readings.month[0])
        value = float(run.block.migrants[0, month])
        self.sheet.say(FIRST_ROW - 1, ASIDE, self._text("moment_structural"), "head")
        ranked = self.sheet.formula(
            FIRST_ROW - 1, ASIDE + 2, moments.ranked(present, self.book),
            moments.ranked_value(value, month), "exact",
        )  # fmt: skip
        number = moments.structural(ranked, self.book)
        return self.sheet.formula(FIRST_ROW - 1, ASIDE + 1, number, month + 1, "people")

    def _arrivals(self) -> list[str]:
        """Who arrives in the structural year per stream, and of them how many stay how long in all."""
        heads = [self._text("arrivals"), *(text(f"stay.{stay}", self.lang) for stay in STAY_CLASSES)]
        first = FIRST_ROW + 1
        self.sheet.heads(first, [self._text("step"), *heads], ASIDE)
        row = first
        for stream in CORE_STREAMS:
            row += 1
            self._whole_stay(row, self._text(f"stream_{stream}"), *self._core(stream))
        for length, season in zip(self.central.seasons, self.people.seasons, strict=True):
            row += 1
            here = [f"EXP(-{limit}/{SEASONAL_STAY})*({limit}<{season.length})" for limit in LIMITS]
            mean = seasonal_stay(self.proposal, self.central.draw)
            shares = [float(season_survival(mean, length, limit)[0]) for limit in self.central.setting.limits]
            came = self.central.seasons[length].arrivals[0]
            name = self._text("stream_season", months=length)
            self._whole_stay(row, name, season.stream.arrivals, came, here, shares)
        return [self.sheet.down(first + 1, row, ASIDE + 2 + k) for k in range(len(STAY_CLASSES))]

    def _core(self, stream: CoreStream) -> tuple[Column, Array, list[str], list[float]]:
        """Arrivals by time in the region, and which share of them is here at both limits."""
        by_region = self.regional or stream == "direct"
        column = self.people.streams[stream] if by_region else self.people.agency_by_other_clock
        run = self.central if by_region else self.central.by_other_clock
        here = [self.people.curve.survival(stream, limit) for limit in LIMITS]
        shares = [float(run.survival[stream][limit]) for limit in self.central.setting.limits]
        return column.arrivals, run.core[stream].arrivals[0], here, shares

    def _whole_stay(
        self, row: int, name: str, column: Column, came: Array, here: list[str], shares: list[float]
    ) -> None:
        year, sheet = self.central.setting.structural_window, self.sheet
        total = float(came[year].sum())
        sheet.say(row, ASIDE, name)
        cell = sheet.formula(row, ASIDE + 1, f"SUM({column.year(self.book)})", total)
        mid, long = (f"({share})" for share in here)
        parts = ((f"1-{mid}", 1 - shares[0]), (f"{mid}-{long}", shares[0] - shares[1]), (long, shares[1]))
        for k, (formula, share) in enumerate(parts):
            sheet.formula(row, ASIDE + 2 + k, f"{cell}*({formula})", total * share)

    def formulas(self) -> dict[str, str]:
        """Formula of every reading by its path."""
        found = {}
        people = self.people
        everyone = (people.short, people.mid, people.long)
        mine, theirs = people.streams["agency"], people.agency_by_other_clock
        used, other = ("region", "job") if self.regional else ("job", "region")
        together = "+".join(f"SUM({cells})" for cells in self.arrivals)
        for k, stay in enumerate(STAY_CLASSES):
            found[f"readings.{used}.{stay}"] = self._read(everyone[k])
            change = f"-{self._read(_class(mine, stay))}+{self._read(_class(theirs, stay))}"
            found[f"readings.{other}.{stay}"] = f"MAX(0,{self._read(everyone[k])}{change})"
            share = f"SUM({self.arrivals[k]})/({together})"
            found[f"readings.arrivals.{stay}"] = f"IF(ROUND({together},{EQUAL})>0,{share},0)"
        return found

    def _read(self, column: Column) -> str:
        return f"INDEX({column.all},{self.month})"

    def write(self, assessment: Assessment, addresses: dict[str, str]) -> None:
        """Write the readings."""
        sheet, lang = self.sheet, self.lang
        sheet.say(3, 1, self._text("draws_note", draws=assessment.draws, seed=assessment.seed), "line")
        heads = [text("readings.reading", lang), text("report.chart_stay", lang), self._text("chosen_now")]
        sheet.heads(FIRST_ROW - 1, [*heads, *(self._text(key) for key in (*PERCENTILES, "unit_of"))])
        row = FIRST_ROW
        paths = [f"readings.{name}.{stay}" for name in readings.UNITS for stay in STAY_CLASSES]
        for path, item in zip(paths, readings.figures(assessment, lang), strict=True):
            sheet.say(row, 1, item.label)
            sheet.say(row, 2, item.stay)
            self._figure(row, item, addresses[path], self.central.figures[path])
            sheet.say(row, SHOWN + 4, item.unit)
            row += 1
        sheet.fitted(46, 36, 15, 11, 11, 11, 12, 4, 34, 13, 13, 13, 13)
        notes = (text("readings.intro", lang), *readings.notes(assessment, lang))
        sheet.paragraphs(row + 1, notes, SHOWN + 4)

    def _figure(self, row: int, item: readings.Reading, cell: str, value: float) -> None:
        """The chosen value and the range; words where nobody arrives."""
        if item.range is None:
            for column in range(SHOWN, SHOWN + 4):
                self.sheet.say(row, column, text("report.not_available", self.lang))
            return
        self.sheet.formula(row, SHOWN, shown_formula(cell, item.kind), rounded(value, item.kind), item.kind)
        for column, key in enumerate(PERCENTILES, start=SHOWN + 1):
            self.sheet.value(row, column, rounded(getattr(item.range, key), item.kind), item.kind)


def _class(stream: Stream, stay: str) -> Column:
    return {"short": stream.short, "mid": stream.mid, "long": stream.long}[stay]
