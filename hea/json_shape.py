"""JSON of others, looked through before it is read: three characters of it can take a hundred bytes then."""

import re
from typing import Final, Literal

MARK: Final = re.compile(r'["\[\]{},]')
REST_OF_STRING: Final = re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*+["\\]?', re.DOTALL)
"""Up to the quotation mark that ends it, or to the end; no place is looked at twice."""


class ShapeError(ValueError):
    """More values or layers than what is read can have."""

    def __init__(self, beyond: Literal["values", "layers"]) -> None:
        super().__init__(f"too many {beyond}")
        self.beyond = beyond


def check_shape(text: str, values: int, layers: int) -> None:
    """Pass a text that is small enough when it is read, whether or not it is JSON.

    Args:
        text: of the file.
        values: most values in it, lists and mappings among them; an empty one may count twice.
        layers: most lists and mappings within each other.

    Raises:
        ShapeError: if there are more.
    """
    count, strings, depth, at = 1, 0, 0, 0
    while found := MARK.search(text, at):
        mark, at = found[0], found.end()
        if mark == '"':
            strings += 1
            rest = REST_OF_STRING.match(text, at)
            at = rest.end() if rest else at
        elif mark in "]}":
            depth -= 1
        else:
            count += 1
            depth += mark != ","
        if depth > layers:
            raise ShapeError("layers")
        if max(count, strings // 2) > values:  # a value has one name at most
            raise ShapeError("values")
