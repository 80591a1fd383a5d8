"""What was agreed after the report: who does what, how much and by when, and what became of it."""

import datetime as dt
from typing import Annotated, Final, Literal, NamedTuple, get_args

from pydantic import Field, ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hea.dossiers.access import Access, MissingError
from hea.dossiers.database import now
from hea.dossiers.drafts import UnreadableError
from hea.dossiers.limits import check_size
from hea.dossiers.tables import AgreementRow
from hea.frozen import Frozen
from hea.proposal import month_number
from hea.status import CLOSED, AgreementStatus, overdue

AgreementFigure = Literal[
    "places_short",
    "places_mid",
    "places_long",
    "own_workers",
    "registration",
    "language",
    "supervision",
    "transition",
    "other",
]
"""The figure of the report that an agreement serves."""
FIGURES: Final = get_args(AgreementFigure)
MAX_WHAT_LENGTH: Final = 500
"""Characters of what was agreed, and of the evidence."""
MAX_WHO_LENGTH: Final = 300
"""Characters of who does it: as many as the name of a company may have."""

Quantity = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]


class Agreement(Frozen):
    """One agreement as it stands."""

    figure: AgreementFigure
    who: Annotated[str, Field(min_length=1, max_length=MAX_WHO_LENGTH)]
    """Who does it."""
    what: Annotated[str, Field(min_length=1, max_length=MAX_WHAT_LENGTH)]
    number: Quantity
    """How many places, people, hours or months; of a share per cent."""
    month: Annotated[str, Field(pattern=r"^[12]\d{3}-(0[1-9]|1[0-2])$")]
    """By which month."""
    evidence: Annotated[str, Field(max_length=MAX_WHAT_LENGTH)] = ""
    """By what it will be seen, or was seen."""
    status: AgreementStatus = "afgesproken"

    def overdue(self, month: str) -> bool:
        """Whether it should have been done before a month and was not."""
        return overdue(self.status, self.month, month)


class AgreementStep(NamedTuple):
    """An agreement as somebody wrote it down at a moment."""

    at: dt.datetime
    by: str
    role: str
    agreement: Agreement


class Agreed(NamedTuple):
    """An agreement with its history, the first writing first; the last one holds."""

    key: int
    """Its number within the dossier."""
    history: tuple[AgreementStep, ...]

    @property
    def present(self) -> Agreement:
        """As it stands."""
        return self.history[-1].agreement


def due(agreements: tuple[Agreed, ...], month: str) -> tuple[Agreed, ...]:
    """Agreements that should be done by the end of a month and are not, the earliest first."""
    left = [
        item
        for item in agreements
        if item.present.status not in CLOSED and month_number(item.present.month) <= month_number(month)
    ]
    return tuple(sorted(left, key=lambda item: (item.present.month, item.key)))


class Agreements(Access):
    """Writing agreements down, and what became of them; nothing that was written is changed."""

    def agree(self, dossier_id: str, agreement: Agreement) -> Agreed:
        """Write down a new agreement.

        Raises:
            TooLargeError: if the dossier is full.
        """
        with self._on(dossier_id, "measure") as (session, row):
            last = session.scalar(
                select(func.max(AgreementRow.key)).where(AgreementRow.dossier_id == dossier_id)
            )
            made = self._write(session, dossier_id, (last or 0) + 1, agreement)
            self._note(session, "agree", row)
            return Agreed(made.key, (_step(made),))

    def change_agreement(self, dossier_id: str, key: int, agreement: Agreement) -> Agreed:
        """Write down how an agreement stands now; how it stood before is kept.

        Raises:
            MissingError: if the dossier has no such agreement.
            TooLargeError: if the dossier is full.
        """
        with self._on(dossier_id, "measure") as (session, row):
            before = _rows(session, dossier_id, key)
            if not before:
                raise MissingError(f"no agreement {key}")
            made = self._write(session, dossier_id, key, agreement)
            self._note(session, "change_agreement", row)
            return Agreed(key, tuple(_step(item) for item in (*before, made)))

    def agreements(self, dossier_id: str) -> tuple[Agreed, ...]:
        """Every agreement with its history, in the order in which they were made."""
        with self._on(dossier_id, "read") as (session, _):
            found: dict[int, list[AgreementStep]] = {}
            for row in _rows(session, dossier_id):
                found.setdefault(row.key, []).append(_step(row))
            return tuple(Agreed(key, tuple(steps)) for key, steps in sorted(found.items()))

    def _write(self, session: Session, dossier_id: str, key: int, agreement: Agreement) -> AgreementRow:
        made = AgreementRow(
            dossier_id=dossier_id,
            key=key,
            at=now(),
            by=self.actor.name,
            role=self.actor.called,
            content=agreement.model_dump_json(),
        )
        session.add(made)
        check_size(session, dossier_id)
        return made


def _rows(session: Session, dossier_id: str, key: int | None = None) -> list[AgreementRow]:
    query = select(AgreementRow).where(AgreementRow.dossier_id == dossier_id)
    wanted = query if key is None else query.where(AgreementRow.key == key)
    return list(session.scalars(wanted.order_by(AgreementRow.number)))


def _step(row: AgreementRow) -> AgreementStep:
    try:
        agreement = Agreement.model_validate_json(row.content)
    except ValidationError as error:
        raise UnreadableError(f"agreement {row.number} cannot be read") from error
    return AgreementStep(row.at, row.by, row.role, agreement)
