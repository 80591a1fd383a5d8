"""Own values in a file: beside a proposal, in a file of their own, or in a result that was made with them."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hea.exchange.files import SUFFIXES, InputError, parse_mapping, read_text
from hea.exchange.problems import Located
from hea.parameters import OwnValue, load_parameters
from hea.proposal import LongText
from hea.reference import nearest

OWN_VALUES: Final = "own_values"
"""Key of the own values beside the fields of a proposal."""


class _Given(BaseModel):
    """One own value as a file may hold it; who and why are not optional."""

    model_config = ConfigDict(extra="forbid")

    name: str
    value: Annotated[float, Field(allow_inf_nan=False)]
    who: Annotated[LongText, Field(min_length=1)]
    why: Annotated[LongText, Field(min_length=1)]
    set_on: dt.date | None = None


def read_own_values(path: Path) -> tuple[OwnValue, ...]:
    """Own values from a YAML or JSON file that holds them under ``own_values``.

    Raises:
        InputError: with all problems at once.
    """
    data = parse_mapping(read_text(path, SUFFIXES), path.suffix.lower())
    if OWN_VALUES not in data:
        raise InputError((Located(path.name, "own_values_missing", {}),))
    return parse_own_values(data[OWN_VALUES])


def own_values_in(result: Mapping[str, Any] | None) -> tuple[OwnValue, ...]:
    """The own values that a result was made with; none in results of before they were kept.

    Raises:
        InputError: with all problems at once.
    """
    made_with = (result or {}).get("parameters")
    kept = made_with.get(OWN_VALUES, []) if isinstance(made_with, dict) else []
    fields = set(OwnValue.model_fields)
    given = [
        {key: item[key] for key in item if key in fields} if isinstance(item, dict) else item
        for item in (kept if isinstance(kept, list) else [kept])
    ]
    return parse_own_values(given)


def parse_own_values(given: Any) -> tuple[OwnValue, ...]:  # noqa: ANN401
    """Own values from a list, each for another figure of the model and within its domain.

    Raises:
        InputError: with all problems at once.
    """
    if not isinstance(given, list):
        raise InputError((Located(OWN_VALUES, "not_a_list", {"value": str(given)[:60]}),))
    found: dict[str, OwnValue] = {}
    problems: list[Located] = []
    for index, item in enumerate(given):
        place = f"{OWN_VALUES}[{index}]"
        try:
            own = _parsed(place, item)
        except InputError as error:
            problems += error.problems
            continue
        if own.name in found:
            problems.append(_twice(place, own.name))
        found[own.name] = own
    if problems:
        raise InputError(tuple(problems))
    return tuple(found.values())


def _twice(place: str, name: str) -> Located:
    title = load_parameters()[name].title
    return Located(place, "own_value_twice", {"nl": title.nl, "en": title.en})


def _parsed(place: str, item: Any) -> OwnValue:  # noqa: ANN401
    try:
        own = OwnValue(**_Given.model_validate(item).model_dump())
    except ValidationError:
        raise InputError((Located(place, "own_value_form", {}),)) from None
    problem = unusable(place, own)
    if problem is not None:
        raise InputError((problem,))
    return own


def unusable(place: str, own: OwnValue) -> Located | None:
    """Why an own value cannot be used, in words; ``None`` if it can."""
    shipped = load_parameters()
    refused = shipped.refusal(own)
    if refused is None:
        return None
    if refused == "unknown":
        near = nearest(own.name, [name for name, record in shipped.items() if record.changeable])
        return Located(place, "own_parameter", {"value": own.name[:60], "nearest": ", ".join(near)})
    record = shipped[own.name]
    values: dict[str, Any] = {**record.title.model_dump(), "value": own.value}
    if refused == "not_changeable":
        kind = "own_value_definition" if record.is_definition else "own_value_context"
        return Located(place, kind, values)
    low, high = record.domain
    bound = "between" if low is not None and high is not None else "above" if high is None else "below"
    return Located(place, f"own_value_{bound}", {**values, "low": low, "high": high})
