"""What a page showed as saved is there after the app or the browser was killed."""

import os
import sys
from random import randrange

from playwright.sync_api import Playwright

from benchmarks.killed import SEEDS
from tests.browser.killed import Edit, Plan, at_work, planned
from tests.browser.spots import SPOTS

KILLS = 20
FIRST = (
    0 if os.environ.get("CI") else randrange(SEEDS)
)  # the same moments in every run of CI, new ones at a desk
LATE_APP = (sys.executable, "-m", "tests.browser.late_app", "app")


def test_nothing_shown_as_saved_is_lost_when_app_or_browser_is_killed(playwright: Playwright) -> None:
    with at_work(playwright) as work:
        fates = [work.live(planned(seed)) for seed in range(FIRST, FIRST + KILLS)]
    assert {str(fate.plan): fate.faults for fate in fates if fate.faults} == {}
    assert sum(fate.marked for fate in fates) >= KILLS / 4, "too little was shown as saved to prove anything"
    assert {fate.plan.victim for fate in fates} == {"app", "family", "browser"}


def test_an_app_that_says_too_early_that_it_saved_is_found_out(playwright: Playwright) -> None:
    plan = Plan(0, "app", "marked", 0.0, False, (Edit(SPOTS[1], "Te vroeg gemeld"),))
    with at_work(playwright, LATE_APP) as work:
        fate = work.live(plan)
    assert fate.marked == 1
    assert len(fate.lost) == 1
    assert "Te vroeg gemeld" in fate.lost[0]
