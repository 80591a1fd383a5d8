"""Reading a proposal from a file that was handed in: a draft, figures, or a report made here."""

import io
from pathlib import Path, PurePath
from typing import Any, Final

from pydantic import ValidationError

from hea.exchange.files import MAXIMUM_BYTES, SUFFIXES, InputError, decoded, parse_mapping, read_bytes
from hea.exchange.problems import Located, from_validation
from hea.proposal import Proposal

ATTACHED: Final = "voorstel.json"
"""Name of the attachment of a report that holds the proposal."""

PDF, BOOK = ".pdf", ".xlsx"
UPLOADED: Final = (*sorted(SUFFIXES), BOOK, PDF)
OTHER_BOOKS: Final = frozenset({".xls", ".xlsm", ".xlsb"})
"""Opened only to say how to save them in the right form."""

MAXIMUM_PDF_BYTES = 20_000_000
MAXIMUM_BOOK_BYTES = 5_000_000


def read_proposal(path: str | Path) -> Proposal:
    """A proposal from a file: YAML or JSON, the input workbook, or a PDF report made here.

    Raises:
        InputError: with all problems at once, if the file or its content cannot be used.
    """
    path = Path(path)
    kinds = frozenset({*UPLOADED, *OTHER_BOOKS})
    return parse_upload(path.name, read_bytes(path, kinds, _maximum(path.suffix.lower())))


def read_workbook(path: str | Path) -> Proposal:
    """A proposal from a filled-in input workbook.

    Raises:
        InputError: with all problems at once, each with its sheet and cell.
    """
    path = Path(path)
    return parse_upload(path.name, read_bytes(path, frozenset({BOOK, *OTHER_BOOKS}), MAXIMUM_BOOK_BYTES))


def _maximum(suffix: str) -> int:
    return {PDF: MAXIMUM_PDF_BYTES, BOOK: MAXIMUM_BOOK_BYTES}.get(suffix, MAXIMUM_BYTES)


def parse_upload(name: str, content: bytes) -> Proposal:
    """A proposal from the name and the bytes of a file.

    Args:
        name: as the user calls it; only its ending counts.
        content: what it holds.

    Raises:
        InputError: with all problems at once, each with how to mend it.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in {*UPLOADED, *OTHER_BOOKS}:
        kinds = {"suffix": suffix or "-", "known": ", ".join(UPLOADED)}
        raise InputError((Located(name, "file_type", kinds),))
    if suffix == BOOK or suffix in OTHER_BOOKS:
        from hea.exchange.workbook import parse_workbook

        return parse_workbook(name, content)
    maximum = _maximum(suffix)
    if len(content) > maximum:
        values = {"size": len(content) / 1e6, "maximum": maximum / 1e6}
        raise InputError((Located(name, "file_huge", values),))
    if suffix == PDF:
        content, suffix = attached_proposal(name, content), ".json"
    return _proposal(parse_mapping(decoded(name, content), suffix))


def _proposal(data: dict[str, Any]) -> Proposal:
    """The proposal itself, or the one inside a saved assessment."""
    if isinstance(data.get("proposal"), dict):
        data = data["proposal"]
    try:
        return Proposal.model_validate(data)
    except ValidationError as error:
        raise InputError(from_validation(error)) from None


def attached_proposal(name: str, content: bytes) -> bytes:
    """The proposal that a report made here carries.

    Raises:
        InputError: if it is no PDF, is locked, or carries no proposal.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise InputError((Located(name, "pdf_locked", {}),))
        found = [item for item in reader.attachment_list if item.name == ATTACHED]
        if not found:
            raise InputError((Located(name, "pdf_foreign", {}),))
        attached = bytes(found[0].content)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError((Located(name, "pdf_broken", {}),)) from None
    if len(attached) > MAXIMUM_BYTES:
        values = {"size": len(attached) / 1e6, "maximum": MAXIMUM_BYTES / 1e6}
        raise InputError((Located(name, "file_huge", values),))
    return attached
