"""The commands that look into the model: hold it against published figures, compare, explain."""

import re
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hea.assessment import assess
from hea.assessment.results.evidence import Explanation
from hea.cli.application import app
from hea.cli.base import (
    ForceOption,
    JsonOption,
    LangOption,
    Language,
    OwnValuesOption,
    SameDefinition,
    SameDraws,
    SameSeed,
    check_asked,
    check_targets,
    opened,
    problems_as_lines,
    progress,
    say,
    settings,
)
from hea.exchange import InputError, read_scenarios, write_whole
from hea.exchange.counted_cases import read_cases_as_kept
from hea.problems import Problem
from hea.report.sentences import explanation, parameters, validation
from hea.report.sentences import scenarios as scenarios_words
from hea.scenarios import BUILT_IN, DEFAULT, Comparison, compare
from hea.texts import Lang, text
from hea.validation import Validation, validate

STANDARD_OUTPUT = "-"
SCORES = "welfare."
"""Start of the paths that tell how a plan scores."""


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
        own = read_cases_as_kept(cases, lang.value) if cases else None
        for note in own.notes if own else ():
            say(note.sentence(lang.value))
        with progress(text("cli.validating", lang.value)):
            found = validate(cases=own.found if own else None)
        _output(found.model_dump_json(indent=2), json_file, lang.value, force=force)
    if json_file is None:
        _show_validation(found, lang.value)


@app.command("compare", help=text("cli.help.compare"))
def compare_command(
    file: Annotated[Path, typer.Argument(help=text("cli.help.file"))],
    scenarios: Annotated[
        str, typer.Option("--scenarios", help=text("cli.help.scenarios", known=", ".join(BUILT_IN)))
    ] = ",".join(DEFAULT),
    own: Annotated[Path | None, typer.Option("--own", help=text("cli.help.own"))] = None,
    own_values: OwnValuesOption = None,
    base: Annotated[str | None, typer.Option("--base", help=text("cli.help.base"))] = None,
    json_file: JsonOption = None,
    draws: SameDraws = None,
    seed: SameSeed = None,
    stay_definition: SameDefinition = None,
    lang: LangOption = Language.nl,
    force: ForceOption = False,
) -> None:
    """Set scenarios side by side on the same draws."""
    with problems_as_lines(lang.value):
        check_targets(_files(json_file), force=force)
        check_asked(draws, stay_definition)
        given = opened(file, own_values, lang.value)
        mine = read_scenarios(own) if own else ()
        wanted = [key.strip() for key in re.split("[,;]", scenarios) if key.strip()]
        held = settings(given, draws, seed, stay_definition)
        held.pop("viewpoint")  # scenarios know one viewpoint
        with progress(text("cli.comparing", lang.value)):
            found = compare(
                given.proposal,
                wanted,
                mine,
                parameters=given.parameters,
                base=base,
                **held,
            )
        _output(found.model_dump_json(indent=2), json_file, lang.value, force=force)
    if json_file is None:
        _show_comparison(found, lang.value, scores=given.proposal.weights.are_set)


@app.command("explain", help=text("cli.help.explain"))
def explain_command(
    file: Annotated[Path, typer.Argument(help=text("cli.help.file"))],
    path: Annotated[str, typer.Argument(help=text("cli.help.path"))],
    own_values: OwnValuesOption = None,
    json_file: JsonOption = None,
    draws: SameDraws = None,
    seed: SameSeed = None,
    stay_definition: SameDefinition = None,
    lang: LangOption = Language.nl,
    force: ForceOption = False,
) -> None:
    """Show where a figure comes from."""
    with problems_as_lines(lang.value):
        check_targets(_files(json_file), force=force)
        check_asked(draws, stay_definition)
        given = opened(file, own_values, lang.value)
        if path.startswith(SCORES) and not given.proposal.weights.are_set:
            raise InputError((Problem(path, "weights_first", {}),))
        with progress(text("cli.assessing", lang.value)):
            held = settings(given, draws, seed, stay_definition)
            made = assess(given.proposal, given.parameters, **held)
            found = made.explain(path, given.parameters)
        _output(found.model_dump_json(indent=2), json_file, lang.value, force=force)
    if json_file is None:
        _show_explanation(found, lang.value)


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
    for title, lines in validation.groups(found, lang):
        console.print(title, style="bold", markup=False)
        rows, notes = validation.table(lines)
        console.print(_table(validation.headings(lang), rows))
        for index, note in enumerate(notes, start=1):
            console.print(f"{index}. {note}", style="dim", markup=False)
        console.print()
    if found.tested:
        console.print(_table(validation.tally_headings(lang), validation.tallies(found, lang)))
    for sentence in validation.summary(found, lang):
        console.print(sentence, markup=False)


def _table(headings: list[str], rows: list[list[str]]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def _show_comparison(found: Comparison, lang: Lang, *, scores: bool) -> None:
    """The scenarios side by side; how they score only once the weights are set."""
    console = Console(highlight=False)
    called = scenarios_words.names(found, lang)
    others = [key for key in called if key != found.base]
    parts = (
        ("compare.side_by_side", scenarios_words.side_by_side(found, lang), list(called)),
        ("compare.differences", scenarios_words.differences(found, lang), others),
    )
    for title, rows, columns in parts:
        console.print(text(title, lang, base=called[found.base]), style="bold", markup=False)
        headings = [text("report.outcome", lang), *(called[key] for key in columns)]
        table = Table(*headings, box=None, pad_edge=False)
        for row in rows:
            table.add_row(*row)
        console.print(table)
        console.print()
    order = scenarios_words.robustness_sentences(found, lang)
    hidden = [text("compare.weights_first", lang)]
    for sentence in (*scenarios_words.plain_sentences(found, lang), *(order if scores else hidden)):
        console.print(f"- {sentence}", markup=False)
    for line in parameters.own_value_lines(found.own_values, lang):
        console.print(f"- {text('explain.own_value', lang).capitalize()}: {line}", markup=False)
    console.print(text("sentence.no_verdict", lang), markup=False)


def _show_explanation(found: Explanation, lang: Lang) -> None:
    console = Console(highlight=False)
    for node in explanation.nodes(found, lang):
        pad = "  " * node.depth
        value = f": {node.value}" if node.value else ""
        console.print(f"{pad}{node.name}{value}", style="bold", markup=False, end="")
        console.print(f" ({node.path})", style="dim", markup=False)
        if node.repeated:
            console.print(f"{pad}  {text('explain.repeated', lang)}", style="dim", markup=False)
            continue
        console.print(f"{pad}  {node.formula}", markup=False)
        for line in node.grounds:
            console.print(f"{pad}  - {line}", style="dim", markup=False)
