"""Sheets that hold words and sources: scenarios, cases, the conversation, instruments, accountability."""

from collections.abc import Sequence

from hea.assessment.results import Assessment
from hea.parameters import ParameterSet
from hea.reference import instruments, reference_cases
from hea.report.sentences import conversation as conversation_words
from hea.report.sentences import evidence, explanation, provenance
from hea.report.sentences import parameters as parameters_words
from hea.report.sentences import scenarios as scenarios_words
from hea.scenarios import Comparison
from hea.texts import text
from hea.workbook.cells import LiveBook, LiveSheet


def _table(sheet: LiveSheet, row: int, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> int:
    """A table of words and plain numbers; gives the first free row."""
    sheet.heads(row, heads)
    for offset, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells, start=1):
            sheet.say(row + offset, column, cell)  # type: ignore[arg-type]
    return row + len(rows) + 2


def scenarios(book: LiveBook, comparison: Comparison | None) -> None:
    """Scenarios side by side and their differences."""
    sheet, lang = book.sheet("scenarios"), book.lang
    sheet.fitted(40, *(26 for _ in range(6)))
    if comparison is None:
        sheet.say(4, 1, text("book.no_scenarios", lang))
        return
    sheet.say(3, 1, text("book.draws_note", lang, draws=comparison.draws, seed=comparison.seed), "line")
    called = scenarios_words.names(comparison, lang)
    heads = [text("book.headline", lang), *called.values()]
    row = _table(sheet, 5, heads, scenarios_words.side_by_side(comparison, lang))
    others = [name for key, name in called.items() if key != comparison.base]
    base = text("book.difference_with", lang, base=called[comparison.base])
    row = _table(sheet, row, [base, *others], scenarios_words.differences(comparison, lang))
    for sentence in scenarios_words.plain_sentences(comparison, lang):
        sheet.say(row, 1, sentence, "line")
        row += 1


def references(book: LiveBook, assessment: Assessment) -> None:
    """Estimates side by side, and the published cases."""
    sheet, lang = book.sheet("references"), book.lang
    row = 4
    for name, estimates, reason in evidence.estimates(assessment, lang):
        heads = [name, text("triangulation.estimate", lang), "", text("book.explanation", lang)]
        row = _table(sheet, row, heads, [list(estimate) for estimate in estimates])
        sheet.say(row - 1, 1, reason, "line")
        row += 1
    cases = [
        (c.name, c.place, c.workers_base, c.workers_peak, c.migrants_low, c.migrants_high, c.beds, c.year,
         c.reliability, c.url or "")
        for c in reference_cases().values() if c.is_company
    ]  # fmt: skip
    keys = ("case", "place", "workers_base", "workers_peak", "migrants_low", "migrants_high", "beds_case",
            "year_of", "reliability", "url")  # fmt: skip
    _table(sheet, row, [text(f"book.{key}", lang) for key in keys], cases)
    sheet.fitted(46, 26, 16, 30, 14, 14, 12, 8, 16, 70)


def conversation(book: LiveBook, assessment: Assessment, parameters: ParameterSet) -> None:
    """The questions of the conversation guide with their answers."""
    sheet, lang = book.sheet("conversation"), book.lang
    items = conversation_words.items(assessment.proposal, parameters, lang)
    rows = [
        (text(f"conversation.{item.phase}", lang), item.question, text(f"book.status_{item.status}", lang),
         item.answer, item.why, item.sharpens)
        for item in items
    ]  # fmt: skip
    keys = ("phase", "question", "status", "answer", "why", "sharpens")
    row = _table(sheet, 4, [text(f"book.{key}", lang) for key in keys], rows)
    for number, line in enumerate(evidence.ask_sentences(assessment, lang)):
        sheet.say(row + number, 1, line, "line")
    sheet.fitted(20, 60, 16, 34, 60, 60)
    sheet.sheet.freeze_panes = "A5"
    sheet.repeat(4)


def tools(book: LiveBook) -> None:
    """Instruments of a municipality, each with a caution."""
    sheet, lang = book.sheet("instruments"), book.lang
    rows = [
        (row.name_in(lang), row.phase, row.what_it_does_nl, row.legal_basis or "",
         row.needs or "", row.example or "", row.caution_nl or "", row.url or "")
        for row in instruments().values()
    ]  # fmt: skip
    keys = ("instrument", "phase", "what", "legal_basis", "needs", "example", "caution", "url")
    _table(sheet, 4, [text(f"book.{key}", lang) for key in keys], rows)
    sheet.fitted(34, 16, 50, 34, 34, 40, 50, 50)
    sheet.sheet.freeze_panes = "B5"
    sheet.repeat(4)


def accountability(book: LiveBook, assessment: Assessment, parameters: ParameterSet) -> None:
    """Flags, limits, what was assumed, what could not be determined, and where headlines come from."""
    sheet, lang = book.sheet("accountability"), book.lang
    rows: list[tuple[object, ...]] = [
        (text("report.flags", lang), f.message.in_language(lang), "", "") for f in assessment.flags
    ]
    own = assessment.parameters.own_values
    rows += [
        (text("account.own", lang), line, item.name, parameters[item.name].grade)
        for item, line in zip(own, parameters_words.own_value_lines(own, lang, assessment), strict=True)
    ]
    rows += [(text("scope.title", lang), words, "", "") for words in evidence.limits(assessment, lang)]
    rows += [
        (text("report.assumed", lang), item.message.in_language(lang), item.path, item.grade or "")
        for item in assessment.assumed
    ]
    rows += [
        (text("report.unavailable", lang), told, item.path, "")
        for item, told in zip(assessment.unavailable, evidence.every_unknown(assessment, lang), strict=True)
    ]
    keys: tuple[str, ...] = ("subject", "explanation", "field_of", "grade")
    row = _table(sheet, 4, [text(f"book.{key}", lang) for key in keys], rows)
    signals: list[tuple[object, ...]] = [
        (s.rule, text(f"level.{s.level}", lang), _spoken(s.value), s.unit, s.source,
         s.reason.in_language(lang) if s.reason else "")
        for s in assessment.capacity_signals
    ]  # fmt: skip
    keys = ("capacity_rule", "signal", "value_draws", "unit_of", "source_of", "explanation")
    row = _table(sheet, row, [text(f"book.{key}", lang) for key in keys], signals)
    chain: list[tuple[object, ...]] = [
        ("· " * node.depth + node.name, node.formula, node.value, "\n".join(node.inputs + node.parameters))
        for path in evidence.MAIN_PATHS
        for node in explanation.nodes(assessment.explain(path, parameters), lang)
        if not node.repeated
    ]
    keys = ("chain", "formula_of", "value", "source_of")
    row = _table(sheet, row, [text(f"book.{key}", lang) for key in keys], chain)
    row = _table(sheet, row, evidence.party_headings(lang), evidence.party_rows(assessment, lang))
    sheet.say(row, 1, provenance.colophon(assessment, lang), "line")
    sheet.fitted(46, 80, 34, 60, 50, 60)


def _spoken(values: object) -> str:
    """P10, P50 and P90 in one cell, or nothing."""
    from hea.assessment.results.common import Range

    return f"{values.p10:g} / {values.p50:g} / {values.p90:g}" if isinstance(values, Range) else ""
