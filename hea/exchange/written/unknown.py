"""Words with which people say that something is not known."""

import re
from typing import Final

UNKNOWN_WORDS: Final = frozenset(
    {
        "?", "??", "-", "--", "–", "—", "onbekend", "unknown", "nnb", "nog niet bekend", "nog onbekend",
        "niet bekend", "not known", "not known yet", "tbd", "tbc", "nader te bepalen", "ntb", "nvt",
        "niet van toepassing", "na", "n/a", "pm", "volgt", "geen idee", "weet niet",
        "nb", "per direct", "meteen", "per omgaand", "immediately",
        "zsm", "asap", "zo snel mogelijk", "zo spoedig mogelijk", "weten we nog niet",
    }
)  # fmt: skip


MAY_BE_UNKNOWN: Final = frozenset({"kern", "address"})
"""Fields of a text that these words leave open: nobody lives in a village called n.v.t."""


NONE: Final = frozenset({"geen", "nul", "none", "no"})
"""Words for zero, where nothing else can be meant by them."""
NONE_FITS: Final = re.compile(r"short|mid|long|existing\w*|moving_workers")
"""Fields with places and people of which there may be none."""
IN_M2: Final = "area_m2_per_person"
"""Field of a number behind which its unit may stand."""
M2_BEHIND: Final = re.compile(r"(?:m2|m²)$", re.IGNORECASE)


def number_alone(written: object, name: str) -> object:
    """What stands in the field of a number: nought for a word that says none; without a unit it may have."""
    if not isinstance(written, str):
        return written
    if NONE_FITS.fullmatch(name) and written.strip().casefold() in NONE:
        return 0
    return M2_BEHIND.sub("", written.strip()).strip() if name == IN_M2 else written


def means_unknown(written: object) -> bool:
    """Whether somebody wrote that it is not known: onbekend, n.n.b., n.v.t., a question mark, a dash."""
    if not isinstance(written, str):
        return False
    word = re.sub(r"\s+", " ", written.strip().casefold())
    return word in UNKNOWN_WORDS or word.replace(".", "").replace(" ", "") in UNKNOWN_WORDS
