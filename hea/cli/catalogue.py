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
from rich.table import Table

from hea.cli.base import ForceOption, LangOption, Language, app, problems_as_lines, say
from hea.exchange import InputError, Located, example_names, starter_text, write_whole
from hea.house_style import house_style
from hea.parameters import Parameter, load_parameters
from hea.report import narrative
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
        unit = narrative.unit_text(record.unit, lang.value)
        source = narrative.source_text(record.source.citation, lang.value)
        table.add_row(name, _spread(record), unit, record.grade, source)
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
    """Write a file to fill in: the workbook, or a proposal with comments."""
    with problems_as_lines(lang.value):
        suffix = file.suffix.lower()
        if suffix not in {".xlsx", ".yaml", ".yml"}:
            raise InputError((Located(file.name, "template_type", {}),))
        write_whole(file, _form(lang) if suffix == ".xlsx" else starter_text().encode(), force=force)
        say(text("cli.template_written", lang.value, name=file))


def _form(lang: Language) -> bytes:
    from hea.exchange.workbook import build_form

    return build_form(lang=lang.value)


@app.command("app", help=text("cli.help.app"))
def app_command(
    port: Annotated[int, typer.Option("--port", help=text("cli.help.port"), min=1, max=65535)] = 8501,
    example: Annotated[str | None, typer.Option("--example", help=text("cli.help.example"))] = None,
    address: Annotated[str, typer.Option("--address", help=text("cli.help.address"))] = LOOPBACK,
) -> None:
    """Start the app; without a login on this machine only."""
    with problems_as_lines("nl"):
        style = house_style()
        if address != LOOPBACK and not os.environ.get("HEA_LOGIN"):
            raise InputError((Located("--address", "address_without_login", {"value": address}),))
        if example is not None and example not in example_names():
            values = {"value": example, "known": ", ".join(example_names())}
            raise InputError((Located("--example", "example", values),))
    packaged = Path(str(files("hea"))) / "streamlit_app.py"
    script = packaged if packaged.exists() else Path(str(files("hea"))).parent / "streamlit_app.py"
    options: dict[str, object] = {
        "server.port": port,
        "server.address": address,
        "browser.gatherUsageStats": False,
        "browser.serverAddress": "localhost",  # else streamlit asks an outside host for the address
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "theme.light.primaryColor": style.accent,
        "theme.dark.primaryColor": style.accent_dark,
    }
    if os.environ.get(SECRETS_VARIABLE):
        options["secrets.files"] = os.environ[SECRETS_VARIABLE].split()
    command = [sys.executable, "-m", "hea.app.serve", str(script), json.dumps(options)]
    if example:
        command += ["--example", example]
    os.chdir(script.parent)  # streamlit reads its settings from where it starts
    if os.name == "posix":
        # one process, so that stopping hea stops the app
        os.execve(command[0], command, MEMORY | os.environ)
    raise typer.Exit(subprocess.call(command))
