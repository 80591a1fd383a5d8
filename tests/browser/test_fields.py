"""Every field shows what the draft holds, however its page was reached; an edit changes only its own."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from hea import assess, load_parameters
from hea.app.fields import shown
from hea.exchange import example, proposal_yaml, quick_fields
from hea.exchange.form import build_form
from hea.exchange.leads import COLUMNS
from hea.fields import named
from hea.proposal import Proposal
from hea.report.pdf import build_pdf
from hea.texts import Lang, text
from tests.browser.driving import DOSSIER, Visit, choose, enter, settle

NAME = "fulfilment_waalwijk"
EXAMPLE = example(NAME)
"""Its size follows from its groups, so it has five of the six fields."""
GIVEN = EXAMPLE.update(function_groups=(), workforce={"count": 1200})
"""All six."""
OTHER = example(DOSSIER).update(function_groups=(), workforce={"count": 850})
"""Another draft, with other words in each."""
NAMES = {EXAMPLE.company: NAME, OTHER.company: DOSSIER}
SIX_ON = ("quick_scan.py", "initiative.py")
Way = Callable[[Visit, Path, Proposal, str], None]
"""Comes to a draft that has the name of a plan, and may look at a page on the way."""


def stored(page: Page) -> Proposal:
    """The proposal of the draft, as it is downloaded beside every page."""
    with page.expect_download() as found:
        page.get_by_test_id("stSidebar").get_by_test_id("stDownloadButton").get_by_role("button").click()
    return Proposal.model_validate(yaml.safe_load(Path(found.value.path()).read_text("utf-8")))


def in_fields(given: Proposal, lang: Lang) -> dict[str, str]:
    """What the six fields have to show of a proposal, by their labels."""
    held = quick_fields(given)
    told = {
        "company": held.company,
        "municipality": named(held.municipality, lang),
        "sector": named(held.sector, lang),
        "size_persons": "" if held.size is None else shown(held.size, "number", lang),
        "opening": held.opening,
    }
    return {text(f"app.{name}", lang): value for name, value in told.items() if value}


def all_six_stand_there(page: Page, given: Proposal, lang: Lang = "nl") -> None:
    for label, value in in_fields(given, lang).items():
        words_behind = re.compile(rf"^{re.escape(value)}( · .*)?$")  # of a sector: what people call it
        expect(page.get_by_label(label, exact=True)).to_have_value(words_behind)


def one_edit_changes_only_its_own(page: Page, before: Proposal, lang: Lang = "nl") -> None:
    enter(page, text("app.company", lang), "Andere naam")
    expect(page.get_by_test_id("stAlertContentError")).to_have_count(0)
    assert stored(page) == before.update(company="Andere naam")
    enter(page, text("app.company", lang), before.company)
    assert stored(page) == before


def at_start(visit: Visit) -> Page:
    """The first page, of a new visit or of one that shows something already."""
    if visit.page.url.startswith(visit.address):
        visit.turn("start.py")
        return visit.page
    return visit.open()


def by_example(visit: Visit, _: Path, plan: Proposal, __: str) -> None:
    page = at_start(visit)
    choose(page, text("app.example"), plan.company)
    page.get_by_role("button", name=text("app.open_example")).click()
    page.get_by_role("heading", level=1, name=text("page.outcome"), exact=True).wait_for()
    settle(page)


OPENED = ("opened", "opened_known", "opened_beside")
SAID_OPENED = [re.escape(text(f"app.{key}", title="TITLE")).replace("TITLE", ".*") for key in OPENED]
"""A draft that is there already is opened and not made again."""


def by_file(content: Callable[[Proposal], bytes], name: str) -> Way:
    def way(visit: Visit, folder: Path, plan: Proposal, _: str) -> None:
        file = folder / name
        file.write_bytes(content(plan))
        page = at_start(visit)
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_text(re.compile("|".join(SAID_OPENED))).first.wait_for()
        expect(page.get_by_test_id("stMain").get_by_text(plan.company).first).to_be_visible()
        settle(page)

    return way


def by_draft(visit: Visit, _: Path, plan: Proposal, __: str) -> None:
    page = visit.show(NAMES[plan.company], "quick_scan.py")
    enter(page, text("app.company"), "Even iets anders")  # an example that nobody changed is no draft
    enter(page, text("app.company"), plan.company)
    visit.turn("start.py")
    page.get_by_role("button", name=text("app.open_draft")).first.click()
    page.get_by_role("heading", level=1, name=text("page.outcome"), exact=True).wait_for()
    settle(page)


def by_lead(visit: Visit, folder: Path, plan: Proposal, _: str) -> None:
    held = quick_fields(plan)
    values = {
        "company": held.company,
        "municipality": named(held.municipality, "nl"),
        "sector": held.sector,
        "opening": held.opening,
        "persons": shown(held.size, "number", "nl"),
    }
    file = folder / "plannen.csv"
    heads = ";".join(text(f"lead.{key}") for key in COLUMNS)
    file.write_text(heads + "\n" + ";".join(f'"{values.get(key, "")}"' for key in COLUMNS) + "\n", "utf-8")
    page = visit.open("portefeuille")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name=text("screen.go")).click()
    page.get_by_role("button", name=text("screen.open")).click()
    page.get_by_role("heading", level=1, name=text("page.outcome"), exact=True).wait_for()
    settle(page)


def by_refresh(visit: Visit, _: Path, plan: Proposal, first: str) -> None:
    visit.show(NAMES[plan.company], first)
    visit.page.reload()
    settle(visit.page)


def summary_on_paper(plan: Proposal) -> bytes:
    return build_pdf(assess(plan, draws=16), load_parameters(), "nl", parts=["summary"])


WAYS: dict[str, Way] = {
    "example": by_example,
    "draft": by_draft,
    "yaml": by_file(lambda plan: proposal_yaml(plan).encode(), "voorstel.yaml"),
    "pdf": by_file(summary_on_paper, "r.pdf"),
    "form": by_file(build_form, "formulier.xlsx"),
    "lead": by_lead,
    "refresh": by_refresh,
}


@pytest.mark.parametrize(("way", "turned"), [(way, number % 2 == 1) for number, way in enumerate(WAYS)])
def test_the_six_fields_show_the_draft_by_every_way_in(
    way: str, turned: bool, visit: Visit, tmp_path: Path
) -> None:
    """One draft after the other, so that a field that keeps what it showed is found out.

    The page that shows both drafts is the one and the other in turn, as ways differ in how a draft comes in
    and not in what pages make of it.
    """
    first, second = reversed(SIX_ON) if turned else SIX_ON
    for plan, order in ((GIVEN, (first,)), (OTHER, (second, first))):
        WAYS[way](visit, tmp_path, plan, order[0])
        given = stored(visit.page)
        assert given.company == plan.company
        for filename in order:
            visit.turn(filename)
            all_six_stand_there(visit.page, given)
    one_edit_changes_only_its_own(visit.page, given)


def test_they_stand_there_after_another_page(visit: Visit) -> None:
    given = stored(visit.show(NAME))
    first, second = SIX_ON
    for between in ("workforce.py", "surroundings.py", "housing_plan.py"):
        for filename in (first, between, second):
            visit.turn(filename)
            if filename in SIX_ON:
                all_six_stand_there(visit.page, given)
    one_edit_changes_only_its_own(visit.page, given)


def test_they_stand_there_in_another_language(visit: Visit) -> None:
    page = visit.show(NAME, "quick_scan.py")
    given = stored(page)
    language: tuple[Lang, ...] = ("en", "nl")
    for lang in language:
        page.get_by_text(text("language.name", lang), exact=True).click()
        page.get_by_text(text("app.quick_intro", lang)).wait_for()
        settle(page)
        all_six_stand_there(page, given, lang)
        visit.turn("initiative.py", lang)
        all_six_stand_there(page, given, lang)
        one_edit_changes_only_its_own(page, given, lang)
        visit.turn("quick_scan.py", lang)


def test_a_sector_is_found_by_the_word_that_people_use_for_it(visit: Visit) -> None:
    page = visit.open("quick-scan")
    box = page.get_by_label(text("app.sector"), exact=True)
    for word, name in (("magazijn", "Distributiecentra"), ("slachthuis", "Slachterijen")):
        box.click()
        page.keyboard.type(word)
        expect(page.get_by_role("option").first).to_contain_text(name)
        page.keyboard.press("Enter")
        settle(page)
        expect(box).to_have_value(re.compile(f"^{name}"))


def test_a_municipality_is_found_by_its_other_name_and_by_one_that_became_part_of_it(visit: Visit) -> None:
    page = visit.open("quick-scan")
    box = page.get_by_label(text("app.municipality"), exact=True)
    for word, name in (
        ("Den Bosch", "'s-Hertogenbosch"),
        ("Den Haag", "'s-Gravenhage"),
        ("Boxmeer", "Land van"),
    ):
        box.click()
        page.keyboard.type(word)
        expect(page.get_by_role("option").first).to_contain_text(name)
        page.keyboard.press("Enter")
        settle(page)
        expect(box).to_have_value(re.compile(f"^{name}"))
