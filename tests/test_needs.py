"""A test whose program is missing is left out and said so; where everything must run it fails."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.needs import NEEDS, dealt

FOUR = """
import pytest

@pytest.fixture
def resaved(): ...
@pytest.fixture
def judged(): ...
@pytest.fixture
def server(): ...

def test_office(resaved): ...
def test_paper(judged): ...
def test_store(server): ...
def test_plain(): ...
"""
CONFTEST = """
pytest_plugins = ["tests.needs"]

def pytest_configure():
    from tests.needs import NEEDS, dealt
    NEEDS.update({{mark: need._replace(missing=lambda: {missing}) for mark, need in NEEDS.items()}})
"""
Run = Callable[..., pytest.RunResult]


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A run of four small tests, on a machine with all programs or none of them."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # quicker
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    pytester.makeini("[pytest]\ntestpaths = .\n")
    pytester.makepyfile(FOUR)

    def made(there: bool, *arguments: str) -> pytest.RunResult:
        pytester.makeconftest(CONFTEST.format(missing=[] if there else ["program"]))
        return pytester.runpytest_subprocess("-p", "xdist.plugin", "-p", "no:cacheprovider", *arguments)

    return made


def test_the_quick_part_leaves_out_what_was_not_asked_for_and_says_so(run: Run) -> None:
    result = run(True)
    result.assert_outcomes(passed=1, skipped=3)
    result.stdout.fnmatch_lines(
        ["*left out*", "*1 x office: *not in the quick part; uv run pytest -m office"]
    )


@pytest.mark.parametrize("asked", [["-m", "office"], ["-k", "office"]])
def test_what_was_asked_for_runs(run: Run, asked: list[str]) -> None:
    run(True, *asked).assert_outcomes(passed=1, deselected=3)


def test_tests_that_are_named_all_run(run: Run) -> None:
    run(True, ".").assert_outcomes(passed=4)


@pytest.mark.parametrize("arguments", [[], ["."], ["-m", "office or not office"]])
def test_what_is_missing_is_left_out_with_what_to_install(run: Run, arguments: list[str]) -> None:
    result = run(False, *arguments)
    result.assert_outcomes(passed=1, skipped=3)
    result.stdout.fnmatch_lines(
        [
            "*left out*",
            "*1 x office: *no program; *apt-get install -y libreoffice-calc libreoffice-writer",
            "*1 x pdf: *no program; *apt-get install -y default-jdk-headless libjaxb-java poppler-utils",
            "*1 x postgres: *no program; *apt-get install -y postgresql",
        ]
    )


def test_where_everything_must_run_what_is_missing_fails(run: Run) -> None:
    run(True, "--everything").assert_outcomes(passed=4)
    result = run(False, "--everything")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        ["*Everything must run here. *apt-get install -y libreoffice-calc libreoffice-writer*"]
    )
    assert result.parseoutcomes()["passed"] == 1


def test_ci_runs_everything_without_being_asked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    result = run(False)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert "skipped" not in result.parseoutcomes()


def test_two_processes_say_the_same_as_one(run: Run) -> None:
    result = run(False, "-n", "2")
    result.assert_outcomes(passed=1, skipped=3)
    result.stdout.fnmatch_lines(["*1 x office: no program; *"])
    run(True, "-n", "2").assert_outcomes(passed=1, skipped=3)


def test_tests_of_the_browser_are_marked_by_their_folder(request: pytest.FixtureRequest) -> None:
    here, folder = NEEDS["browser"], Path(__file__).parent
    assert not here.of(request.node)
    assert here._replace(folder=folder).of(request.node)
    assert here.folder == folder / "browser"
    assert list(here.folder.glob("test_*.py"))


class Item:
    """A test of a file, slow where the file is."""

    def __init__(self, file: str, number: int) -> None:
        self.path, self.number = Path(file), number

    def get_closest_marker(self, mark: str) -> bool:
        return mark == "browser" and "slow" in self.path.name


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_every_worker_begins_with_whole_files_of_slow_tests(workers: int) -> None:
    names = ["quick_a", "slow_b", "slow_c", "quick_d", "slow_e"]
    items = [Item(name, number) for name in names for number in range(6)]
    order = dealt(items, workers)
    assert sorted(order, key=items.index) == items
    places = [order.index(item) for item in items if item.path.name == "slow_c"]
    assert places == list(range(places[0], places[0] + 6)), "a file was split"
    left, starts = len(items), []
    for number in range(workers):  # as xdist gives them out
        starts.append(len(items) - left)
        left -= left // (workers - number)
    begun = [order[start].path.name for start in starts]
    assert sum("slow" in name for name in begun) == min(workers, 3)
