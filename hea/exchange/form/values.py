"""What a cell holds: numbers, shares, months, days, choices and answers, read strictly."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from hea.exchange.form.layout import Field, question_field
from hea.exchange.written import (
    WrittenError,
    means_unknown,
    read_day,
    read_month,
    read_number,
    read_range,
    read_share,
    read_size,
)
from hea.exchange.written.choices import WORDS, truth_called
from hea.exchange.written.scalars import AGENCY_SHARE
from hea.exchange.written.unknown import MAY_BE_UNKNOWN, number_alone
from hea.fields import option_name
from hea.problems import RefusedError
from hea.proposal import Answer, Size
from hea.reference import Question, facilities, questions
from hea.spreadsheet.sheets import CellError
from hea.texts import LANGUAGES, Lang, text

FTE = "fte"
SHOWN = 60
"""Characters of a value that a sentence repeats."""

SEPARATOR = ";"
TICKED = "x"
"""What people put in a box they agree with."""
SHORTEST_BEGINNING = 3
"""Letters by which a choice is told if no other choice begins with them."""
TABLES = ("municipality", "sector", "level", "season_profile")
"""Fields whose options are many; a sentence names the nearest instead of all."""


class CellProblemError(RefusedError):
    """A cell that cannot be read."""


def read_cell(value: Any, field: Field, lang: Lang) -> Any:  # noqa: ANN401
    """The value of a field from a cell; ``None`` if it says that it is not known.

    Args:
        value: as the spreadsheet holds it.
        field: the field of the cell.
        lang: notation of numbers that were typed as text.

    Raises:
        CellProblemError: if it cannot be read; nothing is guessed.
    """
    if isinstance(value, CellError):
        raise CellProblemError("cell_error", value=value.shown)
    if (
        field.optional
        and (field.kind != "text" or field.name in MAY_BE_UNKNOWN)
        and (_means_unknown(value) or means_unknown(value))
    ):
        return None
    readers: dict[str, Callable[[Any, Field, Lang], Any]] = {
        "text": _text,
        "number": _number,
        "size": _size,
        "share": _share,
        "month": _month,
        "date": _date,
        "choice": _choice,
        "bool": _truth,
    }
    try:
        return readers[field.kind](value, field, lang)
    except WrittenError as error:
        raise CellProblemError(error.code, **error.values) from None


def _means_unknown(value: Any) -> bool:  # noqa: ANN401
    words = {text(key, lang).casefold() for key in ("option.unknown", "form.not_known") for lang in LANGUAGES}
    return isinstance(value, str) and value.strip().casefold() in words


def _problem(code: str, value: Any) -> CellProblemError:  # noqa: ANN401
    return CellProblemError(code, value=str(value)[:SHOWN])


def _text(value: Any, field: Field, lang: Lang) -> str:  # noqa: ANN401
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, dt.datetime):
        value = value.date().isoformat()
    return str(value)


def _number(value: Any, field: Field, lang: Lang) -> float:  # noqa: ANN401
    return read_number(number_alone(value, field.name), field.of)


def _size(value: Any, field: Field, lang: Lang) -> Size:  # noqa: ANN401
    return read_size(value, field.of).value if field.of == "count" else read_range(value, field.of)


def count_in_fte(value: Any) -> Size:  # noqa: ANN401
    """A number of full-time equivalents, by what another cell says of it.

    Raises:
        CellProblemError: if it cannot be read.
    """
    try:
        return read_size(value, "count", FTE).value
    except WrittenError as error:
        raise CellProblemError(error.code, **error.values) from None


def in_fte(value: Any, field: Field) -> bool:  # noqa: ANN401
    """Whether a cell for a number of workers says itself that it counts full-time equivalents."""
    if field.kind != "size" or field.of != "count" or not isinstance(value, str):
        return False
    try:
        return read_size(value, field.of).unit == FTE
    except WrittenError:
        return False


def _share(value: Any, field: Field, lang: Lang) -> float:  # noqa: ANN401
    return read_share(value, agency=field.name.endswith(AGENCY_SHARE))


def _month(value: Any, field: Field, lang: Lang) -> str:  # noqa: ANN401
    return read_month(value)


def _date(value: Any, field: Field, lang: Lang) -> dt.date:  # noqa: ANN401
    return read_day(value)


def _choice(value: Any, field: Field, lang: Lang) -> Any:  # noqa: ANN401
    word = str(value).strip().casefold()
    others = WORDS.get(field.name, {})
    if others.get(short := re.sub(r"\s+", " ", word.rstrip("."))) in field.options:
        return others[short]
    told = {one: option_names(field, one) for one in LANGUAGES}
    for option in field.options:
        if word in {str(option).casefold(), *(told[one][option].casefold() for one in LANGUAGES)}:
            return option
    if field.name in TABLES:
        return str(value)  # the proposal names the nearest
    begun = {
        option
        for option in field.options
        for one in LANGUAGES
        if len(word) >= SHORTEST_BEGINNING and told[one][option].casefold().startswith(word)
    }
    if len(begun) == 1:
        return begun.pop()
    raise CellProblemError("choice", value=str(value)[:SHOWN], options=", ".join(told[lang].values()))


def option_names(field: Field, lang: Lang) -> dict[Any, str]:
    """How the options of a field stand in the list of its cell."""
    if field.kind not in ("bool", "choice"):
        return {}
    if field.kind == "choice" and field.name.startswith("answers."):
        row = questions()[field.name.removeprefix("answers.")]
        return row.named_options(lang) or {option: option for option in row.options}
    if field.name == "facility":
        return {key: f"{row.name_in(lang)} ({row.unit_in(lang)})" for key, row in facilities().items()}
    return {option: option_name(field.name, option, lang) for option in field.options}


def _truth(value: Any, field: Field, lang: Lang) -> bool:  # noqa: ANN401
    if isinstance(value, bool):
        return value
    word = str(value).strip().casefold()
    if word == TICKED:
        return True
    if (said := truth_called(word)) is not None:
        return said
    raise _problem("cell_yes_no", value)


def read_answer(value: Any, question: Question, lang: Lang) -> Answer:  # noqa: ANN401
    """The answer to a question from its cell; ``None`` if it was asked and is not known.

    Raises:
        CellProblemError: if it does not fit the question.
    """
    field = question_field(question)
    listed = Field("choice", field.name, question.options, optional=True)
    if isinstance(value, CellError) or question.answer_type != "choice":
        return read_cell(value, field, lang) if not _means_unknown(value) else None
    names = {name.casefold() for one in LANGUAGES for name in option_names(listed, one).values()}
    if _means_unknown(value) and str(value).strip().casefold() not in names:
        return None
    parts = [part.strip() for part in str(value).split(SEPARATOR)]
    chosen = tuple(_choice(part, listed, lang) for part in parts if part)
    return chosen if len(parts) > 1 else chosen[0]


def answer_cell(answer: Answer, question: Question, lang: Lang) -> str | float:
    """What stands in the cell of an answer; the inverse of :func:`read_answer`."""
    if answer is None:
        return text("form.not_known", lang)
    if isinstance(answer, bool):
        return text("option.yes" if answer else "option.no", lang)
    names = question.named_options(lang)
    if isinstance(answer, tuple):
        told = f"{SEPARATOR} ".join(names.get(item, item) for item in answer)
        return told if len(answer) > 1 else told + SEPARATOR
    return names.get(answer, answer) if isinstance(answer, str) else answer


def whole_month(value: str) -> dt.date:
    """The first day of a month, as spreadsheets hold months."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", value)
    assert match is not None
    return dt.date(int(match[1]), int(match[2]), 1)
