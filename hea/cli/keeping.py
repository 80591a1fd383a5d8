"""The commands of whoever looks after the store: copy, put back, clear out, ask how it is.

The store is loaded when one of them runs: other commands need not wait for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hea.cli.application import Group, app
from hea.cli.base import (
    ForceOption,
    LangOption,
    Language,
    check_targets,
    problems_as_lines,
    say,
)
from hea.exchange import InputError
from hea.exchange.files import read_bytes
from hea.problems import Problem
from hea.reference.own import data_folder
from hea.texts import text
from hea.units import CENTURY_DAYS

OF_A_DATABASE = b"SQLite format 3\0"
"""How every file of the embedded store begins."""
BUNDLES = frozenset({".gz", ".json"})

if TYPE_CHECKING:
    from hea.dossiers import Store


@app.command("backup", help=text("cli.help.backup"))
def backup_command(
    file: Annotated[Path, typer.Argument(help=text("cli.help.backup_file"))],
    force: ForceOption = False,
    lang: LangOption = Language.nl,
) -> None:
    """Copy the embedded store."""
    with problems_as_lines(lang.value):
        _check_embedded()
        check_targets((file,), force=force)
        with _store() as store:
            store.backup(file)
        say(text("cli.backed_up", lang.value, name=file))


@app.command("restore", help=text("cli.help.restore"))
def restore_command(
    file: Annotated[Path, typer.Argument(help=text("cli.help.restore_file"))],
    empty: Annotated[bool, typer.Option("--empty", help=text("cli.help.restore_empty"))] = False,
    lang: LangOption = Language.nl,
) -> None:
    """Put a copy of the embedded store back."""
    with problems_as_lines(lang.value):
        _check_embedded()
        _check_backup(file)
        from hea.dossiers import restore
        from hea.dossiers.database import FILE_NAME

        found = restore(file, data_folder() / FILE_NAME, empty=empty)
        words = "cli.restored" if found.former is None else "cli.restored_former"
        say(text(words, lang.value, name=found.former, count=found.dossiers))


def _check_backup(file: Path) -> None:
    """Refuse what is no copy of a store before the present one is touched; a pipe is left to who restores.

    Raises:
        InputError: if there is no such file, or it is no database.
    """
    if not file.exists():
        raise InputError((Problem(str(file), "file_missing", {}),))
    if file.is_file():
        with file.open("rb") as content:
            if content.read(len(OF_A_DATABASE)) != OF_A_DATABASE:
                raise InputError((Problem(file.name, "backup_other", {}),))


@app.command("purge", help=text("cli.help.purge"))
def purge_command(
    days: Annotated[int, typer.Option("--days", help=text("cli.help.days"), min=1, max=CENTURY_DAYS)],
    lang: LangOption = Language.nl,
) -> None:
    """Remove what nobody changed for long."""
    with problems_as_lines(lang.value):
        with _store() as store:
            count = store.purge(days)
        say(text("cli.purged", lang.value, count=count))


dossier_app = typer.Typer(cls=Group, help=text("cli.help.dossier"))
app.add_typer(dossier_app, name="dossier")


@dossier_app.command("import", help=text("cli.help.dossier_import"))
def import_command(
    file: Annotated[Path, typer.Argument(help=text("cli.help.dossier_file"))],
    organisation: Annotated[str, typer.Option("--organisation", help=text("cli.help.organisation"))] = "",
    lang: LangOption = Language.nl,
) -> None:
    """Read a dossier that was handed over as a file, as the one user or for an organisation."""
    with problems_as_lines(lang.value):
        from hea.dossiers import ALONE, Actor
        from hea.dossiers.database import embedded
        from hea.dossiers.limits import MAX_BUNDLE_SIZE

        if not embedded() and not organisation:
            raise InputError((Problem("--organisation", "whose_dossier", {}),))
        actor = Actor(organisation=organisation, role="gemeente") if organisation else ALONE
        content = read_bytes(file, BUNDLES, MAX_BUNDLE_SIZE)
        with _store() as store:
            saved = store.of(actor).take_in(content)
        title = saved.title or text("drafts.nameless", lang.value)
        say(text("cli.dossier_read", lang.value, title=title, id=saved.id))


@app.command("health", help=text("cli.help.health"))
def health_command(lang: LangOption = Language.nl) -> None:
    """Exit code 0 if the store answers."""
    with problems_as_lines(lang.value):
        with _store() as store:
            store.check()
        say(text("cli.healthy", lang.value))


@contextmanager
def _store() -> Iterator["Store"]:
    """The store of this machine or organisation, which is closed again: what is open is not put back."""
    from hea.dossiers import Store
    from hea.dossiers.database import database_url

    store = Store(database_url())
    try:
        yield store
    finally:
        store.engine.dispose()


def _check_embedded() -> None:
    from hea.dossiers.database import embedded

    if not embedded():
        raise InputError((Problem("", "not_embedded", {}),))
