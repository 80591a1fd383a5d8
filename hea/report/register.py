"""An entry for the Dutch register of algorithms: what the tool knows of itself, and what is left open.

The register takes Dutch alone; the same words in English are there to read.
"""

from hea.evidence.measured import measured
from hea.parameters import load_parameters
from hea.problems import RefusedError
from hea.reference.register import STANDARD, register_fields
from hea.texts import Lang, percent, text
from hea.version import VERSION

LANGUAGE = "nld"
"""The only language of the register."""
CATEGORIES = ("Wonen", "Economie", "Werk")
"""Fields of policy in which the tool is used."""
IMPACT = "Impactvolle algoritmes"
"""Its outcome is weighed in decisions on permits; in doubt the standard asks for this category."""
LEFT_OPEN = ("status", "begin_date", "contact_email", "website", "lawful_basis", "provider")
"""Fields that only an organisation can fill in."""
TOLD = (
    "name",
    "description_short",
    "goal",
    "proportionality",
    "human_intervention",
    "risks",
    "impacttoetsen",
    "source_data",
    "methods_and_models",
    "tags",
)
"""Fields of which the tool holds the words."""

Entry = dict[str, str | list[str]]
"""Values by the names of the standard."""


def entry(organisation: str, lang: Lang = "nl") -> Entry:
    """The entry of an organisation, with every field of the standard in its order.

    Raises:
        HeaError: for a name that is empty or longer than the register takes.
    """
    name = _checked(organisation)
    figures = _figures(lang)
    filled: Entry = {key: text(f"register.{key}", lang, **figures) for key in TOLD}
    filled |= {key: _open(text(f"register.{key}", lang)) for key in LEFT_OPEN}
    filled |= {
        "organization": name,
        "category": list(CATEGORIES),
        "publication_category": IMPACT,
        "lang": LANGUAGE,
        "standard_version": STANDARD,
        "source_id": f"hea {VERSION}",
    }
    return {key: filled[key] for key in register_fields()}


def as_text(organisation: str, lang: Lang = "nl") -> str:
    """The entry to read: every field under its name, and at the end what is still to be filled in."""
    filled = entry(organisation, lang)
    lines = [text("register.heading", lang, standard=STANDARD, organisation=filled["organization"]), ""]
    for key, field in register_fields().items():
        marks = [text("register.required", lang)] if field.required else []
        if field.max_length:
            marks.append(text("register.length", lang, maximum=field.max_length))
        lines += [f"{field.name_in(lang)} ({', '.join(marks)})" if marks else field.name_in(lang)]
        lines += [f"  {_shown(filled[key])}", ""]
    left = [field.name_in(lang) for key, field in register_fields().items() if _is_open(filled[key])]
    return "\n".join([*lines, text("register.left", lang, fields=", ".join(left))])


def _checked(organisation: str) -> str:
    name = " ".join(organisation.split())
    longest = register_fields()["organization"].max_length
    if not name:
        raise RefusedError("register_nameless")
    if longest is not None and len(name) > longest:
        raise RefusedError("register_long", count=len(name), maximum=longest)
    return name


def _figures(lang: Lang) -> dict[str, object]:
    """What the words name of figures, each as the tool itself holds it now."""
    hits, parameters = measured().all, load_parameters()
    return {
        "inside": hits.inside,
        "tested": hits.tested,
        "coverage": percent(hits.coverage, lang),
        "version": VERSION,
        "figures": parameters.version,
        "parameters": len(parameters),
    }


def _open(what: str) -> str:
    return f"[{what}]"


def _is_open(value: str | list[str]) -> bool:
    """Whether a part of it is still to be filled in."""
    return isinstance(value, str) and "[" in value


def _shown(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)
