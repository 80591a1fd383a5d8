"""The table of bounds in the security page says what the program does, and leaves none out."""

import ast
import math
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from hea.dossiers.bundle import MAX_BUNDLE_SIZE
from hea.units import MEGABYTE

TOP = Path(__file__).parents[1]
ROW = re.compile(r"^\| [^|]+ \| `([\w/.]+)` `(\w+)` \| ([\d,]+) \|$", re.MULTILINE)
BOUND = re.compile(r"MAX_\w+")
FROM_OUTSIDE = (
    "exchange",
    "spreadsheet",
    "dossiers",
    "app/server",
    "app/nearby.py",
    "app/pages/portfolio.py",
    "app/reading_apart.py",
    "app/report_queue.py",
    "house_style.py",
    "paper.py",
    "pdf_objects.py",
    "pdf_packing.py",
    "pdf_reach.py",
    "prints.py",
    "problems.py",
    "proposal.py",
)


def told() -> dict[tuple[str, str], int]:
    page = (TOP / "docs" / "SECURITY.md").read_text(encoding="utf-8")
    return {(file, name): int(value.replace(",", "")) for file, name, value in ROW.findall(page)}


def constants(path: Path) -> Iterator[tuple[str, float]]:
    """Numbers with a name, at the top of a file; the file is not run, for a page would be drawn."""
    for line in ast.parse(path.read_text(encoding="utf-8")).body:
        match line:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                yield from [(name, found) for found in number(value)]
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                for named, value in zip(names, values, strict=True):
                    assert isinstance(named, ast.Name)
                    yield from [(named.id, found) for found in number(value)]


def number(value: ast.expr) -> list[float]:
    """A number, or a product of numbers; nothing for anything else."""
    match value:
        case ast.Constant(value=int() | float() as found):
            return [found]
        case ast.Name(id="MEGABYTE"):
            return [MEGABYTE]
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            factors = [*number(left), *number(right)]
            return [math.prod(factors)] if len(factors) == 2 else []
    return []


def files() -> Iterator[Path]:
    for name in FROM_OUTSIDE:
        place = TOP / "hea" / name
        yield from [place] if place.is_file() else sorted(place.rglob("*.py"))


def test_every_bound_that_is_told_is_that_of_the_program() -> None:
    for (file, name), value in told().items():
        assert dict(constants(TOP / "hea" / file)).get(name) == value, (file, name)


def test_every_bound_of_the_program_is_told() -> None:
    found = {
        (path.relative_to(TOP / "hea").as_posix(), name)
        for path in files()
        for name, _ in constants(path)
        if BOUND.fullmatch(name)
    }
    assert len(found) > 30
    assert found <= set(told()), found - set(told())


def test_the_server_takes_the_largest_file_of_all_and_nothing_larger() -> None:
    settings = tomllib.loads((TOP / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["maxUploadSize"] * 1024 * 1024 == MAX_BUNDLE_SIZE
