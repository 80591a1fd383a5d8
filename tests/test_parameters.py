"""The set of parameters: look-up, replacing, reading, and that every parameter with a role is used."""

import re

import pytest
from pydantic import ValidationError

from hea import AssessmentError, assess, load_parameters
from hea.exchange import example, example_names
from hea.parameters import Parameter, ParameterError, ParameterReader
from hea.parameters.parameter import OwnValue
from hea.reference import facilities, municipalities, sectors
from hea.report.sentences.sources import source_text, unit_text
from hea.scenarios.builtin import fewer_migrants
from hea.texts import LANGUAGES, Lang
from tests.conftest import distribution_centre

HOUSE_RULES = {"default_spread"}


def test_an_unknown_name_is_answered_with_near_ones() -> None:
    with pytest.raises(ParameterError, match="persons_per_fte"):
        load_parameters()["person_per_fte"]


def test_replacing_a_value_changes_the_hash_and_leaves_the_original_alone() -> None:
    shipped = load_parameters()
    changed = shipped.replace({"persons_per_fte": 1.2})
    assert changed.value("persons_per_fte") == 1.2
    assert changed.overrides == ("persons_per_fte",)
    assert changed.hash != shipped.hash
    assert shipped.value("persons_per_fte") == 1.1


def test_a_value_outside_the_domain_is_refused() -> None:
    with pytest.raises(ParameterError, match="direct_stay_factor"):
        load_parameters().replace({"direct_stay_factor": 1.4})


def test_low_above_central_is_refused() -> None:
    parameter = load_parameters()["persons_per_fte"].model_dump()
    with pytest.raises(ValidationError, match="ascend"):
        Parameter.model_validate({**parameter, "low": 1.2})


def test_an_own_value_reaches_the_outcome_and_the_trace() -> None:
    parameters = load_parameters().replace({"sector.dc_warehousing.migrant_share": 0.3})
    assessment = assess(distribution_centre(), parameters, draws=32)
    assert assessment.headline.migrant_share.p50 == pytest.approx(0.3, abs=1e-4)
    assert assessment.parameters.overrides == ("sector.dc_warehousing.migrant_share",)
    assert assessment.parameters.hash == parameters.hash


def read_anywhere() -> set[str]:
    """Names read by the examples, by every sector in three sizes, and by the levels outside a typical mix.

    What is read for one end of a range depends on whether the sector has a figure for its companies.
    """
    proposals = [example(name) for name in example_names()]
    proposals += [distribution_centre(workforce={"count": {end: 10}}) for end in ("middle", "high")]
    proposals.append(distribution_centre(sector="slaughter", workforce={"count": {"high": 10}}))
    sizes = (
        {"workforce": {"count": 10, "unit": "fte"}},
        {"workforce": None, "area": {"kind": "plot", "size_m2": 1e4}},
        {"workforce": None, "area": {"kind": "footprint", "size_m2": 1e4}},
    )
    proposals += [distribution_centre(sector=sector, **size) for sector in sectors() for size in sizes]
    proposals += [
        distribution_centre(sector=sector, function_groups=[{"name": "a", "level": level, "count": 3}])
        for level in ("service_worker", "professional_high_tech", "average")
        for sector in ("horeca", "slaughter")
    ]
    proposals += [distribution_centre(municipality=code) for code in ("GM0957", "GM0935", "GM0153")]
    scenarios = ParameterReader(load_parameters())
    fewer_migrants(distribution_centre(), scenarios)
    used = set(scenarios.used)
    for proposal in proposals:
        try:
            used |= set(assess(proposal, draws=16).parameters.used)
        except AssessmentError:
            assert proposal.area is not None  # a sector without a density
    return used


def test_parameters_with_the_role_of_the_model_are_exactly_those_it_reads() -> None:
    with_role = {name for name, parameter in load_parameters().items() if parameter.role == "model"}
    assert read_anywhere() == with_role


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_unit_has_a_text(lang: Lang) -> None:
    for name, parameter in load_parameters().items():
        assert unit_text(name, parameter.unit, lang)


def test_the_norm_of_a_facility_is_in_the_unit_of_its_row() -> None:
    for key, facility in facilities().items():
        norm = f"facility.{key}.norm"
        assert norm not in load_parameters() or load_parameters()[norm].unit == facility.norm_unit, key
    alike: dict[str, set[str]] = {}
    for facility in facilities().values():
        alike.setdefault(facility.norm_unit, set()).add(facility.unit_en)
    assert all(len(units) == 1 for units in alike.values())


def test_words_of_a_user_stay_as_they_are_behind_the_mark_of_an_own_value() -> None:
    source = OwnValue(name="a", value=1, who="J. Jansen", why="no source: assumption {x}").source
    assert source_text(source, "nl") == "Eigen waarde: no source: assumption {x}, J. Jansen"


def test_sources_are_told_in_dutch() -> None:
    """They stand in the report of a Dutch council; names of publications stay as they are."""
    english = re.compile(
        r"\b(and|the|with|years?|workers|cases|press|survey|section|June|July|August|January"
        r"|no source|assumption|[Dd]efinition of)\b"
    )
    told = {source_text(parameter.source, "nl") for parameter in load_parameters().values()}
    told |= {row.source for row in municipalities().values()}
    assert not sorted(filter(english.search, told))
