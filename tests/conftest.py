"""What all tests share: a quick proposal and a few cached assessments."""

import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from hea import Assessment, Proposal, assess
from hea.exchange import example

pytest_plugins = ["pytester", "tests.needs", "tests.programs"]

FEW_DRAWS = 64
TESTS = Path(__file__).parent

settings.register_profile(
    "hea",
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),  # the same examples in every run of CI, new ones at a desk
)
settings.load_profile("hea")


def distribution_centre(**changes: object) -> Proposal:
    """A distribution centre with four hundred workers in Venray."""
    fields: dict[str, object] = {
        "company": "Voorbeeld",
        "municipality": "GM0984",
        "sector": "dc_warehousing",
        "opening": "2027-03",
        "workforce": {"count": 400},
    }
    return Proposal.model_validate({**fields, **changes})


@cache
def assessed_example(name: str) -> Assessment:
    """An example, assessed with few draws."""
    return assess(example(name), draws=FEW_DRAWS)


@pytest.fixture(scope="session")
def dossier() -> Assessment:
    """The dossier in which everything is filled in."""
    return assessed_example("fictief_dossier_venray")


@pytest.fixture(scope="session")
def quick() -> Assessment:
    """A quick scan in which next to nothing is filled in."""
    return assess(distribution_centre(), draws=FEW_DRAWS)
