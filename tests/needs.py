"""What some tests need besides Python, and what becomes of those tests where it is missing or not asked for.

Without arguments pytest runs the quick part, on every core. Tests that are named, or chosen with `-m` or
`-k`, run where their program is installed. With `--everything`, as `make test` and CI do, all tests run: what
is missing is then a failure, as is any other skip. The marks are set here, by folder or by fixture.
"""

import gc
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import filterfalse, groupby
from pathlib import Path
from typing import NamedTuple

import pytest

# Tests start many processes; without compiled modules each would compile all of hea again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
JAVA = Path("/usr/share/java")
JAXB = (
    "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "FastInfoset", "stax-ex",
    "javax.activation", "jaxb-api",
)  # fmt: skip


def chromium() -> str | None:
    """The browser, under one of the names it goes by."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def postgres(name: str) -> str | None:
    """A program of PostgreSQL; Debian keeps those of the server off the path."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return str(places[0]) if places else shutil.which(name)


def _off_the_path(*names: str) -> list[str]:
    return [name for name in names if not shutil.which(name)]


def _no_verapdf() -> list[str]:
    jars = [f"{name}.jar" for name in JAXB if not (JAVA / f"{name}.jar").exists()]
    return [*_off_the_path("java", "javac", "pdftotext"), *jars]


class Need(NamedTuple):
    """A program that tests need, and by which fixtures or in which folder they use it."""

    what: str
    packages: str
    missing: Callable[[], list[str]]
    fixtures: frozenset[str] = frozenset()
    folder: Path | None = None

    def of(self, item: pytest.Item) -> bool:
        """Whether a test needs this."""
        if self.folder and self.folder in item.path.parents:
            return True
        return not self.fixtures.isdisjoint(getattr(item, "fixturenames", ()))


NEEDS = {
    "browser": Need(
        "Chromium", "chromium-headless-shell chromium-l10n", lambda: [] if chromium() else ["chromium"],
        folder=Path(__file__).parent / "browser",
    ),
    "office": Need(
        "LibreOffice", "libreoffice-calc libreoffice-writer", lambda: _off_the_path("soffice"),
        frozenset({"resaved", "calculated", "recalculated", "on_paper"}),
    ),
    "pdf": Need(
        "veraPDF (Java) and poppler", "default-jdk-headless libjaxb-java poppler-utils", _no_verapdf,
        frozenset({"judged", "poppler"}),
    ),
    "postgres": Need(
        "PostgreSQL", "postgresql", lambda: [] if postgres("initdb") else ["initdb"],
        frozenset({"server", "own_server"}),
    ),
}  # fmt: skip
"""By mark."""

SLOW = ("browser", "office", "pdf")
QUICK = pytest.StashKey[bool]()
"""Whether only the quick part runs."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--everything",
        action="store_true",
        default=bool(os.environ.get("CI")),
        help="run all tests and let nothing be skipped; so it is in CI (environment variable CI)",
    )


def _nothing_chosen(config: pytest.Config) -> bool:
    option = config.option
    named = config.args_source is pytest.Config.ArgsSource.ARGS
    return not (option.everything or option.markexpr or option.keyword or named)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Every core for the quick part and one more for everything, as a test with a browser mostly waits.

    A few tests by name are done sooner in one process.
    """
    if config.args_source is pytest.Config.ArgsSource.ARGS:
        return 0
    return (os.cpu_count() or 1) + config.option.everything


def pytest_configure(config: pytest.Config) -> None:
    for mark, need in NEEDS.items():
        config.addinivalue_line("markers", f"{mark}: needs {need.what}")
    config.stash[QUICK] = _nothing_chosen(config)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        for mark, need in NEEDS.items():
            if need.of(item):
                item.add_marker(mark)
    if config.option.everything:
        items[:] = dealt(items, getattr(config, "workerinput", {}).get("workercount", 1))


def dealt(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """Tests in an order in which every worker of xdist begins with an equal share of the slow ones.

    A worker gets a part of the list from one place to another. The slow tests go by whole files, because the
    tests of a file share what they start; all in one part they would keep one worker busy at the end alone.
    """
    slow, quick = list(filter(_slow, items)), list(filterfalse(_slow, items))
    shares: list[list[pytest.Item]] = [[] for _ in range(workers)]
    for _, file in groupby(sorted(slow, key=_file), key=_file):
        min(shares, key=len).extend(file)
    dealt: list[pytest.Item] = []
    for number, share in enumerate(shares):
        size = (len(items) - len(dealt)) // (workers - number)
        rest = max(0, size - len(share))
        dealt += share + quick[:rest]
        del quick[:rest]
    return dealt


def pytest_collection_finish() -> None:
    """What is loaded and collected stays for good, and need not be looked through for garbage."""
    gc.collect()
    gc.freeze()


def _slow(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(mark) for mark in SLOW)


def _file(item: pytest.Item) -> str:
    return str(item.path)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark, need in NEEDS.items():
        if item.get_closest_marker(mark):
            if missing := need.missing():
                pytest.skip(f"{mark}: no {', '.join(missing)}; as root: apt-get install -y {need.packages}")
            if item.config.stash[QUICK]:
                pytest.skip(f"{mark}: needs {need.what}, not in the quick part; uv run pytest -m {mark}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if item.config.option.everything and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Everything must run here. {report.longrepr[2]}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reasons = Counter(report.longrepr[2] for report in terminalreporter.stats.get("skipped", ()))
    if reasons:
        terminalreporter.section("left out; make test runs everything")
        for reason, number in sorted(reasons.items()):
            terminalreporter.line(f"{number:4} x {reason.removeprefix('Skipped: ')}")
