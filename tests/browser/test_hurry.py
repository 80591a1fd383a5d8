"""Nothing is lost of what someone types who is gone before a busy app has answered."""

from playwright.sync_api import Playwright, expect

from benchmarks.hurry import visitor
from tests.browser.driving import settle
from tests.browser.hurry import CLICKS, HOME, OTHERS, field, ready

WAYS = (*CLICKS, *OTHERS)
"""Each once; ``python -m benchmarks.hurry`` leaves two hundred times."""


def test_nothing_typed_is_lost_by_leaving_a_busy_app(playwright: Playwright) -> None:
    with visitor(playwright, quick=True) as hurry, hurry.busy_machine():
        tried = [hurry.attempt(way) for way in WAYS]
    assert [one.way for one in tried] == [way.__name__ for way in WAYS]
    assert [one for one in tried if one.lost] == []
    clicked = {way.__name__ for way in CLICKS}
    assert [one for one in tried if one.hidden and one.way in clicked] == []


def test_what_is_being_typed_stays_when_the_word_on_the_restored_draft_goes_away(
    playwright: Playwright,
) -> None:
    with visitor(playwright, quick=True) as hurry:
        page = hurry.visit.page
        page.reload()
        ready(page, HOME)
        expect(page.get_by_text("is teruggezet")).to_be_visible()
        field(page, "initiative").fill("Plan")
        field(page, "initiative").press("Enter")
        field(page, "kern").fill("Nog bezig")
        expect(page.get_by_text("is teruggezet")).to_have_count(0)
        settle(page)
        expect(field(page, "kern")).to_have_value("Nog bezig")


def test_what_a_page_would_send_in_a_moment_is_sent_before_it_goes(playwright: Playwright) -> None:
    with visitor(playwright, quick=True) as hurry:
        page = hurry.visit.page
        assert page.evaluate(IN_A_MOMENT) == ["a moment", "and not what was called off"]


IN_A_MOMENT = """() => {
  const done = [];
  setTimeout(word => done.push(word), 0, 'a moment');
  clearTimeout(setTimeout(() => done.push('called off'), 0));
  setTimeout(() => done.push('later'), 60_000);
  setTimeout(() => done.push('and not what was called off'));
  window.dispatchEvent(new PageTransitionEvent('pagehide'));
  return done;
}"""
