"""The progress of a plan at a review, on the page and as a report, for those concerned or for everybody."""

import streamlit as st

from hea.app import browser, show, state
from hea.app.dossier.afterwards import counted_in, promise_of
from hea.app.fields import lasting_choice
from hea.app.markdown import plain_text
from hea.dossiers import Agreed, Saved
from hea.report.progress import build_progress, title
from hea.report.sentences import progress
from hea.report.sentences.progress import Action, Review
from hea.texts import Lang, month, text

VERSIONS = ("whole", "public")


def draw(kept: Saved, lang: Lang) -> None:
    """Choose a review and a version; see it and download it."""
    own = state.dossiers()
    forecast, against = promise_of(kept, lang)
    st.write(text("progress.intro", lang))
    if forecast is None:
        return
    day = forecast.proposal.review_date
    counts = own.counts(kept.id)
    moments = progress.months((count.realised.month for count in counts), f"{day:%Y-%m}" if day else None)
    if not moments:
        st.caption(text("progress.no_moment", lang))
        return
    at = st.selectbox(
        text("progress.choose", lang),
        format_func=lambda name: month(name, lang),
        **lasting_choice("progress_month", list(moments)),
    )
    version = st.radio(
        text("progress.version", lang),
        format_func=lambda name: text(f"progress.{name}", lang),
        horizontal=True,
        **lasting_choice("progress_version", VERSIONS),
    )
    actions = tuple(filter(None, (action_at(item, at) for item in own.agreements(kept.id))))
    counted, today = counted_in(counts, at), browser.this_month()
    review = Review(forecast, at, counted, actions, version == "public", today)
    _tell(review, against, lang)
    if review.public:
        st.caption(text("progress.look_through", lang))
    st.download_button(
        text("progress.download", lang),
        lambda: build_progress(review, against, lang),
        f"voortgang-{at}{'-openbaar' if review.public else ''}.pdf",
        "application/pdf",
        key="progress_pdf",
        on_click="ignore",
    )


def action_at(item: Agreed, at: str) -> Action | None:
    """An agreement as it stood at the end of a month, for a report; none if it was written down later."""
    steps = [step.agreement for step in item.history if f"{browser.local_time(step.at):%Y-%m}" <= at]
    if not steps:
        return None
    then = steps[-1]
    return Action(then.figure, then.who, then.what, then.number, then.month, then.status, then.evidence)


def _tell(review: Review, against: str, lang: Lang) -> None:
    show.headed(title(review, lang), against)
    show.bullets(progress.summary(review, lang))
    for theme in progress.themes(review, lang):
        name = text(f"progress.theme.{theme}", lang)
        st.markdown(f"**{plain_text(name)}**")
        rows = progress.rows(review, theme, lang)
        if rows:
            show.table(rows, progress.headings(lang), name)
        agreed = progress.action_rows(review, theme, lang)
        if agreed:
            show.table(agreed, progress.action_headings(review, lang), text("progress.agreements", lang))
    for line in (*progress.sources(review, lang), text("progress.no_verdict", lang)):
        st.caption(plain_text(line))
