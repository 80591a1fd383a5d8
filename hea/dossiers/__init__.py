"""Stored work: drafts that are never overwritten unseen, frozen snapshots, and what parties say of them."""

from hea.dossiers.access import DeniedError, MissingError
from hea.dossiers.agreements import Agreed, Agreement, AgreementStep, due
from hea.dossiers.bundle import BundleError, ImpossibleBundleError, LargeBundleError, LargeDraftBundleError
from hea.dossiers.comments import Attachment, Comment
from hea.dossiers.database import StoreError
from hea.dossiers.draft import Draft
from hea.dossiers.drafts import ConflictError, Listed, Revision, Saved, UnreadableError
from hea.dossiers.follow_up import Count, Realised
from hea.dossiers.limits import DraftTooLargeError, TooLargeError, UnopenedError
from hea.dossiers.people import ALONE, Actor, Right, Role
from hea.dossiers.recalculation import recalculated, same_figures
from hea.dossiers.sharing import Grant, OwnOrganisationError
from hea.dossiers.snapshots import DossierState, Snapshot, TamperedError
from hea.dossiers.store import AuditEntry, Dossiers, Store, local_store, restore

__all__ = [
    "ALONE",
    "Actor",
    "Agreed",
    "Agreement",
    "AgreementStep",
    "Attachment",
    "AuditEntry",
    "BundleError",
    "Comment",
    "ConflictError",
    "Count",
    "DeniedError",
    "DossierState",
    "Dossiers",
    "Draft",
    "DraftTooLargeError",
    "Grant",
    "ImpossibleBundleError",
    "LargeBundleError",
    "LargeDraftBundleError",
    "Listed",
    "MissingError",
    "OwnOrganisationError",
    "Realised",
    "Revision",
    "Right",
    "Role",
    "Saved",
    "Snapshot",
    "Store",
    "StoreError",
    "TamperedError",
    "TooLargeError",
    "UnopenedError",
    "UnreadableError",
    "due",
    "local_store",
    "recalculated",
    "restore",
    "same_figures",
]
