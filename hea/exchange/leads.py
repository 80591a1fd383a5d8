"""Many plans at once: a table with a plan per row, or a folder with a proposal per file."""

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple, cast, get_args

from hea.engine.given import middle_of, size_bounds
from hea.engine.positions import is_seasonal, known_sizes, workers_on
from hea.exchange.columns import EITHER, GUESSED, MAX_HEADING_LENGTH, Row, Table, Wanted, in_cell, spans
from hea.exchange.files import InputError, read_bytes
from hea.exchange.grid import MAX_ROWS, MAX_TABLE_BYTES, OPENED
from hea.exchange.peak_headings import BASIS, PEAK, TICKED, peaks_alone, peaks_called
from hea.exchange.quick import (
    checked_word,
    drawn_between,
    kind_of_work,
    known_share,
    place_named,
    quick_fields,
    quick_proposal,
)
from hea.exchange.size_headings import question_of, unit_of_area
from hea.exchange.uploads import UPLOADED, open_file
from hea.exchange.written import (
    WrittenError,
    default_opening,
    means_unknown,
    read_basis,
    read_month,
    read_number,
    read_size,
    some_workers,
)
from hea.exchange.written.choices import truth_called
from hea.exchange.written.counting import bases_named
from hea.exchange.written.numbers import UNIT, Quantity
from hea.exchange.written.ranges import Given
from hea.exchange.written.sizes import SIZED_IN
from hea.fields import named, option_name
from hea.parameters import load_parameters
from hea.problems import HeaError, Problem
from hea.proposal import Basis, Proposal, SizeKind, Span, one_ended, scaled, shown_area, shown_size
from hea.reference import season_profiles, sectors
from hea.reference.words import municipality_code, plain_words, sectors_called
from hea.texts import LANGUAGES, Lang, text
from hea.units import M2_PER_HA, Percentage

NEEDED: Final = ("municipality", "sector")
SIZES: Final[tuple[SizeKind, ...]] = get_args(SizeKind)
COLUMNS: Final = ("company", *NEEDED, "opening", *SIZES)
"""Columns of an empty table by id; a heading may also be their name in either language."""
FTE: Final = "fte"
WAREHOUSE: Final = "warehouse"
"""What kind of warehouse it is, for who does not name it as the sector."""
COUNTED: Final = (FTE, "persons", PEAK)
"""Sizes that count people, the most telling first."""
AREAS: Final = tuple(kind for kind in SIZES if kind not in COUNTED)
"""Sizes that measure."""
IN_M2: Final = {"m2": 1.0, "ha": float(M2_PER_HA)}
"""Square metres in each unit of area."""
MEASURED_IN: Final = {"plot": "ha", "gross_floor": "m²", "footprint": "m²"}
"""What stands behind an area that was read."""
PEAK_FITS: Final = 1.25
"""How many times as large the mean that goes with a peak may be as the mean that stands beside it."""
PLAIN: Final = re.compile(r"\d[\d.,]*")
"""A size that can be read in no other way than it stands there."""
PLAIN_BASIS: Final = frozenset({"gemiddeld", "piek", "mean", "peak"})
"""Ways of counting by their usual names, which need not be told again."""
AGENCY: Final = "flex_share"
SHARE: Final = re.compile(r"%|aandeel|percentage|deel|share|pct|perc|through|via", re.IGNORECASE)
"""Words above a column that make shares of the numbers in it; without one they may be people."""
PEOPLE_OR_SHARE: Final = frozenset({"agency_heads", "share_people"})
"""Questions about a number that may count people, where a share is asked."""
SAYS_PERCENT: Final = re.compile(r"[\d.,]+\s*(?:%|procent|percent)", re.IGNORECASE)
"""A cell that can be read in no other way than as that percentage."""
MONTH_ALONE: Final = re.compile(r"\d{4}-\d{2}(?:-\d{2}(?: 00:00:00)?)?")
"""A month or a day that can be read in no other way than it stands there."""
WANTED: Final = Wanted("lead", (*COLUMNS, FTE, PEAK, BASIS, WAREHOUSE, AGENCY), NEEDED)
NOTHING_SAID: Final[Mapping[str, str]] = MappingProxyType({})
NOTHING_ASKED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})
NO_SIZE: Final = "lead_no_size"
NO_UNIT: Final = "unit_either"
PEOPLE: Final = ("persons", FTE, PEAK)
"""Sizes that count people, the usual one first."""
MAY_BE: Final = {
    "lead_size_area": AREAS,
    "lead_size_count": (*PEOPLE, *AREAS),
    "lead_size_people": PEOPLE,
    "lead_size_most": (PEAK,),
    "lead_size_now": ("persons", FTE, *AREAS),
    "lead_unit_either": ("persons", FTE),
}
"""Columns that a heading may be about which was asked what it is, by the question."""
MARK_NAMES: Final = {",": ",", ";": ";", "\t": "tab", "|": "|"}


class Lead(NamedTuple):
    """A plan with the place it was read from."""

    place: str
    proposal: Proposal


class Leads(NamedTuple):
    """What could be read, and what could not."""

    found: tuple[Lead, ...]
    problems: tuple[Problem, ...]
    """Each with its row and column, or its file."""
    notes: tuple[Problem, ...] = ()
    """How a table was read: rows that were passed over and why, columns that were used and which not."""
    lost: int = 0
    """Plans that could not be read; one may have more than one problem."""
    asked: Mapping[str, tuple[str, ...]] = NOTHING_ASKED
    """Headings that are not read or not understood, with the columns that they may be."""


def read_leads(path: str | Path, lang: Lang = "nl", called: Mapping[str, str] = NOTHING_SAID) -> Leads:
    """Plans from a table (CSV, Excel, Parquet) or a folder of proposals.

    Args:
        path: the file or folder.
        lang: language of the places in problems.
        called: which column a heading is, of headings that do not say so themselves.

    Raises:
        InputError: if nothing can be read at all: no such file, another kind, unknown headings.
    """
    path = Path(path)
    if path.is_dir():
        return _folder(path)
    return parse_leads(path.name, read_bytes(path, OPENED, MAX_TABLE_BYTES), lang, called=called)


def parse_leads(
    name: str,
    content: bytes,
    lang: Lang = "nl",
    most: int = MAX_ROWS,
    called: Mapping[str, str] = NOTHING_SAID,
) -> Leads:
    """Plans from the name and the bytes of a table.

    Args:
        name: of the file.
        content: its bytes.
        lang: language of the places in problems.
        most: rows to read; a table with more of them is refused at the first one too many.
        called: which column a heading is, of headings that do not say so themselves.

    Raises:
        InputError: if nothing can be read at all, or there are more rows.
    """
    table = Table(name, content, WANTED.saying(called), lang)
    doubtful = peaks_alone(table)
    if doubtful:
        peaks = peaks_called(table, doubtful)
        table = Table(name, content, WANTED.saying({**peaks, **called}), lang)
    return _table(table, most)


def headings_asked(problems: Iterable[Problem]) -> dict[str, tuple[str, ...]]:
    """Headings about which was asked what they are, with the columns that they may be."""
    return {str(item.values["heading"]): asked for item in problems if (asked := _may_be(item))}


def _may_be(item: Problem) -> tuple[str, ...]:
    return (str(item.values["key"]),) if item.code == GUESSED else MAY_BE.get(item.code, ())


def column_called(said: str) -> str:
    """The column that somebody names, by its id or its name in either language, with or without a unit.

    Raises:
        InputError: if it is none.
    """
    word = plain_words(said)
    for key in WANTED.keys:
        names = {f(key, lang) for lang in LANGUAGES for f in (_label, bare_label)}
        if word in {plain_words(name) for name in (key, *names)}:
            return key
    columns = {lang: ", ".join(bare_label(key, lang) for key in WANTED.keys) for lang in LANGUAGES}
    values = {"value": said, "columns": columns["nl"], "columns_en": columns["en"]}
    raise InputError((Problem("", "lead_no_column", values),))


def _label(key: str, lang: Lang) -> str:
    return text(f"lead.{key}", lang)


def bare_label(key: str, lang: Lang) -> str:
    """The name of a column without the unit behind it."""
    return _label(key, lang).partition(" (")[0]


def _folder(path: Path) -> Leads:
    files = sorted(item for item in path.iterdir() if item.suffix.lower() in UPLOADED)
    if not files:
        raise InputError((Problem(str(path), "leads_none", {}),))
    found: list[Lead] = []
    problems: list[Problem] = []
    for file in files:
        try:
            opened = open_file(file)
        except InputError as error:
            problems += [_within(file.name, item) for item in error.problems]
        else:
            if opened.own_values or opened.left_out:
                problems.append(Problem(file.name, "lead_own_values", {}))
            else:
                found.append(Lead(file.name, opened.proposal))
    counted = _read_of(len(found), len(files), path.name)
    return Leads(tuple(found), tuple(problems), (counted,), len(files) - len(found))


def _read_of(count: int, total: int, name: str) -> Problem:
    """How many plans were read, of how many if some were not."""
    if count == total:
        return Problem("", "list_read", {"count": count, "name": name})
    return Problem("", "list_read_part", {"read": count, "total": total, "name": name})


def _within(place: str, item: Problem) -> Problem:
    return item._replace(place=f"{place}, {item.place}" if item.place and item.place != place else place)


def _table(table: Table, most: int) -> Leads:
    _check_sizes(table)
    name = table.name
    found: list[Lead] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    unsized: list[Row] = []
    unsure: dict[str, list[int]] = {}
    lost = 0
    for count, row in enumerate(table.rows()):
        if count >= most:
            code = "leads_many" if most == MAX_ROWS else "leads_many_here"
            raise InputError((Problem(name, code, {"maximum": most}),))
        before = table.account.mark()
        try:
            plan = _proposal(row, table)
            _check_new(plan, row, seen)
        except InputError as error:
            table.account.undo(before)
            lost += 1
            if [item.code for item in error.problems] == [NO_SIZE]:
                unsized.append(row)
                continue
            if {item.code for item in error.problems} == {NO_UNIT}:
                unsure.setdefault(error.problems[0].place, []).append(row.number)
                continue
            problems += [in_cell(row, _as_column(item), table) for item in error.problems]
        else:
            found.append(Lead(row.place, plan))
    problems += _without_size(name, unsized)
    problems += _asked_of_headings(table) if unsized else ()
    problems += [_without_unit(table, kind, numbers) for kind, numbers in unsure.items()]
    if not found and not problems:
        raise InputError((Problem(name, "leads_none", {}),))
    counted = _read_of(len(found), len(found) + lost, name)
    notes = (counted, *table.account.sentences())
    asked = {heading: (key,) for heading, key in table.guessed.items()} | headings_asked(problems)
    return Leads(tuple(found), tuple(problems), notes, lost, asked)


def _without_size(name: str, rows: Sequence[Row]) -> list[Problem]:
    """That rows have no size, once for all of them: then a heading was probably not known."""
    if len(rows) <= 1:
        return [Problem(row.place, NO_SIZE, {}) for row in rows]
    return [Problem(name, "lead_no_sizes", {"count": len(rows), "rows": spans([it.number for it in rows])})]


def _without_unit(table: Table, kind: str, numbers: Sequence[int]) -> Problem:
    """That a heading leaves the choice between two units, once for all numbers below it without one."""
    code = "lead_unit_either" if kind in COUNTED else "lead_area_either"
    values = {"heading": table.headings[kind], "rows": spans(numbers), "count": len(numbers)}
    return Problem(table.name, code, values)


def _check_sizes(table: Table) -> None:
    if not any(kind in table.headings for kind in (*SIZES, FTE, PEAK)):
        sizes = ", ".join(text(f"lead.{kind}", table.lang) for kind in SIZES)
        missing = Problem(table.name, "lead_size_missing", {"columns": sizes})
        raise InputError(tuple(_asked_of_headings(table)) or (missing,))


def _asked_of_headings(table: Table) -> Iterator[Problem]:
    """What to ask of each heading that may hold the size, in a list in which no other does."""
    for heading in table.unused.values():
        kind = question_of(heading)
        if not kind:
            continue
        unit = unit_of_area(heading)
        columns = {"areas": ", ".join(f"{bare_label(key, table.lang)} ({unit})" for key in AREAS)}
        columns |= {key: text(f"lead.{key}", table.lang) for key in (*COUNTED, AGENCY)}
        yield Problem(table.name, f"lead_size_{kind}", {"heading": heading[:MAX_HEADING_LENGTH], **columns})


def _check_new(plan: Proposal, row: Row, seen: dict[str, int]) -> None:
    """Refuse a plan that stands in the list already, because it would count twice."""
    before = seen.setdefault(plan.hash, row.number)
    if before != row.number:
        raise InputError((Problem("", "lead_twice", {"row": before}),))


def _as_column(item: Problem) -> Problem:
    """A problem at the column that its field is read from."""
    column = {"workforce.count": "persons", "area.size_m2": ""}.get(item.place, item.place)
    return item._replace(place=column)


def _proposal(row: Row, table: Table) -> Proposal:
    """One row as a proposal.

    Raises:
        InputError: with all problems of the row, each at the column it is about.
    """
    if row.ragged:
        values = {"count": len(table.found.names), "mark": MARK_NAMES.get(table.sheet.mark, "")}
        raise InputError((Problem("", "lead_ragged", values),))
    values = row.values
    problems = [Problem(key, "missing", {}) for key in NEEDED if not _written(values.get(key))]
    sizes: dict[str, Given] = {}
    for kind in (*SIZES, FTE, PEAK):
        try:
            sizes |= _size(kind, values.get(kind), table.units.get(kind, ""))
        except WrittenError as error:
            problems += [item._replace(place=kind) for item in error.problems]
    if not sizes and not any(item.place in (*SIZES, FTE, PEAK) for item in problems):
        problems.append(Problem("", NO_SIZE, {}))
    fields = {}
    readers: dict[str, Callable[[Any], str]] = {
        "municipality": lambda value: _checked("municipality", value),
        "sector": lambda value: _checked("sector", value),
        "opening": _month,
        BASIS: lambda value: _basis(value, table.headings.get(BASIS, "")),
    }
    for key, reader in readers.items():
        try:
            fields[key] = reader(_written(values.get(key)) and values[key])
        except HeaError as error:
            problems += [item._replace(place=key) for item in error.problems]
    agency: float | None = None
    try:
        agency = _agency_share(values.get(AGENCY), table.headings.get(AGENCY, ""))
    except WrittenError as error:
        problems += [_of_all(item, sizes)._replace(place=AGENCY) for item in error.problems]
    try:
        if fields.get("sector"):
            fields["sector"] = kind_of_work(fields["sector"], _written(values.get(WAREHOUSE)) or None)
    except InputError as error:
        problems += [item._replace(place=WAREHOUSE) for item in error.problems]
    if problems:
        raise InputError(tuple(problems))
    _tell_words(fields, row, table)
    shown_so = isinstance(row.values.get(AGENCY), Percentage)
    if agency is not None and not shown_so and not SAYS_PERCENT.fullmatch(str(row.values[AGENCY]).strip()):
        shown = text("list.agency", table.lang, share=agency)
        table.account.read_as(row.number, str(row.values[AGENCY]).strip(), shown)
    if not fields["opening"]:
        fields["opening"] = default_opening()
        table.account.note("list_opening", row.number, month=fields["opening"])
    return _sized(sizes, row, table, fields, agency)


def _tell_words(fields: Mapping[str, str], row: Row, table: Table) -> None:
    """Tell which municipality and sector were read from words that are not their names."""
    place, work = (_written(row.values[name]) for name in NEEDED)
    if municipality_code(place) is None:
        table.account.read_as(row.number, place, place_named(place, table.lang))
    if not sectors_called(work):
        table.account.read_as(row.number, work, named(fields["sector"], table.lang))
    counted = _written(row.values.get(BASIS))
    if fields[BASIS] and counted.casefold() not in PLAIN_BASIS:
        table.account.read_as(row.number, counted, option_name(BASIS, fields[BASIS], table.lang))
    opening = row.values.get("opening")
    month = text("list.month", table.lang, month=fields["opening"]) if fields["opening"] else ""
    if month and not isinstance(opening, dt.date) and not MONTH_ALONE.fullmatch(_written(opening)):
        table.account.read_as(row.number, _written(opening), month)


def _of_all(item: Problem, sizes: Mapping[str, Given]) -> Problem:
    """A question about people where a share is asked, with which share they are of the workers of the row."""
    number = item.values.get("number")
    whole = next((sizes[kind].value for kind in COUNTED if kind in sizes), None)
    if item.code not in PEOPLE_OR_SHARE or number is None or not isinstance(whole, float):
        return item
    said = {"value": item.values["value"], "number": number, "total": whole, "share": number / whole}
    return Problem("", "share_people_of" if number <= whole else "share_people_more", said)


def _agency_share(value: Any, heading: str) -> float | None:  # noqa: ANN401
    """The share that works through an agency; unknown from an empty cell.

    Raises:
        WrittenError: if it is no share, or may be a number of people by what stands above it.
    """
    if not _written(value):
        return None
    said = str(value).strip()
    bare = PLAIN.fullmatch(said) and not isinstance(value, Percentage)
    if bare and not SHARE.search(heading):
        raise WrittenError("agency_heads", value=said, number=read_number(said, "ratio"))
    return known_share(value)


def _size(kind: str, value: Any, unit: str) -> dict[str, Given]:  # noqa: ANN401
    """The size in a cell by its column; nothing from an empty cell.

    A number without a unit is in that of its heading.
    """
    if not _written(value):
        return {}
    if unit == EITHER and not UNIT.search(str(value).strip()):
        raise WrittenError(NO_UNIT, value=_written(value))
    if kind in COUNTED:
        beside = unit or (FTE if kind == FTE else "persons")
        found = some_workers(read_size(value, "count", beside), value)
        return {kind: found._replace(unit=found.unit or beside)}
    if kind == "plot" and not unit:
        return {kind: _bare_plot(value)}
    usual = SIZED_IN[cast("SizeKind", kind)]
    measured = usual if unit not in IN_M2 else cast("Quantity", unit)
    found = read_size(value, measured)
    return {kind: found._replace(value=scaled(found.value, IN_M2[measured] / IN_M2[usual]))}


def _bare_plot(value: Any) -> Given:  # noqa: ANN401
    """A plot in hectares under a heading that gives no unit.

    Raises:
        WrittenError: if it may be square metres or hectares, and does not say which itself.
    """
    try:
        metres = read_size(value, "m2")
    except WrittenError:
        return read_size(value, "ha")
    try:
        found = read_size(value, "ha")
    except WrittenError:
        found = metres
    if not math.isclose(_one_end(found), _one_end(metres) / M2_PER_HA):
        raise WrittenError("area_two_units", value=_written(value))
    return found


def _one_end(found: Given) -> float:
    return found.value.given[0] if isinstance(found.value, Span) else found.value


def _written(value: Any) -> str:  # noqa: ANN401
    """What a cell says; nothing if it says that it is not known."""
    word = str(value if value is not None else "").strip()
    return "" if means_unknown(word) else word


def _sized(
    sizes: Mapping[str, Given], row: Row, table: Table, fields: Mapping[str, str], agency: float | None
) -> Proposal:
    """A plan with the best of its sizes; the others are told, with what they would give."""
    known = known_sizes(fields["sector"], load_parameters())
    kind = next((one for one in (*COUNTED, *known) if one in sizes), next(iter(sizes)))
    counted = kind in COUNTED
    basis = "peak" if kind == PEAK else fields[BASIS]
    if counted and not basis and PEAK not in sizes and is_seasonal(fields["sector"]):
        table.account.note("list_basis", row.number)
    given = quick_proposal(
        sector=fields["sector"],
        municipality=_written(row.values["municipality"]),
        kind="persons" if counted else cast("SizeKind", kind),
        size=sizes[kind].value,
        opening=fields["opening"],
        company=_written(row.values.get("company")) or text("lead.no_name", table.lang),
        unit="fte" if sizes[kind].unit == "fte" else "persons",
        basis=cast("Basis", basis or "mean"),
        flex_share=agency,
    )
    _tell_size(given, sizes, row, table)
    if given.opening < dt.date.today().isoformat()[:7]:
        table.account.note("list_past", row.number)
    _tell_peak(kind, sizes, row, table, given)
    others = [other for other in sizes if other not in (kind, PEAK)]
    if others:
        table.account.note("list_sizes", row.number)
        table.account.notes += _far_from(kind, others, sizes, row, table, given.sector)
    return given


def _tell_peak(kind: str, sizes: Mapping[str, Given], row: Row, table: Table, plan: Proposal) -> None:
    """Tell that a peak beside a mean was left out, and which mean goes with it if that is another."""
    if kind == PEAK or PEAK not in sizes:
        return
    table.account.note("list_peaks_left", row.number)
    season = season_profiles()[sectors()[plan.sector].season_profile].index
    figures = load_parameters()
    times = max(season) * len(season) / sum(season)
    mean = middle_of(sizes[PEAK].value, figures, plan.sector) / times
    counted = middle_of(sizes[kind].value, figures, plan.sector) / (times if _is_peak(plan) else 1)
    if sizes[kind].unit == sizes[PEAK].unit and not 1 / PEAK_FITS <= mean / max(counted, 1) <= PEAK_FITS:
        values = _beside(kind, PEAK, sizes, table) | {"mean": mean}
        table.account.notes.append(Problem(row.place, "list_peak_left", values))


def _is_peak(plan: Proposal) -> bool:
    """Whether its workers were counted in the busiest month."""
    return plan.workforce is not None and plan.workforce.basis == "peak"


def _beside(kind: str, other: str, sizes: Mapping[str, Given], table: Table) -> dict[str, Any]:
    """Two sizes of a row in words, with the headings they stand under."""
    return {
        "used": table.headings[kind],
        "size": _with_unit(kind, sizes[kind], table.lang),
        "other": table.headings[other],
        "beside": _with_unit(other, sizes[other], table.lang),
    }


def _with_unit(kind: str, found: Given, lang: Lang) -> str:
    """A size as it was read, in its own unit, which need not be that of its heading."""
    unit = FTE if found.unit == FTE else MEASURED_IN.get(kind, "")
    return f"{shown_size(found.value, lang)} {unit}".rstrip()


def _tell_size(plan: Proposal, sizes: Mapping[str, Given], row: Row, table: Table) -> None:
    """Tell how sizes were read that were not plainly a number, and ask for what was not said of them."""
    size = quick_fields(plan).size
    if size is not None and one_ended(size):
        table.account.note("list_one_end", row.number)
    for kind, found in sizes.items():
        written = _written(row.values.get(kind))
        if not PLAIN.fullmatch(written):
            table.account.read_as(row.number, written, _size_words(kind, found, plan.sector, table.lang))


def _size_words(kind: str, found: Given, sector: str, lang: Lang) -> str:
    """A size as it was read; of an area in both units, and of one end between what it is drawn."""
    size = scaled(found.value, M2_PER_HA) if kind == "plot" else found.value
    counted = f"{shown_size(size, lang)} {FTE}" if found.unit == FTE else shown_size(size, lang)
    said = counted if kind in COUNTED else shown_area(size, lang)
    return drawn_between(said, size, sector, lang)


def _far_from(
    kind: str, others: Sequence[str], sizes: Mapping[str, Given], row: Row, table: Table, sector: str
) -> list[Problem]:
    """Sizes of the same plan that would give another number of workers than the one that is used."""
    figures = load_parameters()

    def workers(one: str) -> tuple[float, float] | None:
        low, _, high = size_bounds(sizes[one].value, figures, sector)
        if one in COUNTED:
            return low, high
        fewest, most = (workers_on(sector, cast("SizeKind", one), end, figures) for end in (low, high))
        return None if fewest is None or most is None else (fewest[0], most[1])

    found = []
    for other in others:
        used, held = workers(kind), workers(other)
        if used and other in COUNTED and sizes[kind].unit == FTE != sizes[other].unit:
            used = used[0], math.inf  # there are at least as many heads as full-time jobs
        if used and held and (held[1] < used[0] or held[0] > used[1]):
            values = _beside(kind, other, sizes, table) | {"low": held[0], "high": held[1]}
            code = "list_sizes_beside" if other in COUNTED else "list_sizes_apart"
            found.append(Problem(row.place, code, values))
    return found


def _month(value: Any) -> str:  # noqa: ANN401
    return read_month(value) if str(value or "").strip() else ""


def _basis(value: Any, heading: str) -> str:  # noqa: ANN401
    """How workers were counted; yes or no only below a heading that names one of the two ways.

    Raises:
        WrittenError: if it does not say so.
    """
    said = str(value or "").strip()
    if not said:
        return ""
    answer = True if said.casefold() == TICKED else truth_called(said.rstrip("."))
    if answer is None:
        return read_basis(said)
    named = bases_named(heading)
    if len(named) != 1:
        raise WrittenError("basis_yes", value=said, heading=heading[:MAX_HEADING_LENGTH])
    (asked,) = named
    return asked if answer else next(other for other in get_args(Basis) if other != asked)


def _checked(name: str, value: Any) -> str:  # noqa: ANN401
    word = str(value or "").strip()
    return checked_word(name, word) if word else ""
