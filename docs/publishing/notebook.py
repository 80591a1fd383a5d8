"""The notebook of `docs`: run without a program for notebooks, and shown as a page of the site.

`python -m docs.publishing.notebook` runs it and writes what comes out beside each cell.
"""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).parents[2] / "docs/from_plan_to_range.ipynb"


def cells(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook, from top to bottom."""
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return found


def code_of(cell: dict[str, Any]) -> str:
    """What is written in a cell."""
    return "".join(cell["source"])


def shown(cell: dict[str, Any]) -> str:
    """What the notebook says came out of a cell."""
    return "".join(line for output in cell.get("outputs", ()) for line in output["data"]["text/plain"])


def run(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Every cell of code with what comes out of it now: the value of its last line."""
    names: dict[str, Any] = {}
    for cell in cells(path):
        if cell["cell_type"] == "code":
            yield cell, _value(code_of(cell), names)


def _value(code: str, names: dict[str, Any]) -> str:
    *before, last = ast.parse(code).body
    if not isinstance(last, ast.Expr):
        before, last = [*before, last], ast.Expr(ast.Constant(None))
    exec(compile(ast.Module(before, []), "cell", "exec"), names)  # our own notebook
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
    return "" if value is None else repr(value)


def as_page(path: Path) -> str:
    """The notebook as Markdown."""
    return "\n\n".join(part for cell in cells(path) for part in _parts(cell)) + "\n"


def _parts(cell: dict[str, Any]) -> Iterator[str]:
    if cell["cell_type"] == "markdown":
        yield code_of(cell)
        return
    yield f"```python\n{code_of(cell)}\n```"
    if told := shown(cell):
        yield f"```text\n{told}\n```"


def write(path: Path) -> None:
    """Run the notebook and keep what comes out."""
    book = json.loads(path.read_text(encoding="utf-8"))
    told = [value for _, value in run(path)]
    for cell, value in zip((one for one in book["cells"] if one["cell_type"] == "code"), told, strict=True):
        data = {"text/plain": value.splitlines(keepends=True)}
        result = {"output_type": "execute_result", "execution_count": None, "metadata": {}, "data": data}
        cell["outputs"] = [result] if value else []
    path.write_text(json.dumps(book, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(NOTEBOOK)
