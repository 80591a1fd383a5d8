"""Hints at misspelt names: what the library for likeness finds, beside the one that Python ships with."""

import difflib
from collections.abc import Mapping

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
    "asperge": "open_field_harvest",
    "bedrijventerein": "business_park",
    "boodschappen": "dc_grocery",
    "bouwplaats": "construction",
    "champignonteeld": "mushrooms",
    "distributiecentra": "dc_warehousing",
    "fulfilment": "dc_warehousing",
    "glastuinbow": "glasshouse",
    "harvest": "open_field_harvest",
    "hospitalty": "horeca",
    "machinebouw": "manufacturing",
    "onderzoek": "high_tech_it",
    "opslag": "dc_warehousing",
    "pakketen": "dc_parcel",
    "schoonmaken": "cleaning",
    "slachterijen": "slaughter",
    "snijbloemen": "bulbs_cut_flowers",
    "soft fruits": "soft_fruit_glass",
    "transport logistiek": "transport_logistics_all",
    "uitzendbureau": "agency_pool",
    "vleesverwerkng": "meat_chain",
    "webwinkels": "dc_fashion_web",
    "zorg": "care",
}
OFFERED = 3


def missed(meant: Mapping[str, str], found: Mapping[str, tuple[str, ...]]) -> set[str]:
    return {word for word, name in meant.items() if name not in found[word]}


def by_difflib(word: str, labels: Mapping[str, str]) -> tuple[str, ...]:
    """The closest by the standard library, which compares from the first letter to the last."""
    lowered = {label.lower(): key for key, label in labels.items()}
    return tuple(lowered[hit] for hit in difflib.get_close_matches(word, lowered, n=OFFERED, cutoff=0))


def test_hints_find_municipalities_that_difflib_does_not() -> None:
    """The reason why the package depends on rapidfuzz; once this fails, difflib will do."""
    labels = {row.name: row.name for row in municipalities().values()}
    ours, plain = both(MUNICIPALITIES, labels)
    assert len(ours) <= 1, ours
    assert len(plain) >= 10, plain


def test_hints_at_sectors_are_no_worse() -> None:
    """Long names with many words: each of the two misses a few that the other finds."""
    ours, plain = both(SECTORS, described(sectors()))
    assert len(ours) <= len(plain) <= 5, (ours, plain)


def both(meant: Mapping[str, str], labels: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """What our hints miss, and what those of the standard library miss."""
    return (
        missed(meant, {word: nearest(word, labels, OFFERED, labels) for word in meant}),
        missed(meant, {word: by_difflib(word, labels) for word in meant}),
    )
