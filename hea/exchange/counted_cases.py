"""Cases that an organisation counted itself, to learn from: a table with Dutch or English headings.

The case that the follow-up of a dossier writes is such a table. Nothing is learned from a table with a row
that cannot be right; every fault is told by row and column.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from hea.exchange.cases import Cases, check_number, is_as_published, read_cases_with_notes
from hea.exchange.columns import Row, Table, Wanted, in_cell
from hea.exchange.files import InputError, read_bytes
from hea.exchange.grid import MAX_TABLE_BYTES, OPENED, number_in, year_problem
from hea.exchange.quick import checked_word
from hea.exchange.written import Quantity, WrittenError
from hea.problems import Problem
from hea.reference import ReferenceCase, reference_cases, sectors, whole_of
from hea.reference.words import plain_words
from hea.texts import LANGUAGES, Lang, text

FIGURES: Final[dict[str, Quantity]] = {
    "floor_m2": "m2",
    "plot_ha": "ha",
    "workers_base": "count",
    "workers_peak": "count",
    "migrants_low": "count",
    "migrants_high": "count",
    "migrant_share": "figure",
    "beds": "places",
}
WORDS: Final = ("id", "name", "place", "sector_id", "reliability", "several")
NEEDED: Final = ("name", "sector_id")
WANTED: Final = Wanted("counted_case", (*WORDS, *FIGURES, "year"), NEEDED)
COUNTED, ANNOUNCED = "counted", "announced"
WORKERS: Final = ("workers_base", "workers_peak")
AREAS: Final = ("floor_m2", "plot_ha")
PER_CENT: Final = 100


class CountedCases(NamedTuple):
    """Cases that were read, and how."""

    found: dict[str, ReferenceCase]
    notes: tuple[Problem, ...]


def read_counted(path: str | Path, lang: Lang = "nl") -> CountedCases:
    """Own cases from a table (CSV, Excel, OpenDocument, Parquet).

    Args:
        path: of the file.
        lang: language of the places in problems.

    Raises:
        InputError: with all problems at once, each with its row and column.
    """
    path = Path(path)
    return parse_counted(path.name, read_bytes(path, OPENED, MAX_TABLE_BYTES), lang)


def read_cases_as_kept(path: str | Path, lang: Lang = "nl") -> Cases:
    """Own cases from a table of any kind, with the columns of the published cases or with headings in words.

    Args:
        path: of the file.
        lang: language of the places in problems.

    Raises:
        InputError: with all problems at once, each with its row and column.
    """
    path = Path(path)
    return read_cases_with_notes(path, lang) if is_as_published(path) else Cases(*read_counted(path, lang))


def parse_counted(name: str, content: bytes, lang: Lang = "nl") -> CountedCases:
    """The same from the name and the bytes of a table.

    Raises:
        InputError: with all problems at once, each with its row and column.
    """
    table = Table(name, content, WANTED, lang)
    found: dict[str, ReferenceCase] = {}
    problems: list[Problem] = []
    for row in table.rows():
        try:
            case = _case(row)
            _check_new(case, found)
        except InputError as error:
            problems += [in_cell(row, item, table) for item in error.problems]
        else:
            found[case.id] = case
        check_number(name, len(found))
    if not found and not problems:
        problems.append(Problem(name, "cases_none", {}))
    if problems:
        raise InputError(tuple(problems))
    counted = Problem("", "list_rows", {"count": len(found), "name": name})
    return CountedCases(found, (counted, *table.account.sentences()))


def _case(row: Row) -> ReferenceCase:
    words = {key: str(row.values.get(key) or "").strip() for key in WORDS}
    figures, problems = _figures(row.values)
    problems += [Problem(key, "missing", {}) for key in NEEDED if not words[key]]
    if words["sector_id"]:
        try:
            words["sector_id"] = checked_word("sector", words["sector_id"])
        except InputError as error:
            problems += [item._replace(place="sector_id") for item in error.problems]
    problems += [*_several(words["several"]), *_wrong(figures, bool(problems))]
    reliability = _reliability(words["reliability"])
    if reliability is None:
        problems.append(Problem("reliability", "counted_or_announced", {"value": words["reliability"]}))
    if problems:
        raise InputError(tuple(problems))
    share = figures.pop("migrant_share", None)
    if share is not None and "migrants_low" not in figures:
        figures["migrants_low"] = share * max(figures.get(key, 0.0) for key in WORKERS)
    figures.setdefault("migrants_high", figures.get("migrants_low"))
    return ReferenceCase.model_validate(
        {
            **figures,
            "id": words["id"] or f"eigen_{plain_words(words['name']).replace(' ', '_')}_{row.number}",
            "name": words["name"],
            "place": words["place"] or "-",
            "sector_id": words["sector_id"],
            "reliability": reliability,
        }
    )


def _figures(values: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Figures as numbers; how one is written that cannot be read is a problem at its column."""
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, of in {**FIGURES, "year": "ratio"}.items():
        try:
            value = number_in(_without_per_cent(key, values.get(key)), of)
        except WrittenError as error:
            problems += [item._replace(place=key) for item in error.problems]
            continue
        if value is not None:
            found[key] = value
    if "year" in found and (wrong := year_problem(found["year"])):
        problems.append(wrong)
    return found, problems


def _without_per_cent(key: str, written: Any) -> Any:  # noqa: ANN401
    """A share written as a percentage, as the share."""
    if key != "migrant_share" or not isinstance(written, str) or not written.strip().endswith("%"):
        return written
    number = number_in(written.strip().removesuffix("%"), "figure")
    return None if number is None else number / PER_CENT


def _several(written: str) -> Iterator[Problem]:
    """That a place is for more companies, so that its figures are not of one."""
    yes = {plain_words(text("option.yes", lang)) for lang in LANGUAGES}
    if plain_words(written) in yes:
        yield Problem("several", "case_several", {})


def _wrong(figures: Mapping[str, float], unread: bool) -> Iterator[Problem]:
    """What cannot be right of one company, or tells nothing."""
    for key, value in figures.items():
        if value < 0:
            yield Problem(key, "negative", {"value": value})
    share = figures.get("migrant_share")
    if share is not None and share > 1:
        yield Problem("migrant_share", "case_share", {"value": share})
    workers = max((figures[key] for key in WORKERS if key in figures), default=0.0)
    migrants = figures.get("migrants_high", figures.get("migrants_low", 0.0))
    if workers and migrants > workers:
        yield Problem("migrants_low", "case_migrants", {"migrants": migrants, "workers": workers})
    if unread:
        return  # what is missing may stand in the cell that could not be read
    if not workers:
        yield Problem("workers_base", "case_workers", {})
    elif not any(figures.get(key) for key in (*AREAS, "migrants_low", "migrant_share")):
        yield Problem("", "case_no_pair", {})


def _reliability(written: str) -> str | None:
    """Whether a case was counted, which is usual, or announced."""
    if not written:
        return COUNTED
    named = {
        plain_words(text(f"reliability.{key}", lang)): key
        for key in (COUNTED, ANNOUNCED)
        for lang in LANGUAGES
    }
    return named.get(
        plain_words(written), written if written in {COUNTED, ANNOUNCED, "measured", "reported"} else None
    )


def _check_new(case: ReferenceCase, found: Mapping[str, ReferenceCase]) -> None:
    """A case counts once: not twice in a table, and not beside the same one of those that ship."""
    if any(known.id == case.id or _same(known, case) for known in found.values()):
        raise InputError((Problem("name", "case_double_own", {"name": case.name}),))
    if any(known.id == case.id or _named_alike(known, case) for known in reference_cases().values()):
        raise InputError((Problem("name", "case_double_shipped", {"name": case.name}),))


def _same(one: ReferenceCase, other: ReferenceCase) -> bool:
    """The same company and count; cases of dossiers are not named, and differ in what was counted."""
    return _named_alike(one, other) and (one.year, one.workers) == (other.year, other.workers)


def _named_alike(one: ReferenceCase, other: ReferenceCase) -> bool:
    return _name(one) == _name(other) and _whole(one) == _whole(other)


def _name(case: ReferenceCase) -> tuple[str, str]:
    return plain_words(case.name), plain_words(case.place)


def _whole(case: ReferenceCase) -> str:
    """The sector, of which a kind of work may be told or not; of work without figures its own name."""
    return whole_of(case.sector_id) if case.sector_id in sectors() else case.sector_id
