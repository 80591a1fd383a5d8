"""The report for a council: nine parts, from the decision asked to the grounds, in the order of a meeting."""

from typing import Final

from hea.report import chapters
from hea.report.chapters import Chapter, Progress, Story, few_lines
from hea.report.document import FONT, Document
from hea.report.figures import figures, planning, thermometers
from hea.report.figures.figures import Figure
from hea.report.figures.vega import to_svg
from hea.report.sentences import (
    agreements,
    council,
    evidence,
    flow,
    headlines,
    parameters,
    provenance,
    readings,
    registration,
    scenarios,
)
from hea.report.sentences import conversation as conversation_words
from hea.report.sentences import signals as signals_words
from hea.report.sentences.promise import range_note
from hea.texts import text

GLANCE_PX: Final = {"width": 620, "height": 265}
"""Over the width of the page, and more than 7 cm high."""
PLANNING_PX: Final = 430
"""Width beside the names of the bars."""
STEPS_PX: Final = 460
"""Width beside the names of the steps, so that type on paper stays above 9 points."""
WIDTH_PX: Final = 620
KEY_SENTENCES: Final = 3
MAX_QUESTIONS: Final = 5
MAX_INSTRUMENTS: Final = 5
MAX_DRIVERS: Final = 3
LIKE: Final = {
    "glance": "summary",
    "plan": "initiative",
    "need": "stay",
    "shortage": "plan",
    "village": "facilities",
    "welfare": "welfare",
    "what_if": "scenarios",
    "agree": "instruments",
    "grounds": "accountability",
}
"""Which chapter of the whole report each part is like, to say how far the work is."""


def write_council(document: Document, story: Story, progress: Progress | None = None) -> None:
    """Cover and parts; parts follow each other, so that no page is nearly empty."""
    document.start(text("report.title", story.lang), few_lines(story))
    document.paragraph(council.check_code(story.assessment, story.lang), muted=True)
    for done, (name, part) in enumerate(COUNCIL_PARTS.items()):
        if progress is not None:
            progress(done, len(COUNCIL_PARTS), LIKE[name])
        document.heading(f"{done + 1} {text(f'council.{name}', story.lang)}")
        part(document, story)


def glance(report: Document, story: Story) -> None:
    """Three sentences, one chart, four numbers, and what is asked of the council."""
    assessment, lang = story.assessment, story.lang
    told = headlines.summary_sentences(assessment, lang)
    report.bullets(list(told[:KEY_SENTENCES]))
    report.paragraph(range_note(lang), muted=True)
    if flow.anybody(assessment):
        _draw(report, story, figures.need_and_places(assessment, lang, story.now), **GLANCE_PX)
        report.paragraph(text("picture.short_note", lang), muted=True)
        headings = [text(f"council.{key}", lang) for key in ("figure", "range", "when")]
        report.table(headings, council.numbers(assessment, lang), (60, 50, 66), compact=True)
    _section(report, text("council.decide", lang))
    report.bullets(council.decisions(assessment, lang))


def need(report: Document, story: Story) -> None:
    """From jobs to places, how long people stay by three readings, and whom a municipality would not see."""
    assessment, lang = story.assessment, story.lang
    made = figures.flow(assessment, lang)
    if made is None:
        report.paragraph(text("sentence.migrants_none", lang))
        return
    report.paragraph(
        " ".join(flow.sentences(assessment, lang))
    )  # first, so that the heading is not left alone
    _draw(report, story, made, width=STEPS_PX)
    report.paragraph(flow.note(lang), muted=True)
    _section(report, text("readings.title", lang))
    told = readings.rows(assessment, lang)
    report.table(readings.headings(assessment, lang), told, (62, 38, 38, 38), compact=True)
    report.bullets(readings.notes(assessment, lang))
    if unseen := registration.in_short(assessment, lang):
        _section(report, text("registration.title", lang), 20)
        report.paragraph(unseen)


def shortage(report: Document, story: Story) -> None:
    """Places and permits on one calendar, need against places, and what to agree per half-year."""
    assessment, lang = story.assessment, story.lang
    chapters.offers(report, story)
    _draw(report, story, planning.places_and_permits(assessment, lang, story.now), width=PLANNING_PX)
    if not headlines.anything_needed(assessment):
        return
    report.paragraph(text("planning.note", lang), muted=True)
    report.bullets(headlines.plan_sentences(assessment, lang, story.now))
    report.bullets(headlines.deadline_sentences(assessment, lang, story.now))
    _section(report, text("council.half_years", lang))
    rows = council.half_years(assessment, lang)
    report.table(council.half_year_headings(lang), rows, (34, 36, 26, 27, 27, 26), dense=True)
    report.paragraph(text("council.half_years_note", lang), muted=True)


def village(report: Document, story: Story) -> None:
    """Facilities that notice the plan, and rules beside their limits with the chance of passing them."""
    assessment, lang = story.assessment, story.lang
    rows = signals_words.facility_rows(assessment, lang, noticed=True)
    if rows:
        report.table(signals_words.facility_headings(lang), rows, (56, 36, 54, 30), compact=True)
    report.paragraph(text("council.facilities_left", lang), muted=True)
    _draw(report, story, thermometers.thermometers(assessment, lang), width=WIDTH_PX)
    report.paragraph(f"{text('thermometer.note', lang)} {story.say('signals_note')}", muted=True)
    known = [item for item in assessment.capacity_signals if item.value is not None]
    rules = [[f"{row.name} {row.value}.", row.rule] for row in signals_words.signal_rows(known, lang)]
    if rules:
        headings = [text(f"book.{key}", lang) for key in ("capacity_rule", "source_of")]
        report.table(headings, rules, (76, 100), dense=True)


def welfare(report: Document, story: Story) -> None:
    """The profile on one page; how the order holds stands in the whole report."""
    chapters.welfare(report, story._replace(comparison=None))


def what_if(report: Document, story: Story) -> None:
    """Scenarios on the same draws, and the three inputs on which most depends."""
    lang, compared = story.lang, story.comparison
    if compared is None:
        report.paragraph(story.say("no_scenarios"))
    else:
        _draw(report, story, figures.scenario_places(compared, lang), width=WIDTH_PX - 180)
        report.bullets(scenarios.plain_sentences(compared, lang))
    rows = evidence.driver_rows(story.assessment, evidence.MAIN_PATHS[0], lang)[:MAX_DRIVERS]
    if rows:
        _section(report, text("drivers.title", lang))
        headings = evidence.driver_headings(lang)
        report.table(headings, rows, (88, 24, 22, 22, 20), numbers=(1, 2, 3, 4), compact=True)


def agree(report: Document, story: Story) -> None:
    """What to ask first, which instruments fit, and measures with who does them by when."""
    assessment, lang = story.assessment, story.lang
    report.bullets(evidence.ask_sentences(assessment, lang))
    items = conversation_words.items(story.proposal, story.parameters, lang)
    left = conversation_words.open_items(items)[:MAX_QUESTIONS]
    if left:
        _section(report, text("conversation.list_title", lang))
        report.bullets([item.question for item in left])
    fitting = agreements.fitting(assessment)[:MAX_INSTRUMENTS]
    if fitting:
        _section(report, text("council.instruments", lang))
        rows = [agreements.row(row, lang) for row in fitting]
        report.table(agreements.headings(lang), rows, (34, 50, 44, 48), dense=True)
    _section(report, text("council.measures", lang))
    headings = [text(f"council.{key}", lang) for key in ("measure", "owner", "date")]
    report.table(headings, council.measures(assessment, lang, story.now), (104, 28, 44), compact=True)


def grounds(report: Document, story: Story) -> None:
    """What to mind, what was assumed and is not known, how to check, and a draft of the reasons."""
    assessment, lang = story.assessment, story.lang
    own = parameters.own_value_lines(assessment.parameters.own_values, lang, assessment)
    for key, lines in (
        ("report.flags", [flag.message.in_language(lang) for flag in assessment.flags]),
        ("account.own", own),
        (
            "report.assumed",
            list(dict.fromkeys(item.message.in_language(lang) for item in assessment.assumed)),
        ),
        ("report.unavailable", evidence.unknowns(assessment, lang)),
        ("chapter.legal", [text(f"legal.{key}", lang) for key in chapters.LEGAL]),
    ):
        if lines:
            _section(report, text(key, lang), 20)
            report.bullets(lines)
    chapters.motivated(report, story)
    _section(report, text("council.verify", lang), 20)
    report.paragraph(text("council.verify_how", lang))
    report.paragraph(provenance.colophon(assessment, lang), muted=True)


def _section(report: Document, words: str, room_mm: float = 40) -> None:
    report.heading(words, room_mm, level=3, listed=False)


def _draw(report: Document, story: Story, figure: Figure | None, **size: int) -> None:
    """A figure with its caption, without a heading of its own."""
    if figure is not None:
        chart = figure.vega().with_properties(**size)
        report.figure(to_svg(chart, story.lang, FONT), figure.alt, figure.title)


COUNCIL_PARTS: Final[dict[str, Chapter]] = {
    "glance": glance,
    "plan": chapters.initiative,
    "need": need,
    "shortage": shortage,
    "village": village,
    "welfare": welfare,
    "what_if": what_if,
    "agree": agree,
    "grounds": grounds,
}
"""After the cover, in order."""
