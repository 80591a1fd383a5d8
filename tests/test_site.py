"""The site is whole: every page in a section, every link right, nothing from outside, the notebook true."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from docs.publishing import notebook, site
from hea.cli.application import app

TOP = Path(__file__).parents[1]
LOADED = re.compile(
    r"<(?:script|img|iframe)[^>]+src=\"?(https?:[^\"\s>]+)|<link[^>]+href=\"?(https?:[^\"\s>]+)"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make site` does: a link or a heading that is not there is an error."""
    folder = tmp_path_factory.mktemp("site")
    site.gather(folder / "source")
    site.build(folder / "source", folder / "site")
    return folder / "site"


class Loose(yaml.SafeLoader):
    """Reads the setup of the site, of which one line names a function."""


Loose.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)
Loose.add_constructor("!ENV", lambda *_: None)


def pages(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
        return
    for one in part.values() if isinstance(part, dict) else part:
        yield from pages(one)


def test_every_page_stands_in_a_section() -> None:
    setup = yaml.load((TOP / "mkdocs.yml").read_text(encoding="utf-8"), Loose)
    written = [*TOP.glob("*.md"), *(TOP / "docs").glob("*.md"), notebook.NOTEBOOK.with_suffix(".md")]
    assert {path.relative_to(TOP).as_posix() for path in written} == set(pages(setup["nav"]))


def test_the_site_is_built_and_every_link_leads_somewhere(built: Path) -> None:
    assert "huisvestingseffectrapportage" in (built / "index.html").read_text(encoding="utf-8")
    assert len([*built.rglob("*.html")]) > 25
    for name in ("rapport.pdf", "rapport.docx", "rapport.xlsx"):
        assert (built / "docs/voorbeelden" / name).exists()


def test_a_link_that_leads_nowhere_is_an_error(built: Path, tmp_path: Path) -> None:
    source = shutil.copytree(built.parent / "source", tmp_path / "source")
    with (source / "docs/vragen.md").open("a", encoding="utf-8") as page:
        page.write("\n[weg](bestaat-niet.md)\n")
    with pytest.raises(subprocess.CalledProcessError):
        site.build(source, tmp_path / "site")


def test_a_page_loads_nothing_from_outside(built: Path) -> None:
    assert LOADED.search('<script src="https://elders.example/x.js">')
    found = {path.name: LOADED.findall(path.read_text(encoding="utf-8")) for path in built.rglob("*.html")}
    assert {name: loaded for name, loaded in found.items() if loaded} == {}


def test_the_reference_tells_what_each_public_name_does(built: Path) -> None:
    page = (built / "docs/api.html").read_text(encoding="utf-8")
    import hea

    assert [name for name in hea.__all__ if not re.search(rf'id="hea\.[\w.]*{name}"', page)] == []


def test_what_the_notebook_shows_is_what_comes_out() -> None:
    ran = [(notebook.shown(cell), value) for cell, value in notebook.run(notebook.NOTEBOOK)]
    assert len(ran) > 4
    assert [told for told, _ in ran] == [value for _, value in ran]


def options(name: str) -> set[str]:
    """Those of a command."""
    group = typer.main.get_command(app)
    _, found, _ = group.resolve_command(group.context_class(group), [name])  # type: ignore[attr-defined]
    return {option for item in found.params for option in item.opts}


def test_the_tutorial_names_commands_and_options_that_are_there() -> None:
    page = (TOP / "docs/van-formulier-tot-raadsrapport.md").read_text(encoding="utf-8")
    lines = re.findall(r"^    hea (\w+)(.*)$", page, re.MULTILINE)
    assert len(lines) >= 4
    for name, rest in lines:
        assert set(re.findall(r"--[\w-]+", rest)) <= options(name), name
