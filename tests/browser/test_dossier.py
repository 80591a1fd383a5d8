"""The page of a dossier in a real browser: accessible with all sections open, and handed over as a file."""

import secrets
from pathlib import Path

from playwright.sync_api import Page, expect

from hea.dossiers import ALONE, Draft, Store, limits
from hea.dossiers.bundle import unpacked
from hea.exchange import example
from hea.texts import text
from tests.browser.driving import PRESS_MS, TALL, Visit, enter, remark, settle, violations

SECTIONS = ("comments", "snapshots", "differences", "files", "afterwards", "hand_over", "delete")
HOSTILE = "<img src=x onerror=alert(1)> [klik](https://example.org/x) **vet** $x^2$ https://example.org"


def unfold(page: Page, *sections: str) -> None:
    for name in sections:
        page.get_by_text(text(f"dossier.{name}"), exact=True).first.click()
        settle(page)


def count_workers(page: Page) -> None:
    for name, typed in (("month", "maart 2030"), ("migrants", "250"), ("source", "opgave")):
        page.get_by_label(text(f"realised.{name}"), exact=True).fill(typed)
    page.keyboard.press("Tab")
    settle(page)
    page.get_by_role("button", name=text("realised.take")).click(delay=PRESS_MS)
    page.get_by_role("heading", name="maart 2030").wait_for()
    settle(page)


def test_no_section_breaks_wcag(visit: Visit) -> None:
    visit.grow(TALL)
    page = visit.show(filename="report.py")
    page.get_by_role("button", name=text("make.freeze")).click()
    settle(page)
    visit.turn("initiative.py")
    enter(page, text("app.company"), "Nieuwe naam")
    visit.turn("dossier.py")
    unfold(page, *SECTIONS)
    remark(page, HOSTILE)
    count_workers(page)
    found = violations(page)
    assert page.locator("img[src='x']").count() == 0
    assert page.locator("a[href*='example.org']").count() == 0
    assert found == []


def test_a_dossier_is_handed_over_as_a_file(visit: Visit, tmp_path: Path) -> None:
    page = visit.show(filename="initiative.py")
    enter(page, text("app.company"), "Nieuwe naam")  # an example that nobody changed is no dossier
    visit.turn("dossier.py")
    unfold(page, "comments", "files", "hand_over")
    remark(page, "Graag bewijs van het aandeel flex.")
    page.get_by_test_id("stFileUploader").first.locator("input[type=file]").set_input_files(
        {"name": "../../<b>bijlage</b>.txt", "mimeType": "text/plain", "buffer": b"inhoud" * 2_000_000}
    )
    page.get_by_role("button", name="bijlage").wait_for()
    settle(page)
    with page.expect_download() as handed:
        page.get_by_role("button", name=text("dossier.export"), exact=True).click(delay=PRESS_MS)
    file = tmp_path / "dossier.json.gz"
    handed.value.save_as(file)
    unfold(page, "delete")
    page.get_by_text(text("dossier.delete_sure"), exact=True).click()
    settle(page)
    page.get_by_role("button", name=text("dossier.delete"), exact=True).click()
    expect(page.get_by_text(text("dossier.deleted"))).to_be_visible()
    settle(page)  # the field to hand in a file is drawn anew below what is left

    page.get_by_test_id("stFileUploader").last.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("is ingelezen als een nieuw dossier")).to_be_visible()
    settle(page)
    page.get_by_text("Graag bewijs van het aandeel flex.").or_(
        page.get_by_text(text("dossier.comments"), exact=True)
    ).first.wait_for()
    if page.get_by_text("Graag bewijs van het aandeel flex.").count() == 0:
        unfold(page, "comments")
    expect(page.get_by_text("Graag bewijs van het aandeel flex.")).to_be_visible()
    settle(page)
    changed = unpacked(file.read_bytes()).replace(b"Graag bewijs", b"Geen bewijs")
    page.get_by_test_id("stFileUploader").last.locator("input[type=file]").set_input_files(
        {"name": "dossier.json", "mimeType": "application/json", "buffer": changed}
    )
    expect(page.get_by_text("geen dossier van hea")).to_be_visible()


def test_the_largest_dossier_that_can_be_handed_over_can_be_read(visit: Visit, tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'large.sqlite'}")
    own = store.of(ALONE)
    saved = own.save(Draft(proposal=example("fictief_dossier_venray")))
    for count in range(3):
        own.attach(saved.id, f"bijlage {count}.bin", secrets.token_bytes(13 * limits.MEGABYTE))
    file = tmp_path / "dossier.json.gz"
    file.write_bytes(own.export(saved.id))
    store.engine.dispose()
    page = visit.open("dossier")
    page.get_by_test_id("stFileUploader").last.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text(text("dossier.imported"))).to_be_visible()
    unfold(page, "files")
    expect(page.get_by_role("button", name="bijlage 2.bin").first).to_be_visible()
