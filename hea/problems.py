"""What is wrong with what was given, as sentences that say what, where and how to mend it."""

from collections.abc import Iterable
from typing import Any, NamedTuple, Self

from hea.texts import Lang, text

MAX_TOLD = 50
MAX_KEPT = 10_000
"""Problems that are written out where there is room for them, in a sheet of their own."""
"""Problems told one by one; of more only the number is."""
MAX_REPEATED = 2_000
"""Characters that a sentence repeats of one thing, such as a cell or the headings of a table."""


def shortened(value: Any) -> Any:  # noqa: ANN401
    """What a sentence repeats, of which a file may have made a text that nobody reads."""
    if isinstance(value, str) and len(value) > MAX_REPEATED:
        return value[: MAX_REPEATED - 1] + "…"
    return value


class Problem(NamedTuple):
    """One problem: the place in the input, the key of its sentence and the values in it."""

    place: str
    code: str
    values: dict[str, Any]

    def sentence(self, lang: Lang = "nl") -> str:
        """Place and sentence in one line; without a place the sentence begins with a capital."""
        told = {key: shortened(value) for key, value in self.values.items()}
        spoken = text(f"problems.{self.code}", lang, **told)
        if self.place:
            return text("problems.where", lang, place=shortened(self.place), sentence=spoken)
        return spoken[:1].upper() + spoken[1:]


def sentences(problems: Iterable[Problem], lang: Lang = "nl", most: int = MAX_TOLD) -> list[str]:
    """One line per problem; of more than ``most`` the first, and how many more there are."""
    every = list(problems)
    told = [problem.sentence(lang) for problem in every[:most]]
    more = len(every) - most
    return [*told, text("problems.more", lang, count=more)] if more > 0 else told


class HeaError(ValueError):
    """What was given cannot be used. Its text is a sentence per problem."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)

    def __str__(self) -> str:
        """A line per problem."""
        return "\n".join(sentences(self.problems))

    def __reduce__(self) -> tuple[Any, ...]:
        """How it comes back from another process: with its problems, and not with their words."""
        return _again, (type(self), self.problems)

    @classmethod
    def again(cls, problems: tuple[Problem, ...]) -> Self:
        """An error with these problems, whatever else its kind is made from."""
        error = cls.__new__(cls)
        HeaError.__init__(error, problems)
        return error


def _again(kind: type[HeaError], problems: tuple[Problem, ...]) -> HeaError:
    return kind.again(problems)


class RefusedError(HeaError):
    """One thing is wrong, and where is clear to whoever catches it."""

    def __init__(self, code: str, **values: Any) -> None:  # noqa: ANN401
        super().__init__((Problem("", code, values),))

    @property
    def code(self) -> str:
        """Key of the sentence."""
        return self.problems[0].code

    @property
    def values(self) -> dict[str, Any]:
        """What stands in the sentence."""
        return self.problems[0].values
