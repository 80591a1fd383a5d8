"""Text of a company that looks like Markdown or HTML stays text on every page."""

import re

from playwright.sync_api import Page

from hea.app.navigation import PAGES
from hea.exchange import example, proposal_yaml
from hea.proposal import Proposal
from hea.texts import text
from tests.browser.driving import Visit, settle

HOST = "kwaad.example"
HOSTILE = (
    f"**vet** [klik](https://{HOST}/a) ![b](https://{HOST}/b.png) www.{HOST} https://{HOST}/c x@{HOST} "
    f"<img src='https://{HOST}/d.png'> <b>vet</b> :red[rood] $x^2$ `code` # kop"
)
OUTSIDE = f"""() => [...document.querySelectorAll('[href], [src]')]
  .map(found => found.outerHTML).filter(html => /{re.escape(HOST)}/.test(html) &&
    /(href|src)="[^"]*{re.escape(HOST)}/.test(html))"""


def hostile(words: str) -> Proposal:
    """The dossier with the same words in every field that takes text."""
    plan = example("fictief_dossier_venray")
    short = words[:300]
    assert plan.housing_plan is not None
    offers = [
        offer.model_dump() | {"kern": short, "off_season_use": short} for offer in plan.housing_plan.offers
    ]
    return plan.update(
        company=short,
        initiative=short,
        kern=short,
        source=short,
        function_groups=[group.model_dump() | {"name": short} for group in plan.function_groups],
        housing_plan={"offers": offers},
        weights=plan.weights.model_dump() | {"set_by": short},
    )


def handed_in(visit: Visit, plan: Proposal) -> Page:
    page = visit.open()
    content = {"name": "plan.yaml", "mimeType": "text/yaml", "buffer": proposal_yaml(plan).encode()}
    page.locator("input[type=file]").set_input_files(content)
    page.get_by_text(text("app.outcome_link")).first.wait_for()
    settle(page)
    return page


def test_words_of_a_company_are_never_marks_links_or_pictures(visit: Visit) -> None:
    page = handed_in(visit, hostile(HOSTILE))
    for entry in PAGES:
        if entry.filename != "start.py":
            visit.turn(entry.filename)
        assert page.evaluate(OUTSIDE) == [], entry.filename
        for mark in ("strong", "b", "code", "em"):
            marked = page.locator(f"[data-testid=stMain] {mark}", has_text=re.compile(r"^(vet|code|rood)$"))
            assert marked.count() == 0, f"{entry.filename}: {mark}"
    assert visit.outside == []
