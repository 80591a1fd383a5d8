"""The help of every command speaks the language that is asked for, also where the framework has the word."""

import re

import pytest
from typer.testing import CliRunner

from hea.cli import app
from hea.cli.application import COMMANDS

ENGLISH = re.compile(
    r"Usage|Options|Arguments|Commands|OPTIONS|COMMAND|ARGS|default|required|Show this|env var"
    r"|<str>|<path>|<int|<float>|<list|\{file\}|\{path\}|\{out\}|\{sites\}|\[words\]"
)
DUTCH = re.compile(
    r"Gebruik:|Opties|Opdrachten|standaard:|verplicht|Toon deze|<tekst>|<bestand>|Reken|Schrijf"
)
BELOW = (("dossier", "import"), ("data", "refresh"), ("data", "load"), ("data", "list"), ("data", "use"))


def helped(*words: str, lang: str = "nl") -> str:
    asked = () if lang == "nl" else ("--lang", lang)
    result = CliRunner().invoke(app, [*words, "--help", *asked])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("words", [(), *((name,) for name in COMMANDS), *BELOW], ids=" ".join)
def test_help_is_in_dutch_and_with_lang_in_english(words: tuple[str, ...]) -> None:
    dutch = helped(*words)
    assert dutch.startswith("Gebruik: ")
    assert "Toon deze uitleg" in dutch
    assert not ENGLISH.search(dutch), ENGLISH.findall(dutch)
    english = helped(*words, lang="en")
    assert english.startswith("Usage: ")
    assert not DUTCH.search(english), DUTCH.findall(english)


def test_help_tells_what_is_needed_and_what_stands_in_for_it() -> None:
    dutch, english = helped("quick"), helped("quick", lang="en")
    assert "[verplicht]" in dutch
    assert "[standaard: Quick scan]" in dutch
    assert "[required]" in english
    assert "Number of workers" in english


def test_a_group_without_a_command_tells_what_there_is() -> None:
    result = CliRunner().invoke(app, [])
    assert "Opdrachten:" in result.stdout


def test_the_language_alone_is_the_question_what_there_is() -> None:
    result = CliRunner().invoke(app, ["--lang", "en"])
    assert result.exit_code == 0
    assert "Commands:" in result.stdout


@pytest.mark.parametrize("before", [("--lang", "en"), ("--lang=en",)])
def test_a_language_before_the_command_counts_as_one_behind_it(before: tuple[str, ...]) -> None:
    asked = ("quick", "--sector", "magazijn", "--municipality", "Venray", "--persons", "80", "--draws", "32")
    result = CliRunner().invoke(app, [*before, *asked])
    assert result.exit_code == 0, result.output
    assert result.stdout == CliRunner().invoke(app, [*asked, "--lang", "en"]).stdout
    assert result.stdout != CliRunner().invoke(app, asked).stdout


@pytest.mark.parametrize("words", [("sectors", "kas"), ("data", "list"), ("health",), ("quick", "--help")])
def test_every_command_takes_a_language_before_it(words: tuple[str, ...]) -> None:
    before, after = (CliRunner().invoke(app, [*way]) for way in (("--lang", "en", *words), words))
    assert before.exit_code == after.exit_code


def test_a_language_that_is_none_is_told_before_a_command_too() -> None:
    result = CliRunner().invoke(app, ["--lang", "fr", "quick", "--persons", "80"], standalone_mode=True)
    assert result.exit_code == 2


def test_help_names_arguments_in_the_language_that_is_asked_for() -> None:
    assert "{invoer} {uitkomst}" in helped("explain")
    assert "{input} {outcome}" in helped("explain", lang="en")
    assert "woorden <tekst>" in helped("sectors")
