"""The commands that look into the model: hold it against published figures, compare, explain."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hea.cli.base import (
    ForceOption,
    JsonOption,
    LangOption,
    Language,
    app,
    check_targets,
    problems_as_lines,
    progress,
    say,
)
from hea.exchange import read_cases, write_whole
from hea.report import validation_text
from hea.texts import Lang, text
from hea.validation import Validation, validate

STANDARD_OUTPUT = "-"


@app.command("validate", help=text("cli.help.validate"))
def validate_command(
    cases: Annotated[Path | None, typer.Option("--cases", help=text("cli.help.cases"))] = None,
    json_file: JsonOption = None,
    lang: LangOption = Language.nl,
    force: ForceOption = False,
) -> None:
    """Hold the model against published figures, or against own cases."""
    with problems_as_lines(lang.value):
        check_targets(_files(json_file), force=force)
        own = read_cases(cases) if cases else None
        with progress(text("cli.validating", lang.value)):
            found = validate(cases=own)
        _output(found.model_dump_json(indent=2), json_file, lang.value, force=force)
    if json_file is None:
        _show_validation(found, lang.value)


def _files(json_file: str | None) -> tuple[Path, ...]:
    return () if json_file in {None, STANDARD_OUTPUT} else (Path(str(json_file)),)


def _output(content: str, json_file: str | None, lang: Lang, *, force: bool) -> None:
    """Write JSON to a file or the screen, if that was asked."""
    if json_file == STANDARD_OUTPUT:
        sys.stdout.write(content + "\n")
    elif json_file:
        write_whole(Path(json_file), content.encode(), force=force)
        say(text("cli.written", lang, name=json_file))


def _show_validation(found: Validation, lang: Lang) -> None:
    console = Console(highlight=False)
    for title, lines in validation_text.groups(found, lang):
        console.print(title, style="bold", markup=False)
        table = Table(box=None, pad_edge=False)
        for heading in validation_text.headings(lang)[:6]:
            table.add_column(heading, overflow="fold")
        for line in lines:
            table.add_row(*line[:6])
        console.print(table)
        for note in dict.fromkeys(line.explained for line in lines if line.explained):
            console.print(f"- {note}", style="dim", markup=False)
        console.print()
    for sentence in validation_text.summary(found, lang):
        console.print(sentence, markup=False)
