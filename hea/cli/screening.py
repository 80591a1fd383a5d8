"""The command for many plans: a line per plan, stopped and resumed at will, and what they ask together."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from hea.assessment import DEFAULT_SEED, SCREENING_DRAWS
from hea.cli.application import app
from hea.cli.base import (
    DrawsOption,
    ForceOption,
    LangOption,
    Language,
    SeedOption,
    check_asked,
    check_targets,
    options_as_places,
    problems_as_lines,
    progress,
    say,
    tell,
)
from hea.cli.screen_progress import MadeWith, done_before, line
from hea.engine.parallel import CORES
from hea.exchange import InputError, sentences, write_whole
from hea.exchange.leads import Lead, Leads, bare_label, column_called, headings_asked, read_leads
from hea.parameters import ParameterSet, load_parameters
from hea.portfolio import ClusterError, PlanSummary, Unread, cluster, cumulate, processes, screen
from hea.portfolio.screening import Many
from hea.problems import MAX_KEPT, Problem
from hea.texts import Lang, text

PROGRESS_FILE = "voortgang.jsonl"
"""What is done so far, a plan per line; with it a run that was stopped goes on."""
BOOK, PAPER, PARQUET = "portefeuille.xlsx", "portefeuille.pdf", "portefeuille.parquet"
TOGETHER = "samen.json"
MAX_WORKERS = 64
WORTH_A_PROCESS = 100
"""Plans that take as long as beginning a process."""


@app.command("screen", help=text("cli.help.screen"))
def screen_command(
    file: Annotated[Path, typer.Argument(help=text("cli.help.leads"))],
    out: Annotated[Path, typer.Option("--out", help=text("cli.help.out"))],
    columns: Annotated[
        list[str] | None, typer.Option("--column", help=text("cli.help.column"), show_default=False)
    ] = None,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help=text("cli.help.skip_bad"))] = False,
    workers: Annotated[
        int | None, typer.Option("--workers", help=text("cli.help.workers"), min=1, max=MAX_WORKERS)
    ] = None,
    scheduler: Annotated[str | None, typer.Option("--scheduler", help=text("cli.help.scheduler"))] = None,
    draws: DrawsOption = SCREENING_DRAWS,
    seed: SeedOption = DEFAULT_SEED,
    lang: LangOption = Language.nl,
    force: ForceOption = False,
) -> None:
    """Screen many plans."""
    with problems_as_lines(lang.value):
        check_asked(draws)
        leads = _read(file, _called(columns or ()), lang.value)
        tell(leads.notes, lang.value)
        unread = Unread(tuple(sentences(leads.problems, lang.value, MAX_KEPT)), leads.lost)
        if leads.problems and not skip_bad:
            skip = Problem("", "leads_skip", {"count": len(leads.problems)})
            raise InputError((*leads.problems, *_how_to_say(leads.problems, lang.value), skip))
        _make_folder(out)
        targets = tuple(out / name for name in (BOOK, PAPER, PARQUET, TOGETHER))
        check_targets(targets, force=force)
        figures = load_parameters()
        if scheduler:
            _warn_of(scheduler, lang.value)
        with _workers(workers or _worthwhile(len(leads.found)), scheduler) as many:
            done = _screened(leads.found, out / PROGRESS_FILE, figures, (draws, seed), many, lang.value)
        _write(out, done, unread, figures, draws=draws, seed=seed, lang=lang.value)
        failed = sum(row.headline is None for row in done)
        values = {"count": len(done) - failed, "failed": failed, "unread": len(leads.problems), "out": out}
        told = {"book": BOOK, "sheet": text("screen.sheet_unread", lang.value)} if leads.problems else {}
        say(text("cli.screened_unread" if leads.problems else "cli.screened", lang.value, **values, **told))


def _read(file: Path, called: Mapping[str, str], lang: Lang) -> Leads:
    """The plans in a file.

    Raises:
        InputError: if nothing can be read; of headings that do not say what they are also how to say it here.
    """
    try:
        return read_leads(file, lang, called)
    except InputError as error:
        raise InputError((*error.problems, *_how_to_say(error.problems, lang))) from None


def _how_to_say(problems: Iterable[Problem], lang: Lang) -> Iterator[Problem]:
    """How to say on this command line what headings are about which was asked."""
    for heading, columns in headings_asked(problems).items():
        yield Problem("", "lead_say_column", {"heading": heading, "column": bare_label(columns[0], lang)})


def _called(options: Iterable[str]) -> dict[str, str]:
    """Which column each heading is, of options such as Aantal=Werknemers.

    Raises:
        InputError: if an option is no heading with a column.
    """
    called = {}
    with options_as_places() as read:
        for option in options:
            heading, _, column = option.rpartition("=")
            called[heading.strip()] = read("--column", partial(_column, heading.strip(), column))
    return called


def _column(heading: str, column: str) -> str:
    if not heading:
        raise InputError((Problem("", "lead_column_form", {"value": column}),))
    return column_called(column)


def _worthwhile(plans: int) -> int:
    """Processes for so many plans: as many as there are cores, unless beginning them takes longer."""
    return max(1, min(CORES, MAX_WORKERS, plans // WORTH_A_PROCESS))


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        detail = {"detail": error.strerror or ""}
        raise InputError((Problem(str(out), "output_failed", detail),)) from None


def _warn_of(scheduler: str, lang: Lang) -> None:
    """Dask reads what it is sent as code, so a cluster is as close as a colleague at this keyboard."""
    say(text("cli.cluster_trusted", lang))
    if not scheduler.startswith("tls://"):
        say(text("cli.cluster_plain", lang))


@contextmanager
def _workers(count: int, scheduler: str | None) -> Iterator[Many]:
    """Who calculates the plans.

    Raises:
        InputError: if the cluster cannot be used.
    """
    try:
        with cluster(scheduler) if scheduler else processes(count) as many:
            yield many
    except ClusterError as error:
        raise InputError(error.problems) from None


def _screened(
    leads: Sequence[Lead],
    done_file: Path,
    figures: ParameterSet,
    settings: tuple[int, int],
    many: Many,
    lang: Lang,
) -> list[PlanSummary]:
    """All plans in order; those that were done in an earlier run are taken from there."""
    draws, seed = settings
    known, odd = done_before(
        done_file, MadeWith(figures.hash, draws, seed), {lead.proposal.hash for lead in leads}
    )
    waiting = [lead for lead in leads if lead.proposal.hash not in known]
    if odd and waiting:
        say(text("cli.progress_odd", lang, count=odd, file=done_file.name))
    if known and len(waiting) < len(leads):
        say(text("cli.resumed", lang, count=len(leads) - len(waiting)))
    before = len(leads) - len(waiting)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True))
    _end_line(done_file)
    with done_file.open("ab") as kept, bar:
        task = bar.add_task(text("cli.screening", lang), total=len(leads), completed=before)
        for row in screen(waiting, draws=draws, seed=seed, many=many):
            kept.write(line(row))
            kept.flush()
            known[row.input_hash] = row
            bar.advance(task)
    return [known[lead.proposal.hash].model_copy(update={"place": lead.place}) for lead in leads]


def _end_line(done_file: Path) -> None:
    """A line that was cut off must not take the next one with it."""
    if not done_file.exists() or not done_file.stat().st_size:
        return
    with done_file.open("r+b") as kept:
        kept.seek(-1, os.SEEK_END)
        if kept.read() != b"\n":
            kept.write(b"\n")


def _write(
    out: Path,
    done: Sequence[PlanSummary],
    unread: Unread,
    figures: ParameterSet,
    *,
    draws: int,
    seed: int,
    lang: Lang,
) -> None:
    # These load the charts, which other commands need not.
    from hea.report.portfolio.pdf import build_portfolio
    from hea.report.portfolio.workbook import build_overview

    plans = [row.proposal for row in done if row.headline is not None]
    with progress(text("screen.adding", lang)):
        together = cumulate(plans, figures, draws=draws, seed=seed) if plans else None
    write_whole(out / BOOK, build_overview(done, together, unread, lang), force=True)
    write_whole(out / PAPER, build_portfolio(done, together, unread, lang), force=True)
    if together is not None:
        write_whole(out / TOGETHER, together.model_dump_json(indent=1).encode(), force=True)
    write_whole(out / PARQUET, _parquet(done), force=True)


def _parquet(done: Sequence[PlanSummary]) -> bytes:
    """One row per plan with its headlines, by their path."""
    import io

    import pandas as pd

    rows = []
    for row in done:
        plan = row.proposal
        names = {"place": row.place, "company": plan.company, "municipality": plan.municipality}
        head = {} if row.headline is None else _flat(json.loads(row.headline.model_dump_json()))
        rows.append({**names, "sector": plan.sector, "opening": plan.opening, **head})
    out = io.BytesIO()
    pd.DataFrame(rows).to_parquet(out, index=False)
    return out.getvalue()


def _flat(tree: dict[str, object], path: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in tree.items():
        name = f"{path}.{key}" if path else key
        found |= _flat(value, name) if isinstance(value, dict) else {name: value}
    return found
