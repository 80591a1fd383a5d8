"""Written values at the fields of a proposal, as a YAML or JSON file or a table holds them."""

import re
from typing import Any, Final, get_args, get_type_hints

from hea import proposal as shape
from hea.exchange.written.choices import FOUND_ELSEWHERE, choice_called, truth_called
from hea.exchange.written.dates import default_opening, read_day, read_month
from hea.exchange.written.numbers import Quantity
from hea.exchange.written.ranges import read_number, read_range
from hea.exchange.written.shares import read_share
from hea.exchange.written.unknown import MAY_BE_UNKNOWN, means_unknown, number_alone
from hea.fields import Declared

IN_M2 = frozenset({"size_m2"})
"""Fields that hold square metres."""
COUNTS = frozenset({"kern_inhabitants", "season_months"})
"""Fields that count something, beside those that the proposal declares as a count."""
PEOPLE = frozenset(
    {
        "existing_workers", "moving_workers", "persons", "year_round_persons", "existing_migrants_kern",
        "existing_migrants_municipality", "existing_within_radius",
    }
)  # fmt: skip
"""Fields that count people and never full-time equivalents."""
PLACES = frozenset({(shape.Offer, "places"), *((shape.PlacesPerStay, stay) for stay in shape.STAY_CLASSES)})
"""Fields that count places to live."""
OPENING: Final = "opening"
"""Field that is needed and that people leave to later: zsm."""
AGENCY_SHARE: Final = "flex_share"
"""Field of the share of the jobs that runs through an agency."""
EITHER = frozenset({"capacity", "in_use"})
"""Fields that hold thousands of pupils or thousandths of a practice."""
LOOKS_GROUPED: Final = re.compile(r"[-+]?[1-9]\d{0,2}\.\d{3}")
"""A number of a file in which the point may mark thousands."""


class NumberToken(float):
    """A number of a file with how it was written there, as a library that reads 1.200 makes it 1.2."""

    written: str

    def __new__(cls, value: float, written: str) -> "NumberToken":
        """The number as the format has it, and its characters."""
        token = super().__new__(cls, value)
        token.written = written
        return token


def quantity_of(field: Declared) -> Quantity:
    """What the number of a field measures."""
    if field.name in IN_M2:
        return "m2"
    if field.name in EITHER:
        return "figure"
    if (field.model, field.name) in PLACES:
        return "places"
    if field.name in PEOPLE:
        return "people"
    hint = get_type_hints(field.model, include_extras=True)[field.name]
    counts = hint is shape.Workers or shape.Count in (hint, *get_args(hint)) or field.name in COUNTS
    return "count" if counts else "ratio"


def read_scalar(written: object, field: Declared) -> Any:  # noqa: ANN401
    """The value of a field from what is written for it; kinds without a notation stay as they are.

    Raises:
        WrittenError: if it cannot be read, or can be read in two ways.
    """
    if isinstance(written, bool) or written is None:
        return written
    said = field.kind != "text" or field.name in MAY_BE_UNKNOWN
    if field.optional and said and means_unknown(written):
        return None
    number = written.written if isinstance(written, NumberToken) else written
    if field.kind == "number":
        return read_number(number_alone(number, field.name), quantity_of(field))
    if field.kind == "size":
        return read_range(number, quantity_of(field))
    if field.kind == "share":
        return read_share(written, agency=field.name == AGENCY_SHARE)
    if field.name == OPENING and means_unknown(number):
        return default_opening()
    if field.kind == "month":
        return read_month(number)
    if field.kind == "date":
        return read_day(written)
    return _chosen(written, field) if isinstance(written, str) else written


def _chosen(written: str, field: Declared) -> Any:  # noqa: ANN401
    """A choice, or yes or no, by the words that people have for it; what is none of them stays as it is."""
    if field.kind == "bool":
        said = truth_called(written)
        return written if said is None else said
    if field.kind != "choice" or field.name in FOUND_ELSEWHERE:
        return written
    found = choice_called(written, field.name, field.options)
    return written if found is None else found
