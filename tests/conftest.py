"""What all tests share: a quick proposal and a few cached assessments."""

import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from hea import Assessment, Proposal, assess
from hea.dossiers import Store
from hea.exchange import example
from hea.exchange.form import build_form

pytest_plugins = ["pytester", "tests.needs", "tests.programs"]

FEW_DRAWS = 64
QUICK = (*["quick", "--sector", "magazijn", "--municipality", "Venray", "--persons", "400", "--draws", "32"],)
"""A quick scan on the command line, for what an option does to it."""
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


@cache
def empty_form() -> bytes:
    """The form as a company gets it."""
    return build_form()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An embedded database with all its tables, to copy: quicker than to migrate one for every test."""
    path = tmp_path_factory.mktemp("empty") / "hea.sqlite"
    Store(f"sqlite:///{path}").engine.dispose()
    return path


@pytest.fixture(scope="session")
def dossier() -> Assessment:
    """The dossier in which everything is filled in."""
    return assessed_example("fictief_dossier_venray")


@pytest.fixture(scope="session")
def quick() -> Assessment:
    """A quick scan in which next to nothing is filled in."""
    return assess(distribution_centre(), draws=FEW_DRAWS)
