"""Reading a proposal from YAML or JSON, and writing files whole or not at all."""

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from hea.exchange.problems import Located, from_validation
from hea.proposal import Proposal

MAXIMUM_BYTES = 2_000_000
MAXIMUM_DEPTH = 20
SUFFIXES = frozenset({".yaml", ".yml", ".json"})


class InputError(ValueError):
    """The input cannot be used; every problem says where it is and how to mend it."""

    def __init__(self, problems: tuple[Located, ...]) -> None:
        super().__init__("; ".join(problem.sentence("en") for problem in problems))
        self.problems = problems


def parse_proposal(content: str, suffix: str = ".yaml") -> Proposal:
    """A proposal from the text of a file.

    Args:
        content: YAML or JSON.
        suffix: ``.json`` for JSON, anything else for YAML.

    Raises:
        InputError: with all problems at once.
    """
    data = parse_mapping(content, suffix)
    try:
        return Proposal.model_validate(data)
    except ValidationError as error:
        raise InputError(from_validation(error)) from None


def parse_mapping(content: str, suffix: str = ".yaml") -> dict[str, Any]:
    """Named values from the text of a file.

    Args:
        content: YAML or JSON.
        suffix: ``.json`` for JSON, anything else for YAML.

    Raises:
        InputError: if it is empty, no mapping, or not well-formed.
    """
    data = _parse_json(content) if suffix == ".json" else _parse_yaml(content)
    if data is None:
        raise InputError((Located("", "file_empty", {}),))
    if not isinstance(data, dict):
        raise InputError((Located("", "not_a_mapping", {}),))
    return data


def read_text(path: Path, suffixes: frozenset[str]) -> str:
    """The text of a file of one of some kinds.

    Raises:
        InputError: if there is no such file, or it is of another kind, too large or no UTF-8 text.
    """
    return decoded(path.name, read_bytes(path, suffixes, MAXIMUM_BYTES))


def decoded(name: str, content: bytes) -> str:
    """The text in the bytes of a file.

    Raises:
        InputError: if it is no UTF-8 text.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError((Located(name, "file_encoding", {"position": error.start}),)) from None


def read_bytes(path: Path, suffixes: frozenset[str], maximum: int) -> bytes:
    """The bytes of a file of one of some kinds.

    Raises:
        InputError: if there is no such file, or it is of another kind or too large.
    """
    place = path.name
    if not path.exists():
        raise InputError((Located(str(path), "file_missing", {}),))
    if path.is_dir():
        raise InputError((Located(str(path), "file_is_folder", {}),))
    if path.suffix.lower() not in suffixes:
        kinds = {"suffix": path.suffix or "-", "known": ", ".join(sorted(suffixes))}
        raise InputError((Located(place, "file_type", kinds),))
    try:
        size = path.stat().st_size
        if size > maximum:
            values = {"size": size / 1e6, "maximum": maximum / 1e6}
            raise InputError((Located(place, "file_huge", values),))
        return path.read_bytes()
    except OSError as error:
        raise InputError((Located(place, "file_unreadable", {"detail": error.strerror or ""}),)) from None


def _parse_json(content: str) -> Any:  # noqa: ANN401
    if not content.strip():
        return None
    try:
        return json.loads(content, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        values = {"line": error.lineno, "column": error.colno, "detail": error.msg}
        raise InputError((Located("", "file_syntax", values),)) from None
    except RecursionError:
        raise InputError((Located("", "file_deep", {}),)) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise InputError((Located("", "duplicate_key", {"line": "?", "key": key}),))
    return dict(pairs)


class _Loader(yaml.SafeLoader):
    """Safe YAML without anchors, and with every key once."""

    def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ANN401
        if self.check_event(yaml.AliasEvent):
            raise InputError((Located("", "file_deep", {}),))
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: ANN401
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, str) and key in seen:
                values = {"line": key_node.start_mark.line + 1, "key": key}
                raise InputError((Located("", "duplicate_key", values),))
            seen.add(key if isinstance(key, str) else repr(key))
        return super().construct_mapping(node, deep)


def _parse_yaml(content: str) -> Any:  # noqa: ANN401
    try:
        data = yaml.load(content, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        values = {"line": line, "column": column, "detail": error.problem or ""}
        raise InputError((Located("", "file_syntax", values),)) from None
    except yaml.YAMLError as error:
        values = {"line": 0, "column": 0, "detail": str(error).splitlines()[0]}
        raise InputError((Located("", "file_syntax", values),)) from None
    except (RecursionError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError((Located("", "file_deep", {}),)) from None
    if max(_depths(data), default=0) > MAXIMUM_DEPTH:
        raise InputError((Located("", "file_deep", {}),))
    return data


def _depths(data: Any, depth: int = 0) -> Iterator[int]:  # noqa: ANN401
    yield depth
    if depth <= MAXIMUM_DEPTH:
        children = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
        for child in children:
            yield from _depths(child, depth + 1)


def write_whole(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write a file whole or not at all, and never over an existing one unless asked.

    Raises:
        InputError: if the file exists, its folder does not, or it cannot be written.
    """
    if path.exists() and not force:
        raise InputError((Located(str(path), "output_exists", {}),))
    if not path.parent.is_dir():
        raise InputError((Located(str(path), "output_folder", {}),))
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise InputError((Located(str(path), "output_failed", {"detail": error.strerror or ""}),)) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _into_place(Path(name), path, force=force)
    except OSError as error:
        raise InputError((Located(str(path), "output_failed", {"detail": error.strerror or ""}),)) from None
    finally:
        Path(name).unlink(missing_ok=True)


def _into_place(temporary: Path, path: Path, *, force: bool) -> None:
    temporary.chmod(0o644)
    if force or path.is_dir():
        temporary.replace(path)
        return
    try:
        os.link(temporary, path)  # fails if someone made the file meanwhile
    except FileExistsError:
        raise InputError((Located(str(path), "output_exists", {}),)) from None
    except OSError:  # a file system without hard links
        temporary.replace(path)
