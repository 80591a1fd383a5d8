"""Afterwards: what became of a plan, counted at a month."""

import datetime as dt
from typing import Annotated, NamedTuple

from pydantic import Field, ValidationError, model_validator
from sqlalchemy import select

from hea.dossiers.access import Access, MissingError
from hea.dossiers.database import now
from hea.dossiers.drafts import UnreadableError
from hea.dossiers.limits import check_size
from hea.dossiers.tables import RealisedRow
from hea.frozen import Frozen

People = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]


class Realised(Frozen):
    """Figures counted at one month; what was not counted is ``None``, not zero."""

    month: Annotated[str, Field(pattern=r"^[12]\d{3}-(0[1-9]|1[0-2])$")]
    workers: People | None = None
    migrants: People | None = None
    places_short: People | None = None
    places_mid: People | None = None
    places_long: People | None = None
    in_municipality: People | None = None
    """Labour migrants who live in the municipality of the site."""
    elsewhere_in_region: People | None = None
    other_region: People | None = None
    across_border: People | None = None
    source: Annotated[str, Field(min_length=1, max_length=500)]
    """Who counted, and from what."""

    @model_validator(mode="after")
    def _counts_something(self) -> "Realised":
        if not self.counted:
            raise ValueError("nothing was counted")
        return self

    @property
    def counted(self) -> dict[str, float]:
        """Figures that are known, by name."""
        values = self.model_dump(exclude={"month", "source"}, exclude_none=True)
        return {name: float(value) for name, value in values.items()}


class Count(NamedTuple):
    """Realised figures as the store keeps them."""

    number: int
    at: dt.datetime
    by: str
    role: str
    realised: Realised


class FollowUp(Access):
    """Entering and reading what was realised."""

    def measure(self, dossier_id: str, realised: Realised) -> Count:
        """Add figures; nothing that was entered before is changed.

        Raises:
            TooLargeError: if the dossier is full.
        """
        with self._on(dossier_id, "measure") as (session, row):
            made = RealisedRow(
                dossier_id=dossier_id,
                month=realised.month,
                at=now(),
                by=self.actor.name,
                role=self.actor.called,
                content=realised.model_dump_json(exclude_none=True),
            )
            session.add(made)
            check_size(session, dossier_id)
            self._note(session, "measure", row)
            return _count(made)

    def counts(self, dossier_id: str) -> tuple[Count, ...]:
        """Everything counted, by month and then in the order of entry."""
        with self._on(dossier_id, "read") as (session, _):
            query = select(RealisedRow).where(RealisedRow.dossier_id == dossier_id)
            rows = session.scalars(query.order_by(RealisedRow.month, RealisedRow.number))
            return tuple(_count(row) for row in rows)

    def forget_count(self, dossier_id: str, number: int) -> None:
        """Remove figures that were entered by mistake."""
        with self._on(dossier_id, "measure") as (session, row):
            found = session.get(RealisedRow, number)
            if found is None or found.dossier_id != dossier_id:
                raise MissingError(f"no count {number}")
            session.delete(found)
            self._note(session, "forget_count", row)


def _count(row: RealisedRow) -> Count:
    try:
        realised = Realised.model_validate_json(row.content)
    except ValidationError as error:
        raise UnreadableError(f"count {row.number} cannot be read") from error
    return Count(row.number, row.at, row.by, row.role, realised)
