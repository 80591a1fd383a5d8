"""Whatever is handed in, in any form: an answer or a sentence, soon and within memory; never a crash.

Every reader gets valid files with bytes changed, dropped, doubled and put in, and made-up content.
"""

import json
import resource
import shutil
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example as case
from hypothesis import given, settings
from hypothesis import strategies as st

from hea.dossiers import ALONE, BundleError, Draft, MissingError, Store
from hea.dossiers.bundle import read_bundle, unpacked
from hea.dossiers.drafts import draft_of
from hea.exchange import InputError, example, parse_upload, proposal_yaml, reopen_report
from hea.exchange.form import build_form
from hea.parameters import load_parameters
from hea.report.pdf import build_pdf
from hea.texts import LANGUAGES
from tests.conftest import assessed_example
from tests.dossiers.listing import seen_by

SLOWEST_SECONDS = 60
"""For one file, on a slow machine; time that others take of the machine does not count."""
MAX_MEMORY_MB = 400
"""That reading any one file may add."""
NAME = "fulfilment_waalwijk"


@cache
def valid(kind: str) -> bytes:
    """A file that can be read."""
    proposal = example(NAME)
    if kind == "yaml":
        return proposal_yaml(proposal).encode()
    if kind == "json":
        return proposal.model_dump_json().encode()
    if kind == "xlsx":
        return build_form(proposal)
    if kind == "pdf":
        return build_pdf(assessed_example(NAME), load_parameters(), parts=["summary"])
    store = Store("sqlite://")
    dossiers = store.of(ALONE)
    saved = dossiers.save(Draft(proposal=proposal))
    dossiers.freeze(saved.id, Draft(proposal=proposal), assessed_example(NAME))
    dossiers.attach(saved.id, "a.pdf", b"inhoud")
    dossiers.comment(saved.id, "vraag")
    return dossiers.export(saved.id)


Change = tuple[str, float, bytes]
changes = st.lists(
    st.tuples(
        st.sampled_from(["put", "drop", "over", "double"]),
        st.floats(0, 1),
        st.binary(min_size=1, max_size=12)
        | st.sampled_from([b"\x00", b"\xff" * 8, b"[" * 500, b"&a *a", b"1e999"]),
    ),
    min_size=1,
    max_size=5,
)


def changed(content: bytes, steps: list[Change]) -> bytes:
    """A file after some changes, each at a share of its length."""
    for kind, share, piece in steps:
        at = round(share * len(content))
        rest = {
            "put": piece + content[at:],
            "drop": content[at + len(piece) :],
            "over": piece + content[at + len(piece) :],
            "double": content[max(0, at - 200) :],
        }[kind]
        content = content[:at] + rest
    return content


def soon(act: Callable[[], object]) -> None:
    """Do it within time and memory."""
    before, begun = _memory_mb(), time.process_time()
    act()
    assert time.process_time() - begun < SLOWEST_SECONDS
    assert _memory_mb() - before < MAX_MEMORY_MB


def _memory_mb() -> float:
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return highest / (1024 if sys.platform == "linux" else 1024**2)


def uploaded(name: str, content: bytes) -> None:
    try:
        parse_upload(name, content)
    except InputError as error:
        for problem in error.problems:
            assert all(problem.sentence(lang) for lang in LANGUAGES)


@pytest.mark.parametrize("kind", ["yaml", "json", "xlsx", "pdf"])
def test_the_files_that_are_changed_can_be_read(kind: str) -> None:
    assert parse_upload(f"x.{kind}", valid(kind)) == example(NAME)


@pytest.mark.parametrize("kind", ["yaml", "json", "xlsx", "pdf"])
@settings(max_examples=60)
@given(changes)
def test_a_changed_proposal_is_read_or_refused_in_words(kind: str, steps: list[Change]) -> None:
    content = changed(valid(kind), steps)
    soon(lambda: uploaded(f"x.{kind}", content))


@settings(max_examples=40)
@given(changes)
@case([("put", 0.46035279524052586, b"\x00")])  # a filter that the reader does not know
def test_the_figures_of_a_changed_report_are_read_or_refused(steps: list[Change]) -> None:
    def act() -> None:
        try:
            reopen_report("x.pdf", changed(valid("pdf"), steps))
        except InputError:
            return

    soon(act)


@settings(max_examples=80)
@given(changes)
def test_a_changed_dossier_is_refused(steps: list[Change]) -> None:
    content = changed(valid("bundle"), steps)

    def act() -> None:
        try:
            read = read_bundle(content)
        except BundleError:
            return
        assert read == read_bundle(valid("bundle"))  # a change that undid itself

    soon(act)


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def rehashed(dossier: object) -> bytes:
    """A dossier file as someone with bad intent makes one: its own hash is right."""
    from hea.dossiers.bundle import _hash

    return json.dumps({"hash": _hash(dossier), "dossier": dossier}).encode()  # type: ignore[arg-type]


@settings(max_examples=80)
@given(
    st.sampled_from(["revisions", "snapshots", "comments", "attachments", "realised", "agreements", "form"]),
    plain,
)
@case(
    "attachments",
    [{"name": "../../etc/passwd", "snapshot": None, "at": "2026-01-01T00:00:00", "by": "", "content": "%%%"}],
)
@case("snapshots", [])
def test_a_dossier_made_with_bad_intent_is_refused_or_harmless(
    empty_file: Path, part: str, content: object
) -> None:
    dossier = json.loads(unpacked(valid("bundle")))["dossier"]
    dossier[part] = content

    def act(store: Store) -> None:
        try:
            saved = store.of(ALONE).take_in(rehashed(dossier))
        except BundleError:
            assert seen_by(store.of(ALONE)) == ()
            return
        store.of(ALONE).load(saved.id)

    with TemporaryDirectory() as folder:
        new = Store(f"sqlite:///{shutil.copy(empty_file, folder)}")
        soon(lambda: act(new))
        new.engine.dispose()


def test_a_packed_assessment_that_unfolds_without_end_is_refused() -> None:
    import base64
    import zlib

    dossier = json.loads(unpacked(valid("bundle")))["dossier"]
    bomb = zlib.compress(b" " * (200 * 1024 * 1024), 9)
    dossier["snapshots"][0]["assessment"] = base64.b64encode(bomb).decode()
    dossier["snapshots"][0]["content_hash"] = None

    def act() -> None:
        with pytest.raises(BundleError):
            read_bundle(rehashed(dossier))

    soon(act)


@settings(max_examples=100)
@given(st.text(max_size=80))
@case("' OR '1'='1")
@case("\x00")
@case("../../../etc/passwd")
@case("\ud800".encode("utf-8", "replace").decode())
def test_a_made_up_code_or_id_opens_nothing(word: str) -> None:
    store = _one_store()
    with pytest.raises(MissingError):
        store.of(ALONE).way_in(word)
    with pytest.raises(MissingError):
        store.of(ALONE).load(word)


@cache
def _one_store() -> Store:
    store = Store("sqlite://")
    saved = store.of(ALONE).save(Draft())
    store.of(ALONE).share(saved.id, "gemeente")
    return store


@settings(max_examples=60)
@given(plain)
def test_what_a_database_holds_is_a_draft_or_an_error_of_the_store(content: object) -> None:
    from hea.dossiers import StoreError

    try:
        found = draft_of(json.dumps(content), "x")
    except StoreError:
        return
    assert isinstance(found, Draft)
