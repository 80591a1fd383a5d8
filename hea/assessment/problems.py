"""Problems with the input that only show when the parameters are at hand."""

from typing import Any, NamedTuple


class Problem(NamedTuple):
    """One problem: where it is and which sentence under ``problems.`` describes it."""

    path: str
    code: str
    values: dict[str, Any]


class AssessmentError(ValueError):
    """The proposal is well formed, but cannot be assessed as it stands."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{p.path}: {p.code}" for p in problems))
        self.problems = tuple(problems)
