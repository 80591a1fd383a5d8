"""Reading a proposal from YAML or JSON, and writing files whole or not at all."""

import json
import math
import os
import re
import stat
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

import yaml
from pydantic import ValidationError

from hea.exchange.answered import filled_by_answers, size_in_answers, sizing_answers, with_answers
from hea.exchange.nobody import nobody_asked
from hea.exchange.problems import from_validation
from hea.exchange.written.proposals import Read, read_fields
from hea.exchange.written.scalars import LOOKS_GROUPED, NumberToken
from hea.json_shape import too_many
from hea.problems import HeaError, Problem
from hea.proposal import Proposal
from hea.units import MEGABYTE

MAX_PROPOSAL_BYTES = 2 * MEGABYTE
MAX_YAML: Final = 512 * 1024
"""Characters; a proposal has some thousands, and YAML is slow to read."""
MAX_DEPTH = 20
MAX_VALUES: Final = 20_000
"""Names and values in one file; a saved assessment has some thousands."""
MAX_DIGITS: Final = 30
"""Of a number; longer ones take time to read and are no number of people or metres."""
MAX_DIRECTIVES: Final = 20
"""Lines of a YAML file that say how to read its tags; its reader holds each against all those before it."""
SUFFIXES = frozenset({".yaml", ".yml", ".json"})
SHOWN: Final = 60
"""Characters of what was written that a sentence repeats."""


class InputError(HeaError):
    """The input cannot be used; every problem says where it is and how to mend it."""


def parse_proposal(content: str, suffix: str = ".yaml") -> Proposal:
    """A proposal from the text of a file.

    Args:
        content: YAML or JSON.
        suffix: ``.json`` for JSON, anything else for YAML.

    Raises:
        InputError: with all problems at once.
    """
    return proposal_of(parse_mapping(content, suffix))


def proposal_of(data: Mapping[str, Any]) -> Proposal:
    """A proposal from what a file holds, as it is written there; its answers fill what is empty.

    Raises:
        InputError: with all problems at once.
    """
    return read_plan(data)[0]


def read_plan(data: Mapping[str, Any]) -> tuple[Proposal, tuple[str, ...]]:
    """A proposal from what a file holds, and the questions whose answers filled an empty field.

    Raises:
        InputError: with all problems at once.
    """
    read = read_fields(data)
    sized = {} if any(read.values.get(name) for name in SIZES) else _answered_sizes(read.values)
    plan = _checked(read._replace(values=read.values | _as_parts(sized)))
    if asked := nobody_asked(plan):
        raise InputError(asked)
    made = with_answers(plan)
    return made, (*sizing_answers(sized), *filled_by_answers(plan, made))


def _answered_sizes(values: Mapping[str, Any]) -> dict[str, Any]:
    """How large a plan without a size is by its answers."""
    answers = values.get("answers")
    return size_in_answers(answers) if isinstance(answers, Mapping) else {}


def _as_parts(fields: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Fields by their path as the parts of a proposal that hold them."""
    parts: dict[str, dict[str, Any]] = {}
    for path, value in fields.items():
        part, _, name = path.partition(".")
        parts.setdefault(part, {})[name] = value
    return parts


def _checked(read: Read) -> Proposal:
    unread = {problem.place for problem in read.problems}
    try:
        found = Proposal.model_validate(read.values)
    except ValidationError as error:
        others = [item for item in from_validation(error) if not _about(item, unread)]
        raise InputError(sorted((*read.problems, *others), key=_field_order)) from None
    if read.problems:
        raise InputError(read.problems)
    return found


SIZES: Final = ("workforce", "area", "function_groups")
FIELDS: Final = tuple(Proposal.model_fields)


def _about(item: Problem, unread: set[str]) -> bool:
    """Whether a problem only says that something that could not be read is not there."""
    if item.code == "no_workforce":
        return any(place.startswith(SIZES) for place in unread)
    if item.code == "missing" and any(place.startswith(f"{item.place}.") for place in unread):
        return True
    lists = {place.rpartition("[")[0] for place in unread}
    return item.place in unread or (item.code == "season_twelve" and item.place in lists)


def _field_order(item: Problem) -> int:
    """Problems in the order of the fields of a proposal, whoever found them."""
    first = re.split(r"[.\[]", item.place, maxsplit=1)[0]
    return FIELDS.index(first) if first in FIELDS else len(FIELDS)


def parse_mapping(content: str, suffix: str = ".yaml") -> dict[str, Any]:
    """Named values from the text of a file; a number that may be written with a thousand point as it stands.

    Args:
        content: YAML or JSON.
        suffix: ``.json`` for JSON, anything else for YAML.

    Raises:
        InputError: if it is empty, no mapping, or not well-formed.
    """
    data = _parse_json(content) if suffix == ".json" else _parse_yaml(content)
    if data is None:
        raise InputError((Problem("", "file_empty", {}),))
    if not isinstance(data, dict):
        raise InputError((Problem("", "not_a_mapping", {}),))
    return data


def read_text(path: Path, suffixes: frozenset[str]) -> str:
    """The text of a file of one of some kinds.

    Raises:
        InputError: if there is no such file, or it is of another kind, too large or no UTF-8 text.
    """
    return decoded(path.name, read_bytes(path, suffixes, MAX_PROPOSAL_BYTES))


def decoded(name: str, content: bytes) -> str:
    """The text in the bytes of a file.

    Raises:
        InputError: if it is no UTF-8 text.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError((Problem(name, "file_encoding", {"position": error.start}),)) from None


def read_bytes(path: Path, suffixes: frozenset[str], maximum: int) -> bytes:
    """The bytes of a file of one of some kinds.

    Raises:
        InputError: if there is no such file, or it is of another kind or too large.
    """
    place = path.name
    if not _is_there(path):
        raise InputError((Problem(str(path), "file_missing", {}),))
    if path.is_dir():
        raise InputError((Problem(str(path), "file_is_folder", {}),))
    if path.suffix.lower() not in suffixes:
        kinds = {"suffix": path.suffix or "-", "known": ", ".join(sorted(suffixes))}
        raise InputError((Problem(place, "file_type", kinds),))
    try:
        content = _beginning(path, maximum + 1)
        size = max(path.stat().st_size, len(content))
    except OSError as error:
        raise InputError((Problem(place, "file_unreadable", {"detail": error.strerror or ""}),)) from None
    if size > maximum:
        values = {"size": size / MEGABYTE, "maximum": maximum / MEGABYTE}
        raise InputError((Problem(place, "file_huge", values),))
    return content


def _is_there(path: Path) -> bool:
    """Whether there is something of a name, which may be longer than the system has names."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _beginning(path: Path, most: int) -> bytes:
    """The first bytes of a file; a device or a pipe, which may never end or never begin, is refused."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise InputError((Problem(path.name, "file_odd", {}),))
        return file.read(most)


def _refuse(code: str, **values: Any) -> NoReturn:  # noqa: ANN401
    raise InputError((Problem("", code, values),)) from None


def _parse_json(content: str) -> Any:  # noqa: ANN401
    if not content.strip():
        return None
    beyond = too_many(content, MAX_VALUES, MAX_DEPTH)
    if beyond is not None:
        _refuse("file_deep") if beyond == "layers" else _refuse("file_full", maximum=MAX_VALUES)
    try:
        return json.loads(
            content, object_pairs_hook=_once, parse_int=_number, parse_float=_number, parse_constant=_constant
        )
    except json.JSONDecodeError as error:
        _refuse_layout(content, error.lineno)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        key = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        _refuse("duplicate_key", line="?", key=key[:SHOWN])
    return found


def _number(written: str) -> float:
    """A number as it is written; one beyond what a number can be is refused, not rounded to infinity."""
    if len(written) > MAX_DIGITS:
        _refuse("number_long", value=written[:SHOWN], maximum=MAX_DIGITS)
    if written.lstrip("+-").isdigit():
        return int(written)
    value = float(written)
    if not math.isfinite(value):
        _refuse("number_long", value=written, maximum=MAX_DIGITS)
    return NumberToken(value, written) if LOOKS_GROUPED.fullmatch(written) else value


def _constant(written: str) -> NoReturn:
    _refuse("not_a_number", value=written)


_FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
WRITTEN_NUMBER: Final = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$")
MAX_OF_LINE: Final = 300
"""Characters of a line in which one is looked for, which takes the square of its length."""
OPEN_END: Final = re.compile(r"(?:^|[:\-,])\s*(>\s?\d.*?)\s*(?:#.*)?$")
"""A number that is at least so much, which needs quotation marks in YAML."""
INTEGER, FLOAT, MOMENT = (f"tag:yaml.org,2002:{name}" for name in ("int", "float", "timestamp"))


class _Loader(_FAST):  # type: ignore[misc]
    """Safe YAML with every key once, and with numbers as everyone reads them.

    YAML 1.1 also knows numbers by sixty (``1:30`` is 90), by eight (``010`` is 8) and days; here these are
    text, and whatever asks for a number says so.
    """

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: ANN401
        seen = set()
        for key_node, _ in node.value:
            made = self.construct_object(key_node, deep=True)
            key = made if isinstance(made, str) else repr(made)
            if key in seen:
                _refuse("duplicate_key", line=key_node.start_mark.line + 1, key=key[:SHOWN])
            seen.add(key)
        return dict(super().construct_mapping(node, deep))


_Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] not in (INTEGER, FLOAT, MOMENT)]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(FLOAT, WRITTEN_NUMBER, list("-+.0123456789"))
_Loader.add_constructor(FLOAT, lambda loader, node: _number(loader.construct_scalar(node)))


def _parse_yaml(content: str) -> Any:  # noqa: ANN401
    if len(content) > MAX_YAML:
        _refuse("file_huge", size=len(content) / MEGABYTE, maximum=MAX_YAML / MEGABYTE)
    try:
        _check_events(content)
        return yaml.load(content, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        _refuse_open_end(content.splitlines(), mark)
        _refuse_layout(content, mark.line + 1 if mark else 1)
    except yaml.YAMLError:
        signs = (
            at
            for at, sign in enumerate(content)
            if unicodedata.category(sign) == "Cc" and sign not in "\t\n\r"
        )
        _refuse_layout(content, content.count("\n", 0, next(signs, 0)) + 1)


def _refuse_layout(content: str, line: int) -> NoReturn:
    """Refuse a file with the line at which its layout is not right, as it is written there."""
    lines = content.splitlines()
    written = lines[min(line, len(lines)) - 1].strip() if lines else ""
    _refuse("file_syntax", line=line, written="".join(filter(str.isprintable, written))[:SHOWN])


def _refuse_open_end(lines: Sequence[str], mark: Any) -> None:  # noqa: ANN401
    """Refuse a number after ``>``, which YAML takes for the beginning of a text on the lines below.

    Args:
        lines: of the file.
        mark: where in it the trouble is, if that is known.
    """
    line = lines[mark.line] if mark is not None and mark.line < len(lines) else ""
    if len(line) <= MAX_OF_LINE and (found := OPEN_END.search(line)):
        _refuse("file_open_end", line=mark.line + 1, written=found[1])


def _check_events(content: str) -> None:
    """Bounds and no references or tags, before anything is built."""
    if content.count("%TAG") > MAX_DIRECTIVES:
        _refuse("file_deep")
    depth, lines = 0, content.splitlines()
    for count, event in enumerate(yaml.parse(content, Loader=_Loader), start=1):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        told = getattr(event, "anchor", None) or getattr(event, "tag", None)
        if isinstance(event, yaml.ScalarEvent) and event.style == ">" and not event.value:
            _refuse_open_end(lines, event.start_mark)
        if told or depth > MAX_DEPTH:
            _refuse("file_deep")
        if count > 2 * MAX_VALUES:
            _refuse("file_full", maximum=MAX_VALUES)


def write_whole(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write a file whole or not at all, and never over an existing one unless asked.

    Raises:
        InputError: if the file exists, its folder does not, or it cannot be written.
    """
    if path.exists() and not force:
        raise InputError((Problem(str(path), "output_exists", {}),))
    if not path.parent.is_dir():
        raise InputError((Problem(str(path), "output_folder", {}),))
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise InputError((Problem(str(path), "output_failed", {"detail": error.strerror or ""}),)) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _into_place(Path(name), path, force=force)
    except OSError as error:
        raise InputError((Problem(str(path), "output_failed", {"detail": error.strerror or ""}),)) from None
    finally:
        Path(name).unlink(missing_ok=True)


def _into_place(temporary: Path, path: Path, *, force: bool) -> None:
    if force or path.is_dir():
        temporary.replace(path)
        return
    try:
        os.link(temporary, path)  # fails if someone made the file meanwhile
    except FileExistsError:
        raise InputError((Problem(str(path), "output_exists", {}),)) from None
    except OSError:  # a file system without hard links
        temporary.replace(path)
