"""Native charts on live cells: they move with the formulas, and say in words what they show."""

from openpyxl.chart import AreaChart, LineChart, Reference, Series

from hea.assessment.results import Assessment
from hea.colours import SERIES, argb
from hea.proposal import STAY_CLASSES
from hea.report.sentences import ranges
from hea.texts import text
from hea.workbook.cells import Column, LiveSheet
from hea.workbook.housing import Housing
from hea.workbook.positions import Positions
from hea.workbook.stay import Stay

COLOURS = tuple(map(argb, SERIES))
WIDTH_CM, HEIGHT_CM = 24.0, 9.0
ROWS_PER_CHART = 20
EVERY_YEAR = 12


def write(
    sheet: LiveSheet, row: int, assessment: Assessment, positions: Positions, stay: Stay, housing: Housing
) -> list[str]:
    """Two charts under the summary; gives their alternative texts in order."""
    lang = sheet.book.lang
    people = LineChart()
    people.title = text("book.chart_people", lang)
    people.y_axis.title = text("unit.persons", lang)
    for column, colour in ((positions.total, COLOURS[0]), (stay.present, COLOURS[1])):
        _add(people, column, colour)
    _axes(people, positions.month)
    sheet.sheet.add_chart(people, f"A{row}")
    places = AreaChart()
    places.grouping = "stacked"
    places.title = text("book.chart_places", lang)
    places.y_axis.title = text("book.places", lang)
    for column, colour in zip(housing.units, COLOURS, strict=True):
        _add(places, column, colour, filled=True)
    _axes(places, positions.month)
    sheet.sheet.add_chart(places, f"A{row + ROWS_PER_CHART}")
    head = assessment.headline
    peaks = {s: ranges.range_text(getattr(head.units, s).peak, "places", lang) for s in STAY_CLASSES}
    return [
        text(
            "book.alt_people",
            lang,
            jobs=ranges.range_text(head.jobs, "people", lang),
            migrants=ranges.range_text(head.migrants_peak, "people", lang),
        ),
        text("book.alt_places", lang, **peaks),
    ]


def _add(chart: LineChart | AreaChart, column: Column, colour: str, *, filled: bool = False) -> None:
    block = column.block
    cells = Reference(block.sheet.sheet, min_col=column.number, min_row=block.first, max_row=block.last)
    series = Series(cells, title=str(block.sheet.sheet.cell(row=block.head, column=column.number).value))
    if filled:
        series.graphicalProperties.solidFill = colour
    else:
        series.graphicalProperties.line.solidFill = colour
        series.smooth = False
    chart.series.append(series)


def _axes(chart: LineChart | AreaChart, months: Column) -> None:
    block = months.block
    cells = Reference(block.sheet.sheet, min_col=months.number, min_row=block.first, max_row=block.last)
    chart.set_categories(cells)
    chart.width, chart.height = WIDTH_CM, HEIGHT_CM
    chart.x_axis.number_format, chart.y_axis.number_format = "yyyy", "#,##0"
    chart.x_axis.tickLblSkip = chart.x_axis.tickMarkSkip = EVERY_YEAR
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.legend.position = "b"
    chart.roundedCorners = False
