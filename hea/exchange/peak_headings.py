"""Headings that say no more than peak: what stands below them tells whether it is a number or an answer."""

import itertools
from collections.abc import Mapping
from typing import Any, Final

from hea.exchange.columns import Table
from hea.exchange.grid import MAX_ROWS
from hea.exchange.written import WrittenError, means_unknown, read_basis, read_size
from hea.exchange.written.choices import truth_called
from hea.reference.words import plain_words

PEAK: Final = "persons_peak"
"""Persons in the busiest month, in a column of their own."""
BASIS: Final = "basis"
TICKED: Final = "x"
"""What stands for yes below a heading that asks for one thing only."""
PEAK_ALONE: Final = frozenset(
    {
        "piek", "peak", "aantal piek", "piek aantal", "aantal in de piek", "in de piek", "piekaantal",
        "seizoenspiek", "seizoenpiek", "hoogseizoen", "aantal hoogseizoen", "number at peak", "at peak",
    }
)  # fmt: skip


def peaks_alone(table: Table) -> dict[int, str]:
    """Headings of a peak, by the index of their column, of which nobody said what they are."""
    said = set(dict(table.wanted.called))
    return {
        index: name
        for index, name in table.found.names.items()
        if (word := plain_words(name)) in PEAK_ALONE and word not in said
    }


def peaks_called(table: Table, doubtful: Mapping[int, str]) -> dict[str, str]:
    """The column that each heading of a peak is, by the cells below it; none where they do not agree.

    Args:
        table: a list of which no row was read yet; none can be read of it afterwards.
        doubtful: the headings, by the index of their column.
    """
    kinds: dict[int, set[str]] = {index: set() for index in doubtful}
    for cells in itertools.islice(table.cells(), MAX_ROWS):
        for index, found in kinds.items():
            cell = cells[index] if index < len(cells) else None
            if str(cell or "").strip() and not means_unknown(cell):
                found.add(_kind_of(cell))
    return {doubtful[index]: found.pop() for index, found in kinds.items() if len(found) == 1 and any(found)}


def _kind_of(cell: Any) -> str:  # noqa: ANN401
    """Whether a cell answers a question, or counts people."""
    said = str(cell).strip().rstrip(".")
    if said.casefold() == TICKED or truth_called(said) is not None:
        return BASIS
    readers: Mapping[str, Any] = {BASIS: read_basis, PEAK: lambda held: read_size(held, "count")}
    for key, reader in readers.items():
        try:
            reader(cell)
        except WrittenError:
            continue
        return key
    return ""
