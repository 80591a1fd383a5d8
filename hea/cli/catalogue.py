"""The commands around an assessment: parameters, a template to fill in, the app."""

import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from hea.cli.application import app
from hea.cli.base import ForceOption, LangOption, Language, problems_as_lines, say
from hea.engine.positions import known_sizes
from hea.exchange import InputError, example_names, starter_text, write_whole
from hea.fields import named
from hea.house_style import house_style
from hea.parameters import load_parameters
from hea.problems import Problem
from hea.reference import sectors
from hea.reference.words import sectors_holding, words_of_sector
from hea.report.sentences import parameters as parameters_words
from hea.texts import text

MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": str(32 * 2**20),
    "MALLOC_TRIM_THRESHOLD_": str(64 * 2**20),
    "MALLOC_ARENA_MAX": "2",
}
"""Lets Linux keep memory between calculations (bytes): their arrays of a megabyte come and go, and asking for
each anew is a fifth of the first stages. In two places, or every thread would keep as much."""
LOOPBACK = "localhost"
SECRETS_VARIABLE = "STREAMLIT_SECRETS_FILES"
"""Where the login is set up: only the command line of Streamlit itself reads its variables."""
INDENT = 4
"""Spaces before what belongs to a name."""


@app.command("parameters", help=text("cli.help.parameters"))
def parameters_command(
    words: Annotated[list[str] | None, typer.Argument(help=text("cli.help.words"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=text("cli.help.as_json"))] = False,
    lang: LangOption = Language.nl,
) -> None:
    """List all parameters, or those that hold some words, with value, range, unit, source, year and grade."""
    parameters = load_parameters()
    found = parameters_words.holding(" ".join(words or ()), parameters, lang.value)
    if as_json:
        content = {name: parameters[name].model_dump() for name in found}
        head = {"version": parameters.version, "hash": parameters.hash}
        sys.stdout.write(json.dumps({**head, "parameters": content}, ensure_ascii=False, indent=2) + "\n")
        return
    console = Console(highlight=False)
    for name in found:
        console.print(name, style="bold", markup=False, soft_wrap=True)  # a name is copied whole
        for line in parameters_words.listed(name, parameters, lang.value):
            console.print(Padding.indent(Text(line), INDENT))
    say(text("cli.parameters_found", lang.value, count=len(found)))


@app.command("sectors", help=text("cli.help.sectors"))
def sectors_command(
    words: Annotated[list[str] | None, typer.Argument(help=text("cli.help.sector_words"))] = None,
    lang: LangOption = Language.nl,
) -> None:
    """List all sectors, or those that are called so or nearly, with the words for each and its measures."""
    written, figures = " ".join(words or ()), load_parameters()
    found = sectors_holding(written, lang.value) if written else tuple(sectors())
    console = Console(highlight=False)
    for key in found:
        console.print(named(key, lang.value), style="bold", markup=False)
        sizes = (text(f"lead.{kind}", lang.value).lower() for kind in known_sizes(key, figures))
        lines = [text("cli.sector_sizes", lang.value, sizes=", ".join(sizes))]
        if called := words_of_sector(key, lang.value):
            lines.append(text("cli.sector_words", lang.value, words=", ".join(called)))
        for line in lines:
            console.print(Padding.indent(Text(line), INDENT))
    say(text("cli.sectors_found", lang.value, count=len(found), written=written))


@app.command("template", help=text("cli.help.template"))
def template_command(
    file: Annotated[Path, typer.Argument(help=text("cli.help.template_file"))],
    force: ForceOption = False,
    lang: LangOption = Language.nl,
) -> None:
    """Write a file to fill in: the workbook, or a proposal with comments."""
    with problems_as_lines(lang.value):
        suffix = file.suffix.lower()
        if suffix not in {".xlsx", ".yaml", ".yml"}:
            raise InputError((Problem(file.name, "template_type", {}),))
        write_whole(file, _form(lang) if suffix == ".xlsx" else starter_text().encode(), force=force)
        say(text("cli.template_written", lang.value, name=file))


def _form(lang: Language) -> bytes:
    from hea.exchange.form import build_form

    return build_form(lang=lang.value)


def _check_retention() -> None:
    from hea.dossiers.retention import retention_days

    retention_days()


@app.command("app", help=text("cli.help.app"))
def app_command(
    port: Annotated[int, typer.Option("--port", help=text("cli.help.port"), min=1, max=65535)] = 8501,
    example: Annotated[str | None, typer.Option("--example", help=text("cli.help.example"))] = None,
    address: Annotated[str, typer.Option("--address", help=text("cli.help.address"))] = LOOPBACK,
) -> None:
    """Start the app; without a login on this machine only."""
    with problems_as_lines("nl"):
        style = house_style()
        _check_retention()
        if address != LOOPBACK and not os.environ.get("HEA_LOGIN"):
            raise InputError((Problem("--address", "address_without_login", {"value": address}),))
        if example is not None and example not in example_names():
            values = {"value": example, "known": ", ".join(example_names())}
            raise InputError((Problem("--example", "example", values),))
    packaged = Path(str(files("hea"))) / "streamlit_app.py"
    script = packaged if packaged.exists() else Path(str(files("hea"))).parent / "streamlit_app.py"
    options: dict[str, object] = {
        "server.port": port,
        "server.address": address,
        "browser.gatherUsageStats": False,
        "browser.serverAddress": "localhost",  # else streamlit asks an outside host for the address
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "logger.enableRich": False,  # else streamlit prints an error itself, with the input in its words
        "theme.light.primaryColor": style.accent,
        "theme.dark.primaryColor": style.accent_dark,
    }
    if os.environ.get("HEA_LOG") == "json":  # a welcome on standard output is no object
        options |= {"logger.hideWelcomeMessage": True, "logger.messageFormat": "%(message)s"}
    if os.environ.get(SECRETS_VARIABLE):
        options["secrets.files"] = os.environ[SECRETS_VARIABLE].split()
    command = [sys.executable, "-m", "hea.app.server", str(script), json.dumps(options)]
    if example:
        command += ["--example", example]
    os.chdir(script.parent)  # streamlit reads its settings from where it starts
    if os.name == "posix":
        # one process, so that stopping hea stops the app
        os.execve(command[0], command, MEMORY | os.environ)
    raise typer.Exit(subprocess.call(command))
