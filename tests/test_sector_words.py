"""Sectors by the words that people use: found, or the choice with the difference it makes."""

import csv
from importlib.resources import files

import pytest
from pydantic import TypeAdapter, ValidationError
from typer.testing import CliRunner

from hea.cli import app
from hea.exchange.leads import parse_leads
from hea.exchange.problems import from_validation
from hea.proposal import SectorId
from hea.reference import sectors
from hea.reference.words import (
    plain_words,
    sectors_called,
    sectors_described,
    sectors_like,
    words_of_sector,
)
from hea.texts import LANGUAGES, Lang
from tests.conftest import QUICK

SECTOR: TypeAdapter[str] = TypeAdapter(SectorId)

FOUND = {
    "dc_warehousing": (
        "koelhuis",
        "koel/vries",
        "magazijn",
        "Webshop",
        "distributie centrum",
        "e-commerce",
        "Distributiecentra, opslag en fulfilment",
    ),
    "transport_logistics_all": ("koerier", "Transport", "Transport and logistics, whole sector"),
    "slaughter": ("slachthuis", "kippenslachterij"),
    "glasshouse": ("kas", "Glastuinbouw"),
    "mushrooms": ("champignons", "Paddenstoelen", "paddestoelen"),
    "other_food": ("visverwerking", "zoetwaren fabriek", "uien verwerking", "AGF-verwerking"),
    "wholesale_other": ("AGF groothandel",),
    "construction": ("bouwplaats",),
    "manufacturing": ("Maakindustrie", "metaal", "autofabriek", "batterijfabriek"),
    "horeca": ("Horeca", "hotel"),
    "agency_pool": ("uitzendbureau",),
    "dc_bulk": ("winkelbevoorrading",),
    "dc_fashion_web": ("kledingmagazijn", "retourcentrum", "kleding dc", "dc kleding", "retouren"),
    "dc_grocery": ("online supermarkt",),
    "dc_parcel": ("sorteercentrum",),
    "bulbs_cut_flowers": ("bloembollen", "tulpen"),
    "soft_fruit_glass": ("aardbeien onder glas",),
}
DESCRIBED = {
    "kas tomaten": "glasshouse",
    "Kas (tomaten)": "glasshouse",
    "tomaten, kas": "glasshouse",
    "kas tomaten Venlo": "glasshouse",
    "kas bloemen": "glasshouse_flowers",
    "kas aardbeien": "soft_fruit_glass",
    "aardbeien kas": "soft_fruit_glass",
    "magazijn webshop": "dc_fashion_web",
    "webshop magazijn Bol": "dc_fashion_web",
    "magazijn pakketten": "dc_parcel",
    "slachthuis varkens": "slaughter",
    "slachthuis (varkens)": "slaughter",
    "varkens slachthuis": "slaughter",
    "teelt aardbeien": "open_field_harvest",
    "teelt van aardbeien": "open_field_harvest",
    "teelt champignons": "mushrooms",
    "distributiecentrum Bol": "dc_warehousing",
    "Bol distributiecentrum": "dc_warehousing",
    "DC Venray": "dc_warehousing",
    "distributiecentrum Trade Port Noord Venlo": "dc_warehousing",
    "hotel Van der Valk": "horeca",
    "transportbedrijf Jansen": "transport_logistics_all",
    "agrarisch, kas": "glasshouse",
    "Bakkerij Bart": "other_food",
    "warehouse Amazon": "dc_warehousing",
}
"""A known word with a product, a place or a brand beside it."""
CHOICES = {
    "logistiek": ("dc_warehousing", "transport_logistics_all"),
    "bollen": ("bulbs_cut_flowers", "glasshouse_flowers"),
    "chips": ("high_tech_it", "other_food"),
    "agf": ("wholesale_other", "other_food"),
    "pluimvee": ("other_agriculture", "slaughter", "meat_chain"),
    "postNL": ("dc_parcel", "transport_logistics_all"),
    "afvalverwerking": ("manufacturing", "business_park"),
    "logistiek Venlo": ("dc_warehousing", "transport_logistics_all"),
    "slachthuis/magazijn": ("slaughter", "dc_warehousing"),
    "slachthuis met magazijn": ("slaughter", "dc_warehousing"),
    "magazijn of kas": ("dc_warehousing", "glasshouse"),
    "uitzendbureau magazijn": ("agency_pool", "dc_warehousing"),
    "bouw kassen": ("construction", "glasshouse"),
    "magazijn broodfabriek": ("dc_warehousing", "other_food"),
}
NOT_THAT = ("geen slachthuis", "onderhoud magazijn", "machines voor kassen", "kantoor naast slachthuis")
"""A known word that is denied, or that something else has to do with."""


@pytest.mark.parametrize(("sector", "word"), [(key, word) for key, words in FOUND.items() for word in words])
def test_words_that_people_use_find_the_sector(sector: str, word: str) -> None:
    assert SECTOR.validate_python(word) == sector


@pytest.mark.parametrize(("written", "sector"), DESCRIBED.items())
def test_a_word_with_a_product_a_place_or_a_brand_finds_the_sector(written: str, sector: str) -> None:
    assert SECTOR.validate_python(written) == sector


@pytest.mark.parametrize("written", NOT_THAT)
def test_a_word_that_is_denied_or_only_beside_it_is_asked(written: str) -> None:
    with pytest.raises(ValidationError) as error:
        SECTOR.validate_python(written)
    (problem,) = from_validation(error.value)
    assert problem.code == "sector"
    assert "Bedoelt u" in problem.sentence()


def test_a_brand_does_not_hide_that_nothing_was_published() -> None:
    with pytest.raises(ValidationError) as error:
        SECTOR.validate_python("datacenter Microsoft")
    (problem,) = from_validation(error.value)
    assert problem.code == "sector_without_figures"


@pytest.mark.parametrize("word", CHOICES)
def test_a_word_for_more_sectors_offers_them_with_the_difference(word: str) -> None:
    assert (sectors_called(word) or sectors_described(word).sectors) == CHOICES[word]
    with pytest.raises(ValidationError) as error:
        SECTOR.validate_python(word)
    (problem,) = from_validation(error.value)
    for key in CHOICES[word]:
        assert sectors()[key].name_nl in problem.sentence()
        assert sectors()[key].name_en in problem.sentence("en")
    assert problem.sentence().count("%") == len(CHOICES[word])


def test_every_word_leads_to_sectors_that_are_there_and_none_is_there_twice() -> None:
    text = (files("hea.reference.words") / "sectors.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    words = [plain_words(row["word"]) for row in rows]
    assert len(words) == len(set(words))
    assert all(set(row["sector_ids"].split()) <= sectors().keys() for row in rows)


def test_a_list_tells_how_a_description_was_read() -> None:
    table = "Gemeente;Sector;Opening;Werknemers\nVenray;kas tomaten;2028-01;400\nVenray;DC Bol;2028-01;80\n"
    leads = parse_leads("x.csv", table.encode())
    assert [lead.proposal.sector for lead in leads.found] == ["glasshouse", "dc_warehousing"]
    told = " ".join(note.sentence() for note in leads.notes)
    assert "'kas tomaten' = Glastuinbouw, groente en gemengd" in told
    assert "'DC Bol' = Distributiecentra, opslag en fulfilment" in told


def test_every_surface_takes_the_same_words() -> None:
    table = "Gemeente;Sector;Opening;Werknemers\nVenray;magazijn;2028-01;400\nVenray;logistiek;2028-01;400\n"
    leads = parse_leads("x.csv", table.encode())
    assert [lead.proposal.sector for lead in leads.found] == ["dc_warehousing"]
    assert [problem.code for problem in leads.problems] == ["sector_choice"]
    assert "kolom Sector" in leads.problems[0].place
    assert CliRunner().invoke(app, QUICK).exit_code == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_finds_its_sectors_in_a_list_that_is_searched_by_what_it_holds(lang: Lang) -> None:
    text = (files("hea.reference.words") / "sectors.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        for sector in row["sector_ids"].split():
            name = getattr(sectors()[sector], f"name_{lang}")
            shown = ", ".join((name, *words_of_sector(sector, lang))).casefold()
            assert row["word"].casefold() in shown, row["word"]


@pytest.mark.parametrize(
    ("written", "sectors_of"),
    [
        ("koelopslag", ("dc_warehousing",)),
        ("broodfabriek", ("other_food",)),
        ("magazjin", ("dc_warehousing",)),
        ("zaadveredeling", ()),
        ("qqqqq", ()),
    ],
)
def test_a_sector_is_offered_for_a_word_that_is_known_and_for_nothing_else(
    written: str, sectors_of: tuple[str, ...]
) -> None:
    assert sectors_like(written) == sectors_of
    with pytest.raises(ValidationError) as error:
        SECTOR.validate_python(written)
    (problem,) = from_validation(error.value)
    assert problem.code == ("sector" if sectors_of else "sector_unlike")
    assert all(sectors()[key].name_nl in problem.sentence() for key in sectors_of)
    assert problem.sentence("en")
