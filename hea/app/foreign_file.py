"""Reading what a visitor hands in; every page does so through here."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from hea.app import login
from hea.app.reading_apart import reading_room

P = ParamSpec("P")
R = TypeVar("R")


def read(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What a function makes of a file of this visitor, beside the app.

    Raises:
        InputError: as the function, and if the file costs too much memory or time.
    """
    return reading_room().read(login.person(), work, *args, **kwargs)
