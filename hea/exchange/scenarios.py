"""Reading own scenarios: a file with a name per scenario and, under it, changes per field."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from hea.exchange.files import SUFFIXES, InputError, parse_mapping, read_text
from hea.exchange.written import WrittenError
from hea.exchange.written.proposals import read_override
from hea.problems import Problem
from hea.scenarios import Scenario, own_scenario

MAX_CHANGES: Final = 200
"""Scenarios in a file, and changes in a scenario; each change is held against every other."""


def read_scenarios(path: str | Path) -> tuple[Scenario, ...]:
    """Own scenarios from a YAML or JSON file, ``name: {path: value}``.

    Raises:
        InputError: with all problems at once, if the file is no such mapping.
    """
    path = Path(path)
    content = parse_mapping(read_text(path, SUFFIXES), path.suffix.lower())
    count = max([len(content), *(len(changes) for changes in content.values() if isinstance(changes, dict))])
    if count > MAX_CHANGES:
        values = {"count": count, "maximum": MAX_CHANGES}
        raise InputError((Problem(path.name, "scenario_many", values),))
    problems = [
        Problem(f"{path.name}, {name}", "scenario_shape", {})
        for name, changes in content.items()
        if not isinstance(changes, dict) or not changes
    ]
    if problems:
        raise InputError(tuple(problems))
    read = {
        str(name): _changes(f"{path.name}, {name}", changes, problems) for name, changes in content.items()
    }
    if problems:
        raise InputError(tuple(problems))
    return tuple(own_scenario(name, changes) for name, changes in read.items())


def _changes(place: str, changes: Mapping[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """The changes of one scenario as values of their fields; what cannot be read joins the problems."""
    found = {}
    for field, written in changes.items():
        try:
            found[field] = read_override(str(field), written)
        except WrittenError as error:
            problems.append(Problem(f"{place}, {field}", error.code, error.values))
    return found
