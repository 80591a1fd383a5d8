"""Initiative: what the plan is, where and when."""

import streamlit as st

from hea.app import body, parts, results, six_fields, state
from hea.app.fields import Fields
from hea.app.markdown import plain_text
from hea.engine.positions import is_seasonal
from hea.fields import echo
from hea.proposal import Construction, Proposal, field_label
from hea.texts import Lang, date, number, text

CONSTRUCTION = ("persons", "from_month", "until_month")


def construction(lang: Lang) -> None:
    """The builders: a form to begin with, fields once they are there."""
    proposal = state.proposal()
    st.write(text("app.construction_intro", lang))
    if proposal.construction is None:
        add = text("app.add_construction", lang)
        parts.new_part("construction", CONSTRUCTION, add, lambda values: {"construction": values}, lang)
        return
    field = Fields(lang, results.assumed())
    for name in CONSTRUCTION:
        field(f"construction.{name}")
    parts.remove_button(
        text("app.remove_construction", lang), "remove:construction", lambda: {"construction": None}
    )


def builders(held: Construction, lang: Lang) -> str:
    """The builders in a few words."""
    start, end = (echo(month, "month", lang) for month in (held.from_month, held.until_month))
    return text("app.construction_known", lang, persons=number(held.persons, lang), start=start, end=end)


def review(lang: Lang) -> None:
    """When the figures will be checked, and where they come from."""
    field = Fields(lang, results.assumed())
    field("review_date")
    field("source")


def details(proposal: Proposal, lang: Lang) -> None:
    """What a full dossier asks beside the six fields."""
    field = Fields(lang, results.assumed())
    left, right = st.columns(2)
    with left:
        field("kind")
        if proposal.kind == "expansion":
            if proposal.sized_by_area:
                field("area_holds")
            field("existing_workers")
        if proposal.kind == "relocation":
            field("moving_workers")
        field("initiative")
    with right:
        field("kern")
        field("value_added_ratio")
    if proposal.workforce is not None and not proposal.function_groups:
        st.header(text("app.how_counted", lang))
        left, right = st.columns(2)
        with left:
            field("workforce.unit")
        if not is_seasonal(proposal.sector):  # else it is asked beside the number
            with right:
                field("workforce.basis")
    title = text("label.Proposal.construction", lang)
    if proposal.construction is not None:
        st.markdown(f"**{title}**: {plain_text(builders(proposal.construction, lang))}")
        title = text("app.edit_construction", lang)
    parts.folded(title, "construction", lambda: construction(lang), form="construction")
    if proposal.review_date is not None:
        label = field_label(Proposal, "review_date", lang)
        st.markdown(f"**{plain_text(label)}**: {date(proposal.review_date, lang)}")
    parts.folded(text("app.review_title", lang), "review", lambda: review(lang))


def page(lang: Lang) -> None:
    """Everything on the page, from top to bottom."""
    st.title(text("page.initiative", lang))
    st.write(text("app.initiative_intro", lang))
    six_fields.draw(lang)
    proposal = state.draft().proposal
    if proposal is None:
        st.info(plain_text(text("app.fill_in", lang, fields=", ".join(six_fields.missing(lang)).lower())))
    else:
        details(proposal, lang)


body.show_page(page)
