"""Housing: from people present to places needed, supply and gap, and the moments that later sheets read."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from hea.assessment.headline import CONSTRUCTION_SHARE
from hea.engine.curves import tenure_months
from hea.engine.facilities import beds_beyond_plan
from hea.engine.housing import (
    COUPLES,
    LONG,
    MID,
    adults_per_worker,
    border_figure,
    destinations,
    homes_per_worker,
    in_municipality,
    new_to_region,
)
from hea.engine.supply import (
    Where,
    in_reach,
    in_village,
    is_agreed,
    is_here,
    is_near,
    places_per_site,
    planned,
    sites,
)
from hea.model import housing
from hea.model.uncertainty import Array
from hea.proposal import STAY_CLASSES, StayClass
from hea.texts import text
from hea.units import MONTHS_PER_YEAR, WEEKS_PER_YEAR
from hea.workbook.cells import Column, LiveBook, Months
from hea.workbook.central_run import CentralRun
from hea.workbook.inputs import Inputs
from hea.workbook.positions import Positions
from hea.workbook.sheet_writer import SheetWriter
from hea.workbook.stay import PER_YEAR, Stay

LIVING: dict[str, Where] = {"plan": in_reach, "here": is_here, "village": in_village}
AGES = ("0_3", "4_11", "12_17")


class Housing(NamedTuple):
    """Columns and cells that later sheets read; lists run over short, mid and long stay."""

    net: list[Column]
    units: list[Column]
    total: Column
    supply: list[Column]
    gap: list[Column]
    gap_total: Column
    adults: list[Column]
    children: list[Column]
    residents: Column
    all_children: Column
    registrations: dict[str, Column]
    """Who registers as non-resident (rni) or resident (brp), who leaves (leavers), and who is here and by
    law a resident (by_law)."""
    homes_lost: Column
    met_here: Column
    """Need that the plan meets in the municipality of the site."""
    met_agreed: Column
    """The same with places elsewhere to which the municipality there agreed."""
    living: dict[str, Column]
    """People who live in the places of the plan: all in reach, in the municipality, in the village."""
    beds_near: Column
    """Beds near the site, and those of people without a place in the plan as far as they live here."""
    beyond: list[Column]
    """Beds for short and mid stay for which the plan has no place."""
    sites: list[Column]
    """Places per site, whoever they are meant for."""
    adults_mid: str
    """Adults per worker for mid stay."""
    municipality: str
    """Share of the region that lives in the municipality of the site."""
    region: str
    across_border: str
    other_region: str


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
        figure = border_figure(self.proposal.municipality)
        assumed = "0" if figure is None else p(figure)
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
        new = new_to_region(self.proposal, self.draw)
        formula = f'IF({regional}="",{p("share_new_to_region")},1-{regional})'
        self._line("new_to_region", formula, float(new[0]), "share_any")
        local = cell["recruitment.within_municipality_share"]
        formula = f'IF({local}="",{p("lives_in_municipality_share")},{local})'
        value = float(in_municipality(self.proposal, self.draw)[0])
        self._line("in_municipality", formula, value, "share_any")

    def _per_worker(self) -> None:
        """Places, adults and children per worker."""
        p = self.book.p
        extra = float(self.draw["beds_per_short_stay_worker"][0]) - 1
        self._line("overlap_worker", f"{p('beds_per_short_stay_worker')}-1", extra)
        tenure = float(tenure_months(self.draw)[0])
        self._line("overlap_tenure", f"{p('flex_tenure_weeks')}*{PER_YEAR}", tenure)
        usual = self.draw.parameters.value("overlap_weeks_agency_cao") * MONTHS_PER_YEAR / WEEKS_PER_YEAR
        self._line("overlap_usual", f"{p('overlap_weeks_agency_cao')}*{PER_YEAR}", usual)
        partner = p("partner_working_share")
        classes: dict[StayClass, int] = {"mid": MID, "long": LONG}
        for stay, index in classes.items():
            couple = p(COUPLES[index])
            value = float(homes_per_worker(index, self.draw)[0])
            self._line(
                f"units_{stay}", f"(1-{couple})+{couple}/(1+{partner})", value,
                label=self._stay("units_per_worker", stay),
            )  # fmt: skip
            value = float(adults_per_worker(index, self.draw)[0])
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

    def _months(self, months: Column) -> Housing:
        net = self._net()
        units, total = self._need(net, months)
        supply = [self._supply(k, stay, months) for k, stay in enumerate(STAY_CLASSES)]
        gap = self._gaps(units, supply)
        gap_total = self.block.column(
            self._text("gap_total"),
            lambda r: "+".join(g.here(r) for g in gap),
            self.central.block.gap[:, 0].sum(axis=0),
        )
        adults, children = self._people(net)
        residents, young = self._together(adults, children)
        return Housing(
            net, units, total, supply, gap, gap_total, adults, children, residents, young,
            self._registrations(), self._lost(), self._met("met_here", (is_here,), units, months),
            self._met("met_agreed", (is_here, is_agreed), units, months),
            {key: self._living(key, where, net, units, months) for key, where in LIVING.items()},
            self._beds_near(units[0], months),
            self._beyond(units, net, months), self._sites(months), self.factor["adults_mid"],
            *(self.factor[key] for key in ("in_municipality", "region", "border", "other_region")),
        )  # fmt: skip

    def _there(self, row: int) -> int:
        """Row of the same month on the sheet of stay."""
        return row - self.block.first + self.stay.short.block.first

    def _net_of(self, everyone: str, seasonal: str) -> str:
        """Who came to live in the region: those of the core who are new, and all of the season."""
        new, region = self.factor["new_to_region"], self.factor["region"]
        return f"(({everyone}-{seasonal})*{new}+{seasonal})*{region}"

    def _net(self) -> list[Column]:
        """Who is looking for a place in the region, per class of stay."""
        present, season = (self.stay.short, self.stay.mid, self.stay.long), self.stay.seasonal

        def formula(k: int, row: int) -> str:
            at = self._there(row)
            return self._net_of(present[k].there(at), season[k].there(at))

        return [
            self.block.column(self._stay("net", stay), _bound(formula, k), self.central.block.net[k, 0])
            for k, stay in enumerate(STAY_CLASSES)
        ]

    def _registrations(self) -> dict[str, Column]:
        """Who registers, as non-resident or as resident, and who leaves the region."""
        done, stay, border = self.central.block, self.stay, self.factor["border"]

        def rni(row: int) -> str:
            gone, came = stay.arriving_briefly.there(self._there(row)), stay.arrivals.there(self._there(row))
            return f"{gone}+({came}-{gone})*{border}"

        def brp(row: int) -> str:
            at, season = self._there(row), stay.seasonal
            stayed = f"({stay.arrivals.there(at)}-{stay.arriving_briefly.there(at)})"
            return self._net_of(stayed, f"({season.arrivals.there(at)}-{season.arriving_briefly.there(at)})")

        def by_law(row: int) -> str:
            at, season = self._there(row), stay.seasonal
            of_season = "+".join(part.there(at) for part in (season.short, season.mid, season.long))
            return self._net_of(
                f"({stay.present.there(at)}-{stay.leaving_soon.there(at)})",
                f"({of_season}-{stay.seasonal_leaving_soon.there(at)})",
            )

        formulas = {"rni": rni, "brp": brp, "by_law": by_law}
        values = {"rni": done.rni, "brp": done.brp, "by_law": done.residents_by_law}
        columns = {
            key: self.block.column(self._text(f"registered_{key}"), formula, values[key][0])
            for key, formula in formulas.items()
        }

        def leavers(row: int) -> str:
            registering, here = columns["brp"].here(row), columns["by_law"]
            before = f"-{here.here(row - 1)}" if row > self.block.first else ""
            return f"MAX(0,{registering}-({here.here(row)}{before}))"

        name = self._text("registered_leavers")
        return columns | {"leavers": self.block.column(name, leavers, done.leavers[0])}

    def _need(self, net: list[Column], months: Column) -> tuple[list[Column], Column]:
        """Beds, living units and homes, and all of them together."""
        done = self.central.block
        units = [self._beds(net[0], months)]
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

    def _followed(
        self, key: str, arrivals: Column, departures: Column, values: tuple[Array, Array]
    ) -> Column:
        """Which share of the leavers is followed by someone."""

        def formula(row: int) -> str:
            came, went = arrivals.there(self._there(row)), departures.there(self._there(row))
            return f"IF({went}>0,MIN(1,{came}/{went}),0)"

        return self.block.column(self._text(key), formula, housing.followed(*values)[0], "share_any")

    def _beds(self, net: Column, months: Column) -> Column:
        """Beds, those of leavers who are followed among them; places with an agreement have their own."""
        overlap = self._overlap()
        each = self.block.column(
            self._text("overlap_each"),
            lambda r: f"IF({net.here(r)}>0,{overlap.here(r)}/{net.here(r)},0)",
            self._each,
        )
        held, more = self._longer_stays(each, months)

        def formula(row: int) -> str:
            usual = f"{net.here(row)}+{overlap.here(row)}"
            if not (held and more):
                return usual
            used = f"IF({held.here(row)}>0,MIN(1,{net.here(row)}/{held.here(row)}),0)"
            return f"{usual}+{each.here(row)}*{used}*{more.here(row)}"

        return self.block.column(self._stay("need", "short"), formula, self.central.block.units[0, 0])

    def _overlap(self) -> Column:
        """Beds beyond the first of all who have a bed, at the usual transition."""
        stay, season = self.stay, self.stay.seasonal
        stocks = list(self.central.core.values())
        came = np.sum([stock.arrivals for stock in stocks], axis=0)
        present = np.sum([stock.present for stock in stocks], axis=0)
        went = np.maximum(0.0, came - np.diff(present, axis=1, prepend=0.0))
        of_season = self.central.season
        followed = (
            self._followed("followed_core", stay.core_arrivals, stay.core_departures, (came, went)),
            self._followed(
                "followed_season", season.arrivals, season.departures,
                (of_season.arrivals, of_season.departures),
            ),
        )  # fmt: skip

        def formula(row: int) -> str:
            at, pace = self._there(row), self.factor["overlap_tenure"]
            short, brief = stay.short.there(at), season.short.there(at)
            core, of_season = (column.here(row) for column in followed)
            staying = f"MIN({short}-{brief},{stay.core_departures.there(at)}*{pace})*{core}"
            picking = f"MIN({brief},{season.departures.there(at)}*{pace})*{of_season}"
            taken = f"{staying}*{self.factor['new_to_region']}+{picking}"
            return f"({taken})*{self.factor['overlap_worker']}*{self.factor['region']}"

        return self.block.column(self._text("overlap"), formula, self.central.block.overlap[0])

    @property
    def _each(self) -> Array:
        done = self.central.block
        each: Array = done.overlap[0] / np.where(done.net[0, 0] > 0, done.net[0, 0], 1.0)
        return each

    def _longer_stays(self, each: Column, months: Column) -> tuple[Column, Column] | tuple[None, None]:
        """Workers in places with a transition of their own, and those times how much longer it is."""
        offers = self.inputs.offers
        if not offers:
            return None, None
        ratio = f"({_numbers(offers['transition_months'])}/{self.factor['overlap_usual']})"
        places, ratios = self.central.setting.agreed
        held = places[:, 0] / (1 + ratios[:, 0] * self._each)
        known = f"ISNUMBER({offers['transition_months']})"

        def formula(row: int, more: str = "") -> str:
            there = f"{known}*{self._open_places('short', months.here(row))}"
            return f"SUMPRODUCT({there}/(1+{ratio}*{each.here(row)}){more})"

        return (
            self.block.column(self._text("agreed_held"), formula, held.sum(axis=0)),
            self.block.column(
                self._text("agreed_more"),
                lambda r: formula(r, f"*({ratio}-1)"),
                (held * (ratios[:, 0] - 1)).sum(axis=0),
            ),
        )

    def _open_places(self, stay: str, month: str) -> str:
        """The places for own workers of each offer that is open in a month."""
        offers, name = self.inputs.offers, text(f"option.stay.{stay}", self.lang)
        own = offers["own_workers_share"]
        meant = f'(({own}="")+{_numbers(own)})'
        return f'({offers["stay"]}="{name}")*{offers["places"]}*{meant}*{self._opened(month)}'

    def _opened(self, month: str) -> str:
        """Whether each offer stands in a month."""
        offers, until = self.inputs.offers, self.inputs.offers["until_month"]
        return f'({offers["from_month"]}<={month})*(({until}="")+({until}>={month})>0)'

    def _supply(self, k: int, stay: str, months: Column) -> Column:
        """Free places and offers that are open in the month."""
        free = f"N({self.inputs.cell[f'context.free_places.{stay}']})"

        def formula(row: int) -> str:
            if not self.inputs.offers:
                return free
            reach = self._which((in_reach,))
            return f"{free}+SUMPRODUCT({self._open_places(stay, months.here(row))}*{reach})"

        return self.block.column(self._stay("supply", stay), formula, self.central.setting.supply[k])

    def _which(self, where: tuple[Where, ...]) -> str:
        """The offers that stand in the right place, as noughts and ones: a place is no cell to change."""
        stands = (any(right(o, self.proposal) for right in where) for o in self.proposal.offers)
        return f"{{{';'.join('1' if it else '0' for it in stands)}}}"

    def _met(self, key: str, where: tuple[Where, ...], units: list[Column], months: Column) -> Column:
        """Need that places of the plan meet in their own class and month."""
        setting, yes = self.central.setting, text("option.yes", self.lang)
        places = np.sum([planned(self.proposal, setting.months, right) for right in where], axis=0)
        values = housing.met(
            self.central.block.units, places[:, None, :], surplus_fills=setting.surplus_fills
        )[0]

        def formula(row: int) -> str:
            if not self.inputs.offers:
                return "0"
            which = self._which(where)
            there = [f"SUMPRODUCT({self._open_places(s, months.here(row))}*{which})" for s in STAY_CLASSES]
            need = [u.here(row) for u in units]
            own = "+".join(f"MIN({u},{s})" for u, s in zip(need, there, strict=True))
            together = f"MIN({'+'.join(need)},{'+'.join(there)})"
            return f'IF({self.inputs.cell["surplus"]}="{yes}",{together},{own})'

        return self.block.column(self._text(key), formula, values)

    def _living(
        self, key: str, where: Where, net: list[Column], units: list[Column], months: Column
    ) -> Column:
        """People in the places of the plan that stand somewhere, as far as those are needed."""
        setting, done, yes = self.central.setting, self.central.block, text("option.yes", self.lang)
        places = planned(self.proposal, setting.months, where)
        values = housing.people_in(done.net, done.units, places, surplus_fills=setting.surplus_fills)[0]

        def share(people: str, need: str, there: str) -> str:
            return f"{people}*MIN({need},{there})/({need}+({need}=0))"

        def formula(row: int) -> str:
            if not self.inputs.offers:
                return "0"
            which = self._which((where,))
            there = [f"SUMPRODUCT({self._open_places(s, months.here(row))}*{which})" for s in STAY_CLASSES]
            people, need = ([column.here(row) for column in columns] for columns in (net, units))
            own = "+".join(map(share, people, need, there))
            together = share(*(f"({'+'.join(parts)})" for parts in (people, need, there)))
            return f'IF({self.inputs.cell["surplus"]}="{yes}",{together},{own})'

        return self.block.column(self._text(f"living_{key}"), formula, values)

    def _beds_near(self, beds: Column, months: Column) -> Column:
        """Beds where people live near the site."""
        need, share = self.central.block.units[0, 0], float(in_municipality(self.proposal, self.draw)[0])
        near, plan = (planned(self.proposal, len(need), where)[0] for where in (is_near, in_reach))
        values = np.minimum(need, near) + np.maximum(0.0, need - np.maximum(near, plan)) * share

        def formula(row: int) -> str:
            wanted, here = beds.here(row), self.factor["in_municipality"]
            if not self.inputs.offers:
                return f"{wanted}*{here}"
            there, all_of_them = (
                f"SUMPRODUCT({self._open_places('short', months.here(row))}*{self._which((where,))})"
                for where in (is_near, in_reach)
            )
            return f"MIN({wanted},{there})+MAX(0,{wanted}-MAX({there},{all_of_them}))*{here}"

        return self.block.column(self._text("beds_near"), formula, values)

    def _beyond(self, units: list[Column], net: list[Column], months: Column) -> list[Column]:
        """Beds for short and mid stay for which the plan has no place in the month."""
        values = beds_beyond_plan(self.central.setting, self.central.block)
        beds = {"short": units[0], "mid": net[1]}

        def formula(row: int, stay: str) -> str:
            need = beds[stay].here(row)
            if not self.inputs.offers:
                return need
            reach = self._which((in_reach,))
            return f"MAX(0,{need}-SUMPRODUCT({self._open_places(stay, months.here(row))}*{reach}))"

        return [
            self.block.column(self._stay("beyond", stay), lambda r, s=stay: formula(r, s), values[k, 0])  # type: ignore[misc]
            for k, stay in enumerate(beds)
        ]

    def _sites(self, months: Column) -> list[Column]:
        """Places on every site that stand in the month."""
        found = []
        values = places_per_site(self.proposal, self.central.setting.months)
        for number, (members, series) in enumerate(zip(sites(self.proposal), values, strict=True), start=1):
            which = ";".join("1" if i in members else "0" for i in range(len(self.proposal.offers)))

            def formula(row: int, which: str = which) -> str:
                long, offers = text("option.stay.long", self.lang), self.inputs.offers
                counted = f'({offers["stay"]}<>"{long}")*{offers["places"]}'
                return f"SUMPRODUCT({counted}*{self._opened(months.here(row))}*{{{which}}})"

            found.append(self.block.column(self._text("site_number", number=number), formula, series))
        return found

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
        """People whose home goes with a job that disappears, also if they were there before the plan."""
        arranged = self.book.p("housing_arranged_by_employer_share")

        def formula(row: int) -> str:
            at = self._there(row)
            fewer = f"MAX(0,{self.stay.core_departures.there(at)}-{self.stay.core_arrivals.there(at)})"
            lost = self.stay.core_lost
            there = f"MAX(0,{lost.there(at)}-{lost.there(at - 1)})"
            return f"(MIN({fewer},{self.stay.core_present.there(at)})+{there})*{arranged}"

        return self.block.column(self._text("homes_lost"), formula, self.central.block.homes_lost[0])


def _numbers(cells: str) -> str:
    """A range in which empty cells count as nought and text is never met."""
    return f"({cells}+0)"


def _times(column: Column, factor: str) -> Callable[[int], str]:
    return lambda r: f"{column.here(r)}*{factor}"


def _bound(formula: Callable[[int, int], str], k: int) -> Callable[[int], str]:
    return lambda r: formula(k, r)
