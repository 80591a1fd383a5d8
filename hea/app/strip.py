"""The main figures in sight while someone fills in: what they are and were, and to which input they belong.

They come from the outline that pages show already, and stand below everything else of a page: a field answers
before they are there.
"""

from typing import NamedTuple

import streamlit as st

from hea.app import basis, navigation, range_bar, results, state
from hea.app.markdown import as_html
from hea.assessment import AssessmentError
from hea.report.sentences import cards
from hea.report.sentences.cards import Card
from hea.report.sentences.ranges import range_text, shown
from hea.texts import Lang, text

FILLED_IN = (
    "quick_scan.py",
    "initiative.py",
    "workforce.py",
    "surroundings.py",
    "housing_plan.py",
    "conversation.py",
)
"""Pages on which something is filled in that the figures follow."""
ROOM = 1.15
"""How far a bar reaches beyond the highest figure: a change must be seen in both directions."""


class Seen(NamedTuple):
    """What the strip of this draft showed last."""

    inputs: tuple[str, str]
    now: tuple[Card, ...]
    before: tuple[Card, ...]
    """Those of the input before this one; empty if there was none."""


def show(lang: Lang) -> None:
    """The strip, where something is filled in and there is something to calculate with."""
    if navigation.present().filename not in FILLED_IN or state.draft().proposal is None:
        return
    calculated = _follow()
    seen: Seen | None = st.session_state.get("strip")
    if seen is not None:
        with st.container(key="strip"):
            st.html(_strip(seen, _not_followed(calculated, lang), lang))


def _follow() -> bool:
    """Bring what is shown up to date with the draft; false if that cannot be calculated."""
    seen: Seen | None = st.session_state.get("strip")
    inputs = results.inputs()
    if seen is None or seen.inputs != inputs:
        try:
            now = cards.main(results.outline())
        except AssessmentError:
            return False
        st.session_state.strip = Seen(inputs, now, seen.now if seen else ())
    return True


def _not_followed(calculated: bool, lang: Lang) -> str:
    """Which input the figures do not follow, in a sentence; nothing if they follow all of it."""
    if not calculated:
        return text("strip.not_calculated", lang)
    fields = basis.belongs_to(lang)
    return text("strip.belongs", lang, fields="; ".join(fields)) if fields else ""


def _strip(seen: Seen, not_followed: str, lang: Lang) -> str:
    old = " hea-old" if not_followed else ""
    before = seen.before or seen.now
    told = "".join(_figure(*pair, lang) for pair in zip(seen.now, before, strict=True))
    why = f"<p>{as_html(not_followed)}</p>" if not_followed else ""
    label = as_html(text("strip.label", lang))
    return f"<section class='hea-strip{old}' aria-label='{label}'>{why}<dl>{told}</dl></section>"


def _figure(now: Card, before: Card, lang: Lang) -> str:
    """A figure with its range and, if it was another before, that as well."""
    is_, was = (range_text(card.range, card.kind, lang) for card in (now, before))
    former = f"<small>{as_html(text('strip.was', lang, value=was))}</small>" if is_ != was else ""
    top = ROOM * max(now.range.p90, before.range.p90)
    return (
        f"<div><dt>{as_html(now.name_in(lang))} <small>{as_html(now.when_in(lang))}</small></dt>"
        f"<dd><b>{shown(now.range.p50, now.kind, lang)}</b> <span>{as_html(is_)}</span> {former}"
        f"{range_bar.drawn(now.range, top)}</dd></div>"
    )
