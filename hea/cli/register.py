"""The command that writes an entry for the register of algorithms."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from hea.cli.application import app
from hea.cli.base import (
    ForceOption,
    JsonOption,
    LangOption,
    Language,
    check_targets,
    options_as_places,
    problems_as_lines,
    say,
)
from hea.exchange import write_whole
from hea.report import register
from hea.texts import text

STANDARD_OUTPUT = "-"


@app.command("algoritmeregister", help=text("cli.help.algoritmeregister"))
def register_command(
    organisation: Annotated[str, typer.Option("--organisatie", help=text("cli.help.register_organisation"))],
    json_file: JsonOption = None,
    lang: LangOption = Language.nl,
    force: ForceOption = False,
) -> None:
    """Write the entry as text, or as JSON for the register, which takes Dutch alone."""
    with problems_as_lines(lang.value):
        if json_file not in {None, STANDARD_OUTPUT}:
            check_targets((Path(str(json_file)),), force=force)
        with options_as_places() as read:
            told = read("--organisatie", lambda: register.as_text(organisation, lang.value))
        if json_file is None:
            sys.stdout.write(told + "\n")
            return
        content = json.dumps(register.entry(organisation, "nl"), ensure_ascii=False, indent=2) + "\n"
        if json_file == STANDARD_OUTPUT:
            sys.stdout.write(content)
            return
        write_whole(Path(json_file), content.encode(), force=force)
        say(text("cli.written", lang.value, name=json_file))
