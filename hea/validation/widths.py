"""What makes ranges wide: the figures that would narrow the need of a plan most if they were known."""

from collections.abc import Iterator, Mapping

from hea.assessment import DEFAULT_SEED
from hea.assessment.drivers import MAIN, drivers
from hea.assessment.ranges import to_range
from hea.engine.calculation import Calculation
from hea.engine.draws import Draws
from hea.parameters import ParameterSet
from hea.proposal import Area, Headcount, Proposal
from hea.validation.result import Narrowing, PlanWidth

SHOWN = 4
"""Figures that are told per plan."""
WORTH_TELLING = 0.01
"""Less than this cannot be told from chance."""
PLACE, OPENING = "GM0984", "2028-01"
WORKERS = 200
"""Of a quick scan that starts from workers; ranges are in proportion to their number."""
AREAS: Mapping[str, Area] = {
    "dc_warehousing": Area(kind="gross_floor", size_m2=40_000),
    "dc_fashion_web": Area(kind="gross_floor", size_m2=40_000),
    "glasshouse": Area(kind="plot", size_m2=200_000),
    "open_field_harvest": Area(kind="plot", size_m2=500_000),
    "business_park": Area(kind="plot", size_m2=100_000),
}
"""Quick scans that start from an area."""
BY_WORKERS = ("slaughter", "other_food", "manufacturing", "transport_logistics_all")


def quick_scans() -> dict[str, Proposal]:
    """Nine quick scans by sector: five from an area and four from a number of workers."""
    by_area = {
        sector: Proposal(company=sector, municipality=PLACE, sector=sector, opening=OPENING, area=area)
        for sector, area in AREAS.items()
    }
    by_workers = {
        sector: Proposal(
            company=sector,
            municipality=PLACE,
            sector=sector,
            opening=OPENING,
            workforce=Headcount(count=WORKERS),
        )
        for sector in BY_WORKERS
    }
    return by_area | by_workers


def widths(plans: Mapping[str, Proposal], parameters: ParameterSet, draws: int) -> Iterator[PlanWidth]:
    """The range of every plan with the figures that would narrow it most.

    Args:
        plans: by name.
        parameters: the figures.
        draws: number of draws.
    """
    for name, plan in plans.items():
        made = Calculation(plan, Draws(parameters, draws, DEFAULT_SEED))
        main = next(item for item in drivers(made).headlines if item.path == f"headline.{MAIN}")
        known = [(item.parameter, item.narrowing or 0.0) for item in main.drivers]
        telling = sorted((item for item in known if item[1] >= WORTH_TELLING), key=lambda item: -item[1])
        yield PlanWidth(
            name=name,
            places=to_range(made.headline[MAIN]),
            narrowing=tuple(Narrowing(parameter=one, share=share) for one, share in telling[:SHOWN]),
        )
