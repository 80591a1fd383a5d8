"""Words of a user stay words: on no page do they become a link, a picture or markup."""

from hea.app.navigation import PAGES
from hea.exchange import example, proposal_yaml
from hea.texts import text
from tests.browser.driving import Visit, settle

OUTSIDE = "https://elders.example"
NASTY = f"![x]({OUTSIDE}/a.png) <img src={OUTSIDE}/b.png> [k]({OUTSIDE}) $x$"


def test_names_of_a_file_that_was_handed_in_stay_words(visit: Visit) -> None:
    plan = example("fictief_dossier_venray")
    groups = [{**group.model_dump(), "name": NASTY} for group in plan.function_groups]
    groups[0] |= {"migrant_share": 0.01, "migrant_share_evidence": False}
    offers = [{**offer.model_dump(), "kern": NASTY} for offer in plan.housing_plan.offers]
    nasty = plan.update(
        company=NASTY,
        initiative=NASTY,
        kern=NASTY,
        source=NASTY,
        function_groups=groups,
        housing_plan={"offers": offers},
        weights={**plan.weights.model_dump(), "set_by": NASTY},
    )
    page = visit.open()
    content = {
        "name": "voorstel.yaml",
        "mimeType": "application/yaml",
        "buffer": proposal_yaml(nasty).encode(),
    }
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(content)
    page.get_by_text(text("app.outcome_link")).wait_for()
    settle(page)
    for entry in PAGES:
        visit.turn(entry.filename)
        assert page.locator("[src*='elders.example'], [href*='elders.example']").count() == 0, entry.filename
    assert visit.outside == []
