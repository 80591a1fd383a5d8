"""Start: three doors, an example, a file, or the work of last time."""

import streamlit as st

from hea.app import body, draft_list, failure, foreign_file, login, navigation, opening, show, state
from hea.app.chosen_file import newly_chosen
from hea.app.failure import reported
from hea.app.fields import attempt, show_problems
from hea.app.markdown import plain_text
from hea.app.report_queue import InterruptedBuildError, report_queue
from hea.app.show import EXCEL
from hea.assessment import DOSSIER_DRAWS, MAX_AGAIN
from hea.dossiers import Draft, StoreError, local_store
from hea.exchange import (
    UPLOADED,
    Reopened,
    check_reopened,
    example,
    example_names,
    filled_sentence,
    unread_sentence,
)
from hea.exchange.reopened import reopen_with_input
from hea.exchange.uploads import MAX_PDF_BYTES, PDF, Opened
from hea.exchange.worded import open_in_words
from hea.parameters import load_parameters
from hea.report.sentences import reopened
from hea.texts import Lang, text
from hea.units import MEGABYTE

DOORS = {"acquisition": "quick_scan.py", "municipality": "initiative.py", "company": "initiative.py"}
FORM = "invulformulier.xlsx"


def doors(lang: Lang) -> None:
    """One way in per kind of user."""
    for column, (role, filename) in zip(st.columns(len(DOORS)), DOORS.items(), strict=True):
        with column.container(border=True, height="stretch"):
            show.headed(text(f"door.{role}", lang), text(f"door.{role}_text", lang), level=2)
            if st.button(text(f"door.{role}_button", lang), key=f"door_{role}", width="stretch"):
                opening.start_with(Draft())
                navigation.go(filename)


def go_on(lang: Lang) -> None:
    """The drafts of this machine, newest first."""
    try:
        draft_list.draw(lang)
    except StoreError as error:
        failure.show_unread(error, lang)
        return
    damaged = local_store().damaged
    if damaged is not None:
        st.warning(plain_text(text("app.damaged", lang, name=damaged.name)))


def examples(lang: Lang) -> None:
    """A published or made-up case to look around with."""
    names = {name: example(name) for name in example_names()}
    chosen = st.selectbox(
        text("app.example", lang),
        list(names),
        format_func=lambda name: names[name].company,
        key="example_choice",
    )
    if st.button(text("app.open_example", lang), key="open_example"):
        opening.show_example(chosen)
        navigation.go("outcome.py")


@reported
def _upload(lang: Lang) -> None:
    reports: list[Reopened] = []

    def take() -> None:
        file = newly_chosen("upload")
        if file is None:
            return
        opened, report = _read(*file, lang)
        own = (*opened.own_values, *opened.left_out)
        st.session_state.opened = opening.go_on_with(Draft(proposal=opened.proposal, own_values=own))
        cares = [filled_sentence(opened.by_answers, lang)] if opened.by_answers else []
        cares += [unread_sentence(opened.unread, lang)] if opened.unread else []
        if opened.opening_assumed:
            cares.append(text("cli.opening_assumed", lang, month=opened.proposal.opening))
        if cares:
            state.take_care(tuple(cares))
        reports.extend(report)

    if attempt("upload", take, lang, placed=True) and reports:
        cares, st.session_state.reopened_said = _said_of(reports[0], lang)
        state.take_care(cares)


def _read(name: str, content: bytes, lang: Lang) -> tuple[Opened, list[Reopened]]:
    """What a file holds, and what it says of itself if it is a report."""
    if not name.lower().endswith(PDF):
        return foreign_file.read(open_in_words, name, content, lang), []
    opened, report = foreign_file.read(reopen_with_input, name, content)
    return opened, [report]


def _said_of(report: Reopened, lang: Lang) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What to take care of in a report, and what is only good to know."""
    holds = _whether_it_holds(report, lang)
    if report.draws not in (0, DOSSIER_DRAWS):
        words = {"then": report.draws, "now": DOSSIER_DRAWS}
        holds.append(text("app.other_draws", lang, **words))
    pages = reopened.page_sentences(report.pages, lang)
    if report.pages is None or any(report.pages):
        return tuple(pages), tuple(holds)
    return (), (*pages, *holds)


def _whether_it_holds(report: Reopened, lang: Lang) -> list[str]:
    """What a calculation of today says of the figures, made beside the app as everything that takes long."""
    if report.draws > MAX_AGAIN:
        return [text("reopened.many_draws", lang, then=report.draws, most=MAX_AGAIN)]
    try:
        check = report_queue().call(login.person(), check_reopened, report, load_parameters())
    except (InterruptedBuildError, ValueError, KeyError, TypeError):  # the figures are of others
        return [text("reopened.unchecked", lang)]
    return [text("reopened.none", lang)] if check is None else reopened.sentences(*check, lang)


def empty_form(lang: Lang) -> bytes:
    """The form that a company fills in."""
    from hea.exchange.form import build_form

    return build_form(lang=lang)


def file(lang: Lang) -> None:
    """Hand in a draft, a filled-in workbook or a report made here."""
    st.file_uploader(
        text("app.upload", lang),
        type=[suffix.removeprefix(".") for suffix in UPLOADED],
        key="upload",
        on_change=_upload,
        args=(lang,),
        max_upload_size=MAX_PDF_BYTES // MEGABYTE,
    )
    st.caption(text("app.upload_help", lang))
    st.download_button(
        text("app.form_download", lang),
        lambda: empty_form(lang),
        FORM,
        EXCEL,
        on_click="ignore",
        key="form_download",
    )
    show_problems("upload")
    opened = st.session_state.pop("opened", None)
    if opened:
        title = state.draft().title or text("drafts.nameless", lang)
        st.success(plain_text(text(f"app.{opened}", lang, title=title)))
        for line in state.cares():
            st.warning(plain_text(line))
        for line in st.session_state.pop("reopened_said", ()):
            st.info(plain_text(line))
        navigation.link("outcome.py", text("app.outcome_link", lang))


def page(lang: Lang) -> None:
    """Everything on the page, from top to bottom."""
    st.title(text("app.title", lang))
    st.write(text("app.start_intro", lang))
    doors(lang)
    st.header(text("app.go_on", lang))
    go_on(lang)
    st.header(text("app.look_around", lang))
    left, right = st.columns(2)
    with left:
        examples(lang)
    with right:
        file(lang)
    st.caption(text("app.stays_inside" if login.kind() else "app.stays_here", lang))


body.show_page(page)
