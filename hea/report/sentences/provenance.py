"""What a report calls itself: company and plan, status, and what its figures were made with."""

from hea.assessment.results import Outline, Provenance
from hea.proposal import NO_NAME, Proposal
from hea.reference import municipalities, sectors, stay_definitions
from hea.status import Status
from hea.texts import Lang, text

HASH_DIGITS = 8
MAX_COMPANY_LENGTH = 40
"""Characters of the name of a company where there is room for few: on a tab, in the name of a file."""


def company_name(proposal: Proposal, lang: Lang) -> str:
    """What the company is called, or that it has no name yet."""
    return text("drafts.nameless", lang) if proposal.company == NO_NAME else proposal.company


def title_lines(assessment: Outline, lang: Lang) -> tuple[str, str]:
    """Company and place, and a line that says what the plan is."""
    proposal = assessment.proposal
    place = municipalities()[proposal.municipality].name
    sector = sectors()[proposal.sector]
    company = text("report.subtitle", lang, company=company_name(proposal, lang), municipality=place)
    kind = text(f"kind.{proposal.kind}", lang)
    plan = text(
        "report.initiative",
        lang,
        kind=kind[0].upper() + kind[1:],
        municipality=place,
        sector=sector.name_in(lang),
        opening=proposal.opening,
    )
    return company, plan


def status_line(status: Status, lang: Lang) -> str:
    """What a report calls itself, in the same words everywhere."""
    return text("report.status", lang, status=text(f"status.{status}", lang))


def colophon(assessment: Provenance, lang: Lang) -> str:
    """Versions, hashes and seed: what is needed to make the same figures again."""
    definition = stay_definitions()[assessment.stay_definition]
    told = text(
        "report.colophon",
        lang,
        version=assessment.version,
        parameters=assessment.parameters.version,
        hash=assessment.parameters.hash[:HASH_DIGITS],
        input=assessment.input_hash[:HASH_DIGITS],
        seed=assessment.seed,
        draws=assessment.draws,
        definition=definition.name_in(lang),
    )
    own = len(assessment.parameters.own_values)
    return text("report.colophon_own", lang, colophon=told, count=own) if own else told


def own_value_names(assessment: Provenance, lang: Lang) -> list[str]:
    """A line that names the own values the figures were made with, if there are any."""
    names = [item.called(lang) for item in assessment.parameters.own_values]
    return [text("report.own_values", lang, names="; ".join(names))] if names else []
