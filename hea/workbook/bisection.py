"""What is solved by halving: one row a halving, so that a controller can follow it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from openpyxl.utils import get_column_letter

from hea.workbook.cells import LiveSheet


class Bracket(NamedTuple):
    """Between what the answer lies."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """What is tried."""
        return (self.low + self.high) / 2


class Reached(NamedTuple):
    """What a middle comes to."""

    formula: str
    value: float


@dataclass(frozen=True)
class Bisection:
    """Rows of a sheet with the ends of a bracket, its middle, and what that comes to."""

    sheet: LiveSheet
    first: int
    """Column of the low end; the middle and the high end stand beside it."""
    last: int
    """Column of what the middle comes to."""
    too_low: Literal["<", ">"]
    """A middle is too low where it comes to less than what is wanted, or to more."""
    wanted: str
    """Address of what is wanted."""
    wanted_value: float

    def write(
        self, row: int, rounds: int, bracket: Bracket, reached: Callable[[int, float], Reached]
    ) -> Bracket:
        """Write the rows.

        Args:
            row: the first of them.
            rounds: how many.
            bracket: where it begins.
            reached: of a row and its middle: the formula and the value of what that comes to. It may write
                other cells of the row.

        Returns:
            What is left of the bracket after the last row.
        """
        for here in range(row, row + rounds):
            self._ends(here, bracket, given=here == row)
            halfway = f"({self._letter(0)}{here}+{self._letter(2)}{here})/2"
            self.sheet.formula(here, self.first + 1, halfway, bracket.middle)
            found = reached(here, bracket.middle)
            self.sheet.formula(here, self.last, found.formula, found.value, "share_any")
            bracket = self._halved(bracket, found.value)
        return bracket

    def ends(self, row: int) -> tuple[str, str]:
        """Formulas of the ends of the bracket that is left after a row."""
        low, middle, high = (f"{self._letter(offset)}{row}" for offset in range(3))
        more = f"{get_column_letter(self.last)}{row}{self.too_low}{self.wanted}"
        return f"IF({more},{middle},{low})", f"IF({more},{high},{middle})"

    def _letter(self, offset: int) -> str:
        return str(get_column_letter(self.first + offset))

    def _ends(self, row: int, bracket: Bracket, *, given: bool) -> None:
        columns = self.first, self.first + 2
        if given:
            for column, value in zip(columns, bracket, strict=True):
                self.sheet.value(row, column, value)
            return
        for column, formula, value in zip(columns, self.ends(row - 1), bracket, strict=True):
            self.sheet.formula(row, column, formula, value)

    def _halved(self, bracket: Bracket, reached: float) -> Bracket:
        below = reached < self.wanted_value if self.too_low == "<" else reached > self.wanted_value
        return bracket._replace(low=bracket.middle) if below else bracket._replace(high=bracket.middle)
