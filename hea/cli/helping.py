"""The help of every command in the language that was asked for, also the words of the library."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import typer

from hea.cli.usage import asked_language
from hea.texts import Lang, catalogue, text

WORDS_OF_FRAMEWORK: Final = {
    "Usage": "usage",
    "Options": "options",
    "Arguments": "arguments",
    "Commands": "commands",
    "[OPTIONS]": "some_options",
    "COMMAND": "some_command",
    "[ARGS]": "some_arguments",
    "Show this message and exit.": "this",
    "default: ": "default",
    "required": "required",
    "<str>": "str",
    "<path>": "path",
    "<int>": "int",
    "<float>": "float",
    "<list[str]>": "str",
    "<list[Path]>": "path",
    "<int range>": "int",
}
"""What the library says only in English, and the key of our word for it."""
ARGUMENT: Final = re.compile(r"(?<=[{\[])\w+(?=[}\]])")
"""The name of an argument in the line that shows how a command is typed."""
MARK: Final = re.compile(r"  (?=\[)")
"""Between what a parameter is for and what the library says of it: its default, that it is needed."""
WORDS: Final = "hea.words"


def without_language(words: Sequence[str]) -> list[str]:
    """The words of a command without the language of its output, which not every command asks for."""
    pairs = zip(("", *words), words, strict=False)
    return [word for before, word in pairs if before != "--lang" and not word.startswith("--lang")]


def language_before(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The choice of a language that stands before a command, and the words behind it."""
    if words and words[0].startswith("--lang="):
        return ["--lang", words[0].partition("=")[2]], list(words[1:])
    if len(words) > 1 and words[0] == "--lang":
        return list(words[:2]), list(words[2:])
    return [], list(words)


def translated(words: str, lang: Lang) -> str:
    """The words of the library in a language."""
    for said, key in WORDS_OF_FRAMEWORK.items():
        if said in words:
            words = words.replace(said, text(f"cli.framework.{key}", lang))
    return words


def argument(name: str, lang: Lang) -> str:
    """An argument as help calls it in a language; what is no argument stays as it is."""
    key = f"cli.named.{name}"
    return text(key, lang) if key in catalogue(lang) else name


@cache
def _keys() -> dict[str, str]:
    """The key of each sentence of help, which commands hold in the first language."""
    return {words: key for key, words in catalogue("nl").items() if key.startswith("cli.help.")}


def _sentence(words: str, lang: Lang) -> str:
    """A sentence of help in a language; the library shortens some, and the whole is shown instead."""
    begun = words.removesuffix("...")
    key = _keys().get(words) or next(
        (key for said, key in _keys().items() if begun != words and said.startswith(begun)), None
    )
    return text(key, lang) if key else words


class Worded(typer.Context.formatter_class):  # type: ignore[misc, valid-type]
    """Writes help with our words for those of the library, before lines are broken."""

    lang: Lang = "nl"

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that shows how a command is typed."""
        named = ARGUMENT.sub(lambda found: argument(found[0], self.lang), args)
        super().write_usage(prog, translated(named, self.lang), f"{translated('Usage', self.lang)}: ")

    def write_heading(self, heading: str) -> None:
        """The name of a part."""
        super().write_heading(translated(heading, self.lang))

    def write_text(self, text: str) -> None:
        """What a command is for."""
        super().write_text(_sentence(text, self.lang))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Names with what they are for."""
        super().write_dl([self._row(*row) for row in rows], col_max, col_spacing)

    def _row(self, name: str, meaning: str) -> tuple[str, str]:
        said, *marks = MARK.split(meaning)
        first, space, rest = name.partition(" ")
        named = argument(first.removesuffix("..."), self.lang) if space and first[0] != "-" else first
        return translated(f"{named}{space}{rest}", self.lang), "  ".join(
            (
                translated(_sentence(said, self.lang), self.lang),
                *(translated(mark, self.lang) for mark in marks),
            )
        )


class Asked(typer.Context):
    """What a command was called with, in the language that its words ask for."""

    def make_formatter(self) -> Any:  # noqa: ANN401
        """What writes the help."""
        formatter = Worded(width=self.terminal_width, max_width=self.max_content_width)
        formatter.lang = asked_language(self.meta.get(WORDS, ()))
        return formatter
