"""Hints at misspelt names: what the library for likeness finds, beside the one that Python ships with."""

import difflib
from collections.abc import Mapping

import pytest

from hea.reference import municipalities, sectors
from hea.reference.tables import described, nearest

MUNICIPALITIES = {
    "alphen ad rijn": "Alphen aan den Rijn",
    "bakel": "Gemert-Bakel",
    "bergen op zom": "Bergen op Zoom",
    "betuwe west": "West Betuwe",
    "capelle": "Capelle aan den IJssel",
    "cuijk": "Land van Cuijk",
    "de maas horst": "Horst aan de Maas",
    "duiveland": "Schouwen-Duiveland",
    "fryslan noardeast": "Noardeast-Fryslân",
    "gemeente westland": "Westland",
    "gerwen": "Nuenen, Gerwen en Nederwetten",
    "hertogenbosch": "'s-Hertogenbosch",
    "heuvelrug": "Utrechtse Heuvelrug",
    "horst": "Horst aan de Maas",
    "krimpen ijssel": "Krimpen aan den IJssel",
    "kroon": "Hollands Kroon",
    "kroon hollands": "Hollands Kroon",
    "kuijk": "Land van Cuijk",
    "maas en peel": "Peel en Maas",
    "meijerijstad": "Meierijstad",
    "midden delftland": "Midden-Delfland",
    "mierden": "Reusel-De Mierden",
    "nissewaart": "Nissewaard",
    "noordoost polder": "Noordoostpolder",
    "nuenen": "Nuenen, Gerwen en Nederwetten",
    "overflakkee": "Goeree-Overflakkee",
    "roozendaal": "Roosendaal",
    "s gravenhage": "'s-Gravenhage",
    "schouwen": "Schouwen-Duiveland",
    "stichtse vegt": "Stichtse Vecht",
    "terneusen": "Terneuzen",
    "tytsjerksteradeel": "Tytsjerksteradiel",
    "venlow": "Venlo",
    "venrai": "Venray",
    "zeewolden": "Zeewolde",
}
SECTORS = {
    "champignonteeld": "mushrooms",
    "distributiecentra": "dc_warehousing",
    "glastuinbow": "glasshouse",
    "harvest": "open_field_harvest",
    "hospitalty": "horeca",
    "schoonmaken": "cleaning",
    "slachterijen": "slaughter",
    "wholesale": "wholesale_other",
    "zorg": "care",
}
OFFERED = 3


def missed(meant: Mapping[str, str], found: Mapping[str, tuple[str, ...]]) -> set[str]:
    return {word for word, name in meant.items() if name not in found[word]}


def by_difflib(word: str, labels: Mapping[str, str]) -> tuple[str, ...]:
    """The closest by the standard library, which compares from the first letter to the last."""
    lowered = {label.lower(): key for key, label in labels.items()}
    return tuple(lowered[hit] for hit in difflib.get_close_matches(word, lowered, n=OFFERED, cutoff=0))


@pytest.mark.parametrize(
    ("meant", "labels", "most_missed"),
    [
        (MUNICIPALITIES, {row.name: row.name for row in municipalities().values()}, 1),
        (SECTORS, described(sectors()), 1),
    ],
    ids=["municipalities", "sectors"],
)
def test_hints_find_what_is_meant_where_difflib_does_not(
    meant: Mapping[str, str], labels: Mapping[str, str], most_missed: int
) -> None:
    """The reason why the package depends on rapidfuzz; once this fails, difflib will do."""
    ours = missed(meant, {word: nearest(word, labels, OFFERED, labels) for word in meant})
    plain = missed(meant, {word: by_difflib(word, labels) for word in meant})
    assert len(ours) <= most_missed, ours
    assert len(plain) >= 3 * max(len(ours), 1), plain
