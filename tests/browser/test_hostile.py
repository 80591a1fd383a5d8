"""Words of others that look like Markdown or HTML stay words on every page."""

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from hea.app.navigation import PAGES
from hea.assessment import assess
from hea.dossiers import ALONE, Draft, Store
from hea.dossiers.bundle import unpacked
from hea.exchange import example, proposal_yaml
from hea.parameters import load_parameters
from hea.proposal import Proposal
from hea.report.pdf import build_pdf
from hea.texts import text
from tests.browser.driving import Visit, settle
from tests.browser.test_dossier import unfold
from tests.dossiers.forging import refrozen, rehashed

HOST = "kwaad.example"
HOSTILE = (
    f"**vet** [klik](https://{HOST}/a) ![b](https://{HOST}/b.png) www.{HOST} https://{HOST}/c x@{HOST} "
    f"<img src='https://{HOST}/d.png'> <b>vet</b> :red[rood] $x^2$ `code` "
    "# kop :material/bolt: :smile: a -> b"
)
LINES = f"een\n\n# kop\n\n- ![b](https://{HOST}/e.png)\n\n    code"
SHORT = f"![](http://{HOST}/x.png)"
"""Fits where a version of 32 characters fits."""
NAME = f"![b](http:{HOST}) [klik](www.{HOST}) :material-home: `code` $x^2$ **vet**"
"""A file can have this name: there is no slash in it."""
OUTSIDE = f"""() => [...document.querySelectorAll('[href], [src]')]
  .map(found => found.outerHTML).filter(html => /{re.escape(HOST)}/.test(html) &&
    /(href|src)="[^"]*{re.escape(HOST)}/.test(html))"""
MARKED = re.compile(r"^(vet|code|rood|bolt|kop|lijst)$")
MARKS = ("strong", "b", "code", "em", "h1", "h2", "li", ".katex", "[data-testid=stIconMaterial]")


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


def hand(page: Page, content: bytes, name: str = "plan.yaml", place: int = 0) -> None:
    """Give a file to the page."""
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("input[type=file]").nth(place).set_input_files(file)


def handed_in(visit: Visit, plan: Proposal) -> Page:
    page = visit.open()
    hand(page, proposal_yaml(plan).encode())
    page.get_by_text(text("app.outcome_link")).first.wait_for()
    settle(page)
    return page


def nothing_made_of_it(visit: Visit, page: Page, where: str) -> None:
    """No link, picture, icon or mark came of words of others."""
    assert page.evaluate(OUTSIDE) == [], where
    for mark in MARKS:
        marked = page.locator(f"[data-testid=stMain] {mark}", has_text=MARKED)
        assert marked.count() == 0, f"{where}: {mark}"
    assert visit.outside == [], where


def test_words_of_a_company_are_never_marks_links_or_pictures(visit: Visit) -> None:
    page = handed_in(visit, hostile(HOSTILE))
    for entry in PAGES:
        if entry.filename != "start.py":
            visit.turn(entry.filename)
        nothing_made_of_it(visit, page, entry.filename)


def forged(folder: Path) -> bytes:
    """A dossier of which every word comes from whoever sends it."""
    store = Store(f"sqlite:///{folder / 'forged.sqlite'}")
    own = store.of(ALONE)
    plan = hostile(HOSTILE)
    kept = own.save(Draft(proposal=plan))
    own.freeze(kept.id, Draft(proposal=plan), assess(plan, draws=64), "definitief")
    own.comment(kept.id, LINES, path="x")
    own.attach(kept.id, "x", b"x")
    content: dict[str, Any] = json.loads(unpacked(own.export(kept.id)))["dossier"]
    store.engine.dispose()
    (snapshot,), (remark,), (file,) = content["snapshots"], content["comments"], content["attachments"]
    snapshot |= {"version": SHORT, "parameters_version": SHORT, "made_by": HOSTILE[:200]}
    refrozen(snapshot)
    remark |= {"path": SHORT, "by": HOSTILE[:200]}
    file |= {"name": HOSTILE[:200], "by": HOSTILE[:200]}
    content["revisions"][0]["saved_by"] = HOSTILE[:200]
    return rehashed(content)


def test_words_in_a_dossier_of_others_stay_words(visit: Visit, tmp_path: Path) -> None:
    page = visit.open("dossier")
    hand(page, forged(tmp_path), "dossier.json")
    page.get_by_text(text("dossier.imported")).wait_for()
    settle(page)
    unfold(page, "comments", "snapshots", "differences", "files", "afterwards")
    page.get_by_test_id("stDownloadButton").filter(has_text=HOST).wait_for()
    nothing_made_of_it(visit, page, "dossier")
    visit.turn("report.py")
    nothing_made_of_it(visit, page, "report")


def test_what_a_file_is_called_and_what_is_wrong_in_it_stay_words(visit: Visit) -> None:
    page = visit.open()
    plan = f"company: a\nmunicipality: |\n  {HOSTILE}\nsector: x\n"
    hand(page, plan.encode(), NAME + ".yaml")
    page.get_by_test_id("stAlert").first.wait_for()
    settle(page)
    nothing_made_of_it(visit, page, "start")
    page = visit.open("portefeuille")
    rows = f"Bedrijf;Gemeente;Sector\n{SHORT};{HOSTILE};{SHORT}\n"
    hand(page, rows.encode("utf-8-sig"), NAME + ".csv")
    page.get_by_text(HOST).first.wait_for()
    settle(page)
    nothing_made_of_it(visit, page, "portfolio")


def test_what_a_report_says_of_its_making_stays_words(visit: Visit) -> None:
    plan = example("fictief_dossier_venray")
    made = assess(plan, draws=64).model_copy(update={"version": f"![]({HOST})"})
    page = visit.open()
    hand(page, build_pdf(made, load_parameters()), "rapport.pdf")
    page.get_by_text(text("app.outcome_link")).first.wait_for()
    settle(page)
    assert page.get_by_test_id("stAlert").filter(has_text=HOST).count() == 1
    nothing_made_of_it(visit, page, "start")
