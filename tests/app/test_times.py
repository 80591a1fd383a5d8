"""Moments are shown on the clock of the user, and a browser that names no real time zone gets its pages."""

import datetime as dt
from types import SimpleNamespace

import pytest

from hea.app import browser

MOMENT = dt.datetime(2027, 1, 31, 12, 0)


def on(zone: object, monkeypatch: pytest.MonkeyPatch) -> dt.datetime:
    monkeypatch.setattr(browser.st, "context", SimpleNamespace(timezone=zone))
    return browser.local_time(MOMENT)


def test_the_clock_is_that_of_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    assert on("Europe/Amsterdam", monkeypatch).hour == 13


@pytest.mark.parametrize(
    "zone",
    [
        "Etc/Unknown",
        "",
        None,
        "../../etc/passwd",
        "/etc/passwd",
        "Europe",
        "Mars/Olympus",
        "a\0b",
        "x" * 5000,
    ],
)
def test_a_time_zone_that_does_not_exist_is_that_of_the_machine(
    zone: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert on(zone, monkeypatch) == MOMENT.replace(tzinfo=dt.UTC)
