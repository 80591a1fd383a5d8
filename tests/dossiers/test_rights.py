"""Nobody in where they do not belong: every call as every role, own, shared, foreign and guessed."""

import inspect
import itertools
import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from sqlalchemy.orm import Session

from hea.assessment import assess
from hea.assessment.results import Assessment
from hea.dossiers import (
    ALONE,
    Actor,
    Agreement,
    DeniedError,
    Dossiers,
    Draft,
    MissingError,
    OwnOrganisationError,
    Realised,
    Store,
)
from hea.dossiers.people import EVERYTHING, GUEST_RIGHTS, GUEST_ROLES, OWN_RIGHTS, ROLES, Right
from hea.dossiers.tables import GrantRow
from tests.conftest import distribution_centre
from tests.dossiers.listing import seen_by

AGREED = Agreement(figure="places_short", who="X", what="bedden", number=3, month="2030-01")
DRAFT = Draft(proposal=distribution_centre())


class Here(NamedTuple):
    """A dossier of one organisation with something of everything."""

    store: Store
    home: str
    """The organisation whose it is; no other test knows it."""
    away: str
    id: str
    snapshot: str
    comment: int
    attachment: str
    grant: str
    count: int
    assessment: Assessment


CALLS: dict[str, tuple[Right, Callable[[Dossiers, Here], object]]] = {
    "save": ("write", lambda d, h: d.save(DRAFT, h.id, 1)),
    "load": ("read", lambda d, h: d.load(h.id)),
    "revisions": ("read", lambda d, h: d.revisions(h.id)),
    "delete": ("delete", lambda d, h: d.delete(h.id)),
    "freeze": ("submit", lambda d, h: d.freeze(h.id, DRAFT, h.assessment)),
    "freeze finally": ("finalise", lambda d, h: d.freeze(h.id, DRAFT, h.assessment, "definitief")),
    "snapshots": ("read", lambda d, h: d.snapshots(h.id)),
    "frozen": ("read", lambda d, h: d.frozen(h.id, h.snapshot)),
    "frozen_as": ("read", lambda d, h: d.frozen_as(h.id, DRAFT, "0.1.0", "")),
    "set_status": ("finalise", lambda d, h: d.set_status(h.id, h.snapshot, "definitief")),
    "set_status submitted": ("submit", lambda d, h: d.set_status(h.id, h.snapshot, "ingediend")),
    "comment": ("comment", lambda d, h: d.comment(h.id, "vraag")),
    "comments": ("read", lambda d, h: d.comments(h.id)),
    "settle": ("comment", lambda d, h: d.settle(h.id, h.comment)),
    "attach": ("comment", lambda d, h: d.attach(h.id, "a.pdf", b"a")),
    "attach_all": ("comment", lambda d, h: d.attach_all(h.id, {"a.pdf": b"a", "b.pdf": b"b"})),
    "attachments": ("read", lambda d, h: d.attachments(h.id)),
    "attachment": ("read", lambda d, h: d.attachment(h.id, h.attachment)),
    "share": ("share", lambda d, h: d.share(h.id, "gemeente")),
    "invite": ("share", lambda d, h: d.invite(h.id, f"Anderen {h.home}", "gemeente")),
    "grants": ("share", lambda d, h: d.grants(h.id)),
    "revoke": ("share", lambda d, h: d.revoke(h.id, h.grant)),
    "measure": ("measure", lambda d, h: d.measure(h.id, Realised(month="2030-01", workers=1, source="x"))),
    "counts": ("read", lambda d, h: d.counts(h.id)),
    "forget_count": ("measure", lambda d, h: d.forget_count(h.id, h.count)),
    "agree": ("measure", lambda d, h: d.agree(h.id, AGREED)),
    "change_agreement": ("measure", lambda d, h: d.change_agreement(h.id, 1, AGREED)),
    "agreements": ("read", lambda d, h: d.agreements(h.id)),
    "exportable": ("read", lambda d, h: d.exportable(h.id)),
    "export": ("read", lambda d, h: d.export(h.id)),
    "audit_entries": ("oversee", lambda d, h: d.audit_entries(h.id)),
    "leave": ("leave", lambda d, h: d.leave(h.id)),
}
"""Every call on a dossier with the right it needs. Calls that name no dossier are tried apart."""

READING = {"read", "oversee"}
"""Rights to calls that leave a dossier as it is."""

Way = tuple[Any, ...]


def on_both(of: str, ways: Iterable[Way], done: Callable[[Way, str], bool]) -> pytest.MarkDecorator:
    """Every call in every way on the embedded database; on PostgreSQL once done and once not, in turn.

    What somebody may is looked up before the database is asked: the other one has to show that every call is
    done, refused and hidden there too, and not that of every role.

    Args:
        of: names of what a way is made of.
        ways: in which a call is tried.
        done: whether a call is done in a way.
    """
    every = list(ways)
    cases = [pytest.param("sqlite", name, *way) for name in CALLS for way in every]
    for number, name in enumerate(CALLS):
        for wanted in (True, False):
            alike = [way for way in every if done(way, name) is wanted]
            if alike:
                way = alike[number % len(alike)]
                cases.append(pytest.param("postgresql", name, *way, marks=pytest.mark.postgres))
    return pytest.mark.parametrize(
        ("shared_store", "name", *of.split()), cases, indirect=["shared_store"], scope="module"
    )


WITHOUT_DOSSIER = {
    *("listed", "read_each", "holding", "same_title"),
    *("rights", "shut_out", "way_in", "take_in"),
}
OWN_FILES_ONLY = {"detach", "removable"}
"""Who may, depends on who added the file."""


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    assert DRAFT.proposal is not None
    return assess(DRAFT.proposal, draws=32)


def filled(store: Store, assessment: Assessment) -> Here:
    """A dossier of the company, filled by colleagues who may do so."""
    home, away = f"Logistiek {uuid.uuid4()}", f"gemeente {uuid.uuid4()}"
    company, town = (store.of(Actor(f"Jan {role}", home, role)) for role in ("bedrijf", "gemeente"))
    saved = company.save(DRAFT)
    snapshot = company.freeze(saved.id, DRAFT, assessment)
    town.agree(saved.id, AGREED)
    return Here(
        store,
        home,
        away,
        saved.id,
        snapshot.id,
        company.comment(saved.id, "opmerking").number,
        company.attach(saved.id, "b.pdf", b"b").id,
        company.invite(saved.id, f"Iemand {home}", "acquisitie").id,
        town.measure(saved.id, Realised(month="2030-01", migrants=2, source="y")).number,
        assessment,
    )


@pytest.fixture
def here(shared_store: Store, assessment: Assessment) -> Here:
    """A dossier of its own for a test that changes something."""
    return filled(shared_store, assessment)


@pytest.fixture(scope="module")
def standing(shared_store: Store, assessment: Assessment) -> Here:
    """A dossier for everyone who is refused: what is refused leaves it as it is."""
    return filled(shared_store, assessment)


def outcome(call: Callable[[], object]) -> str:
    """What a call does: done, denied, or as if there were nothing."""
    try:
        call()
    except DeniedError:
        return "denied"
    except MissingError:
        return "missing"
    return "done"


def test_every_call_of_the_store_is_tried() -> None:
    public = {
        name for name, _ in inspect.getmembers(Dossiers, inspect.isfunction) if not name.startswith("_")
    }
    assert {name.split()[0] for name in CALLS} | WITHOUT_DOSSIER | OWN_FILES_ONLY == public


def at_home(way: Way, name: str) -> bool:
    """Whether a role may do something in its own organisation."""
    return CALLS[name][0] in OWN_RIGHTS[way[0]]


@on_both("role", ((role,) for role in ROLES), at_home)
def test_in_the_own_organisation_a_role_does_what_it_may(
    standing: Here, assessment: Assessment, role: Any, name: str
) -> None:
    right, call = CALLS[name]
    expected = "done" if at_home((role,), name) else "denied"
    changes = expected == "done" and right not in READING
    here = filled(standing.store, assessment) if changes else standing
    dossiers = here.store.of(Actor("Piet", here.home, role))
    assert outcome(lambda: call(dossiers, here)) == expected


@on_both("role", ((role,) for role in (*ROLES, None)), lambda way, name: False)
def test_another_organisation_sees_nothing_and_a_guest_neither(standing: Here, role: Any, name: str) -> None:
    here, (_, call) = standing, CALLS[name]
    organisation = here.away if role else here.home
    dossiers = here.store.of(Actor("Kees", organisation, role, codes=frozenset({"geraden", here.id, ""})))
    assert outcome(lambda: call(dossiers, here)) == "missing"
    assert outcome(lambda: call(dossiers, here._replace(id="geraden"))) == "missing"
    assert seen_by(dossiers) == ()
    assert dossiers.rights(here.id) == frozenset()


def let_in(way: Way, name: str) -> bool:
    """Whether a role may do something with what was shared with it, by a code or with its organisation."""
    role, by = way
    held = GUEST_RIGHTS[role] - {"finalise"} | ({"leave"} if by == "organisation" else set())
    return CALLS[name][0] in held


@on_both("role by", itertools.product(GUEST_ROLES, ("code", "organisation")), let_in)
def test_who_was_let_in_does_what_the_role_may(
    standing: Here, assessment: Assessment, role: Any, name: str, by: str
) -> None:
    right, call = CALLS[name]
    expected = "done" if let_in((role, by), name) else "denied"
    changes = expected == "done" and right not in READING
    here = filled(standing.store, assessment) if changes else standing
    here = here._replace(away=f"gemeente {uuid.uuid4()}")
    owner = here.store.of(Actor("Jan", here.home, "bedrijf"))
    if by == "code":
        code, _ = owner.share(here.id, role)
        guest = Actor(codes=frozenset({code}))
    else:
        owner.invite(here.id, here.away, role)
        guest = Actor("Els", here.away, "acquisitie")
    dossiers = here.store.of(guest)
    assert [row.id for row in seen_by(dossiers)] == [here.id]
    assert outcome(lambda: call(dossiers, here)) == expected


@pytest.mark.parametrize("by", ["code", "organisation"])
@pytest.mark.parametrize("given", GUEST_ROLES)
@pytest.mark.parametrize("role", [*ROLES, None])
def test_only_who_logs_in_as_a_municipality_makes_final_what_was_shared(
    here: Here, role: Any, given: Any, by: str
) -> None:
    """Who shares chooses the role, so the role alone says nothing of who it is."""
    owner = here.store.of(Actor("Jan", here.home, "bedrijf"))
    code, _ = owner.share(here.id, given)
    owner.invite(here.id, here.away, given)
    codes = frozenset({code} if by == "code" else ())
    guest = here.store.of(Actor("Els", here.away if role else "", role, codes=codes))
    may = (role, given) == ("gemeente", "gemeente")
    assert ("finalise" in guest.rights(here.id)) == may
    final = outcome(lambda: guest.set_status(here.id, here.snapshot, "definitief"))
    assert (final == "done") == may


@pytest.mark.parametrize("given", GUEST_ROLES)
@pytest.mark.parametrize("role", ROLES)
def test_nobody_gets_more_in_the_own_organisation_by_sharing(here: Here, role: Any, given: Any) -> None:
    giver = here.store.of(Actor("Piet", here.home, role))
    code, _ = giver.share(here.id, given)
    of_before(here, given)
    dossiers = here.store.of(replace(giver.actor, codes=frozenset({code})))
    assert dossiers.rights(here.id) == OWN_RIGHTS[role]
    final = outcome(lambda: dossiers.set_status(here.id, here.snapshot, "definitief"))
    assert final == ("done" if role == "gemeente" else "denied")


def of_before(here: Here, given: str) -> None:
    """Access of the own organisation, which could be given once and may still be there."""
    with Session(here.store.engine) as session, session.begin():
        made = session.get_one(GrantRow, here.grant)
        copy = {name: getattr(made, name) for name in ("dossier_id", "made_at", "made_by", "until")}
        session.add(GrantRow(id=uuid.uuid4().hex, role=given, organisation=here.home, **copy))


@pytest.mark.parametrize("written", [str, str.upper, " {} ".format])
def test_the_own_organisation_is_not_invited(here: Here, written: Callable[[str], str]) -> None:
    owner = here.store.of(Actor("Jan", here.home, "bedrijf"))
    with pytest.raises(OwnOrganisationError):
        owner.invite(here.id, written(here.home), "gemeente")
    assert here.home not in {grant.organisation for grant in owner.grants(here.id)}


@pytest.mark.parametrize("name", CALLS)
def test_without_a_login_nothing_of_an_organisation_is_seen(standing: Here, name: str) -> None:
    here, (_, call) = standing, CALLS[name]
    assert outcome(lambda: call(here.store.of(ALONE), here)) == "missing"
    assert here.id not in [row.id for row in seen_by(here.store.of(ALONE))]


def test_the_one_user_of_a_machine_may_do_everything(shared_store: Store) -> None:
    alone = shared_store.of(ALONE)
    saved = alone.save(DRAFT)
    assert alone.rights(saved.id) == EVERYTHING
    assert [row.id for row in seen_by(alone)] == [saved.id]


PARTS = {
    "frozen": lambda d, h: d.frozen(h.id, h.snapshot),
    "set_status": lambda d, h: d.set_status(h.id, h.snapshot, "definitief"),
    "settle": lambda d, h: d.settle(h.id, h.comment),
    "attachment": lambda d, h: d.attachment(h.id, h.attachment),
    "attach": lambda d, h: d.attach(h.id, "a", b"a", h.snapshot),
    "attach_all": lambda d, h: d.attach_all(h.id, {"a": b"a"}, h.snapshot),
    "revoke": lambda d, h: d.revoke(h.id, h.grant),
    "forget_count": lambda d, h: d.forget_count(h.id, h.count),
}


@pytest.mark.parametrize("name", PARTS)
def test_parts_of_another_dossier_cannot_be_reached_through_the_own(here: Here, name: str) -> None:
    """Someone with a dossier of their own names parts of that of others, whose ids they guessed."""
    own = here.store.of(Actor("Kees", here.away, "gemeente"))
    mine = own.save(DRAFT)
    assert outcome(lambda: PARTS[name](own, here._replace(id=mine.id))) == "missing"


def test_a_code_ends_when_it_is_taken_back_or_its_time_is_over(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = here.store.of(Actor("Jan", here.home, "bedrijf"))
    code, grant = owner.share(here.id, "gemeente", days=10)
    guest = here.store.of(Actor(codes=frozenset({code})))
    assert guest.way_in(f" {code} ").dossier_id == here.id
    import datetime as dt

    from hea.dossiers import access, sharing

    for module in (access, sharing):
        monkeypatch.setattr(module, "now", lambda: grant.until + dt.timedelta(seconds=1))
    assert outcome(lambda: guest.load(here.id)) == "missing"
    assert outcome(lambda: guest.way_in(code)) == "missing"
    monkeypatch.undo()
    guest.load(here.id)
    owner.revoke(here.id, grant.id)
    assert outcome(lambda: guest.load(here.id)) == "missing"


@pytest.mark.parametrize("role", GUEST_ROLES)
def test_an_organisation_is_rid_of_what_was_shared_with_it(here: Here, role: Any) -> None:
    owner, other = (here.store.of(Actor("Jan", whose, "bedrijf")) for whose in (here.home, here.away))
    third = here.store.of(Actor("Bo", f"Iemand {here.home}", "acquisitie"))
    owner.invite(here.id, here.away, "gemeente")
    owner.invite(here.id, here.away, "acquisitie")
    code, _ = owner.share(here.id, "gemeente")
    here.store.of(Actor("Els", here.away, role)).leave(here.id)
    assert other.listed() == ()
    assert outcome(lambda: other.load(here.id)) == "missing"
    assert outcome(lambda: other.leave(here.id)) == "missing"
    assert {grant.organisation for grant in owner.grants(here.id)} == {f"Iemand {here.home}", None}, (
        "only its own"
    )
    assert third.rights(here.id)
    here.store.of(Actor(codes=frozenset({code}))).load(here.id)
    owner.invite(here.id, here.away, "gemeente")
    assert [row.id for row in seen_by(other)] == [here.id], "who shares it again is heard again"


def test_a_code_is_kept_as_a_hash_only(here: Here) -> None:
    from sqlalchemy import text

    code, _ = here.store.of(Actor("Jan", here.home, "bedrijf")).share(here.id, "gemeente")
    with here.store.engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM grants")).all()
    assert code not in str(rows)


@pytest.mark.parametrize("days", [0, -1, 10_000])
def test_access_is_given_for_a_time_and_never_to_administrators(here: Here, days: int) -> None:
    owner = here.store.of(Actor("Jan", here.home, "bedrijf"))
    with pytest.raises(DeniedError):
        owner.share(here.id, "gemeente", days)
    with pytest.raises(DeniedError):
        owner.share(here.id, "beheer")
    with pytest.raises(DeniedError):
        owner.invite(here.id, "  ", "gemeente")


@pytest.mark.parametrize("role", [None, "beheer"])
def test_guests_and_administrators_make_no_dossiers(here: Here, role: Any) -> None:
    actor = Actor("A", here.home, role)
    owner = here.store.of(Actor("Jan", here.home, "bedrijf"))
    content = owner.export(here.id)
    with pytest.raises(DeniedError):
        here.store.of(actor).save(DRAFT)
    with pytest.raises(DeniedError):
        here.store.of(actor).take_in(content)


def test_a_file_makes_nothing_more_final_than_its_reader_may(here: Here) -> None:
    town = here.store.of(Actor("Els", here.home, "gemeente"))
    town.set_status(here.id, here.snapshot, "definitief")
    content = town.export(here.id)
    for role, status in (("bedrijf", "ingediend"), ("gemeente", "definitief")):
        reader = here.store.of(Actor("Kees", here.away, role))  # type: ignore[arg-type]
        taken = reader.take_in(content)
        assert [row.status for row in reader.snapshots(taken.id)] == [status]


def test_the_record_says_who_did_what_and_not_a_word_of_the_content(here: Here) -> None:
    overseer = here.store.of(Actor("Bea", here.home, "beheer"))
    audit_entries = overseer.audit_entries(here.id)
    assert [entry.action for entry in audit_entries] == [
        *("measure", "share", "attach", "comment", "agree", "freeze", "begin"),
    ]
    assert {entry.by for entry in audit_entries} == {"Jan bedrijf", "Jan gemeente"}
    assert "Voorbeeld" not in str(audit_entries)
    here.store.of(Actor("Jan", here.home, "bedrijf")).delete(here.id)
    from sqlalchemy import text

    with here.store.engine.connect() as connection:
        last = connection.execute(text("SELECT action FROM audit ORDER BY number DESC")).scalar()
    assert last == "delete"


def test_who_opens_page_after_page_with_a_code_is_recorded_once(here: Here) -> None:
    """What a guest can have recorded without end, fills the disk and the page of who oversees."""
    code, _ = here.store.of(Actor("Jan", here.home, "bedrijf")).share(here.id, "gemeente")
    guest = here.store.of(Actor(codes=frozenset({code})))
    for _ in range(5):
        assert guest.way_in(code).dossier_id == here.id
    here.store.of(Actor("Els", here.away, "gemeente")).way_in(code)
    entries = here.store.of(Actor("Bea", here.home, "beheer")).audit_entries(here.id)
    assert [(entry.by, entry.role) for entry in entries if entry.action == "enter"] == [
        ("Els", "gemeente"),
        ("", "gast"),
    ]


def test_of_a_long_record_the_newest_are_read(here: Here) -> None:
    own = here.store.of(Actor("Bea", here.home, "beheer"))
    every = own.audit_entries(here.id)
    assert own.audit_entries(here.id, 2) == every[:2]


def test_who_may_not_write_freezes_what_is_kept_and_nothing_else(here: Here) -> None:
    code, _ = here.store.of(Actor("Jan", here.home, "bedrijf")).share(here.id, "gemeente")
    town = here.store.of(Actor("Els", here.away, "gemeente", codes=frozenset({code})))
    other = Draft(proposal=distribution_centre(company="Iets anders"))
    with pytest.raises(DeniedError):
        town.freeze(here.id, other, here.assessment, "definitief")
    assert town.freeze(here.id, DRAFT, here.assessment, "definitief").status == "definitief"


@pytest.mark.parametrize(
    "other",
    [
        Actor("Jan bedrijf", "away", "gemeente"),
        Actor("Jan bedrijf", "home", "bedrijf", subject="aanmelding jansen-2"),
        Actor("Jan bedrijf", "home", "bedrijf"),
    ],
)
def test_who_is_called_the_same_is_not_the_same(here: Here, other: Actor) -> None:
    jan = here.store.of(Actor("Jan bedrijf", here.home, "bedrijf", subject="aanmelding jansen-1"))
    jan.invite(here.id, here.away, "gemeente")
    file = jan.attach(here.id, "advies.pdf", b"a")
    namesake = here.store.of(replace(other, organisation=getattr(here, other.organisation)))
    assert not namesake.removable(file)
    assert outcome(lambda: namesake.detach(here.id, file.id)) == "denied"
    renamed = here.store.of(replace(jan.actor, name="Jan de Vries"))
    assert outcome(lambda: renamed.detach(here.id, file.id)) == "done"


def test_a_file_is_removed_by_whoever_added_it_and_by_nobody_else(here: Here) -> None:
    jan, piet = (here.store.of(Actor(f"{name} bedrijf", here.home, "bedrijf")) for name in ("Jan", "Piet"))
    stranger = here.store.of(Actor("Jan bedrijf", here.away, "gemeente"))
    code, _ = jan.share(here.id, "bedrijf")
    guest = here.store.of(Actor(codes=frozenset({code})))
    (file,) = jan.attachments(here.id)
    of_guest = guest.attach(here.id, "gast.pdf", b"g")
    assert (jan.removable(file), piet.removable(file), guest.removable(of_guest)) == (True, False, False)
    assert outcome(lambda: piet.detach(here.id, file.id)) == "denied"
    assert outcome(lambda: guest.detach(here.id, of_guest.id)) == "denied"  # a guest has no name to go by
    assert outcome(lambda: stranger.detach(here.id, file.id)) == "missing"
    assert outcome(lambda: jan.detach(here.id, file.id)) == "done"
    assert outcome(lambda: jan.detach(here.id, file.id)) == "missing"


def test_a_stranger_is_shown_no_dossier_of_others(here: Here) -> None:
    owner, stranger = (here.store.of(Actor("Jan", whose, "bedrijf")) for whose in (here.home, here.away))
    assert [row.saved.id for row in owner.listed()] == [here.id]
    assert stranger.listed() == ()
    assert stranger.holding(DRAFT) is None
