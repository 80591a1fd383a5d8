"""How a PDF packs its objects, looked at before a reader follows it.

Objects may stand in a stream, and so may the table that says where they are. A reader unpacks such a stream
whole, whatever it becomes: a file of nine kilobytes can ask for four gigabytes. So these streams are found in
the bytes of the file, by the entries without which no reader takes a stream for one.
"""

import re
import zlib
from io import BytesIO
from typing import Final

import pikepdf
from pikepdf import settings

from hea.once import once
from hea.pdf_reach import MAX_READ, reach
from hea.problems import RefusedError

MAX_OF_OBJECTS: Final = 4_000_000
"""Bytes of all these streams of a file when unpacked; those of a report are some hundreds of thousands."""

TIMES_LARGER: Final = 40
"""The same, as times the size of the file; of a report it is below five."""

EACH_STREAM: Final = 500
"""What every stream costs beside its bytes, so that empty ones are not free."""

MAX_OF_STREAM: Final = 64_000_000
"""Bytes that any stream of a PDF may become when a reader unpacks it for itself."""

MAX_OF_ROW: Final = 1_000_000
"""Bytes of a row, of streams that are told as differences between rows."""

MAX_NODES: Final = 20_000
"""Pages and sets of pages of a PDF; its reader makes an object of each, also of one that is named again."""

FIRST_PIECE: Final = 1_024
"""Bytes that are unpacked at first, and twice as many each time: most streams are small."""


class PackingError(RefusedError):
    """Objects are packed in a way no report of ours is, become more than they can be, or are locked."""


def _named(*words: str) -> bytes:
    """An expression for a name in a PDF, any letter of which may be written as a number."""
    return b"|".join(
        b"".join(b"(?:%c|#(?i:%02x))" % (letter, letter) for letter in word.encode()) for word in words
    )


END: Final = rb"(?![^\s\0()<>\[\]{}/%])"
"""After a name."""
FLATE: Final = rb"/(?:" + _named("FlateDecode", "Fl") + rb")" + END
LOCKED: Final = re.compile(rb"/(?:" + _named("Encrypt") + rb")" + END)
OF_OBJECTS: Final = re.compile(rb"/(?:" + _named("First", "W") + rb")" + END)
"""Entries of streams of objects, and of the table; other streams have neither."""
PACKED: Final = re.compile(rb"/(?:" + _named("Filter") + rb")" + END)
PACKED_ONCE: Final = re.compile(
    rb"/" + _named("Filter") + rb"\s*(?:" + FLATE + rb"|\[\s*" + FLATE + rb"\s*\])"
)
LENGTH: Final = re.compile(rb"/" + _named("Length") + END + rb"\s*(?:(\d{1,9})(?!\s+\d+\s+R))?")
LINE_END: Final = re.compile(rb"[ \t\f\v\0]*(?:\r\n|\n|\r)?")
BEGIN: Final = re.compile(rb"\s*\d+\s+\d+\s+obj\s*<<")
MARK: Final = re.compile(rb"\\.|<<|>>|[()%]", re.DOTALL)


def open_pdf(content: bytes) -> pikepdf.Pdf:
    """A PDF of somebody else, of which no stream becomes more than a reader has room for.

    Raises:
        PackingError: if its objects are packed otherwise than those of a report, or become too much, or go on
            through each other.
        pikepdf.PdfError: if it is damaged.
    """
    check_packing(content)
    if reach(content) > MAX_READ:
        raise PackingError("pdf_packed")
    _limit()
    _check_pages(content)
    return pikepdf.open(BytesIO(content))


def _check_pages(content: bytes) -> None:
    """See that there are no more pages than a reader has room for, however often one is named.

    Raises:
        PackingError: if there are.
    """
    with pikepdf.open(BytesIO(content), inherit_page_attributes=False) as pdf:
        left, waiting = MAX_NODES, [pdf.Root.get("/Pages")]
        while waiting:
            node = waiting.pop()
            kids = node.get("/Kids") if isinstance(node, pikepdf.Dictionary) else None
            if isinstance(kids, pikepdf.Array):
                left -= len(kids)
                if left < 0:
                    raise PackingError("pdf_packed")
                waiting.extend(list(kids))


@once
def _limit() -> bool:
    """Bound what qpdf unpacks for itself; that holds for the whole process."""
    settings.set_qpdf_limits(
        flate_max_memory=MAX_OF_STREAM,
        run_length_max_memory=MAX_OF_STREAM,
        dct_max_memory=MAX_OF_STREAM,
        png_max_memory=MAX_OF_ROW,
        tiff_max_memory=MAX_OF_ROW,
    )
    return True


def check_packing(content: bytes) -> None:
    """See that the streams a reader unpacks by itself do not become too much.

    Raises:
        PackingError: if they do, are packed otherwise than once, or are locked.
    """
    if LOCKED.search(content):
        raise PackingError("pdf_locked")
    left, before = min(MAX_OF_OBJECTS, TIMES_LARGER * len(content)), 0
    for found in re.finditer(rb"stream", content):
        start = found.start()
        if content[start - 3 : start] != b"end":
            about = _about(content[before:start])
            if OF_OBJECTS.search(about):
                left -= EACH_STREAM + _size(about, content, found.end(), left)
        before = found.end()
        if left < 0:
            raise PackingError("pdf_packed")


def _about(words: bytes) -> bytes:
    """What stands before the bytes of a stream: its own entries, or more if these cannot be told apart."""
    last = words.rfind(b"endobj")
    own = words[last + len(b"endobj") :]
    line = words[max(words.rfind(b"\n", 0, last), words.rfind(b"\r", 0, last)) + 1 : max(last, 0)]
    return own if last >= 0 and b"%" not in line and BEGIN.match(own) and _closes(own) else words


def _closes(words: bytes) -> bool:
    """True if whatever begins in these words ends in them, so that they do not begin within a text."""
    texts = entries = 0
    for mark in MARK.findall(words):
        texts += (mark == b"(") - (mark == b")")
        if not texts:
            entries += (mark == b"<<") - (mark == b">>")
        if texts < 0 or entries < 0:
            return False
    return not texts and not entries


def _size(about: bytes, content: bytes, at: int, most: int) -> int:
    """Bytes that a stream becomes or is read from, as far as that is not too many."""
    line_end = LINE_END.match(content, at)
    at = line_end.end() if line_end else at
    if not PACKED.search(about):
        return _plain_size(about, content, at)
    if len(PACKED.findall(about)) > 1 or not PACKED_ONCE.search(about):
        raise PackingError("pdf_packed")
    return _unpacked_size(content, at, most)


def _plain_size(about: bytes, content: bytes, at: int) -> int:
    """Bytes of a stream that is not packed: what it says, or more if it ends later."""
    end = content.find(b"endstream", at)
    told = [int(length) if length else len(content) - at for length in LENGTH.findall(about)]
    return max(*told, (len(content) if end < 0 else end) - at, 0)


def _unpacked_size(content: bytes, at: int, most: int) -> int:
    """The same of one that is packed: of streams within each other, each reads all that follows."""
    opening, size, piece, begin = zlib.decompressobj(), 0, FIRST_PIECE, at
    try:
        while at < len(content) and not opening.eof and max(size, at - begin) <= most:
            size += len(opening.decompress(content[at : at + piece], most + 1))
            while opening.unconsumed_tail and size <= most:
                size += len(opening.decompress(opening.unconsumed_tail, most + 1))
            at, piece = at + piece, 2 * piece
    except zlib.error as error:
        raise PackingError("pdf_packed") from error
    return max(size, min(at, len(content)) - begin - len(opening.unused_data))
