"""How workers were counted, as people write it: as the mean of the year or in the busiest month."""

import re
from typing import Final

from hea.exchange.written.numbers import SHOWN, WrittenError, cleaned
from hea.proposal import Basis

BASIS_WORDS: Final[dict[str, Basis]] = {
    **dict.fromkeys(
        (
            "mean", "average", "yearly mean", "gemiddeld", "gemiddelde", "jaargemiddelde", "gem", "jaar",
            "gemiddeld over het jaar", "gemiddelde over het jaar", "mean over the year", "jaarrond gemiddeld",
        ),
        "mean",
    ),
    **dict.fromkeys(
        (
            "peak", "piek", "seizoen", "hoogseizoen", "season", "drukste maand", "drukste weken", "maximum",
            "in de piek", "op de piek", "in de drukste maand", "busiest month", "piekbezetting",
        ),
        "peak",
    ),
}  # fmt: skip


SHORTEST_PART: Final = 4
"""Letters of a word that is also known within a longer one: seizoenpiek."""


def bases_named(heading: str) -> frozenset[Basis]:
    """The ways of counting that the words of a heading name."""
    found: set[Basis] = set()
    for word in re.findall(r"[^\W\d_]+", heading.casefold()):
        for known, basis in BASIS_WORDS.items():
            within = len(known) >= SHORTEST_PART and known in word
            if word == known or within:
                found.add(basis)
    return frozenset(found)


def read_basis(written: object) -> Basis:
    """Whether a number of workers is the mean of the year or the busiest month.

    Raises:
        WrittenError: if it says neither.
    """
    word = re.sub(r"\s+", " ", cleaned(str(written)).casefold().rstrip("."))
    if word not in BASIS_WORDS:
        raise WrittenError("basis_form", value=str(written).strip()[:SHOWN])
    return BASIS_WORDS[word]
