"""Labour: flex shares per level, the calibration of κ, and the probabilities per group."""

from typing import NamedTuple

import numpy as np

from hea.engine.labour import SPREAD_LEFT, mix_known, of_mix
from hea.engine.positions import EDGE
from hea.model import labour
from hea.model.uncertainty import Array
from hea.parameters import sector_figure
from hea.reference import function_mix, job_levels
from hea.texts import text
from hea.workbook.bisection import Bisection, Bracket, Reached
from hea.workbook.cells import LiveBook, name_of
from hea.workbook.central_run import CentralRun
from hea.workbook.inputs import Inputs, group_rows
from hea.workbook.positions import Positions
from hea.workbook.sheet_writer import SheetWriter

CLIP = f"MAX({EDGE!r},MIN(1-{EDGE!r},%s))"


class Labour(NamedTuple):
    """Addresses of the labour migrants per shape at full operation, and of those who were there already."""

    direct: dict[tuple[object, ...], str]
    agency: dict[tuple[object, ...], str]
    there: dict[tuple[object, ...], str]


class _Cell(NamedTuple):
    """A cell of level and contract in the workforce on which κ is solved."""

    level: str
    contract: str
    weight: float
    formula: str


class _Calibrated(NamedTuple):
    """Addresses of κ, and of the contract, weight and odds of each cell on which it is solved."""

    kappa: str
    contract: str
    weight: str
    odds: str

    def in_mix(self, contract: str) -> str:
        """Probability that a position with a contract is a labour migrant's, over the typical mix."""
        weight = f'({self.contract}="{contract}")*({self.weight}+{EDGE!r})'
        chance = f"{self.kappa}*{self.odds}/(1+{self.kappa}*{self.odds})"
        return f"SUMPRODUCT({weight}*{chance})/SUMPRODUCT({weight})"


def write(book: LiveBook, central: CentralRun, inputs: Inputs, positions: Positions) -> Labour:
    """Write the sheet."""
    return _Writer(book, central, inputs, positions).write()


class _Writer(SheetWriter):
    def __init__(self, book: LiveBook, central: CentralRun, inputs: Inputs, positions: Positions) -> None:
        super().__init__(book, central, book.sheet("labour"))
        self.inputs, self.positions = inputs, positions
        self.draw = central.draw
        self.sector = self.proposal.sector
        self.mix = function_mix().get(self.sector)
        self.groups = list(group_rows(central))

    def _section(self, key: str, *heads: str) -> None:
        self.sheet.say(self.row, 1, self._text(key), "section")
        self.sheet.heads(self.row + 1, [self._text(head) for head in heads])
        self.row += 2

    def _p(self, name: str) -> tuple[str, float]:
        """Name and value of a parameter."""
        return self.book.p(name), float(self.draw[name][0])

    def write(self) -> Labour:
        sector_flex = self._p(sector_figure(self.sector, "flex_share"))
        flex = self._flex_by_level("flex_levels", sector_flex)
        whole = self._own_flex(sector_flex)
        own = self._flex_by_level("flex_levels_own", whole)
        group_row = self.row + 2
        splits = self._splits(own, whole)
        target = self._target()
        calibrated = self._kappa(flex, splits, target)
        found = self._groups(group_row, calibrated)
        self.sheet.widths(34, 16, *(14 for _ in range(16)))
        return found

    def _own_flex(self, usual: tuple[str, float]) -> tuple[str, float]:
        """Cell and value of the flex share of all jobs together: as given, else the sector's."""
        given, stated = self.inputs.cell["recruitment.flex_share"], self.proposal.recruitment.flex_share
        value = usual[1] if stated is None else stated
        self.sheet.say(self.row, 1, self._text("flex_whole"))
        address = self.sheet.formula(self.row, 2, f'IF({given}="",{usual[0]},{given})', value, "share_any")
        self.row += 2
        return address, value

    def _flex_by_level(self, title: str, target: tuple[str, float]) -> dict[str, tuple[str, float]]:
        """Flex share per level, scaled so that the mix gives a flex share; by level its cell and value."""
        if self.mix is None:
            return {}
        levels = self._levels()
        sector_flex, whole = target
        self._section(title, "level", "mix", "flex_shape", "typical_flex")
        first, last = self.row, self.row + len(levels) - 1
        shape = np.array([[float(self.draw[f"level.{level}.flex_share"][0])] for level in levels])
        mix = np.array([self.mix.get(level, 0.0) for level in levels])
        scale_first = last + 3
        scales = _scales(shape[:, 0], mix, whole)
        for index, level in enumerate(levels):
            row = self.row + index
            self.sheet.say(row, 1, getattr(job_levels()[level], f"name_{self.lang}"))
            self.sheet.value(row, 2, float(mix[index]), "share_any")
            name = self.book.p(f"level.{level}.flex_share")
            self.sheet.formula(row, 3, name, float(shape[index, 0]), "share_any")
            final = f"$B${scale_first + len(levels)}"
            value = min(1.0, max(0.0, scales[-1] * float(shape[index, 0])))
            self.sheet.formula(row, 4, f"MAX(0,MIN(1,{final}*C{row}))", value, "share_any")
        found = {
            level: (self.sheet.at(first + index, 4), self._flex_value(level, whole))
            for index, level in enumerate(levels)
        }
        self.row = last + 2
        self.sheet.heads(self.row, [self._text("round"), self._text("scale")])
        self.sheet.value(scale_first, 1, 0, "people")
        self.sheet.value(scale_first, 2, 0, "decimal")
        for step in range(1, len(levels) + 1):
            row, before = scale_first + step, f"B{scale_first + step - 1}"
            mixed, shaped = f"$B${first}:$B${last}", f"$C${first}:$C${last}"
            rest = f"({sector_flex}-SUMPRODUCT({mixed}*({before}*{shaped}>=1)))"
            free = f"SUMPRODUCT({mixed}*{shaped}*({before}*{shaped}<1))"
            self.sheet.value(row, 1, step, "people")
            self.sheet.formula(row, 2, f"IF({free}>0,{rest}/{free},{before})", scales[step - 1])
        self.row = scale_first + len(levels) + 2
        return found

    def _levels(self) -> list[str]:
        """Levels of the typical mix and of the company."""
        own = {level for _, _, level in self.groups if not of_mix(level, self.sector)}
        return sorted(own | set(self.mix or {}))

    def _flex_value(self, level: str, whole: float) -> float:
        levels = self._levels()
        shape = np.stack([self.draw[f"level.{one}.flex_share"] for one in levels])
        mix = np.array([(self.mix or {}).get(one, 0.0) for one in levels])
        found = labour.flex_by_level(shape, mix, np.full(1, whole))
        return float(found[levels.index(level), 0])

    def _splits(
        self, flex: dict[str, tuple[str, float]], whole: tuple[str, float]
    ) -> list[tuple[str, float]]:
        """Flex share per group: as given, else that of its level."""
        self._section(
            "group_probabilities", "group", "level", "persons_new", "flex", "q_direct", "q_flex", "p_direct",
            "p_flex", "odds_direct", "odds_flex", "target", "quadratic_a", "quadratic_b", "factor",
            "used_direct", "used_flex", "migrants_direct", "migrants_flex", "migrants_there",
        )  # fmt: skip
        found = []
        for index, (name, _, level) in enumerate(self.groups):
            row, group = self.row + index, self.central.workforce.groups[index]
            self.sheet.say(row, 1, name)
            self.sheet.say(row, 2, getattr(job_levels()[level], f"name_{self.lang}"))
            self.sheet.formula(row, 3, self.positions.persons[index], float(group.persons[0]))
            given, usual = self.inputs.groups[index]["flex_share"], flex.get(level, whole)[0]
            self.sheet.formula(row, 4, f'IF({given}="",{usual},{given})', float(group.flex[0]), "share_any")
            found.append((self.sheet.at(row, 4), float(group.flex[0])))
        self.row += len(self.groups) + 1
        return found

    def _target(self) -> tuple[str, float]:
        """The sector's published share, with tightness of the labour market if that was given."""
        share, published = self._share()
        slope, low, high = (
            self.book.p(f"tightness_{name}") for name in ("slope", "multiplier_min", "multiplier_max")
        )
        given = self.inputs.cell["context.vacancies_per_unemployed"]
        tight = f'IF({given}="",1,MAX({low},MIN({high},1+{slope}*({given}-1))))'
        context = self.proposal.context.vacancies_per_unemployed
        factor = 1.0
        if context is not None:
            bounds = (self.draw[f"tightness_multiplier_{end}"] for end in ("min", "max"))
            factor = float(labour.tightness_multiplier(self.draw["tightness_slope"], context, *bounds)[0])
        self.sheet.say(self.row, 1, self._text("published_share"))
        value = min(1 - EDGE, max(EDGE, published * factor))
        address = self.sheet.formula(self.row, 4, CLIP % f"{share}*{tight}", value, "share_any")
        self.row += 2
        return address, value

    def _share(self) -> tuple[str, float]:
        """The share of a company of the sector; nearer to its middle with the jobs given, unless it is set.

        The value is that of the central run, where the share is in the middle and stays there.
        """
        name = sector_figure(self.sector, "migrant_share")
        share, published = self._p(name)
        if not mix_known(self.proposal) or not 0 < published < 1:
            return share, published
        left, odds = self.book.p(SPREAD_LEFT), published / (1 - published)
        moved = f"{odds!r}*(MAX(0,{share})/(1-MIN({share},1-{EDGE!r}))/{odds!r})^{left}"
        return f"IF(ISNUMBER({name_of('e', name)}),{share},1-1/(1+{moved}))", published

    def _cells(self, flex: dict[str, tuple[str, float]], splits: list[tuple[str, float]]) -> list[_Cell]:
        """Levels and contracts with their weight in the workforce on which κ is solved."""
        cells = []
        if self.mix is not None:
            for level, share in self.mix.items():
                address, value = flex[level]
                cells.append(_Cell(level, "direct", share * (1 - value), f"{share!r}*(1-{address})"))
                cells.append(_Cell(level, "flex", share * value, f"{share!r}*{address}"))
            return cells
        for index, (_, _, level) in enumerate(self.groups):
            address, value = splits[index]
            count = float(self.central.workforce.groups[index].persons[0]) + EDGE
            whole = f"({self.positions.persons[index]}+{EDGE!r})"
            cells.append(_Cell(level, "direct", count * (1 - value), f"{whole}*(1-{address})"))
            cells.append(_Cell(level, "flex", count * value, f"{whole}*{address}"))
        return cells

    def _q(self, level: str, contract: str) -> tuple[str, float]:
        """Formula and value of the probability before calibration."""
        name = sector_figure(self.sector, f"p_{contract}")
        if name not in self.draw.parameters:
            name = sector_figure(self.sector, "p_flex")
        multiplier, times = self._p(f"level.{level}.multiplier")
        contract_share, share = self._p(name)
        cap, most = self._p("probability_cap")
        return f"MIN({cap},{multiplier}*{contract_share})", min(most, times * share)

    def _kappa(
        self, flex: dict[str, tuple[str, float]], splits: list[tuple[str, float]], target: tuple[str, float]
    ) -> _Calibrated:
        """κ by bisection on its logarithm, every halving a row."""
        cells = self._cells(flex, splits)
        self._section("calibration", "level", "contract", "weight", "q", "odds")
        first, last = self.row, self.row + len(cells) - 1
        weights = np.array([cell.weight for cell in cells])
        odds = []
        for index, cell in enumerate(cells):
            row = first + index
            formula, q = self._q(cell.level, cell.contract)
            self.sheet.say(row, 1, getattr(job_levels()[cell.level], f"name_{self.lang}"))
            self.sheet.say(row, 2, self._text(cell.contract))
            self.sheet.formula(row, 3, cell.formula, cell.weight)
            self.sheet.formula(row, 4, formula, q, "share_any")
            self.sheet.formula(row, 5, f"D{row}/(1-D{row})", q / (1 - q))
            odds.append(q / (1 - q))
        weight, odd = f"$C${first}:$C${last}", f"$E${first}:$E${last}"
        self.row = last + 2
        self.sheet.heads(self.row, [self._text(key) for key in ("round", "low", "middle", "high", "reached")])
        total = float(weights.sum())
        halving = Bisection(self.sheet, 2, 5, "<", *target)
        start = self.row + 1

        def reached(row: int, middle: float) -> Reached:
            self.sheet.value(row, 1, row - start + 1, "people")
            moved = np.array(odds) * np.exp(middle)
            share = f"SUMPRODUCT({weight}*{odd}*EXP(C{row})/(1+{odd}*EXP(C{row})))/SUM({weight})"
            return Reached(share, float((weights * (moved / (1 + moved))).sum()) / total)

        found = halving.write(
            start, labour.BISECTIONS, Bracket(-labour.LOG_BRACKET, labour.LOG_BRACKET), reached
        )
        self.row = start + labour.BISECTIONS
        self.sheet.say(self.row, 1, "κ", "section")
        formula = f"EXP(({'+'.join(halving.ends(self.row - 1))})/2)"
        address = self.sheet.formula(self.row, 3, formula, float(np.exp(found.middle)))
        self.row += 2
        return _Calibrated(address, f"$B${first}:$B${last}", weight, odd)

    def _groups(self, first: int, calibrated: _Calibrated) -> Labour:
        """Probabilities per group, moved to the company's statement where there is one, and migrants."""
        for index in range(len(self.groups)):
            self._group(first + index, index, calibrated)
        last = first + len(self.groups) - 1
        self.sheet.say(self.row, 1, self._text("per_shape"), "section")
        heads = [self._text(key) for key in ("shape", "migrants_direct", "migrants_flex", "migrants_there")]
        self.sheet.heads(self.row + 1, heads)
        self.row += 2
        direct, agency, there = {}, {}, {}
        for number, key in enumerate(self.central.workforce.shapes, start=1):
            members = [g for g in self.central.workforce.groups if g.shape_key == key]
            own = sum(float((g.persons * (1 - g.flex) * g.direct)[0]) for g in members)
            hired = sum(float((g.persons * g.flex * g.agency)[0]) for g in members)
            stood = sum(float((g.there * ((1 - g.flex) * g.direct + g.flex * g.agency))[0]) for g in members)
            self.sheet.value(self.row, 1, number, "people")
            chosen = f"SUMPRODUCT(({self.positions.group_shape}={number})*$%s${first}:$%s${last})"
            direct[key] = self.sheet.formula(self.row, 2, chosen % ("Q", "Q"), own)
            agency[key] = self.sheet.formula(self.row, 3, chosen % ("R", "R"), hired)
            there[key] = self.sheet.formula(self.row, 4, chosen % ("S", "S"), stood)
            self.row += 1
        return Labour(direct, agency, there)

    def _group(self, row: int, index: int, calibrated: _Calibrated) -> None:
        group = self.central.workforce.groups[index]
        cells = self.inputs.groups[index]
        level = self.groups[index][2]
        flex = float(group.flex[0])
        benchmark = float(group.benchmark_direct[0]), float(group.benchmark_flex[0])
        clipped = [min(1 - EDGE, max(EDGE, p)) for p in benchmark]
        odds = [p / (1 - p) for p in clipped]
        for column, contract, value in ((5, "direct", benchmark[0]), (6, "flex", benchmark[1])):
            if of_mix(level, self.sector):
                formula = calibrated.in_mix(self._text(contract))
                self.sheet.formula(row, column + 2, formula, value, "share_any")
                continue
            formula, q = self._q(level, contract)
            letter, kappa = "EF"[column - 5], calibrated.kappa
            self.sheet.formula(row, column, formula, q, "share_any")
            scaled = f"{kappa}*{letter}{row}/(1-{letter}{row}+{kappa}*{letter}{row})"
            self.sheet.formula(row, column + 2, scaled, value, "share_any")
        for column, letter, value in ((9, "G", odds[0]), (10, "H", odds[1])):
            inside = CLIP % f"{letter}{row}"
            self.sheet.formula(row, column, f"{inside}/(1-{inside})", value)
        target, value = self._statement(row, index)
        self.sheet.formula(row, 11, target, value, "share_any")
        a = odds[0] * odds[1] * (1 - value)
        b = (1 - flex) * odds[0] + flex * odds[1] - value * (odds[0] + odds[1])
        self.sheet.formula(row, 12, f"I{row}*J{row}*(1-K{row})", a)
        self.sheet.formula(row, 13, f"(1-D{row})*I{row}+D{row}*J{row}-K{row}*(I{row}+J{row})", b)
        root = f"SQRT(M{row}^2+4*L{row}*K{row})"
        stated = cells["migrant_share"]
        solved = f"IF(M{row}>=0,2*K{row}/(M{row}+{root}),(-M{row}+{root})/(2*L{row}))"
        wide = np.sqrt(b**2 + 4 * a * value)
        factor = (
            1.0 if group.statement is None else 2 * value / (b + wide) if b >= 0 else (wide - b) / (2 * a)
        )
        self.sheet.formula(row, 14, f'IF({stated}="",1,{solved})', factor)
        kept = f"(1-N({self.inputs.cell['recruitment.local_hiring_share']}))"
        for column, odd, plain, used in ((15, "I", "G", group.direct), (16, "J", "H", group.agency)):
            moved = f"N{row}*{odd}{row}/(1+N{row}*{odd}{row})"
            formula = f'{kept}*IF({stated}="",{plain}{row},{moved})'
            self.sheet.formula(row, column, formula, float(used[0]), "share_any")
        persons = float(group.persons[0])
        direct, hired = persons * (1 - flex) * float(group.direct[0]), persons * flex * float(group.agency[0])
        self.sheet.formula(row, 17, f"C{row}*(1-D{row})*O{row}", direct)
        self.sheet.formula(row, 18, f"C{row}*D{row}*P{row}", hired)
        share = (1 - flex) * float(group.direct[0]) + flex * float(group.agency[0])
        stood = f"{self.positions.there[index]}*((1-D{row})*O{row}+D{row}*P{row})"
        self.sheet.formula(row, 19, stood, float(group.there[0]) * share)

    def _statement(self, row: int, index: int) -> tuple[str, float]:
        """Formula and value of the share that follows from the company's own statement."""
        cells, group = self.inputs.groups[index], self.central.workforce.groups[index]
        stated, yes = cells["migrant_share"], text("option.yes", self.lang)
        margin, weight = self._p("statement_evidence_margin"), self._p("statement_pool_weight")
        benchmark = f"(D{row}*H{row}+(1-D{row})*G{row})"
        pooled = f"{weight[0]}*{stated}+(1-{weight[0]})*{benchmark}"
        proven = f'IF({cells["evidence"]}="{yes}",{stated}*{margin[0]},{pooled})'
        formula = CLIP % f'IF({stated}="",{benchmark},{proven})'
        usual = float(group.benchmark_share[0])
        if group.statement is None:
            value = usual
        elif group.evidence:
            value = group.statement * margin[1]
        else:
            value = weight[1] * group.statement + (1 - weight[1]) * usual
        return formula, min(1 - EDGE, max(EDGE, value))


def _scales(shape: Array, mix: Array, wanted: float) -> list[float]:
    """The scale after each round in which levels that are full pass the rest on."""
    scale, found = 0.0, []
    for _ in range(len(mix)):
        full = scale * shape >= 1
        rest, free = wanted - float((mix * full).sum()), float((mix * shape * ~full).sum())
        scale = rest / free if free > 0 else scale
        found.append(scale)
    return found
