"""Conversation: the questions of the guide in phases, with what is still open to send to the company."""

import streamlit as st

from hea.app import basis, body, question, results, show, state
from hea.app.markdown import plain_text
from hea.proposal import Proposal
from hea.report.sentences import conversation, evidence
from hea.texts import Lang, text

Items = list[conversation.Item]


def phases(items: Items, lang: Lang) -> None:
    """The questions of each phase behind its title."""
    rows = {phase: [item for item in items if item.phase == phase] for phase in conversation.phases()}
    st.caption(plain_text(" · ".join(conversation.done_in(phase, rows[phase], lang) for phase in rows)))
    for index, phase in enumerate(rows):
        # The label stays the same while answering: an expander with another label is another one, and closed.
        name = text(f"conversation.{phase}", lang)
        with st.expander(name, expanded=index == 0, key=f"phase:{phase}", on_change="rerun") as opened:
            if opened.open:
                for item in rows[phase]:
                    question.draw(item, lang)


def to_send(proposal: Proposal, items: Items, lang: Lang) -> None:
    """What is still open, to send to the company."""
    left = conversation.open_items(items)
    st.header(text("conversation.list_title", lang))
    if left:
        st.write(text("conversation.send", lang, count=len(left)))
        show.bullets([plain_text(item.question) for item in left])
    else:
        st.success(text("conversation.none_left", lang))

    def as_pdf() -> bytes:
        """The open questions on paper."""
        from hea.report.pdf import build_questions

        return build_questions(proposal, items, lang)

    st.download_button(
        text("conversation.download", lang),
        as_pdf,
        "open-vragen.pdf",
        "application/pdf",
        key="download_questions",
        on_click="ignore",
        disabled=not left,
    )


def page(lang: Lang) -> None:
    """Everything on the page, from top to bottom."""
    proposal = state.proposal()
    st.title(text("page.conversation", lang))
    st.write(text("conversation.intro", lang))
    basis.show(lang)
    items = conversation.items(proposal, results.parameters(), lang)
    done = len(items) - len(conversation.open_items(items))
    words = text("conversation.progress", lang, done=done, all=len(items))
    st.progress(done / len(items), text=words)
    for sentence in evidence.ask_sentences(results.assessment(), lang):
        st.info(plain_text(sentence))
    phases(items, lang)
    to_send(proposal, items, lang)


body.show_page(page)
