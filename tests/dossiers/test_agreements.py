"""Agreements after the report: written down, changed, due, and whole after a journey as a file."""

import gzip
import json

import pytest
from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from hea.dossiers import ALONE, Agreement, Draft, MissingError, Store, bundle, due
from hea.dossiers.bundle import read_bundle
from tests.conftest import distribution_centre

BEDS = Agreement(
    figure="places_short", who="Bedrijf X", what="120 slaapplaatsen", number=120, month="2027-06"
)


@pytest.fixture
def kept(shared_store: Store) -> tuple[Store, str]:
    own = shared_store.of(ALONE)
    return shared_store, own.save(Draft(proposal=distribution_centre())).id


def test_an_agreement_is_kept_with_every_step_and_the_last_one_holds(kept: tuple[Store, str]) -> None:
    own, dossier = kept[0].of(ALONE), kept[1]
    made = own.agree(dossier, BEDS)
    own.agree(dossier, BEDS.model_copy(update={"figure": "language", "number": 40}))
    own.change_agreement(dossier, made.key, BEDS.model_copy(update={"status": "loopt"}))
    own.change_agreement(
        dossier, made.key, BEDS.model_copy(update={"status": "gehaald", "evidence": "telling gemeente"})
    )
    first, second = own.agreements(dossier)
    assert [step.agreement.status for step in first.history] == ["afgesproken", "loopt", "gehaald"]
    assert (first.present.evidence, second.present.figure) == ("telling gemeente", "language")
    assert (first.key, second.key) == (1, 2)
    with pytest.raises(MissingError):
        own.change_agreement(dossier, 9, BEDS)


def test_nothing_that_was_written_can_be_changed_in_the_database_itself(kept: tuple[Store, str]) -> None:
    store, dossier = kept
    store.of(ALONE).agree(dossier, BEDS)
    with pytest.raises(DBAPIError, match="never change"), store.engine.begin() as connection:
        connection.execute(text("UPDATE agreements SET content = '{}'"))


def test_what_is_due_is_what_should_be_done_and_is_not(kept: tuple[Store, str]) -> None:
    own, dossier = kept[0].of(ALONE), kept[1]
    written = (
        *(("2027-09", "loopt"), ("2027-06", "afgesproken"), ("2027-06", "gehaald")),
        *(("2027-06", "vervallen"), ("2028-01", "afgesproken"), ("2027-05", "te_laat")),
    )
    for month, status in written:
        own.agree(dossier, BEDS.model_copy(update={"month": month, "status": status}))
    every = own.agreements(dossier)
    assert [(item.present.month, item.key) for item in due(every, "2027-09")] == [
        ("2027-05", 6),
        ("2027-06", 2),
        ("2027-09", 1),
    ]
    assert not BEDS.overdue("2027-06")
    assert BEDS.overdue("2027-07")


def test_a_dossier_that_went_elsewhere_as_a_file_has_all_its_agreements(kept: tuple[Store, str]) -> None:
    own, dossier = kept[0].of(ALONE), kept[1]
    before = own.export(dossier)
    made = own.agree(dossier, BEDS)
    own.change_agreement(dossier, made.key, BEDS.model_copy(update={"status": "gehaald"}))
    after = own.export(dossier)
    assert before != after
    elsewhere = Store("sqlite://").of(ALONE)
    taken = elsewhere.take_in(after)
    assert elsewhere.agreements(taken.id) == own.agreements(dossier)
    assert read_bundle(before).agreements == ()


def test_a_file_of_before_there_were_agreements_is_read(kept: tuple[Store, str]) -> None:
    own, dossier = kept[0].of(ALONE), kept[1]
    own.agree(dossier, BEDS)
    written = json.loads(gzip.decompress(own.export(dossier)))
    del written["dossier"]["agreements"]
    written["hash"] = bundle._hash(written["dossier"])
    assert read_bundle(gzip.compress(json.dumps(written).encode())).agreements == ()


def test_agreements_go_with_their_dossier(kept: tuple[Store, str]) -> None:
    store, dossier = kept
    own = store.of(ALONE)
    own.agree(dossier, BEDS)
    own.delete(dossier)
    with store.engine.connect() as connection:
        left = connection.execute(
            text("SELECT COUNT(*) FROM agreements WHERE dossier_id = :id"), {"id": dossier}
        )
        assert left.scalar() == 0


@pytest.mark.parametrize(
    "wrong",
    [{"number": -1}, {"number": None}, {"month": ""}, {"month": "2027-13"}, {"who": ""}, {"status": "klaar"},
     {"figure": "geluk"}, {"what": "x" * 501}, {"number": float("inf")}],
)  # fmt: skip
def test_what_cannot_be_an_agreement_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Agreement.model_validate(BEDS.model_dump() | wrong)
