"""A quick scan stands in its address: who opens the link gets the same fields, and nothing is guessed."""

from typing import Any
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from hea.app import scan_address
from hea.dossiers import ALONE, local_store
from hea.exchange import InputError, quick_fields, quick_proposal
from hea.proposal import Proposal, Span
from hea.texts import text
from tests.app.walking import ENTRY, calm, on, opened, press, proposal, quick, turn

FIELDS: dict[str, Any] = {
    "sector": "dc_warehousing",
    "municipality": "GM0984",
    "kind": "persons",
    "size": 400,
    "opening": "2027-03",
    "company": "Kist & Zn = één",
}


def scan(**changed: Any) -> Proposal:
    return quick_proposal(**FIELDS | changed)


def visited(query: str) -> AppTest:
    """The app as it opens on a link."""
    app = AppTest.from_file(str(ENTRY), default_timeout=600)
    for key, value in parse_qsl(query):
        app.query_params[key] = value
    app.session_state["language"] = "nl"
    app.run()
    calm(app)
    return app


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"size": Span(low=250, high=300)},
        {"size": 1234.5, "unit": "fte"},
        {"kind": "plot", "size": 2.125},
        {"kind": "gross_floor", "size": 20_000},
        {"sector": "soft_fruit", "basis": "peak"},
    ],
)
def test_what_stands_in_the_address_reads_back_as_the_same_fields(changed: dict[str, Any]) -> None:
    made = scan(**changed)
    back = scan_address.read(dict(parse_qsl(scan_address.query(made)))).proposal
    assert back is not None
    assert quick_fields(back) == quick_fields(made)


def test_the_link_on_the_page_opens_the_same_scan_as_one_draft() -> None:
    app = quick(turn(opened(), "quick_scan.py"))
    (link,) = [item.proto.body for item in app.get("html") if "quick-scan?" in item.proto.body]
    assert text("app.scan_link") in link
    fields = quick_fields(proposal(app))
    for _ in range(2):
        other = visited(scan_address.query(proposal(app)))
        assert quick_fields(proposal(other)) == fields
    assert len(local_store().of(ALONE).listed()) == 1


@pytest.mark.parametrize(
    "query",
    [
        "gemeente=GM0984",
        "gemeente=GM0984&sector=geen&omvang=400&opening=2027-03",
        "gemeente=GM0984&sector=dc_warehousing&omvang=veel&opening=2027-03",
        "gemeente=GM0984&sector=dc_warehousing&omvang=400&opening=2027-03&maat=emmers",
        "gemeente=<script>&sector=dc_warehousing&omvang=-4&opening=x",
    ],
)
def test_an_address_that_cannot_be_read_is_told_and_nothing_is_kept(query: str) -> None:
    with pytest.raises(InputError):
        scan_address.read(dict(parse_qsl(query)))
    app = visited(query)
    assert [item.value for item in app.warning] == [text("app.scan_unread")]
    assert not local_store().of(ALONE).listed()


def test_a_plan_with_groups_has_no_link() -> None:
    app = on("quick_scan.py")
    assert not any("quick-scan?" in item.proto.body for item in app.get("html"))


def test_one_button_leads_to_the_report_on_one_page() -> None:
    app = press(on("quick_scan.py"), "one_page")
    assert app.session_state["page"] == "report.py"
    assert app.session_state["report_form"] == "eenA4"


def test_the_figures_come_first() -> None:
    app = on("quick_scan.py")
    kinds = [item.proto.body[:20] if item.type == "html" else item.type for item in app.main]
    after_the_heading = kinds[kinds.index("header") + 1 :]
    assert after_the_heading[0] == "<dl class='hea-cards"
    assert "warning" in after_the_heading
