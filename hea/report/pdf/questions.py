"""A list of open questions on paper, to hand or send to a company."""

from hea.proposal import Proposal
from hea.reference import municipalities
from hea.report.pdf.page import Report
from hea.report.sentences import conversation
from hea.report.sentences.conversation import Item
from hea.report.sentences.provenance import company_name
from hea.texts import Lang, text


def build_questions(proposal: Proposal, found: list[Item], lang: Lang = "nl") -> bytes:
    """The questions that are still open as the bytes of a PDF file, with room to write.

    Args:
        proposal: for the name of the company and the place.
        found: all questions, of which the open ones are printed.
        lang: language of the list.
    """
    place = municipalities()[proposal.municipality].name
    left = conversation.open_items(found)
    company = company_name(proposal, lang)
    report = Report(text("conversation.footer", lang, company=company), lang)
    lines = [text("report.subtitle", lang, company=company, municipality=place)]
    report.start(
        text("conversation.list_title", lang), [*lines, text("conversation.count", lang, count=len(left))]
    )
    report.paragraph(text("conversation.list_intro", lang))
    for phase in conversation.phases():
        rows = [item for item in left if item.phase == phase]
        if not rows:
            continue
        report.heading(text(f"conversation.{phase}", lang))
        headings = [text(f"conversation.{key}", lang) for key in ("question", "why", "answer")]
        told = [[item.question, item.why, _said(item, lang)] for item in rows]
        report.table(headings, told, (70, 60, 50))
    return report.content()


def _said(item: Item, lang: Lang) -> str:
    return text("conversation.asked_unknown", lang) if item.status == "unknown" else ""
