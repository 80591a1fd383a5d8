"""What a page showed as saved is there after the app or the browser was killed."""

import itertools
import os
from collections.abc import Iterable
from random import randrange
from typing import get_args

from playwright.sync_api import Playwright

from benchmarks.killed import SEEDS
from tests.browser.killed import Edit, Plan, Victim, When, at_work, planned
from tests.browser.late_app import be_late
from tests.browser.spots import SPOTS

COVERING = (6, 11, 21, 39, 56, 77, 98, 776)
"""Moments in which app and browser go at every time there is, twice beside a report that is being made.

Each costs a started app or browser; ``python -m benchmarks.killed`` lives through a hundred.
"""
SIDES = {"app": "app", "family": "app", "browser": "browser"}


def seeds() -> Iterable[int]:
    """The same moments in every run of CI, new ones at a desk."""
    if os.environ.get("CI"):
        return COVERING
    first = randrange(SEEDS)
    return range(first, first + len(COVERING))


def test_the_moments_of_ci_cover_every_side_and_time() -> None:
    plans = [planned(seed) for seed in COVERING]
    every = itertools.product(("app", "browser"), get_args(When))
    assert {(SIDES[plan.victim], plan.when) for plan in plans} == set(every)
    assert {plan.victim for plan in plans} == set(get_args(Victim))
    assert {plan.victim for plan in plans if plan.report} == {"app", "family"}


def test_nothing_shown_as_saved_is_lost_when_app_or_browser_is_killed(playwright: Playwright) -> None:
    with at_work(playwright) as work:
        fates = [work.live(planned(seed)) for seed in seeds()]
    assert {str(fate.plan): fate.faults for fate in fates if fate.faults} == {}
    shown = sum(fate.marked for fate in fates)
    assert shown >= len(fates) / 4, "too little was shown as saved to prove anything"


def test_an_app_that_says_too_early_that_it_saved_is_found_out(playwright: Playwright) -> None:
    plan = Plan(0, "app", "marked", 0.0, False, (Edit(SPOTS[1], "Te vroeg gemeld"),))
    with at_work(playwright, be_late) as work:
        fate = work.live(plan)
    assert fate.marked == 1
    assert len(fate.lost) == 1
    assert "Te vroeg gemeld" in fate.lost[0]
