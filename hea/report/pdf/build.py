"""The PDF report: a cover, a table of contents, and the chapters that were asked for."""

import datetime as dt
from collections.abc import Callable, Collection
from typing import Final

from hea import paper
from hea.assessment.results import Assessment
from hea.parameters import ParameterSet
from hea.report.pdf.chapters import CHAPTERS, Story
from hea.report.pdf.page import Report
from hea.report.sentences import provenance
from hea.scenarios.result import Comparison
from hea.status import FIRST, Status
from hea.texts import Lang, date, text
from hea.validation.result import Validation

PROPOSAL_FILE: Final = "voorstel.json"
"""Name of the attachment that holds the proposal, so that the report can be opened again."""

FIGURES_FILE: Final = "kerncijfers.json"
"""Name of the attachment that holds the headlines and everything needed to make them again."""

FIGURES: Final = frozenset(
    {"version", "input_hash", "seed", "draws", "stay_definition", "viewpoint", "headline", "parameters"}
)

PARTS: Final = tuple(CHAPTERS)
Progress = Callable[[int, int, str], None]


def build_pdf(
    assessment: Assessment,
    parameters: ParameterSet,
    lang: Lang = "nl",
    *,
    parts: Collection[str] | None = None,
    mark: str = "",
    status: Status = FIRST,
    day: dt.date | None = None,
    comparison: Comparison | None = None,
    validation: Validation | None = None,
    progress: Progress | None = None,
) -> bytes:
    """The report as the bytes of a PDF file; the same arguments give the same bytes.

    Args:
        assessment: what to report.
        parameters: the set it was made with, for sources and grades.
        lang: language of the report.
        parts: names of the chapters to print, of :data:`PARTS`; all by default.
        mark: a line on the cover, such as the id of a snapshot.
        status: of that snapshot; what was not frozen is a draft.
        day: date on the cover, from which dates that have passed are told; none by default.
        comparison: scenarios side by side; without it the chapter says so.
        validation: the model held against published figures, for its summary.
        progress: called with the number of chapters done, their total and the name of the next one.
    """
    wanted = [name for name in PARTS if parts is None or name in parts]
    report = Report(provenance.colophon(assessment, lang), lang)
    lines = list(provenance.title_lines(assessment, lang))
    if assessment.proposal.initiative:
        lines.insert(1, assessment.proposal.initiative)
    lines.append(provenance.status_line(status, lang))
    lines += [date(day, lang)] if day else []
    lines += [mark] if mark else []
    lines += provenance.own_value_names(assessment, lang)
    report.start(text("report.title", lang), lines)
    report.contents()
    now = f"{day:%Y-%m}" if day else None
    story = Story(assessment, parameters, lang, comparison, validation, now)
    for done, name in enumerate(wanted):
        if progress is not None:
            progress(done, len(wanted), name)
        if done:
            report.new_page()
        report.heading(f"{done + 1} {text(f'part.{name}', lang)}")
        CHAPTERS[name](report, story)
    _attach(report, assessment, lang)
    return report.content()


def _attach(report: Report, assessment: Assessment, lang: Lang) -> None:
    """What is needed to open the report again, and to see whether its figures still hold."""
    plan = assessment.proposal.model_dump_json(indent=1, exclude_defaults=True)
    about = text("report.attached_proposal", lang)
    report.attach(PROPOSAL_FILE, plan.encode(), relationship="Source", about=about)
    figures = assessment.model_dump_json(indent=1, include=set(FIGURES))
    about = text("report.attached_figures", lang)
    report.attach(FIGURES_FILE, figures.encode(), relationship="Data", about=about)
    report.attach_prints(paper.FILE, text("report.attached_prints", lang))
