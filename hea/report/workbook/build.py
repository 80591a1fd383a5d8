"""The sheets of the report workbook, from one assessment."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from hea.assessment.result import Assessment, Range
from hea.parameters import ParameterSet
from hea.proposal import STAY_CLASSES
from hea.report import explanation_text, grounds, narrative
from hea.spreadsheet.cells import Value, finish, table, title
from hea.texts import Lang, text

SheetMaker = Callable[[Worksheet, Assessment, ParameterSet, Lang], None]


def build_workbook(assessment: Assessment, parameters: ParameterSet, lang: Lang = "nl") -> bytes:
    """The report workbook as the bytes of an .xlsx file.

    Args:
        assessment: what to report.
        parameters: the set it was made with, for sources and grades.
        lang: language of headings and sentences.
    """
    book = Workbook()
    book.remove(book.active)
    sheets: dict[str, SheetMaker] = {
        "summary": _summary,
        "monthly": _monthly,
        "grounds": _grounds,
        "facilities": _facilities,
        "welfare": _welfare,
        "notes": _notes,
        "parameters": _parameters,
    }
    for key, make in sheets.items():
        make(book.create_sheet(text(f"report.{key}", lang)), assessment, parameters, lang)
    _properties(book, assessment, lang)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _properties(book: Workbook, assessment: Assessment, lang: Lang) -> None:
    book.properties.title = text("report.title", lang)
    book.properties.subject = narrative.title_lines(assessment, lang)[0]
    book.properties.creator = "hea"
    book.properties.language = lang
    book.properties.description = narrative.colophon(assessment, lang)
    book.properties.created = book.properties.modified = dt.datetime(2000, 1, 1)


def _heads(lang: Lang, *keys: str) -> list[str]:
    return [text(f"report.{key}", lang) for key in keys]


def _three(values: Range | None) -> list[Value]:
    return [None, None, None] if values is None else list(_values(values))


def _values(values: Range) -> tuple[float, float, float]:
    return values.p10, values.p50, values.p90


def _summary(sheet: Worksheet, assessment: Assessment, parameters: ParameterSet, lang: Lang) -> None:
    company, plan = narrative.title_lines(assessment, lang)
    lines = [text("report.title", lang), company, plan, "", *narrative.summary_sentences(assessment, lang)]
    row = title(sheet, [*lines, "", text("report.range_note", lang), text("report.central_note", lang)])
    figures = list(narrative.figures(assessment, lang))
    headings = _heads(lang, "outcome", "moment", "low", "middle", "high", "central", "unit")
    rows: list[list[Value]] = [
        [f.label, f.moment, *(narrative.rounded(v, f.kind) for v in (*_values(f.range), f.central)), f.unit]
        for f in figures
    ]
    after = table(sheet, row, headings, rows, [f.kind for f in figures])
    net = [[s.name.in_language(lang), "", *_three(s.structural)] for s in assessment.housing.net_steps]
    headings = [text("report.from_gross_to_net", lang), *_heads(lang, "moment", "low", "middle", "high")]
    after = table(sheet, after, headings, net, ["people"] * len(net))
    sheet.cell(row=after, column=1, value=narrative.colophon(assessment, lang))
    finish(sheet, (44, 16, 12, 14, 12, 18, 16), None)


def _monthly(sheet: Worksheet, assessment: Assessment, parameters: ParameterSet, lang: Lang) -> None:
    monthly = assessment.monthly
    series = {
        text("headline.jobs", lang).split(" (")[0]: monthly.positions,
        text("headline.migrants_peak", lang).split(",")[0]: monthly.migrants,
    }
    for stay in STAY_CLASSES:
        series[text(f"headline.units_{stay}", lang)] = getattr(monthly.units, stay)
    series[text("headline.units_total", lang)] = monthly.units.total
    for stay in STAY_CLASSES:
        series[text(f"headline.gap_{stay}", lang)] = getattr(monthly.gap, stay)
    columns = [line for values in series.values() for line in (values.p10, values.p50, values.p90)]
    supply = [getattr(monthly.supply, stay).p50 for stay in STAY_CLASSES]
    headings = [
        f"{name}, {text(f'report.{key}', lang)}" for name in series for key in ("low", "middle", "high")
    ]
    headings += [
        f"{text('report.chart_supply', lang)}, {text(f'stay.{stay}', lang)}" for stay in STAY_CLASSES
    ]
    rows = [[month, *values] for month, *values in zip(monthly.month, *columns, *supply, strict=True)]
    row = title(sheet, [text("report.chart_title", lang), text("report.stay_note", lang)])
    table(sheet, row, [text("report.month", lang), *headings], rows, ["tenths"] * len(rows))
    finish(sheet, (11, *(13 for _ in headings)), row)


def _grounds(sheet: Worksheet, assessment: Assessment, parameters: ParameterSet, lang: Lang) -> None:
    """Several estimates side by side, what drives the outcome, and where each headline comes from."""
    row = title(sheet, [text("triangulation.title", lang)])
    for name, estimates, reason in grounds.estimates(assessment, lang):
        headings = [name, text("triangulation.estimate", lang), "", text("report.explanation", lang)]
        row = table(sheet, row, headings, [list(estimate) for estimate in estimates])
        sheet.cell(row=row - 1, column=1, value=reason)
        row += 1
    for path in grounds.MAIN_PATHS:
        rows = grounds.driver_rows(assessment, path, lang)
        name = assessment.explain(path, parameters).name.in_language(lang)
        headings = [f"{text('drivers.title', lang)} {name}", *grounds.driver_headings(lang)[1:]]
        row = table(sheet, row, headings, [list(item) for item in rows])
    for sentence in grounds.ask_sentences(assessment, lang):
        sheet.cell(row=row, column=1, value=sentence)
        row += 2
    chain: list[list[Value]] = [
        [
            "· " * node.depth + node.name,
            node.value,
            "",
            node.formula,
            "\n".join(node.inputs + node.parameters),
        ]
        for path in grounds.MAIN_PATHS
        for node in explanation_text.nodes(assessment.explain(path, parameters), lang)
        if not node.repeated
    ]
    headings = [text("explain.title", lang), *_heads(lang, "outcome", "explanation", "source")]
    headings.insert(2, "")
    table(sheet, row, headings, chain)
    finish(sheet, (52, 40, 12, 60, 90), None)


def _facilities(sheet: Worksheet, assessment: Assessment, parameters: ParameterSet, lang: Lang) -> None:
    row = title(sheet, [text("report.facilities", lang), text("report.municipal_need", lang)])
    rows = [
        [
            item.name.in_language(lang),
            *_three(item.structural),
            narrative.facility_unit(item.id, lang),
            item.share_of_normal.p50 if item.share_of_normal else None,
            text(f"level.{item.signal}", lang),
            f"{item.grade} / {item.grade_use}",
            item.source,
            item.reason.in_language(lang) if item.reason else item.explanation.in_language(lang),
        ]
        for item in assessment.facilities
    ]
    headings = _heads(
        lang,
        "name",
        "low",
        "middle",
        "high",
        "unit",
        "share_of_normal",
        "signal",
        "grade",
        "source",
        "explanation",
    )
    after = table(sheet, row, headings, rows, ["decimal"] * len(rows))
    for index in range(len(rows)):
        sheet.cell(row=row + 1 + index, column=6).number_format = "0.0%"
    signals = [
        [
            signal.rule,
            *_three(signal.value),
            signal.unit,
            signal.red,
            text(f"level.{signal.level}", lang),
            signal.status,
            signal.source,
            signal.reason.in_language(lang) if signal.reason else "",
        ]
        for signal in assessment.capacity_signals
    ]
    headings[0], headings[5], headings[7] = text("report.signals", lang), text("level.red", lang), "status"
    table(sheet, after, headings, signals, ["decimal"] * len(signals))
    finish(sheet, (38, 11, 13, 11, 22, 16, 13, 12, 40, 60), None)


def _welfare(sheet: Worksheet, assessment: Assessment, parameters: ParameterSet, lang: Lang) -> None:
    row = title(sheet, [text("report.welfare", lang), text("report.welfare_note", lang)])
    rows = [
        [item.name.in_language(lang), *_three(item.score), item.weight, item.grade, item.source,
         item.reason.in_language(lang) if item.reason else ""]
        for item in assessment.welfare.criteria
    ]  # fmt: skip
    headings = _heads(lang, "name", "low", "middle", "high", "weight", "grade", "source", "reason")
    after = table(sheet, row, headings, rows, ["people"] * len(rows))
    outside = [[item.criterion, item.message.in_language(lang)] for item in assessment.welfare.knock_outs]
    after = table(sheet, after, _heads(lang, "knock_outs", "explanation"), outside)
    parties: list[list[Value]] = [list(party) for party in grounds.party_rows(assessment, lang)]
    after = table(sheet, after, grounds.party_headings(lang), parties)
    anchors: list[list[Value]] = [
        [item.name.in_language(lang), *item.anchors, item.explanation.in_language(lang),
         item.anchors_explained.in_language(lang)]
        for item in assessment.welfare.criteria
    ]  # fmt: skip
    scores = ["0", "50", "100"]
    headings = [text("report.name", lang), *scores, *_heads(lang, "explanation", "reason")]
    table(sheet, after, headings, anchors, ["decimal"] * len(anchors))
    finish(sheet, (34, 24, 44, 20, 60, 60, 46, 60), None)


def _notes(sheet: Worksheet, assessment: Assessment, parameters: ParameterSet, lang: Lang) -> None:
    row = title(sheet, [text("report.notes", lang)])
    rows: list[list[Value]] = [
        [text("report.flags", lang), f.message.in_language(lang), "", ""] for f in assessment.flags
    ]
    rows += [[text("scope.title", lang), words, "", ""] for words in grounds.limits(assessment, lang)]
    rows += [
        [text("report.assumed", lang), item.message.in_language(lang), item.path, item.grade or ""]
        for item in assessment.assumed
    ]
    rows += [
        [text("report.unavailable", lang), item.reason.in_language(lang), item.path, ""]
        for item in assessment.unavailable
    ]
    table(sheet, row, _heads(lang, "name", "explanation", "field", "grade"), rows)
    finish(sheet, (30, 90, 40, 11), row)


def _parameters(sheet: Worksheet, assessment: Assessment, parameters: ParameterSet, lang: Lang) -> None:
    row = title(
        sheet,
        [
            text("report.parameters", lang),
            text("report.used_only", lang),
            text("report.grades", lang),
            text("report.bounds_note", lang),
        ],
    )
    rows: list[list[Value]] = []
    for name in assessment.parameters.used:
        record = parameters[name]
        rows.append(
            [
                record.title.in_language(lang),
                narrative.unit_text(record.unit, lang),
                *parameters.bounds(name),
                record.grade,
                narrative.source_text(record.source.citation, lang),
                record.source.year or text("report.undated", lang),
                record.source.url or "",
                record.explanation.in_language(lang),
                name,
            ]
        )
    headings = _heads(
        lang,
        *("name", "unit", "low_value", "central_value", "high_value", "grade"),
        *("source", "year", "url", "explanation", "parameter_id"),
    )
    table(sheet, row, headings, rows)
    finish(sheet, (46, 22, 10, 10, 10, 11, 44, 8, 40, 70, 36), row)
