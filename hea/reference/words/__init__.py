"""Words that people use for what the tables call otherwise; they decide no figure."""

from hea.reference.words.places import (
    Former,
    former_municipality,
    municipalities_called,
    municipality_code,
)
from hea.reference.words.tables import (
    heading_words,
    plain_words,
    sectors_called,
    sectors_like,
    words_of_sector,
)

__all__ = [
    "Former",
    "former_municipality",
    "heading_words",
    "municipalities_called",
    "municipality_code",
    "plain_words",
    "sectors_called",
    "sectors_like",
    "words_of_sector",
]
