"""The command for what is housed near a location, held against rules about a radius or an effect area."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hea.cli.application import app
from hea.cli.base import LangOption, Language, options_as_places, problems_as_lines, say, tell
from hea.exchange import InputError
from hea.exchange.quick import checked_word
from hea.exchange.sites import parse_point, read_sites
from hea.exchange.written import read_number
from hea.portfolio.radius import nearby
from hea.problems import Problem
from hea.report.sentences import nearby as nearby_words
from hea.texts import Lang, text

LEAST_KM, MAX_KM = 0.1, 100


@app.command("radius", help=text("cli.help.radius"))
def radius_command(
    sites: Annotated[Path, typer.Argument(help=text("cli.help.sites"))],
    municipality: Annotated[str, typer.Option("--municipality", help=text("cli.help.municipality"))],
    at: Annotated[str | None, typer.Option("--at", help=text("cli.help.at"))] = None,
    village: Annotated[str, typer.Option("--village", help=text("cli.help.village"))] = "",
    km: Annotated[str | None, typer.Option("--km", help=text("cli.help.km"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=text("cli.help.as_json"))] = False,
    lang: LangOption = Language.nl,
) -> None:
    """Count housing near a location."""
    words: Lang = lang.value
    with problems_as_lines(words):
        if at is None and not village.strip():
            raise InputError((Problem("", "no_location", {}),))
        with options_as_places() as read:
            code = read("--municipality", lambda: checked_word("municipality", municipality))
            point = None if at is None else read("--at", lambda: parse_point(at))
            far = None if km is None else read("--km", lambda: _radius(km))
        listed = read_sites(sites, words)
        tell(listed.notes, words)
        found = nearby(listed.found, code, at=point, village=village, radius_km=far)
    if as_json:
        sys.stdout.write(found.model_dump_json(indent=2) + "\n")
        return
    _print(nearby_words.headings(words), nearby_words.rows(found, words))
    say(nearby_words.sentence(found, words))
    if unsure := nearby_words.doubt(found, words):
        say(unsure)
    _print(nearby_words.rule_headings(words), nearby_words.rule_rows(found, words))
    say(text("radius.advisory", words))


def _radius(words: str) -> float:
    """The distance that was typed.

    Raises:
        InputError: if it is no number, or no distance for this question.
    """
    found = read_number(words, "ratio")
    if not LEAST_KM <= found <= MAX_KM:
        raise InputError((Problem("", "radius_range", {"value": found, "most": MAX_KM}),))
    return found


def _print(headings: list[str], rows: list[list[str]]) -> None:
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console().print(table)
