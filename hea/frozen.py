"""The one base of what is validated once and never changed afterwards, and the words under its fields."""

import ast
import inspect
from functools import cache
from importlib import import_module

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """Cannot be changed, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def words_under(model: type[BaseModel], field: str) -> str:
    """What stands in the source under a field of a model of ours, or nothing.

    Pydantic can keep these words itself, for which it reads the source of every model whenever hea starts:
    a quarter of the time that this takes.
    """
    ours = (kind for kind in model.__mro__ if kind.__module__.startswith("hea."))
    said = (_said(kind.__module__).get(kind.__name__, {}) for kind in ours)
    return next((words[field] for words in said if field in words), "")


@cache
def _said(module: str) -> dict[str, dict[str, str]]:
    """Words under the fields of the classes of a module."""
    tree = ast.parse(inspect.getsource(import_module(module)))
    return {node.name: _under_fields(node) for node in tree.body if isinstance(node, ast.ClassDef)}


def _under_fields(kind: ast.ClassDef) -> dict[str, str]:
    return {
        field.target.id: inspect.cleandoc(below.value.value)
        for field, below in zip(kind.body, kind.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
        and isinstance(below.value.value, str)
    }
