"""The command ``hea``: its commands by name, each loaded when it is called.

Loading everything takes seconds, and whoever asks what there is needs none of it.
"""

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from hea.cli.helping import WORDS, Asked, language_before, without_language
from hea.texts import text

COMMANDS = {
    "assess": "assessing",
    "quick": "assessing",
    "compare": "analysing",
    "explain": "analysing",
    "export": "exporting",
    "screen": "screening",
    "radius": "nearby",
    "app": "catalogue",
    "template": "catalogue",
    "parameters": "catalogue",
    "sectors": "catalogue",
    "data": "data",
    "validate": "analysing",
    "learn": "learning",
    "algoritmeregister": "register",
    "dossier": "keeping",
    "backup": "keeping",
    "restore": "keeping",
    "purge": "keeping",
    "health": "keeping",
}
"""Module of this package in which a command stands, in the order in which help shows them."""


class Group(TyperGroup):
    """A group of commands that shows them when none is named."""

    context_class = Asked

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """The words that were typed, or the question what there is."""
        ctx.meta.setdefault(WORDS, tuple(args))
        others = without_language(args)
        asked = "--help" in args or not others
        return super().parse_args(ctx, (others or ["--help"]) if asked else args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401
        """The command that is called, with help in the language that is asked for."""
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None:
            command.context_class = Asked
        return name, command, rest


class ByName(Group):
    """A group that knows the names of its commands, and loads one when it is called."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401
        """Let each command that is not loaded be known by its name and what it is for."""
        super().__init__(**settings)
        self.commands = {name: self.commands.get(name) or _announced(name) for name in COMMANDS}

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """The words that were typed; a language before the command counts as one behind it."""
        language, others = language_before(args)
        if not language or not others or others[0] not in COMMANDS:
            return super().parse_args(ctx, args)
        ctx.meta.setdefault(WORDS, tuple(args))
        named = self._named(others)
        asked = language if named and "--lang" not in others else []
        return super().parse_args(ctx, [*others[:named], *asked, *others[named:]] if named else others)

    def _named(self, words: list[str]) -> int:
        """How many words name a command that asks for a language; none if it does not."""
        self._load(words[0])
        command, count = self.commands[words[0]], 1
        if isinstance(command, TyperGroup) and len(words) > 1:
            command, count = command.commands.get(words[1], command), 2
        return count if any("--lang" in option.opts for option in command.params) else 0

    def _load(self, name: str) -> None:
        import_module(f"{__package__}.{COMMANDS[name]}")
        self.commands[name] = get_group(app).commands[name]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401
        """The command that is called, loaded."""
        if args and args[0] in COMMANDS:
            self._load(args[0])
        return super().resolve_command(ctx, args)


def _announced(name: str) -> TyperCommand:
    words = text(f"cli.help.{name}")
    return TyperCommand(name, help=words, short_help=words)


app = typer.Typer(
    cls=ByName,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # boxes round the help take as long to load as everything else together
)


def _tell_version(asked: bool) -> None:
    if asked:
        from hea.version import VERSION

        typer.echo(f"hea {VERSION}")
        raise typer.Exit


VersionOption = Annotated[
    bool, typer.Option("--version", help=text("cli.help.version"), callback=_tell_version, is_eager=True)
]


@app.callback(help=text("cli.help.hea"))
def begin(*, version: VersionOption = False) -> None:
    """Before every command: the figures that somebody chose for this machine."""
    from hea.cli.base import use_own_tables  # loads what only a command needs

    use_own_tables()
