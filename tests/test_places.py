"""Municipalities by what people call them: found, told what became of them, or offered those most like it."""

from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from hea.exchange.leads import read_leads
from hea.exchange.problems import from_validation
from hea.proposal import MunicipalityCode
from hea.reference import municipalities
from hea.reference.words import municipalities_called, municipality_code, places
from hea.reference.words.places import _names, letters_of

KEPT = Path(__file__).parent / "exchange/kept"
CODE: TypeAdapter[str] = TypeAdapter(MunicipalityCode)

FOUND = {
    "GM0518": ("Den Haag", "den haag", "'s-Gravenhage", "’s-Gravenhage", "s Gravenhage", "The Hague"),
    "GM0796": ("Den Bosch", "’s-Hertogenbosch", "'s Hertogenbosch", "gemeente 's-Hertogenbosch"),
    "GM0893": ("Bergen (L)", "Bergen L", "Bergen (Limburg)", "bergen (l.)"),
    "GM1900": ("Sudwest-Fryslan", "SÚDWEST FRYSLÂN", "Súdwest-Fryslân", "Zuidwest-Friesland"),
    "GM1894": ("Peel & Maas", "Peel en Maas", "Peel+Maas"),
    "GM0957": ("Roermond (L)", "Roermond (Lb.)", "roermond (Limburg)"),
    "GM0983": ("Venlo (NL)", "Venlo (Nederland)", "Venlo, Limburg", "Venlo, NL"),
    "GM0772": ("Eindhoven (NB)", "Eindhoven (N-Br)", "Eindhoven (Brabant)"),
    "GM1507": (
        "Horst a/d Maas",
        "Horst ad Maas",
        "Horst a.d. Maas",
        "Horst aan de Maas",
        "horst  aan de maas",
    ),
    "GM0502": ("Capelle a/d IJssel", "Capelle aan de IJssel", "Capelle aan den Ĳssel"),
    "GM0984": ("gemeente Venray", "Gem. Venray", "Venray (gemeente)", "gm0984", "984", "0984", "984.0"),
    "GM0164": ("Hengelo", "Hengelo (O)", "Hengelo O."),
    "GM1711": ("Echt Susteren", "Echt-Susteren"),
    "GM0845": ("St. Michielsgestel", "Sint Michielsgestel"),
    "GM0820": ("Nuenen", "Nuenen c.a."),
    "GM0228": ("Ede Gld.", "Ede GLD", "Ede (Gld)"),
    "GM0363": ("A'dam",),
    "GM0599": ("R'dam",),
}


@pytest.mark.parametrize(("code", "written"), [(code, one) for code, each in FOUND.items() for one in each])
def test_other_names_and_spellings_are_found(code: str, written: str) -> None:
    assert CODE.validate_python(written) == code


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ("Uden", "sinds 2022 deel van Maashorst"),
        ("Geldermalsen", "sinds 2019 deel van West Betuwe"),
        ("Haaren", "2021 verdeeld over Boxtel"),
        ("Bergen", "Bedoelt u Bergen (NH.), Bergen (L.)?"),
        ("Venraij", "Bedoelt u Venray"),
        ("Venraij", "Is het een andere plaats, vul dan de gemeente in"),
        ("Achterbosch", "Is het een klein dorp"),
        ("gm0985", "Voorst (GM0285)"),
        ("Xyz", "'Xyz' is niet bekend als gemeente of dorp"),
        ("Tilburg-Noord", "Bedoelt u Tilburg?"),
        ("Den Haag Zuid", "Bedoelt u 's-Gravenhage?"),
        ("regio Venlo", "Bedoelt u Venlo?"),
        ("Midden Limburg", "is een regio of provincie"),
        ("Noord-Limburg", "zoals Venlo, "),
        ("Zuidoost Brabant", "Eindhoven, Helmond"),
        ("Twente", "Enschede, Hengelo"),
        ("provincie Limburg", "Maastricht, Venlo"),
        ("Brabant", "Eindhoven, Tilburg"),
        ("regio Achterhoek", "Doetinchem"),
        ("Ede of Barneveld", "Bedoelt u Ede, Barneveld?"),
        ("Eerbeek Noord", "Bedoelt u Brummen?"),
    ],
)
def test_what_is_no_municipality_now_is_asked_back_with_what_it_may_be(written: str, part: str) -> None:
    with pytest.raises(ValidationError) as error:
        CODE.validate_python(written)
    (problem,) = from_validation(error.value)
    assert part in problem.sentence()
    assert problem.sentence("en")


@pytest.mark.parametrize("written", ["Den Haagg", "Den Bos", "Den Haag centrum", "Den Helde"])
def test_what_only_ends_or_begins_alike_is_not_offered(written: str) -> None:
    offered = {municipalities()[code].name for code in municipalities_called(written)}
    assert not offered & {"Alphen aan den Rijn", "Capelle aan den IJssel", "Krimpen aan den IJssel"}


def test_every_name_finds_its_own_municipality() -> None:
    assert all(municipality_code(row.name) == code for code, row in municipalities().items())
    assert len({letters_of(row.name) for row in municipalities().values()}) == len(municipalities())


def test_no_former_municipality_is_called_as_one_of_now() -> None:
    assert not _names().former.keys() & _names().now.keys()
    assert all(set(gone.successors) <= municipalities().keys() for gone in _names().former.values())
    assert all(code in municipalities() for code in _names().now.values())


def test_in_a_list_each_name_is_read_or_asked_back() -> None:
    leads = read_leads(KEPT / "municipality_names.csv")
    found = [lead.proposal.municipality for lead in leads.found]
    assert found == ["GM0518", "GM0796", "GM0893", "GM1900", "GM1894", "GM1507", "GM0984", "GM0983"]
    assert [problem.code for problem in leads.problems] == [
        "lead_twice",
        "municipality_merged",
        "municipality_merged",
    ]


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("Eerbeek", ()),
        ("Kessel", ()),
        ("Sittard", ("Sittard-Geleen",)),
        ("Horst", ("Horst aan de Maas",)),
        ("Meijel", ()),
        ("Tegelen", ()),
        ("Blerick", ()),
        ("Sevenum", ()),
        ("Geleen", ()),
        ("Maasbree", ()),
        ("Helden-Panningen", ()),
        ("Arcen", ()),
        ("Beek en Donk", ()),
        ("Grubbenvorst", ()),
        ("Venraij", ("Venray",)),
        ("Weertt", ("Weert",)),
        ("Utrecht (L)", ("Utrecht",)),
        ("Utrecht, Limburg", ()),
        ("Echt", ("Echt-Susteren",)),
    ],
)
def test_a_name_is_offered_for_its_whole_and_a_village_gets_no_namesake(
    written: str, offered: tuple[str, ...]
) -> None:
    assert tuple(municipalities()[code].name for code in municipalities_called(written)) == offered


def test_a_long_name_is_put_in_plain_words_once_and_not_for_each_municipality(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A list of three thousand plans took twenty seconds for words of three hundred letters."""
    asked: list[str] = []
    plain_words = places.plain_words

    def counted(written: str) -> str:
        asked.append(written)
        return plain_words(written)

    monkeypatch.setattr(places, "plain_words", counted)
    places.municipalities_called("v" * 300)
    assert sum(written.startswith("vvv") for written in asked) <= 2
