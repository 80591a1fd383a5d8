"""What is housed nearby, in a real browser: a list handed in, counted, accessible, and taken over."""

from pathlib import Path

from playwright.sync_api import expect

from hea.texts import text
from tests.browser.driving import PRESS_MS, TALL, Visit, settle, violations

LIST = """Locatie;Plekken;Bron;Jaar;Kern;Breedtegraad;Lengtegraad
Hoeve <b>A</b>;120;register gemeente;2025;Oirlo;51,5245;5,9735
Logies B;240;register gemeente;2024;Venray;51,5300;5,9800
Onbekend C;60;melding;2025;;;
"""


def test_a_list_is_counted_and_taken_over(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "locaties.csv"
    path.write_text(LIST)
    visit.grow(TALL)
    page = visit.show(filename="surroundings.py")
    page.get_by_text(text("radius.title"), exact=True).click()
    settle(page)
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(path)
    settle(page)
    page.get_by_label(text("radius.at"), exact=True).fill("51.5245, 5.9735")
    page.keyboard.press("Tab")
    settle(page)
    page.get_by_role("button", name=text("radius.go")).click(delay=PRESS_MS)
    page.get_by_text("360 plekken op 2 locaties").wait_for()
    settle(page)
    assert violations(page) == []
    page.get_by_role("button", name="Neem 360 over").click(delay=PRESS_MS)
    expect(page.get_by_label(text("label.LocalContext.existing_within_radius"), exact=True)).to_have_value(
        "360"
    )
