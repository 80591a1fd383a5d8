"""Fields of the publication standard of the Dutch register of algorithms; they decide no figure."""

import csv
from functools import cache
from importlib.resources import files

from hea.reference.tables import Named

STANDARD = "1.0"
"""Version of the standard that the table holds."""


class RegisterField(Named):
    """A field of an entry, with what the standard asks of it."""

    required: bool = False
    max_length: int | None = None
    """Characters it may have at most; none where there are fixed values."""
    permitted: tuple[str, ...] = ()
    """The only values it may have; empty where anything goes."""
    plain_words: bool = False
    """Whether the standard asks for plain language (B1)."""
    source: str
    year: int
    url: str


@cache
def register_fields() -> dict[str, RegisterField]:
    """Fields of an entry by name, in the order of the standard."""
    text = (files(__package__) / "fields.csv").read_text(encoding="utf-8")
    return {row["id"]: _field(row) for row in csv.DictReader(text.splitlines())}


def _field(row: dict[str, str]) -> RegisterField:
    given = {key: value for key, value in row.items() if value and key != "permitted"}
    permitted = tuple(row["permitted"].split("|")) if row["permitted"] else ()
    return RegisterField.model_validate(given | {"permitted": permitted})
