"""Letting others in: by a link code that needs no account, or by the name of their organisation."""

import datetime as dt
import secrets
from typing import NamedTuple

from sqlalchemy import delete, select

from hea.dossiers.access import Access, DeniedError, MissingError, code_hash
from hea.dossiers.database import now
from hea.dossiers.drafts import ID_BYTES
from hea.dossiers.limits import TooLargeError, check_size, check_unopened
from hea.dossiers.people import GUEST_ROLES, MAX_NAME_LENGTH, Role
from hea.dossiers.tables import DossierRow, GrantRow

CODE_BYTES = 15
"""120 bits: nobody guesses one."""
USUAL_DAYS, MAX_DAYS = 90, 730
ENTERED_ONCE = dt.timedelta(hours=1)
"""Every page that is opened with a code comes in with it: that is recorded once in so long."""


class OwnOrganisationError(DeniedError):
    """The organisation was invited to a dossier of its own."""


class Grant(NamedTuple):
    """Access that was given."""

    id: str
    role: Role
    organisation: str | None
    """``None`` for whoever has the code."""
    made_at: dt.datetime
    made_by: str
    until: dt.datetime


class WayIn(NamedTuple):
    """What a link code leads to, and who gave it."""

    dossier_id: str
    organisation: str
    given_by: str


class Sharing(Access):
    """Giving and taking back access."""

    def share(self, dossier_id: str, role: Role, days: int = USUAL_DAYS) -> tuple[str, Grant]:
        """A code that opens the dossier in a role; it is shown once and kept as a hash only."""
        code = secrets.token_urlsafe(CODE_BYTES)
        return code, self._grant(dossier_id, role, days, code=code)

    def invite(self, dossier_id: str, organisation: str, role: Role, days: int = USUAL_DAYS) -> Grant:
        """Let everyone of another organisation in.

        Raises:
            OwnOrganisationError: if it is the one whose dossier it is.
            UnopenedError: if it has many dossiers of others already that it did not open.
            DeniedError: if the actor may not, or names none.
        """
        if not organisation.strip():
            raise DeniedError("invite an organisation without a name")
        if len(organisation) > MAX_NAME_LENGTH:
            raise TooLargeError(f"{len(organisation)} characters")
        return self._grant(dossier_id, role, days, organisation=organisation.strip())

    def grants(self, dossier_id: str) -> tuple[Grant, ...]:
        """Access that was given and still holds, newest first."""
        with self._on(dossier_id, "share") as (session, _):
            query = select(GrantRow).where(GrantRow.dossier_id == dossier_id, GrantRow.until > now())
            rows = session.scalars(query.order_by(GrantRow.made_at.desc(), GrantRow.id))
            return tuple(_grant(row) for row in rows)

    def revoke(self, dossier_id: str, grant_id: str) -> None:
        """Take access back at once."""
        with self._on(dossier_id, "share") as (session, row):
            found = session.get(GrantRow, grant_id)
            if found is None or found.dossier_id != dossier_id:
                raise MissingError(f"no grant {grant_id}")
            session.delete(found)
            self._note(session, "revoke", row)

    def leave(self, dossier_id: str) -> None:
        """Give back what was shared with the actor's organisation: nobody there sees it any more.

        Who shares asks nobody, so whoever gets it must be able to be rid of it.
        """
        with self._on(dossier_id, "leave") as (session, row):
            mine = GrantRow.organisation == self.actor.organisation
            session.execute(delete(GrantRow).where(GrantRow.dossier_id == dossier_id, mine))
            self._note(session, "leave", row)

    def way_in(self, code: str) -> WayIn:
        """The dossier that a link code opens.

        Raises:
            MissingError: if it opens none, or no longer.
        """
        with self._session() as session:
            found = session.scalar(
                select(GrantRow).where(GrantRow.code_hash == code_hash(code), GrantRow.until > now())
            )
            if found is None:
                raise MissingError("no dossier for this code")
            row = session.get(DossierRow, found.dossier_id)
            assert row is not None
            if not self._noted(session, "enter", row, now() - ENTERED_ONCE):
                self._note(session, "enter", row)
            return WayIn(row.id, row.organisation, found.made_by)

    def _grant(
        self,
        dossier_id: str,
        role: Role,
        days: int,
        *,
        code: str | None = None,
        organisation: str | None = None,
    ) -> Grant:
        if role not in GUEST_ROLES or not 0 < days <= MAX_DAYS:
            raise DeniedError(f"share as {role} for {days} days")
        with self._on(dossier_id, "share") as (session, row):
            if organisation is not None and organisation.casefold() == row.organisation.strip().casefold():
                raise OwnOrganisationError(f"invite {dossier_id} to its own organisation")
            if organisation is not None:
                check_unopened(session, row, organisation)
            made = GrantRow(
                id=secrets.token_urlsafe(ID_BYTES),
                dossier_id=dossier_id,
                role=role,
                code_hash=None if code is None else code_hash(code),
                organisation=organisation,
                made_at=now(),
                made_by=self.actor.name,
                until=now() + dt.timedelta(days=days),
            )
            session.execute(
                delete(GrantRow).where(GrantRow.dossier_id == dossier_id, GrantRow.until <= now())
            )
            session.add(made)
            check_size(session, dossier_id)
            self._note(session, "share", row)
            return _grant(made)


def _grant(row: GrantRow) -> Grant:
    return Grant(**{name: getattr(row, name) for name in Grant._fields})
