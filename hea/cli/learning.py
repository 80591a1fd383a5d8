"""The command that learns figures of sectors from cases: what moves, by how much, and on which evidence."""

import datetime as dt
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hea.cli.application import app
from hea.cli.base import LangOption, Language, problems_as_lines, say, tell
from hea.evidence.comparing import compared
from hea.evidence.learning import evidence_of
from hea.evidence.result import LearnedFigure, Learning
from hea.exchange import InputError
from hea.exchange.cases import check_number
from hea.exchange.counted_cases import CountedCases, read_counted
from hea.exchange.own_tables import as_csv
from hea.exchange.table_sets import TableSets
from hea.parameters import load_parameters
from hea.problems import Problem
from hea.reference import ReferenceCase, reference_cases
from hea.reference.own import NORMS, own_rows
from hea.report.sentences import learning as learning_words
from hea.texts import Lang, text

GRADE = "C"
"""What is learned from cases."""


@app.command("learn", help=text("cli.help.learn"))
def learn_command(
    cases: Annotated[list[Path] | None, typer.Option("--cases", help=text("cli.help.learn_cases"))] = None,
    use: Annotated[bool, typer.Option("--use", help=text("cli.help.use_now"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=text("cli.help.as_json"))] = False,
    lang: LangOption = Language.nl,
) -> None:
    """Learn the figures of sectors from the published cases and those of an organisation itself."""
    words: Lang = lang.value
    with problems_as_lines(words):
        own = _own(cases or [], words)
        everything = {**reference_cases(), **own}
        found = compared(evidence_of(everything.values(), load_parameters()), load_parameters(), own)
        if as_json:
            sys.stdout.write(found.model_dump_json(indent=2) + "\n")
        else:
            _show(found, words)
        _keep(found, own, [path.name for path in cases or []], use=use, lang=words)


def _own(files: list[Path], lang: Lang) -> dict[str, ReferenceCase]:
    """Cases of all tables; one that stands in two of them is a problem."""
    found: dict[str, ReferenceCase] = {}
    for path in files:
        read: CountedCases = read_counted(path, lang)
        tell(read.notes, lang)
        twice = found.keys() & read.found.keys()
        if twice:
            raise InputError(tuple(Problem(path.name, "case_twice", {"id": key}) for key in sorted(twice)))
        found |= read.found
        check_number(path.name, len(found))
    return found


def _show(found: Learning, lang: Lang) -> None:
    console = Console(highlight=False)
    rows = learning_words.rows(found, lang)
    if rows:
        table = Table(box=None, pad_edge=False)
        for heading in learning_words.headings(lang):
            table.add_column(heading, overflow="fold")
        for row in rows:
            table.add_row(*row)
        console.print(table)
    for sentence in learning_words.sentences(found, lang):
        console.print(sentence, markup=False)


def _keep(
    found: Learning, own: Mapping[str, ReferenceCase], files: list[str], *, use: bool, lang: Lang
) -> None:
    """A dated set with the figures that became others; none if nothing did."""
    if not found.changed:
        say(text("learning.nothing", lang))
        return
    today = dt.date.today()
    named = ", ".join(files) or text("learning.published_only", lang)
    source = text("learning.source", lang, count=found.cases, own=len(own), files=named)
    learned = [_norm(item, source, today.year) for item in found.changed]
    names = {row["name"] for row in learned}
    kept = [row for row in own_rows(NORMS) if row["name"] not in names]
    made = TableSets().add({NORMS: as_csv([*kept, *learned])}, {NORMS: source}, today)
    if use:
        TableSets().use(made.name)
    say(text("data.made_used" if use else "data.made", lang, name=made.name))


def _norm(item: LearnedFigure, source: str, year: int) -> dict[str, str]:
    """A figure as a row of a set of own tables."""
    values = {"low": item.after.p10, "central": item.after.p50, "high": item.after.p90}
    return {
        "name": item.name,
        **{key: f"{value:g}" for key, value in values.items()},
        "grade": GRADE,
        "source": source,
        "year": str(year),
    }
