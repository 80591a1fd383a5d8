"""Making the files of a report, in a process of its own: nothing here knows of the app or its sessions."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Final, NamedTuple

from hea.assessment import DOSSIER_DRAWS, assess
from hea.parameters import OwnValue, parameters_with
from hea.proposal import Proposal
from hea.report.chapters import Form, Progress, ReportOptions
from hea.report.sentences.provenance import MAX_COMPANY_LENGTH
from hea.scenarios import DEFAULT, compare
from hea.status import Status
from hea.texts import Lang
from hea.validation import Validation, validate

FILE_NAME = "huisvestingseffectrapportage"
RESIDENTS = "bewoners.pdf"
"""The page for residents, and how the name of its file ends."""
ONE_PAGE: Final[Form] = "eenA4"
"""The form of a report on one page."""
# How far the work is when the assessment begins, and after the assessment, the workbook and the PDF.
ASSESSED, BOOK, PAPER, WORD = 0.1, 0.4, 0.6, 0.85
VALIDATED = "accountability"
"""The chapter that tells how the model does against published figures."""


class Order(NamedTuple):
    """Everything the files are made from."""

    proposal: Proposal
    own_values: tuple[OwnValue, ...]
    language: Lang
    parts: tuple[str, ...]
    mark: str
    status: Status
    day: dt.date
    form: Form = "volledig"
    """The parts count for the whole report alone."""


class Step(NamedTuple):
    """How far the work is: a share, and what is being done."""

    share: float
    key: str
    part: str = ""


def file_name(company: str, kind: str) -> str:
    """Name of a file of the report, by which it is told from that of another company."""
    plain = unicodedata.normalize("NFKD", company.lower()).encode("ascii", "ignore").decode()
    called = re.sub(r"[^a-z0-9]+", "-", plain)[:MAX_COMPANY_LENGTH].strip("-")
    return f"{'-'.join(filter(None, (FILE_NAME, called)))}.{kind}"


def build(order: Order, note: Callable[[Step], None]) -> dict[str, bytes]:
    """Every file of a report, from the same assessment as the screen shows."""
    from hea.report.pdf import build_pdf
    from hea.report.residents import build_residents
    from hea.report.word import build_docx
    from hea.workbook import build_workbook

    figures, lang = parameters_with(order.own_values), order.language
    note(Step(ASSESSED, "assessing"))
    assessment = assess(order.proposal, figures, draws=DOSSIER_DRAWS)
    compared = compare(order.proposal, DEFAULT, parameters=figures, draws=DOSSIER_DRAWS)
    note(Step(BOOK, "workbook"))
    book = build_workbook(assessment, figures, lang, compared, mark=order.mark, status=order.status)
    told: ReportOptions = {
        "parts": order.parts,
        "mark": order.mark,
        "status": order.status,
        "day": order.day,
        "form": order.form,
        "comparison": compared,
        "validation": _validation() if VALIDATED in order.parts else None,
    }
    paper = build_pdf(assessment, figures, lang, progress=_between(PAPER, WORD, "pdf", note), **told)
    word = build_docx(assessment, figures, lang, progress=_between(WORD, 1, "docx", note), **told)
    return {
        "pdf": paper,
        "docx": word,
        RESIDENTS: build_residents(assessment, figures, lang, **told),
        "xlsx": book,
        "json": assessment.model_dump_json(indent=2).encode(),
    }


def _between(begin: float, end: float, key: str, note: Callable[[Step], None]) -> Progress:
    """Tell how far the chapters are, as a part of the whole work."""
    return lambda done, total, name: note(Step(begin + (end - begin) * done / total, key, name))


@cache
def _validation() -> Validation:
    """The validation of the shipped figures, once per process."""
    return validate()
