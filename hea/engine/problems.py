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

    def __reduce__(self) -> tuple[type["AssessmentError"], tuple[list[Problem]]]:
        """How it comes back from another process, with its problems and not with their words."""
        return type(self), (list(self.problems),)
