"""Objects of a PDF told in one way, whoever wrote the file: what they resolve to, not how they are packed.

Two dictionaries are told alike if they hold the same, streams included, wherever those stand in the file and
however they are compressed. So a copy that another program saved again is told as its original was. Work is
bounded: a small file can say that it unpacks to gigabytes, or that it holds itself.
"""

import hashlib
import zlib
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import pikepdf

MAX_UNPACKED: Final = 64_000_000
"""All fonts, pictures and the like of a file together; they are hashed and no more, which is quick."""

MAX_VALUES: Final = 200_000
"""Names and values in them; a long text counts for more than one."""

DEEPEST: Final = 30
"""Dictionaries within dictionaries."""

DEEPEST_PAGES: Final = 30
"""Pages within sets of pages within sets of pages."""

FLATE: Final = "/FlateDecode"
PACKING: Final = frozenset({"/Length", "/DL", "/Filter", "/DecodeParms"})
"""What a stream says of how it is packed, which every program does its own way."""

TREES: Final = frozenset({"/StructParent", "/StructParents"})
"""Places in the tree of tags: they paint nothing, and their numbers may change."""


class Objects:
    """What the objects of one file are, as texts that can be compared; each is read once."""

    def __init__(self) -> None:
        self._bytes, self._values = MAX_UNPACKED, MAX_VALUES
        self._known: dict[tuple[int, int], str] = {}
        self._depth = 0

    def as_text(self, value: Any) -> str:  # noqa: ANN401
        """An object and everything it resolves to, of bounded length for what has a number in the file.

        Args:
            value: of pikepdf: a dictionary, a stream, a list or anything in them.

        Raises:
            ValueError: if it holds itself, or is more than a report of ours can be.
        """
        if not isinstance(value, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)):
            return self._plain(value)
        number = value.objgen
        if number not in self._known:
            found = self._within(value)
            if number == (0, 0):
                return found
            self._known[number] = hashed(found.encode())
        return self._known[number]

    def entries(self, holder: Any, without: frozenset[str] = TREES) -> str:  # noqa: ANN401
        """The entries of a dictionary, or of a stream without its bytes, in a fixed order."""
        parts = (
            f"{plain(pikepdf.Name(key))} {self.as_text(holder[key])}" for key in self._keys(holder, without)
        )
        return "<<" + " ".join(parts) + ">>"

    def _keys(self, holder: Any, without: frozenset[str]) -> Iterator[str]:  # noqa: ANN401
        for key in sorted(holder.keys()):
            if key not in without and holder.get(key) is not None:
                self._spend(1)
                yield key

    def _within(self, value: Any) -> str:  # noqa: ANN401
        """What an object holds, one layer deeper; what holds itself has no end of layers."""
        if self._depth >= DEEPEST:
            raise ValueError("objects within objects")
        self._depth += 1
        try:
            return self._composed(value)
        finally:
            self._depth -= 1

    def _composed(self, value: Any) -> str:  # noqa: ANN401
        if isinstance(value, pikepdf.Array):
            return "[" + " ".join(map(self.as_text, value)) + "]"
        if isinstance(value, pikepdf.Stream):
            return self.entries(value, TREES | PACKING) + self._stream(value)
        if value.get("/Type") in ("/Page", "/Pages"):
            return "page"
        return self.entries(value)

    def _stream(self, stream: Any) -> str:  # noqa: ANN401
        found, left, cost = unpacked(stream, self._bytes)
        self._bytes -= cost
        return f"stream {hashed(found)} {' '.join(left)} {self._told_packing(stream) if left else ''}"

    def _told_packing(self, stream: Any) -> str:  # noqa: ANN401
        return self.as_text(stream.get("/DecodeParms"))

    def _plain(self, value: Any) -> str:  # noqa: ANN401
        found = plain(value)
        self._spend(1 + len(found) // 64)
        return found

    def _spend(self, values: int) -> None:
        self._values -= values
        if self._values < 0:
            raise ValueError("too many values")


def hashed(content: bytes) -> str:
    """A hash of bytes, as text."""
    return hashlib.sha256(content).hexdigest()


def plain(value: Any, places: int = 6) -> str:  # noqa: ANN401
    """A value that holds no others, in one way of writing: 1 and 1.0 are the same number."""
    if value is None or isinstance(value, bool):
        return str(value)
    if isinstance(value, pikepdf.Name):
        return value.unparse().decode("latin-1")
    if isinstance(value, pikepdf.String):
        return f"({bytes(value).hex()})"
    if isinstance(value, pikepdf.Object):
        raise TypeError(f"holds others: {value!r:.60}")
    return f"{round(float(value), places) + 0.0:.{places}f}"


class Unpacked(NamedTuple):
    """A stream without its packing."""

    content: bytes
    packings: list[str]
    """Those that are left on it, such as that of a photograph."""
    cost: int
    """Bytes that were gone through: megabytes can be packed so that nothing comes out of them."""


def unpacked(stream: Any, most: int) -> Unpacked:  # noqa: ANN401
    """The bytes of a stream, and what it took to read them.

    Raises:
        ValueError: if they are too many.
    """
    if most <= 0:
        raise ValueError("too large")
    found, packings = bytes(stream.read_raw_bytes()), _listed(stream.get("/Filter"))
    packed = len(found)
    if len(found) <= most and packings[:1] == [FLATE]:
        found = zlib.decompressobj().decompress(found, most + 1)
        packings = packings[1:]
    if len(found) > most:
        raise ValueError("too large")
    parameters = stream.get("/DecodeParms")
    if parameters is not None and not packings:
        found = _unpredicted(stream, parameters, len(found))
    return Unpacked(found, packings, max(packed, len(found)))


def _listed(packings: Any) -> list[str]:  # noqa: ANN401
    """Packings of a stream, the outermost first."""
    if packings is None:
        return []
    return [str(item) for item in packings] if isinstance(packings, pikepdf.Array) else [str(packings)]


def _unpredicted(stream: Any, parameters: Any, size: int) -> bytes:  # noqa: ANN401
    """The bytes of a stream whose rows were told as differences; a row cannot be longer than all of them."""
    [given] = parameters if isinstance(parameters, pikepdf.Array) else [parameters]
    if given is None:
        return bytes(stream.read_bytes())
    bits = given.get("/Columns", 1) * given.get("/Colors", 1) * given.get("/BitsPerComponent", 8)
    if not 0 < bits <= 8 * size:
        raise ValueError("rows larger than the whole")
    return bytes(stream.read_bytes())
