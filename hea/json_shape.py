"""JSON of others, looked through before it is read: three characters of it can take a hundred bytes then."""

import re
from typing import Final, Literal

MARK: Final = re.compile(r'["\[\]{},]')
REST_OF_STRING: Final = re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*+["\\]?', re.DOTALL)
"""Up to the quotation mark that ends it, or to the end; no place is looked at twice."""


PAIR: Final = re.compile(r"\\u[dD]|[^\0-\uffff]")
"""A character that lets every other of its text take four bytes."""
OTHER: Final = re.compile(r"\\u(?!00)|[^\0-\xff]")
"""One that lets them take two."""


def memory_of_texts(text: str) -> int:
    """Bytes beside one per character that texts in JSON take once they are read, at most.

    One character that is not in the small sets makes all of its text two or four times as large.

    Args:
        text: of the file.
    """
    if text.isascii() and "\\u" not in text:
        return 0
    more, at = 0, text.find('"') + 1
    while at and (rest := REST_OF_STRING.match(text, at)):
        begin, end = rest.span()
        width = 3 if PAIR.search(text, begin, end) else 1 if OTHER.search(text, begin, end) else 0
        more += width * (end - begin)
        at = text.find('"', end) + 1
    return more


def too_many(text: str, values: int, layers: int) -> Literal["values", "layers"] | None:
    """Of what a text holds more than it may when it is read, be it JSON or not; ``None`` if of nothing.

    Args:
        text: of the file.
        values: most values in it, lists and mappings among them; an empty one may count twice.
        layers: most lists and mappings within each other.
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
            return "layers"
        if max(count, strings // 2) > values:  # a value has one name at most
            return "values"
    return None
