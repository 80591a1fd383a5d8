"""Places in the app where something is filled in, how it is handed in there, and where it ends up."""

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Locator, Page

from hea.app.fields import read, shown, value_at
from hea.dossiers import Comment
from hea.exchange import InputError
from hea.fields import declared
from hea.proposal import Proposal
from hea.reference import questions
from hea.texts import text
from tests.browser.driving import PRESS_MS
from tests.browser.hurry import menu, ready

ANSWERS = "answers."


class Kept(NamedTuple):
    """What the store holds."""

    proposal: Proposal
    comments: tuple[Comment, ...]


class Spot(NamedTuple):
    """A place where something is filled in."""

    page: str
    label: str
    path: str
    """Where it ends up in the proposal; empty for what becomes part of a list on the page."""
    typed: Callable[[int], str]
    opener: str = ""
    """What is clicked to see the field."""
    button: str = ""
    """What is clicked to hand it in, where leaving the field does not."""

    @property
    def in_list(self) -> bool:
        """Whether the page shows it in a list once it is saved."""
        return not self.path

    def field(self, page: Page) -> Locator:
        """The field on its page."""
        return page.get_by_label(self.label, exact=True).first

    def go(self, page: Page) -> None:
        """Go to the field."""
        title = text(self.page)
        if page.get_by_role("heading", level=1, name=title, exact=True).count() == 0:
            menu(page, self.page)
        ready(page, title)
        field = self.field(page)
        opener = page.get_by_text(self.opener, exact=True).first if self.opener else field
        field.or_(opener).first.wait_for()
        if field.count() == 0:
            opener.click(delay=PRESS_MS)
            field.wait_for()
            ready(page, title)

    def hand_in(self, page: Page) -> None:
        """Say that it is ready."""
        if not self.button:
            self.field(page).press("Enter")
            return
        self.field(page).press("Tab")
        page.get_by_role("button", name=self.button, exact=True).press("Enter")

    def held(self, kept: Kept) -> list[str]:
        """What the store holds of it, as it stands in the field."""
        if self.in_list:
            return [comment.words for comment in kept.comments]
        return [self._as_shown(value_at(kept.proposal, self.path))]

    def reads(self, typed: str) -> str | None:
        """What is typed as it is shown once it was read, or nothing if it cannot be read."""
        if self.in_list or self.path.startswith(ANSWERS):
            return typed
        try:
            return self._as_shown(read(typed, declared(self.path).kind, "nl"))
        except InputError:
            return None

    def _as_shown(self, value: object) -> str:
        kind = "text" if self.path.startswith(ANSWERS) else declared(self.path).kind
        return str(shown(value, kind, "nl"))


def words(name: str) -> Callable[[int], str]:
    """Words that are different every time."""
    return lambda count: f"{name} nummer {count}"


def whole(least: int) -> Callable[[int], str]:
    """A number that is different every time."""
    return lambda count: str(least + count)


def share(count: int) -> str:
    """A percentage that is different from the one before, and from the whole one of the example."""
    return f"{1 + count % 98},5"


def _field(page: str, label: str, path: str, typed: Callable[[int], str], opener: str = "") -> Spot:
    return Spot(f"page.{page}", text(f"label.{label}"), path, typed, opener)


GROUP, OFFER = text("app.edit_group", number=1), text("app.edit_offer", number=1)
FIRST, PLAN = "function_groups[0]", "housing_plan.offers[0]"
SPOTS = (
    Spot("page.quick_scan", text("app.company"), "company", words("Bedrijf")),
    _field("initiative", "Proposal.initiative", "initiative", words("Plan")),
    _field("initiative", "Proposal.kern", "kern", words("Kern")),
    _field("initiative", "Proposal.existing_workers", "existing_workers", whole(180)),
    _field("workforce", "FunctionGroup.name", f"{FIRST}.name", words("Ploeg"), GROUP),
    _field("workforce", "Headcount.count", f"{FIRST}.count", whole(320), GROUP),
    _field("workforce", "FunctionGroup.flex_share", f"{FIRST}.flex_share", share, GROUP),
    _field("surroundings", "LocalContext.kern_inhabitants", "context.kern_inhabitants", whole(29_000)),
    _field("housing_plan", "Offer.places", f"{PLAN}.places", whole(80), OFFER),
    _field("housing_plan", "Offer.off_season_use", f"{PLAN}.off_season_use", words("Gebruik"), OFFER),
    Spot(
        "page.conversation",
        questions()["contraction"].question_nl,
        f"{ANSWERS}contraction",
        words("Antwoord"),
        text("conversation.bedrijf_en_werk"),
    ),
    Spot(
        "page.welfare",
        text("label.Weights.set_by"),
        "weights.set_by",
        words("Raad"),
        text("welfare.revise"),
        text("welfare.set"),
    ),
    Spot(
        "page.dossier",
        text("dossier.words"),
        "",
        words("Opmerking"),
        text("dossier.comments"),
        text("dossier.say"),
    ),
)
