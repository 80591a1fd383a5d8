"""Areas, shares and places in whatever way they are written are read back as the same on every surface."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from hea.exchange.leads import parse_leads
from hea.proposal import MunicipalityCode
from hea.reference import municipalities, sectors
from hea.reference.words import place_called
from tests.exchange.test_written import AREA, SHARE, SURFACES, WAYS, Row, one

METRES = [way for way in WAYS if "personen" not in way(1) and not way(1).endswith("-")]
PLACE: TypeAdapter[str] = TypeAdapter(MunicipalityCode)
AREA_WAYS: list[Callable[[str], str]] = [
    lambda size: size,
    lambda size: f"{size} m2",
    lambda size: f"{size} m²",
    lambda size: f"ca. {size} m2",
]
SHARES: list[Callable[[int], str]] = [
    lambda n: f"{n}%",
    lambda n: f"{n} %",
    lambda n: f"{n} procent",
    lambda n: f"{n},0%",
]
PLACES: list[Callable[[str], str]] = [
    str,
    str.upper,
    str.lower,
    lambda name: f"gemeente {name}",
    lambda name: f"  {name} ",
    lambda name: f"{name}, Nederland",
    lambda name: f"{name} (bedrijventerrein Oost)",
]


@given(st.integers(100, 900_000), st.sampled_from(METRES), st.sampled_from(AREA_WAYS))
def test_any_area_in_any_way_is_the_same_on_every_surface(
    size: int, way: Callable[[int], str], behind: Callable[[str], str]
) -> None:
    word = behind(way(size))
    for name, (surface, kinds) in SURFACES.items():
        if AREA in kinds:
            said = one(surface(Row(AREA, word, "", "")), AREA)
            assert said == (f"ongeveer {size}" if word.startswith("ca.") else str(size)), name


@given(st.integers(0, 100), st.sampled_from(SHARES))
def test_any_share_in_any_way_is_the_same_on_every_surface(share: int, way: Callable[[int], str]) -> None:
    for name, (surface, kinds) in SURFACES.items():
        if SHARE in kinds:
            assert one(surface(Row(SHARE, way(share), "", "")), SHARE) == f"{share}%", name


@given(st.sampled_from(sorted(municipalities())), st.sampled_from(PLACES))
def test_any_municipality_in_any_way_is_found(code: str, way: Callable[[str], str]) -> None:
    name = municipalities()[code].name
    if "(" in name or "," in name:
        return  # what tells it from another is in brackets already
    assert PLACE.validate_python(way(name)) == code
    place = place_called(way(name))
    assert place is not None
    assert place.code == code


OFFICERS = (
    "Van den Berg Logistics|Venlo, bedrijventerrein Trade Port|DC|2027|ca 250|",
    "Kwekerij de Peel|Horst a/d Maas|kas paprika|voorjaar 2028|120 fte|5,5 ha",
    "Frutas BV|Oirlo (Venray)|teelt aardbeien|mrt-28|80 (piek 200)|40 ha",
    "Slagerij Noord|Boxtel|slachthuis varkens|Q2 2027|300-350|",
    "Bol|Waalwijk|distributiecentrum Bol|eind 2027|>800|65.000 m2",
    "PakketNL|Zaltbommel|sorteercentrum|2028-03|450|",
    "?|Weert|logistiek|2029|n.n.b.|12 ha",
    "Champigros|Sint Oedenrode|champignons|jan 2028|140 mensen|",
    "Hotel Zuid|Valkenburg|hotel|zomer 2027|60|",
    "Bakker Bart|Beuningen|bakkerij|1-6-2027|tussen 90 en 110|",
    "Datahub|Velp|datacenter|2030|50|20 ha",
    "Koelvries|Urk|koelhuis|medio 2028|75|15.000",
    "Agro XL|Noordoostpolder|agrarisch|2028|30|100 ha",
    "Montage BV|Helmond|assemblage|april 2027|1.200|",
    "Vlees & Co|Apeldoorn|vleesverwerking|okt 2027|400 fte|",
    "Tulp|Lisse|tulpen|feb '28|45|8 ha",
    "Uitzend1|Tilburg|uitzendbureau|2027|2000|",
    "Aspergehof|Sevenum|asperges|maart 2028|20 vast, 180 seizoen|30 ha",
    "Trans-Euro|Moerdijk|transportbedrijf Jansen|Q4 2027|150 chauffeurs|",
    "Schoon|Den Bosch|schoonmaakbedrijf|2027-09|85|",
    "Ziekenhuis|s-Hertogenbosch|zorg|2031|-|",
    "Bouwcombi|Almere|bouwplaats|half 2027|500-700|",
    "Frisdrank|Bodegraven|frisdrank|juli 2027|210|30000 m2",
    "Eierstal|Barneveld|eierpakstation|2027|35|",
    "E-shop|Lelystad|webshop magazijn|begin 2028|900|80.000 m²",
    "Snij|Venraij|snijgroente|2027|260|",
    "Rozen|Westland|kas rozen|2028|95|6 ha",
    "Metaal|Hengelo|metaal|nov 2027|180|",
    "Groothandel|Barendrecht|AGF groothandel|2027|130|22.000",
    "Park|Nederweert|bedrijventerrein|2029||35 ha",
    "Vis|Urk|visverwerking|mei 2027|tot 220|",
    "Mode|Tilburg|modemagazijn|2028|600|45.000",
    "Supermarkt|Zaandam|supermarkt dc|2027|700|",
    "Chips|Veldhoven|halfgeleiders|2027|3000|",
    "Uien|Goes|uien sorteren|2027|40|",
    "Zuivel|Heerenveen|zuivelfabriek|2028|1.1k|",
    "Maaltijden|Oss|maaltijden|Q1 2028|310 personen|",
    "Bessen|Helden|blauwe bessen|juni 2027|250 in de piek|25 ha",
    "Camping|Texel|vakantiepark|2027|70|",
    "Papier|Renkum|papier|2028|150|",
    "Kip|Nijkerk|pluimveeslachterij|2027|450|",
    "Onbekend|Limburg|magazijn|2027|100|",
    "Zonder plaats||magazijn|2027|100|",
    "Zonder sector|Venlo||2027|100|",
    "Zonder datum|Venlo|magazijn||100|",
    "Zonder omvang|Venlo|magazijn|2027||",
    "Dubbel|Venlo|magazijn|2027|101|",
    "Dubbel|Venlo|magazijn|2027|101|",
    "Half|Roermond|magazijn|2027|0,5|",
    "Groot|Roermond|magazijn|2027|2.000.000|",
    "Min|Roermond|magazijn|2027|-20|",
    "Woord|Roermond|magazijn|2027|veel|",
    "Winter|Roermond|magazijn|winter 2027|120|",
    "Twee|Roermond|magazijn of kas|2027|130|",
    "Niet|Roermond|geen slachthuis|2027|140|",
    "Buurt|Spijk|magazijn|2027|150|",
    "Fout|Oirlo (Venlo)|magazijn|2027|160|",
    "Mix|Eindhoven|slachthuis met magazijn|2027|170|",
    "Vraag|Eindhoven|magazijn|2027|400 uitzendkrachten|",
    "Lang|Eindhoven|we weten nog niet precies wat het gaat worden maar zoiets als opslag|2027|180|",
)
"""Sixty leads as an acquisition officer keeps them, with what is left open or cannot be."""


def test_of_sixty_leads_every_one_is_used_or_asked_and_none_is_lost() -> None:
    head = "Bedrijf|Waar|Wat doen ze|Start|Aantal mensen|Kavel"
    leads = parse_leads("werkvoorraad.csv", "\n".join((head, *OFFICERS)).encode())
    assert len(OFFICERS) == 60
    used = {lead.place for lead in leads.found}
    asked = {problem.place.partition(", kolom")[0] for problem in leads.problems}
    together = [problem.values["rows"] for problem in leads.problems if "rows" in problem.values]
    asked |= {f"werkvoorraad.csv, rij {number}" for rows in together for number in rows.split(", ")}
    asked.discard("werkvoorraad.csv")
    every = {f"werkvoorraad.csv, rij {number}" for number in range(2, 62)}
    assert not used & asked
    assert used | asked == every
    assert len(used) >= 30
    assert all(problem.sentence("nl") and problem.sentence("en") for problem in leads.problems)


@pytest.mark.parametrize("sector", sorted(sectors()))
def test_a_sector_by_its_name_with_a_brand_is_that_sector_or_asked(sector: str) -> None:
    name = sectors()[sector].name_nl
    leads = parse_leads(
        "x.csv", f'Gemeente;Sector;Opening;Werknemers\nVenray;"{name} Acme";2028;40\n'.encode()
    )
    assert leads.problems or leads.found[0].proposal.sector == sector
