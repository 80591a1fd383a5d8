"""Problems of a file with keys in the words of the fields: the key stays behind them, with its line."""

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any

import yaml

from hea.exchange.files import MAX_YAML, SUFFIXES, InputError, decoded
from hea.exchange.uploads import Opened, open_upload
from hea.fields import declared
from hea.problems import Problem
from hea.proposal import field_label
from hea.texts import Lang, text


def worded(problems: Iterable[Problem], content: str, lang: Lang) -> tuple[Problem, ...]:
    """Problems of a proposal in a file, each at its field in words, with the line if it stands in the file.

    Args:
        problems: each at the path of its field; others stay as they are.
        content: what the file holds.
        lang: of the words.
    """
    found = [(item, _words(item.place, lang)) for item in problems]
    lines = _lines(content) if any(words for _, words in found) else {}
    return tuple(
        item._replace(place=_place(item.place, words, lines, lang)) if words else item
        for item, words in found
    )


def open_in_words(name: str, content: bytes, lang: Lang) -> Opened:
    """What a file of any kind holds; problems of one in plain letters at its fields in words.

    Raises:
        InputError: with all problems at once, each with how to mend it.
    """
    try:
        return open_upload(name, content)
    except InputError as error:
        whole = any(problem.place == name for problem in error.problems)
        if whole or PurePath(name).suffix.lower() not in SUFFIXES:
            raise
        raise InputError(worded(error.problems, decoded(name, content), lang)) from None


def _place(path: str, words: str, lines: dict[str, int], lang: Lang) -> str:
    line = next((lines[one] for one in (path, *_above(path)) if one in lines), None)
    told = text("problems.field", lang, words=words, path=path)
    return told if line is None else text("problems.field_line", lang, field=told, line=line)


def _words(path: str, lang: Lang) -> str | None:
    """Every step to a field by its label; of an unknown key the steps above it."""
    told: list[str] = []
    for step in [*reversed(list(_above(path))), path]:
        try:
            field = declared(step)
        except (KeyError, StopIteration, AttributeError, TypeError, IndexError):
            break
        if step.endswith("]"):
            told[-1:] = [f"{told[-1]} {int(step.rpartition('[')[2][:-1]) + 1}"] if told else []
        elif (label := field_label(field.model, field.name, lang)) not in told:
            told.append(label)
    return ", ".join(told) or None


def _above(path: str) -> Iterator[str]:
    """The paths that a path is within, the nearest first."""
    while path:
        path = (
            path.rpartition("[")[0]
            if path.endswith("]")
            else path[: max(path.rfind("."), path.rfind("]") + 1, 0)]
        )
        if path:
            yield path


def _lines(content: str) -> dict[str, int]:
    """The line of every key by its path; nothing of what is no YAML."""
    if len(content) > MAX_YAML:
        return {}
    try:
        root = yaml.compose(content, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return {}
    return dict(_of_node(root, "", set())) if root is not None else {}


def _of_node(node: Any, path: str, seen: set[int]) -> Iterator[tuple[str, int]]:  # noqa: ANN401
    """The lines within a node; one that is named again is not gone through again."""
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            at = f"{path}.{key.value}" if path else str(key.value)
            yield at, key.start_mark.line + 1
            yield from _of_node(value, at, seen)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield f"{path}[{index}]", item.start_mark.line + 1
            yield from _of_node(item, f"{path}[{index}]", seen)
