"""The main figures as cards: the middle in large letters, the range in words and as a bar."""

import streamlit as st

from hea.app import range_bar
from hea.app.markdown import as_html
from hea.assessment import Outline
from hea.report.sentences import cards
from hea.report.sentences.cards import Card
from hea.report.sentences.ranges import range_text, shown
from hea.texts import Lang, text

ROOM = 1.15
"""How far a bar reaches beyond the highest figure."""


def show(outline: Outline, lang: Lang) -> None:
    """Cards beside each other; places share a scale, so that need and shortage can be compared by eye."""
    found = cards.main(outline)
    top = {
        kind: ROOM * max(card.range.p90 for card in found if card.kind == kind)
        for kind in {card.kind for card in found}
    }
    told = "".join(_card(card, top[card.kind], lang) for card in found)
    st.html(f"<dl class='hea-cards' aria-label='{as_html(text('card.label', lang))}'>{told}</dl>")


def _card(card: Card, top: float, lang: Lang) -> str:
    return (
        f"<div><dt>{as_html(card.name_in(lang))} <small>{as_html(card.when_in(lang))}</small></dt>"
        f"<dd><b>{as_html(shown(card.range.p50, card.kind, lang))}</b> "
        f"<span>{as_html(range_text(card.range, card.kind, lang))}</span>"
        f"{range_bar.drawn(card.range, top)}</dd></div>"
    )
