"""Words that people use for what the tables call otherwise; they decide no figure."""

from hea.reference.words.described import Described, sectors_described
from hea.reference.words.numbers import number_called
from hea.reference.words.places import (
    Former,
    OtherName,
    former_municipality,
    is_code,
    municipalities_called,
    municipalities_in,
    municipality_code,
    names_of_municipality,
    spellings,
)
from hea.reference.words.tables import (
    heading_words,
    moment_words,
    plain_words,
    sector_without_figures,
    sectors_called,
    sectors_holding,
    sectors_like,
    share_words,
    shared_word,
    words_of_sector,
)
from hea.reference.words.villages import (
    Place,
    municipalities_with,
    municipalities_within,
    place_called,
    village_in,
    villages_of_municipality,
)

__all__ = [
    "Described",
    "Former",
    "OtherName",
    "Place",
    "former_municipality",
    "heading_words",
    "is_code",
    "moment_words",
    "municipalities_called",
    "municipalities_in",
    "municipalities_with",
    "municipalities_within",
    "municipality_code",
    "names_of_municipality",
    "number_called",
    "place_called",
    "plain_words",
    "sector_without_figures",
    "sectors_called",
    "sectors_described",
    "sectors_holding",
    "sectors_like",
    "share_words",
    "shared_word",
    "spellings",
    "village_in",
    "villages_of_municipality",
    "words_of_sector",
]
