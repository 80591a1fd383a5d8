"""Parameters as arrays: one value per draw, or the central value alone.

A draw belongs to the *name* of a parameter, so that adding a parameter leaves the draws of the others
as they were and several proposals share the same draws (common random numbers).
"""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import numpy as np

from hea.engine import sobol
from hea.model.uncertainty import TAIL, Array, logitnormal, lognormal, triangular
from hea.parameters import ParameterSet

Made = TypeVar("Made")


@cache
def dimensions() -> dict[str, int]:
    """The dimension of the sequence that belongs to each name, as the register has it."""
    lines = (files("hea.engine") / "dimensions.txt").read_text(encoding="ascii").splitlines()
    names = [line for line in lines if not line.startswith("#")]
    return {name: at for at, name in enumerate(names)}


def points_of(name: str, count: int, seed: int) -> Array:
    """Points between 0 and 1 for a name, ``(count,)``; the first of more are the same.

    Args:
        name: in the register of dimensions.
        count: number of draws, a power of two for points that lie evenly.
        seed: base seed of the run.

    Raises:
        KeyError: if the register does not have it.
    """
    if name not in dimensions():
        raise KeyError(f"{name}: add it at the end of hea/engine/dimensions.txt")
    return sobol.points(dimensions()[name], count, seed)


class Draws:
    """Values of parameters for a number of draws, by name.

    The central run is the same thing with one draw: :class:`CentralDraw`.
    """

    def __init__(
        self, parameters: ParameterSet, count: int, seed: int, shared: "Draws | None" = None
    ) -> None:
        """Draw nothing yet: every parameter when it is first asked for.

        Args:
            parameters: where their ranges stand.
            count: number of draws.
            seed: base seed.
            shared: draws of the same parameters, number and seed to take values from, so that many plans
                draw once; what varies is still noted for each plan on its own.
        """
        self.parameters = parameters
        self.count = count
        self.seed = seed
        self._shared = shared
        self._values: dict[str, Array] = {}
        self._points: dict[str, Array] = {}
        self._kept: dict[object, Any] = {}

    def once(self, key: object, make: Callable[[], Made]) -> Made:
        """What follows from the draws alone: made once, and shared by whatever shares these draws."""
        if self._shared is not None:
            return self._shared.once(key, make)
        if key not in self._kept:
            self._kept[key] = make()
        found: Made = self._kept[key]
        return found

    @property
    def varying(self) -> dict[str, Array]:
        """Uniform points in (0, 1) of every parameter drawn so far that has more than one value."""
        return dict(self._points)

    def __getitem__(self, name: str) -> Array:
        """Values of a parameter, ``(count,)``."""
        if name not in self._values:
            self._values[name] = self._value_of(name) if self._shared is None else self._taken(name)
        return self._values[name]

    def anywhere(self, name: str) -> Array:
        """Points between 0 and 1 for something that is not known at all, ``(count,)``."""
        return points_of(name, self.count, self.seed)

    def _taken(self, name: str) -> Array:
        """A value of the shared draws, with its points if it varies."""
        assert self._shared is not None
        value = self._shared[name]
        if name in self._shared._points:
            self._points[name] = self._shared._points[name]
        return value

    def rows(self, start: int, stop: int) -> "Draws":
        """The same draws, rows ``start`` to ``stop`` only."""
        return _Rows(self, start, stop)

    def _value_of(self, name: str) -> Array:
        bounds = self.parameters.bounds(name)
        if bounds.degenerate:
            return np.full(self.count, bounds.central)
        self._points[name] = points_of(name, self.count, self.seed)
        return drawn(self.parameters, name, self._points[name])


def drawn(parameters: ParameterSet, name: str, uniform: Array) -> Array:
    """Values of a parameter at points of its distribution.

    Args:
        parameters: where its range and its spread stand.
        name: of the parameter.
        uniform: points in (0, 1), any shape.

    Returns:
        Array of the shape of ``uniform``.
    """
    bounds, parameter = parameters.bounds(name), parameters[name]
    floor, ceiling = parameter.limits
    if bounds.degenerate:
        return np.full_like(uniform, bounds.central)
    if parameter.spread == "logitnormal" and ceiling is not None:
        return logitnormal(uniform, *bounds, floor, ceiling)
    if parameter.spread == "lognormal":
        return lognormal(uniform, *bounds, floor)
    if parameter.spread == "uniform":
        return bounds.low + uniform * (bounds.high - bounds.low)
    return triangular(uniform, *bounds)


class CentralDraw(Draws):
    """One draw that holds the central value of every parameter."""

    def __init__(self, parameters: ParameterSet) -> None:
        super().__init__(parameters, count=1, seed=0)

    def anywhere(self, name: str) -> Array:
        """The middle."""
        return np.full(self.count, 1 / 2)

    def _value_of(self, name: str) -> Array:
        return np.array([self.parameters.value(name)])


class OneAtATime(Draws):
    """Central values, with one parameter at a time at its P10 (even rows) or P90 (odd rows).

    Row ``2·i`` moves the i-th name down and row ``2·i + 1`` moves it up.
    """

    def __init__(self, parameters: ParameterSet, names: tuple[str, ...]) -> None:
        super().__init__(parameters, count=2 * len(names), seed=0)
        self._row = {name: 2 * index for index, name in enumerate(names)}

    def anywhere(self, name: str) -> Array:
        """The middle."""
        return np.full(self.count, 1 / 2)

    def _value_of(self, name: str) -> Array:
        values = np.full(self.count, self.parameters.value(name))
        if name in self._row:
            ends = drawn(self.parameters, name, np.array([TAIL, 1 - TAIL]))
            values[self._row[name] : self._row[name] + 2] = ends
        return values


class Along(Draws):
    """Central values, with one parameter at each of a number of values."""

    def __init__(self, parameters: ParameterSet, name: str, values: Array) -> None:
        super().__init__(parameters, count=len(values), seed=0)
        self._along = name, values

    def anywhere(self, name: str) -> Array:
        """The middle."""
        return np.full(self.count, 1 / 2)

    def _value_of(self, name: str) -> Array:
        moved, values = self._along
        return values if name == moved else np.full(self.count, self.parameters.value(name))


class _Rows(Draws):
    """A window on the rows of other draws."""

    def __init__(self, whole: Draws, start: int, stop: int) -> None:
        self.parameters = whole.parameters
        self.count = min(stop, whole.count) - start
        self.seed = whole.seed
        self._whole, self._window = whole, slice(start, stop)
        self._kept, self._shared = {}, None

    def once(self, key: object, make: Callable[[], Made]) -> Made:
        """Kept with the whole if these are all its rows; otherwise as long as these rows."""
        all_rows = self.count == self._whole.count
        return self._whole.once(key, make) if all_rows else super().once(key, make)

    def __getitem__(self, name: str) -> Array:
        return self._whole[name][self._window]
