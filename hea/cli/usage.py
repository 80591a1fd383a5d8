"""What is wrong with a command that was typed, in the language of the output."""

import itertools
import re
import sys
from collections.abc import Sequence
from typing import Any, Final

import typer

from hea.texts import LANGUAGES, Lang, text

USAGE_ERROR: Final = 2
"""Exit code after input that cannot be used."""
PATTERNS: Final = {
    "command_near": re.compile(r"No such command '(?P<value>.*?)'\. Did you mean (?P<nearest>.+)\?"),
    "command": re.compile(r"No such command '(?P<value>.*)'"),
    "extra": re.compile(r"Got unexpected extra argument(?:s|\(s\))? \((?P<value>.*)\)"),
    "value": re.compile(r"Option '?(?P<value>\S+?)'? requires (?:an argument|\d+ arguments)"),
}
"""What the library says only in English, and what stands in it."""
NUMBERS: Final = {"int": "whole", "float": "number"}
GIVEN: Final = re.compile(r"'(.*?)' is not one of")
ONE_OF: Final = re.compile(r"is not one of (?P<options>.+)")


def asked_language(words: Sequence[str]) -> Lang:
    """The language that a command asks for, as far as it can be read."""
    given = next((word for before, word in itertools.pairwise(words) if before == "--lang"), "")
    return next((lang for lang in LANGUAGES if lang == given or f"--lang={lang}" in words), LANGUAGES[0])


def usage_sentence(error: typer.TyperException, words: Sequence[str] | None = None) -> str:
    """One sentence about a command that cannot be used."""
    lang = asked_language(sys.argv if words is None else words)
    readers = {"NoSuchOption": _unknown_option, "MissingParameter": _missing, "BadParameter": _unfit}
    reader = readers.get(type(error).__name__, _other)
    return text("cli.usage", lang, message=reader(error, lang), command=_command(error))


def _command(error: Any) -> str:  # noqa: ANN401
    """The command whose help tells how it is used."""
    called = getattr(getattr(error, "ctx", None), "command_path", "").split()
    named = called[called.index("-m") + 1 :] if "-m" in called else called
    return " ".join(("hea", *named[1:]))


def _unknown_option(error: Any, lang: Lang) -> str:  # noqa: ANN401
    near = ", ".join(error.possibilities or ())
    key = "cli.usage_option_near" if near else "cli.usage_option"
    return text(key, lang, value=error.option_name, nearest=near)


def _missing(error: Any, lang: Lang) -> str:  # noqa: ANN401
    return text("cli.usage_missing", lang, value=_named(error, lang))


def _unfit(error: Any, lang: Lang) -> str:  # noqa: ANN401
    """What belongs in an option: a choice, a number, or a number between bounds."""
    cause: Any = error.__cause__
    found: dict[str, Any] = cause.errors()[0] if hasattr(cause, "errors") else {}
    kind, bounds = str(found.get("type")), found.get("ctx", {})
    if (choice := ONE_OF.search(str(error))) is not None:
        options = choice["options"].replace("'", "").rstrip(".")
        given = GIVEN.search(str(error))
        told = {"given": given[1] if given else "", "options": options}
        return text("cli.usage_choice", lang, value=_named(error, lang), **told)
    for bound in ("ge", "le"):
        if bound in bounds:
            return text(f"cli.usage_{bound}", lang, value=_named(error, lang), bound=bounds[bound])
    key = NUMBERS.get(kind.split("_")[0], "other")
    return text(f"cli.usage_{key}", lang, value=_named(error, lang))


def _named(error: Any, lang: Lang) -> str:  # noqa: ANN401
    """An option as it is typed; an argument, which has no name on the line, in words."""
    param = error.param
    if param is None:
        return str(error.param_hint or "-")
    option = next((option for option in param.opts if option.startswith("--")), "")
    return option or text(f"cli.argument.{param.name}", lang)


def _other(error: Any, lang: Lang) -> str:  # noqa: ANN401
    said = error.format_message() if hasattr(error, "format_message") else str(error)
    for key, pattern in PATTERNS.items():
        if (found := pattern.search(said)) is not None:
            return text(f"cli.usage_{key}", lang, **found.groupdict())
    return text("cli.usage_unread", lang)
