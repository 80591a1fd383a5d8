"""Published figures of a municipality as rows."""

from hea.assessment.results import Assessment
from hea.proposal import Offer, Proposal
from hea.reference import Municipality, municipalities
from hea.texts import Lang, number, text

FACTS = (
    ("population", 0),
    ("households", 0),
    ("avg_household_size", 1),
    ("housing_stock_2026", 0),
    ("distance_gp_km", 1),
    ("distance_primary_school_km", 1),
)


def facts(place: Municipality, lang: Lang) -> tuple[list[list[str]], str]:
    """Figures with their name and unit, and the source with its year; unknown is said, not zero."""
    rows = []
    for name, decimals in FACTS:
        value = getattr(place, name)
        told = text("option.unknown", lang) if value is None else number(value, lang, decimals)
        rows.append([text(f"place.{name}", lang, year=place.housing_stock_year), told])
    return rows, text("place.source", lang, year=place.year, source=place.source)


def place_of(offer: Offer, proposal: Proposal) -> str:
    """Where an offer stands: the village if it names one, and the municipality."""
    place = municipalities()[offer.municipality or proposal.municipality].name
    return f"{offer.kern}, {place}" if offer.kern and offer.kern != place else place


def migrants_now(assessment: Assessment, lang: Lang) -> list[list[str]]:
    """The municipality and its neighbours: inhabitants, and labour migrants where a figure is known."""
    proposal = assessment.proposal
    codes = [proposal.municipality, *(item.gm_code for item in assessment.housing.neighbours)]
    given = {proposal.municipality: proposal.context.existing_migrants_municipality}
    rows = []
    for code in codes:
        place = municipalities()[code]
        told = text("option.unknown", lang)
        if given.get(code) is not None:
            told = text("place.given", lang, count=given[code])
        elif place.labour_migrants is not None:
            told = text("place.published", lang, count=place.labour_migrants, year=place.labour_migrants_year)
        rows.append([place.name, number(place.population, lang), told])
    return rows


def migrants_headings(lang: Lang) -> list[str]:
    """Headings of the rows of :func:`migrants_now`."""
    return [text("app.municipality", lang), text("place.population", lang), text("place.migrants", lang)]
