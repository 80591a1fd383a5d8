"""The commands for figures of an organisation itself: newer ones of CBS, own norms, own municipal figures."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hea.cli.application import Group, app
from hea.cli.base import LangOption, Language, problems_as_lines, say, tell
from hea.exchange import sentences
from hea.exchange.cbs import BASE_URL, HOUSING_STOCK, NEIGHBOURHOODS, Cbs, Refreshed, refresh
from hea.exchange.files import read_bytes
from hea.exchange.grid import MAX_TABLE_BYTES, OPENED
from hea.exchange.own_tables import Change, as_csv, changes, parse_own
from hea.exchange.table_sets import SHIPPED, TableSet, TableSets
from hea.reference import municipalities
from hea.reference.own import MUNICIPALITIES, NORMS
from hea.texts import Lang, amount, text

SHOWN = 20
"""Changes that are listed; the rest is counted."""

data = typer.Typer(cls=Group, help=text("cli.help.data"))
app.add_typer(data, name="data")


class Kind(StrEnum):
    """Tables that can be loaded."""

    municipalities = "municipalities"
    norms = "norms"


UseOption = Annotated[bool, typer.Option("--use", help=text("cli.help.use_now"))]


@data.command("refresh", help=text("cli.help.refresh"))
def refresh_command(
    edition: Annotated[str, typer.Option("--edition", help=text("cli.help.edition"))] = NEIGHBOURHOODS.id,
    url: Annotated[str, typer.Option("--url", help=text("cli.help.cbs_url"))] = BASE_URL,
    use: UseOption = False,
    lang: LangOption = Language.nl,
) -> None:
    """Fetch the figures of municipalities anew."""
    words: Lang = lang.value
    with problems_as_lines(words):
        today = dt.date.today()
        found = refresh(Cbs(url), today, edition)
        _tell(found, words)
        different = changes(MUNICIPALITIES, found.rows)
        source = f"CBS StatLine {edition}, {HOUSING_STOCK.id}"
        made = TableSets().add({MUNICIPALITIES: as_csv(found.rows)}, {MUNICIPALITIES: source}, today)
        _finish(made, different, use=use, lang=words)


def _tell(found: Refreshed, lang: Lang) -> None:
    """Which measures were taken, and what was not there."""
    for item in found.matched:
        name = text(f"own.{item.column}", lang)
        say(text("data.matched", lang, name=name, table=item.table, measure=item.measure, title=item.title))
    for line in sentences(found.not_found, lang):
        say(line)
    if found.unknown_codes:
        say(text("data.unknown_codes", lang, codes=", ".join(found.unknown_codes)))
    if found.without:
        say(text("data.without", lang, count=len(found.without), names=", ".join(found.without[:SHOWN])))


@data.command("load", help=text("cli.help.load"))
def load_command(
    file: Annotated[Path, typer.Argument(help=text("cli.help.own_table"))],
    kind: Annotated[Kind, typer.Option("--kind", help=text("cli.help.kind"))],
    use: UseOption = False,
    lang: LangOption = Language.nl,
) -> None:
    """Load a table of one's own."""
    words: Lang = lang.value
    with problems_as_lines(words):
        table = MUNICIPALITIES if kind is Kind.municipalities else NORMS
        rows, notes = parse_own(table, file.name, read_bytes(file, OPENED, MAX_TABLE_BYTES), words)
        tell(notes, words)
        different = changes(table, rows)
        made = TableSets().add({table: as_csv(rows)}, {table: file.name}, dt.date.today())
        _finish(made, different, use=use, lang=words)


@data.command("list", help=text("cli.help.sets"))
def list_command(lang: LangOption = Language.nl) -> None:
    """List the sets."""
    words: Lang = lang.value
    with problems_as_lines(words):
        sets = TableSets()
        used = sets.in_use() or SHIPPED
        table = Table(box=None, pad_edge=False)
        for key in ("set", "in_use", "tables", "based_on"):
            table.add_column(text(f"data.{key}", words), overflow="fold")
        table.add_row(SHIPPED, "✓" if used == SHIPPED else "", "", "")
        for item in sets.all():
            sources = "; ".join(f"{name}: {source}" for name, source in item.sources.items())
            table.add_row(item.name, "✓" if used == item.name else "", sources, item.based_on or SHIPPED)
        Console().print(table)


@data.command("use", help=text("cli.help.use"))
def use_command(
    name: Annotated[str, typer.Argument(help=text("cli.help.set_name"))], lang: LangOption = Language.nl
) -> None:
    """Choose the set that counts from now on."""
    with problems_as_lines(lang.value):
        TableSets().use(name)
        say(text("data.used", lang.value, name=name))


def _finish(made: TableSet, different: Sequence[Change], *, use: bool, lang: Lang) -> None:
    """Show what changes, and use the set if that was asked."""
    table = Table(box=None, pad_edge=False)
    for key in ("about", "figure", "before", "after"):
        table.add_column(text(f"data.{key}", lang), overflow="fold")
    for item in different[:SHOWN]:
        before, after = (
            text("option.unknown", lang) if value is None else amount(value, lang)
            for value in (item.before, item.after)
        )
        table.add_row(_about(item.key), text(f"own.{item.column}", lang), before, after)
    if different:
        Console().print(table)
    say(text("data.changed", lang, count=len(different), shown=min(SHOWN, len(different))))
    if use:
        TableSets().use(made.name)
    say(text("data.made_used" if use else "data.made", lang, name=made.name))


def _about(key: str) -> str:
    return municipalities()[key].name if key in municipalities() else key
