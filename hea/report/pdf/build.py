"""The PDF report: summary, chart, notes and sources, from one assessment."""

import re
from collections.abc import Callable, Collection
from typing import Final
from xml.etree import ElementTree

from hea.assessment.result import Assessment, Range
from hea.parameters import ParameterSet
from hea.report import explanation_text, grounds, narrative
from hea.report.charts import housing_chart, legend_text, to_svg
from hea.report.pdf.page import FONT, Report
from hea.texts import Lang, amount, number, text

REPORTED_ELSEWHERE = ("facility.", "children_share_", "weibull_")
"""Names of parameters that stand in the workbook only: with the facilities, or shapes of curves."""

PROPOSAL_FILE: Final = "voorstel.json"
"""Name of the attachment that holds the proposal, so that the report can be opened again."""

Part = Callable[[Report, Assessment, ParameterSet, Lang], None]
Progress = Callable[[int, int, str], None]

SVG = "{http://www.w3.org/2000/svg}"


def build_pdf(
    assessment: Assessment,
    parameters: ParameterSet,
    lang: Lang = "nl",
    *,
    parts: Collection[str] | None = None,
    mark: str = "",
    progress: Progress | None = None,
) -> bytes:
    """The report as the bytes of a PDF file; the same assessment gives the same bytes.

    Args:
        assessment: what to report.
        parameters: the set it was made with, for sources and grades.
        lang: language of the report.
        parts: names of the parts to print, of :data:`PARTS`; all by default.
        mark: a line under the title, such as the id of a snapshot.
        progress: called with the number of parts done, their total and the name of the next one.
    """
    wanted = [name for name in PARTS if parts is None or name in parts]
    report = Report(narrative.colophon(assessment, lang), lang)
    lines = [*narrative.title_lines(assessment, lang), *([mark] if mark else [])]
    report.start(text("report.title", lang), lines)
    for done, name in enumerate(wanted):
        if progress is not None:
            progress(done, len(wanted), name)
        PARTS[name](report, assessment, parameters, lang)
    report.attach(
        PROPOSAL_FILE, assessment.proposal.model_dump_json(indent=1, exclude_defaults=True).encode()
    )
    return report.content()


def _heads(lang: Lang, *keys: str) -> list[str]:
    return [text(f"report.{key}", lang) for key in keys]


def _three(values: Range | None, kind: str, lang: Lang) -> list[str]:
    if values is None:
        return [text("report.not_available", lang), "", ""]
    return [narrative.shown(value, kind, lang) for value in (values.p10, values.p50, values.p90)]


def _summary(report: Report, assessment: Assessment, parameters: ParameterSet, lang: Lang) -> None:
    report.heading(text("report.summary", lang))
    for sentence in narrative.summary_sentences(assessment, lang):
        report.paragraph(sentence)
    for knock_out in assessment.welfare.knock_outs:
        report.paragraph(
            f"{text('report.knock_outs', lang)}: {knock_out.message.in_language(lang)}", bold=True
        )
    rows = [list(row) for row in (*narrative.recap(assessment, lang), *narrative.gap_rows(assessment, lang))]
    moments = (text(f"headline.{moment}", lang) for moment in ("structural", "peak", "opening_year"))
    headings = [text("report.outcome", lang), *moments, text("report.unit", lang)]
    report.table(headings, rows, (46, 38, 38, 34, 24), compact=True)
    report.paragraph(text("report.range_note", lang), muted=True)


def _chart(report: Report, assessment: Assessment, parameters: ParameterSet, lang: Lang) -> None:
    svg = to_svg(housing_chart(assessment, lang), lang, FONT)
    report.heading(text("report.chart_title", lang), room_mm=68)
    report.figure(readable(svg), narrative.chart_alt(assessment, lang))
    report.paragraph(legend_text(lang), muted=True)
    report.paragraph(text("report.stay_note", lang), muted=True)
    deadlines = narrative.deadline_sentences(assessment, lang)
    if deadlines:
        report.heading(text("report.deadlines", lang))
        report.bullets(deadlines)


def _steps(report: Report, assessment: Assessment, parameters: ParameterSet, lang: Lang) -> None:
    report.heading(text("report.from_gross_to_net", lang))
    rows = [
        [
            step.name.in_language(lang),
            *_three(step.structural, "people", lang),
            *_three(step.peak, "people", lang),
        ]
        for step in assessment.housing.net_steps
    ]
    structural, peak = (text(f"headline.{moment}", lang) for moment in ("structural", "peak"))
    short = ("P10", "P50", "P90")
    headings = [
        text("report.outcome", lang),
        *(f"{structural} {p}" for p in short),
        *(f"{peak} {p}" for p in short),
    ]
    report.table(headings, rows, (60, 20, 20, 20, 20, 20, 20), numbers=range(1, 7), compact=True)


def _estimates(report: Report, assessment: Assessment, parameters: ParameterSet, lang: Lang) -> None:
    """Several ways to the same figure, the one used marked."""
    report.heading(text("triangulation.title", lang))
    for name, rows, reason in grounds.estimates(assessment, lang):
        told = [[row.method, ". ".join(filter(None, (row.value, row.note))), row.used] for row in rows]
        headings = [name, text("triangulation.estimate", lang), ""]
        report.table(headings, told, (58, 104, 18), compact=True)
        report.paragraph(reason, muted=True)


def _drivers(report: Report, assessment: Assessment, parameters: ParameterSet, lang: Lang) -> None:
    path = grounds.MAIN_PATHS[0]
    rows = grounds.driver_rows(assessment, path, lang)
    if not rows:
        return
    report.heading(text("drivers.title", lang))
    for sentence in grounds.ask_sentences(assessment, lang):
        report.paragraph(sentence)
    report.paragraph(text("drivers.intro", lang), muted=True)
    report.table(
        grounds.driver_headings(lang), rows, (92, 24, 22, 22, 20), numbers=(1, 2, 3, 4), compact=True
    )


def _explanation(report: Report, assessment: Assessment, parameters: ParameterSet, lang: Lang) -> None:
    """Where the main headline comes from; the figures behind it stand under the sources."""
    report.heading(text("explain.title", lang))
    tree = assessment.explain(grounds.MAIN_PATHS[0], parameters)
    rows = [
        ["· " * node.depth + node.name, node.value, node.formula]
        for node in explanation_text.nodes(tree, lang)
        if not node.repeated
    ]
    report.table(_heads(lang, "name", "outcome", "explanation"), rows, (58, 30, 92), compact=True)


def _facilities(report: Report, assessment: Assessment, parameters: ParameterSet, lang: Lang) -> None:
    """One measure per pressure; the other measures stand in the workbook."""
    report.heading(text("report.facilities", lang))
    report.paragraph(text("report.municipal_need", lang), muted=True)
    rows = [
        [
            item.name.in_language(lang),
            *(amount(v, lang) for v in (item.structural.p10, item.structural.p50, item.structural.p90)),
            narrative.facility_unit(item.id, lang),
            text(f"level.{item.signal}", lang),
            f"{item.grade} / {item.grade_use}",
        ]
        for item in assessment.facilities
        if item.structural is not None and item.same_pressure_as is None
    ]
    headings = _heads(lang, "name", "low", "middle", "high", "unit", "signal", "grade")
    report.table(headings, rows, (52, 20, 24, 21, 32, 18, 17), numbers=(1, 2, 3), centred=(6,), small=True)


def _welfare(report: Report, assessment: Assessment, parameters: ParameterSet, lang: Lang) -> None:
    report.heading(text("report.welfare", lang))
    rows = []
    for item in assessment.welfare.criteria:
        score = _three(item.score, "people", lang) if item.score else ["", text("level.unknown", lang), ""]
        rows.append([item.name.in_language(lang), *score, number(item.weight, lang, 1), item.grade])
    headings = _heads(lang, "name", "low", "middle", "high", "weight", "grade")
    report.table(headings, rows, (66, 24, 26, 24, 20, 20), numbers=(1, 2, 3, 4), centred=(5,), compact=True)
    report.paragraph(text("report.welfare_note", lang), muted=True)
    report.heading(text("party.title", lang))
    told = grounds.party_rows(assessment, lang)
    report.table(grounds.party_headings(lang), told, (36, 20, 94, 30), compact=True)


def _notes(report: Report, assessment: Assessment, parameters: ParameterSet, lang: Lang) -> None:
    if assessment.flags:
        report.heading(text("report.flags", lang))
        report.bullets([flag.message.in_language(lang) for flag in assessment.flags])
    report.heading(text("scope.title", lang))
    report.bullets(grounds.limits(assessment, lang))
    if assessment.assumed:
        report.heading(text("report.assumed", lang))
        report.bullets(list(dict.fromkeys(item.message.in_language(lang) for item in assessment.assumed)))


def _sources(report: Report, assessment: Assessment, parameters: ParameterSet, lang: Lang) -> None:
    report.heading(text("report.sources", lang))
    report.paragraph(text("report.grades", lang), muted=True)
    report.paragraph(text("report.bounds_note", lang), muted=True)
    names = (name for name in assessment.parameters.used if not name.startswith(REPORTED_ELSEWHERE))
    records = {name: parameters[name] for name in names}
    used = {name: record for name, record in records.items() if not record.is_definition}
    rows = [
        [
            record.title.in_language(lang),
            *(_value(value, lang) for value in parameters.bounds(name)),
            record.grade,
            str(record.source.year or text("report.undated", lang)),
            narrative.source_text(record.source.title, lang),
        ]
        for name, record in used.items()
    ]
    headings = _heads(lang, "name", "low_value", "central_value", "high_value", "grade", "year", "source")
    report.table(headings, rows, (60, 12, 12, 12, 14, 10, 60), numbers=(1, 2, 3), centred=(4, 5), small=True)
    for key in ("sources_note", "form_note"):
        report.paragraph(text(f"report.{key}", lang), muted=True)


def _value(value: float | None, lang: Lang) -> str:
    if value is None:
        return "-"
    return number(value, lang, 0 if float(value).is_integer() else 2 if abs(value) < 100 else 1)


def readable(svg: str) -> bytes:
    """The SVG with what the PDF library cannot parse mended: lines without ends, empty paths."""
    root = ElementTree.fromstring(svg)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{SVG}path" and not re.match(r"\s*[Mm]", child.get("d") or ""):
                parent.remove(child)
            if child.tag == f"{SVG}line":
                for end in ("x1", "y1", "x2", "y2"):
                    child.set(end, child.get(end) or "0")
    ElementTree.register_namespace("", SVG[1:-1])
    return ElementTree.tostring(root)


PARTS: Final[dict[str, Part]] = {
    "summary": _summary,
    "housing": _chart,
    "steps": _steps,
    "estimates": _estimates,
    "drivers": _drivers,
    "explanation": _explanation,
    "facilities": _facilities,
    "welfare": _welfare,
    "notes": _notes,
    "sources": _sources,
}
"""The parts of the report, in order."""
