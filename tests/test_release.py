"""What a release says of itself is the same everywhere; none goes out while a field is not filled in."""

import re
import shutil
import tomllib
from importlib.metadata import metadata
from pathlib import Path

import pytest
import yaml

import hea
from docs.publishing.check import NOT_FILLED_IN, main, problems

TOP = Path(__file__).parents[1]
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOOKED_AT = ("pyproject.toml", "publiccode.yml", "CITATION.cff", "CHANGELOG.md", "hea/version.py")


def test_the_distribution_has_a_name_that_is_not_that_of_another_program() -> None:
    """On the index `hea` is a program for linear models."""
    assert PROJECT["name"] == "hea-rekentool"
    assert metadata("hea-rekentool")["Version"] == hea.__version__


def test_nobody_is_told_to_install_the_other_program() -> None:
    told = [TOP / "README.md", *(TOP / "docs").rglob("*.md"), *(TOP / "hea/texts").glob("*.toml")]
    asked = re.compile(r"""(?:pip|pipx|uv tool) install (?:\\?["'])?hea(?![\w-])|uvx hea(?![\w-])""")
    assert asked.search('pip install "hea[cluster]"')
    assert [path.name for path in told if asked.search(path.read_text(encoding="utf-8"))] == []


def test_the_lock_file_knows_the_distribution_by_its_name() -> None:
    packages = tomllib.loads((TOP / "uv.lock").read_text(encoding="utf-8"))["package"]
    assert [one["name"] for one in packages if one["source"] == {"editable": "."}] == ["hea-rekentool"]


def test_addresses_of_the_project_are_given() -> None:
    assert set(PROJECT["urls"]) == {"Changelog", "Documentation", "Issues", "Repository"}


def test_every_file_tells_the_same_version() -> None:
    code = yaml.safe_load((TOP / "publiccode.yml").read_text(encoding="utf-8"))
    citation = yaml.safe_load((TOP / "CITATION.cff").read_text(encoding="utf-8"))
    latest = re.search(r"^## (\S+)", (TOP / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert latest is not None
    assert {code["softwareVersion"], citation["version"], latest[1]} == {hea.__version__}


def test_the_newest_version_in_the_changelog_has_both_halves() -> None:
    section = (TOP / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## ")[1]
    assert re.findall(r"^### (.+)$", section, re.MULTILINE) == ["Verandert uitkomsten", "Overig"]


def test_the_citation_file_says_who_made_what_and_how_it_may_be_used() -> None:
    citation = yaml.safe_load((TOP / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors", "version", "license"} <= set(citation)
    assert citation["license"] == PROJECT["license"]
    assert citation["cff-version"] == "1.2.0"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The files of a release with every field filled in and the version dated."""
    for name in LOOKED_AT:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(TOP / name, tmp_path / name)
        changed(tmp_path / name, NOT_FILLED_IN, "gemeente.example")
    changed(tmp_path / "CHANGELOG.md", "(niet uitgebracht)", "(2027-01-15)")
    for name, field in (("publiccode.yml", "releaseDate"), ("CITATION.cff", "date-released")):
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{field}: 2027-01-15\n")
    return tmp_path


def changed(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_release_with_everything_filled_in_may_go(tree: Path) -> None:
    assert problems(tree) == []
    assert main([str(tree)]) == 0


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("publiccode.yml", "gemeente.example", NOT_FILLED_IN, "publiccode.yml:"),
        ("pyproject.toml", "gemeente.example", NOT_FILLED_IN, "pyproject.toml:"),
        ("publiccode.yml", "softwareVersion: ", "softwareVersion: 9.", "publiccode.yml"),
        ("CITATION.cff", "date-released: 2027", "date-released: 2026", "CITATION.cff"),
        ("publiccode.yml", "releaseDate: 2027", "releaseDate: 2026", "publiccode.yml"),
        ("CHANGELOG.md", "(2027-01-15)", "(niet uitgebracht)", "CHANGELOG.md"),
        ("hea/version.py", 'VERSION = "', 'VERSION = "9.', "CHANGELOG.md"),
    ],
)  # fmt: skip
def test_a_release_that_is_not_ready_is_refused(
    tree: Path, name: str, old: str, new: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (tree / name).read_text(encoding="utf-8")
    changed(tree / name, old, new)
    assert (tree / name).read_text(encoding="utf-8") != before
    assert main([str(tree)]) == 1
    assert told in capsys.readouterr().out


def test_every_field_that_is_not_filled_in_is_told_with_its_line() -> None:
    """Of the project as it stands: who fills one in sees one less."""
    told = [line for line in problems(TOP) if NOT_FILLED_IN in line]
    places = {
        f"{name}:{number}:"
        for name in LOOKED_AT
        for number, line in enumerate((TOP / name).read_text(encoding="utf-8").splitlines(), 1)
        if NOT_FILLED_IN in line
    }
    assert {place for place in places if not any(line.startswith(place) for line in told)} == set()
