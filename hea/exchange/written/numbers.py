"""A number as people write it: 1.200, 1,200, 1 200, 2,5, 2.5, 1.200,- and with its unit behind it."""

import math
import re
from decimal import Decimal
from typing import Final, Literal, NamedTuple, NoReturn

from hea.problems import RefusedError
from hea.reference.words import number_called
from hea.units import M2_PER_HA

Quantity = Literal["count", "people", "places", "m2", "ha", "ratio", "figure"]
"""What is asked for; people are counted in whole ones, a count may be of full-time equivalents.

Nobody counts people, places or square metres in thousandths, and no ratio of ours
is in the thousands; of hectares and of other figures both may be meant, so those are asked back."""

SHOWN: Final = 60
"""Characters of what was written that a sentence repeats."""
MAX_WRITTEN_LENGTH: Final = 60
"""Characters of a number with its words; what is longer is a story."""
STORY: Final = 300
"""Characters of what is written beyond which no pattern is tried on it: some take the square of its length,
and nothing else in the app goes on meanwhile."""
WHOLE_GROUP: Final = 3
"""Digits between two thousand marks, and the only number of decimals that looks like them."""

UNITS: Final[dict[str, str]] = {
    **dict.fromkeys(("fte", "fte's", "ftes", "vte", "voltijdbanen", "arbeidsjaren"), "fte"),
    **dict.fromkeys(
        (
            "personen", "persoon", "persons", "people", "mensen", "medewerkers", "werknemers", "workers",
            "employees", "arbeidsplaatsen", "banen", "jobs", "man", "mdw", "pers",
        ),
        "persons",
    ),
    **dict.fromkeys(("m2", "m²", "vierkante meter", "m2 bvo", "m² bvo", "m2 vloer", "sqm"), "m2"),
    **dict.fromkeys(("ha", "hectare", "hectaren", "hectares"), "ha"),
}  # fmt: skip
"""Words behind a number, and what they say that it counts."""
PLACES: Final = dict.fromkeys(
    (
        "plaatsen", "plaats", "plekken", "plek", "slaapplaatsen", "bedden", "bed", "eenheden", "eenheid",
        "woningen", "woning", "places", "place", "beds", "units", "unit", "dwellings", "dwelling", "homes",
    ),
    "places",
)  # fmt: skip
"""Words behind a number of places to live; above a column they may mean something else."""
SHORT_FOR_PEOPLE: Final = dict.fromkeys(
    ("p", "mw", "mw'ers", "mwers", "mdw'ers", "mdwers", "mdws"), "persons"
)
"""What people write behind a number for persons; above a column these letters mean other things too."""
OTHER_AREAS: Final = {
    **dict.fromkeys(("km2", "km²", "vierkante kilometer", "sq km", "sqkm"), "km2"),
    **dict.fromkeys(("are", "aren", "ares"), "are"),
}
"""Units of area behind a number in which nothing is asked; above a column "are" is an English word."""
IN_M2: Final = {"m2": 1.0, "are": 100.0, "ha": float(M2_PER_HA), "km2": 1e6}
"""Square metres in each unit of area."""
BEHIND: Final = UNITS | PLACES | SHORT_FOR_PEOPLE | OTHER_AREAS
UNIT: Final = re.compile(
    rf"\s*({'|'.join(sorted(map(re.escape, BEHIND), key=len, reverse=True))})\.?$", re.IGNORECASE
)
_WORKERS = (
    r"(?:mede)?werk(?:er|ster|neme?r)s?|(?:werk)?krachten|personeelsleden|vakmensen|vaklieden|collega'?s|"
    r"chauffeurs?|operators?|monteurs?|plukkers?|(?:order)?pickers?|planners?|inpak(?:kers?|sters)|slagers?|"
    r"uitbeners?|lassers?|schoonmakers?|(?:ploeg|team)?leiders?|sorteerders?|magazijniers?|heftruckers?|"
    r"bouwvakkers?|timmerlieden|metselaars?|technici|koks?|kassi[eè]res?|verkopers?|"
    r"drivers?|packers?|operatives?|staff|welders?|butchers?|cleaners?|technicians?"
)
PEOPLE: Final = re.compile(
    rf"(?<=\d)\s*(?P<fte>fte)?\s+(?P<word>(?:[^\W\d_]+-?)?(?:{_WORKERS}))\.?$", re.IGNORECASE
)
"""A word for people who do some work behind a number: 120 chauffeurs, 45 productiemedewerkers."""
PART_OF_PEOPLE: Final = re.compile(
    r"(?<=\d)\s*(?:fte\s+)?(?:(?:vaste?|tijdelijke|flexibele|parttime|buitenlandse|permanent|temporary|foreign)"
    r"\s+\w+|(?:arbeids)?migranten|uitzendkrachten|flexkrachten|flexwerkers|flexers|seizoenskrachten|"
    r"seizoenwerkers|seizoenswerkers|(?:labour )?migrants|agency workers|temps|vast|flex|inleen)\.?$",
    re.IGNORECASE,
)
"""Words for some of the people only: how many there are in all does not follow."""
_PEOPLE, _PLACES, _AREA = (("persons", "fte"), ("places",), tuple(IN_M2))
_NO_AREA = dict.fromkeys((*_PEOPLE, *_PLACES), "unit_no_area")
_NO_UNIT = dict.fromkeys((*_PEOPLE, *_PLACES, *_AREA), "unit_too_many")
OTHER_UNIT: Final[dict[Quantity, dict[str, str]]] = {
    "count": dict.fromkeys(_PLACES, "unit_places_for_count") | dict.fromkeys(_AREA, "unit_area_for_count"),
    "places": dict.fromkeys(_PEOPLE, "unit_people_for_places") | dict.fromkeys(_AREA, "unit_area_for_places"),
    "m2": _NO_AREA,
    "ha": _NO_AREA,
    "ratio": _NO_UNIT,
    "figure": _NO_UNIT,
}
"""What to say of a number that counts or measures something else than is asked for."""
IN_THOUSANDS: Final = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:k|duizend|thousand)$", re.IGNORECASE)
"""Thousands in short: 1,2k, 1,2 duizend."""
EMPTY_CENTS: Final = re.compile(r"[.,][-–—=]+$")
DIGITS: Final = re.compile(r"[-+]?(?:\d[\d.,' ]*|[.,]\d+)")
SPACES: Final = str.maketrans(
    dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\t", " ")
    | dict.fromkeys("\u2010\u2011\u2012\u2212\ufe63\uff0d", "-")
    | dict.fromkeys("\u00ad\u200b\u2060\ufeff", "")
    | {"’": "'"}
)
"""Spaces, dashes and apostrophes of word processors, and what they hide between letters."""

RUN: Final = re.compile(r"\s{3,}")
"""As much as two spaces, which are no mark of thousands either; patterns begin anew at each of them."""


class WrittenError(RefusedError):
    """What was written cannot be read, or can be read in two ways."""


class Number(NamedTuple):
    """A number, and the unit that stood behind it if any."""

    value: float
    unit: str


def cleaned(written: str) -> str:
    """What was written with plain spaces, apostrophes and hyphens; nothing of a story."""
    return RUN.sub("  ", written.translate(SPACES).strip()) if len(written) <= STORY else ""


def held_number(written: object) -> float:
    """What a file or a cell already holds as a number.

    Raises:
        WrittenError: if it is none.
    """
    if isinstance(written, bool) or not isinstance(written, int | float | Decimal):
        refuse(written)
    try:
        return finite(float(written), written)
    except (OverflowError, ValueError):  # too large, or a decimal that is no number in a way of its own
        refuse(written)


def people_behind(word: str) -> re.Match[str] | None:
    """The word for people who do some work behind a number; none if it tells of some of the people only."""
    return None if PART_OF_PEOPLE.search(word) else PEOPLE.search(word)


def read_with_unit(written: str, of: Quantity) -> Number:
    """A number with the unit that stands behind it.

    Raises:
        WrittenError: if it is no number, or can be read in two ways.
    """
    word = cleaned(written)
    if len(word) > MAX_WRITTEN_LENGTH:
        refuse(written)
    people = people_behind(word)
    behind = people or UNIT.search(word)
    if people is not None:
        unit = "fte" if people["fte"] else "persons"
    else:
        unit = BEHIND[behind[1].lower()] if behind else ""
    bare = word[: behind.start()] if behind else word
    measured = of if unit not in IN_M2 else "m2" if unit == "m2" else "ha"
    if measured in ("count", "m2") and (short := IN_THOUSANDS.fullmatch(bare.strip())):
        return Number(float(short[1].replace(",", ".")) * 1000, unit)
    spoken = number_called(bare) if of in ("count", "places", "people") else None
    if spoken is not None:
        return Number(float(spoken), unit)
    return Number(_value(EMPTY_CENTS.sub("", bare).strip(), measured, written), unit)


def in_asked_unit(found: Number, of: Quantity, written: str) -> float:
    """The number in the unit that is asked for.

    Raises:
        WrittenError: if it counts something else.
    """
    if of in ("m2", "ha") and found.unit in IN_M2:
        return found.value * IN_M2[found.unit] / IN_M2[of]
    fits = {"count": ("", "persons", "fte"), "places": ("", "places")}
    if found.unit not in fits.get(of, ("",)):
        raise WrittenError(OTHER_UNIT[of][found.unit], value=written.strip()[:SHOWN])
    return found.value


def refuse(written: object) -> NoReturn:
    """Say that something is no number.

    Raises:
        WrittenError: always.
    """
    said = str(written).strip()
    raise WrittenError("typed_number" if said else "typed_nothing", value=said[:SHOWN]) from None


def finite(value: float, written: object) -> float:
    """The number, unless it is endless.

    Raises:
        WrittenError: if it is.
    """
    return value if math.isfinite(value) else refuse(written)


def _value(bare: str, of: str, written: str) -> float:
    if not DIGITS.fullmatch(bare):
        refuse(written)
    sign = -1.0 if bare.startswith("-") else 1.0
    digits = _without_spaces(bare.lstrip("+-"), written)
    marks = [mark for mark in digits if mark in ".,"]
    if len(marks) == 1:
        return sign * _one_mark(digits, marks[0], of, written)
    if len(set(marks)) == 1:
        return sign * float(_grouped(digits, marks[0], written))
    if not marks:
        return sign * finite(float(digits), written)
    whole, decimals = digits.rsplit(marks[-1], 1)
    if marks[-1] in whole:
        refuse(written)
    return sign * float(f"{_grouped(whole, marks[0], written)}.{decimals or '0'}")


def _without_spaces(digits: str, written: str) -> str:
    """Spaces and apostrophes stand only between groups of three digits."""
    if " " not in digits and "'" not in digits:
        return digits
    whole = re.split(r"[.,]", digits, maxsplit=1)[0]
    if not re.fullmatch(r"\d{1,3}(?:[ ']\d{3})+", whole):
        refuse(written)
    rest = digits[len(whole) :]
    return re.sub(r"[ ']", "", whole) + rest if " " not in rest and "'" not in rest else refuse(written)


def _grouped(whole: str, mark: str, written: str) -> str:
    """The digits of a whole number whose thousands are marked, without the marks."""
    first, *groups = whole.split(mark)
    fits = 1 <= len(first) <= WHOLE_GROUP and all(len(group) == WHOLE_GROUP for group in groups)
    return first + "".join(groups) if fits else refuse(written)


def _one_mark(digits: str, mark: str, of: str, written: str) -> float:
    """A number with one point or comma: thousands or decimals, by how many digits stand around it."""
    whole, behind = digits.split(mark)
    decimal = finite(float(f"{whole or '0'}.{behind or '0'}"), written)
    looks_grouped = len(behind) == WHOLE_GROUP and len(whole) <= WHOLE_GROUP and not whole.startswith("0")
    if not looks_grouped or not whole or of == "ratio":
        return decimal
    thousands = float(whole + behind)
    if of in ("count", "places", "m2"):
        return thousands
    raise WrittenError("written_two_ways", value=written.strip()[:SHOWN], first=thousands, second=decimal)
