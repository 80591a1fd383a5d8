"""What the pages of a PDF show, as one print per page: made with a report, and held against a copy.

A print covers all that a page shows (``prints.py``): so also words that are covered, which a reading of the
words alone would still find. A copy that another program saved again has the same prints. Prints also hold
on to the files inside, so that pages and data cannot come from two reports. Everybody can make prints: they
are no signature.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import partial
from io import BytesIO
from typing import Final, NamedTuple

import pikepdf

from hea.enclosures import are_enclosed_once, enclosures
from hea.json_shape import too_many
from hea.one_reading import means_one_thing, pages_are_counted_once
from hea.pdf_objects import hashed
from hea.prints import Prints

FILE: Final = "bladzijden.json"
"""Name of the attachment that holds the prints."""

FORM: Final = 3
"""Which way of making prints; raise it with every change of what they cover."""

MAX_PAGES: Final = 500
LAYERS: Final = 2
"""Of the attachment with the prints."""
WHOLE: Final = "/"
"""The file itself, beside its pages."""
UNREADABLE: Final = "unreadable"


class PageChanges(NamedTuple):
    """Pages of a copy against those of the report that was made. All empty: they show the same."""

    changed: tuple[int, ...] = ()
    """Pages of the copy that show something else."""
    missing: tuple[int, ...] = ()
    """Pages of the report that the copy does not have."""
    added: tuple[int, ...] = ()
    """Pages of the copy that were not in the report."""
    moved: tuple[int, ...] = ()
    """Pages of the copy that stood elsewhere in the report."""
    around: tuple[str, ...] = ()
    """The file as a whole, if what stands around its pages is not as it was made."""
    exchanged: tuple[str, ...] = ()
    """Files inside that are not those the pages were made with, and those that were added."""


def prints_of(pdf: pikepdf.Pdf) -> bytes:
    """A print of every page and file of a report that was just made, as the content of the attachment."""
    prints = Prints(pdf)
    pages = [prints.of(page) for page in pdf.pages]
    files = {
        name: hashed(item.get_file().read_bytes()) for name, item in pdf.attachments.items() if name != FILE
    }
    made = {"form": FORM, "pages": pages, "around": prints.around(), "files": files}
    return json.dumps(made, indent=1).encode()


def page_changes(content: bytes, attached: Mapping[str, bytes]) -> PageChanges | None:
    """How a PDF differs from the prints it carries; ``None`` if that cannot be judged.

    It cannot without prints, nor of a file that shows one thing here and may show another elsewhere.

    Args:
        content: the PDF.
        attached: the files inside by name, the prints among them.
    """
    try:
        words = attached.get(FILE, b"").decode()
        if too_many(words, 2 * MAX_PAGES, LAYERS):
            return None
        held = json.loads(words)
        made = [str(item) for item in held["pages"]] if held["form"] == FORM else []
        files = dict(held["files"])
        with _as_it_is(content) as pdf:
            if not (pages_are_counted_once(pdf) and are_enclosed_once(pdf)):
                return None
            added = [name for name, _ in enclosures(pdf) if name not in files and name != FILE]
            prints = Prints(pdf, len(content))
            found = _prints_of_pages(pdf, prints)
            around = () if _around(pdf, len(content)) == held["around"] else (WHOLE,)
            judged = means_one_thing(content, pdf) and prints.doubtful.isdisjoint(made)
    except (ValueError, KeyError, TypeError, RecursionError, pikepdf.PdfError):
        return None
    other = [name for name in files if hashed(attached.get(name, b"")) != files[name]]
    usable = judged and 0 < len(made) <= MAX_PAGES
    return (
        _differences(made, found)._replace(around=around, exchanged=tuple(sorted(other + added)))
        if usable
        else None
    )


def _as_it_is(content: bytes) -> pikepdf.Pdf:
    """A PDF of which nothing is mended: another reader may mend it otherwise.

    Raises:
        pikepdf.PdfError: if it cannot be read without.
    """
    return pikepdf.open(BytesIO(content), attempt_recovery=False, inherit_page_attributes=False)


def _differences(made: list[str], found: list[str]) -> PageChanges:
    """What became of each page; a page that stands there twice was made once, so one of them was added."""
    replaced: dict[int, int] = {}
    missing: list[int] = []
    added: list[int] = []
    for kind, a, b, c, d in SequenceMatcher(a=made, b=found, autojunk=False).get_opcodes():
        if kind != "equal":
            paired = min(b - a, d - c)
            replaced.update(zip(range(c, c + paired), range(a, a + paired), strict=True))
            missing += range(a + paired, b)
            added += range(c + paired, d)
    left = Counter(made[at] for at in (*replaced.values(), *missing))
    moved = _taken(sorted((*replaced, *added)), found, left)
    stood = Counter(found[at] for at in moved)
    lost = sorted((*missing, *(replaced[at] for at in moved if at in replaced)))
    elsewhere = _taken(lost, made, stood)
    changed = [at for at in replaced if at not in moved]
    # What stands in the place of a page that only moved was not in the report.
    only_moved = _taken([replaced[at] for at in changed], made, stood)
    new = [at for at in changed if replaced[at] in only_moved]
    new += [at for at in added if at not in moved]
    return PageChanges(
        tuple(at + 1 for at in changed if at not in new),
        tuple(at + 1 for at in lost if at not in elsewhere),
        tuple(at + 1 for at in sorted(new)),
        tuple(at + 1 for at in moved),
    )


def _taken(places: Sequence[int], pages: Sequence[str], spare: Counter[str]) -> list[int]:
    """The places whose page is among the spare ones; each of those is taken once."""
    taken = []
    for at in places:
        if spare[pages[at]]:
            spare[pages[at]] -= 1
            taken.append(at)
    return taken


def _prints_of_pages(pdf: pikepdf.Pdf, prints: Prints) -> list[str]:
    """Prints of the pages of a copy; one that cannot be read, or one too many, has none."""
    pages = (pdf.pages[index] for index in range(min(len(pdf.pages), MAX_PAGES)))
    return [_print_or_none(partial(prints.of, page)) for page in pages]


def _around(pdf: pikepdf.Pdf, size: int) -> str:
    """The print of what stands around the pages of a copy."""
    return _print_or_none(Prints(pdf, size).around)


def _print_or_none(make: Callable[[], str]) -> str:
    try:
        return make()
    except MemoryError:
        raise
    except Exception:  # what is damaged fails wherever the reader happens to be
        return UNREADABLE
