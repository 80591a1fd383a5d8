"""Lists as people keep them: where the headings stand, what each column is, and which rows hold something.

Titles may stand above the headings, headings may take two rows or have another name, and totals stand below.
Whatever is left out or was guessed is told.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple, Self

from rapidfuzz import fuzz, process

from hea.exchange.files import InputError
from hea.exchange.grid import Cells, Sheet, sheets_of
from hea.exchange.problems import READ_AS
from hea.exchange.size_headings import is_qualified
from hea.exchange.written.numbers import UNITS
from hea.problems import HeaError, Problem
from hea.reference.words import heading_words, plain_words
from hea.texts import LANGUAGES, Lang, text

LOOKED_AT: Final = 40
"""Rows of a sheet among which the headings are looked for."""
ALIKE: Final = 88
"""Likeness from which an unknown heading is taken for one of ours (100 is the same)."""
RESEMBLES: Final = 80
"""Likeness, by a part if need be, from which it is asked whether one of ours was meant."""
WORD_ALIKE: Final = 70
"""Likeness that each word of a misspelt heading has to that of ours: one more word may turn it round."""
ROWS_TOLD: Final = 15
READINGS_TOLD: Final = 60
"""Ways in which something was read that one sentence tells; the rows with the same count once."""
MAX_HEADING_LENGTH: Final = 60
MAX_SEEN: Final = 300
"""Characters of the headings that a sentence repeats."""
TOTAL: Final = re.compile(r"(sub ?|eind ?|grand ?)?(totaa?l|total|som|sum|gemiddelde?|mean|average)\b")

TOTAL_WORD: Final = re.compile(r"(sub ?|eind ?|grand ?)?(totaa?l|total|som|sum)")
"""A cell that says nothing but that its row is a total."""
TOTAL_NAME: Final = re.compile(
    r"\b((sub|eind|grand|general|overall|generaal|algemeen) ?)?"
    r"(totaa?l|totalen|totals?|som|sum|samen|tezamen)\b"
)
"""A total within the name of a row, often at one of its ends: totaal medewerkers, allen samen."""
EITHER: Final = "eenheidonbekend"
"""Stands in a heading for two units, of which one counts: fte/pers."""
_NAMES_OF_UNITS = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
TWO_UNITS: Final = re.compile(
    rf"\b(?P<one>{_NAMES_OF_UNITS})\.?\s*(?:en/of|and/or|[/|]|\bof\b|\bor\b)\s*(?P<other>{_NAMES_OF_UNITS})(?!\w)"
)
AREA_SHORTENED: Final = re.compile(r"opp\b\.?")
"""How people shorten the word for an area, also at the end of a longer one: vloeropp., bebouwd opp."""
TWO_IN_ONE: Final = re.compile(r"[/|(),&]|\ben\b|\band\b")
"""Between the parts of a heading that says more than one thing: Gemeente / kern."""
ALONE: Final = frozenset({"", "aantal", "totaal", "omvang", "number", "size"})
"""What stands before two units of people in a heading that counts workers."""
COUNTED_IN: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("plot", "gross_floor", "footprint"), ("m2", "ha", EITHER)),
    **dict.fromkeys(("persons", "persons_peak"), ("persons", "fte", EITHER)),
    "fte": ("fte",),
}
"""Units that may stand behind the name of a column; there they decide what its bare numbers count."""
COUNTED_UP: Final = re.compile(
    r"\d+(?: (?:verschillende )?(?:gemeenten?|sectoren|sector|plannen|municipalit(?:y|ies)|sectors?))?"
)
"""What stands in a total row where one of the plan would have a name: 5, 5 gemeenten."""
RANKS_KEPT: Final = 8
"""Kinds of lists of which the names of columns are kept, with what was said of headings."""
GUESSED: Final = "lead_column_guess"
FOOTNOTE: Final = re.compile(r"\*|(bron(nen)?|toelichting|opmerking(en)?|let op|n\.?b\.?|sources?|notes?)\b")


class Wanted(NamedTuple):
    """The columns of a kind of list."""

    section: str
    """Of the texts in which their names stand."""
    keys: tuple[str, ...]
    needed: tuple[str, ...]
    called: tuple[tuple[str, str], ...] = ()
    """Headings of which somebody said which column they are, in plain words, with that column."""

    def saying(self, called: Mapping[str, str]) -> Self:
        """The same columns, with what somebody said of headings as they are written."""
        return self._replace(called=tuple((_plain(name), key) for name, key in called.items()))


class Row(NamedTuple):
    """A row that holds something."""

    number: int
    place: str
    values: dict[str, Any]
    ragged: bool = False
    """Whether it has cells beyond the last heading, so that its cells may have moved."""


class Headings(NamedTuple):
    """Headings that were found in a sheet."""

    columns: dict[int, str]
    names: dict[int, str]
    """Every heading by its index, known or not."""
    first: int
    """Number of the row below the headings."""
    score: int
    """Columns that are known."""
    height: int = 1
    """Rows that the headings take."""

    @property
    def rank(self) -> tuple[int, int]:
        """More columns are better, and headings in two rows only if one row does not do."""
        return self.score, -self.height


class Mark(NamedTuple):
    """Where an account was: how many notes, readings and rows per sentence it had."""

    notes: int
    readings: int
    rows: dict[str, int]


class Account:
    """What became of the rows and columns of a list, told once it is read."""

    def __init__(self) -> None:
        self.rows: dict[str, list[int]] = {}
        """Numbers of rows by the key of the sentence about them."""
        self.values: dict[str, dict[str, Any]] = {}
        """What else stands in that sentence."""
        self.notes: list[Problem] = []
        self.readings: list[tuple[int, str]] = []
        """What was not plainly what it was read as, each with its row and how it was read."""

    def note(self, code: str, row: int, **values: Any) -> None:  # noqa: ANN401
        """Keep that something is to be told of a row, in one sentence with all rows like it."""
        self.rows.setdefault(code, []).append(row)
        self.values[code] = values

    def read_as(self, row: int, written: str, words: str) -> None:
        """Keep how something was read that can be written in other ways."""
        said = "" if words.startswith(written) else f"'{written[:MAX_HEADING_LENGTH]}' = "
        self.readings.append((row, f"{said}{words}"))

    def mark(self) -> Mark:
        """How far the account is, to go back to if a row turns out not to count."""
        return Mark(
            len(self.notes), len(self.readings), {code: len(rows) for code, rows in self.rows.items()}
        )

    def undo(self, mark: Mark) -> None:
        """Forget what was kept since."""
        del self.notes[mark.notes :], self.readings[mark.readings :]
        for code in list(self.rows):
            del self.rows[code][mark.rows.get(code, 0) :]
            if not self.rows[code]:
                del self.rows[code]

    def sentences(self) -> tuple[Problem, ...]:
        """One sentence per subject, with the rows it is about."""
        about = [Problem("", code, _listed(rows) | self.values[code]) for code, rows in self.rows.items()]
        return (*self.notes, *about, *self._readings())

    def _readings(self) -> tuple[Problem, ...]:
        """How things were read, once for all rows in which the same stands."""
        rows: dict[str, list[int]] = {}
        for row, said in self.readings:
            rows.setdefault(said, []).append(row)
        told = [f"{spans(numbers)}: {said}" for said, numbers in rows.items()]
        shown = "; ".join(told[:READINGS_TOLD]) + ("; …" if len(told) > READINGS_TOLD else "")
        lines = (*told[:READINGS_TOLD], *(("…",) if len(told) > READINGS_TOLD else ()))
        return (Problem("", READ_AS, {"sizes": shown, "lines": lines}),) if shown else ()


def _listed(rows: Sequence[int]) -> dict[str, Any]:
    shown = ", ".join(map(str, rows[:ROWS_TOLD]))
    return {"count": len(rows), "rows": f"{shown} …" if len(rows) > ROWS_TOLD else shown}


def spans(rows: Sequence[int]) -> str:
    """Numbers of rows in words, with the first and the last of those that follow each other."""
    runs = [
        [row for _, row in run]
        for _, run in itertools.groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0])
    ]
    shown = [f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs[:ROWS_TOLD]]
    return ", ".join(shown) + (" …" if len(runs) > ROWS_TOLD else "")


class Table:
    """A list with its headings found; its rows can be read once."""

    def __init__(self, name: str, content: bytes, wanted: Wanted, lang: Lang) -> None:
        self.name, self.wanted, self.lang = name, wanted, lang
        self.account = Account()
        try:
            sheets = [(sheet, *_searched(sheet, wanted)) for sheet in sheets_of(name, content)]
        except HeaError as error:
            raise InputError(
                tuple(item._replace(place=item.place or name) for item in error.problems)
            ) from None
        if not any(found.names for _, found, _ in sheets):
            raise InputError((Problem(name, "table_empty", {}),))
        self.sheet, self.found, self._rows = max(sheets, key=lambda it: (it[1].score, it[0].visible))
        self._check_columns()
        self._tell_columns([it[0].title for it in sheets if it[0] is not self.sheet and it[1].score > 1])

    @property
    def headings(self) -> dict[str, str]:
        """The heading of every column that is read, as it is written."""
        return {key: self.found.names[index] for index, key in self.found.columns.items()}

    @property
    def units(self) -> dict[str, str]:
        """The unit that the heading of a column gives, of those that give one."""
        found = {key: self._unit(key, _plain(name)) for key, name in self.headings.items()}
        return {key: unit for key, unit in found.items() if unit in COUNTED_IN.get(key, ())}

    def _unit(self, key: str, name: str) -> str:
        """The unit of a heading; who says that "fte/pers." counts people chooses between the two."""
        unit = _unit_of(name)
        chosen = unit == EITHER and key in ("fte", "persons") and name in dict(self.wanted.called)
        return key if chosen else unit

    def _check_columns(self) -> None:
        known = list(self.found.columns.values())
        guesses = self._guesses()
        problems = [self._missing(key, guesses) for key in self.wanted.needed if key not in known]
        seen = {_plain(name) for name in self.found.names.values()}
        problems += [
            Problem(self.name, "lead_no_heading", {"heading": said[:MAX_HEADING_LENGTH]})
            for said, _ in self.wanted.called
            if said not in seen
        ]
        doubled = sorted({key for key in known if known.count(key) > 1})
        problems += [
            Problem(self.name, "lead_column_double", {"column": self._label(key)}) for key in doubled
        ]
        if problems:
            raise InputError(tuple(problems))

    @property
    def unused(self) -> dict[int, str]:
        """The headings of columns that are not read, as they are written."""
        return {i: name for i, name in self.found.names.items() if name and i not in self.found.columns}

    def _missing(self, key: str, guesses: Mapping[int, str]) -> Problem:
        values: dict[str, Any] = {"column": self._label(key)}
        index = next((index for index, guess in guesses.items() if guess == key), None)
        if index is None:
            seen = ", ".join(name[:MAX_HEADING_LENGTH] for name in self.found.names.values() if name)
            values["seen"] = seen[:MAX_SEEN] or "-"
            return Problem(self.name, "lead_column_missing", values)
        heading = self.found.names[index][:MAX_HEADING_LENGTH]
        return Problem(self.name, GUESSED, values | {"heading": heading, "key": key})

    @property
    def guessed(self) -> dict[str, str]:
        """The column that an unused heading may have been meant for, by the heading."""
        return {self.found.names[index]: key for index, key in self._guesses().items()}

    def _label(self, key: str) -> str:
        return text(f"{self.wanted.section}.{key}", self.lang)

    def _guesses(self) -> dict[int, str]:
        """What an unknown heading may have been meant for, among the columns that are not there."""
        open_keys = [key for key in self.wanted.keys if key not in self.found.columns.values()]
        left = {i: name for i, name in self.found.names.items() if i not in self.found.columns}
        guessed = {i: _asked(name, self.wanted, open_keys) for i, name in left.items()}
        return {index: key for index, key in guessed.items() if key}

    def _tell_columns(self, other_sheets: Sequence[str]) -> None:
        notes = self.account.notes
        notes += self.sheet.notes
        where = {"row": self.found.first - 1, "sheet": self.sheet.title}
        notes.append(Problem("", "list_headings_sheet" if self.sheet.title else "list_headings", where))
        used = ", ".join(self._used(index) for index in sorted(self.found.columns))
        notes.append(Problem("", "list_columns", {"columns": used}))
        guesses = self._guesses()
        left = self.unused
        if left:
            unused = ", ".join(self._unused(index, guesses) for index in left)
            notes.append(Problem("", "list_unused", {"columns": unused, "count": len(left)}))
        if other_sheets:
            values = {"sheets": ", ".join(other_sheets), "count": len(other_sheets)}
            notes.append(Problem("", "list_sheets", values))

    def _used(self, index: int) -> str:
        name, key = self.found.names[index][:MAX_HEADING_LENGTH], self.found.columns[index]
        ours = {plain_words(text(f"{self.wanted.section}.{key}", lang)) for lang in LANGUAGES}
        bare, unit = _apart(_plain(name))
        if plain_words(name) in ours | {plain_words(key)} or (
            unit and bare in {_apart(it)[0] for it in ours}
        ):
            return name
        label = self._label(key)
        usual = _apart(plain_words(label))[1]
        if unit in ("", usual, "persons", EITHER) or key == unit:
            return text("list.read_as", self.lang, heading=name, column=label)
        column = label.partition(" (")[0]
        return text("list.read_in", self.lang, heading=name, column=column, unit=unit)

    def _unused(self, index: int, guesses: Mapping[int, str]) -> str:
        name = self.found.names[index][:MAX_HEADING_LENGTH]
        if index not in guesses:
            return name
        return text("list.meant", self.lang, heading=name, column=self._label(guesses[index]))

    def cells(self) -> Iterator[Cells]:
        """The cells of every row below the headings, as they are; a list can be gone through once."""
        yield from self._rows

    def rows(self) -> Iterator[Row]:
        """Rows that hold something, as they come; what is passed over is kept in the account."""
        width = len(self.found.names)
        heads = [plain_words(name) for name in self.found.names.values()]
        for number, cells in enumerate(self._rows, start=self.found.first):
            if not any(_filled(cell) for cell in cells):
                continue
            reason = self._passed_over(cells, heads)
            if reason:
                self.account.note(reason, number)
                continue
            self._tell_how_it_looks(number)
            values = {key: cells[i] for i, key in self.found.columns.items() if i < len(cells)}
            ragged = bool(self.sheet.mark) and any(_filled(cell) for cell in cells[width:])
            yield Row(number, text("lead.row", self.lang, name=self.name, row=number), values, ragged)

    def _passed_over(self, cells: Cells, heads: Sequence[str]) -> str:
        """Key of the sentence that says why a row is none of the list; empty if it is one."""
        if [plain_words(str(cell or "")) for cell in cells[: len(heads)]] == heads:
            return "list_repeated"
        if not any(_filled(cells[i]) for i in self.found.columns if i < len(cells)):
            return "list_beside"
        first = next(cell for cell in cells if _filled(cell))
        lacks = any(
            i >= len(cells) or not _filled(cells[i]) or COUNTED_UP.fullmatch(plain_words(str(cells[i])))
            for i, key in self.found.columns.items()
            if key in self.wanted.needed
        )
        if lacks and TOTAL.match(plain_words(str(first))):
            return "list_total"
        alone = sum(map(_filled, cells)) == 1
        if alone and FOOTNOTE.match(str(first).strip().casefold()):
            return "list_footnote"
        return "list_subheading" if alone and lacks and self._names_rows(cells) else ""

    def _names_rows(self, cells: Cells) -> bool:
        """Whether what stands alone in a row is words in a column of names, as above a part of a list."""
        named = (self.wanted.keys[0], *self.wanted.needed)
        return any(
            isinstance(cells[i], str) and re.search(r"[^\W\d_]{2}", cells[i]) and key in named
            for i, key in self.found.columns.items()
            if i < len(cells) and _filled(cells[i])
        )

    def _tell_how_it_looks(self, number: int) -> None:
        if number in self.sheet.hidden:
            self.account.note("list_hidden", number)
        if number in self.sheet.struck:
            self.account.note("list_struck", number)


def _filled(cell: Any) -> bool:  # noqa: ANN401
    return cell is not None and bool(str(cell).strip())


def _searched(sheet: Sheet, wanted: Wanted) -> tuple[Headings, Iterator[Cells]]:
    """The best headings among the first rows, and the rows below them."""
    begin = list(itertools.islice(sheet.rows, LOOKED_AT))
    best = Headings({}, {}, 2, 0)
    for at, row in enumerate(begin):
        two = begin[at + 1] if at + 1 < len(begin) else []
        for names, height in ((_names(row, wanted), 1), (_joined(row, two, wanted), 2)):
            columns = _columns(names, wanted)
            shown = _shown(row, two, height)
            found = Headings(columns, shown, at + height + 1, len(set(columns.values())), height)
            if found.rank > best.rank or not best.names:
                best = found
    return best, itertools.chain(begin[best.first - 1 :], sheet.rows)


def _names(row: Cells, wanted: Wanted) -> list[tuple[str, ...]]:
    """What each cell may be called, best first."""
    return [(_word(cell), *_part(cell, wanted)) for cell in row]


def _part(cell: Any, wanted: Wanted) -> tuple[str, ...]:  # noqa: ANN401
    """The part of a heading that tells its column, where the others tell of no other: Gemeente / kern.

    Not of a size: workers / m2 counts no workers.
    """
    if not isinstance(cell, str) or not TWO_IN_ONE.search(cell[:MAX_HEADING_LENGTH]):
        return ()
    words = [_plain(part) for part in TWO_IN_ONE.split(cell[:MAX_HEADING_LENGTH].casefold())]
    known = {word: hit[1] for word in words if (hit := _known(word, wanted))}
    meant = set(known.values())
    return tuple(known)[:1] if len(meant) == 1 and not meant & set(COUNTED_IN) else ()


def _joined(upper: Cells, lower: Cells, wanted: Wanted) -> list[tuple[str, ...]]:
    """The same of headings in two rows; a cell above several columns counts for all of them."""
    names: list[tuple[str, ...]] = []
    above = ""
    for over, under in itertools.zip_longest(upper, lower):
        above = _word(over) or above
        both = (f"{above} {_word(under)}", _word(under), *_part(under, wanted))
        names.append(both if _word(under) else (_word(over),))
    return names


def _word(cell: Any) -> str:  # noqa: ANN401
    return _plain(cell) if isinstance(cell, str) else ""


def _plain(name: str) -> str:
    """A heading in plain words, with one word for two units between which it leaves the choice."""
    said = AREA_SHORTENED.sub("oppervlak", name[: 2 * MAX_HEADING_LENGTH].casefold())
    two = TWO_UNITS.search(said)
    if two is None or UNITS[two["one"]] == UNITS[two["other"]]:
        return plain_words(said)
    return plain_words(f"{said[: two.start()]} {EITHER} {said[two.end() :]}")


def _shown(upper: Cells, lower: Cells, height: int) -> dict[int, str]:
    rows = itertools.zip_longest(upper, lower if height > 1 else ())
    return {i: " ".join(str(cell).strip() for cell in pair if _filled(cell)) for i, pair in enumerate(rows)}


def _columns(names: Sequence[Sequence[str]], wanted: Wanted) -> dict[int, str]:
    """Column of each index; a better name for a column wins, and the same name twice stays twice."""
    keys: dict[int, tuple[int, str]] = {}
    for index, possible in enumerate(names):
        known = [hit for name in possible if (hit := _known(name, wanted))]
        if known:
            keys[index] = known[0]
    best = {key: min(rank for rank, other in keys.values() if other == key) for _, key in keys.values()}
    found = {index: key for index, (rank, key) in keys.items() if rank == best[key]}
    open_keys = [key for key in wanted.keys if key not in found.values()]
    for index, possible in enumerate(names):
        if index not in keys and (key := _nearest(possible[-1], wanted, open_keys, ALIKE)):
            found[index] = key
            open_keys.remove(key)
    return dict(sorted(found.items()))


@lru_cache(maxsize=RANKS_KEPT)
def _ranks(wanted: Wanted) -> dict[str, tuple[int, str]]:
    """Rank and column of every name that is known: ids and names first, then the words of others."""
    own = {plain_words(key): (0, key) for key in wanted.keys}
    for lang in LANGUAGES:
        own |= {plain_words(text(f"{wanted.section}.{key}", lang)): (0, key) for key in wanted.keys}
    others = enumerate(heading_words(wanted.section).items(), start=1)
    said = {word: (0, key) for word, key in wanted.called}
    return {word: (rank, key) for rank, (word, key) in others if key in wanted.keys} | own | said


def _known(name: str, wanted: Wanted) -> tuple[int, str] | None:
    """Rank and column of a heading, with or without a unit behind its name."""
    ranks = _ranks(wanted)
    if name in dict(wanted.called):
        return ranks[name]
    bare, unit = _apart(name)
    if unit in (EITHER, "fte", "persons") and bare in ALONE and "persons" in wanted.keys:
        return ranks.get(name) or (len(ranks), "fte" if unit == "fte" and "fte" in wanted.keys else "persons")
    if name in ranks or not unit or bare not in ranks:
        return ranks.get(name) or ranks.get(f"{bare} {unit}")
    rank, key = ranks[bare]
    held = _held_in(key, unit, wanted)
    return (rank + len(ranks), held) if held else None


def _apart(name: str) -> tuple[str, str]:
    """A heading in plain words without the unit behind it, and that unit if there is one."""
    bare, _, last = name.rpartition(" ")
    unit = last if last == EITHER else UNITS.get(last, "")
    return (bare.removesuffix(" in"), unit) if unit and (bare or unit == EITHER) else (name, "")


def _unit_of(name: str) -> str:
    """The unit behind a heading, or that is all of it."""
    return _apart(name)[1] or UNITS.get(name, "")


def _held_in(key: str, unit: str, wanted: Wanted) -> str:
    """The column for what is counted in a unit; empty if the column is no such thing."""
    if unit not in COUNTED_IN.get(key, ()):
        return ""
    return "fte" if (key, unit) == ("persons", "fte") and "fte" in wanted.keys else key


def _asked(name: str, wanted: Wanted, keys: Sequence[str]) -> str:
    """The column that a heading may have been meant for, if it is not known to be something else."""
    word = plain_words(name)
    other = heading_words(f"{wanted.section}_asked")
    if word in other:
        return other[word] if other[word] in keys else ""
    if _known(word, wanted) or is_qualified(name):
        return ""  # another heading is better for that column, or it holds a part or an end of it
    return _nearest(name, wanted, keys, RESEMBLES)


def _nearest(name: str, wanted: Wanted, keys: Sequence[str], least: int) -> str:
    """The column whose name is most like a heading, if it is like it enough and in the same unit."""
    word = plain_words(name)[:MAX_HEADING_LENGTH]
    if len(word) < len("kvl"):
        return ""
    bare, unit = _apart(word)
    hit = _likest(word, _measure(unit), wanted, keys, least)
    if hit or not unit or least != ALIKE:
        return hit
    held = _held_in(_likest(bare, "", wanted, wanted.keys, least), unit, wanted)
    return held if held in keys else ""


def _measure(unit: str) -> str:
    """A unit that makes numbers mean something else; persons are what is counted without one."""
    return "" if unit == "persons" else unit


def _likest(word: str, unit: str, wanted: Wanted, keys: Sequence[str], least: int) -> str:
    """The column whose name is most like a word, of the names in the same unit."""
    ranks = _ranks(wanted)
    known = [one for one, (_, key) in ranks.items() if key in keys and _measure(_apart(one)[1]) == unit]
    if least == ALIKE:
        known = [one for one in known if _same_words(word, one)]
    scorer = fuzz.ratio if least == ALIKE else fuzz.WRatio
    hit = process.extractOne(word, known, scorer=scorer, score_cutoff=least)
    return ranks[hit[0]][1] if hit else ""


def _same_words(written: str, known: str) -> bool:
    """Whether a heading has the words of ours, each misspelt at most, or only other spaces between them."""
    said, ours = written.split(), known.split()
    if len(said) != len(ours):
        return written.replace(" ", "") == known.replace(" ", "")
    return all(fuzz.ratio(one, other) >= WORD_ALIKE for one, other in zip(said, ours, strict=True))


def in_cell(row: Row, item: Problem, table: Table) -> Problem:
    """A problem of a row at its column, or at the row if it is about no column."""
    if item.place not in table.headings:
        return item._replace(place=row.place)
    column = table.headings[item.place][:MAX_HEADING_LENGTH]
    return item._replace(place=text("lead.cell", table.lang, row=row.place, column=column))
