"""Showing what a report holds: figures with their table, tables of rows, sentences with links."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, Literal

import streamlit as st

from hea import proposal as shape
from hea.app import results
from hea.app.markdown import Markdown, as_html, link, plain_text
from hea.assessment import Assessment
from hea.assessment.own_values import OWN_VALUE_FLAGS
from hea.assessment.results import Provenance
from hea.exchange.problems import reading_lines
from hea.portfolio import Cumulation
from hea.problems import Problem
from hea.proposal import field_help
from hea.reference import facilities
from hea.report.figures import vega
from hea.report.figures.figures import Figure
from hea.report.sentences import headlines, provenance, sources
from hea.report.sentences import signals as signals_words
from hea.scenarios import Comparison
from hea.scenarios.result import Beside
from hea.texts import Lang, percent, text
from hea.validation import Validation

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""Kind of file of a workbook."""

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""Kind of a Word file."""

PDF = "application/pdf"


def figure(
    draw: Callable[..., Figure | None],
    source: Provenance | Comparison | Cumulation | Validation,
    lang: Lang,
    *details: Hashable,
) -> bool:
    """A chart with its alternative text, and the same figures as a table on demand.

    ``draw`` makes it from the source, the details and the language, once per source. Returns whether there
    was something to draw.
    """
    dark = st.context.theme.type == "dark"

    def make() -> tuple[Figure, dict[str, Any]] | None:
        made = draw(source, *details, lang)
        return None if made is None else (made, vega.for_screen(made.vega(), lang, dark=dark))

    found = results.remembered_of(source, (draw.__name__, "chart", dark, details, lang), make)
    if found is None:
        return False
    made, spec = found
    st.subheader(plain_text(made.title))
    st.vega_lite_chart(spec=spec, alt=made.alt, width="stretch")
    _twin(made, draw.__name__, details, lang)
    return True


def small_figure(
    draw: Callable[..., Figure | None],
    source: Provenance | Comparison | Beside,
    lang: Lang,
    *details: Hashable,
) -> bool:
    """A figure as a small image, drawn here: drawing a chart in the browser makes its page wait.

    It has the same alternative text and table as in ``figure``, but shows no figure at the pointer. Returns
    whether there was something to draw.
    """

    def make() -> tuple[Figure, str] | None:
        made = draw(source, *details, lang)
        return None if made is None else (made, made.svg())

    found = results.remembered_of(source, (draw.__name__, "small", details, lang), make)
    if found is None:
        return False
    made, image = found
    st.subheader(plain_text(made.title))
    st.html(f"<img src='{image}' alt='{as_html(made.alt)}' style='width:100%;max-width:30rem'>")
    _twin(made, draw.__name__, details, lang)
    return True


def _twin(made: Figure, name: str, details: tuple[Hashable, ...], lang: Lang) -> None:
    """The figures of a chart as a table, behind its title; it stays open when figures it shows change."""
    name = ".".join((name, *(part for part in details if isinstance(part, str))))
    label = plain_text(f"{text('app.table_twin', lang)}: {made.title}")
    with st.expander(label, key=f"twin:{name}", on_change="rerun") as opened:
        if opened.open:
            frame = made.table
            rows = [(str(name), *map(str, row)) for name, row in zip(frame.index, frame.values, strict=True)]
            table(rows, [str(frame.index.name), *frame.columns], made.title)


def table(rows: Sequence[Sequence[str]], headings: Sequence[str], alt: str) -> None:
    """Rows of text; the first column names the row.

    One piece of HTML: Streamlit's own table reads every cell as Markdown, which makes pages with tables slow.
    """
    head = "".join(f"<th scope='col'>{as_html(heading)}</th>" for heading in headings)
    body = "".join(_row(*row) for row in rows)
    st.html(
        f"<div class='hea-table'><table aria-label='{as_html(alt)}'>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(name: str, *values: str) -> str:
    cells = "".join(f"<td>{as_html(value)}</td>" for value in values)
    return f"<tr><th scope='row'>{as_html(name)}</th>{cells}</tr>"


def headed(title: str, *sentences: str, level: Literal[2, 3] = 3) -> None:
    """A heading with the text below it, as one piece."""
    told = [Markdown(f"{'#' * level} {plain_text(title)}"), *map(plain_text, sentences)]
    st.markdown("\n\n".join(told))


def values(told: Mapping[str, str]) -> None:
    """Values beside each other, each below its name, as one piece."""
    rows = "".join(
        f"<div><dt>{as_html(name)}</dt><dd>{as_html(value)}</dd></div>" for name, value in told.items()
    )
    st.html(f"<dl class='hea-values' style='padding:0'>{rows}</dl>")


def paragraphs(sentences: Iterable[str]) -> None:
    """Sentences below each other, as one piece: every piece of a page costs the browser time."""
    st.markdown("\n\n".join(plain_text(words) for words in sentences))


def notes(found: Sequence[Problem], lang: Lang) -> None:
    """How a list was read: the number of rows at once, the rest below it."""
    if found:
        first, *others = found
        st.write(plain_text(first.sentence(lang)))
        with st.expander(text("list.title", lang), expanded=True):
            bullets([item.sentence(lang) for item in others if not reading_lines(item)])
            for item in others:
                if lines := reading_lines(item):
                    st.write(text("list.readings", lang))
                    bullets(lines)


def bullets(sentences: Sequence[str]) -> None:
    """A list, one sentence per line."""
    st.markdown("\n".join(f"- {plain_text(words)}" for words in sentences))


def recap(assessment: Assessment, lang: Lang) -> None:
    """The headlines on one screen, moments beside each other."""
    structural, peak = (text(f"headline.{moment}", lang) for moment in ("structural", "peak"))
    rows = [(row.label, row.structural, row.peak, row.unit) for row in headlines.recap(assessment, lang)]
    table(
        rows,
        [text("report.outcome", lang), structural, peak, text("report.unit", lang)],
        text("app.result", lang),
    )


def flags(assessment: Assessment, lang: Lang) -> None:
    """What a reader must know before using the figures; of own values every page says it by itself."""
    for flag in assessment.flags:
        if flag.code not in OWN_VALUE_FLAGS:
            st.warning(plain_text(flag.message.in_language(lang)))


def cases(assessment: Assessment, lang: Lang) -> None:
    """Published cases of the same sector, with their source."""
    told = []
    for point in assessment.migrant_share_estimates.reference_cases.points:
        year = f", {point.year}" if point.year else ""
        source = f" ({link(text('report.source', lang).lower(), point.url)})" if point.url else ""
        told.append(f"- {plain_text(point.name + year)}: {percent(point.share, lang)}{source}")
    headed(text("app.cases", lang), Markdown("\n".join(told)) if told else text("app.no_cases", lang))


def assumptions(assessment: Assessment, lang: Lang) -> None:
    """What the user did not give, and what was used instead."""
    sentences = []
    for item in assessment.assumed:
        grade = f" ({text('report.grade', lang).lower()} {item.grade})" if item.grade else ""
        sentences.append(item.message.in_language(lang) + grade)
    bullets(sentences)


def drawn_note(assessment: Provenance, lang: Lang) -> None:
    """That the report holds the same figures, and how to make them again."""
    drawn = plain_text(text("app.drawn", lang, draws=assessment.draws))
    st.caption(f"{drawn}\n\n{plain_text(provenance.colophon(assessment, lang))}")


def help_of(model: str, field: str, lang: Lang) -> str:
    """Help of a field by the name of its model."""
    return field_help(getattr(shape, model), field, lang)


def facility_name(key: str, lang: Lang) -> str:
    """Name of a facility with its unit."""
    row = facilities()[key]
    return f"{row.name_in(lang)} ({sources.facility_unit(key, lang)})"


def signals(assessment: Assessment, lang: Lang) -> None:
    """Signals that are not favourable, each with a shape and a word beside its colour."""
    found = signals_words.notable(assessment, lang)
    if found:
        st.markdown(f"**{text('app.signals', lang)}**")
        bullets([plain_text(line) for line in found])


def rules(assessment: Assessment, lang: Lang) -> None:
    """Every signal about what a place can carry, with the source of its rule in small print below it."""
    paragraphs(
        Markdown(
            f"**{plain_text(row.mark)}**: {plain_text(row.name)}  \n{plain_text(row.value)}  \n"
            f":small[{plain_text(row.rule)}]"
        )
        for row in signals_words.signal_rows(assessment.capacity_signals, lang)
    )
