"""Registration by law and in practice as it is reported."""

from hea.assessment.flow import structural_month
from hea.assessment.ranges import to_range
from hea.assessment.results.registration import Registration
from hea.engine.calculation import Calculation
from hea.engine.draws import Draws
from hea.model import stay
from hea.model.uncertainty import Array
from hea.proposal import month_name


def registration(calculation: Calculation) -> Registration:
    """Who must register as a resident, and who would at today's compliance.

    Published is the share of all who live in Limburg without being registered; it is read as the share of
    those who must, which tells too many unseen where short stayers are part of the published number.
    """
    found = counted(calculation)
    month = structural_month(calculation.central())
    return Registration(
        month=month_name(calculation.setting.opening + month),
        **{name: to_range(values) for name, values in found.items()},
    )


def counted(calculation: Calculation) -> dict[str, Array]:
    """Every figure on registration per draw, ``(draws,)``."""
    outcome, month = calculation.outcome, structural_month(calculation.central())
    missing = not_registered(calculation.draws)
    people, residents = outcome.in_need[:, month], outcome.residents_by_law[:, month]
    registered, unseen = stay.at_compliance(residents, missing)
    yearly = outcome.structural.flows.arrivals_brp
    return {
        "people": people,
        "non_residents": people - residents,
        "residents": residents,
        "registered": registered,
        "unseen": unseen,
        "per_year_by_law": yearly,
        "per_year_in_practice": stay.at_compliance(yearly, missing)[0],
    }


def not_registered(draws: Draws) -> Array:
    """Share of those who must register that does not."""
    return draws["share_not_registered"]
