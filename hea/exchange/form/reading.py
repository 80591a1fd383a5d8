"""Reading the input workbook: cells to a proposal, with every problem at its sheet and cell."""

import itertools
import math
import re
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter
from pydantic import ValidationError

from hea.engine.growth import check_growth
from hea.engine.positions import check_area
from hea.engine.problems import AssessmentError
from hea.exchange.answered import FULL_TIME, filled_by_answers, size_in_answers, sizing_answers, with_answers
from hea.exchange.columns import TOTAL_NAME, TOTAL_WORD
from hea.exchange.files import InputError
from hea.exchange.form import layout
from hea.exchange.form.values import FTE, CellProblemError, count_in_fte, in_fte, read_answer, read_cell
from hea.exchange.nobody import nobody_asked
from hea.exchange.problems import from_validation
from hea.parameters import load_parameters
from hea.problems import Problem
from hea.proposal import Proposal, Size, Span, at_least, at_most
from hea.reference import questions
from hea.reference.words import plain_words
from hea.spreadsheet.opening import open_book
from hea.spreadsheet.sheets import BookError
from hea.spreadsheet.sheets import Grid as Cells
from hea.texts import LANGUAGES, Lang, text

TOLD_APART = 3
"""Headings or codes by which a sheet under another title is known."""

PART_PERSON = frozenset({"size_part_person", "size_not_whole"})
"""Codes of the problems of a number of people such as 1.2 or 250.5."""

TOTALS = {"function_groups": ("name", "count"), "housing_plan.offers": ("stay", "places")}
"""Column that may say that a row is a total, and the one that holds it, per grid."""

SIZES = frozenset({"workforce.count", "area.size_m2"})
"""Fields that say how large a plan without groups is."""

COUNTED = ("unit", "basis")
"""How workers were counted, of the whole and of a group."""

MAX_SHOWN_LENGTH = 60
"""Characters of a cell that a sentence repeats."""

FEWEST_HEADINGS = 2
"""A row with this many known headings is the heading of a grid."""

UNREAD = ("example", "lists")
"""Sheets that hold nothing of the company."""

FILLED_AT = 1
"""Column of a list, counted from nought, in which a form that is handed out is filled in."""

IN_CELLS = {"season_mean": "season_mean_cell"}
"""Sentences that read otherwise where people fill in cells."""

Milestone = tuple[str, dict[str, str], dict[str, Any]]
"""The group as typed, and cells and values by column."""


class Sheet(NamedTuple):
    """A sheet of the form as it was handed in."""

    id: str
    title: str
    rows: Cells


class Total(NamedTuple):
    """A row of a grid that says it is a total."""

    cell: str
    given: Any
    above: int
    """Rows of the grid that stand above it."""


class Filled(NamedTuple):
    """What a form holds."""

    proposal: Proposal
    by_answers: tuple[str, ...]
    """Ids of the questions whose answers filled an empty field."""
    unread: tuple[str, ...] = ()
    """Titles of sheets that hold something and are none of the form."""


def parse_form(name: str, content: bytes) -> Proposal:
    """A proposal from the bytes of a filled-in input workbook: see :func:`read_form`.

    Raises:
        InputError: with all problems at once, each with its sheet and cell.
    """
    return read_form(name, content).proposal


def read_form(name: str, content: bytes) -> Filled:
    """A proposal from the bytes of a filled-in input workbook, with what its answers filled.

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
    lang, sheets, unread = _sheets(name, book)
    form = _Form(lang)
    for sheet in sheets:
        form.take(sheet)
    proposal = form.proposal()
    made = with_answers(proposal)
    return Filled(made, (*form.sized_by, *filled_by_answers(proposal, made)), unread)


def _sheets(name: str, book: dict[str, Cells]) -> tuple[Lang, list[Sheet], tuple[str, ...]]:
    """The language of the form and its sheets, one under another title by what is on it; titles of others."""
    found: dict[Lang, list[Sheet]] = {}
    for lang in LANGUAGES:
        titles = {layout.title(sheet, lang).casefold(): sheet for sheet in layout.SHEETS}
        found[lang] = [
            Sheet(titles[title.strip().casefold()], title, rows)
            for title, rows in book.items()
            if title.strip().casefold() in titles
        ]
    lang = max(LANGUAGES, key=lambda one: len(found[one]))
    found[lang] += _renamed(book, found[lang])
    _check_once(found[lang])
    if not any(sheet.id == "initiative" for sheet in found[lang]):
        values = {"title": layout.title("initiative", lang), "found": ", ".join(book) or "-"}
        code = "book_report" if text("report.summary", lang) in book else "book_foreign"
        raise InputError((Problem(name, code, values),))
    known = {sheet.title for sheet in found[lang]}
    others = (title for title, rows in book.items() if title not in known and any(map(_holds, rows)))
    return lang, [sheet for sheet in found[lang] if sheet.id not in UNREAD], tuple(others)


def _renamed(book: dict[str, Cells], known: list[Sheet]) -> list[Sheet]:
    """Sheets that got another title."""
    titles = {sheet.title for sheet in known}
    others = [(title, rows, _told_by(rows)) for title, rows in book.items() if title not in titles]
    return [Sheet(sheet, title, rows) for title, rows, sheet in others if sheet]


def _told_by(rows: Cells) -> str:
    """The sheet of the form that holds what these rows hold; empty if none does."""
    codes = {str(cell).strip() for row in rows for cell in row if isinstance(cell, str)}
    marks = {sheet: len(codes & set(layout.list_paths(sheet))) for sheet in layout.SHEETS}
    for sheet in layout.GRIDS:
        labels = _headings(sheet)
        heads = [{labels[_word(cell)] for cell in row if _word(cell) in labels} for row in rows]
        marks[sheet] += max(map(len, heads), default=0)
    best = max(marks, key=lambda sheet: marks[sheet])
    return best if marks[best] >= TOLD_APART else ""


def _check_once(sheets: list[Sheet]) -> None:
    """Refuse a sheet that is there twice: nobody knows which of them counts."""
    for index, sheet in enumerate(sheets):
        first = next(other for other in sheets if other.id == sheet.id)
        if first is not sheet and sheet.id not in UNREAD:
            values = {"other": first.title}
            raise InputError((Problem(sheets[index].title, "form_sheet_twice", values),))


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
        self.totals: dict[str, list[Total]] = {}
        """Rows that say they are a total, per grid."""
        self.sized_by: tuple[str, ...] = ()
        """Ids of the questions whose answers say how large the plan is."""
        self.in_fte: dict[str, Problem] = {}
        """What its own cell counts in full-time equivalents; what to ask if the unit beside it differs."""
        self.part_people: dict[str, Problem] = {}
        """What counts a few with a part of one; what to ask of it unless these are full-time equivalents."""

    def take(self, sheet: Sheet) -> None:
        """Read one sheet."""
        if sheet.id == "instructions":
            self._check_version(sheet)
            return
        columns: dict[int, str] = {}
        list_columns: tuple[int, int] | None = None
        headed = False
        for number, row in enumerate(sheet.rows, start=1):
            heading = self._grid_heading(sheet, row)
            if heading:
                columns, list_columns = heading, None
                self._check_headings(sheet, number, columns)
            elif (found := self._list_heading(row)) is not None:
                columns, list_columns = {}, found
            elif self._grid_heading(sheet, _at(sheet.rows, number) or []):
                columns, list_columns = {}, None  # the help above a heading
            elif list_columns is not None:
                self._take_single(sheet, number, row, list_columns)
            elif columns:
                self._take_row(sheet, number, row, columns)
            elif not headed and self._unheaded(sheet, number, row):
                return
            headed = headed or bool(columns) or list_columns is not None

    def _unheaded(self, sheet: Sheet, number: int, row: list[Any]) -> bool:
        """Whether something was filled in that no heading tells of; then all of the sheet is asked."""
        paths = layout.list_paths(sheet.id)
        label = _word(_at(row, 0))
        ours = label in _paths_by_label(sheet.id) or not set(paths).isdisjoint(filter(_word, row))
        cells = list(enumerate(row))[1 : FILLED_AT + 1 if ours else None]
        typed = [at for at, cell in cells if not _empty(cell) and not _of_the_form(cell, paths)]
        if not typed or not (ours or sheet.id in layout.GRIDS):
            return False
        self.problems.append(Problem(_cell(sheet, number, typed[0]), "form_no_heading", {}))
        return True

    def _check_version(self, sheet: Sheet) -> None:
        pattern = re.escape(text("form.version", self.lang, version="@")).replace("@", r"(\d+)")
        for number, row in enumerate(sheet.rows, start=1):
            stamp = re.match(pattern, str(row[0])) if row else None
            if stamp and int(stamp[1]) > layout.FORM_VERSION:
                values = {"version": stamp[1], "known": layout.FORM_VERSION}
                self.problems.append(Problem(_cell(sheet, number, 0), "form_newer", values))

    def _check_headings(self, sheet: Sheet, number: int, columns: dict[int, str]) -> None:
        """Refuse a heading that got another name while something stands below it and one of ours is gone."""
        grid, head = layout.GRIDS[sheet.id], sheet.rows[number - 1]
        gone = [column for column in grid.columns if column not in columns.values()]
        for index, word in enumerate(head):
            below = (_at(row, index) for row in sheet.rows[number:])
            if gone and index not in columns and _word(word) and not all(map(_empty, below)):
                missing = ", ".join(layout.column_label(grid, column, self.lang) for column in gone)
                values = {"heading": str(word)[:60], "missing": missing}
                self.problems.append(Problem(_cell(sheet, number, index), "form_heading", values))

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
        path = str(_at(row, code_at) or "").strip() or _paths_by_label(sheet.id).get(_word(_at(row, 0)), "")
        if path not in layout.list_paths(sheet.id):
            if not _empty(_at(row, value_at)) and not _empty(_at(row, 0)):
                values = {"label": str(row[0])[:60]}
                self.problems.append(Problem(_cell(sheet, number, value_at), "form_row", values))
            elif not _empty(_at(row, value_at)):
                values = {"value": str(_at(row, value_at)).strip()[:MAX_SHOWN_LENGTH]}
                self.problems.append(Problem(_cell(sheet, number, value_at), "form_row_bare", values))
            return
        cell = _cell(sheet, number, value_at, _list_label(path, self.lang))
        if path.startswith("answers."):
            question = questions()[path.removeprefix("answers.")]
            self._read(path, cell, _at(row, value_at), lambda value: read_answer(value, question, self.lang))
        else:
            field = layout.field_at(path)
            self._read(path, cell, _at(row, value_at), partial(self._as, field))
            self._note_unit(path, cell, _at(row, value_at), field)

    def _note_unit(self, path: str, cell: str, value: Any, field: layout.Field) -> None:  # noqa: ANN401
        """Keep that full-time equivalents stand in a cell for a number of workers."""
        if in_fte(value, field):
            problem = Problem(cell, "written_unit", {"value": str(value).strip()[:MAX_SHOWN_LENGTH]})
            self.in_fte[path.removesuffix(".count")] = problem

    def _take_row(self, sheet: Sheet, number: int, row: list[Any], columns: dict[int, str]) -> None:
        grid = layout.GRIDS[sheet.id]
        given = {column: _at(row, index) for index, column in columns.items()}
        cells = {
            column: _cell(sheet, number, index, layout.column_label(grid, column, self.lang))
            for index, column in columns.items()
        }
        ties = {layout.NUMBER, "facility"}
        if all(_empty(value) for column, value in given.items() if column not in ties):
            return
        if sheet.id == "growth":
            self._keep_milestone(cells, given, grid)
            return
        if self._is_total(grid, given, cells):
            return
        prefix = self._prefix(grid, given, cells)
        if prefix is None:
            return
        self.cells[prefix] = next(iter(cells.values()))
        for column, value in given.items():
            if column not in ties:
                field = layout.column_field(grid, column)
                self._read(f"{prefix}.{column}", cells[column], value, partial(self._as, field))
                self._note_unit(f"{prefix}.{column}", cells[column], value, field)

    def _is_total(self, grid: layout.Grid, given: dict[str, Any], cells: dict[str, str]) -> bool:
        """Whether a row adds up the others, which must not count as well."""
        named, counted = TOTALS.get(grid.prefix, ("", ""))
        said, told = plain_words(str(given.get(named) or "")), given.get(counted)
        name = TOTAL_NAME.search(said)
        at_an_end = name is not None and (name.start() == 0 or name.end() == len(said)) and not _empty(told)
        adds_up = name is not None and self._adds_up(grid, told)
        if not (TOTAL_WORD.fullmatch(said) or at_an_end or adds_up):
            return False
        total = Total(cells.get(counted, cells[named]), told, self.rows.get(grid.prefix, 0))
        self.totals.setdefault(grid.prefix, []).append(total)
        return True

    def _adds_up(self, grid: layout.Grid, told: Any) -> bool:  # noqa: ANN401
        """Whether a number is the sum of the rows above it."""
        counts = self._counts(grid.prefix)
        try:
            read = None if _empty(told) else self._count_in(grid.prefix, told)
        except CellProblemError:
            return False
        return read is not None and any(counts) and _may_be_sum(read, counts)

    def _counts(self, prefix: str) -> list[Size]:
        """What the rows of a grid count that were read so far."""
        rows = range(self.rows.get(prefix, 0))
        return [self.values.get(f"{prefix}[{row}].{TOTALS[prefix][1]}") or 0 for row in rows]

    def _count_in(self, prefix: str, told: Any) -> Size | None:  # noqa: ANN401
        """The number of a total.

        Raises:
            CellProblemError: if it cannot be read.
        """
        field = layout.column_field(_grid_of(prefix), TOTALS[prefix][1])
        try:
            found: Size | None = read_cell(told, field, self.lang)
        except CellProblemError as problem:
            if problem.code not in PART_PERSON:
                raise
            return count_in_fte(told)  # the rows that it adds up say what they count
        return found

    def _check_totals(self) -> None:
        """Refuse a total that is not the sum of the rows: perhaps it is no total."""
        for prefix, totals in self.totals.items():
            counts = self._counts(prefix)
            for before, total in itertools.pairwise((Total("", None, 0), *totals)):
                parts = [counts]
                if total is not totals[-1]:  # of some rows
                    parts += [counts[: total.above], counts[before.above : total.above]]
                self._check_total(prefix, total, parts)

    def _check_total(self, prefix: str, total: Total, parts: Sequence[Sequence[Size]]) -> None:
        """Refuse a total that is the sum of no part of the rows; the first part is all of them."""
        try:
            told = None if _empty(total.given) else self._count_in(prefix, total.given)
        except CellProblemError as problem:
            self.problems.append(Problem(total.cell, problem.code, problem.values))
            return
        if told is not None and not any(_may_be_sum(told, counts) for counts in parts):
            self.problems.append(_no_sum(total.cell, total.given, told, parts[0]))

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
            found = Problem(cell, problem.code, problem.values)
            if problem.code not in PART_PERSON:
                self.problems.append(found)
                return
            self.values[path] = count_in_fte(value)
            self.part_people[path.removesuffix(".count")] = found

    def proposal(self) -> Proposal:
        """The proposal that was filled in.

        Raises:
            InputError: with everything that is wrong, cell by cell.
        """
        self._place_milestones()
        self._check_totals()
        known = self._known()
        faulty = {problem.place for problem in self.problems}
        try:
            proposal = Proposal.model_validate(_tree(known))
        except ValidationError as error:
            found = [self._at_cell(problem) for problem in from_validation(error)]
            self.problems += [problem for problem in found if problem.place not in faulty]
            raise InputError(tuple(self.problems)) from None
        self.problems += map(self._at_cell, _refused(proposal))
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
                cell = cells.get(layout.GROUP, next(iter(cells.values())))
                self.problems.append(self._no_group(cell, group))
                continue
            index = counted[path] = counted.get(path, -1) + 1
            for column in ("month", "share"):
                self.cells[f"{path}[{index}].{column}"] = cells.get(column, "")
                if values.get(column) is not None:
                    self.values[f"{path}[{index}].{column}"] = values[column]
            self.cells.setdefault(path, cells.get("month", ""))

    def _no_group(self, cell: str, group: str) -> Problem:
        """That growth is told of no group of the form; and what to do if there are none."""
        whole = text("form.whole", self.lang)
        if not self.groups:
            return Problem(cell, "form_group_none", {"whole": whole})
        known = ", ".join([*self.groups, whole])
        if not group:
            return Problem(cell, "form_group_missing", {"known": known})
        return Problem(cell, "form_group", {"value": group, "known": known})

    def _known(self) -> dict[str, Any]:
        """Values that were given; unknown ones stay out, except answers that are not known."""
        known = {p: v for p, v in self.values.items() if v is not None or p.startswith("answers.")}
        self._settle_sizes(known)
        asked = (item for path, item in self.part_people.items() if known.get(f"{path}.unit") != FTE)
        self.problems.extend(asked)
        if known.pop(layout.HAS_PLAN, None) or any(p.startswith("housing_plan.") for p in known):
            known.setdefault("housing_plan", {})
        if not self.rows.get("function_groups") and not known.keys() & SIZES:
            found = _size_in_answers(known)
            self.sized_by = sizing_answers(found)
            known |= found
        for prefix, count in self.rows.items():
            for row in range(count):
                known.setdefault(f"{prefix}[{row}]", {})
        for row in range(self.rows.get("function_groups", 0)):
            self._complete_season(f"function_groups[{row}].season_index", known)
        return known

    def _settle_sizes(self, known: dict[str, Any]) -> None:
        """How sizes were counted where they stand elsewhere: groups that do not say it as the whole is."""
        groups = range(self.rows.get("function_groups", 0))
        for path, differs in self.in_fte.items():
            if known.setdefault(f"{path}.unit", FTE) != FTE:
                cell = {"cell": self.cells.get(f"{path}.unit", "")}
                self.problems.append(differs._replace(code="written_unit_cell", values=differs.values | cell))
        if not groups and not known.keys() & SIZES:
            return
        if known.get("answers.heads_or_fte") == FULL_TIME:
            counted = ["workforce", *(f"function_groups[{row}]" for row in groups)]
            for path in counted:
                if f"{path}.count" in known:
                    known.setdefault(f"{path}.unit", "fte")
        if "workforce.count" not in known:
            for way in COUNTED:
                said = known.pop(f"workforce.{way}", None)
                for path in (f"function_groups[{row}].{way}" for row in groups):
                    if said is not None:
                        known.setdefault(path, said)
        if "area.size_m2" not in known:
            known.pop("area.kind", None)

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
        within = (path for path in self.cells if path.startswith(f"{place}."))
        place = place if place in self.cells else next(within, place)
        while place and place not in self.cells:
            place = re.sub(r"(\.\w+|\[\d+\])$", "", place) if re.search(r"[.\[]", place) else ""
        code = IN_CELLS.get(problem.code, problem.code)
        return Problem(self.cells.get(place, problem.place), code, problem.values)


def _refused(proposal: Proposal) -> list[Problem]:
    """What an assessment would refuse, while the cells are still known."""
    found = [*nobody_asked(proposal)]
    for check in (check_area, check_growth):
        try:
            check(proposal, load_parameters())
        except AssessmentError as error:
            found += error.problems
    return found


def _size_in_answers(known: dict[str, Any]) -> dict[str, Any]:
    """How large the plan is by the answers, where nothing else says so."""
    answers = {path.removeprefix("answers."): value for path, value in known.items()}
    return {path: value for path, value in size_in_answers(answers).items() if path not in known}


def _grid_of(prefix: str) -> layout.Grid:
    return next(grid for grid in layout.GRIDS.values() if grid.prefix == prefix)


@cache
def _paths_by_label(sheet: str) -> dict[str, str]:
    """Path of a row of a list by its label in either language, for where the codes are gone."""
    pairs = [(lang, path) for lang in LANGUAGES for path in layout.list_paths(sheet)]
    return {_list_label(path, lang).casefold(): path for lang, path in pairs}


def _list_label(path: str, lang: Lang) -> str:
    if not path.startswith("answers."):
        return layout.label_at(path, lang)
    question = questions()[path.removeprefix("answers.")]
    return question.in_language("question", lang)


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


def _cell(sheet: Sheet, row: int, column: int, label: str = "") -> str:
    """Where a cell is and what it asks for."""
    place = f"{sheet.title}!{get_column_letter(column + 1)}{row}"
    return f"{place} ({label})" if label else place


def _empty(value: Any) -> bool:  # noqa: ANN401
    return value is None or (isinstance(value, str) and not value.strip())


def _holds(row: list[Any]) -> bool:
    return not all(map(_empty, row))


def _of_the_form(cell: Any, paths: Sequence[str]) -> bool:  # noqa: ANN401
    """Whether a cell holds a code or a word of the form, or one of its sentences of help."""
    keys = ("field", "value", "help", "code")
    words = {text(f"form.{key}", lang).casefold() for key in keys for lang in LANGUAGES}
    return cell in paths or _word(cell) in words or (isinstance(cell, str) and cell.rstrip().endswith("."))


def _word(value: Any) -> str:  # noqa: ANN401
    return str(value).strip().casefold() if isinstance(value, str) else ""


def _group_name(value: Any) -> str:  # noqa: ANN401
    """How a group is numbered, whether Excel kept the number as text or as a number."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip().casefold() if value is not None else ""


def _may_be_sum(told: Size, counts: Sequence[Size]) -> bool:
    """Whether a total and the sum of some counts can be the same, each somewhere in its range."""
    (low, high), ends = _ends(told), [_ends(count) for count in counts]
    return low <= sum(end for _, end in ends) and sum(end for end, _ in ends) <= high


def _ends(size: Size) -> tuple[float, float]:
    """The least and the most that a size may be by what was given of it."""
    if not isinstance(size, Span):
        return size, size
    most = math.inf if size.high is None and size.middle is None else size.given[-1]
    return (0.0 if size.low is None and size.middle is None else size.given[0]), most


def _no_sum(cell: str, given: object, told: Size, counts: Sequence[Size]) -> Problem:
    sizes = [told, *counts]
    if not any(isinstance(size, Span) for size in sizes):
        return Problem(cell, "form_total", {"told": at_most(told), "total": sum(map(at_most, counts))})
    least = sum(at_least(count) for count in counts)
    values = {"told": str(given), "low": least, "high": sum(map(at_most, counts))}
    return Problem(cell, "form_total_range", values)
