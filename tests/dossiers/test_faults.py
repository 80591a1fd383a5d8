"""What goes wrong for real: a killed process, a full disk, a server that goes and comes back, a damaged file.

After each: nothing that was said to be kept is lost, a clear message, and work goes on.
"""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hea.cli import app
from hea.dossiers import ALONE, Draft, Store, StoreError, local_store
from hea.dossiers.database import FILE_NAME, URL_VARIABLE, AddressError, set_aside
from hea.parameters import OwnValue
from hea.units import CENTURY_DAYS
from tests.dossiers.listing import seen_by
from tests.postgres import Postgres
from tests.processes import command

SAVING = """
import sys
from hea.dossiers import ALONE, Draft, Store
dossiers = Store(sys.argv[1]).of(ALONE)
saved = dossiers.save(Draft(started={"company": "0"}))
print(saved.id, flush=True)
while True:
    saved = dossiers.save(Draft(started={"company": str(saved.revision)}), saved.id, saved.revision)
    print(saved.revision, flush=True)
"""
"""Saves without end, and says which revision was kept after each."""

FILLING = """
import sys
from hea.dossiers import ALONE, Draft, Store, StoreError
from hea.parameters import OwnValue
dossiers = Store(sys.argv[1]).of(ALONE)
saved = dossiers.save(Draft())
print(saved.id, flush=True)
much = OwnValue(name="x", value=1, who="x", why="x" * 2_000)
while True:
    try:
        saved = dossiers.save(Draft(own_values=(much,) * 10), saved.id, saved.revision)
    except StoreError:
        print("full")
        break
    print(saved.revision, flush=True)
"""
"""The same until there is no room."""

BUILDING = """
import sys
from pathlib import Path
from hea.assessment import assess
from hea.exchange import example, write_whole
from hea.parameters import load_parameters
from hea.workbook import build_workbook
assessment = assess(example("fulfilment_waalwijk"), draws=64)
print("begin", flush=True)
while True:
    write_whole(Path(sys.argv[1]), build_workbook(assessment, load_parameters(), "nl"), force=True)
    print("made", flush=True)
"""


def begun(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("acknowledged", [1, 7, 40])
def test_a_process_killed_while_saving_loses_nothing_it_said_was_kept(
    store: Store, acknowledged: int
) -> None:
    process = begun(SAVING, store.engine.url.render_as_string(hide_password=False))
    assert process.stdout is not None
    dossier_id = process.stdout.readline().strip()
    for _ in range(acknowledged):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    last = max((int(line) for line in process.stdout), default=acknowledged + 1)
    process.wait()
    dossiers = store.of(ALONE)
    draft, saved = dossiers.load(dossier_id)
    assert saved.revision >= max(last, acknowledged + 1)
    assert draft.started.company == str(saved.revision - 1)
    assert [row.revision for row in dossiers.revisions(dossier_id)] == list(range(saved.revision, 0, -1))
    assert dossiers.save(draft, dossier_id, saved.revision).revision == saved.revision + 1


MOMENTS: dict[str, Callable[[Path], bool]] = {
    "while it is made": lambda target: not target.exists(),
    "while it is written": lambda target: any(target.parent.glob(f".{target.name}.*")),
    "once it is there": lambda target: target.exists(),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_process_killed_while_building_leaves_a_whole_file_or_none(tmp_path: Path, moment: str) -> None:
    from openpyxl import load_workbook

    target = tmp_path / "rapport.xlsx"
    process = begun(BUILDING, str(target))
    assert process.stdout is not None
    assert process.stdout.readline() == "begin\n"
    while not MOMENTS[moment](target):
        assert process.poll() is None
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    made = process.stdout.read().count("made")
    process.wait()
    assert target.exists() or made == 0
    if target.exists():
        assert load_workbook(target, read_only=True).sheetnames


def test_a_full_disk_is_said_and_nothing_kept_is_lost(tmp_path: Path) -> None:
    """The limit on the size of a file makes every write beyond it fail, as a full disk does."""
    path = tmp_path / "hea.sqlite"
    limit = 600_000

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = subprocess.run(
        [sys.executable, "-c", FILLING, f"sqlite:///{path}"],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        preexec_fn=small,
    )
    dossier_id, *lines = done.stdout.split()
    assert done.returncode == 0
    assert lines[-1] == "full"
    assert len(lines) > 5
    dossiers = Store(f"sqlite:///{path}").of(ALONE)
    draft, saved = dossiers.load(dossier_id)
    assert saved.revision == int(lines[-2])
    assert dossiers.save(draft, dossier_id, saved.revision).revision == saved.revision + 1


def test_a_server_that_goes_and_comes_back(own_server: Postgres) -> None:
    dossiers = Store(own_server.new("hea")).of(ALONE)
    saved = dossiers.save(Draft(started={"company": "voor"}))
    own_server.stop()
    with pytest.raises(StoreError):
        dossiers.save(Draft(started={"company": "tijdens"}), saved.id, saved.revision)
    with pytest.raises(StoreError):
        dossiers.load(saved.id)
    own_server.start()
    draft, now = dossiers.load(saved.id)
    assert (draft.started.company, now.revision) == ("voor", 1)
    assert dossiers.save(Draft(started={"company": "na"}), saved.id, 1).revision == 2


def fill_and_close(company: str) -> str:
    much = OwnValue(name="x", value=1, who="x", why="x" * 2_000)
    saved = local_store().of(ALONE).save(Draft(started={"company": company}, own_values=(much,)))
    local_store().engine.dispose()
    local_store.cache_clear()
    return saved.id


@pytest.mark.parametrize("damage", ["head", "middle", "cut"])
def test_a_damaged_file_is_set_aside_whole_and_work_goes_on(folder: Path, damage: str) -> None:
    for number in range(30):
        fill_and_close(f"Bedrijf {number} ")
    path = folder / FILE_NAME
    content = bytearray(path.read_bytes())
    size = len(content)
    spoiled = {
        "head": bytes(100) + content[100:],
        "middle": content[: size // 3] + os.urandom(size // 2) + content[size // 3 + size // 2 :],
        "cut": content[: size // 2],
    }[damage]
    path.write_bytes(spoiled)
    store = local_store()
    assert store.damaged is not None
    assert store.damaged.read_bytes() == spoiled
    assert seen_by(store.of(ALONE)) == ()
    store.of(ALONE).save(Draft(started={"company": "verder"}))


OPENING = """
import sys, time
from hea.dossiers import ALONE, Draft, local_store
time.sleep(max(0, float(sys.argv[1]) - time.time()))
store = local_store()
store.of(ALONE).save(Draft(started={"company": sys.argv[2]}))
store.engine.dispose()
"""


def test_two_apps_that_find_a_damaged_file_set_it_aside_once(folder: Path) -> None:
    for number in range(30):
        fill_and_close(f"Bedrijf {number} ")
    path = folder / FILE_NAME
    spoiled = bytes(100) + path.read_bytes()[100:]
    path.write_bytes(spoiled)
    begin = str(time.time() + 6)
    apps = [
        subprocess.Popen([sys.executable, "-c", OPENING, begin, name], stdout=subprocess.PIPE)
        for name in ("Een", "Twee", "Drie")
    ]
    assert all(app.wait(120) == 0 for app in apps)
    aside = list(folder.glob("hea-beschadigd-*.sqlite"))
    assert [one.read_bytes() for one in aside] == [spoiled]
    kept = local_store().of(ALONE)
    assert {kept.load(saved.id)[0].started.company for saved in seen_by(kept)} == {"Een", "Twee", "Drie"}


def test_a_file_that_is_set_aside_replaces_none(folder: Path) -> None:
    path = folder / FILE_NAME
    for content in ("a", "b", "c"):
        path.write_text(content)
        set_aside(path)
    assert {one.read_text() for one in folder.glob("hea-beschadigd-*")} == {"a", "b", "c"}


def test_a_backup_made_while_working_can_be_put_back(folder: Path) -> None:
    kept = fill_and_close("Bewaard")
    store = local_store()
    run = CliRunner().invoke
    copy = folder / "kopie.sqlite"
    assert run(app, ["backup", str(copy)]).exit_code == 0
    assert run(app, ["backup", str(copy)]).exit_code == 2  # nothing is overwritten unasked
    store.of(ALONE).delete(kept)
    store.of(ALONE).save(Draft(started={"company": "Later"}))
    store.engine.dispose()
    local_store.cache_clear()
    assert run(app, ["restore", str(copy)]).exit_code == 0
    assert local_store().of(ALONE).load(kept)[0].started.company == "Bewaard"
    (former,) = folder.glob("hea-vorige-*.sqlite")
    with sqlite3.connect(former) as connection:
        assert connection.execute("SELECT title FROM dossiers").fetchall() == [("Later",)]
    connection.close()
    assert run(app, ["health"]).exit_code == 0


def test_while_another_process_saves_a_backup_is_whole_and_none_is_put_back(folder: Path) -> None:
    """The other would go on writing in the file that was set aside, and say that it was kept."""
    place = folder / FILE_NAME
    process = begun(SAVING, f"sqlite:///{place}")
    try:
        assert process.stdout is not None
        kept, last = process.stdout.readline().strip(), 1
        for number in range(5):
            said = int(process.stdout.readline())
            copy = folder / f"kopie-{number}.sqlite"
            assert command("backup", str(copy)).returncode == 0
            store = Store(f"sqlite:///{copy}")
            revision = store.of(ALONE).load(kept)[1].revision
            store.engine.dispose()
            assert revision >= max(said, last)
            last = revision
        refused = command("restore", str(copy))
        assert refused.returncode == 2
        assert "Stop de app" in refused.stderr
        assert not list(folder.glob("hea-vorige-*"))
        said = int(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()
    store = Store(f"sqlite:///{place}")
    assert store.of(ALONE).load(kept)[1].revision >= said
    store.engine.dispose()
    assert command("restore", str(copy)).returncode == 0
    assert Store(f"sqlite:///{place}").of(ALONE).load(kept)[1].revision == last


@pytest.mark.parametrize("content", [b"", b"geen database" * 200])
def test_what_is_no_backup_is_not_put_back(folder: Path, content: bytes) -> None:
    kept = fill_and_close("Bewaard")
    wrong = folder / "anders.sqlite"
    wrong.write_bytes(content)
    found = CliRunner().invoke(app, ["restore", str(wrong)])
    assert found.exit_code == 2
    assert local_store().of(ALONE).load(kept)
    assert sorted(p.name for p in folder.glob("*.part")) == []


def test_a_backup_of_a_server_is_left_to_its_own_tools(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL_VARIABLE, "postgresql://nergens/hea")
    found = CliRunner().invoke(app, ["backup", str(folder / "x.sqlite")])
    assert found.exit_code == 2
    assert "pg_dump" in found.output


def test_health_says_when_the_store_does_not_answer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL_VARIABLE, "postgresql://hea@127.0.0.1:1/hea")
    found = CliRunner().invoke(app, ["health"])
    assert found.exit_code == 2
    assert "opslag weigerde" in found.output


def test_old_dossiers_are_purged_on_command(folder: Path) -> None:
    fill_and_close("Nieuw")
    found = CliRunner().invoke(app, ["purge", "--days", "30"])
    assert "0 dossiers" in found.output
    assert len(seen_by(local_store().of(ALONE))) == 1


@pytest.mark.parametrize("days", [0, CENTURY_DAYS + 1, 10**9, 10**20])
def test_days_that_no_calendar_has_are_a_sentence(folder: Path, days: int) -> None:
    found = CliRunner().invoke(app, ["purge", "--days", str(days)])
    assert found.exit_code == 2
    assert "--days" in found.output


@pytest.mark.parametrize(
    "address", ["postgres://u:ge@heim@localhost/hea", "postgresql+psycopg://u:ge@heim/x@localhost/hea"]
)
def test_a_password_with_a_sign_of_its_own_is_not_told(address: str) -> None:
    with pytest.raises(AddressError) as caught:
        Store(address)
    assert "heim" not in str(caught.value)
