"""Writing the input workbook, empty or filled with a proposal."""

import datetime as dt
from collections.abc import Iterator, Sequence
from copy import copy
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from hea import colours
from hea.colours import argb
from hea.engine.positions import known_sizes
from hea.exchange.form import layout
from hea.exchange.form.layout import Field, Grid
from hea.exchange.form.values import answer_cell, option_names, whole_month
from hea.exchange.templates import example
from hea.fields import declared
from hea.house_style import house_style
from hea.parameters import load_parameters
from hea.proposal import Proposal, field_help
from hea.reference import Question, facilities
from hea.spreadsheet.cells import FORMATS, Value, finish, put, title
from hea.spreadsheet.packing import packed
from hea.texts import Lang, text
from hea.version import VERSION

EXAMPLE: Final = "fictief_dossier_venray"
STEPS: Final = 6
"""Sentences of the instructions."""

INPUT_FILL: Final = PatternFill("solid", fgColor=argb(colours.INPUT))
LINE: Final = Border(*(Side(style="thin", color=argb(colours.LINE)) for _ in range(4)))
GREY: Final = Font(name="Calibri", size=9, color=argb(colours.GREY))
HEAD: Final = Font(name="Calibri", bold=True, color=argb(colours.WHITE))
TOP: Final = Alignment(wrap_text=True, vertical="top")
BESIDE: Final = Alignment(wrap_text=True, vertical="top", indent=1)
MAX_PROMPT_LENGTH, MAX_TITLE_LENGTH = 255, 32
"""Characters that spreadsheet programs allow beside a cell."""

LIST_WIDTHS: Final = (40, 30, 64)
WIDE, NARROW, MONTH_WIDTH = 28.0, 13.0, 7.0
FACILITY_WIDTH: Final = 46.0


def build_form(proposal: Proposal | None = None, lang: Lang = "nl") -> bytes:
    """The input workbook as the bytes of an .xlsx file.

    Args:
        proposal: what is filled in already; an empty form by default.
        lang: language of the form.
    """
    return _Writer(proposal, lang).content()


class _Lists:
    """The options of all drop-downs, one column each on a sheet of their own."""

    def __init__(self, sheet: Worksheet, lang: Lang) -> None:
        self.sheet, self.lang = sheet, lang
        self.ranges: dict[tuple[str, ...], str] = {}

    def range_of(self, words: Sequence[str], heading: str) -> str:
        """Address of a list of options, written when it is new."""
        key = tuple(words)
        if key not in self.ranges:
            column = len(self.ranges) + 1
            put(self.sheet, 3, column, heading).font = _bold()
            for row, word in enumerate(words, start=4):
                put(self.sheet, row, column, word)
            self.sheet.column_dimensions[get_column_letter(column)].width = 32
            letter = get_column_letter(column)
            sheet = layout.title("lists", self.lang)
            self.ranges[key] = f"'{sheet}'!${letter}$4:${letter}${3 + len(words)}"
        return self.ranges[key]


class _Writer:
    def __init__(self, proposal: Proposal | None, lang: Lang) -> None:
        self.proposal, self.lang = proposal, lang
        self.values = layout.leaves(proposal) if proposal else {}
        self.book = Workbook()
        self.book.remove(self.book.active)
        self.sheets: dict[str, Worksheet] = {
            one: self.book.create_sheet(layout.title(one, lang)) for one in layout.SHEETS
        }
        self.accent = house_style().accent_argb
        self.lists = _Lists(self.sheets["lists"], lang)
        self.row_of: dict[str, int] = {}
        """Rows of the fields that were written, by path."""
        self.inputs: dict[tuple[bool, str], StyleArray] = {}
        """Styles of cells to fill in that were made before: of words or not, by format of numbers."""

    def content(self) -> bytes:
        """The finished workbook."""
        self._instructions()
        for sheet in ("initiative", "surroundings", "housing", "questions", "weights"):
            row = self._intro(sheet)
            row = self._list(sheet, row)
            if sheet in layout.GRIDS:
                self._grid(sheet, row + 1, self.values, self.proposal)
        for sheet in ("workforce", "growth", "facilities"):
            self._grid(sheet, self._intro(sheet), self.values, self.proposal)
        shown = example(EXAMPLE)
        self._grid("workforce", self._intro("example"), layout.leaves(shown), shown, on="example")
        title(self.sheets["lists"], [text("form_sheet.lists", self.lang)], self.accent)
        for key, sheet in self.sheets.items():
            _protect(sheet)
            if key != "lists":
                across = 2 if key in ("workforce", "housing", "example") else 1
                _on_paper(sheet, across, 0 if key == "questions" else 1)
        self.sheets["lists"].sheet_state = "hidden"
        self._properties()
        return packed(self.book)

    def _intro(self, sheet: str) -> int:
        return title(
            self.sheets[sheet],
            [layout.title(sheet, self.lang), text(f"form_intro.{sheet}", self.lang)],
            self.accent,
        )

    def _instructions(self) -> None:
        sheet = self.sheets["instructions"]
        made = text("form.made", self.lang, version=VERSION)
        stamp = text("form.version", self.lang, version=layout.FORM_VERSION)
        row = title(sheet, [text("form.title", self.lang), stamp, made], self.accent)
        for step in range(1, STEPS + 1):
            put(sheet, row, 1, text(f"form.step_{step}", self.lang))
            row += 1
        sample = put(sheet, row + 1, 1, text("form.colour", self.lang))
        sample.fill, sample.border = INPUT_FILL, LINE
        finish(sheet, (110,), None)

    def _list(self, key: str, row: int) -> int:
        """A list of fields: label, cell to fill in, help and code; gives the first free row."""
        sheet = self.sheets[key]
        code_at = self._code_column(key)
        for column, name in zip((1, 2, 3, code_at), ("field", "value", "help", "code"), strict=True):
            _head(put(sheet, row, column, text(f"form.{name}", self.lang)))
        for section, lines in self._sections(key):
            row += 1
            if section:
                put(sheet, row, 1, section).font = _bold()
                row += 1
            for label, path, explained, cell_value, field in lines:
                put(sheet, row, 1, label)
                self._input(sheet, row, 2, cell_value, field)
                self.row_of[path] = row
                rule = self._area_rule(label) if path == "area.kind" and not self.proposal else None
                self._validate(sheet, f"B{row}", field, label, explained, rule)
                put(sheet, row, 3, explained).font = GREY
                sheet.cell(row=row, column=3).alignment = BESIDE
                put(sheet, row, code_at, path).font = GREY
                row += 1
            row -= 1
        finish(sheet, LIST_WIDTHS, None)
        sheet.column_dimensions[get_column_letter(code_at)].hidden = True
        return row + 1

    def _field(self, path: str) -> Field:
        """A field of a list; of areas only those by which the sector can be told, where it is known."""
        field = layout.field_at(path)
        if path != "area.kind" or self.proposal is None:
            return field
        held = None if self.proposal.area is None else self.proposal.area.kind
        known = {held, *known_sizes(self.proposal.sector, load_parameters())}
        options = tuple(option for option in field.options if option in known)
        return field._replace(options=options or field.options)

    def _code_column(self, key: str) -> int:
        """Where the codes of a list stand: beyond all else on the sheet, so that they can be hidden."""
        return max(len(LIST_WIDTHS), len(layout.GRIDS[key].columns) if key in layout.GRIDS else 0) + 1

    def _sections(self, key: str) -> Iterator[tuple[str, list[tuple[str, str, str, Any, Field]]]]:
        if key == "questions":
            rows = layout.asked(self.proposal)
            for phase in dict.fromkeys(row.phase for row in rows):
                yield (
                    text(f"conversation.{phase}", self.lang),
                    [self._question(row) for row in rows if row.phase == phase],
                )
            return
        for section in layout.LISTS[key]:
            lines = [
                (layout.label_at(path, self.lang), path, self._help(path), self.values.get(path),
                 self._field(path))
                for path in section.paths
            ]  # fmt: skip
            yield text(f"form_section.{section.id}", self.lang), lines

    def _question(self, row: Question) -> tuple[str, str, str, Any, Field]:
        path = f"answers.{row.id}"
        shown = answer_cell(self.values[path], row, self.lang) if path in self.values else None
        words = (row.in_language("question", self.lang), row.in_language("why", self.lang))
        explained = words[1]
        if row.several:
            options = "; ".join(row.named_options(self.lang).values())
            explained = f"{explained} {text('form.several', self.lang, options=options)}"
        return words[0], path, explained, shown, layout.question_field(row)

    def _help(self, path: str) -> str:
        if path == layout.HAS_PLAN:
            return text("form.has_plan_help", self.lang)
        if path.startswith("weights.values."):
            return text("form.weight_help", self.lang)
        found = declared(path)
        return field_help(found.model, found.name, self.lang)

    def _grid(
        self, key: str, row: int, values: dict[str, Any], proposal: Proposal | None, on: str = ""
    ) -> None:
        """A grid: help above the headings, one row per part, and rows to fill in."""
        sheet, grid = self.sheets[on or key], layout.GRIDS[key]
        rows = self._rows(key, values, proposal)
        first = row + 2
        last = first + (len(rows) if on or key == "facilities" else max(layout.ROWS, len(rows))) - 1
        for column, name in enumerate(grid.columns, start=1):
            label, field = layout.column_label(grid, name, self.lang), layout.column_field(grid, name)
            explained = self._column_help(grid, name)
            put(sheet, row, column, explained).font = GREY
            _head(put(sheet, row + 1, column, label))
            for at in range(first, last + 1):
                given = rows[at - first].get(name) if at - first < len(rows) else None
                given = at - first + 1 if name == layout.NUMBER else given
                if name in (layout.NUMBER, "facility") or on:
                    put(sheet, at, column, self._cell_value(given, field)).border = LINE
                else:
                    self._input(sheet, at, column, given, field)
            letter = get_column_letter(column)
            if name not in (layout.NUMBER, "facility") and not on:
                self._validate(sheet, f"{letter}{first}:{letter}{last}", field, label, explained)
            width = MONTH_WIDTH if name in layout.MONTHS or name == layout.NUMBER else NARROW
            wide = field.kind in ("text", "choice") and name != layout.NUMBER
            width = FACILITY_WIDTH if name == "facility" else WIDE if wide else width
            if key not in layout.LISTS or column > len(LIST_WIDTHS):
                sheet.column_dimensions[letter].width = width
        sheet.row_dimensions[row].height = 120
        sheet.row_dimensions[row + 1].height = 48
        sheet.freeze_panes = sheet.cell(row=first, column=3) if key not in layout.LISTS else None
        sheet.print_title_rows = f"{row + 1}:{row + 1}"

    def _rows(self, key: str, values: dict[str, Any], proposal: Proposal | None) -> list[dict[str, Any]]:
        """Values by column for each row that is filled in."""
        grid = layout.GRIDS[key]
        if key == "growth":
            return list(_milestones(proposal, self.lang)) if proposal else []
        names = list(facilities()) if key == "facilities" else []
        if key == "facilities":
            prefixes = [f"{grid.prefix}.{name}" for name in names]
        else:
            prefixes = []
            while any(path.startswith(f"{grid.prefix}[{len(prefixes)}]") for path in values):
                prefixes.append(f"{grid.prefix}[{len(prefixes)}]")
        rows = [{c: values.get(f"{prefix}.{c}") for c in grid.columns} for prefix in prefixes]
        for row, name in zip(rows, names, strict=False):
            row["facility"] = name
        return rows

    def _column_help(self, grid: Grid, column: str) -> str:
        if column in (layout.NUMBER, layout.GROUP, "facility"):
            return text(f"form.{column}_help", self.lang)
        if column.startswith("season_index"):
            return text("form.month_help", self.lang)
        owner = {"growth": "automation[0]", "context.facility_capacities": "context.facility_capacities.gp"}
        found = declared(f"{owner.get(grid.prefix, grid.prefix + '[0]')}.{column}")
        return field_help(found.model, found.name, self.lang)

    def _input(self, sheet: Worksheet, row: int, column: int, value: Any, field: Field) -> None:  # noqa: ANN401
        cell = put(sheet, row, column, self._cell_value(value, field))
        looks = isinstance(cell.value, str), _format(value, field)
        if looks not in self.inputs:
            cell.number_format = looks[1]
            cell.fill, cell.border, cell.alignment = INPUT_FILL, LINE, TOP
            cell.protection = Protection(locked=False)
            self.inputs[looks] = cell._style
        cell._style = copy(self.inputs[looks])

    def _cell_value(self, value: Any, field: Field) -> Value:  # noqa: ANN401
        if field.kind == "month" and value is not None:
            return whole_month(value)
        found: Value = option_names(field, self.lang).get(value, value)
        return found

    def _validate(
        self,
        sheet: Worksheet,
        cells: str,
        field: Field,
        label: str,
        explained: str,
        rule: DataValidation | None = None,
    ) -> None:
        """What a cell takes: a list to choose from, or a kind of value; and its help beside the cell."""
        rule = rule or self._rule(field, label)
        rule.promptTitle, rule.prompt = _cut(label, MAX_TITLE_LENGTH), _cut(explained, MAX_PROMPT_LENGTH)
        rule.showInputMessage = rule.showErrorMessage = True
        rule.errorTitle = _cut(label, MAX_TITLE_LENGTH)
        sheet.add_data_validation(rule)
        rule.add(cells)

    def _area_rule(self, label: str) -> DataValidation:
        """Areas to choose from by the sector that is chosen on the sheet: those by which it can be told."""
        whole, sector = layout.field_at("area.kind"), f"$B${self.row_of['sector']}"
        known: dict[tuple[str, ...], list[str]] = {}
        for key, name in option_names(layout.field_at("sector"), self.lang).items():
            sizes = known_sizes(str(key), load_parameters())
            known.setdefault(tuple(it for it in whole.options if it in sizes), []).append(name)
        formula = self._choices(whole, label)
        for options, names in known.items():
            if options not in ((), whole.options):
                sectors = self.lists.range_of(names, layout.label_at("sector", self.lang))
                fewer = self._choices(whole._replace(options=options), label)
                formula = f"IF(COUNTIF({sectors},{sector})>0,{fewer},{formula})"
        return DataValidation("list", formula, error=text("form.choose", self.lang))

    def _choices(self, field: Field, label: str) -> str:
        """Address of the options of a field in words."""
        words = list(option_names(field, self.lang).values())
        if field.optional and text("option.unknown", self.lang) not in words:
            words.append(text("option.unknown", self.lang))
        return self.lists.range_of(words, label)

    def _rule(self, field: Field, label: str) -> DataValidation:
        if field.name == layout.GROUP:
            names = [*(str(number) for number in range(1, layout.ROWS + 1)), text("form.whole", self.lang)]
            address = self.lists.range_of(names, label)
            return DataValidation("list", address, error=text("form.choose", self.lang), errorStyle="warning")
        if field.kind in ("bool", "choice"):
            return DataValidation("list", self._choices(field, label), error=text("form.choose", self.lang))
        bounds = {
            "number": ("decimal", "0", "1000000000"),
            "share": ("decimal", "0", "1"),
            "month": ("date", "36526", "73415"),
            "date": ("date", "36526", "73415"),
        }
        if field.kind in bounds:
            kind, low, high = bounds[field.kind]
            message = text(f"form.wrong_{field.kind}", self.lang)
            return DataValidation(kind, low, high, operator="between", error=message, errorStyle="warning")
        return DataValidation(
            "textLength", "2000", operator="lessThanOrEqual", error=text("form.long", self.lang)
        )

    def _properties(self) -> None:
        properties = self.book.properties
        properties.title, properties.creator = (
            text("form.title", self.lang),
            house_style().organisation or "hea",
        )
        properties.language = self.lang
        properties.created = properties.modified = dt.datetime(2000, 1, 1)


def _milestones(proposal: Proposal, lang: Lang) -> Iterator[dict[str, Any]]:
    """Milestones of all groups and of automation as rows."""
    for number, group in enumerate(proposal.function_groups, start=1):
        for point in group.ramp_up:
            yield {layout.GROUP: str(number), "month": point.month, "share": point.share}
    for point in proposal.automation:
        yield {layout.GROUP: text("form.whole", lang), "month": point.month, "share": point.share}


def _head(cell: Cell) -> None:
    fill = PatternFill("solid", fgColor=house_style().accent_argb)
    cell.font, cell.fill, cell.alignment, cell.border = HEAD, fill, TOP, LINE


def _bold() -> Font:
    """Heading of a section, in the accent colour."""
    return Font(name="Calibri", size=11, bold=True, color=house_style().accent_argb)


def _format(value: Any, field: Field) -> str:  # noqa: ANN401
    if field.kind == "share":
        whole = not isinstance(value, float) or abs(value * 100 - round(value * 100)) < 1e-9
        return FORMATS["share"] if whole else "0.0#%"
    return FORMATS.get(field.kind, FORMATS["exact"])


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


def _protect(sheet: Worksheet) -> None:
    """Labels stay as they are; there is no password, so nobody is locked out."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _on_paper(sheet: Worksheet, across: int, down: int) -> None:
    """Fit a sheet on so many pages; none down is as many as it needs."""
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = across, down
    if across > 1:
        sheet.print_title_cols = "A:B"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
