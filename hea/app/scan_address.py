"""A quick scan as an address: its fields stand in it, so that a colleague opens the same scan from a link."""

from collections.abc import Mapping
from typing import Any, Final, get_args
from urllib.parse import urlencode

from hea.app.fields import shown
from hea.dossiers import Draft
from hea.exchange import InputError, quick_fields, quick_proposal
from hea.exchange.written import WrittenError, read_size
from hea.exchange.written.sizes import SIZED_IN
from hea.problems import Problem
from hea.proposal import NO_NAME, Basis, Proposal, SizeKind, Unit

KEYS: Final = {
    "bedrijf": "company",
    "gemeente": "municipality",
    "sector": "sector",
    "maat": "kind",
    "omvang": "size",
    "eenheid": "unit",
    "telling": "basis",
    "opening": "opening",
}
"""Names in the address, the same in every language of the app, with the fields that they hold."""
NEEDED: Final = ("gemeente", "sector", "omvang", "opening")
CHOICES: Final = {"maat": get_args(SizeKind), "eenheid": get_args(Unit), "telling": get_args(Basis)}
"""What some of them can be; the first where they are not given."""
MAX_ANSWER_LENGTH: Final = 200
"""Characters of a field that are read."""


def query(proposal: Proposal) -> str:
    """The fields as the end of an address; nothing if the size follows from groups."""
    fields = quick_fields(proposal)
    if fields.size is None:
        return ""
    measured = next(of for kind, of in SIZED_IN.items() if kind == fields.kind)
    told = fields._asdict() | {"size": shown(fields.size, "size", "nl", measured)}
    given = {key: told[name] for key, name in KEYS.items()}
    if given["bedrijf"] == NO_NAME:
        del given["bedrijf"]
    return urlencode({key: value for key, value in given.items() if value != CHOICES.get(key, ("",))[0]})


def is_scan(given: Mapping[str, str]) -> bool:
    """Whether an address holds fields of a quick scan."""
    return any(key in given for key in NEEDED)


def read(given: Mapping[str, str]) -> Draft:
    """The draft that an address asks for.

    Raises:
        InputError: if a field is missing or does not fit; nothing is guessed.
    """
    told: dict[str, Any] = {
        key: given.get(key, CHOICES.get(key, ("",))[0])[:MAX_ANSWER_LENGTH].strip() for key in KEYS
    }
    wrong = [key for key in NEEDED if not told[key]]
    wrong += [key for key, known in CHOICES.items() if told[key] not in known]
    if wrong:
        raise InputError(tuple(Problem(key, "missing", {}) for key in wrong))
    measured = next(of for kind, of in SIZED_IN.items() if kind == told["maat"])
    try:
        size, beside = read_size(told["omvang"], measured, told["eenheid"])
    except WrittenError as error:
        raise InputError(error.problems) from None
    unit: Any = beside or told["eenheid"]
    made = quick_proposal(
        company=told["bedrijf"] or NO_NAME,
        municipality=told["gemeente"],
        sector=told["sector"],
        kind=told["maat"],
        size=size,
        unit=unit,
        basis=told["telling"],
        opening=told["opening"],
    )
    return Draft(proposal=made)
