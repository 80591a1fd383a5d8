"""What draws for a screen takes a second to load, and most commands draw nothing: it is loaded when used."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd
else:

    class _WhenUsed:
        """A library that is loaded when it is first asked for something."""

        def __init__(self, name: str) -> None:
            self._name = name

        def __getattr__(self, asked: str) -> object:
            return getattr(import_module(self._name), asked)

    alt, pd = _WhenUsed("altair"), _WhenUsed("pandas")

__all__ = ["alt", "pd"]
