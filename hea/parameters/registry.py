"""Loading the parameter files and the set that the rest of the program reads."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

import yaml
from pydantic import ValidationError

from hea.once import once
from hea.parameters.parameter import Bounds, OwnValue, Parameter, Source, Spread
from hea.problems import RefusedError
from hea.reference import nearest, reference_files, whole_of
from hea.reference.own import NORMS, own_rows, set_in_use

VERSION = "2026.11.24"
"""Version of the figures; raise it when a parameter, a reference table or how they are drawn changes."""


SUFFIX = ".yaml"


def figures_version() -> str:
    """Version of the figures, with the name of the set of own tables if one is in use."""
    own = set_in_use()
    return VERSION if own is None else f"{VERSION}+{own.name}"


Refusal = Literal["unknown", "not_changeable", "impossible"]
"""Why an own value cannot be used: no such figure, not one that users may change, or no value it can have."""


class ParameterError(RefusedError):
    """A parameter is unknown, ill-formed or given an impossible value."""


class ParameterSet(Mapping[str, Parameter]):
    """An immutable set of parameters by name, with a version and a hash.

    The hash covers the parameters, the reference tables *and* the version, because all decide the outcome:
    the same figures that are drawn in another way are another version.
    """

    def __init__(
        self,
        parameters: Mapping[str, Parameter],
        overrides: tuple[str, ...] = (),
        own_values: tuple[OwnValue, ...] = (),
        made_from: "ParameterSet | None" = None,
    ) -> None:
        self._parameters = MappingProxyType(dict(parameters))
        self._lines = _lines(parameters, made_from)
        self.version = figures_version()
        self.overrides = overrides
        """Names that differ from the shipped set."""
        self.own_values = own_values
        """Values of the user among them, each with who and why."""
        self.hash = _hash(self._lines)

    def __reduce__(
        self,
    ) -> tuple[type["ParameterSet"], tuple[dict[str, Parameter], tuple[str, ...], tuple[OwnValue, ...]]]:
        """For other processes: made anew from its parameters."""
        return ParameterSet, (dict(self._parameters), self.overrides, self.own_values)

    def __hash__(self) -> int:
        """Of the content, so that what is made from a set can be kept."""
        return hash(self.hash)

    def __getitem__(self, name: str) -> Parameter:
        """The parameter of that name; an unknown name is answered with the nearest ones."""
        try:
            return self._parameters[name]
        except KeyError:
            hint = ", ".join(nearest(name, self._parameters))
            raise ParameterError("parameter_unknown", name=name, nearest=hint) from None

    def __contains__(self, name: object) -> bool:
        """True if there is a parameter of that name."""
        return name in self._parameters

    def __iter__(self) -> Iterator[str]:
        """Names in the order of the files."""
        return iter(self._parameters)

    def __len__(self) -> int:
        """Number of parameters."""
        return len(self._parameters)

    def value(self, name: str) -> float:
        """Central value of a parameter, for figures that are not drawn."""
        return self[name].value

    def bounds(self, name: str) -> Bounds:
        """Low, central and high as stated, with the house rule for a missing spread applied.

        A figure that is drawn and has one value only gets ``default_spread`` either side: so many times
        higher and lower, of a share on its odds.
        """
        parameter = self[name]
        central = parameter.value
        if parameter.spread == "fixed":
            return Bounds(central, central, central)
        low = central if parameter.low is None else parameter.low
        high = central if parameter.high is None else parameter.high
        if low == high and parameter.spread in ("lognormal", "logitnormal"):
            low, high = parameter.times(1 + self.value("default_spread"))
        return Bounds(low, central, high)

    def replace(self, values: Mapping[str, float]) -> "ParameterSet":
        """A copy in which the named parameters are fixed at one value each.

        Raises:
            ParameterError: for an unknown name or a value outside the domain.
        """
        changed = {name: _fixed_at(name, self[name], value) for name, value in values.items()}
        overrides = (*self.overrides, *changed)
        return ParameterSet({**self._parameters, **changed}, overrides, self.own_values, self)

    def with_ranges(self, ranges: Mapping[str, Bounds]) -> "ParameterSet":
        """A copy in which the named figures run over other ranges, learned from other cases."""
        changed = {
            name: self[name].model_copy(update={**bounds._asdict(), "spread": _learned_spread(self[name])})
            for name, bounds in ranges.items()
        }
        return ParameterSet({**self._parameters, **changed}, self.overrides, self.own_values, self)

    def refusal(self, own: OwnValue) -> Refusal | None:
        """Why a value of the user cannot stand in the place of a figure; ``None`` if it can."""
        if own.name not in self:
            return "unknown"
        if not self[own.name].changeable:
            return "not_changeable"
        return None if self[own.name].can_be(own.value) else "impossible"

    def with_own_values(self, own: Iterable[OwnValue]) -> "ParameterSet":
        """A copy with values of the user, who is named as their source; their grade is D.

        Raises:
            ParameterError: if one of them cannot be used, for the reason that :meth:`refusal` gives.
        """
        given = {item.name: item for item in own}
        for item in given.values():
            refused = self.refusal(item)
            if refused is not None:
                raise ParameterError(f"parameter_{refused}", name=item.name, value=item.value, nearest="")
        changed = {
            name: _fixed_at(name, self[name], item.value).model_copy(
                update={"source": item.source, "grade": "D"}
            )
            for name, item in given.items()
        }
        kept = {item.name: item for item in self.own_values} | given
        overrides = tuple(dict.fromkeys((*self.overrides, *changed)))
        return ParameterSet({**self._parameters, **changed}, overrides, tuple(kept.values()), self)


class ParameterReader(ParameterSet):
    """A set that remembers which parameters were read, for the trace of one assessment."""

    def __init__(self, read_from: ParameterSet) -> None:
        self._parameters, self._lines = read_from._parameters, read_from._lines
        self.version, self.hash = read_from.version, read_from.hash
        self.overrides, self.own_values = read_from.overrides, read_from.own_values
        self._read: set[str] = set()

    def __getitem__(self, name: str) -> Parameter:
        """The parameter of that name, which is remembered."""
        parameter = super().__getitem__(name)
        self._read.add(name)
        return parameter

    @property
    def used(self) -> tuple[str, ...]:
        """Names read so far, sorted."""
        return tuple(sorted(self._read))


def _learned_spread(parameter: Parameter) -> Spread:
    """What was learned has a P10, P50 and P90: of a share on its odds, of anything else on its logarithm."""
    return "lognormal" if parameter.domain[1] is None else "logitnormal"


def _fixed_at(name: str, parameter: Parameter, value: float) -> Parameter:
    alike = dict.fromkeys(("low", "central", "high"), value)
    change = {**alike, "spread": "fixed", "fixed": "Own value of the user."}
    try:
        return Parameter.model_validate({**parameter.model_dump(), **change})
    except ValidationError as error:
        raise ParameterError("parameter_impossible", name=name, value=value) from error


def _lines(parameters: Mapping[str, Parameter], made_from: ParameterSet | None) -> dict[str, bytes]:
    """What counts of each parameter for the hash; what a set has from another one is not written again."""
    held = {} if made_from is None else made_from._parameters
    return {
        name: made_from._lines[name] if made_from and held.get(name) is parameter else _line(name, parameter)
        for name, parameter in parameters.items()
    }


def _line(name: str, parameter: Parameter) -> bytes:
    return json.dumps([name, parameter.model_dump()], sort_keys=True).encode()


def _hash(lines: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256(VERSION.encode())
    for name in sorted(lines):
        digest.update(lines[name])
    for name, content in reference_files():
        digest.update(name.encode() + content)
    return digest.hexdigest()


@cache
def _read(name: str) -> dict[str, Any]:
    text = (files("hea.parameters") / name).read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: dict[str, Any] = yaml.load(text, Loader=loader)
    return content


@cache
def themes() -> dict[str, tuple[str, ...]]:
    """Names of the parameters per theme: the files, in order."""
    entries = sorted(item.name for item in files("hea.parameters").iterdir())
    return {name.removesuffix(SUFFIX): tuple(_read(name)) for name in entries if name.endswith(SUFFIX)}


@once
def load_parameters() -> ParameterSet:
    """The parameters that ship with the package.

    Raises:
        ParameterError: if two files hold the same name.
    """
    parameters: dict[str, Parameter] = {}
    for theme in themes():
        for name, parameter in _read(theme + SUFFIX).items():
            if name in parameters:
                raise ParameterError("parameter_twice", name=name)
            parameters[name] = Parameter.model_validate(parameter)
    return ParameterSet(parameters | {row["name"]: with_norm(parameters, row) for row in own_rows(NORMS)})


@cache
def sector_figure(sector: str, figure: str) -> str:
    """Name of the parameter that holds a figure of a sector: of a kind without it, that of its whole.

    A plan never takes a density from the whole, because kinds differ in just that; who calls sees to it.
    """
    own, whole = f"sector.{sector}.{figure}", f"sector.{whole_of(sector)}.{figure}"
    return own if own in load_parameters() or whole not in load_parameters() else whole


def parameters_with(own: Iterable[OwnValue]) -> ParameterSet:
    """The shipped parameters with values of the user in their place.

    Raises:
        ParameterError: if one of them cannot be used.
    """
    given = tuple(own)
    return load_parameters().with_own_values(given) if given else load_parameters()


def sorted_out(own: Iterable[OwnValue]) -> tuple[tuple[OwnValue, ...], tuple[OwnValue, ...]]:
    """Own values that can be used, and those that cannot: kept work outlives the figures it was made with."""
    given, shipped = tuple(own), load_parameters()
    refused = tuple(item for item in given if shipped.refusal(item) is not None)
    return tuple(item for item in given if item not in refused), refused


def with_norm(parameters: Mapping[str, Parameter], row: Mapping[str, str]) -> Parameter:
    """A parameter with the value and the source of a row of own norms.

    Args:
        parameters: the parameters as shipped.
        row: ``name``, ``central``, ``grade``, ``source``, ``year``, and perhaps ``low``, ``high``,
            ``publisher`` and ``url``; without ``low`` and ``high`` the value has no spread.

    Raises:
        ParameterError: for an unknown name or values that do not fit.
    """
    name = row["name"]
    if name not in parameters:
        raise ParameterError("parameter_unknown", name=name, nearest=", ".join(nearest(name, parameters)))
    central = float(row["central"])
    source = Source(
        title=row["source"], publisher=row.get("publisher"), year=int(row["year"]), url=row.get("url")
    )
    low, high = float(row.get("low", central)), float(row.get("high", central))
    change = {
        "low": low,
        "central": central,
        "high": high,
        "spread": _spread_of_norm(parameters[name], low, high, row),
        "grade": row["grade"],
        "source": source.model_dump(),
        "learned": None,
        "fixed": None if {"low", "high"} & row.keys() else "Own norm without a spread.",
    }
    try:
        return Parameter.model_validate({**parameters[name].model_dump(), **change})
    except ValidationError as error:
        raise ParameterError("parameter_impossible", name=name, value=central) from error


def _spread_of_norm(parameter: Parameter, low: float, high: float, row: Mapping[str, str]) -> Spread:
    """An own norm that is measured, or that reaches a bound, is drawn between its ends."""
    if not {"low", "high"} & row.keys():
        return "fixed"
    at_bound = low in parameter.limits or high in parameter.limits
    return "triangle" if row["grade"] in "AB" or at_bound or parameter.spread == "fixed" else parameter.spread
