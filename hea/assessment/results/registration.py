"""Who must register, and how many of them a municipality sees."""

from hea.assessment.results.common import Range
from hea.frozen import Frozen


class Registration(Frozen):
    """People who come to live in the region, in the structural month, by law and at today's compliance."""

    month: str
    """The month, as YYYY-MM; the one of the flow from jobs to places."""
    people: Range
    """People for whom a place in the region is needed."""
    non_residents: Range
    """Who leaves within the legal threshold, and registers as a non-resident (RNI)."""
    residents: Range
    """Who stays longer and by law is a resident of the municipality (BRP)."""
    registered: Range
    """Residents who would register at today's compliance."""
    unseen: Range
    """Residents who would not: the municipality does not see them."""
    per_year_by_law: Range
    """Registrations of residents in the structural year if everyone does."""
    per_year_in_practice: Range
    """The same at today's compliance."""
