"""Stay: curves, the recursion of every stream of workers, and who is present by elapsed stay."""

from copy import copy
from typing import NamedTuple

import numpy as np
from openpyxl.utils import get_column_letter

from hea.engine.curves import CORE_STREAMS, CoreStream
from hea.engine.stay import seasonal_stay
from hea.model import positions, stay
from hea.model.uncertainty import Array
from hea.proposal import STAY_CLASSES
from hea.texts import text
from hea.units import MONTHS_PER_YEAR, WEEKS_PER_YEAR
from hea.workbook.cells import Column, LiveBook, Months, name_of
from hea.workbook.central_run import CentralRun
from hea.workbook.cohort import CurveOfStay
from hea.workbook.labour import Labour
from hea.workbook.positions import Positions, ShapeRow
from hea.workbook.sheet_writer import SheetWriter

MAX_SEASON = 12
"""Months of a season that the sheet has room for; a season within a year is never longer."""

SEASONAL_STAY = "c_seasonal_stay"
"""Name of the cell with the months a seasonal worker stays."""

PER_YEAR = f"{MONTHS_PER_YEAR}/{WEEKS_PER_YEAR}"


class Seasonal(NamedTuple):
    """Columns of all seasons together."""

    short: Column
    mid: Column
    long: Column
    arrivals: Column
    arriving_briefly: Column
    departures: Column


class Stay(NamedTuple):
    """Columns that later sheets read."""

    short: Column
    mid: Column
    long: Column
    present: Column
    arrivals: Column
    arriving_briefly: Column
    departures: Column
    seasonal: "Seasonal"
    core_present: Column
    core_arrivals: Column
    core_departures: Column
    core_lost: Column
    """Labour migrants of the core who were there already and whose work is gone."""
    direct: Column
    """Labour migrants in direct service who are wanted, core and seasons."""
    leaving_soon: Column
    """People present who will be gone before they must register as residents."""
    seasonal_leaving_soon: Column
    streams: "dict[CoreStream, Stream]"
    """Streams of the core, by the clock that was chosen."""
    agency_by_other_clock: "Stream"
    seasons: "list[Season]"
    curve: CurveOfStay


def write(
    book: LiveBook, central: CentralRun, positions: Positions, labour: Labour, curve: CurveOfStay
) -> Stay:
    """Write the sheets of wanted workers, of the recursion, and of the seasons."""
    return _Writer(book, central, positions, labour, curve).write()


class Stream(NamedTuple):
    """Columns of one stream."""

    short: Column
    mid: Column
    long: Column
    arrivals: Column
    arriving_briefly: Column
    leaving_soon: Column
    """Of who is present, those who will be gone before they must register as residents."""


class Season(NamedTuple):
    """Columns of one season."""

    stream: Stream
    departures: Column
    length: str
    """Cell with the months it lasts."""


class _Columns(NamedTuple):
    """Letters of the columns of one stream, which stand beside each other, and of what they look up."""

    left: str
    scale: str
    arrivals: str
    cohort: str
    alive: str
    mid: str
    long: str
    survival: str
    age: str
    seed: int
    """Row before the first month."""
    first: int
    end: int
    """Last row of the curves."""
    t: str
    """Of the number of the month."""

    def earlier(self, row: int, extra: str = "") -> str:
        """Earlier cohorts times survival; those from before a closure count no more."""
        start = self.end - (row - self.first)  # ages t+1 down to 1
        terms = [
            f"${self.cohort}${self.seed}:${self.cohort}{row - 1}",
            f"${self.survival}${start}:${self.survival}${self.end}",
            f"(${self.t}${self.seed}:${self.t}{row - 1}>=${self.alive}{row - 1})",
        ]
        if extra:
            terms.append(extra.format(ages=f"${self.age}${start}:${self.age}${self.end}"))
        return f"SUMPRODUCT({'*'.join(terms)})"


def _columns(block: Months, survival: int, age: int, months: int) -> _Columns:
    """The columns that the next stream of a block will take."""
    letters = [get_column_letter(place) for place in (*range(block.next, block.next + 7), survival, age)]
    end = block.seed + months - 1
    return _Columns._make([*letters, block.seed, block.first, end, get_column_letter(1)])


class _Writer(SheetWriter):
    def __init__(
        self, book: LiveBook, central: CentralRun, positions: Positions, labour: Labour, curve: CurveOfStay
    ) -> None:
        super().__init__(book, central, book.sheet("stay"))
        self.positions, self.labour, self.curve = positions, labour, curve
        self.months = central.setting.months

    def write(self) -> Stay:
        self._limits()
        ages = self.months + 1
        curve_row = self.row
        block = Months(self.sheet, curve_row, self.months)
        block.column(
            self._text("t"),
            lambda r: self.positions.t.there(self._job(r, block)),
            np.arange(self.months, dtype=float),
            "people",
        )
        block.column(
            self._text("month"),
            lambda r: self.positions.month.there(self._job(r, block)),
            self._dates(),
            "month",
        )
        wanted = self._wanted(block)
        curve_first = self._curves(block, ages)
        streams = [self._core(block, stream, wanted[stream], curve_first) for stream in CORE_STREAMS]
        core = (*self._core_total(block, streams), self._core_lost(block))
        seasons = [self._season(block, length, wanted) for length in self.central.streams.seasonal]
        found = self._everyone(block, streams, seasons, core, wanted)
        self.sheet.widths(*(12 for _ in range(block.next)))
        self.sheet.sheet.column_dimensions["A"].width = 30
        self.sheet.repeat(block.head, "A:B")
        self.sheet.sheet.freeze_panes = self.sheet.sheet.cell(row=block.first, column=3)
        return found

    def _job(self, row: int, block: Months) -> int:
        """The row of the same month on the sheet of positions."""
        return row - block.first + self.positions.months.first

    def _dates(self) -> Array:
        from hea.proposal import month_name
        from hea.workbook.cells import serial

        opening = self.central.setting.opening
        return np.array([float(serial(month_name(opening + t))) for t in range(self.months)])

    def _limits(self) -> None:
        """First month of age that is mid stay, and long stay."""
        definition = self.central.setting.definition
        name = definition.name_in(self.lang)
        for key, value in (
            ("mid_from", self.central.setting.limits[0]),
            ("long_from", self.central.setting.limits[1]),
        ):
            self.sheet.say(self.row, 1, self._text(key, definition=name))
            self.sheet.ask(self.row, 2, value, "people", f"i_{key}")
            self.row += 1
        given, usual = name_of("i", "recruitment.seasonal_stay_weeks"), self.book.p("seasonal_stay_months")
        self.sheet.say(self.row, 1, self._text("seasonal_stay"))
        months = float(seasonal_stay(self.proposal, self.central.draw)[0])
        self.sheet.formula(
            self.row, 2, f'IF({given}="",{usual},{given}*{PER_YEAR})', months, name=SEASONAL_STAY
        )
        self.row += 2

    def _wanted(self, block: Months) -> dict[object, Column]:
        """Labour migrants wanted per stream and month."""
        shapes = self.central.workforce.shapes
        found: dict[object, Column] = {}
        for stream in CORE_STREAMS:
            key = f"stream_{stream}"
            totals = self.labour.direct if stream == "direct" else self.labour.agency
            parts = []
            for key_of_shape in shapes:
                weight = f"{totals[key_of_shape]}*{self.positions.shapes[key_of_shape].year_round}"
                parts.append((weight, self.positions.growth[key_of_shape]))

            def formula(row: int, p: list[tuple[str, Column]] = parts) -> str:
                job = self._job(row, block)
                return "+".join(f"({w})*{path.there(job)}" for w, path in p)

            found[stream] = block.column(self._text(key), formula, self.central.wanted(stream))
        for length in self.central.streams.seasonal:
            found[length] = self._wanted_season(block, length)
        found["direct_all"] = self._wanted_direct(block)
        return found

    def _seasonal_shapes(self, length: int) -> list[tuple[object, ...]]:
        shapes = self.central.workforce.shapes.items()
        return [
            key for key, shape in shapes
            if shape.season_months == length and positions.above_core(shape.season, shape.year_round).any()
        ]  # fmt: skip

    def _per_season(self, row: int, keys: list[tuple[object, ...]], weights: list[str], block: Months) -> str:
        job = self._job(row, block)
        terms = []
        for key, weight in zip(keys, weights, strict=True):
            shape: ShapeRow = self.positions.shapes[key]
            path = self.positions.growth[key].there(job)
            terms.append(f"{weight}*INDEX({shape.extra},{self.positions.calendar.there(job)})*{path}")
        return "+".join(terms)

    def _wanted_season(self, block: Months, length: int) -> Column:
        keys = self._seasonal_shapes(length)
        weights = [f"({self.labour.direct[key]}+{self.labour.agency[key]})" for key in keys]
        return block.column(
            self._text("stream_season", months=length),
            lambda r: self._per_season(r, keys, weights, block),
            self.central.streams.seasonal[length][0],
        )

    def _wanted_direct(self, block: Months) -> Column:
        """Workers in direct service, core and seasons."""
        streams = self.central.streams
        values = (streams.core_direct + streams.seasonal_direct)[0]
        keys = [key for length in streams.seasonal for key in self._seasonal_shapes(length)]
        weights = [self.labour.direct[key] for key in keys]
        core = get_column_letter(3)

        def formula(row: int) -> str:
            seasons = self._per_season(row, keys, weights, block)
            return f"${core}{row}+{seasons}" if seasons else f"${core}{row}"

        return block.column(self._text("direct_all"), formula, values)

    def _curves(self, block: Months, ages: int) -> dict[str, int]:
        """Survival by age, the highest age first, one column per stream; gives the columns."""
        at = block.next
        heads = [self._text("age"), *(self._text(f"survival_{stream}") for stream in CORE_STREAMS)]
        self.sheet.heads(block.head, heads, at)
        letter = get_column_letter(at)
        for index in range(ages):
            row, age = block.seed + index, ages - 1 - index
            self.sheet.formula(row, at, f"{ages - 1}-(ROW()-{block.seed})", age, "people")
            for offset, stream in enumerate(CORE_STREAMS, start=1):
                formula = self._survival(stream, f"${letter}{row}")
                value = float(self.central.survival[stream][age])
                self.sheet.formula(row, at + offset, formula, value, "share_any")
        block.next += len(heads)
        return {"age": at, **{stream: at + n for n, stream in enumerate(CORE_STREAMS, start=1)}}

    def _survival(self, stream: CoreStream, age: str) -> str:
        """Formula of the share still here at an age."""
        if stream == "agency" and self.central.setting.viewpoint == "employer":
            return f"EXP(-{age}/({self.book.p('flex_tenure_weeks')}*{PER_YEAR}))"
        return self.curve.survival(stream, age)

    def _core(self, block: Months, stream: CoreStream, wanted: Column, curves: dict[str, int]) -> Stream:
        """The recursion of one stream: who is left, who arrives, and how long people have been here."""
        columns = _columns(block, curves[stream], curves["age"], self.months)
        came = self._recursion(block, stream, wanted, columns)
        shorts, mids, longs = self._classes(block, stream, wanted, columns)
        gone = self._unregistered(block, stream, columns)
        soon = self._leaving_soon(block, stream, columns, gone)
        return Stream(shorts, mids, longs, came, gone, soon)

    def _recursion(self, block: Months, stream: CoreStream, wanted: Column, columns: _Columns) -> Column:
        """What is left of earlier cohorts, their scale, and who arrives; gives the arrivals."""
        name, w, c = self._text(f"stream_{stream}"), wanted.here, columns
        steps = _recursion(self.central.wanted(stream), self.central.survival[stream])
        block.column(f"{name}: {self._text('left')}", c.earlier, steps["left"])
        block.column(
            f"{name}: {self._text('scale')}",
            lambda r: (
                f"IF(AND({w(r)}>0,${c.left}{r}*${c.scale}{r - 1}>{w(r)}),"
                f"{w(r)}/${c.left}{r},${c.scale}{r - 1})"
            ),
            steps["scale"], "decimal", seed=1.0,
        )  # fmt: skip
        came = block.column(
            f"{name}: {self._text('arrivals')}",
            lambda r: f"MAX(0,{w(r)}-${c.scale}{r}*${c.left}{r})",
            self.central.core[stream].arrivals[0],
        )
        block.column(
            f"{name}: {self._text('cohort')}",
            lambda r: f"${c.arrivals}{r}/${c.scale}{r}",
            steps["cohort"],
            seed=0.0,
        )
        block.column(
            f"{name}: {self._text('alive')}",
            lambda r: f"IF({w(r)}<=0,${c.t}{r}+1,${c.alive}{r - 1})",
            steps["alive"], "people", seed=0.0,
        )  # fmt: skip
        return came

    def _classes(
        self, block: Months, stream: CoreStream, wanted: Column, columns: _Columns
    ) -> tuple[Column, Column, Column]:
        """Short, mid and long: by how long the cohorts have been here, and the rest is short."""
        name, w, c, stock = self._text(f"stream_{stream}"), wanted.here, columns, self.central.core[stream]

        def scaled(row: int, extra: str) -> str:
            return f"IF({w(row)}<=0,0,${c.scale}{row}*{c.earlier(row, extra)})"

        mids = block.column(
            f"{name}: {text('stay.mid', self.lang)}",
            lambda r: scaled(r, "({ages}>=i_mid_from)*({ages}<i_long_from)"),
            stock.mid[0],
        )
        longs = block.column(
            f"{name}: {text('stay.long', self.lang)}",
            lambda r: scaled(r, "({ages}>=i_long_from)"),
            stock.long[0],
        )
        shorts = block.column(
            f"{name}: {text('stay.short', self.lang)}",
            lambda r: f"IF({w(r)}<=0,0,${c.scale}{r}*${c.left}{r}+${c.arrivals}{r})-${c.mid}{r}-${c.long}{r}",
            stock.short[0],
        )
        return shorts, mids, longs

    def _unregistered(self, block: Months, stream: CoreStream, columns: _Columns) -> Column:
        """Arrivals who leave before they must register as residents."""
        stays = self._survival(stream, self.book.p("brp_threshold_months"))
        line = self.central.survival[stream]
        months = float(self.central.draw["brp_threshold_months"][0])
        here = float(np.interp(months, np.arange(len(line)), line))
        return block.column(
            f"{self._text(f'stream_{stream}')}: {self._text('arriving_briefly')}",
            lambda r: f"${columns.arrivals}{r}*(1-({stays}))",
            self.central.core[stream].arrivals[0] * (1 - here),
        )

    def _leaving_soon(self, block: Months, stream: CoreStream, columns: _Columns, gone: Column) -> Column:
        """Who is present and will be gone before the threshold: who is still here, less who will stay."""
        threshold = self.book.p("brp_threshold_months")

        def formula(row: int) -> str:
            start = max(block.first, row - MAX_SEASON + 1)
            ages = f"{columns.end - (row - start) + 1}:${{}}${columns.end + 1}"
            here, age = (f"${letter}${ages.format(letter)}" for letter in (columns.survival, columns.age))
            came, left, scale, months = (
                f"${letter}${start}:${letter}{row}"
                for letter in (columns.arrivals, gone.letter, columns.scale, columns.t)
            )
            still = f"({age}<{threshold})*({months}>=${columns.alive}{row})"
            return f"${columns.scale}{row}*SUMPRODUCT(({came}*({here}-1)+{left})/{scale}*{still})"

        heading = f"{self._text(f'stream_{stream}')}: {self._text('leaving_soon')}"
        return block.column(heading, formula, self.central.present_briefly(stream))

    def _core_total(self, block: Months, streams: list[Stream]) -> tuple[Column, Column, Column]:
        """Present, arrivals and departures of the year-round core."""
        stocks = list(self.central.core.values())
        present = np.sum([stock.present[0] for stock in stocks], axis=0)
        arrivals = np.sum([stock.arrivals[0] for stock in stocks], axis=0)
        here = block.column(
            self._text("core_present"),
            lambda r: "+".join(c.here(r) for s in streams for c in (s.short, s.mid, s.long)),
            present, seed=0.0,
        )  # fmt: skip
        came = block.column(
            self._text("core_arrivals"), lambda r: "+".join(s.arrivals.here(r) for s in streams), arrivals
        )
        left = np.maximum(0.0, arrivals - np.diff(present, prepend=0.0))
        went = block.column(
            self._text("core_departures"),
            lambda r: f"MAX(0,{came.here(r)}-({here.here(r)}-{here.here(r - 1)}))",
            left,
        )
        return here, came, went

    def _core_lost(self, block: Months) -> Column:
        """Labour migrants of the year-round core fewer than were there already."""
        parts = [
            (f"{self.labour.there[key]}*{self.positions.shapes[key].year_round}", lost)
            for key, lost in self.positions.lost.items()
        ]

        def formula(row: int) -> str:
            job = self._job(row, block)
            return "+".join(f"{weight}*{lost.there(job)}" for weight, lost in parts) or "0"

        return block.column(
            self._text("core_lost"), formula, self.central.streams.kept[1:].sum(axis=0)[0], seed=0.0
        )

    def _season(self, block: Months, length: int, wanted: dict[object, Column]) -> Season:
        """A season: cohorts by age, at most as long as the season lasts, and its departures."""
        stock, want = self.central.seasons[length], wanted[length]
        mean, stays = SEASONAL_STAY, seasonal_stay(self.proposal, self.central.draw)[0]
        q = float(np.exp(-1 / stays))
        table, raw, factor = _cohorts(self.central.streams.seasonal[length][0], q, length)
        name = self._text("stream_season", months=length)
        shape = self.positions.shapes[self._seasonal_shapes(length)[0]]
        first = block.next
        age = [get_column_letter(first + 2 + k) for k in range(MAX_SEASON)]
        held, scale = get_column_letter(first), get_column_letter(first + 1)
        stay_on = f"EXP(-1/{mean})"

        def left(row: int) -> str:
            cells = f"${age[0]}{row - 1}:${age[-2]}{row - 1}"
            ages = ",".join(str(k) for k in range(1, MAX_SEASON))
            return f"SUMPRODUCT({cells}*({{{ages}}}<{shape.length}))*{stay_on}"

        block.column(f"{name}: {self._text('left')}", left, raw)
        block.column(
            f"{name}: {self._text('scale')}",
            lambda r: f"IF(${held}{r}>{want.here(r)},{want.here(r)}/${held}{r},1)",
            factor, "decimal",
        )  # fmt: skip
        cells = [
            block.column(
                f"{name}: {self._text('age_months', months=0)}",
                lambda r: f"MAX(0,{want.here(r)}-${held}{r}*${scale}{r})",
                table[:, 0], seed=0.0,
            )
        ]  # fmt: skip
        for k in range(1, MAX_SEASON):
            cells.append(self._aged(block, name, k, age[k - 1], scale, stay_on, shape.length, table[:, k]))
        parts = self._by_age(block, name, age, stock)
        threshold = self.book.p("brp_threshold_months")
        gone = block.column(
            f"{name}: {self._text('arriving_briefly')}",
            lambda r: f"{cells[0].here(r)}*(1-EXP(-{threshold}/{mean})*({threshold}<{shape.length}))",
            self.central.season_arriving_briefly(length),
        )

        def present(row: int) -> str:
            return "+".join(part.here(row) for part in parts)

        went = block.column(
            f"{name}: {self._text('departures')}",
            lambda r: (
                f"MAX(0,{cells[0].here(r)}-({present(r)})"
                + (f"+({present(r - 1)}))" if r > block.first else ")")
            ),
            stock.departures[0],
        )
        soon = self._season_leaving_soon(block, length, shape.length, age)
        return Season(Stream(parts[0], parts[1], parts[2], cells[0], gone, soon), went, shape.length)

    def _season_leaving_soon(self, block: Months, length: int, lasts: str, age: list[str]) -> Column:
        """Who is present of a season and will be gone before the threshold."""
        threshold, ages = self.book.p("brp_threshold_months"), ",".join(str(k) for k in range(MAX_SEASON))
        staying = f"EXP(({{{ages}}}-{threshold})/{SEASONAL_STAY})*({threshold}<{lasts})"

        def formula(row: int) -> str:
            return f"SUMPRODUCT(${age[0]}{row}:${age[-1]}{row}*(1-{staying})*({{{ages}}}<{threshold}))"

        heading = f"{self._text('stream_season', months=length)}: {self._text('leaving_soon')}"
        return block.column(heading, formula, self.central.season_present_briefly(length))

    def _aged(
        self,
        block: Months,
        name: str,
        k: int,
        younger: str,
        scale: str,
        stay_on: str,
        length: str,
        values: Array,
    ) -> Column:
        return block.column(
            f"{name}: {self._text('age_months', months=k)}",
            lambda r: f"IF({k}<{length},${younger}{r - 1}*{stay_on}*${scale}{r},0)",
            values,
            seed=0.0,
        )

    def _by_age(self, block: Months, name: str, age: list[str], stock: stay.Stock) -> list[Column]:
        ages = ",".join(str(k) for k in range(MAX_SEASON))
        tests = {
            "short": f"({{{ages}}}<i_mid_from)",
            "mid": f"({{{ages}}}>=i_mid_from)*({{{ages}}}<i_long_from)",
            "long": f"({{{ages}}}>=i_long_from)",
        }

        def column(key: str, test: str) -> Column:
            return block.column(
                f"{name}: {text(f'stay.{key}', self.lang)}",
                lambda r: f"SUMPRODUCT(${age[0]}{r}:${age[-1]}{r}*{test})",
                getattr(stock, key)[0],
            )

        return [column(key, test) for key, test in tests.items()]

    def _everyone(
        self,
        block: Months,
        streams: list[Stream],
        seasons: list[Season],
        core: tuple[Column, Column, Column, Column],
        wanted: dict[object, Column],
    ) -> Stay:
        """All streams together."""
        everyone = [*streams, *(season.stream for season in seasons)]
        done = self.central.block

        def total(key: str, heading: str, values: Array) -> Column:
            return block.column(
                heading, lambda r: "+".join(getattr(s, key).here(r) for s in everyone), values
            )

        classes = [
            total(key, f"{self._text('all')}: {text(f'stay.{key}', self.lang)}", done.persons[k, 0])
            for k, key in enumerate(("short", "mid", "long"))
        ]
        present = block.column(
            self._text("migrants_present"),
            lambda r: "+".join(c.here(r) for c in classes),
            done.migrants[0],
        )
        arrivals = total("arrivals", self._text("arrivals_all"), done.arrivals[0])
        arriving_briefly = total("arriving_briefly", self._text("rni_all"), done.arriving_briefly[0])
        departures = block.column(
            self._text("departures_all"),
            lambda r: "+".join([core[2].here(r), *(season.departures.here(r) for season in seasons)]),
            done.departures[0],
        )
        short, mid, long = classes
        return Stay(
            short, mid, long, present, arrivals, arriving_briefly, departures,
            self._seasonal(block, seasons), *core,
            direct=wanted["direct_all"], **self._soon(block, streams, seasons),
            streams=dict(zip(CORE_STREAMS, streams, strict=True)),
            agency_by_other_clock=self._by_other_clock(block, wanted["agency"]),
            seasons=seasons, curve=self.curve,
        )  # fmt: skip

    def _soon(self, block: Months, streams: list[Stream], seasons: list[Season]) -> dict[str, Column]:
        """Who will be gone before they must register: all together, and of the seasons alone."""
        of_core, of_seasons = streams, [season.stream for season in seasons]
        core = [self.central.present_briefly(stream) for stream in CORE_STREAMS]
        others = [np.zeros(self.months), *map(self.central.season_present_briefly, self.central.seasons)]

        def column(key: str, parts: list[Stream], values: list[Array]) -> Column:
            return block.column(
                f"{self._text(key)}: {self._text('leaving_soon')}",
                lambda r: "+".join(part.leaving_soon.here(r) for part in parts) or "0",
                np.sum(values, axis=0),
            )

        return {
            "leaving_soon": column("all", [*of_core, *of_seasons], [*core, *others]),
            "seasonal_leaving_soon": column("all_seasons", of_seasons, others),
        }

    def _by_other_clock(self, block: Months, wanted: Column) -> Stream:
        """Agency workers by the clock that was not chosen: in this job, or in the region."""
        other = copy(self)
        other.central = self.central.by_other_clock
        curves = other._curves(block, self.months + 1)
        return other._core(block, "agency", wanted, curves)

    def _seasonal(self, block: Months, seasons: list[Season]) -> Seasonal:
        """All seasons together, whose people are new to the region and have an overlap of their own."""
        season, nothing = self.central.season, "0"
        streams = [season.stream for season in seasons]
        parts = {key: [getattr(stream, key) for stream in streams] for key in Stream._fields}
        parts["departures"] = [season.departures for season in seasons]
        briefly = [self.central.season_arriving_briefly(length) for length in self.central.seasons]
        values = {**season._asdict(), "arriving_briefly": [np.sum([np.zeros(self.months), *briefly], axis=0)]}

        def total(key: str) -> Column:
            return block.column(
                f"{self._text('all_seasons')}: {self._seasonal_name(key)}",
                lambda r: "+".join(part.here(r) for part in parts[key]) or nothing,
                values[key][0],
            )

        return Seasonal(*(total(key) for key in Seasonal._fields))

    def _seasonal_name(self, key: str) -> str:
        return text(f"stay.{key}", self.lang) if key in STAY_CLASSES else self._text(key)


def _recursion(wanted: Array, survival: Array) -> dict[str, Array]:
    """The recursion as the sheet shows it: cohorts kept apart from the factor that scales them all.

    Returns:
        Who is left of earlier cohorts before scaling, the factor, cohorts before scaling, and the first
        month whose cohort counts, each ``(months,)``. The engine scales the cohorts themselves, which is
        the same process.
    """
    months = len(wanted)
    left, scale, cohort, alive = (np.zeros(months) for _ in range(4))
    factor, start = 1.0, 0
    for t in range(months):
        left[t] = float(cohort[start:t] @ survival[t - start : 0 : -1])
        if wanted[t] > 0 and left[t] * factor > wanted[t]:
            factor = wanted[t] / left[t]
        cohort[t] = max(0.0, wanted[t] - factor * left[t]) / factor
        if wanted[t] <= 0:
            start = t + 1
        scale[t], alive[t] = factor, start
    return {"left": left, "scale": scale, "cohort": cohort, "alive": alive}


def _cohorts(wanted: Array, stay_on: float, length: int) -> tuple[Array, Array, Array]:
    """People of a season by age and month, who is left before scaling, and the factor."""
    months = len(wanted)
    table, left, factor = np.zeros((months, MAX_SEASON)), np.zeros(months), np.ones(months)
    before = np.zeros(MAX_SEASON)
    for t in range(months):
        aged = np.zeros(MAX_SEASON)
        aged[1:length] = before[: length - 1] * stay_on
        left[t] = aged.sum()
        factor[t] = wanted[t] / left[t] if left[t] > wanted[t] else 1.0
        table[t] = aged * factor[t]
        table[t, 0] = max(0.0, wanted[t] - left[t] * factor[t])
        before = table[t]
    return table, left, factor
