"""Reading a proposal from a file that was handed in: a draft, figures, or a report made here."""

import re
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from typing import Any, Final, NamedTuple

import pikepdf
from pydantic import ValidationError

from hea import paper
from hea.assessment import DEFAULT_DEFINITION, DEFAULT_SEED, DOSSIER_DRAWS
from hea.enclosures import FIGURES_FILE, FIGURES_HELD, PROPOSAL_FILE, enclosures
from hea.engine.setting import Viewpoint
from hea.exchange.files import (
    MAX_PROPOSAL_BYTES,
    SUFFIXES,
    InputError,
    decoded,
    parse_mapping,
    read_bytes,
    read_plan,
)
from hea.exchange.first_page import words_of_first
from hea.exchange.grid import OTHER_BOOKS
from hea.exchange.own_values import OWN_VALUES, own_values_in, parse_own_values
from hea.exchange.problems import from_validation
from hea.exchange.written.proposals import as_held
from hea.exchange.written.scalars import OPENING
from hea.exchange.written.unknown import means_unknown
from hea.parameters import OwnValue, ParameterSet, parameters_with
from hea.pdf_objects import FLATE
from hea.pdf_packing import PackingError, open_pdf
from hea.problems import Problem
from hea.proposal import Proposal
from hea.spreadsheet.sheets import MAX_BOOK_BYTES
from hea.units import MEGABYTE

OURS: Final = frozenset({PROPOSAL_FILE, FIGURES_FILE, paper.FILE})
"""Attachments of a report made here."""

PDF = ".pdf"
READ_BOOKS: Final = (".xlsx", ".ods", ".xls")
BOOKS: Final = frozenset({*READ_BOOKS, *OTHER_BOOKS})
"""Workbooks, some of which are opened only to say how to save them in the right form."""
UPLOADED: Final = (*sorted(SUFFIXES), *READ_BOOKS, PDF)

MAX_PDF_BYTES = 20 * MEGABYTE


class Settings(NamedTuple):
    """What an assessment is made with beside the proposal and the figures."""

    draws: int = DOSSIER_DRAWS
    seed: int = DEFAULT_SEED
    stay_definition: str = DEFAULT_DEFINITION
    viewpoint: Viewpoint = "regional"


class Opened(NamedTuple):
    """What a file holds: a proposal, and the own values to calculate it with."""

    proposal: Proposal
    own_values: tuple[OwnValue, ...] = ()
    left_out: tuple[OwnValue, ...] = ()
    """Own values of a result that cannot be used any more."""
    settings: Settings | None = None
    """With which draws and limits a result was made, to make it again; ``None`` for a proposal alone."""

    by_answers: tuple[str, ...] = ()
    """Ids of the questions whose answers filled an empty field."""
    unread: tuple[str, ...] = ()
    """Titles of sheets of a workbook that hold something and were not read."""
    opening_assumed: bool = False
    """Whether the month of opening is that of the quick scan, as the file says that it is not known."""

    @property
    def parameters(self) -> ParameterSet:
        """The shipped parameters with the own values in their place."""
        return parameters_with(self.own_values)

    def with_own_values(self, own: Iterable[OwnValue]) -> "Opened":
        """A copy with more own values; of one figure the last counts."""
        held = {item.name: item for item in (*self.own_values, *own)}
        return self._replace(own_values=tuple(held.values()))


class OpenedReport(NamedTuple):
    """What a report carries."""

    opened: Opened
    figures: dict[str, Any] | None
    """Headlines, and what they were made with."""
    carried: Mapping[str, bytes]
    """The files inside by name."""


def read_proposal(path: str | Path) -> Proposal:
    """A proposal from a file, without the own values that may stand beside it: see `open_file`.

    Raises:
        InputError: with all problems at once, if the file or its content cannot be used.
    """
    return open_file(path).proposal


def open_file(path: str | Path) -> Opened:
    """A proposal with its own values: from YAML or JSON, the input workbook, or a PDF report made here.

    Raises:
        InputError: with all problems at once, if the file or its content cannot be used.
    """
    path = Path(path)
    kinds = frozenset({*UPLOADED, *OTHER_BOOKS})
    return open_upload(path.name, read_bytes(path, kinds, _maximum(path.suffix.lower())))


def read_workbook(path: str | Path) -> Proposal:
    """A proposal from a filled-in input workbook.

    Raises:
        InputError: with all problems at once, each with its sheet and cell.
    """
    path = Path(path)
    return parse_upload(path.name, read_bytes(path, BOOKS, MAX_BOOK_BYTES))


def _maximum(suffix: str) -> int:
    known = {PDF: MAX_PDF_BYTES} | dict.fromkeys(BOOKS, MAX_BOOK_BYTES)
    return known.get(suffix, MAX_PROPOSAL_BYTES)


def parse_upload(name: str, content: bytes) -> Proposal:
    """A proposal from the name and the bytes of a file, without own values: see :func:`open_upload`.

    Raises:
        InputError: with all problems at once, each with how to mend it.
    """
    return open_upload(name, content).proposal


def open_upload(name: str, content: bytes) -> Opened:
    """A proposal with its own values from the name and the bytes of a file.

    Args:
        name: as the user calls it; only its ending counts.
        content: what it holds.

    Raises:
        InputError: with all problems at once, each with how to mend it.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in {*UPLOADED, *OTHER_BOOKS}:
        kinds = {"suffix": suffix or "-", "known": ", ".join(UPLOADED)}
        raise InputError((Problem(name, "file_type", kinds),))
    if suffix in BOOKS:
        from hea.exchange.form import read_form

        filled = read_form(name, content)
        return Opened(filled.proposal, by_answers=filled.by_answers, unread=filled.unread)
    if suffix == PDF:
        return open_report(name, content).opened
    _check_size(name, content, _maximum(suffix))
    try:
        data = parse_mapping(decoded(name, content), suffix)
    except InputError as error:
        raise InputError(tuple(item._replace(place=item.place or name) for item in error.problems)) from None
    return _opened(name, data)


def _check_size(name: str, content: bytes, maximum: int) -> None:
    if len(content) > maximum:
        values = {"size": len(content) / MEGABYTE, "maximum": maximum / MEGABYTE}
        raise InputError((Problem(name, "file_huge", values),))


def open_report(name: str, content: bytes) -> OpenedReport:
    """What a report made here carries; the files inside it are looked up once.

    Raises:
        InputError: if it is no report of ours, or if its proposal is not the one that was assessed.
    """
    _check_size(name, content, MAX_PDF_BYTES)
    carried = attachments(name, content)
    if PROPOSAL_FILE not in carried:
        code = "pdf_stripped" if _reads_like_ours(content) else "pdf_foreign"
        raise InputError((Problem(name, code, {}),))
    proposal = _proposal(as_held(parse_mapping(decoded(name, carried[PROPOSAL_FILE]), ".json")))
    figures = _figures(name, carried.get(FIGURES_FILE))
    if figures is not None and figures["input_hash"] != proposal.hash:
        raise InputError((Problem(name, "pdf_tampered", {}),))
    opened = Opened(proposal, *own_values_in(figures, name), _settings(figures))
    return OpenedReport(opened, figures, carried)


def _opened(name: str, data: dict[str, Any]) -> Opened:
    """A draft, or what a saved assessment was made from."""
    if isinstance(data.get("proposal"), dict):
        data = as_held(data)
        return Opened(_proposal(data["proposal"]), *own_values_in(data, name), _settings(data))
    given = data.pop(OWN_VALUES, None)
    own = () if given is None else parse_own_values(given, name)
    assumed = means_unknown(data.get(OPENING))
    plan, filled = read_plan(data)
    return Opened(plan, own, by_answers=filled, opening_assumed=assumed)


def _settings(result: Mapping[str, Any] | None) -> Settings | None:
    """What a result was made with, if it says so; what it makes no sense to is refused when it is used."""
    try:
        return (
            None
            if result is None
            else Settings(
                int(result["draws"]),
                int(result["seed"]),
                str(result["stay_definition"]),
                "employer" if result["viewpoint"] == "employer" else "regional",
            )
        )
    except (KeyError, TypeError, ValueError):
        return None


def _proposal(data: dict[str, Any]) -> Proposal:
    try:
        return Proposal.model_validate(data)
    except ValidationError as error:
        raise InputError(from_validation(error)) from None


def _reads_like_ours(content: bytes) -> bool:
    """True if the first page has the words at the foot of a report of ours."""
    try:
        words = words_of_first(content)
    except MemoryError:
        raise
    except Exception:  # a damaged file fails wherever the parser happens to be
        return False
    return re.search(r"hea\d[\w.]*,parameters\d", words) is not None


def _figures(name: str, found: bytes | None) -> dict[str, Any] | None:
    """The key figures that a report carries, if it does.

    Raises:
        InputError: if what is attached is not what a report of ours holds.
    """
    if found is None:
        return None
    figures: dict[str, Any] = as_held(parse_mapping(decoded(name, found), ".json"))
    whole = set(figures) >= FIGURES_HELD and isinstance(figures["parameters"], dict)
    # A bound on the number of draws cannot be passed by writing it in another way.
    if not whole or type(figures["draws"]) is not int:
        raise InputError((Problem(name, "pdf_broken", {}),))
    return figures


def attachments(name: str, content: bytes) -> dict[str, bytes]:
    """The files inside a PDF by name; only what a report made here can carry.

    Raises:
        InputError: if it is no PDF, is locked, is packed as no report is, or holds what is larger than ours.
    """
    found: dict[str, bytes] = {}
    try:
        with open_pdf(content) as pdf:
            for title, file in enclosures(pdf):
                if title in OURS and title not in found:
                    found[title] = _unpacked(name, file)
    except InputError:
        raise
    except PackingError as error:
        raise InputError((Problem(name, error.code, error.values),)) from error
    except pikepdf.PasswordError as error:
        raise InputError((Problem(name, "pdf_locked", {}),)) from error
    except MemoryError:
        raise
    except Exception as error:  # a damaged file fails wherever the parser happens to be
        raise InputError((Problem(name, "pdf_broken", {}),)) from error
    return found


def _unpacked(name: str, file: Any) -> bytes:  # noqa: ANN401
    """A file inside a PDF, packed at most once and in the one way that reports are, and no larger than ours.

    Raises:
        InputError: if it is larger.
        ValueError: if it is packed otherwise.
    """
    stream = file.EF.get("/UF", file.EF.get("/F"))
    packings = stream.get("/Filter", [])
    content = bytes(stream.read_raw_bytes())
    if len(content) <= MAX_PROPOSAL_BYTES and (packings == FLATE or packings == [FLATE]):
        content = zlib.decompressobj().decompress(content, MAX_PROPOSAL_BYTES + 1)
    elif packings:
        raise ValueError(f"packed with {packings}")
    _check_size(name, content, MAX_PROPOSAL_BYTES)
    return content
