"""The result of the quick scan: sentences, chart with its table, cases and downloads."""

import pandas as pd
import streamlit as st

from hea.app import state
from hea.assessment import LIVE_DRAWS, REPORT_DRAWS, Assessment
from hea.assessment.explanation import HEADLINE, STEPS
from hea.exchange import proposal_yaml
from hea.parameters import load_parameters
from hea.proposal import STAY_CLASSES, Proposal, StayClass
from hea.report import charts, explanation_text, grounds, narrative
from hea.texts import Lang, month, percent, text

MONTHS_PER_YEAR = 12
FILE_NAME = "huisvestingseffectrapportage"


def show_result(proposal: Proposal, lang: Lang) -> None:
    """Everything under the fields."""
    assessment = state.preview(proposal, proposal.hash)
    st.header(text("app.result", lang))
    for sentence in narrative.summary_sentences(assessment, lang):
        st.write(sentence)
    for sentence in grounds.ask_sentences(assessment, lang):
        st.info(sentence)
    _recap(assessment, lang)
    for flag in assessment.flags:
        st.warning(flag.message.in_language(lang))
    _chart(assessment, lang)
    _cases(assessment, lang)
    _grounds(assessment, lang)
    with st.expander(text("app.what_is_assumed", lang)):
        for item in assessment.assumed:
            grade = f" ({text('report.grade', lang)} {item.grade})" if item.grade else ""
            st.markdown(f"- {item.message.in_language(lang)}{grade}")
    _downloads(proposal, lang)
    st.caption(text("app.preview", lang, draws=LIVE_DRAWS, report=REPORT_DRAWS))
    st.caption(narrative.colophon(assessment, lang))


def _recap(assessment: Assessment, lang: Lang) -> None:
    structural, peak = (text(f"headline.{moment}", lang) for moment in ("structural", "peak"))
    rows = [(row.label, row.structural, row.peak, row.unit) for row in narrative.recap(assessment, lang)]
    columns = [text("report.outcome", lang), structural, peak, text("report.unit", lang)]
    frame = pd.DataFrame(rows, columns=columns).set_index(columns[0])
    st.table(frame, alt=text("app.result", lang))


def _chart(assessment: Assessment, lang: Lang) -> None:
    st.subheader(text("report.chart_title", lang))
    for stay in STAY_CLASSES:
        chart = charts.stay_chart(assessment, stay, lang)
        if lang == "nl":
            chart = chart.configure(locale=charts.dutch_locale())
        st.altair_chart(chart, alt=narrative.stay_chart_alt(assessment, stay, lang))
    st.caption(charts.legend_text(lang))
    st.caption(text("report.stay_note", lang))
    for sentence in narrative.deadline_sentences(assessment, lang):
        st.write(sentence)
    with st.expander(text("app.table_twin", lang)):
        for stay in STAY_CLASSES:
            st.markdown(f"**{text(f'stay.{stay}', lang)}**")
            st.table(_yearly(assessment, stay, lang), alt=text(f"stay.{stay}", lang))


def _yearly(assessment: Assessment, stay: StayClass, lang: Lang) -> pd.DataFrame:
    """Every twelfth month of the chart, as people read it."""
    frame = charts.monthly_frame(assessment, stay).iloc[MONTHS_PER_YEAR - 1 :: MONTHS_PER_YEAR]
    names = {"low": "low", "middle": "middle", "high": "high", "supply": "chart_supply"}
    shown = {
        text(f"report.{name}", lang): [narrative.shown(value, "places", lang) for value in frame[column]]
        for column, name in names.items()
    }
    months = [month(f"{value:%Y-%m}", lang) for value in frame["month"]]
    return pd.DataFrame(shown, index=pd.Index(months, name=text("report.month", lang)))


def _cases(assessment: Assessment, lang: Lang) -> None:
    st.subheader(text("app.cases", lang))
    points = assessment.migrant_share_estimates.reference_cases.points
    if not points:
        st.write(text("app.no_cases", lang))
    for point in points:
        year = f", {point.year}" if point.year else ""
        source = f" ([{text('report.source', lang).lower()}]({point.url}))" if point.url else ""
        st.markdown(f"- {point.name}{year}: {percent(point.share, lang)}{source}")


def _grounds(assessment: Assessment, lang: Lang) -> None:
    """Where a figure comes from, several ways to it, what drives it, and burdens and benefits."""
    with st.expander(text("explain.title", lang)):
        st.caption(text("app.explain_intro", lang))
        figures = {
            path: assessment.explain(path).name.in_language(lang)
            for path in STEPS
            if path.startswith(HEADLINE)
        }
        path = st.selectbox(
            text("app.choose_figure", lang), list(figures), format_func=figures.__getitem__, key="explained"
        )
        for node in explanation_text.nodes(assessment.explain(path), lang):
            _node(node, lang)
    with st.expander(text("triangulation.title", lang)):
        for name, rows, reason in grounds.estimates(assessment, lang):
            headings = [text(f"triangulation.{key}", lang) for key in ("way", "estimate")]
            told = [[row.method, ". ".join(filter(None, (row.value, row.note))), row.used] for row in rows]
            st.markdown(f"**{name}**")
            st.table(pd.DataFrame(told, columns=[*headings, ""]).set_index(headings[0]), alt=name)
            st.caption(reason)
    with st.expander(text("drivers.title", lang)):
        st.caption(text("drivers.intro", lang))
        rows = grounds.driver_rows(assessment, grounds.MAIN_PATHS[0], lang)
        frame = pd.DataFrame(rows, columns=grounds.driver_headings(lang))
        st.table(frame.set_index(frame.columns[0]), alt=text("drivers.title", lang))
    with st.expander(text("party.title", lang)):
        frame = pd.DataFrame(grounds.party_rows(assessment, lang), columns=grounds.party_headings(lang))
        st.table(frame.set_index(frame.columns[0]), alt=text("party.title", lang))
    with st.expander(text("scope.title", lang)):
        for sentence in grounds.limits(assessment, lang):
            st.markdown(f"- {sentence}")


def _node(node: explanation_text.Node, lang: Lang) -> None:
    """A figure of the chain: the deeper, the further to the right."""
    indent = "  " * node.depth
    value = f": {node.value}" if node.value else ""
    if node.repeated:
        st.markdown(f"{indent}- {node.name} ({text('explain.repeated', lang)})")
        return
    lines = [f"{indent}- **{node.name}{value}**  ", f"{indent}  {node.formula}"]
    lines += [f"{indent}  - {line}" for line in node.grounds]
    st.markdown("\n".join(lines))


def _downloads(proposal: Proposal, lang: Lang) -> None:
    """Files are built when asked for, with the draws of a report."""
    st.subheader(text("app.downloads", lang))

    def workbook() -> bytes:
        from hea.report.workbook import build_workbook

        return build_workbook(state.full(proposal, proposal.hash), load_parameters(), lang)

    def pdf() -> bytes:
        from hea.report.pdf import build_pdf

        return build_pdf(state.full(proposal, proposal.hash), load_parameters(), lang)

    files = (
        ("pdf", pdf, "application/pdf"),
        ("xlsx", workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("json", lambda: state.full(proposal, proposal.hash).model_dump_json(indent=2), "application/json"),
    )
    columns = st.columns(len(files) + 1)
    for column, (kind, build, mime) in zip(columns, files, strict=False):
        column.download_button(
            text(f"app.download_{kind}", lang),
            build,
            f"{FILE_NAME}.{kind}",
            mime,
            key=f"download_{kind}",
            on_click="ignore",
        )
    columns[-1].download_button(
        text("app.download_proposal", lang), proposal_yaml(proposal), "voorstel.yaml", "application/yaml",
        key="download_proposal", on_click="ignore",
    )  # fmt: skip
