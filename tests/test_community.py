"""What an organisation looks at before it takes hea: who answers for it, and licences."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from docs.publishing import licences
from docs.publishing.bill import completed
from hea.texts import LANGUAGES

TOP = Path(__file__).parents[1]
SCHEMA = json.loads((TOP / "docs/publishing/publiccode.schema.json").read_text(encoding="utf-8"))
CRITERIA = (
    "Code in the open", "Bundle policy and source code", "Make the codebase reusable and portable",
    "Welcome contributors", "Make contributing easy", "Maintain version control",
    "Require review of contributions", "Document codebase objectives", "Document the code",
    "Use plain English", "Use open standards", "Use continuous integration", "Publish with an open license",
    "Make the codebase findable", "Use a coherent style", "Document codebase maturity",
)  # fmt: skip
"""Of the Standard for Public Code 0.8."""


def described() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((TOP / "publiccode.yml").read_text(encoding="utf-8"))
    return found


def test_the_description_follows_the_standard() -> None:
    jsonschema.validate(described(), SCHEMA)


def test_what_the_description_names_is_there() -> None:
    told = described()
    assert set(told["description"]) == set(told["localisation"]["availableLanguages"]) == set(LANGUAGES)
    pictures = [path for words in told["description"].values() for path in words["screenshots"]]
    assert pictures
    assert [path for path in pictures if not (TOP / path).exists()] == []


WRONG: dict[str, Callable[[dict[str, Any]], object]] = {
    "a country in capitals": lambda told: told["intendedAudience"].update(countries=["NL"]),
    "a scope that is not listed": lambda told: told["intendedAudience"].update(
        scope=["regional-authorities"]
    ),
    "nobody to ask": lambda told: told["maintenance"].pop("contacts"),
    "no way to reach them": lambda told: told["maintenance"]["contacts"][0].pop("email"),
    "a long short description": lambda told: told["description"]["nl"].update(shortDescription="a" * 151),
    "an older version of the standard": lambda told: told.update(publiccodeYmlVersion="0.4"),
    "a word of its own": lambda told: told.update(monochromeLogo="x.svg"),
    "no licence": lambda told: told["legal"].pop("license"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_description_that_does_not_follow_it_is_refused(wrong: str) -> None:
    told = described()
    WRONG[wrong](told)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told, SCHEMA)


@pytest.mark.parametrize(
    "name", ["CONTRIBUTING.md", "GOVERNANCE.md", "SECURITY.md", "CODE_OF_CONDUCT.md", "docs/roadmap.md"]
)
def test_what_a_contributor_looks_for_is_there(name: str) -> None:
    assert len((TOP / name).read_text(encoding="utf-8").split()) > 50


def test_each_kind_of_question_has_a_form_that_asks_for_no_data_of_a_company() -> None:
    forms = sorted((TOP / ".github/ISSUE_TEMPLATE").glob("[a-b,d-z]*.yml"))
    assert len(forms) >= 3
    for path in forms:
        form = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert {"name", "description", "body"} <= set(form)
        assert "bedrijf" in form["body"][0]["attributes"]["value"]


def test_the_check_against_the_standard_for_public_code_marks_every_criterion() -> None:
    page = (TOP / "docs/standaard-publieke-code.md").read_text(encoding="utf-8")
    marks = dict(re.findall(r"^\| ([A-Z][\w ]+) \| (ja|deels|nee) \| .{20,} \|$", page, re.MULTILINE))
    assert set(marks) == set(CRITERIA)


def test_every_part_has_a_licence_that_goes_with_that_of_hea() -> None:
    found = licences.of_parts()
    assert {"streamlit", "fpdf2", "psycopg", "distributed"} <= set(found)
    assert {name: licence for name, licence in found.items() if not licences.goes_with_ours(licence)} == {}


@pytest.mark.parametrize(
    ("licence", "may"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-3-Clause", True),
        ("BSD-3-Clause AND 0BSD AND MIT", True),
        ("LGPL-3.0-only", True),
        ("BUSL-1.1", False),
        ("MIT AND SSPL-1.0", False),
        ("BUSL-1.1 OR MIT", True),
        ("", False),
    ],
)
def test_which_licences_go_with_ours(licence: str, may: bool) -> None:
    assert licences.goes_with_ours(licence) is may


def test_the_bill_of_materials_tells_the_version_and_the_licences() -> None:
    bill = {
        "metadata": {"component": {"name": "hea-rekentool"}},
        "components": [{"name": "streamlit"}, {"name": "not-installed-here"}],
    }
    told = completed(bill, "0.2.0", {"streamlit": "Apache-2.0"})
    assert told["metadata"]["component"]["version"] == "0.2.0"
    assert told["metadata"]["component"]["licenses"] == [{"expression": "EUPL-1.2"}]
    assert [one.get("licenses") for one in told["components"]] == [[{"expression": "Apache-2.0"}], None]
