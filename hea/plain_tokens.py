"""Whether the words of a PDF are written so that every reader reads the same in them.

Readers agree on what a plain word means. They part where one is long (some cut it off), where letters of a
name are written as numbers, and where an end of line stands within a string. Reports of ours, and copies that
a program saved whole, hold plain words only; so no more than those are allowed here.
"""

import re
from typing import Final

NUMBER: Final = rb"-?\d{1,10}(?:\.\d{1,10})?"
LITERAL: Final = rb"\((?:[^()\\\r]|\\[()\\nrtbf]|\\[0-3][0-7]{2})*+\)"
HEX: Final = rb"<(?:[0-9A-Fa-f]{2})*+>"
NAME: Final = rb"/[A-Za-z0-9_+,.\-]{1,127}"
ENDS: Final = rb"(?=[ \r\n()<>\[\]/]|\Z)"
"""What may follow a word that says itself where it ends no more than by this."""

VALUE: Final = (
    rb"(?:(?:" + NUMBER + rb"|" + NAME + rb")" + ENDS + rb"|" + LITERAL + rb"|" + HEX + rb"|[ \n]+)"
)
LIST: Final = rb"\[" + VALUE + rb"*+\]"
ENTRIES: Final = rb"<<(?:" + VALUE + rb"|" + LIST + rb")*+>>"
OPERATOR: Final = rb"(?:(?!BI" + ENDS + rb")[A-Za-z]{1,5}\*?|d[01]|'|\")" + ENDS
"""All of them but the one that puts a picture between the words, of which readers look for the end."""

CONTENT: Final = re.compile(rb"(?:" + rb"|".join((VALUE, OPERATOR, ENTRIES, LIST)) + rb")*+")
"""What is painted."""

KEPT_NAME: Final = rb"/(?:[A-Za-z0-9_+,.\-]|#2[Ff]){1,42}"
"""Kinds of files have a slash in their name, which cannot be written as itself."""
KEPT_WORD: Final = rb"(?:" + NUMBER + rb"|" + KEPT_NAME + rb"|R|true|false|null)" + ENDS
OBJECTS: Final = re.compile(rb"(?:" + rb"|".join((KEPT_WORD, LITERAL, HEX, rb"<<|>>|[\[\] \r\n]+")) + rb")*+")
"""What holds other values."""
OBJECT: Final = re.compile(OBJECTS.pattern + rb"(?:endobj|stream)")
"""The same up to its end, or up to its bytes."""


def is_plain_content(painted: bytes) -> bool:
    """Whether every reader paints the same of this: of one piece, so that no word goes on in the next."""
    return CONTENT.fullmatch(painted) is not None


def is_plain_object(content: bytes, begins: int) -> bool:
    """Whether every reader finds the same in the object that begins here in a file."""
    return OBJECT.match(content, begins) is not None


def are_plain_objects(packed: bytes) -> bool:
    """Whether every reader finds the same in objects that stand behind each other."""
    return OBJECTS.fullmatch(packed) is not None
