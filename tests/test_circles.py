"""No module needs one that needs it, wherever in the file it says so."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

TOP = Path(__file__).parents[1]
ALLOWED = {("hea.assessment.results", "hea.assessment.explanation")}
"""An assessment explains its figures by what reads them; it loads that when it is asked."""


def modules() -> dict[str, Path]:
    """Every module of hea by its name."""
    return {
        ".".join(path.relative_to(TOP).with_suffix("").parts).removesuffix(".__init__"): path
        for path in (TOP / "hea").rglob("*.py")
    }


def nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """All that is run: what only a reader of types sees is left out."""
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield node
            yield from nodes(node)


def needed(path: Path, known: dict[str, Path]) -> Iterator[str]:
    for node in nodes(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = [f"{node.module}.{name.name}" for name in node.names]
            yield from (name if name in known else node.module for name in inside)


def test_no_module_needs_one_that_needs_it() -> None:
    known = modules()
    graph = {
        name: {other for other in needed(path, known) if other in known and (name, other) not in ALLOWED}
        for name, path in known.items()
    }
    assert len(graph) > 300
    TopologicalSorter(graph).prepare()
