"""Someone at work whose app or browser is killed: what a page showed as saved must be there afterwards.

A moment is a short walk: some fields are filled in, each until the page says that it is saved, and then one
more, during which the app or the browser gets no chance to finish anything. A witness in the page notes what
stood in a field when the page said that it was saved. Then the app is started again on the same data, or the
browser on the same profile, and the store and the page are held against what was noted.
"""

import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Literal, NamedTuple, get_args

from playwright.sync_api import Error, Page, Playwright

from hea.app.address import CONCEPT
from hea.dossiers import ALONE, Draft, Store
from hea.dossiers.database import FILE_NAME
from hea.exchange import example
from hea.texts import text
from tests.browser.conftest import ARGUMENTS, LOG_NAME, free_port, start_copy
from tests.browser.driving import MOTIONLESS, POLL_MS, PRESS_MS, SETTLED
from tests.browser.hurry import menu, ready
from tests.browser.spots import SPOTS, Kept, Spot
from tests.dossiers.listing import seen_by
from tests.needs import chromium
from tests.process_table import begun_by, leader_with, left_of

EXAMPLE = "fictief_dossier_venray"
MAX_EDITS = 2
REPORTS = 0.2
"""How many of the killed apps are making a report."""
MAX_SECONDS = 0.4
"""How long after the last action the kill may come: by then most is saved."""
ENDS_SECONDS = 90
"""Within which what a killed app began must be gone; on a busy machine it may only just have been begun."""
STEP_MS = 60_000
DIFFERENT = 999
"""So many moments on end fill in something that was not there yet: else nothing is saved."""

WITNESS = """() => {
  const mark = () => document.querySelector('[data-testid="stSidebar"] time')?.dateTime ?? '';
  const listed = words => [...document.querySelectorAll('[data-testid="stText"]')]
    .some(item => item.innerText.includes(words));
  const told = [];
  let edit = null;
  const look = () => {
    if (!edit || !(edit.inList ? listed(edit.typed) : mark() !== edit.before)) return;
    const field = document.querySelector(`[aria-label="${CSS.escape(edit.label)}"]`);
    told.push([edit.label, edit.inList || !field ? edit.typed : field.value]);
    edit = null;
  };
  window.witness = {
    told,
    watch: (label, typed, inList) => { edit = {label, typed, inList, before: mark()}; },
    waits: () => edit !== null,
  };
  new MutationObserver(look).observe(document.body, {childList: true, subtree: true, attributes: true});
}"""
"""Notes what stands in the field that was changed last, in the moment that the page says that it is saved: by
another moment in the menu, or in a list on the page itself."""

Victim = Literal["app", "family", "browser"]
"""The process of the app alone, with all that it began, or the browser; they take turns."""
VICTIMS: tuple[Victim, ...] = ("app", "family", "browser", "browser")
When = Literal["typing", "handed_in", "left", "marked"]
"""In the middle of a word, some time after it was handed in or its page was left, or in the moment that the
page says that it is saved."""


class Edit(NamedTuple):
    """Something that is filled in somewhere."""

    spot: Spot
    typed: str


class Plan(NamedTuple):
    """What will happen in a moment."""

    seed: int
    victim: Victim
    when: When
    share: float
    """How far: of the word, or of the longest time that a kill waits."""
    report: bool
    """Whether a report is being made meanwhile."""
    edits: tuple[Edit, ...]

    def __str__(self) -> str:
        """In one line."""
        last = self.edits[-1]
        beside = ", report being made" if self.report else ""
        return f"{self.seed}: {self.victim}, {self.when} {self.share:.2f}, {last.typed!r}{beside}"


def planned(seed: int) -> Plan:
    """The moment of a seed; the same one every time."""
    dice = Random(seed)
    victim, when = VICTIMS[seed % len(VICTIMS)], dice.choice(get_args(When))
    spots = dice.sample(SPOTS, dice.randint(1, MAX_EDITS))
    edits = tuple(Edit(spot, spot.typed(1 + seed % DIFFERENT)) for spot in spots)
    report = victim != "browser" and dice.random() < REPORTS
    return Plan(seed, victim, when, dice.random(), report, edits)


class Fate(NamedTuple):
    """What became of a moment."""

    plan: Plan
    marked: int
    """How often the page said that something was saved."""
    lost: tuple[str, ...]
    hidden: tuple[str, ...]
    """What is in the store, and the page does not show."""
    left: tuple[str, ...]
    """Processes that a killed app left behind."""
    said: tuple[str, ...]
    """What the app says of its store when it opens it again."""

    @property
    def faults(self) -> tuple[str, ...]:
        """Everything that should not have been."""
        return tuple(fault for kind in FAULTS for fault in getattr(self, kind))


FAULTS = ("lost", "hidden", "left", "said")
"""What a moment should have none of."""


Fault = Callable[[], None] | None
"""Puts a fault in the app, for what must be found out."""


class App:
    """The app on a folder of its own, always at the same address."""

    def __init__(self, folder: Path, fault: Fault = None) -> None:
        """Start it, as a copy of a loaded process, which is there sooner than another."""
        self.folder, self.port, self._fault = folder, free_port(), fault
        self.begin()

    def begin(self) -> None:
        """Start it, on what it left behind."""
        self.process = start_copy(self.port, self.folder, reads=True, quick=True, beforehand=self._fault)

    def kill(self, *, family: bool) -> list[int]:
        """End it without a chance to finish anything; what it began and did not end of itself."""
        begun = begun_by(self.process.pid)
        for pid in (self.process.pid, *(begun if family else ())):
            os.kill(pid, signal.SIGKILL)
        self.process.wait()
        return left_of(begun, ENDS_SECONDS)

    def said(self) -> tuple[str, ...]:
        """What it says of its store since it was started."""
        lines = (self.folder / LOG_NAME).read_text().splitlines()
        others = [path.name for path in self.folder.glob("*.sqlite") if path.name != FILE_NAME]
        return (*(line for line in lines if "store" in line), *others)


class Window:
    """A browser with a profile that outlives it, on a page of the app."""

    def __init__(self, driver: Playwright, profile: Path) -> None:
        """Open it."""
        self._driver, self._profile = driver, profile
        self.begin()

    def begin(self) -> None:
        """Open it, on the profile that it left behind."""
        self.context = self._driver.chromium.launch_persistent_context(
            self._profile, executable_path=chromium(), args=[*ARGUMENTS, "--lang=nl"]
        )
        self.context.set_default_timeout(STEP_MS)
        self.context.add_init_script(MOTIONLESS)
        self.page = self.context.pages[0]

    def kill(self) -> None:
        """End it without a chance to finish anything."""
        os.killpg(leader_with(f"--user-data-dir={self._profile}"), signal.SIGKILL)
        with suppress(Error):
            self.context.close()


class Work:
    """Someone at work, with what the page said to have saved."""

    def __init__(self, app: App, window: Window, dossier_id: str) -> None:
        """In an app whose store holds one dossier."""
        self.app, self.window = app, window
        kept = self._kept()
        self.saved = {spot: spot.held(kept) for spot in SPOTS}
        self._tried: list[Edit] = []
        self._open(f"http://localhost:{app.port}/?{CONCEPT}={dossier_id}")

    def live(self, plan: Plan) -> Fate:
        """A moment, up to the kill and what is left after it."""
        self._tried = []
        for edit in plan.edits[:-1]:
            self._fill(edit)
            self._wait_for_mark()
        if plan.report:
            self._begin_report()
        self._until_the_kill(plan)
        told = self._told()
        address = self.page.url
        if plan.victim == "browser":
            self.window.kill()
            left = []
            self.window.begin()
            self._open(address)
        else:
            left = self.app.kill(family=plan.victim == "family")
            told = self._told()
            self.app.begin()
            self._open(address)
        return self._judged(plan, told, left)

    @property
    def page(self) -> Page:
        """The page that is open."""
        return self.window.page

    def _fill(self, edit: Edit) -> None:
        self._approach(edit)
        edit.spot.field(self.page).fill(edit.typed)
        edit.spot.hand_in(self.page)

    def _approach(self, edit: Edit) -> None:
        edit.spot.go(self.page)
        self._tried.append(edit)
        watched = [edit.spot.label, edit.typed, edit.spot.in_list]
        self.page.evaluate("edit => window.witness.watch(...edit)", watched)

    def _wait_for_mark(self) -> None:
        self.page.wait_for_function("() => !window.witness.waits()", polling=POLL_MS)

    def _begin_report(self) -> None:
        menu(self.page, "page.report")
        ready(self.page, text("page.report"))
        self.page.get_by_role("button", name=text("make.build"), exact=True).click(delay=PRESS_MS)
        deadline = time.monotonic() + STEP_MS / 1_000
        while not begun_by(self.app.process.pid):
            assert time.monotonic() < deadline, "no process makes the report"
            time.sleep(0.02)

    def _until_the_kill(self, plan: Plan) -> None:
        edit = plan.edits[-1]
        if plan.when == "typing":
            self._approach(edit)
            edit.spot.field(self.page).press("Control+A")
            self.page.keyboard.type(edit.typed[: round(plan.share * len(edit.typed))])
            return
        self._fill(edit)
        if plan.when == "marked":
            self._wait_for_mark()
            return
        if plan.when == "left":
            menu(self.page, "page.start")
        time.sleep(plan.share * MAX_SECONDS)

    def _told(self) -> list[list[str]]:
        told: list[list[str]] = self.page.evaluate("() => window.witness.told")
        return told

    def _open(self, address: str) -> None:
        """Open an address, in which the dossier is named."""
        self.page.goto(address)
        self.page.get_by_test_id("stSidebar").locator("time").wait_for()
        self.page.wait_for_function(SETTLED, polling=POLL_MS)
        self.page.evaluate(WITNESS)

    def _kept(self) -> Kept:
        store = Store(f"sqlite:///{self.app.folder / FILE_NAME}")
        try:
            own = store.of(ALONE)
            (row,) = seen_by(own)
            proposal = own.load(row.id)[0].proposal
            assert proposal is not None
            return Kept(proposal, own.comments(row.id))
        finally:
            store.engine.dispose()

    def _judged(self, plan: Plan, told: list[list[str]], left: list[int]) -> Fate:
        """Hold the store and the page against what was said to be saved."""
        kept, marked = self._kept(), dict(told)
        lost = tuple(
            f"{spot.label}: shown as saved {marked.get(spot.label, before[-1:])!r}, found {held[-1:]!r}"
            for spot, before in self.saved.items()
            if not self._fits(spot, held := spot.held(kept), before, marked.get(spot.label))
        )
        self.saved = {spot: spot.held(kept) for spot in SPOTS}
        processes = tuple(f"process {pid} stayed behind" for pid in left)
        return Fate(plan, len(told), lost, self._hidden(plan.edits[-1].spot), processes, self.app.said())

    def _fits(self, spot: Spot, held: list[str], before: list[str], marked: str | None) -> bool:
        """Whether the store holds what was said to be saved; else what it had or what was typed."""
        if marked is not None:
            return spot.reads(marked) in held
        typed = next((edit.typed for edit in self._tried if edit.spot is spot), "")
        begun = {spot.reads(typed[:end]) for end in range(1, len(typed) + 1)}
        return set(held) <= {*before, *begun} and (not spot.in_list or set(before) <= set(held))

    def _hidden(self, spot: Spot) -> tuple[str, ...]:
        """What the store holds of a spot and the page does not show."""
        spot.go(self.page)
        if spot.in_list:
            shown = self.page.get_by_test_id("stText").all_inner_texts()
        else:
            shown = [spot.field(self.page).input_value()]
        return tuple(f"{spot.label}: {one!r} is not shown" for one in self.saved[spot] if one not in shown)


@contextmanager
def at_work(driver: Playwright, fault: Fault = None) -> Iterator[Work]:
    """Someone at work in an app with a dossier in which everything is filled in."""
    with tempfile.TemporaryDirectory() as place:
        folder, profile = Path(place) / "data", Path(place) / "profile"
        folder.mkdir()
        store = Store(f"sqlite:///{folder / FILE_NAME}")
        dossier_id = store.of(ALONE).save(Draft(proposal=example(EXAMPLE))).id
        store.engine.dispose()
        app = App(folder, fault)
        window = Window(driver, profile)
        try:
            yield Work(app, window, dossier_id)
        finally:
            with suppress(Error):
                window.context.close()
            app.process.terminate()
            app.process.wait()
