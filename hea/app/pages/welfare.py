"""Broad welfare: weights first, then the scores; a profile, parties and robustness, and no verdict."""

import datetime as dt

import streamlit as st

from hea.app import basis, body, results, saving, show, state
from hea.app.failure import reported
from hea.app.fields import attempt, field_key, form_field, handed_in, read, show_problems, shown
from hea.app.markdown import plain_text
from hea.assessment import Assessment
from hea.exchange import InputError
from hea.problems import Problem
from hea.reference import welfare_criteria, welfare_presets
from hea.report.figures import figures
from hea.report.sentences import evidence, ranges, welfare
from hea.texts import Lang, date, plain, text

OWN = "eigen"
PRESET_FIELD, BY_FIELD = "weights.preset", "weights.set_by"


def weights(lang: Lang) -> None:
    """The weights, before anyone has seen a score."""
    st.header(text("welfare.weights", lang))
    st.write(text("welfare.weights_intro", lang))
    if st.session_state.get("revise_weights"):
        st.warning(text("welfare.seen", lang))
    held = state.proposal().weights
    begin = held.preset or (OWN if held.values else next(iter(welfare_presets())))
    with st.container(key="form:weights"):
        _choices(begin, lang)
    show_problems("weights")


def _choices(begin: str, lang: Lang) -> None:
    """Which weights, and who sets them."""
    held = state.proposal().weights
    chosen = st.selectbox(
        text("label.Weights.preset", lang),
        [*welfare_presets(), OWN],
        format_func=lambda key: text(f"preset.{key}", lang),
        **form_field(PRESET_FIELD, lang, begin=begin),
    )
    if chosen == OWN:
        own_weights(lang)
    else:
        show.table(
            welfare.weight_rows(welfare_presets()[chosen], lang),
            welfare.weight_headings(lang),
            text("welfare.weights", lang),
        )
    st.text_input(text("label.Weights.set_by", lang), **form_field(BY_FIELD, lang, begin=held.set_by or ""))
    st.caption(text("welfare.who", lang))
    st.button(
        text("welfare.set", lang),
        key="set_weights",
        on_click=fix,
        args=(chosen, lang),
    )


def own_weights(lang: Lang) -> None:
    """A field per criterion; the sum is shown while typing."""
    held = state.proposal().weights.values or {}
    even = 100 / len(welfare_criteria())
    for place, (key, row) in enumerate(welfare_criteria().items()):
        if place % 2 == 0:
            columns = st.columns(2)
        begin = shown(held.get(key, even), "number", lang, "ratio")
        arguments = form_field(f"weights.values.{key}", lang, begin=begin, kind="number")
        with columns[place % 2]:
            st.text_input(plain_text(row.name_in(lang)), **arguments)
            st.caption(plain_text(row.in_language("explanation", lang)))
    try:
        total = sum(typed_weights(lang).values())
        st.write(text("welfare.sum", lang, total=plain(total, lang)))
    except InputError:
        st.write(text("welfare.sum_unknown", lang))


def typed_weights(lang: Lang) -> dict[str, float]:
    """The weights that stand in the fields.

    Raises:
        InputError: if one cannot be read.
    """
    typed = {key: st.session_state[field_key(f"weights.values.{key}", lang)] for key in welfare_criteria()}
    return {key: read(word, "number", "ratio") or 0.0 for key, word in typed.items()}


@reported
def fix(chosen: str, lang: Lang) -> None:
    """Set the weights, with who and when; from then on the scores are shown."""

    def take() -> None:
        by = st.session_state[field_key(BY_FIELD, lang)].strip()
        if not by:
            raise InputError((Problem("", "weights_who", {}),))
        values = typed_weights(lang) if chosen == OWN else None
        saving.change(
            {
                "weights": {
                    "preset": None if chosen == OWN else chosen,
                    "values": values,
                    "set_by": by,
                    "set_on": dt.datetime.now(dt.UTC).date(),
                }
            }
        )
        st.session_state.revise_weights = False

    if attempt("weights", take, lang):
        fields = (f"weights.values.{key}" for key in welfare_criteria())
        handed_in((PRESET_FIELD, BY_FIELD, *fields), lang)


@reported
def revise() -> None:
    """Show the weights again; that scores were seen before stays in the audit entries."""
    st.session_state.revise_weights = True


def scores(assessment: Assessment, lang: Lang) -> None:
    """The profile, what stands outside the sum, and how firm the whole is."""
    result = assessment.welfare
    st.info(
        text(
            "welfare.set_by",
            lang,
            who=plain_text(result.set_by or "–"),
            when=date(result.set_on, lang) if result.set_on else "–",
        )
    )
    st.button(text("welfare.revise", lang), key="revise_weights_button", on_click=revise)
    for item in result.knock_outs:
        st.error(plain_text(item.message.in_language(lang)))
    st.header(text("heading.scores", lang))
    show.small_figure(figures.welfare_profile, assessment, lang)
    show.table(welfare.rows(assessment, lang), welfare.headings(lang), text("page.welfare", lang))
    if result.total is not None:
        total = ranges.range_text(result.total, "people", lang)
        st.write(plain_text(text("welfare.total", lang, total=total, covers=result.total_covers)))
    st.caption(text("report.welfare_note", lang))
    st.header(text("party.title", lang))
    show.table(
        evidence.party_rows(assessment, lang), evidence.party_headings(lang), text("party.title", lang)
    )


def page(lang: Lang) -> None:
    """Everything on the page, from top to bottom."""
    proposal = state.proposal()
    st.title(text("page.welfare", lang))
    st.write(text("welfare.intro", lang))
    basis.show(lang)
    if not proposal.weights.are_set or st.session_state.get("revise_weights"):
        weights(lang)
        st.info(text("welfare.hidden", lang))
    else:
        scores(results.assessment(), lang)


body.show_page(page)
