"""A whole dossier as one file, to hand over or to keep."""

import base64
import datetime as dt
import gzip
import hashlib
import json
import secrets
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import AfterValidator, Field, NaiveDatetime, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from hea.dossiers.access import Access, DeniedError
from hea.dossiers.agreements import Agreement
from hea.dossiers.comments import MAX_WORDS_LENGTH, Kind
from hea.dossiers.database import FIRST, StoreError, now
from hea.dossiers.draft import MAX_DRAFT_SIZE, MAX_OWN_TEXT, MAX_SAVED_SIZE, Draft
from hea.dossiers.drafts import ID_BYTES, Saved, UnreadableError, draft_of
from hea.dossiers.follow_up import Realised
from hea.dossiers.limits import (
    MAX_AGREEMENTS,
    MAX_ATTACHMENTS,
    MAX_BUNDLE_SIZE,
    MAX_COMMENTS,
    MAX_COUNTS,
    MAX_DOSSIER_SIZE,
    MAX_FILE_SIZE,
    MAX_HISTORY_SIZE,
    MAX_REVISIONS,
    MAX_SNAPSHOTS,
    MAX_STATUSES,
    MAX_TEXT_SIZE,
    TooLargeError,
    over,
)
from hea.dossiers.people import MAX_NAME_LENGTH, OWN_RIGHTS, Called, short
from hea.dossiers.snapshots import MAX_ASSESSMENT_SIZE, RIGHT_FOR, untouched
from hea.dossiers.tables import (
    AgreementRow,
    AttachmentRow,
    CommentRow,
    DossierRow,
    RealisedRow,
    RevisionRow,
    SnapshotRow,
    StatusRow,
)
from hea.frozen import Frozen
from hea.json_shape import memory_of_texts, too_many
from hea.status import STATUSES, Status
from hea.units import MEGABYTE

FORM: Final = "hea-dossier-1"
PACKED: Final = b"\x1f\x8b"
"""How a packed file begins."""
GZIP: Final = 31
WIDEST: Final = 4
"""Bytes that a character can take in memory."""
MAX_UNPACKED_SIZE = 256 * 1024 * 1024
"""Bytes that the packed assessments of one file may become together; a real one is a few hundred kB."""
MAX_VALUES: Final = 2_000_000
"""Names and values in one file; what there is room for in changes has some hundreds of thousands."""
MAX_LAYERS: Final = 20
MAX_OF_DRAFT: Final = 50_000
"""Values in the draft that a snapshot was made of."""
MAX_OF_ASSESSMENT: Final = 200_000
"""Values in an assessment that was frozen; a real one has ten thousand."""
MAX_PLACE_LENGTH: Final = 80
"""Characters of where something is in a file, as that is told."""
STATE: Final[tuple[tuple[Any, ...], ...]] = (
    (SnapshotRow, SnapshotRow.id),
    (CommentRow, CommentRow.number, CommentRow.settled_at),
    (AttachmentRow, AttachmentRow.id),
    (RealisedRow, RealisedRow.number),
    (AgreementRow, AgreementRow.number),
)
"""What tells one state of a dossier from another, beside its revision and the steps of its snapshots."""
Moment = Annotated[NaiveDatetime, Field(ge=FIRST)]
Number = Annotated[int, Field(ge=1, lt=2**31)]
"""Of a revision, a snapshot or an agreement."""
MAX_HONEST: Final = 2**30
"""No dossier that somebody works in counts so far; one that does is counted anew when it is read in."""
BY: Final = frozenset({"by", "saved_by", "made_by"})
"""Fields that hold who did something."""
Word = Annotated[str, Field(max_length=MAX_NAME_LENGTH)]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


Beside = StatusRow | CommentRow | AttachmentRow | RealisedRow | AgreementRow
"""What refers to a revision or snapshot, or to the dossier as a whole."""


class BundleError(StoreError):
    """The file is no dossier, or it was damaged on the way."""

    code = "bundle"


class LargeBundleError(BundleError):
    """The file holds more than a dossier may."""

    code = "bundle_large"

    def __init__(self, reason: str) -> None:
        super().__init__(reason, megabytes=MAX_DOSSIER_SIZE // MEGABYTE)


class LargeDraftBundleError(BundleError):
    """The draft in the file is larger than one may be."""

    code = "bundle_draft_large"

    def __init__(self) -> None:
        super().__init__("a large draft", characters=MAX_SAVED_SIZE, own=MAX_OWN_TEXT)


class ImpossibleBundleError(BundleError):
    """The file is a dossier, and something in it cannot be in one."""

    code = "bundle_impossible"

    def __init__(self, place: str) -> None:
        super().__init__("not possible", place=place[:MAX_PLACE_LENGTH])


class _Part(Frozen):
    """What a dossier is written from, and is read back into."""


P = TypeVar("P", bound=_Part)


class _Revision(_Part):
    revision: Number
    saved_at: Moment
    saved_by: Word
    role: Called
    content: Draft


class _Status(_Part):
    status: Status
    at: Moment
    by: Word
    role: Called


def _onward(steps: tuple[_Status, ...]) -> tuple[_Status, ...]:
    """Steps of a snapshot, of which each comes after the one before.

    One that was read by somebody who may not make final can stand still.
    """
    found = [STATUSES.index(step.status) for step in steps]
    if found != sorted(found):
        raise ValueError("a snapshot goes back")
    return steps


class _Snapshot(_Part):
    id: Annotated[str, Field(pattern=r"^[0-9A-F]{8,16}$")]
    number: Number
    made_at: Moment
    made_by: Word
    role: Called
    version: Annotated[str, Field(max_length=32)]
    parameters_version: Annotated[str, Field(max_length=32)]
    seed: Annotated[int, Field(ge=0, lt=2**31)] | None
    draws: Annotated[int, Field(ge=1, lt=2**31)] | None
    input_hash: Hash
    content_hash: Hash | None
    content: Annotated[str, Field(max_length=MAX_DRAFT_SIZE)]
    assessment: str | None
    statuses: Annotated[
        tuple[_Status, ...], Field(min_length=1, max_length=MAX_STATUSES), AfterValidator(_onward)
    ]


class _Comment(_Part):
    revision: Number
    path: Word
    kind: Kind
    words: Annotated[str, Field(max_length=MAX_WORDS_LENGTH)]
    at: Moment
    by: Word
    role: Called
    settled_at: Moment | None


class _Attachment(_Part):
    name: Word
    snapshot: str | None
    at: Moment
    by: Word
    content: str
    """Base64."""


class _Count(_Part):
    at: Moment
    by: Word
    role: Called
    realised: Realised


class _Agreed(_Part):
    key: Number
    at: Moment
    by: Word
    role: Called
    agreement: Agreement


class Bundle(_Part):
    """Everything of a dossier except who was let in."""

    form: Literal["hea-dossier-1"] = FORM
    exported_at: Moment
    """Of the last that happened in it, so that the same dossier is the same file."""
    revisions: Annotated[tuple[_Revision, ...], Field(min_length=1, max_length=MAX_REVISIONS)]
    snapshots: Annotated[tuple[_Snapshot, ...], Field(max_length=MAX_SNAPSHOTS)] = ()
    comments: Annotated[tuple[_Comment, ...], Field(max_length=MAX_COMMENTS)] = ()
    attachments: Annotated[tuple[_Attachment, ...], Field(max_length=MAX_ATTACHMENTS)] = ()
    realised: Annotated[tuple[_Count, ...], Field(max_length=MAX_COUNTS)] = ()
    agreements: Annotated[tuple[_Agreed, ...], Field(max_length=MAX_AGREEMENTS)] = ()


def _uncached(_: str, make: Callable[[], bytes]) -> bytes:
    """A file that is made each time it is asked for."""
    return make()


class Bundles(Access):
    """Out as a file, and in again."""

    def export(self, dossier_id: str, once: Callable[[str, Callable[[], bytes]], bytes] = _uncached) -> bytes:
        """The dossier as a packed JSON file with a hash over its content, which can be read in again.

        Args:
            dossier_id: of the dossier; as long as nothing of it changes it is the same file.
            once: makes the file of a state, or has it from before.

        Raises:
            TooLargeError: for a dossier from before there was a limit that is over it.
        """
        with self._on(dossier_id, "read") as (session, row):
            state = _state(session, row)
            self._note(session, "export", row)
        return once(state, lambda: self._written(dossier_id))

    def _written(self, dossier_id: str) -> bytes:
        with self._on(dossier_id, "read") as (session, _):
            bundle = _bundle(session, dossier_id)
        return _packed(bundle)

    def exportable(self, dossier_id: str) -> bool:
        """Whether a dossier can be made into a file; only one from before there was a limit may be too large.

        Such a one is tried, as a download that was offered cannot say any more that it is not there.
        """
        try:
            with self._on(dossier_id, "read") as (session, _):
                if not over(session, dossier_id):
                    return True
                bundle = _bundle(session, dossier_id)
            _packed(bundle)
        except TooLargeError:
            return False
        return True

    def take_in(self, content: bytes, read: Callable[[bytes], Bundle] | None = None) -> Saved:
        """A new dossier of one's own from such a file.

        Marks of others cannot be checked: a snapshot that is final in the file becomes as final as the
        actor may make it, and everything from the file carries a moment up to that of reading it, by which it
        is told from what was done here.

        Args:
            content: of the file.
            read: reads it somewhere else than here, as :func:`read_bundle` does.

        Raises:
            LargeBundleError: if it holds more than a dossier may.
            BundleError: if the file is no dossier, or was changed.
            DeniedError: if the actor may not make dossiers.
        """
        if not self.may_begin:
            raise DeniedError("make a dossier")
        bundle = _counted((read or read_bundle)(content))
        last, moment = bundle.revisions[-1], now()
        saved = Saved(secrets.token_urlsafe(ID_BYTES), last.revision, moment, last.content.title, moment)
        first, then = self._rows(saved.id, _until(bundle, moment))
        with self._session() as session:  # whoever else saves waits for this: all else was done before
            row = DossierRow(**saved._asdict(), organisation=self.actor.organisation, touched_at=moment)
            session.add(row)
            session.flush()
            session.add_all(first)
            session.flush()
            session.add_all(then)
            session.flush()
            if over(session, saved.id):
                raise LargeBundleError("more than a dossier may hold")
            self._note(session, "import", row)
        return saved

    def _rows(self, dossier_id: str, bundle: Bundle) -> tuple[list[RevisionRow | SnapshotRow], list[Beside]]:
        """What a file becomes in the store, and what of it refers to the rest."""
        # Other ids, always: whether one was taken would tell what others have.
        keys = {item.id: secrets.token_hex(6).upper() for item in bundle.snapshots}
        revisions = [_revision_row(dossier_id, item) for item in bundle.revisions]
        snapshots = [_snapshot_row(dossier_id, keys[item.id], item) for item in bundle.snapshots]
        steps = [row for item in bundle.snapshots for row in self._steps(keys[item.id], item)]
        said = [CommentRow(dossier_id=dossier_id, **item.model_dump()) for item in bundle.comments]
        files = [_file_row(dossier_id, keys.get(item.snapshot or ""), item) for item in bundle.attachments]
        counts = [_count_row(dossier_id, item) for item in bundle.realised]
        agreed = [_agreement_row(dossier_id, item) for item in bundle.agreements]
        return [*revisions, *snapshots], [*steps, *said, *files, *counts, *agreed]

    def _steps(self, key: str, item: _Snapshot) -> list[StatusRow]:
        """How far a snapshot came, as far as the actor may bring one; a step to where it was is none."""
        found: dict[Status, StatusRow] = {}
        for step in item.statuses:
            fields = step.model_dump() | {"status": self._allowed(step.status)}
            found.setdefault(fields["status"], StatusRow(snapshot_id=key, **fields))
        return list(found.values())

    def _allowed(self, status: Status) -> Status:
        if self.actor.alone or self.actor.role is None:
            return status
        held = OWN_RIGHTS[self.actor.role]
        may = [step for step in STATUSES if RIGHT_FOR[step] in held]
        return status if status in may else may[-1]


def _revision_row(dossier_id: str, item: _Revision) -> RevisionRow:
    return RevisionRow(
        dossier_id=dossier_id, content=item.content.stored, **item.model_dump(exclude={"content"})
    )


def _snapshot_row(dossier_id: str, key: str, item: _Snapshot) -> SnapshotRow:
    fields = item.model_dump(exclude={"id", "statuses", "assessment"})
    packed = None if item.assessment is None else base64.b64decode(item.assessment, validate=True)
    return SnapshotRow(id=key, former_id=item.id, dossier_id=dossier_id, assessment=packed, **fields)


def _file_row(dossier_id: str, snapshot_id: str | None, item: _Attachment) -> AttachmentRow:
    data = base64.b64decode(item.content, validate=True)
    return AttachmentRow(
        id=secrets.token_urlsafe(ID_BYTES),
        dossier_id=dossier_id,
        snapshot_id=snapshot_id,
        name=item.name,
        hash=hashlib.sha256(data).hexdigest(),
        size=len(data),
        at=item.at,
        by=item.by,
        content=data,
    )


def _count_row(dossier_id: str, item: _Count) -> RealisedRow:
    kept = item.realised.model_dump_json(exclude_none=True)
    fields = item.model_dump(exclude={"realised"})
    return RealisedRow(dossier_id=dossier_id, month=item.realised.month, content=kept, **fields)


def _agreement_row(dossier_id: str, item: _Agreed) -> AgreementRow:
    fields = item.model_dump(exclude={"agreement"})
    return AgreementRow(dossier_id=dossier_id, content=item.agreement.model_dump_json(), **fields)


def read_bundle(content: bytes) -> Bundle:
    """What a file holds, checked.

    Raises:
        BundleError: with the reason.
    """
    try:
        words = _text(unpacked(content))
        _check_shape(words, MAX_VALUES)
        if len(words) + memory_of_texts(words) > MAX_TEXT_SIZE:
            raise LargeBundleError("texts take more than they may")
        raw = json.loads(words)
    except BundleError:
        raise
    except (ValueError, RecursionError) as error:
        raise BundleError(f"no JSON: {error}") from error
    del words
    if not isinstance(raw, dict) or set(raw) != {"hash", "dossier"} or not isinstance(raw["dossier"], dict):
        raise BundleError("no dossier")
    if raw["hash"] != _hash(raw["dossier"]):
        raise BundleError("changed after it was made")
    try:
        bundle = Bundle.model_validate(raw["dossier"])
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        if first["type"] == "too_long":
            raise LargeBundleError(f"too many: {first['loc'][:1]}") from error
        raise ImpossibleBundleError(".".join(map(str, first["loc"]))) from error
    try:
        _check(bundle)
    except (LargeBundleError, LargeDraftBundleError):
        raise
    except (ValueError, StoreError) as error:
        raise BundleError(f"not a dossier of this version: {type(error).__name__}") from error
    return bundle


def unpacked(content: bytes) -> bytes:
    """The JSON of a file of a dossier, which may be packed.

    Raises:
        BundleError: if it is too large, or packed and damaged.
    """
    opening = zlib.decompressobj(wbits=GZIP)
    try:
        found = opening.decompress(content, MAX_TEXT_SIZE) if content.startswith(PACKED) else content
    except zlib.error as error:
        raise BundleError(f"damaged: {error}") from error
    whole = opening.eof or not content.startswith(PACKED)
    if not whole or max(len(found), len(content)) > MAX_TEXT_SIZE or len(content) > MAX_BUNDLE_SIZE:
        raise BundleError(f"{len(content)} bytes, or cut off")
    return found


def _text(found: bytes) -> str:
    """The text of a file, which takes four bytes a character in memory if one of them is a rare one.

    Files that hea makes have none: there such a character is written as its number.

    Raises:
        LargeBundleError: if that is more than it may.
        ValueError: if it is no text.
    """
    if not found.isascii() and WIDEST * len(found) > MAX_TEXT_SIZE:
        raise LargeBundleError(f"{len(found)} bytes, not all of them plain")
    return found.decode()


def _check(bundle: Bundle) -> None:
    """What a type cannot say.

    Raises:
        ValueError: if numbers or ids occur twice, a file is too large, or a snapshot is not what was frozen.
        StoreError: if the draft is too large, or a snapshot holds none.
    """
    if not bundle.revisions[-1].content.fits:
        raise LargeDraftBundleError
    numbers = [item.revision for item in bundle.revisions]
    ids = [item.id for item in bundle.snapshots]
    if numbers != sorted(set(numbers)) or len(ids) != len(set(ids)):
        raise ValueError("numbers or ids occur twice")
    if len(_newest(reversed(bundle.revisions))) < len(bundle.revisions):
        raise LargeBundleError("revisions take more than they may")
    for file in bundle.attachments:
        if len(base64.b64decode(file.content, validate=True)) > MAX_FILE_SIZE:
            raise ValueError("a file is too large")
    room = MAX_UNPACKED_SIZE
    for item in bundle.snapshots:
        packed = None if item.assessment is None else base64.b64decode(item.assessment, validate=True)
        _check_shape(item.content, MAX_OF_DRAFT)
        draft_of(item.content, item.id)
        if packed is not None:
            room -= _unpacked_size(packed, min(room, MAX_ASSESSMENT_SIZE))
        fields = item.model_dump(exclude={"id", "statuses", "assessment"})
        row = SnapshotRow(id=item.id, dossier_id="", assessment=packed, **fields)
        if not untouched(row):
            raise ValueError("a snapshot is not what was frozen")


def _counted(bundle: Bundle) -> Bundle:
    """A bundle from whose numbers there is room to count on: made-up ones beyond all use are counted anew."""
    return bundle.model_copy(
        update={
            "revisions": _anew(bundle.revisions, "revision", bundle.revisions),
            "comments": _anew(bundle.comments, "revision", bundle.revisions),
            "snapshots": _anew(bundle.snapshots, "number", bundle.snapshots),
            "agreements": _anew(bundle.agreements, "key", bundle.agreements),
        }
    )


def _anew(parts: tuple[P, ...], name: str, counted: tuple[_Part, ...]) -> tuple[P, ...]:
    """Parts with a number that is the place of their own among those that are counted.

    A remark can be on a revision that was thinned out: it gets the number of the one before.
    """
    numbers = sorted({getattr(part, name) for part in counted})
    if not numbers or numbers[-1] < MAX_HONEST:
        return parts
    places = [max(bisect_right(numbers, getattr(part, name)), 1) for part in parts]
    return tuple(part.model_copy(update={name: place}) for part, place in zip(parts, places, strict=True))


def _until(part: Any, moment: dt.datetime) -> Any:  # noqa: ANN401
    """A part of a bundle in which nothing happens after a moment, whatever the clock elsewhere said."""
    if isinstance(part, dt.datetime):
        return min(part, moment)
    if isinstance(part, tuple):
        return tuple(_until(item, moment) for item in part)
    if isinstance(part, _Part):
        given = {name: _until(getattr(part, name), moment) for name in type(part).model_fields}
        return part.model_copy(update=given)
    return part


def _unpacked_size(packed: bytes, most: int) -> int:
    """How large an assessment is when unpacked, which is not done beyond what there is room for."""
    opening = zlib.decompressobj()
    try:
        found = opening.decompress(packed, max(most, 1))
    except zlib.error as error:
        raise ValueError("an assessment cannot be unpacked") from error
    if not opening.eof:
        raise ValueError("an assessment is too large")
    _check_shape(found.decode(), MAX_OF_ASSESSMENT)
    return len(found)


def _check_shape(words: str, values: int) -> None:
    if beyond := too_many(words, values, MAX_LAYERS):
        raise ValueError(f"too many {beyond}")


def _hash(content: dict[str, Any]) -> str:
    """Made piece by piece: the text as a whole would take as much memory as its widest character asks."""
    found = hashlib.sha256()
    for piece in json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).iterencode(
        content
    ):
        found.update(piece.encode(errors="surrogatepass"))
    return found.hexdigest()


def _packed(bundle: Bundle) -> bytes:
    """A dossier as the content of its file.

    Raises:
        TooLargeError: if it could not be read in again.
    """
    content = bundle.model_dump(mode="json")
    words = json.dumps({"hash": _hash(content), "dossier": content}).encode()
    packed = gzip.compress(words, mtime=0)
    if len(words) > MAX_TEXT_SIZE or len(packed) > MAX_BUNDLE_SIZE:
        raise TooLargeError(f"{len(packed)} bytes")
    return packed


def _bundle(session: Session, dossier_id: str) -> Bundle:
    """Everything of a dossier.

    Raises:
        TooLargeError: for one from before there were limits.
        UnreadableError: if something in it cannot be in a dossier.
    """
    try:
        return _gathered(session, dossier_id)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        kind = TooLargeError if first["type"] == "too_long" else UnreadableError
        raise kind(f"dossier {dossier_id}: {first['loc']}") from error


def _gathered(session: Session, dossier_id: str) -> Bundle:
    def rows(table: Any, *order: Any) -> list[Any]:  # noqa: ANN401
        return list(session.scalars(select(table).where(table.dossier_id == dossier_id).order_by(*order)))

    bundle = Bundle(
        exported_at=FIRST,
        revisions=_newest(_readable(rows(RevisionRow, RevisionRow.revision.desc()))),
        snapshots=tuple(_snapshot(session, row) for row in rows(SnapshotRow, SnapshotRow.number)),
        comments=tuple(_Comment(**_fields(row, _Comment)) for row in rows(CommentRow, CommentRow.number)),
        attachments=tuple(
            _Attachment(
                snapshot=row.snapshot_id,
                content=base64.b64encode(row.content).decode(),
                **_fields(row, _Attachment, "content", "snapshot"),
            )
            for row in rows(AttachmentRow, AttachmentRow.at, AttachmentRow.id)
        ),
        realised=tuple(
            _Count(realised=Realised.model_validate_json(row.content), **_fields(row, _Count, "realised"))
            for row in rows(RealisedRow, RealisedRow.number)
        ),
        agreements=tuple(
            _Agreed(
                agreement=Agreement.model_validate_json(row.content), **_fields(row, _Agreed, "agreement")
            )
            for row in rows(AgreementRow, AgreementRow.number)
        ),
    )
    return bundle.model_copy(update={"exported_at": max(_moments(bundle))})


def _moments(part: Any) -> Iterator[dt.datetime]:  # noqa: ANN401
    """When the things of a bundle happened."""
    if isinstance(part, dt.datetime):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from _moments(item)
    elif isinstance(part, _Part):
        for name in type(part).model_fields:
            yield from _moments(getattr(part, name))


def _state(session: Session, row: DossierRow) -> str:
    """A mark of all that is in the file of a dossier: what is added, settled or taken away changes it."""
    found: list[object] = [row.id, row.revision]
    for table, *parts in STATE:
        query = select(*parts).where(table.dossier_id == row.id).order_by(*parts)
        found.append([list(map(str, line)) for line in session.execute(query)])
    steps = select(StatusRow.number).join(SnapshotRow, SnapshotRow.id == StatusRow.snapshot_id)
    steps = steps.where(SnapshotRow.dossier_id == row.id).order_by(StatusRow.number)
    found.append(list(session.scalars(steps)))
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()


def _readable(rows: Iterable[RevisionRow]) -> Iterator[_Revision]:
    """Revisions, newest first, without older ones that no version can read.

    Raises:
        UnreadableError: if the present one cannot be read.
    """
    for place, row in enumerate(rows):
        try:
            yield _Revision(
                content=draft_of(row.content, row.dossier_id), **_fields(row, _Revision, "content")
            )
        except (UnreadableError, ValidationError):
            if place == 0:
                raise


def _newest(revisions: Iterable[_Revision]) -> tuple[_Revision, ...]:
    """As many of the newest as there is room for, the present one at least; oldest first."""
    kept: list[_Revision] = []
    size = 0
    for item in revisions:
        size += len(item.model_dump_json().encode())
        if kept and (size > MAX_HISTORY_SIZE or len(kept) == MAX_REVISIONS):
            break
        kept.append(item)
    return tuple(reversed(kept))


def _snapshot(session: Session, row: SnapshotRow) -> _Snapshot:
    query = select(StatusRow).where(StatusRow.snapshot_id == row.id).order_by(StatusRow.number)
    return _Snapshot(
        assessment=None if row.assessment is None else base64.b64encode(row.assessment).decode(),
        statuses=tuple(_Status(**_fields(step, _Status)) for step in session.scalars(query)),
        **_fields(row, _Snapshot, "assessment", "statuses"),
    )


def _fields(row: Any, part: type[_Part], *without: str) -> dict[str, Any]:  # noqa: ANN401
    """What a row gives a part; a name that a login once gave at more length is cut to what a name may be."""
    found = {name: getattr(row, name) for name in part.model_fields if name not in without}
    return {name: short(value) if name in BY else value for name, value in found.items()}
