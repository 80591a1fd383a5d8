"""The command line: assess a proposal, scan quickly, list parameters, start the app."""

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hea.assessment import DEFAULT_DEFINITION, DEFAULT_SEED, REPORT_DRAWS, Assessment, AssessmentError, assess
from hea.exchange import (
    InputError,
    Located,
    example_names,
    from_assessment,
    quick_proposal,
    read_proposal,
    sentences,
    starter_text,
    write_whole,
)
from hea.parameters import Parameter, load_parameters
from hea.proposal import Proposal
from hea.report import narrative
from hea.texts import Lang, text

STANDARD_OUTPUT = "-"
USAGE_ERROR, UNEXPECTED, INTERRUPTED = 2, 1, 130

app = typer.Typer(
    help=text("cli.help.hea"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)


class Language(StrEnum):
    """Languages of the output."""

    nl = "nl"
    en = "en"


JsonOption = Annotated[str | None, typer.Option("--json", help=text("cli.help.json"))]
XlsxOption = Annotated[Path | None, typer.Option("--xlsx", help=text("cli.help.xlsx"))]
PdfOption = Annotated[Path | None, typer.Option("--pdf", help=text("cli.help.pdf"))]
DrawsOption = Annotated[int, typer.Option("--draws", help=text("cli.help.draws"))]
SeedOption = Annotated[int, typer.Option("--seed", help=text("cli.help.seed"), min=0)]
DefinitionOption = Annotated[str, typer.Option("--stay-definition", help=text("cli.help.stay_definition"))]
LangOption = Annotated[Language, typer.Option("--lang", help=text("cli.help.lang"))]
ForceOption = Annotated[bool, typer.Option("--force", help=text("cli.help.force"))]


@dataclass(frozen=True)
class Request:
    """What the options ask for."""

    json_file: str | None
    xlsx: Path | None
    pdf: Path | None
    draws: int
    seed: int
    stay_definition: str
    lang: Lang
    force: bool

    @property
    def targets(self) -> tuple[Path, ...]:
        """Files to write."""
        to_file = self.json_file and self.json_file != STANDARD_OUTPUT
        paths = (Path(self.json_file) if to_file and self.json_file else None, self.xlsx, self.pdf)
        return tuple(path for path in paths if path is not None)


@app.command("assess", help=text("cli.help.assess"))
def assess_command(
    file: Annotated[Path, typer.Argument(help=text("cli.help.file"))],
    json_file: JsonOption = None,
    xlsx: XlsxOption = None,
    pdf: PdfOption = None,
    draws: DrawsOption = REPORT_DRAWS,
    seed: SeedOption = DEFAULT_SEED,
    stay_definition: DefinitionOption = DEFAULT_DEFINITION,
    lang: LangOption = Language.nl,
    force: ForceOption = False,
) -> None:
    """Assess a proposal from a file."""
    request = Request(json_file, xlsx, pdf, draws, seed, stay_definition, lang.value, force)
    _run(request, lambda: read_proposal(file))


@app.command("quick", help=text("cli.help.quick"))
def quick_command(
    sector: Annotated[str, typer.Option("--sector", help=text("cli.help.sector"))],
    municipality: Annotated[str, typer.Option("--municipality", help=text("cli.help.municipality"))],
    persons: Annotated[float | None, typer.Option("--persons", help=text("cli.help.persons"))] = None,
    floor_m2: Annotated[float | None, typer.Option("--floor-m2", help=text("cli.help.floor"))] = None,
    footprint_m2: Annotated[
        float | None, typer.Option("--footprint-m2", help=text("cli.help.footprint"))
    ] = None,
    plot_ha: Annotated[float | None, typer.Option("--plot-ha", help=text("cli.help.plot"))] = None,
    opening: Annotated[
        str, typer.Option("--opening", help=text("cli.help.opening"))
    ] = f"{dt.date.today().year + 1}-01",
    company: Annotated[str, typer.Option("--company", help=text("cli.help.company"))] = "Quick scan",
    json_file: JsonOption = None,
    xlsx: XlsxOption = None,
    pdf: PdfOption = None,
    draws: DrawsOption = REPORT_DRAWS,
    seed: SeedOption = DEFAULT_SEED,
    stay_definition: DefinitionOption = DEFAULT_DEFINITION,
    lang: LangOption = Language.nl,
    force: ForceOption = False,
) -> None:
    """A first range from a handful of figures."""
    sizes = (("persons", persons), ("gross_floor", floor_m2), ("footprint", footprint_m2), ("plot", plot_ha))
    given = [(kind, size) for kind, size in sizes if size is not None]

    def proposal() -> Proposal:
        if len(given) != 1:
            raise InputError((Located("", "one_size", {}),))
        kind, size = given[0]
        return quick_proposal(
            sector=sector,
            municipality=municipality,
            kind=kind,  # type: ignore[arg-type]
            size=size,
            opening=opening,
            company=company,
        )

    _run(Request(json_file, xlsx, pdf, draws, seed, stay_definition, lang.value, force), proposal)


@app.command("parameters", help=text("cli.help.parameters"))
def parameters_command(
    as_json: Annotated[bool, typer.Option("--json", help=text("cli.help.as_json"))] = False,
    lang: LangOption = Language.nl,
) -> None:
    """List all parameters with value, source and grade."""
    parameters = load_parameters()
    if as_json:
        content = {name: record.model_dump() for name, record in parameters.items()}
        head = {"version": parameters.version, "hash": parameters.hash}
        sys.stdout.write(json.dumps({**head, "parameters": content}, ensure_ascii=False, indent=2) + "\n")
        return
    table = Table(box=None, pad_edge=False)
    table.add_column(text("report.parameter_id", lang.value), overflow="fold", min_width=28)
    for key in ("central_value", "unit", "grade", "source"):
        table.add_column(text(f"report.{key}", lang.value), overflow="fold")
    for name, record in parameters.items():
        table.add_row(name, _spread(record), record.unit, record.grade, record.source.citation)
    Console().print(table)


def _spread(record: Parameter) -> str:
    """``0.5 (0.3–0.8)``, or a single value."""
    low, central, high = ("?" if v is None else f"{v:g}" for v in (record.low, record.central, record.high))
    return central if low == high else f"{central} ({low}–{high})"


@app.command("template", help=text("cli.help.template"))
def template_command(
    file: Annotated[Path, typer.Argument(help=text("cli.help.template_file"))],
    force: ForceOption = False,
    lang: LangOption = Language.nl,
) -> None:
    """Write a starter proposal with comments."""
    with _problems_as_lines(lang.value):
        if file.suffix.lower() not in {".yaml", ".yml"}:
            raise InputError((Located(file.name, "template_type", {}),))
        write_whole(file, starter_text().encode(), force=force)
        _say(text("cli.template_written", lang.value, name=file))


@app.command("app", help=text("cli.help.app"))
def app_command(
    port: Annotated[int, typer.Option("--port", help=text("cli.help.port"), min=1, max=65535)] = 8501,
    example: Annotated[str | None, typer.Option("--example", help=text("cli.help.example"))] = None,
) -> None:
    """Start the app on this machine only."""
    with _problems_as_lines("nl"):
        if example is not None and example not in example_names():
            values = {"value": example, "known": ", ".join(example_names())}
            raise InputError((Located("--example", "example", values),))
    packaged = Path(str(files("hea"))) / "streamlit_app.py"
    script = packaged if packaged.exists() else Path(str(files("hea"))).parent / "streamlit_app.py"
    options = {
        "server.port": port,
        "server.address": "localhost",
        "browser.gatherUsageStats": "false",
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
    }
    arguments = [f"--{key}={value}" for key, value in options.items()]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *arguments]
    if example:
        command += ["--", "--example", example]
    os.chdir(script.parent)  # streamlit reads its settings from where it starts
    if os.name == "posix":
        os.execv(command[0], command)  # one process, so that stopping hea stops the app
    raise typer.Exit(subprocess.call(command))


def _run(request: Request, proposal: Callable[[], Proposal]) -> None:
    """Check the targets first, so that no work is lost; then assess and write."""
    with _problems_as_lines(request.lang):
        _check_targets(request)
        plan = proposal()
        with _progress(text("cli.assessing", request.lang)):
            assessment = assess(
                plan, draws=request.draws, seed=request.seed, stay_definition=request.stay_definition
            )
        _write(assessment, request)
        if not request.targets and request.json_file is None:
            _show(assessment, request.lang)


def _check_targets(request: Request) -> None:
    problems = [
        Located(str(path), "output_exists" if path.exists() else "output_folder", {})
        for path in request.targets
        if (path.exists() and not request.force) or not path.parent.is_dir()
    ]
    if problems:
        raise InputError(tuple(problems))


def _write(assessment: Assessment, request: Request) -> None:
    if request.json_file == STANDARD_OUTPUT:
        sys.stdout.write(assessment.model_dump_json(indent=2) + "\n")
    elif request.json_file:
        _write_one(Path(request.json_file), lambda: assessment.model_dump_json(indent=2).encode(), request)
    if request.xlsx:
        from hea.report.workbook import build_workbook

        _write_one(request.xlsx, lambda: build_workbook(assessment, load_parameters(), request.lang), request)
    if request.pdf:
        from hea.report.pdf import build_pdf

        _write_one(request.pdf, lambda: build_pdf(assessment, load_parameters(), request.lang), request)


def _write_one(path: Path, build: Callable[[], bytes], request: Request) -> None:
    with _progress(text("cli.writing", request.lang, name=path.name)):
        write_whole(path, build(), force=request.force)
    _say(text("cli.written", request.lang, name=path))


def _show(assessment: Assessment, lang: Lang) -> None:
    """The one-screen summary."""
    console = Console(highlight=False)
    company, plan = narrative.title_lines(assessment, lang)
    console.print(company, style="bold", markup=False)
    console.print(plan, markup=False)
    console.print()
    for sentence in narrative.summary_sentences(assessment, lang):
        console.print(sentence, markup=False)
    console.print()
    table = Table(
        "", text("headline.structural", lang), text("headline.peak", lang), "", box=None, pad_edge=False
    )
    for row in narrative.recap(assessment, lang):
        table.add_row(row.label, row.structural, row.peak, row.unit)
    console.print(table)
    if assessment.flags:
        console.print()
        console.print(text("report.flags", lang), style="bold")
        for flag in assessment.flags:
            console.print(f"- {flag.message.in_language(lang)}", markup=False)
    console.print()
    console.print(text("cli.assumed_count", lang, count=len(assessment.assumed)), style="dim", markup=False)
    console.print(narrative.colophon(assessment, lang), style="dim", markup=False)


def _say(sentence: str) -> None:
    Console(stderr=True, highlight=False).print(sentence, markup=False, soft_wrap=True)


@contextmanager
def _progress(words: str) -> Iterator[None]:
    with Console(stderr=True).status(words):
        yield


@contextmanager
def _problems_as_lines(lang: Lang) -> Iterator[None]:
    """One line per problem on standard error and exit code 2; never a traceback."""
    try:
        yield
    except InputError as error:
        _fail(sentences(error.problems, lang))
    except AssessmentError as error:
        _fail(sentences(from_assessment(error), lang))


def _fail(lines: list[str]) -> None:
    for line in lines:
        sys.stderr.write(line.replace("\n", " ") + "\n")
    raise typer.Exit(USAGE_ERROR)


def main() -> None:
    """Entry point of the ``hea`` command."""
    try:
        outcome = app(standalone_mode=False)
    except typer.TyperException as error:
        message = error.format_message() if hasattr(error, "format_message") else str(error)
        sys.stderr.write(text("cli.usage", "nl", message=message) + "\n")
        sys.exit(USAGE_ERROR)
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    except Exception as error:
        if os.environ.get("HEA_DEBUG"):
            raise
        sys.stderr.write(text("cli.unexpected", "nl", kind=type(error).__name__) + "\n")
        sys.exit(UNEXPECTED)
    sys.exit(outcome if isinstance(outcome, int) else 0)
