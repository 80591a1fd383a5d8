"""What all commands share: options, progress, and problems as lines."""

import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console

from hea.assessment import check_settings, nearest_draws
from hea.cli.usage import USAGE_ERROR
from hea.exchange import (
    InputError,
    Opened,
    Settings,
    filled_sentence,
    from_validation,
    left_out_sentences,
    open_file,
    read_own_values,
    sentences,
    unread_sentence,
)
from hea.exchange.files import SUFFIXES, read_text
from hea.exchange.problems import reading_lines
from hea.exchange.table_sets import activate
from hea.exchange.worded import worded
from hea.parameters import load_parameters
from hea.problems import HeaError, Problem
from hea.proposal import TURNING
from hea.reference.own import TABLES_VARIABLE, is_of_store, is_set
from hea.texts import Lang, text


class Language(StrEnum):
    """Languages of the output."""

    nl = "nl"
    en = "en"


class ReportForm(StrEnum):
    """How much of the report is written."""

    eenA4 = "eenA4"  # noqa: N815
    raadsstuk = "raadsstuk"
    volledig = "volledig"


JsonOption = Annotated[str | None, typer.Option("--json", help=text("cli.help.json"))]
XlsxOption = Annotated[Path | None, typer.Option("--xlsx", help=text("cli.help.xlsx"))]
PdfOption = Annotated[Path | None, typer.Option("--pdf", help=text("cli.help.pdf"))]
ResidentsOption = Annotated[Path | None, typer.Option("--bewoners", help=text("cli.help.residents"))]
FormOption = Annotated[ReportForm, typer.Option("--pdf-parts", help=text("cli.help.pdf_parts"))]
DocxOption = Annotated[Path | None, typer.Option("--docx", help=text("cli.help.docx"))]
ReadingsOption = Annotated[bool, typer.Option("--readings", help=text("cli.help.readings"))]
DrawsOption = Annotated[int, typer.Option("--draws", help=text("cli.help.draws"))]
SameDraws = Annotated[int | None, typer.Option("--draws", help=text("cli.help.same_draws"))]
"""Draws, seed or limits of a file that was made with hea, unless others are asked for."""
SameSeed = Annotated[int | None, typer.Option("--seed", help=text("cli.help.seed"), min=0)]
SameDefinition = Annotated[
    str | None, typer.Option("--stay-definition", help=text("cli.help.stay_definition"))
]
OwnValuesOption = Annotated[Path | None, typer.Option("--own-values", help=text("cli.help.own_values"))]
SeedOption = Annotated[int, typer.Option("--seed", help=text("cli.help.seed"), min=0)]
DefinitionOption = Annotated[str, typer.Option("--stay-definition", help=text("cli.help.stay_definition"))]
LangOption = Annotated[Language, typer.Option("--lang", help=text("cli.help.lang"))]
ForceOption = Annotated[bool, typer.Option("--force", help=text("cli.help.force"))]


def say(sentence: str) -> None:
    """A remark beside the output, on standard error."""
    Console(stderr=True, highlight=False).print(_harmless(sentence), markup=False, soft_wrap=True)


def tell(notes: Iterable[Problem], lang: Lang) -> None:
    """How a list was read, a remark per line."""
    for note in notes:
        lines = reading_lines(note)
        say(text("list.readings", lang) if lines else " ".join(sentences([note], lang)))
        for line in lines:
            say(f"  {line}")


@contextmanager
def progress(words: str) -> Iterator[None]:
    """Show that something is being worked on."""
    with Console(stderr=True).status(words):
        yield


@contextmanager
def problems_as_lines(lang: Lang) -> Iterator[None]:
    """One line per problem on standard error and exit code 2; never a traceback."""
    try:
        yield
    except HeaError as error:
        fail(sentences(error.problems, lang))
    except ValidationError as error:
        fail(sentences(from_validation(error), lang))


Reader = Callable[[str, Callable[[], Any]], Any]
"""Reads the value of an option, by the name of the option."""


@contextmanager
def options_as_places() -> Iterator[Reader]:
    """Read the values of several options, and say at once of each that cannot be read why not.

    Raises:
        InputError: with every problem at the option it is about.
    """
    problems: list[Problem] = []

    def read(option: str, reader: Callable[[], Any]) -> Any:  # noqa: ANN401
        try:
            return reader()
        except HeaError as error:
            problems.extend(item._replace(place=option) for item in error.problems)

    yield read
    if problems:
        raise InputError(problems)


def fail(lines: list[str]) -> None:
    """Lines on standard error, and exit code 2."""
    for line in lines:
        sys.stderr.write(_harmless(line) + "\n")
    raise typer.Exit(USAGE_ERROR)


def _harmless(line: str) -> str:
    """A line without what a terminal obeys: it may name a file of others, or what is in it."""
    return "".join(" " if unicodedata.category(it) == "Cc" or it in TURNING else it for it in line)


def opened(file: Path, own_values: Path | None, lang: Lang) -> Opened:
    """A proposal with the own values in its file, and those of a file of their own over them.

    What was left out or replaced is said, so that nobody takes the figures for those of the file.

    Raises:
        InputError: if either cannot be used.
    """
    try:
        given = open_file(file)
    except InputError as error:
        raise InputError(_in_words(file, error, lang)) from None
    for line in left_out_sentences(given.left_out, lang):
        say(line)
    if given.by_answers:
        say(filled_sentence(given.by_answers, lang))
    if given.unread:
        say(unread_sentence(given.unread, lang))
    if given.opening_assumed:
        say(text("cli.opening_assumed", lang, month=given.proposal.opening))
    if own_values is None:
        return given
    instead = given.with_own_values(read_own_values(own_values))
    if given.settings is not None and set(instead.own_values) != set(given.own_values):
        say(text("cli.own_instead", lang, file=file.name, own=own_values.name))
    for item in given.own_values:
        other = next(own for own in instead.own_values if own.name == item.name)
        if other.value != item.value:
            title = load_parameters()[item.name].title.in_language(lang)
            words = {"title": title, "before": item.value, "after": other.value}
            say(text("cli.own_replaced", lang, **words, file=file.name, own=own_values.name))
    return instead


def _in_words(file: Path, error: InputError, lang: Lang) -> tuple[Problem, ...]:
    """Problems of a proposal in plain letters with its keys in words, and the lines they stand on.

    A file that was refused as a whole is not read again: its name may be that of a field.
    """
    if any(problem.place == file.name for problem in error.problems):
        return error.problems
    try:
        return worded(error.problems, read_text(file, SUFFIXES), lang)
    except InputError:  # another kind of file, or one that cannot be read at all
        return error.problems


def settings(
    given: Opened, draws: int | None, seed: int | None, stay_definition: str | None
) -> dict[str, Any]:
    """Arguments of an assessment: what a result in the file was made with, unless something else is asked.

    A number of draws that is possible no longer gives way to the nearest; the outcome says how many it has.
    """
    asked = {"draws": draws, "seed": seed, "stay_definition": stay_definition}
    held = (given.settings or Settings())._asdict()
    if draws is None:
        held["draws"] = nearest_draws(held["draws"])
    return held | {key: value for key, value in asked.items() if value is not None}


def check_targets(paths: tuple[Path, ...], *, force: bool) -> None:
    """Check files to write before any work is done.

    Raises:
        InputError: for every file that exists, has no folder or is the store, over which nothing is written.
    """
    found = [(path, _in_the_way(path, force=force)) for path in paths]
    problems = tuple(Problem(str(path), what, {}) for path, what in found if what)
    if problems:
        raise InputError(problems)


def check_endings(files: Iterable[tuple[Path | None, str]]) -> None:
    """Check that the names of files to write tell what is in them, or nobody can open them later.

    Raises:
        InputError: for every name that ends otherwise.
    """
    wrong = [(path, end) for path, end in files if path is not None and path.suffix.lower() != end]
    if wrong:
        raise InputError(tuple(Problem(str(path), "export_kind", {"known": end}) for path, end in wrong))


def check_asked(draws: int | None, stay_definition: str | None = None) -> None:
    """Check what was asked for before anything is read or calculated.

    Raises:
        InputError: at the option, if it is no number of draws or no definition of stay.
    """
    usual = Settings()
    try:
        check_settings(usual.draws if draws is None else draws, stay_definition or usual.stay_definition)
    except HeaError as error:
        found = [item._replace(place=f"--{item.place.replace('_', '-')}") for item in error.problems]
        raise InputError(tuple(found)) from None


def _in_the_way(path: Path, *, force: bool) -> str:
    if is_of_store(path):
        return "output_store"
    if path.exists() and not force:
        return "output_exists"
    return "" if path.parent.is_dir() else "output_folder"


def use_own_tables() -> None:
    """Use the chosen set of own tables; if it is gone or damaged the shipped figures count, and that is said.

    A set that the environment names was asked for on purpose: without it nothing runs.
    """
    named = os.environ.get(TABLES_VARIABLE)
    if named and not is_set(Path(named)):
        fail([text("data.named_missing", "nl", variable=TABLES_VARIABLE, folder=named)])
    try:
        activate()
    except InputError as error:
        for line in (*sentences(error.problems, "nl"), text("data.fallback", "nl")):
            sys.stderr.write(line + "\n")
