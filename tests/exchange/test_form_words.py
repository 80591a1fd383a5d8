"""Cells of the form take the words that every other reader knows, where they can mean one thing only."""

import pytest
from pydantic import ValidationError

from hea.exchange.form import layout
from hea.exchange.form.values import CellProblemError, read_cell
from hea.exchange.problems import from_validation
from hea.proposal import FunctionGroup

GROUP, OFFER = "function_groups[0]", "housing_plan.offers[0]"


@pytest.mark.parametrize(
    ("path", "typed", "read"),
    [
        ("workforce.basis", "piek", "peak"),
        ("workforce.basis", "Gem.", "mean"),
        ("workforce.unit", "fte", "fte"),
        ("workforce.unit", "p", "persons"),
        (f"{GROUP}.basis", "in de  piek", "peak"),
        (f"{GROUP}.unit", "p.", "persons"),
        (f"{GROUP}.level", "kantoor", "office"),
        (f"{GROUP}.level", "machines", "operator_driver"),
        (f"{GROUP}.level", "office", "office"),
        (f"{GROUP}.level", "chauffeur", "operator_driver"),
        (f"{GROUP}.level", "Order pickers", "elementary"),
        (f"{GROUP}.level", "monteurs", "skilled_trade"),
        ("kind", "nieuw", "new"),
        ("kind", "uitbreiding", "expansion"),
        ("kind", "verhuizing", "relocation"),
        (f"{OFFER}.stay", "kort", "short"),
        (f"{OFFER}.stay", "lang", "long"),
        (f"{OFFER}.area_m2_per_person", "15 m2", 15),
        (f"{OFFER}.area_m2_per_person", "12,5 m²", 12.5),
        ("context.free_places.short", "geen", 0),
        ("context.pipeline_places.long", "Nul", 0),
        ("existing_workers", "geen", 0),
        (f"{GROUP}.existing", "geen", 0),
    ],
)
def test_words_with_one_meaning_are_read(path: str, typed: str, read: object) -> None:
    assert read_cell(typed, layout.field_at(path), "nl") == read


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        (f"{OFFER}.area_m2_per_person", "15 ha"),
        ("context.kern_inhabitants", "geen"),
        ("workforce.count", "geen"),
        (f"{OFFER}.persons_per_bedroom", "2 m2"),
        ("workforce.basis", "vaak"),
    ],
)
def test_words_that_may_mean_something_else_are_asked(path: str, typed: str) -> None:
    with pytest.raises(CellProblemError):
        read_cell(typed, layout.field_at(path), "nl")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("productie", "Eenvoudig werk, Bediening van machines en voertuigen"),
        ("magazijn", "Eenvoudig werk, Bediening van machines en voertuigen"),
        ("betonwagenchauffeur", "Bediening van machines en voertuigen"),
    ],
)
def test_a_word_that_may_be_more_than_one_level_is_asked_with_those(typed: str, offered: str) -> None:
    with pytest.raises(ValidationError) as error:
        FunctionGroup.model_validate({"name": "A", "level": typed, "count": 10})
    (problem,) = from_validation(error.value, FunctionGroup)
    assert f"Dichtstbij: {offered}." in problem.sentence()


@pytest.mark.parametrize("typed", ["werk", "op", "leiding"])
def test_a_word_that_only_stands_in_a_level_is_no_choice(typed: str) -> None:
    assert read_cell(typed, layout.field_at(f"{GROUP}.level"), "nl") == typed
