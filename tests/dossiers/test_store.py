"""Drafts are never overwritten unseen; snapshots never change."""

from pathlib import Path

import pytest

from hea.dossiers import ConflictError, Draft, Store, StoreError
from hea.exchange import example
from hea.parameters import OwnValue


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'hea.sqlite'}")


def draft(company: str = "Kas BV") -> Draft:
    own = OwnValue(name="persons_per_fte", value=1.1, who="gemeente", why="eigen telling")
    return Draft(proposal=example("plantenkwekerij_erp").update(company=company), own_values=(own,))


def test_a_draft_comes_back_as_it_was_saved(store: Store) -> None:
    saved = store.save(draft())
    assert store.load(saved.id) == (draft(), saved)
    assert saved.revision == 1


def test_a_second_writer_is_told_and_overwrites_nothing(store: Store) -> None:
    saved = store.save(draft())
    store.save(draft("Eerste"), saved.id, saved.revision)
    with pytest.raises(ConflictError) as error:
        store.save(draft("Tweede"), saved.id, saved.revision)
    assert error.value.current.revision == 2
    kept, _ = store.load(saved.id) or pytest.fail("gone")
    assert kept.title.startswith("Eerste")


def test_an_unknown_draft_is_none_and_cannot_be_saved_over(store: Store) -> None:
    assert store.load("onbekend") is None
    with pytest.raises(StoreError):
        store.save(draft(), "onbekend", 1)


def test_recent_drafts_come_newest_first(store: Store) -> None:
    first, second = store.save(draft("A")), store.save(draft("B"))
    store.save(draft("A weer"), first.id, first.revision)
    assert [row.id for row in store.recent(5)] == [first.id, second.id]
    assert len(store.recent(1)) == 1


def test_a_snapshot_stays_when_the_draft_moves_on(store: Store) -> None:
    saved = store.save(draft())
    made = store.freeze(draft(), saved.id, version="1", parameters_version="2", input_hash="ab")
    store.save(draft("Anders"), saved.id, saved.revision)
    assert store.snapshots(saved.id) == (made,)
    assert store.snapshot(made.id) == draft()


def test_a_deleted_draft_takes_its_snapshots_along(store: Store) -> None:
    saved = store.save(draft())
    made = store.freeze(draft(), saved.id, version="1", parameters_version="2", input_hash="ab")
    store.delete(saved.id)
    assert store.load(saved.id) is None
    assert store.snapshot(made.id) is None


def test_a_database_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    (tmp_path / "hea.sqlite").write_bytes(b"dit is geen database" * 100)
    with pytest.raises(StoreError):
        Store(f"sqlite:///{tmp_path / 'hea.sqlite'}")


def test_own_values_replace_the_shipped_ones_with_who_and_why() -> None:
    record = draft().parameters["persons_per_fte"]
    assert (record.low, record.central, record.high, record.grade) == (1.1, 1.1, 1.1, "D")
    assert "eigen telling" in record.source.citation
    assert "gemeente" in record.source.citation
    assert draft().parameters.overrides == ("persons_per_fte",)
