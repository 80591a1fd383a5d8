"""What hea loads is what it says it needs, and no more."""

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

TOP = Path(__file__).parents[1]
BY_OTHERS = {"defusedxml": "openpyxl, which reads XML with it when it is there"}
"""Asked for and not loaded here, with who does."""
COMES_WITH = {
    "PIL": "fpdf2",
    "google": "streamlit",
    "pydantic_core": "pydantic",
    "starlette": "streamlit",
    "urllib3": "requests",
    "uvicorn": "streamlit",
    "websockets": "streamlit",
}
"""Loaded here to do something with what is asked for, which cannot do without it."""


def loaded() -> set[str]:
    """Names of the packages that any module of hea loads, at its head or later."""
    found = set()
    for path in [*(TOP / "hea").rglob("*.py"), TOP / "streamlit_app.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(str(node.module).partition(".")[0])
    return found - sys.stdlib_module_names - {"hea"}


def asked() -> set[str]:
    """Names of the packages that come with hea, also those of what an organisation adds."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(each for extra in extras for each in extra)]
    return {str(re.match(r"[\w.-]+", item)[0]).lower() for item in wanted}  # type: ignore[index]


installed = cache(packages_distributions)
"""To look through all that is installed takes a second and more."""


def distributions(module: str) -> set[str]:
    return {name.lower() for name in installed().get(module, [module])}


def test_everything_that_is_loaded_is_asked_for() -> None:
    assert not {name for name in loaded() if not distributions(COMES_WITH.get(name, name)) & asked()}


def test_everything_that_is_asked_for_is_loaded() -> None:
    used = {each for name in loaded() for each in distributions(name)}
    assert asked() - used == set(BY_OTHERS)
