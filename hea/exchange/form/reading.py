"""Reading the input workbook: cells to a proposal, with every problem at its sheet and cell."""

import itertools
import re
from collections.abc import Callable
from functools import cache, partial
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter
from pydantic import ValidationError

from hea.exchange.files import InputError
from hea.exchange.form import layout
from hea.exchange.form.values import CellProblemError, read_answer, read_cell
from hea.exchange.problems import from_validation
from hea.problems import Problem
from hea.proposal import Proposal
from hea.reference import questions
from hea.spreadsheet.opening import BookError, open_book
from hea.spreadsheet.opening import Grid as Cells
from hea.texts import LANGUAGES, Lang, text

FEWEST_HEADINGS = 2
"""A row with this many known headings is the heading of a grid."""

UNREAD = ("example", "lists")
"""Sheets that hold nothing of the company."""

IN_CELLS = {"season_mean": "season_mean_cell"}
"""Sentences that read otherwise where people fill in cells."""

Milestone = tuple[str, dict[str, str], dict[str, Any]]
"""The group as typed, and cells and values by column."""


class Sheet(NamedTuple):
    """A sheet of the form as it was handed in."""

    id: str
    title: str
    rows: Cells


def parse_form(name: str, content: bytes) -> Proposal:
    """A proposal from the bytes of a filled-in input workbook.

    Args:
        name: as the user calls the file, for problems of the file as a whole.
        content: the bytes of the .xlsx file.

    Raises:
        InputError: with all problems at once, each with its sheet and cell.
    """
    try:
        book = open_book(content, {layout.title(sheet, lang) for sheet in UNREAD for lang in LANGUAGES})
    except BookError as error:
        raise InputError((Problem(name, error.code, error.values),)) from None
    lang, sheets = _sheets(name, book)
    form = _Form(lang)
    for sheet in sheets:
        form.take(sheet)
    return form.proposal()


def _sheets(name: str, book: dict[str, Cells]) -> tuple[Lang, list[Sheet]]:
    """The sheets of the form, and the language it is in."""
    found: dict[Lang, list[Sheet]] = {}
    for lang in LANGUAGES:
        titles = {layout.title(sheet, lang).casefold(): sheet for sheet in layout.SHEETS}
        found[lang] = [
            Sheet(titles[title.strip().casefold()], title, rows)
            for title, rows in book.items()
            if title.strip().casefold() in titles
        ]
    lang = max(LANGUAGES, key=lambda one: len(found[one]))
    if not any(sheet.id == "initiative" for sheet in found[lang]):
        values = {"title": layout.title("initiative", lang), "found": ", ".join(book) or "-"}
        code = "book_report" if text("report.summary", lang) in book else "book_foreign"
        raise InputError((Problem(name, code, values),))
    return lang, [sheet for sheet in found[lang] if sheet.id not in UNREAD]


class _Form:
    """What has been read so far: values and cells by path, and problems."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.values: dict[str, Any] = {}
        self.cells: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.groups: dict[str, int] = {}
        """Index of a group by the number that stands before it."""
        self.milestones: list[Milestone] = []
        self.rows: dict[str, int] = {}
        """Rows read so far per grid."""

    def take(self, sheet: Sheet) -> None:
        """Read one sheet."""
        if sheet.id == "instructions":
            self._check_version(sheet)
            return
        columns: dict[int, str] = {}
        list_columns: tuple[int, int] | None = None
        for number, row in enumerate(sheet.rows, start=1):
            heading = self._grid_heading(sheet, row)
            if heading:
                columns, list_columns = heading, None
            elif (found := self._list_heading(row)) is not None:
                columns, list_columns = {}, found
            elif list_columns is not None:
                self._take_single(sheet, number, row, list_columns)
            elif columns:
                self._take_row(sheet, number, row, columns)

    def _check_version(self, sheet: Sheet) -> None:
        pattern = re.escape(text("form.version", self.lang, version="@")).replace("@", r"(\d+)")
        for number, row in enumerate(sheet.rows, start=1):
            stamp = re.match(pattern, str(row[0])) if row else None
            if stamp and int(stamp[1]) > layout.FORM_VERSION:
                values = {"version": stamp[1], "known": layout.FORM_VERSION}
                self.problems.append(Problem(_cell(sheet, number, 0), "form_newer", values))

    def _list_heading(self, row: list[Any]) -> tuple[int, int] | None:
        """Columns of the value and of the code, if this row is the heading of a list."""
        words = {_word(value): index for index, value in enumerate(row)}
        for lang in LANGUAGES:
            value, code = (words.get(text(f"form.{key}", lang).casefold()) for key in ("value", "code"))
            if value is not None and code is not None:
                return value, code
        return None

    def _grid_heading(self, sheet: Sheet, row: list[Any]) -> dict[int, str]:
        """Path of each column, if this row is the heading of a grid."""
        labels = _headings(sheet.id)
        found = {index: labels[_word(v)] for index, v in enumerate(row) if _word(v) in labels}
        return found if len(found) >= FEWEST_HEADINGS else {}

    def _take_single(self, sheet: Sheet, number: int, row: list[Any], where: tuple[int, int]) -> None:
        value_at, code_at = where
        path = str(_at(row, code_at) or "").strip()
        if path not in layout.list_paths(sheet.id):
            return
        cell = _cell(sheet, number, value_at)
        if path.startswith("answers."):
            question = questions()[path.removeprefix("answers.")]
            self._read(path, cell, _at(row, value_at), lambda value: read_answer(value, question, self.lang))
        else:
            field = layout.field_at(path)
            self._read(path, cell, _at(row, value_at), partial(self._as, field))

    def _take_row(self, sheet: Sheet, number: int, row: list[Any], columns: dict[int, str]) -> None:
        grid = layout.GRIDS[sheet.id]
        given = {column: _at(row, index) for index, column in columns.items()}
        cells = {column: _cell(sheet, number, index) for index, column in columns.items()}
        ties = {layout.NUMBER, "facility"}
        if all(_empty(value) for column, value in given.items() if column not in ties):
            return
        if sheet.id == "growth":
            self._keep_milestone(cells, given, grid)
            return
        prefix = self._prefix(grid, given, cells)
        if prefix is None:
            return
        self.cells[prefix] = next(iter(cells.values()))
        for column, value in given.items():
            if column not in ties:
                field = layout.column_field(grid, column)
                self._read(f"{prefix}.{column}", cells[column], value, partial(self._as, field))

    def _prefix(self, grid: layout.Grid, given: dict[str, Any], cells: dict[str, str]) -> str | None:
        """Path of a row of a grid; ``None`` if its facility is not known."""
        if grid.prefix == "context.facility_capacities":
            field = layout.column_field(grid, "facility")
            try:
                return f"{grid.prefix}.{read_cell(given.get('facility'), field, self.lang)}"
            except CellProblemError as problem:
                self.problems.append(Problem(cells["facility"], problem.code, problem.values))
                return None
        index = self.rows.get(grid.prefix, 0)
        self.rows[grid.prefix] = index + 1
        if grid.prefix == "function_groups":
            self.groups.setdefault(_group_name(given.get(layout.NUMBER)), index)
        return f"{grid.prefix}[{index}]"

    def _keep_milestone(self, cells: dict[str, str], given: dict[str, Any], grid: layout.Grid) -> None:
        read = {}
        for column in ("month", "share"):
            field = layout.column_field(grid, column)
            try:
                read[column] = read_cell(given.get(column), field, self.lang)
            except CellProblemError as problem:
                self.problems.append(Problem(cells.get(column, ""), problem.code, problem.values))
        self.milestones.append((_group_name(given.get(layout.GROUP)), cells, read))

    def _as(self, field: layout.Field, value: Any) -> Any:  # noqa: ANN401
        return read_cell(value, field, self.lang)

    def _read(self, path: str, cell: str, value: Any, reader: Callable[[Any], Any]) -> None:  # noqa: ANN401
        self.cells[path] = cell
        if _empty(value):
            return
        try:
            self.values[path] = reader(value)
        except CellProblemError as problem:
            self.problems.append(Problem(cell, problem.code, problem.values))

    def proposal(self) -> Proposal:
        """The proposal that was filled in.

        Raises:
            InputError: with everything that is wrong, cell by cell.
        """
        self._place_milestones()
        known = self._known()
        faulty = {problem.place for problem in self.problems}
        try:
            proposal = Proposal.model_validate(_tree(known))
        except ValidationError as error:
            found = [self._at_cell(problem) for problem in from_validation(error)]
            self.problems += [problem for problem in found if problem.place not in faulty]
            raise InputError(tuple(self.problems)) from None
        if self.problems:
            raise InputError(tuple(self.problems))
        return proposal

    def _place_milestones(self) -> None:
        """Milestones under their group, the earliest first."""
        counted: dict[str, int] = {}
        whole = {text("form.whole", lang).casefold() for lang in LANGUAGES}
        for group, cells, values in sorted(self.milestones, key=lambda item: str(item[2].get("month"))):
            if group in whole:
                path = layout.WHOLE
            elif group in self.groups:
                path = f"function_groups[{self.groups[group]}].ramp_up"
            else:
                known = ", ".join([*self.groups, text("form.whole", self.lang)])
                cell = cells.get(layout.GROUP, next(iter(cells.values())))
                self.problems.append(Problem(cell, "form_group", {"value": group or "-", "known": known}))
                continue
            index = counted[path] = counted.get(path, -1) + 1
            for column in ("month", "share"):
                self.cells[f"{path}[{index}].{column}"] = cells.get(column, "")
                if values.get(column) is not None:
                    self.values[f"{path}[{index}].{column}"] = values[column]
            self.cells.setdefault(path, cells.get("month", ""))

    def _known(self) -> dict[str, Any]:
        """Values that were given; unknown ones stay out, except answers that are not known."""
        known = {p: v for p, v in self.values.items() if v is not None or p.startswith("answers.")}
        if known.pop(layout.HAS_PLAN, None) or any(p.startswith("housing_plan.") for p in known):
            known.setdefault("housing_plan", {})
        for prefix, count in self.rows.items():
            for row in range(count):
                known.setdefault(f"{prefix}[{row}]", {})
        for row in range(self.rows.get("function_groups", 0)):
            self._complete_season(f"function_groups[{row}].season_index", known)
        return known

    def _complete_season(self, path: str, known: dict[str, Any]) -> None:
        """A season needs all its months; one that lacks some is a problem of its own."""
        given = [f"{path}[{month}]" for month in range(12) if f"{path}[{month}]" in known]
        if 0 < len(given) < len(layout.MONTHS):
            place = self.cells[f"{path}[0]"] if f"{path}[0]" in self.cells else self.cells[given[0]]
            self.problems.append(Problem(place, "season_twelve", {"count": len(given)}))
            for one in given:
                del known[one]

    def _at_cell(self, problem: Problem) -> Problem:
        """A problem of the proposal, at the cell that holds the field or the row it is in."""
        place = problem.place
        while place and place not in self.cells:
            place = re.sub(r"(\.\w+|\[\d+\])$", "", place) if re.search(r"[.\[]", place) else ""
        code = IN_CELLS.get(problem.code, problem.code)
        return Problem(self.cells.get(place, problem.place), code, problem.values)


@cache
def _headings(sheet: str) -> dict[str, str]:
    """Column of a grid by its heading in either language."""
    grid = layout.GRIDS.get(sheet)
    if grid is None:
        return {}
    pairs = [(lang, column) for lang in LANGUAGES for column in grid.columns]
    return {layout.column_label(grid, column, lang).casefold(): column for lang, column in pairs}


def _tree(values: dict[str, Any]) -> dict[str, Any]:
    """Nested mappings and lists from values by path; shorter paths come first."""
    tree: dict[str, Any] = {}
    for path in sorted(values, key=_steps):
        steps = _steps(path)
        node: Any = tree
        for step, after in itertools.pairwise(steps):
            node = _child(node, step[1], [] if after[0] else {})
        _child(node, steps[-1][1], values[path])
    return tree


def _steps(path: str) -> list[tuple[bool, Any]]:
    """Steps of a path; the first part says whether a step counts rows."""
    return [
        (True, int(index)) if index else (False, name) for name, index in re.findall(r"(\w+)|\[(\d+)\]", path)
    ]


def _child(node: Any, step: Any, new: Any) -> Any:  # noqa: ANN401
    """What stands at a step, made if it is not there yet; rows left out close up."""
    if isinstance(node, dict):
        return node.setdefault(step, new)
    while len(node) <= step:
        node.append(new if len(node) == step else {})
    return node[step]


def _at(row: list[Any], index: int) -> Any:  # noqa: ANN401
    return row[index] if index < len(row) else None


def _cell(sheet: Sheet, row: int, column: int) -> str:
    return f"{sheet.title}!{get_column_letter(column + 1)}{row}"


def _empty(value: Any) -> bool:  # noqa: ANN401
    return value is None or (isinstance(value, str) and not value.strip())


def _word(value: Any) -> str:  # noqa: ANN401
    return str(value).strip().casefold() if isinstance(value, str) else ""


def _group_name(value: Any) -> str:  # noqa: ANN401
    """How a group is numbered, whether Excel kept the number as text or as a number."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip().casefold() if value is not None else ""
