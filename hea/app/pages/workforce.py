"""Workforce: function groups as forms or as one table, with totals and their course through time."""

import streamlit as st

from hea.app import basis, body, browser, foreign_file, group_table, parts, results, saving, show, state
from hea.app.chosen_file import newly_chosen
from hea.app.failure import reported
from hea.app.fields import Fields, attempt, field_key, form_field, handed_in, show_problems
from hea.app.markdown import plain_text
from hea.app.show import EXCEL
from hea.assessment import AssessmentError, Staffing
from hea.exchange import typical_groups
from hea.exchange.uploads import READ_BOOKS
from hea.exchange.worded import open_in_words
from hea.exchange.written import WrittenError, read_number
from hea.problems import sentences
from hea.proposal import Proposal, field_help, shown_size
from hea.report.figures import figures, vega
from hea.report.sentences import headlines, ranges
from hea.spreadsheet.sheets import MAX_BOOK_BYTES
from hea.texts import Lang, number, text
from hea.units import MEGABYTE

MAIN = ("name", "level", "count", "unit", "basis", "flex_share")
GROWING = ("name", "level", "count", "existing", "unit", "basis", "flex_share")
"""What is asked of a group where a site grows or moves."""
MORE = ("migrant_share", "migrant_share_evidence", "season_profile", "season_months", "year_round_persons")
NEW = ("name", "level", "count", "flex_share")
RECRUITMENT = (
    "flex_share", "regional_share", "local_hiring_share", "within_municipality_share", "cross_border_share",
    "seasonal_stay_weeks",
)  # fmt: skip
MONTHS = 12
MODES = ("form", "table")
FORM = "invulformulier.xlsx"
TAKEN = ("function_groups", "counts_from_area", "automation", "workforce")
"""Parts of a filled-in form that this page takes over."""


@reported
def take_typical() -> None:
    """Begin with the usual functions of the sector."""
    proposal = state.proposal()

    def take() -> None:
        total = proposal.workforce.count if proposal.workforce else results.workers_on_site()
        groups = typical_groups(proposal, total)
        saving.change({"function_groups": groups, "counts_from_area": proposal.sized_by_area})
        state.begin_fields_again("function_groups")

    attempt("take_typical", take, browser.language())


def staffed(lang: Lang) -> Staffing | None:
    """What the groups come to, or nothing and why; what is wrong can be mended on this page."""
    try:
        return results.staffing()
    except AssessmentError as error:
        for sentence in sentences(error.problems, lang):
            st.error(plain_text(sentence))
    return None


def totals(assessment: Staffing, lang: Lang) -> None:
    """What the groups add up to, live."""
    groups = assessment.proposal.function_groups
    show.values(
        {
            text("app.groups", lang): number(len(groups), lang),
            text(f"recap.{headlines.jobs_key(assessment)}", lang): ranges.range_text(
                assessment.jobs, "people", lang
            ),
            text("recap.migrants", lang): ranges.range_text(assessment.migrants_structural, "people", lang),
        }
    )


def already_there(proposal: Proposal, lang: Lang) -> None:
    """Why the groups add up to more than the jobs of an expansion or a move."""
    count = proposal.already_there
    if count:
        st.caption(text(f"app.already_{proposal.kind}", lang, count=number(count, lang)))


def guessed(proposal: Proposal, lang: Lang) -> None:
    """Whether the numbers of the groups are a guess from the area."""
    if proposal.area is not None:
        Fields(lang)("counts_from_area")


def start_from_sector(proposal: Proposal, lang: Lang) -> None:
    """What is used as long as there are no groups, and a way to begin with it."""
    st.info(text("app.no_groups", lang))
    if typical_groups(proposal, 1):
        st.button(text("app.take_typical", lang), on_click=take_typical, key="take_typical")
        show_problems("take_typical")
    else:
        st.write(text("assumed.no_function_mix", lang))


def as_forms(proposal: Proposal, lang: Lang) -> None:
    """A form per group, for keyboard and screen reader."""
    field = Fields(lang, results.assumed())
    for index, group in enumerate(proposal.function_groups):
        path = f"function_groups[{index}]"
        st.markdown(f"**{index + 1}. {plain_text(group.name)}**: {plain_text(shown_size(group.count, lang))}")
        # The label stays the same while editing: an expander with another label is another one, and closed.
        label = text("app.edit_group", lang, number=index + 1)
        with st.expander(label, key=f"group:{index}", on_change="rerun") as opened:
            if opened.open:
                one_group(field, path, index, lang)
    parts.folded(
        text("app.new_group", lang),
        "new_group",
        lambda: parts.new_part("function_groups[0]", NEW, text("app.add_group", lang), added_group, lang),
        expanded=not proposal.function_groups,
        form="function_groups[0]",
    )


def added_group(values: dict[str, object]) -> dict[str, object]:
    """The proposal with one more group."""
    proposal = state.proposal()
    return {"function_groups": (*(group.model_dump() for group in proposal.function_groups), values)}


def one_group(field: Fields, path: str, index: int, lang: Lang) -> None:
    """All fields of a group."""
    left, right = st.columns(2)
    for place, name in enumerate(GROWING if state.proposal().grows else MAIN):
        with left if place % 2 == 0 else right:
            field(f"{path}.{name}")
    more = text("app.more_group", lang, number=index + 1)
    with st.expander(more, key=f"more:{index}", on_change="rerun") as opened:
        if opened.open:
            for name in MORE:
                field(f"{path}.{name}")
            own_season(path, lang)
            parts.milestones(f"{path}.ramp_up", text("label.FunctionGroup.ramp_up", lang), lang)
    parts.remove_button(
        text("app.remove_group", lang),
        f"remove:{path}",
        lambda: {"function_groups": parts.without(state.proposal().function_groups, index)},
    )


def own_season(path: str, lang: Lang) -> None:
    """Twelve numbers of the company itself, in one form."""
    index = int(path.split("[")[1].rstrip("]"))
    given = state.proposal().function_groups[index].season_index
    st.markdown(f"**{text('label.FunctionGroup.season_index', lang)}**")
    st.caption(text("app.own_season", lang))
    names = vega.month_names(lang)
    with st.container(key=f"form:season:{path}"):
        columns = st.columns(4)
        for month in range(MONTHS):
            begin = number(given[month], lang, 2) if given else ""
            arguments = form_field(f"{path}.season.{month}", lang, begin=begin, kind="number")
            columns[month % 4].text_input(plain_text(names[month]), **arguments)
        st.button(text("app.take_season", lang), on_click=take_season, args=(path, lang), key=f"take:{path}")
    show_problems(f"{path}.season")
    if given:
        parts.remove_button(
            text("app.remove_season", lang), f"unseason:{path}", lambda: {f"{path}.season_index": None}
        )


@reported
def take_season(path: str, lang: Lang) -> None:
    """Take over the twelve numbers, brought to a mean of one."""
    from hea.exchange import InputError

    paths = [f"{path}.season.{month}" for month in range(MONTHS)]
    typed = [st.session_state[field_key(field, lang)] for field in paths]

    def take() -> None:
        try:
            values = [read_number(word, "ratio") for word in typed]
        except WrittenError as error:
            raise InputError(error.problems) from None
        saving.change(
            {
                f"{path}.season_profile": None,
                f"{path}.season_index": tuple(values),
                f"{path}.season_normalise": True,
            }
        )

    if attempt(f"{path}.season", take, lang):
        handed_in(paths, lang)


@reported
def take_form(lang: Lang) -> None:
    """The workforce of a filled-in form in place of the present one."""

    def take() -> None:
        file = newly_chosen("form_upload")
        if file is None:
            return
        found = foreign_file.read(open_in_words, *file, lang).proposal
        saving.change({name: getattr(found, name) for name in TAKEN})
        state.begin_fields_again(*TAKEN)
        st.session_state.form_taken = len(found.function_groups)

    attempt("form_upload", take, lang, placed=True)


def from_form(proposal: Proposal, lang: Lang) -> None:
    """The form to send to the company, and the one that came back."""
    from hea.exchange.form import build_form

    st.write(text("app.form_intro", lang))
    st.download_button(
        text("app.form_filled", lang),
        lambda: build_form(proposal, lang),
        FORM,
        EXCEL,
        on_click="ignore",
        key="form_filled",
    )
    st.file_uploader(
        text("app.form_upload", lang),
        type=[suffix.removeprefix(".") for suffix in READ_BOOKS],
        key="form_upload",
        on_change=take_form,
        args=(lang,),
        max_upload_size=MAX_BOOK_BYTES // MEGABYTE,
    )
    show_problems("form_upload")
    taken = st.session_state.pop("form_taken", None)
    if taken is not None:
        st.success(plain_text(text("app.form_taken", lang, count=taken)))


def automation(lang: Lang) -> None:
    """Which share of the work is left, through time."""
    st.write(plain_text(field_help(Proposal, "automation", lang)))
    parts.milestones("automation", text("label.Proposal.automation", lang), lang)


def recruitment(lang: Lang) -> None:
    """Where the people come from."""
    field = Fields(lang, results.assumed())
    for name in RECRUITMENT:
        field(f"recruitment.{name}")


def page(lang: Lang) -> None:
    """Everything on the page, from top to bottom."""
    group_table.take(lang)
    proposal = state.proposal()
    st.title(text("page.workforce", lang))
    st.write(text("app.workforce_intro", lang))
    basis.show(lang)
    assessment = staffed(lang)
    if assessment is not None:
        totals(assessment, lang)
    already_there(proposal, lang)
    if proposal.function_groups:
        guessed(proposal, lang)
    else:
        start_from_sector(proposal, lang)
    mode = st.segmented_control(
        text("app.edit_as", lang),
        list(MODES),
        format_func=lambda key: text(f"app.edit_{key}", lang),
        default=MODES[0],
        key="group_mode",
        required=True,
        persist_state="session",
    )
    if mode == "table":
        group_table.draw(lang)
    else:
        as_forms(proposal, lang)
    if assessment is not None:
        st.header(text("heading.course", lang))
        left, right = st.columns(2)
        with left:
            show.small_figure(figures.workforce_path, assessment, lang)
        with right:
            show.small_figure(figures.season, assessment, lang)
    proposal = state.proposal()
    with st.expander(text("app.form_title", lang), key="form_expander", on_change="rerun") as opened:
        if opened.open:
            from_form(proposal, lang)
    parts.folded(
        text("label.Proposal.automation", lang), "automation", lambda: automation(lang), form="automation[0]"
    )
    parts.folded(text("label.Proposal.recruitment", lang), "recruitment", lambda: recruitment(lang))
    if assessment is not None:
        show.drawn_note(assessment, lang)


body.show_page(page)
