"""Housing: from people present to places needed, supply and gap, and the moments that later sheets read."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from hea.assessment.headline import CONSTRUCTION_SHARE
from hea.engine.housing import beds_per_worker, couples, destinations, in_municipality, new_to_region
from hea.model import housing
from hea.proposal import STAY_CLASSES, StayClass
from hea.texts import text
from hea.units import MONTHS_PER_YEAR, WEEKS_PER_YEAR
from hea.workbook.cells import Column, LiveBook, Months
from hea.workbook.central_run import CentralRun
from hea.workbook.inputs import Inputs
from hea.workbook.positions import Positions
from hea.workbook.sheet_writer import SheetWriter
from hea.workbook.stay import PER_YEAR, Stay

AGES = ("0_3", "4_11", "12_17")


class Housing(NamedTuple):
    """Columns and cells that later sheets read; lists run over short, mid and long stay."""

    net: list[Column]
    units: list[Column]
    total: Column
    supply: list[Column]
    gap: list[Column]
    adults: list[Column]
    children: list[Column]
    residents: Column
    all_children: Column
    in_region: Column
    """Share of the people present who need a place in the region."""
    homes_lost: Column
    municipality: str
    """Share of the region that lives in the municipality of the site."""
    region: str


def write(book: LiveBook, central: CentralRun, inputs: Inputs, positions: Positions, stay: Stay) -> Housing:
    """Write the sheet."""
    return _Writer(book, central, inputs, positions, stay).write()


class _Writer(SheetWriter):
    def __init__(
        self, book: LiveBook, central: CentralRun, inputs: Inputs, positions: Positions, stay: Stay
    ) -> None:
        super().__init__(book, central, book.sheet("housing"))
        self.inputs, self.positions, self.stay = inputs, positions, stay
        self.draw = central.draw
        self.factor: dict[str, str] = {}

    def _stay(self, key: str, stay: str) -> str:
        return f"{self._text(key)}: {text(f'stay.{stay}', self.lang)}"

    def _line(self, key: str, formula: str, value: float, kind: str = "decimal", label: str = "") -> str:
        self.sheet.say(self.row, 1, label or self._text(key))
        self.factor[key] = self.sheet.formula(self.row, 2, formula, value, kind)
        self.row += 1
        return self.factor[key]

    def write(self) -> Housing:
        self.sheet.heads(self.row, [self._text("step"), self._text("value")])
        self.row += 1
        self._where()
        self._per_worker()
        self._construction()
        self.row += 1
        block = Months(self.sheet, self.row, self.central.setting.months)
        self.block = block
        first = self.positions.months.first
        months = block.column(
            self._text("month"),
            lambda r: self.positions.month.there(r - block.first + first),
            np.array([self.book_date(t) for t in range(block.count)]),
            "month",
        )
        found = self._months(months)
        self.sheet.widths(44, *(13 for _ in range(block.next)))
        self.sheet.repeat(block.head, "A:A")
        self.sheet.sheet.freeze_panes = self.sheet.sheet.cell(row=block.first, column=2)
        return found

    def book_date(self, t: int) -> float:
        """Serial number of a month."""
        from hea.proposal import month_name
        from hea.workbook.cells import serial

        return float(serial(month_name(self.central.setting.opening + t)))

    def _where(self) -> None:
        """Gross to net: where workers live, and who is new to the region."""
        p, cell = self.book.p, self.inputs.cell
        where = destinations(self.proposal, self.draw)
        given = cell["recruitment.cross_border_share"]
        assumed = f"IF({cell['in_limburg']}=1,{p('lives_across_border_share')},0)"
        border = self._line(
            "border", f'IF({given}="",{assumed},{given})', float(where.across_border[0]), "share_any"
        )
        other = self._line(
            "other_region",
            f"MAX(0,1-{p('lives_in_province_share')}-{border})",
            float(where.other_region[0]),
            "share_any",
        )
        self._line("region", f"1-{border}-{other}", float(where.region[0]), "share_any")
        regional = cell["recruitment.regional_share"]
        new = new_to_region(self.proposal, self.draw)[1]
        formula = f'IF({regional}="",{p("share_new_to_region")},1-{regional})'
        self._line("new_to_region", formula, float(new[0]), "share_any")
        local = cell["recruitment.within_municipality_share"]
        formula = f'IF({local}="",{p("lives_in_municipality_share")},{local})'
        value = float(in_municipality(self.proposal, self.draw)[0])
        self._line("in_municipality", formula, value, "share_any")

    def _per_worker(self) -> None:
        """Places, adults and children per worker."""
        p = self.book.p
        reference = f"({p('flex_tenure_weeks')}*{PER_YEAR})"
        usual = f"({p('overlap_weeks_agency_cao')}*{PER_YEAR})"
        ratio, formula = self._overlap(usual)
        self._line("overlap", formula, ratio)
        core, season = beds_per_worker(self.proposal, self.draw)
        beds = f"({p('beds_per_short_stay_worker')}-1)*{self.factor['overlap']}"
        self._line("beds_core", f"1+{beds}", float(core[0]))
        stays = p("seasonal_stay_months")
        self._line("beds_season", f"1+{beds}*{reference}/{stays}", float(season[0]))
        partner = p("partner_working_share")
        working = self.draw["partner_working_share"]
        names: dict[StayClass, str] = {
            "mid": "share_with_family_mid_stay",
            "long": "share_with_partner_long_stay",
        }
        shares = dict(zip(STAY_CLASSES, couples(self.draw), strict=True))
        for stay, name in names.items():
            couple = p(name)
            value = float(housing.dwellings_per_worker(shares[stay], working)[0])
            self._line(
                f"units_{stay}", f"(1-{couple})+{couple}/(1+{partner})", value,
                label=self._stay("units_per_worker", stay),
            )  # fmt: skip
            value = float(housing.adults_per_worker(shares[stay], working)[0])
            self._line(
                f"adults_{stay}", f"(1-{couple})+2*{couple}/(1+{partner})", value,
                label=self._stay("adults_per_worker", stay),
            )  # fmt: skip

    def _construction(self) -> None:
        """The construction phase: a stream of its own that never mixes with operation."""
        phase = self.proposal.construction
        if phase is None:
            return
        share, beds = self.book.p(CONSTRUCTION_SHARE), self.book.p("beds_per_short_stay_worker")
        migrants = phase.persons * float(self.draw[CONSTRUCTION_SHARE][0])
        builders = self.inputs.cell["construction.persons"]
        found = self._line("construction_migrants", f"{builders}*{share}", migrants)
        value = migrants * float(self.draw["beds_per_short_stay_worker"][0])
        self._line("construction_beds", f"{found}*{beds}", value)

    def _overlap(self, usual: str) -> tuple[float, str]:
        """Agreed overlap of leavers and arrivals over the usual one."""
        offers = self.proposal.housing_plan.offers if self.proposal.housing_plan else ()
        months = [
            o.transition_months for o in offers if o.stay == "short" and o.transition_months is not None
        ]
        overlap = (
            float(self.draw.parameters.value("overlap_weeks_agency_cao")) * MONTHS_PER_YEAR / WEEKS_PER_YEAR
        )
        ratio = max(months) / overlap if months else 1.0
        if not self.inputs.offers:
            return ratio, "1"
        stay, agreed = self.inputs.offers["stay"], self.inputs.offers["transition_months"]
        short = text("option.stay.short", self.lang)
        known = f'SUMPRODUCT(({stay}="{short}")*ISNUMBER({agreed}))'
        highest = f'SUMPRODUCT(MAX(({stay}="{short}")*ISNUMBER({agreed})*{_numbers(agreed)}))'
        return ratio, f"IF({known}=0,1,{highest}/{usual})"

    def _months(self, months: Column) -> Housing:
        net = self._net()
        units, total = self._need(net)
        supply = [self._supply(k, stay, months) for k, stay in enumerate(STAY_CLASSES)]
        gap = self._gaps(units, supply)
        adults, children = self._people(net)
        residents, young = self._together(adults, children)
        return Housing(
            net, units, total, supply, gap, adults, children, residents, young, self._in_region(net),
            self._lost(), self.factor["in_municipality"], self.factor["region"],
        )  # fmt: skip

    def _there(self, row: int) -> int:
        """Row of the same month on the sheet of stay."""
        return row - self.block.first + self.stay.short.block.first

    def _net(self) -> list[Column]:
        """Who is looking for a place in the region, per class of stay."""
        present = [self.stay.short, self.stay.mid, self.stay.long]
        new = ["1", self.factor["new_to_region"], self.factor["new_to_region"]]
        return [
            self.block.column(
                self._stay("net", stay),
                _product(present[k], self._there, f"{new[k]}*{self.factor['region']}"),
                self.central.block.net[k, 0],
            )
            for k, stay in enumerate(STAY_CLASSES)
        ]

    def _need(self, net: list[Column]) -> tuple[list[Column], Column]:
        """Beds, living units and homes, and all of them together."""
        done = self.central.block
        units = [self._beds(net[0])]
        units += [
            self.block.column(
                self._stay("need", stay), _times(net[k], self.factor[f"units_{stay}"]), done.units[k, 0]
            )
            for k, stay in ((1, "mid"), (2, "long"))
        ]
        total = self.block.column(
            self._text("need_total"),
            lambda r: "+".join(u.here(r) for u in units),
            done.units[:, 0].sum(axis=0),
        )
        return units, total

    def _people(self, net: list[Column]) -> tuple[list[Column], list[Column]]:
        """Adults and children, per class of stay."""
        done = self.central.block
        per_worker = ["1", self.factor["adults_mid"], self.factor["adults_long"]]
        adults = [
            self.block.column(self._stay("adults", stay), _times(net[k], per_worker[k]), done.adults[k, 0])
            for k, stay in enumerate(STAY_CLASSES)
        ]
        children = [
            self.block.column(
                self._stay("children", stay),
                _times(adults[k], self.book.p(f"children_per_adult.{stay}")),
                done.children[k, 0],
            )
            for k, stay in enumerate(STAY_CLASSES)
        ]
        return adults, children

    def _together(self, adults: list[Column], children: list[Column]) -> tuple[Column, Column]:
        """All residents, and all children."""
        done = self.central.block
        residents = self.block.column(
            self._text("residents"),
            lambda r: "+".join(c.here(r) for c in (*adults, *children)),
            (done.adults + done.children)[:, 0].sum(axis=0),
        )
        young = self.block.column(
            self._text("children_all"),
            lambda r: "+".join(c.here(r) for c in children),
            done.children[:, 0].sum(axis=0),
        )
        return residents, young

    def _in_region(self, net: list[Column]) -> Column:
        """Which share of those present is looking for a place in the region."""
        done, there = self.central.block, self._there
        here = done.persons[:, 0].sum(axis=0)
        share = done.net[:, 0].sum(axis=0) / np.where(here > 0, here, 1.0)
        return self.block.column(
            self._text("share_in_region"),
            lambda r: (
                f"IF({self.stay.present.there(there(r))}>0,({'+'.join(n.here(r) for n in net)})"
                f"/{self.stay.present.there(there(r))},0)"
            ),
            share, "share_any",
        )  # fmt: skip

    def _beds(self, net: Column) -> Column:
        """Beds: the part of the season has an overlap of its own."""
        core, season = self.factor["beds_core"], self.factor["beds_season"]
        there = self._there

        def formula(row: int) -> str:
            short = self.stay.short.there(there(row))
            part = f"IF({short}>0,{self.stay.seasonal_short.there(there(row))}/{short},0)"
            return f"{net.here(row)}*({core}+{part}*({season}-{core}))"

        return self.block.column(self._stay("need", "short"), formula, self.central.block.units[0, 0])

    def _supply(self, k: int, stay: str, months: Column) -> Column:
        """Free places and offers that are open in the month."""
        free = f"N({self.inputs.cell[f'context.free_places.{stay}']})"
        offers, name = self.inputs.offers, text(f"option.stay.{stay}", self.lang)

        def formula(row: int) -> str:
            if not offers:
                return free
            at = months.here(row)
            until, own = offers["until_month"], offers["own_workers_share"]
            opened = f'({offers["from_month"]}<={at})*(({until}="")+({until}>={at})>0)'
            meant = f'(({own}="")+{_numbers(own)})'
            places = f'({offers["stay"]}="{name}")*{offers["places"]}*{meant}*{opened}'
            return f"{free}+SUMPRODUCT({places})"

        return self.block.column(self._stay("supply", stay), formula, self.central.setting.supply[k])

    def _gaps(self, units: list[Column], supply: list[Column]) -> list[Column]:
        """Need that supply does not meet; a surplus helps another class only if the plan says so."""
        yes = text("option.yes", self.lang)
        flag = self.inputs.cell["surplus"]

        def formula(k: int, row: int) -> str:
            own = f"MAX(0,{units[k].here(row)}-{supply[k].here(row)})"
            short = "+".join(
                f"MAX(0,{u.here(row)}-{s.here(row)})" for u, s in zip(units, supply, strict=True)
            )
            need = "+".join(u.here(row) for u in units)
            there = "+".join(s.here(row) for s in supply)
            remaining = f"MAX(0,({need})-({there}))"
            shared = f"IF(({short})>0,{own}*{remaining}/({short}),0)"
            return f'IF({flag}="{yes}",{shared},{own})'

        return [
            self.block.column(self._stay("gap", stay), _bound(formula, k), self.central.block.gap[k, 0])
            for k, stay in enumerate(STAY_CLASSES)
        ]

    def _lost(self) -> Column:
        """People whose home goes with a job that disappears."""
        arranged = self.book.p("housing_arranged_by_employer_share")

        def formula(row: int) -> str:
            at = self._there(row)
            fewer = f"MAX(0,{self.stay.core_departures.there(at)}-{self.stay.core_arrivals.there(at)})"
            return f"MIN({fewer},{self.stay.core_present.there(at)})*{arranged}"

        return self.block.column(self._text("homes_lost"), formula, self.central.block.homes_lost[0])


def _numbers(cells: str) -> str:
    """A range in which empty cells count as nought and text is never met."""
    return f"({cells}+0)"


def _times(column: Column, factor: str) -> Callable[[int], str]:
    return lambda r: f"{column.here(r)}*{factor}"


def _product(column: Column, there: Callable[[int], int], factor: str) -> Callable[[int], str]:
    return lambda r: f"{column.there(there(r))}*{factor}"


def _bound(formula: Callable[[int, int], str], k: int) -> Callable[[int], str]:
    return lambda r: formula(k, r)
