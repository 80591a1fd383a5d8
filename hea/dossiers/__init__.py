"""Stored work: drafts that are never overwritten unseen, and frozen snapshots."""

from hea.dossiers.draft import Draft
from hea.dossiers.store import ConflictError, Saved, Snapshot, Store, StoreError, local_store

__all__ = ["ConflictError", "Draft", "Saved", "Snapshot", "Store", "StoreError", "local_store"]
