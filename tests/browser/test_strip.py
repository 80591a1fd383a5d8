"""The figures beside the input stay in sight, and what has the focus never lies under them (WCAG 2.4.11)."""

from playwright.sync_api import expect

from hea.texts import text
from tests.browser.driving import Visit, enter, settle

STEPS = 13
"""Times Tab: past every field of the page, and the ways on below it."""
LOW = 700
"""Height of the window: less than the page."""
COVERED = """() => {
  const strip = document.querySelector('.hea-strip').getBoundingClientRect();
  const at = document.activeElement.getBoundingClientRect();
  return at.height > 0 && at.top >= strip.top && at.bottom <= strip.bottom && at.left >= strip.left;
}"""


def test_figures_stay_in_sight_and_hide_no_field(visit: Visit) -> None:
    visit.grow(LOW)
    page = visit.show(filename="initiative.py")
    strip = page.locator(".hea-strip")
    was = strip.locator("dd").first.inner_text()
    enter(page, text("label.Proposal.existing_workers"), "10")
    expect(strip.locator("dd").first).not_to_have_text(was)
    expect(strip).to_be_in_viewport(ratio=1)
    page.get_by_label(text("app.company"), exact=True).first.focus()
    covered = []
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        covered.append(page.evaluate(COVERED))
    settle(page)
    assert not any(covered), covered
