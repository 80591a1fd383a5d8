"""A dossier file as someone with bad intent makes one: its content is made up, and every hash is right."""

import base64
import json
import zlib
from collections.abc import Callable
from typing import Any

from hea.dossiers import ALONE, Dossiers, Draft, Store
from hea.dossiers.bundle import _hash, unpacked
from hea.dossiers.snapshots import hash_of
from hea.dossiers.tables import SnapshotRow

FRESH = "2031-01-01T00:00:00"


def rehashed(dossier: dict[str, Any]) -> bytes:
    """The file of a dossier whose content was made up; its own hash is right."""
    return json.dumps({"hash": _hash(dossier), "dossier": dossier}).encode()


def refrozen(snapshot: dict[str, Any]) -> None:
    """Give a snapshot that was made up the hash that goes with it."""
    head = ("version", "parameters_version", "seed", "draws", "input_hash", "content")
    packed = base64.b64decode(snapshot["assessment"])
    row = SnapshotRow(**{name: snapshot[name] for name in head}, assessment=packed)
    snapshot["content_hash"] = hash_of(row)


def with_figure(snapshot: dict[str, Any], change: Callable[[dict[str, Any]], None]) -> None:
    """Change what was calculated in a snapshot."""
    told = json.loads(zlib.decompress(base64.b64decode(snapshot["assessment"])))
    change(told)
    snapshot["assessment"] = base64.b64encode(zlib.compress(json.dumps(told).encode())).decode()


def one_migrant(told: dict[str, Any]) -> None:
    """A plan that asks almost nothing."""
    told["headline"]["units"]["total"]["peak"] |= {"p10": 1.0, "p50": 1.0, "p90": 1.0}


def forged(own: Dossiers, dossier_id: str, *, checked: bool = True) -> bytes:
    """A final snapshot by a name of choice, made in the future, with a figure of choice."""
    dossier: dict[str, Any] = json.loads(unpacked(own.export(dossier_id)))["dossier"]
    for snapshot in dossier["snapshots"]:
        with_figure(snapshot, one_migrant)
        who = {"by": "Els de Vries", "role": "gemeente"}
        snapshot |= {"made_at": FRESH, "made_by": who["by"], "role": who["role"]}
        snapshot["statuses"] = [{"status": "definitief", "at": FRESH, **who}]
        if checked:
            refrozen(snapshot)
        else:
            snapshot["content_hash"] = None
    return rehashed(dossier)


def with_snapshot(store: Store, held: Draft, assessment: Any) -> tuple[Dossiers, str]:
    """A store with one dossier and its snapshot."""
    own = store.of(ALONE)
    saved = own.save(held)
    own.freeze(saved.id, held, assessment)
    return own, saved.id
