"""How far the reader of a PDF goes for each of its objects, looked at before it does.

An object ends where what begins in it ends. One with a text or a list that does not end goes on to the end of
the file, and a hundred kilobytes hold ten thousand of those. So does a stream whose end is looked for.
"""

import re
from typing import Final

MAX_READ: Final = 100_000_000
"""Bytes that a reader goes through for all objects together; of a report that is its size."""

SPACE: Final = rb"[\0\t\n\v\f\r ]"
BEGIN: Final = re.compile(SPACE + rb"obj(?=[\0\t\n\v\f\r <\[(/%+\-.\d])|trailer")
"""Where the reader begins with an object, or with what is said of the table of them."""
END: Final = re.compile(rb"endobj|stream|startxref")
END_OF_STREAM: Final = re.compile(rb"endstream|endobj")
STREAM: Final = b"stream"
MARK: Final = re.compile(rb"\\.|<[0-9A-Fa-f\0\t\n\v\f\r ]*>|<<|>>|[][()<>%]", re.DOTALL)
CLOSES: Final = {b"]": b"[", b">>": b"<<"}


def reach(content: bytes, most: int = MAX_READ) -> int:
    """Bytes that a reader goes through for all objects of a file, as far as that is not too many."""
    total, end = 0, END.search(content)
    for found in BEGIN.finditer(content):
        at = found.end()
        while end is not None and end.start() < at:
            end = END.search(content, end.end())
        total += _reach(content, at, end)
        if total > most:
            break
    return total


def _reach(content: bytes, at: int, end: re.Match[bytes] | None) -> int:
    """Bytes from where an object begins to where a reader that goes by what it holds is done with it."""
    if end is None or BEGIN.search(content, at - 1, end.start()) or not _closes(content[at : end.start()]):
        return len(content) - at
    if end[0] != STREAM:
        return end.end() - at
    closing = END_OF_STREAM.search(content, end.end())
    return (closing.end() if closing else len(content)) - at


def _closes(words: bytes) -> bool:
    """Whether all that begins in these words ends in them, as every reader sees it.

    Outside texts there is no remark in them, no sign that only counts within a text, and no half mark.
    """
    texts, held = 0, [b""]
    for mark in MARK.findall(words):
        if texts:
            texts += (mark == b"(") - (mark == b")")
        elif mark == b"(":
            texts = 1
        elif mark in (b"[", b"<<"):
            held.append(mark)
        elif mark in CLOSES:
            if held.pop() != CLOSES[mark]:
                return False
        elif len(mark) == 1 or mark.startswith(b"\\"):
            return False
    return not texts and held == [b""]
