"""Named changes on a proposal: ``function_groups[0].flex_share`` to 0.5, everywhere checked."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel

from hea.assessment import AssessmentError, Problem
from hea.proposal import Proposal
from hea.reference import nearest

STEP = re.compile(r"([A-Za-z_]\w*)((?:\[(?:\d{1,6}|\*)\])*)$")
EVERY = "*"
HINTS = 3
"""Known paths named when a path is unknown."""

Path = tuple[str | int, ...]


def overridden(proposal: Proposal, overrides: Mapping[str, Any]) -> Proposal:
    """A validated copy with the named fields changed.

    Args:
        proposal: to start from.
        overrides: value per path; ``function_groups[*].flex_share`` changes every group.

    Raises:
        AssessmentError: for an unknown path, with the nearest; for paths that contradict each other.
        pydantic.ValidationError: for values that do not fit.
    """
    paths = {text: parsed(text) for text in overrides}
    problems = [p for p in (_unknown(proposal, text, path) for text, path in paths.items()) if p]
    problems += _contradictions(proposal, paths, overrides)
    if problems:
        raise AssessmentError(problems)
    content = proposal.model_dump()
    for text, value in overrides.items():
        for path in _concrete(content, paths[text]):
            _set(content, path, value)
    return Proposal.model_validate(content)


def parsed(text: str) -> Path:
    """Steps of a path; an ill-formed one gives a single step that no proposal has."""
    steps: list[str | int] = []
    for part in text.split("."):
        match = STEP.fullmatch(part.strip())
        if match is None:
            return (text,)
        steps.append(match[1])
        steps += [item if item == EVERY else int(item) for item in re.findall(r"\[(.+?)\]", match[2])]
    return tuple(steps)


def _unknown(proposal: Proposal, text: str, path: Path) -> Problem | None:
    known = sorted(known_paths(Proposal))
    plain = ".".join(str(step) for step in path if isinstance(step, str) and step != EVERY)
    head = ".".join(plain.split(".")[:2])
    if plain not in known and not (head in FREE and plain.startswith(head)):
        return Problem(text, "override_path", {"nearest": ", ".join(nearest(plain, known, HINTS))})
    index = next((step for step in path if isinstance(step, int)), None)
    if index is not None:
        count = len(_get(proposal.model_dump(), path[: path.index(index)]) or ())
        if index >= count:
            return Problem(text, "override_index", {"index": index, "count": count})
    return None


FREE = frozenset({"answers", "weights.values", "context.facility_capacities"})
"""Mappings whose keys are checked by the proposal itself."""


def known_paths(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    """Every field of a proposal that can be changed, without the numbers of list items."""
    for name, field in model.model_fields.items():
        yield prefix + name
        inner = _model_in(field.annotation)
        if inner is not None:
            yield from known_paths(inner, f"{prefix}{name}.")


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)


def _contradictions(
    proposal: Proposal, paths: Mapping[str, Path], overrides: Mapping[str, Any]
) -> list[Problem]:
    """Two changes of the same field to different values, or of a field and of a part of it."""
    content = proposal.model_dump()
    concrete = [(text, path) for text in paths for path in _concrete(content, paths[text])]
    found = {}
    for index, (first, a) in enumerate(concrete):
        for second, b in concrete[index + 1 :]:
            overlap = a[: len(b)] == b[: len(a)]
            if first != second and overlap and not (a == b and overrides[first] == overrides[second]):
                found[first, second] = Problem(second, "override_twice", {"other": first})
    return list(found.values())


def _concrete(content: Any, path: Path) -> Iterator[Path]:  # noqa: ANN401
    """The paths meant by one path with ``[*]``."""
    if EVERY not in path:
        yield path
        return
    at = path.index(EVERY)
    for index in range(len(_get(content, path[:at]) or ())):
        yield from _concrete(content, (*path[:at], index, *path[at + 1 :]))


def _get(content: Any, path: Path) -> Any:  # noqa: ANN401
    for step in path:
        try:
            content = content[step]
        except (KeyError, IndexError, TypeError):
            return None
    return content


def _set(content: Any, path: Path, value: Any) -> None:  # noqa: ANN401
    for step in path[:-1]:
        below = content[step]
        if below is None:
            content[step] = below = {}
        elif isinstance(below, tuple):
            content[step] = below = list(below)
        content = below
    content[path[-1]] = value
