"""One kind of problem and one kind of error: whatever is refused says what, where and how to mend it."""

import pickle
from datetime import datetime
from importlib import import_module
from pkgutil import walk_packages

import pytest

import hea
from hea import AssessmentError, HeaError, load_parameters
from hea.dossiers import (
    BundleError,
    ConflictError,
    DeniedError,
    ImpossibleBundleError,
    LargeBundleError,
    MissingError,
    Saved,
    StoreError,
    TamperedError,
    TooLargeError,
    UnreadableError,
)
from hea.dossiers.database import AddressError, CorruptError
from hea.dossiers.retention import SettingError
from hea.dossiers.store import EmptyBackupError
from hea.exchange import InputError
from hea.house_style import HouseStyleError
from hea.parameters import ParameterError
from hea.portfolio import ClusterError, SpreadError
from hea.problems import MAX_REPEATED, Problem
from hea.spreadsheet.sheets import BookError
from hea.texts import LANGUAGES, Lang
from tests.conftest import distribution_centre

REFUSED = [
    AssessmentError([Problem("workforce", "no_workforce", {})]),
    InputError((Problem("blad", "file_empty", {}), Problem("", "file_empty", {}))),
    HouseStyleError("style_colour", field="colour", value="x"),
    ParameterError("parameter_twice", name="x"),
    SpreadError("spread_misfit", site="GM0984"),
    ClusterError("cluster_empty", address="tcp://x"),
    BookError("book_locked"),
    StoreError("the disk is full\nand more"),
    CorruptError("page 3"),
    AddressError(),
    EmptyBackupError("kopie.sqlite"),
    MissingError("no dossier x"),
    DeniedError("write on dossier x"),
    TooLargeError("9 bytes"),
    UnreadableError("a draft"),
    TamperedError("snapshot x"),
    ConflictError(Saved("x", 2, datetime(2026, 1, 1), "Voorbeeld")),
    BundleError("no JSON"),
    LargeBundleError("too many"),
    ImpossibleBundleError("comments.0.at"),
    SettingError("HEA_RETENTION_DAYS", "lang"),
]


@pytest.mark.parametrize("error", REFUSED, ids=lambda error: type(error).__name__)
def test_the_text_of_an_error_is_its_sentences(error: HeaError) -> None:
    assert isinstance(error, HeaError)
    assert str(error) == "\n".join(problem.sentence() for problem in error.problems)
    assert str(error)


@pytest.mark.parametrize("error", REFUSED, ids=lambda error: type(error).__name__)
def test_an_error_comes_back_from_another_process_as_it_was(error: HeaError) -> None:
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error)
    assert back.problems == error.problems


def test_what_the_library_refuses_says_so_in_a_sentence() -> None:
    with pytest.raises(HeaError, match="Lijkt op"):
        load_parameters()["person_per_fte"]
    with pytest.raises(HeaError, match="Kies een waarde"):
        load_parameters().replace({"direct_stay_factor": 1.4})
    with pytest.raises(HeaError, match="draws"):
        hea.assess(distribution_centre(), draws=1)
    with pytest.raises(HeaError, match="dichtstbij is 1024"):
        hea.assess(distribution_centre(), draws=1000)


def test_no_module_has_a_problem_of_its_own() -> None:
    """A problem is a place, the key of a sentence, and values: one class."""
    alike = set()
    for module in walk_packages(hea.__path__, "hea."):
        if ".pages" in module.name or module.name == "hea.__main__":
            continue
        for value in vars(import_module(module.name)).values():
            if isinstance(value, type) and getattr(value, "_fields", ()) == Problem._fields:
                alike.add(value)
    assert alike == {Problem}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sentence_repeats_no_more_of_a_file_than_can_be_read(lang: Lang) -> None:
    long = "*" * 1_000_000
    for problem in (
        Problem("", "municipality_unlike", {"value": long, "nearest": ""}),
        Problem(long, "missing", {}),
        Problem("", "list_headings_sheet", {"row": 1, "sheet": long}),
    ):
        told = problem.sentence(lang)
        assert "…" in told
        assert len(told) < 3 * MAX_REPEATED


def test_what_is_short_is_repeated_whole() -> None:
    whole = "x" * MAX_REPEATED
    assert whole in Problem("", "municipality_unlike", {"value": whole, "nearest": ""}).sentence("nl")
