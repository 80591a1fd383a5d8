"""Whether the figures of a report still hold, in sentences."""

import re
from collections.abc import Sequence

from hea.paper import PageChanges
from hea.parameters import load_parameters
from hea.texts import Lang, text

MAX_NAMED = 12
"""Pages named one by one."""
MAX_NAME_LENGTH = 80
"""Letters of the name of a file inside, which whoever sent it chose."""
ODD = re.compile(r"[^\w. -]")


def sentences(
    version: tuple[str, str] | None,
    parameters: tuple[str, str] | None,
    own_values: Sequence[str],
    lost: Sequence[str],
    changed: Sequence[str],
    lang: Lang,
) -> list[str]:
    """What differs between a report and a calculation of today.

    Args:
        version: of the tool, then and now, if they differ.
        parameters: version of the set, then and now, if they differ.
        own_values: names of own values the report was made with.
        lost: names of own values that the report does not carry.
        changed: paths of headlines that come out otherwise.
        lang: language of the sentences.
    """
    if lost:
        lines = [text("reopened.lost", lang, names=_titles(lost, lang))]
    elif changed:
        lines = [text("reopened.changed", lang, names=", ".join(changed))]
    else:
        lines = [text("reopened.same", lang)]
    if version is not None:
        lines.append(text("reopened.version", lang, then=version[0], now=version[1]))
    if parameters is not None:
        words = "reopened.parameters" if parameters[0] != parameters[1] else "reopened.parameters_alike"
        lines.append(text(words, lang, then=parameters[0], now=parameters[1]))
    if own_values:
        lines.append(text("reopened.own_values", lang, names=_titles(own_values, lang)))
    return lines


def page_sentences(pages: PageChanges | None, lang: Lang) -> list[str]:
    """Whether the pages show what they showed when they were made, and which do not."""
    if pages is None:
        return [text("reopened.pages_unknown", lang)]
    found = [
        text(f"reopened.pages_{kind}", lang, pages=_listed(named, lang))
        for kind, named in pages._asdict().items()
        if named
    ]
    return [*found, text("reopened.pages_ask", lang)] if found else [text("reopened.pages_same", lang)]


def _listed(named: Sequence[int | str], lang: Lang) -> str:
    """``2, 5, 7``; a long list stops where nobody reads on."""
    told = [_page_or_file(item) for item in named[:MAX_NAMED]]
    if len(named) > MAX_NAMED:
        told.append(text("reopened.and_more", lang, count=len(named) - MAX_NAMED))
    return ", ".join(told)


def _page_or_file(item: int | str) -> str:
    """A page, or the name of a file as a name: what could end the sentence around it is a question mark."""
    return str(item) if isinstance(item, int) else f'"{ODD.sub("?", item)[:MAX_NAME_LENGTH]}"'


def _titles(names: Sequence[str], lang: Lang) -> str:
    """Names of parameters as people read them; one that no longer exists keeps its own name."""
    known = load_parameters()
    return "; ".join(known[name].title.in_language(lang) if name in known else name for name in names)
