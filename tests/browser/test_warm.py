"""Visits in one window, one after another, know nothing of each other."""

from tests.browser.driving import WarmWindow

LEAVE = "() => { localStorage.left = sessionStorage.left = 'x'; document.cookie = 'left=x;path=/'; }"
FIND = "() => [localStorage.left, sessionStorage.left, /left/.exec(document.cookie)?.[0]]"


def test_a_visit_finds_nothing_of_the_one_before(warm: WarmWindow) -> None:
    with warm.visit() as first:
        page = first.open()
        page.evaluate(LEAVE)
        assert page.evaluate(FIND) == ["x", "x", "left"]
    with warm.visit() as second:
        page = second.open()
        assert page.evaluate(FIND) == [None, None, None]
        assert second.context.pages[1:] == [page]
        page.evaluate("console.error('heard once')")
        page.wait_for_function("() => true")
    assert first.complaints == []
    assert [said.split()[0] for said in second.complaints] == ["heard"]
