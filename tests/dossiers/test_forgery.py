"""A dossier from a file is told from what was made here, and its figures can be calculated again."""

import pytest

from hea.assessment import assess
from hea.assessment.results import Assessment
from hea.dossiers import ALONE, BundleError, Dossiers, Draft, Store, TamperedError, recalculated, same_figures
from hea.exchange import example
from tests.dossiers.forging import forged, with_snapshot
from tests.dossiers.listing import seen_by

HELD = Draft(proposal=example("plantenkwekerij_erp"))


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    assert HELD.proposal is not None
    return assess(HELD.proposal, draws=64)


@pytest.fixture
def read(store: Store, assessment: Assessment) -> tuple[Dossiers, str]:
    """A store that read a forged dossier."""
    own, dossier_id = with_snapshot(store, HELD, assessment)
    return own, own.take_in(forged(own, dossier_id)).id


def test_what_came_with_a_file_is_told_from_what_was_done_here(
    read: tuple[Dossiers, str], assessment: Assessment
) -> None:
    own, dossier_id = read
    _, kept = own.load(dossier_id)
    assert kept.imported_at is not None
    (of_the_file,) = own.snapshots(dossier_id)
    assert (of_the_file.status, of_the_file.made_by) == ("definitief", "Els de Vries")
    assert kept.came_along(of_the_file.made_at), "a moment in the future is one of the file as well"
    made = own.freeze(dossier_id, HELD, assessment)
    assert not kept.came_along(made.made_at)
    assert not kept.came_along(own.comment(dossier_id, "hier gezegd").at)
    assert own.save(HELD, dossier_id, kept.revision).imported_at == kept.imported_at
    assert seen_by(own)[0].imported_at == kept.imported_at


def test_a_dossier_that_was_made_here_came_from_no_file(store: Store) -> None:
    saved = store.of(ALONE).save(HELD)
    assert saved.imported_at is None
    assert not saved.came_along(saved.saved_at)


def test_a_forged_figure_does_not_come_out_again(read: tuple[Dossiers, str]) -> None:
    own, dossier_id = read
    (snapshot,) = own.snapshots(dossier_id)
    frozen = own.frozen(dossier_id, snapshot.id)
    again = recalculated(frozen)
    assert frozen.assessment is not None
    assert again is not None
    assert frozen.assessment.headline.units.total.peak.p50 == 1.0
    assert again.headline.units.total.peak.p50 > 10
    assert not same_figures(frozen.assessment, again)


def test_a_true_figure_comes_out_again(store: Store, assessment: Assessment) -> None:
    own, dossier_id = with_snapshot(store, HELD, assessment)
    taken = own.take_in(own.export(dossier_id))
    (snapshot,) = own.snapshots(taken.id)
    again = recalculated(own.frozen(taken.id, snapshot.id))
    assert again is not None
    assert same_figures(assessment, again)


def test_what_has_no_figures_is_not_made_again(assessment: Assessment, store: Store) -> None:
    own, dossier_id = with_snapshot(store, HELD, assessment)
    (snapshot,) = own.snapshots(dossier_id)
    frozen = own.frozen(dossier_id, snapshot.id)
    assert recalculated(frozen._replace(assessment=None)) is None
    assert recalculated(frozen._replace(draft=Draft())) is None


def test_figures_without_a_hash_are_refused(store: Store, assessment: Assessment) -> None:
    own, dossier_id = with_snapshot(store, HELD, assessment)
    with pytest.raises(BundleError):
        own.take_in(forged(own, dossier_id, checked=False))
    assert len(seen_by(own)) == 1


def test_a_hash_that_was_taken_away_in_the_database_is_noticed(store: Store, assessment: Assessment) -> None:
    from sqlalchemy import text

    own, dossier_id = with_snapshot(store, HELD, assessment)
    (snapshot,) = own.snapshots(dossier_id)
    with store.engine.begin() as connection:
        if store.engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER snapshots_never_change"))
        else:
            connection.execute(text("DROP TRIGGER snapshots_never_change ON snapshots"))
        connection.execute(text("UPDATE snapshots SET content_hash = NULL"))
    with pytest.raises(TamperedError):
        own.frozen(dossier_id, snapshot.id)
