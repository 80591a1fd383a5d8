"""What the process has once serves many threads at a time: sessions, and the loading at the start."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest

from hea import Assessment, assess, load_parameters
from hea.app import report_queue
from hea.engine import parallel
from hea.exchange import example
from hea.exchange.written import read_month
from hea.portfolio import screen
from hea.report.figures import figures
from hea.report.pdf import build_questions
from hea.report.sentences import conversation
from hea.texts import catalogue, number, text
from tests.conftest import TESTS

THREADS = 8
T = TypeVar("T")


def at_once(make: Callable[[], T]) -> list[T]:
    """What a number of threads get that begin at the same moment."""
    together = threading.Barrier(THREADS)

    def one(_: int) -> T:
        together.wait()
        return make()

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(one, range(THREADS)))


def blas_threads() -> list[int]:
    return [library["num_threads"] for library in parallel._libraries().info()]


def test_libraries_have_their_threads_back_when_the_last_work_is_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first to begin ends first; what it gives back is not for the other to take for its own."""
    monkeypatch.setattr(parallel, "CORES", 2)
    before = blas_threads()
    assert max(before) > 1, "nothing to limit on this machine"
    first_is_in, second_is_in, first_is_out = (threading.Event() for _ in range(3))
    during: list[list[int]] = []

    def first(_: int) -> None:
        first_is_in.set()
        assert second_is_in.wait(60)

    def second(_: int) -> None:
        second_is_in.set()
        assert first_is_out.wait(60)
        during.append(blas_threads())

    with ThreadPoolExecutor(2) as sessions:
        one = sessions.submit(parallel.in_parallel, first, [1, 2])
        assert first_is_in.wait(60)
        other = sessions.submit(parallel.in_parallel, second, [1, 2])
        one.result()
        first_is_out.set()
        other.result()
    assert all(max(seen) == 1 for seen in during)
    assert blas_threads() == before


CALCULATED = """
import atexit, sys
from hea.cli import main

def told():
    from threadpoolctl import threadpool_info
    print(max(library["num_threads"] for library in threadpool_info()))

atexit.register(told)
sys.argv = ["hea", "explain", sys.argv[1], "headline.jobs", "--draws", "16"]
main()
"""


def threads_of_a_command(settings: Mapping[str, str]) -> int:
    """How many threads the library of numpy has in a process that has calculated."""
    own = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    plan = str(TESTS.parent / "templates/examples/fulfilment_waalwijk.yaml")
    done = subprocess.run(
        [sys.executable, "-c", CALCULATED, plan],
        env=own | dict(settings),
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout.splitlines()[-1])


def test_a_command_calculates_with_one_thread_in_libraries_unless_the_user_chose() -> None:
    assert threads_of_a_command({}) == 1
    assert threads_of_a_command({"OMP_NUM_THREADS": "2"}) == 2


@pytest.mark.parametrize("make", [load_parameters, report_queue.report_queue, parallel._libraries])
def test_what_is_dear_is_made_by_one_thread(make: Callable[[], object]) -> None:
    make.cache_clear()  # type: ignore[attr-defined]
    assert len({id(made) for made in at_once(make)}) == 1


def test_assessments_at_once_say_the_same(quick: Assessment) -> None:
    made = at_once(lambda: assess(quick.proposal, draws=quick.draws))
    assert {one.model_dump_json() for one in made} == {quick.model_dump_json()}


def test_screenings_at_once_say_the_same() -> None:
    plans = [("1", example("fulfilment_waalwijk"))]
    made = at_once(lambda: [row.headline for row in screen(plans, draws=64)])
    assert all(one == made[0] for one in made)


def test_charts_drawn_at_once_are_the_same(dossier: Assessment) -> None:
    for cached in (figures._need_drawing, figures._path_drawing):
        cached.cache_clear()
    made = at_once(lambda: figures.need_by_stay(dossier, "nl").vega().drawing)
    assert all(one == made[0] for one in made)


def test_papers_made_at_once_are_the_same(dossier: Assessment) -> None:
    items = conversation.items(dossier.proposal, load_parameters(), "nl")
    assert len(set(at_once(lambda: build_questions(dossier.proposal, items, "nl")))) == 1


def test_texts_read_at_once_are_the_same() -> None:
    catalogue.cache_clear()

    def words() -> tuple[str, str, str]:
        return text("app.title"), number(1234.5, "nl", 1), read_month("maart 2027")

    assert set(at_once(words)) == {(text("app.title"), "1.234,5", "2027-03")}
