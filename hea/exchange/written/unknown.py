"""Words with which people say that something is not known."""

import re
from typing import Final

UNKNOWN_WORDS: Final = frozenset(
    {
        "?", "??", "-", "--", "–", "—", "onbekend", "unknown", "nnb", "nog niet bekend", "nog onbekend",
        "niet bekend", "not known", "not known yet", "tbd", "tbc", "nader te bepalen", "ntb", "nvt",
        "niet van toepassing", "na", "n/a", "pm", "volgt", "geen idee", "weet niet",
        "zsm", "asap", "zo snel mogelijk", "zo spoedig mogelijk", "weten we nog niet",
    }
)  # fmt: skip


MAY_BE_UNKNOWN: Final = frozenset({"kern", "address"})
"""Fields of a text that these words leave open: nobody lives in a village called n.v.t."""


def means_unknown(written: object) -> bool:
    """Whether somebody wrote that it is not known: onbekend, n.n.b., n.v.t., a question mark, a dash."""
    if not isinstance(written, str):
        return False
    word = re.sub(r"\s+", " ", written.strip().casefold())
    return word in UNKNOWN_WORDS or word.replace(".", "").replace(" ", "") in UNKNOWN_WORDS
