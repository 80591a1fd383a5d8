"""The command that writes the draws behind the headline figures, for other programs."""

from pathlib import Path
from typing import Annotated

import typer

from hea.assessment.run import simulate
from hea.cli.application import app
from hea.cli.base import (
    ForceOption,
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
from hea.exchange import InputError, write_whole
from hea.exchange.drawn import draws_as_csv, draws_as_parquet
from hea.problems import Problem
from hea.texts import text

WRITERS = {".csv": draws_as_csv, ".parquet": draws_as_parquet}


@app.command("export", help=text("cli.help.export"))
def export_command(
    file: Annotated[Path, typer.Argument(help=text("cli.help.file"))],
    out: Annotated[Path, typer.Argument(help=text("cli.help.export_file"))],
    own_values: OwnValuesOption = None,
    draws: SameDraws = None,
    seed: SameSeed = None,
    stay_definition: SameDefinition = None,
    lang: LangOption = Language.nl,
    force: ForceOption = False,
) -> None:
    """Write every draw of every headline figure."""
    with problems_as_lines(lang.value):
        write = WRITERS.get(out.suffix.lower())
        if write is None:
            raise InputError((Problem(str(out), "export_kind", {"known": ", ".join(WRITERS)}),))
        check_targets((out,), force=force)
        check_asked(draws, stay_definition)
        given = opened(file, own_values, lang.value)
        with progress(text("cli.assessing", lang.value)):
            run = simulate(given.proposal, given.parameters, **settings(given, draws, seed, stay_definition))
        write_whole(out, write(run), force=force)
    say(text("cli.written", lang.value, name=out))
