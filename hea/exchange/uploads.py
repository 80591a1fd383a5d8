"""Reading a proposal from a file that was handed in: a draft, figures, or a report made here."""

import io
from pathlib import PurePath
from typing import Any, Final

from pydantic import ValidationError

from hea.exchange.files import MAXIMUM_BYTES, SUFFIXES, InputError, parse_mapping
from hea.exchange.problems import Located, from_validation
from hea.proposal import Proposal

ATTACHED: Final = "voorstel.json"
"""Name of the attachment of a report that holds the proposal."""

PDF = ".pdf"
UPLOADED: Final = (*sorted(SUFFIXES), PDF)
MAXIMUM_PDF_BYTES = 20_000_000


def parse_upload(name: str, content: bytes) -> Proposal:
    """A proposal from the name and the bytes of a file.

    Args:
        name: as the user calls it; only its ending counts.
        content: what it holds.

    Raises:
        InputError: with all problems at once, each with how to mend it.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in UPLOADED:
        kinds = {"suffix": suffix or "-", "known": ", ".join(UPLOADED)}
        raise InputError((Located(name, "file_type", kinds),))
    maximum = MAXIMUM_PDF_BYTES if suffix == PDF else MAXIMUM_BYTES
    if len(content) > maximum:
        values = {"size": len(content) / 1e6, "maximum": maximum / 1e6}
        raise InputError((Located(name, "file_huge", values),))
    if suffix == PDF:
        content, suffix = attached_proposal(name, content), ".json"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError((Located(name, "file_encoding", {"position": error.start}),)) from None
    return _proposal(parse_mapping(text, suffix))


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
