"""Steps of a user through the app, without a browser."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from hea.app import login
from hea.app.address import CONCEPT
from hea.app.navigation import PAGES_FOLDER
from hea.dossiers import ALONE, Actor, Dossiers, Draft, Saved, local_store
from hea.exchange import example
from hea.parameters import OwnValue
from hea.proposal import Proposal
from hea.texts import Lang

ENTRY = Path(__file__).parents[2] / "streamlit_app.py"
DOSSIER = "fictief_dossier_venray"


def opened(
    lang: Lang = "nl",
    proposal: Proposal | None = None,
    own_values: tuple[OwnValue, ...] = (),
    concept: str = "",
) -> AppTest:
    """The app on its first page, with a draft if a proposal is given or named in the address."""
    app = AppTest.from_file(str(ENTRY), default_timeout=600)
    if concept:
        app.query_params[CONCEPT] = concept
    app.session_state["language"] = lang
    if proposal is not None:
        app.session_state["draft"] = Draft(proposal=proposal, own_values=own_values)
        app.session_state["saved"] = None
    app.run()
    calm(app)
    return app


def on(filename: str, lang: Lang = "nl", name: str = DOSSIER) -> AppTest:
    """The app with an example open, on one page."""
    app = opened(lang, example(name))
    return turn(app, filename)


def turn(app: AppTest, filename: str) -> AppTest:
    """Go to a page."""
    app.switch_page(str(PAGES_FOLDER / filename)).run()
    calm(app)
    return app


def unfold(app: AppTest, key: str) -> None:
    """Open a part that stands folded behind its title."""
    app.session_state[key] = True
    app.run()
    calm(app)


def choose_tab(app: AppTest, key: str, name: str) -> None:
    """Open a tab by the key of the tabs and the name of the one."""
    app.session_state[key] = name
    app.run()
    calm(app)


def tables(app: AppTest) -> list[pd.DataFrame]:
    """Every table on the page; the first column names the rows."""
    found = []
    for item in app.get("html"):
        if "<table" in item.proto.body:
            headings, *rows = (
                ["".join(cell.itertext()) for cell in row]
                for row in ElementTree.fromstring(item.proto.body).iter("tr")
            )
            frame = pd.DataFrame(rows, columns=headings)
            found.append(frame.set_index(frame.columns[0]))
    return found


def calm(app: AppTest) -> None:
    """Nothing broke: no exception and no page with a reference."""
    assert not app.exception, app.exception
    assert not any("kenmerk" in item.value or "reference" in item.value for item in app.error), app.error


def handed_over(monkeypatch: pytest.MonkeyPatch, *, logged_in: bool = False) -> tuple[Dossiers, Saved]:
    """The full dossier in the store of a company, which the visitor may see with a code as a municipality.

    Args:
        monkeypatch: of the test.
        logged_in: whether the visitor is of a municipality as their login says, and no guest.
    """
    owner = local_store().of(Actor("Jan", "Kist", "bedrijf"))
    saved = owner.save(Draft(proposal=example(DOSSIER)))
    code, _ = owner.share(saved.id, "gemeente")
    who = Actor("Els", "gemeente Venray", "gemeente") if logged_in else Actor()
    monkeypatch.setattr(login, "actor", lambda: replace(who, codes=frozenset({code})))
    return owner, saved


def field(app: AppTest, path: str, lang: Lang = "nl") -> Any:
    """The field of a path of the proposal, whichever widget it is."""
    return at(app, f"field:{lang}:{path}")


def at(app: AppTest, key: str) -> Any:
    """A widget by its key, on whichever page."""
    kinds = (
        *("text_input", "text_area", "selectbox", "multiselect", "radio", "checkbox", "button"),
        *("segmented_control", "pills"),
    )
    for kind in kinds:
        for widget in getattr(app, kind):
            if str(widget.key).split("@")[0] == key:
                return widget
    raise AssertionError(f"no widget {key}")


def fill(app: AppTest, path: str, typed: Any, lang: Lang = "nl") -> AppTest:
    """Type or choose, as a user does."""
    field(app, path, lang).set_value(typed).run()
    calm(app)
    return app


def press(app: AppTest, key: str) -> AppTest:
    """Press a button."""
    at(app, key).click().run()
    calm(app)
    return app


def proposal(app: AppTest) -> Proposal:
    """The proposal the session holds."""
    held = app.session_state["draft"].proposal
    assert held is not None
    return held


def stored(app: AppTest) -> Draft:
    """The draft as the store keeps it."""
    found = local_store().of(ALONE).load(app.session_state["saved"].id)
    assert found is not None
    return found[0]


def quick(app: AppTest, lang: Lang = "nl", size: str = "400") -> AppTest:
    """The six fields of the quick scan."""
    for name, value in (
        ("company", "Kist en Zn"),
        ("municipality", "GM0984"),
        ("sector", "dc_warehousing"),
        ("size", size),
        ("opening", "2027-03"),
    ):
        fill(app, f"quick.{name}", value, lang)
    return app
