"""Who may do what with a dossier.

An organisation sees its own dossiers; someone from outside sees what was shared with them, in the role that
goes with it. On a machine with one user there are no organisations, and that user may do everything.
"""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

Role = Literal["bedrijf", "gemeente", "acquisitie", "beheer"]
"""As the organisation's login calls them; also the roles a dossier is shared in, except ``beheer``."""
Called = Literal["", "gast", "bedrijf", "gemeente", "acquisitie", "beheer"]
"""What somebody was when they did something: nothing for the user of a machine without login."""
Right = Literal[
    "read", "write", "comment", "submit", "finalise", "measure", "share", "delete", "oversee", "leave"
]
"""Look; change the draft; remark and ask; freeze and submit; make final; enter what was
agreed and realised; let others in; remove; see who did what and for how long things are kept; give back
what was shared."""

MAX_NAME_LENGTH: Final = 200
"""Characters of a name: of somebody, an organisation, a file."""
ROLES: Final = get_args(Role)
GUEST_ROLES: Final[tuple[Role, ...]] = ("bedrijf", "gemeente", "acquisitie")
EVERYTHING: Final[frozenset[Right]] = frozenset(get_args(Right)) - {"leave"}

_WORK: Final[frozenset[Right]] = frozenset({"read", "write", "comment", "submit", "share", "delete"})
OWN_RIGHTS: Final[dict[Role, frozenset[Right]]] = {
    "bedrijf": _WORK | {"measure"},
    "gemeente": _WORK | {"finalise", "measure"},
    "acquisitie": _WORK,
    "beheer": frozenset({"read", "share", "delete", "oversee"}),
}
"""Rights in the dossiers of one's own organisation."""

MAY_UNDO_FINAL: Final[frozenset[Right]] = frozenset({"finalise", "oversee"})
"""Who has neither may not remove a dossier in which something was made final."""

GUEST_RIGHTS: Final[dict[Role, frozenset[Right]]] = {
    "bedrijf": frozenset({"read", "write", "comment", "submit", "measure"}),
    "gemeente": frozenset({"read", "comment", "finalise", "measure"}),
    "acquisitie": frozenset({"read", "comment"}),
    "beheer": frozenset(),
}
"""Rights in a dossier of others that was shared in that role."""


def short(name: str) -> str:
    """A name of at most :data:`MAX_NAME_LENGTH` characters, whose end shows that it was longer."""
    return name if len(name) <= MAX_NAME_LENGTH else name[: MAX_NAME_LENGTH - 1] + "…"


def granted(shared_as: Role, own: Role | None) -> frozenset[Right]:
    """What somebody may do with a dossier of others that was shared in a role.

    Who shares chooses the role, so a role alone proves nothing: a company could give itself that of a
    municipality. Making final takes a login of somebody who may do so at home as well.

    Args:
        shared_as: the role it was shared in.
        own: the role that the login gives, if there is one.
    """
    given = GUEST_RIGHTS[shared_as]
    return given if own is not None and "finalise" in OWN_RIGHTS[own] else given - {"finalise"}


@dataclass(frozen=True)
class Actor:
    """Someone who uses the store."""

    name: str = ""
    """Shown beside what they did; empty for the user of this machine."""
    organisation: str = ""
    role: Role | None = None
    """``None`` for the user of this machine and for a guest."""
    codes: frozenset[str] = field(default=frozenset(), repr=False)
    """Link codes this person has entered."""
    alone: bool = False
    """The one user of this machine, with no login."""
    subject: str = field(default="", repr=False)
    """Who this is to the login of the organisation, whatever they are called; empty if it does not say."""

    def __post_init__(self) -> None:
        """A login may give a name of any length; what is kept beside a deed must fit in a file."""
        object.__setattr__(self, "name", short(self.name))

    @property
    def person(self) -> str:
        """A mark of this person that another of the same name does not have; empty for who has no name.

        It is kept with what somebody may undo, so it holds for the login, or the organisation with the name.
        """
        known = self.subject or (self.organisation and self.name)
        parts = [self.subject] if self.subject else [self.organisation, self.name]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest() if known else ""

    @property
    def called(self) -> Called:
        """Role for audit entries: as logged in, else ``gast``, or nothing on a machine with one user."""
        return "" if self.alone else self.role or "gast"


ALONE: Final = Actor(alone=True)
"""The user of a machine without login."""
