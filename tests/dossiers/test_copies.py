"""A copy of the file of the embedded store holds what was saved, and nothing is put back unseen."""

import os
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hea.cli import app
from hea.dossiers import ALONE, Draft, Store, local_store
from hea.dossiers.database import FILE_NAME, URL_VARIABLE, AddressError, file_url, opened
from hea.dossiers.store import restore
from hea.parameters import OwnValue
from hea.reference.own import FOLDER_VARIABLE
from hea.texts import text
from hea.units import MEGABYTE
from tests.dossiers.listing import seen_by

SAVING = """
import sys
from hea.dossiers import ALONE, Draft, local_store
for number in range(5):
    local_store().of(ALONE).save(Draft(started={"company": f"Bedrijf {number}"}))
print("saved", flush=True)
sys.stdin.read()
"""
"""Saves, and waits for its end: by itself when nothing more is said, or from outside."""


def saved_and_ended(how: signal.Signals | None) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SAVING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "saved\n"
    if how is not None:
        process.send_signal(how)
    process.communicate()


@pytest.mark.parametrize("how", [None, signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_file_alone_holds_all_that_was_saved(folder: Path, how: signal.Signals | None) -> None:
    saved_and_ended(how)
    copy = folder / "elders.sqlite"
    shutil.copyfile(folder / FILE_NAME, copy)
    assert Store(file_url(copy)).count() == 5


def test_who_ends_in_peace_leaves_no_log(folder: Path) -> None:
    saved_and_ended(None)
    assert sorted(path.name for path in folder.iterdir()) == [FILE_NAME, f"{FILE_NAME}-lock"]


def test_a_copy_without_dossiers_is_not_put_back_unless_that_is_meant(folder: Path) -> None:
    kept = local_store().of(ALONE).save(Draft(started={"company": "Bewaard"}))
    empty = folder / "leeg.sqlite"
    Store(file_url(empty)).engine.dispose()
    run = CliRunner().invoke
    found = run(app, ["restore", str(empty)])
    assert found.exit_code == 2
    assert "geen enkel dossier" in found.output
    assert local_store().of(ALONE).load(kept.id)[0].started.company == "Bewaard"
    assert list(folder.glob("*.part*")) == []
    local_store().engine.dispose()
    local_store.cache_clear()
    found = run(app, ["restore", str(empty), "--empty"])
    assert found.exit_code == 0
    assert "met 0 dossiers" in found.output
    assert local_store().count() == 0


def test_a_log_beside_a_copy_is_put_back_as_well(folder: Path, tmp_path: Path) -> None:
    source = folder / "vroeger.sqlite"
    Store(file_url(source)).of(ALONE).save(Draft())
    writer = sqlite3.connect(source)
    writer.execute("PRAGMA wal_autocheckpoint=0")
    writer.execute("UPDATE dossiers SET title = 'uit het log'")
    writer.commit()
    copy = folder / "kopie.sqlite"
    for ending in ("", "-wal"):
        shutil.copyfile(f"{source}{ending}", f"{copy}{ending}")
    writer.close()
    found = CliRunner().invoke(app, ["restore", str(copy)])
    assert "met 1 dossier" in found.output
    assert [item.title for item in seen_by(local_store().of(ALONE))] == ["uit het log"]


@pytest.mark.parametrize("name", ["wat?", "met%20spatie", "a#b", "a&b=c?mode=ro", "50% klaar"])
def test_a_folder_may_have_any_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / name
    monkeypatch.setenv(FOLDER_VARIABLE, str(place))
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    local_store.cache_clear()
    local_store().of(ALONE).save(Draft())
    local_store().engine.dispose()
    local_store.cache_clear()
    assert (place / FILE_NAME).stat().st_size > 0
    assert [path.name for path in tmp_path.iterdir()] == [name]
    copy = tmp_path / f"{name}.sqlite"
    assert CliRunner().invoke(app, ["backup", str(copy)]).exit_code == 0
    assert CliRunner().invoke(app, ["restore", str(copy)]).exit_code == 0
    assert local_store().count() == 1
    local_store.cache_clear()


@pytest.mark.parametrize(
    "command",
    [
        "CREATE TRIGGER tidy AFTER UPDATE ON dossiers BEGIN DELETE FROM revisions; END",
        "DROP TRIGGER revisions_never_change; "
        "CREATE TRIGGER revisions_never_change BEFORE UPDATE ON revisions BEGIN DELETE FROM audit; END",
        "CREATE VIEW more AS SELECT * FROM revisions",
        "PRAGMA writable_schema=1; UPDATE sqlite_master SET sql=replace(sql, '(dossier_id, revision)', "
        "'(dossier_id, revision) ON CONFLICT REPLACE') WHERE name='revisions'",
        "ALTER TABLE revisions ADD COLUMN more INTEGER REFERENCES audit (number) ON DELETE CASCADE",
        "ALTER TABLE dossiers ADD COLUMN more TEXT AS (title)",
        "ALTER TABLE dossiers ADD COLUMN more TEXT CHECK (revision < 3)",
        "ALTER TABLE dossiers ADD COLUMN more TEXT /* CH */ DEFAULT ''",
        "CREATE UNIQUE INDEX more ON dossiers (organisation)",
        "CREATE INDEX more ON dossiers (abs(revision - 9223372036854775807))",
        "CREATE INDEX more ON dossiers (title) WHERE title > ''",
        "CREATE VIRTUAL TABLE more USING fts5(title)",
        "ALTER TABLE dossiers ADD COLUMN more TEXT NOT NULL DEFAULT ''",
        "UPDATE dossiers SET imported_at='2026-01-01 00:00:00'; PRAGMA writable_schema=1; "
        "UPDATE sqlite_master SET sql=replace(sql, 'imported_at DATETIME', 'imported_at DATETIME NOT NULL')",
    ],
)
def test_a_copy_that_does_things_by_itself_is_not_put_back(folder: Path, command: str) -> None:
    local_store().of(ALONE).save(Draft())
    copy = folder / "kopie.sqlite"
    assert CliRunner().invoke(app, ["backup", str(copy)]).exit_code == 0
    connection = sqlite3.connect(copy)
    connection.executescript(command)
    connection.close()
    found = CliRunner().invoke(app, ["restore", str(copy)])
    assert found.exit_code == 2
    assert "niet teruggezet" in " ".join(found.output.split())
    assert local_store().count() == 1


@pytest.mark.skipif(not hasattr(os, "SEEK_DATA"), reason="this system tells nothing of holes")
def test_a_copy_with_holes_takes_no_more_of_the_disk_than_was_sent(folder: Path) -> None:
    local_store().of(ALONE).save(Draft())
    copy, place = folder / "kopie.sqlite", folder / "hea.sqlite"
    local_store().backup(copy)
    local_store().engine.dispose()
    whole = copy.read_bytes()
    with copy.open("r+b") as file:
        file.truncate(len(whole) + 64 * MEGABYTE)
    assert restore(copy, place).dossiers == 1
    assert place.stat().st_blocks * 512 < len(whole) + MEGABYTE


@pytest.mark.skipif(os.name != "posix", reason="rights of files as POSIX has them")
@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_only_the_owner_may_read_what_is_kept(folder: Path, umask: int) -> None:
    former = os.umask(umask)
    try:
        place = folder / "nieuw"
        os.environ[FOLDER_VARIABLE] = str(place)  # put back by the fixture
        local_store().of(ALONE).save(Draft())
        local_store().engine.dispose()
        assert CliRunner().invoke(app, ["backup", str(place / "kopie.sqlite")]).exit_code == 0
        assert CliRunner().invoke(app, ["restore", str(place / "kopie.sqlite")]).exit_code == 0
        assert CliRunner().invoke(app, ["template", str(place / "voorstel.yaml")]).exit_code == 0
    finally:
        os.umask(former)
    rights = {path.name: stat.S_IMODE(path.stat().st_mode) for path in place.iterdir()}
    assert len(rights) >= 4
    assert set(rights.values()) == {0o600}, rights
    assert stat.S_IMODE(place.stat().st_mode) == 0o700


@pytest.mark.skipif(os.name != "posix", reason="rights of files as POSIX has them")
@pytest.mark.parametrize("waiting", ["file", "link"])
def test_a_backup_is_not_written_into_what_another_left_in_its_way(folder: Path, waiting: str) -> None:
    local_store().of(ALONE).save(Draft())
    place, other = folder / "delen", folder / "van-een-ander"
    place.mkdir()
    other.write_bytes(b"")
    other.chmod(0o666)
    in_the_way = place / "kopie.sqlite.part"
    if waiting == "link":
        in_the_way.symlink_to(other)
    else:
        in_the_way.write_bytes(b"")
        in_the_way.chmod(0o666)
    assert CliRunner().invoke(app, ["backup", str(place / "kopie.sqlite")]).exit_code == 0
    made = (place / "kopie.sqlite").lstat()
    assert stat.S_ISREG(made.st_mode)
    assert stat.S_IMODE(made.st_mode) == 0o600
    assert other.read_bytes() == b""


def test_a_full_disk_is_a_sentence_and_leaves_no_half_copy(folder: Path) -> None:
    local_store().of(ALONE).save(
        Draft(own_values=(OwnValue(name="x", value=1, who="x", why="x" * 2_000),) * 50)
    )
    local_store().engine.dispose()

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    other = folder / "elders"
    other.mkdir()
    command = [sys.executable, "-m", "hea", "backup", str(other / "kopie.sqlite")]
    # Else the modules that it compiles are kept as far as they fit, and the next to load them fails.
    kept = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=small, env=kept)
    assert done.returncode == 2
    assert "schijfruimte" in done.stderr
    assert list(other.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="no such files there")
@pytest.mark.parametrize("ending", ["", "-wal"])
@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_only_ordinary_files_are_put_back(folder: Path, ending: str, kind: str) -> None:
    """A device never ends, so what it gives would fill the disk."""
    elsewhere = folder / "elders"
    elsewhere.mkdir()
    source = elsewhere / "vroeger.sqlite"
    if ending:
        Store(file_url(source)).engine.dispose()
    odd = elsewhere / f"vroeger.sqlite{ending}"
    _make_odd(odd, kind)
    done = _bounded("restore", str(source), "--empty")
    assert done.returncode == 2
    assert f"geen gewoon bestand (maar een map, een apparaat of een pijp): {odd.name}." in " ".join(
        done.stderr.split()
    )
    assert [path.name for path in folder.iterdir()] == ["elders"]


@pytest.mark.skipif(os.name != "posix", reason="no such files there")
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_a_store_that_is_no_file_is_told_and_not_waited_for(folder: Path, kind: str) -> None:
    _make_odd(folder / FILE_NAME, kind)
    done = _bounded("health")
    assert done.returncode == 2
    assert f"een pijp): {FILE_NAME}." in " ".join(done.stderr.split())


def _make_odd(path: Path, kind: str) -> None:
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()


def _bounded(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A command that cannot fill the disk, nor wait for ever."""

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000_000, 20_000_000))

    kept = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "hea", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, preexec_fn=small, env=kept, timeout=120
    )


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://hea:geheim@machine:poort/hea",
        "postgresql://hea:geheim@machine:54x32/hea",
        "postgresql//hea:geheim@machine/hea",
        "geheim",
    ],
)
def test_what_is_no_address_is_a_sentence_without_the_password(
    address: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(AddressError) as caught:
        opened(address)
    assert "geheim" not in str(caught.value)
    monkeypatch.setenv(URL_VARIABLE, address)
    found = CliRunner().invoke(app, ["health"])
    assert found.exit_code == 2
    assert "geen adres van een database" in found.output
    assert "geheim" not in found.output


def named_otherwise(folder: Path, way: str) -> Path:
    """Another name for the file that the store is in."""
    made = folder / "elders" / "kopie.xlsx"
    made.parent.mkdir()
    if way == "a link":
        made.symlink_to(folder / FILE_NAME)
    elif way == "the same file":
        os.link(folder / FILE_NAME, made)
    elif way == "a folder that is a link":
        made.symlink_to(folder)
        return made / FILE_NAME
    return made.parent / ".." / FILE_NAME if way == "another road" else made


@pytest.mark.parametrize("way", ["a link", "the same file", "another road", "a folder that is a link"])
def test_no_copy_takes_the_place_of_the_store_by_another_name(folder: Path, way: str) -> None:
    local_store().of(ALONE).save(Draft(started={"company": "Bewaard"}))
    found = CliRunner().invoke(app, ["backup", str(named_otherwise(folder, way)), "--force"])
    assert found.exit_code == 2
    assert text("problems.output_store") in " ".join(found.output.split())


@pytest.mark.parametrize("end", ["", "-wal", "-shm", "-journal"])
def test_a_copy_takes_no_place_of_the_store(folder: Path, end: str) -> None:
    """Who has the store open goes on in the old file, and loses what is saved from then on."""
    store = local_store()
    store.of(ALONE).save(Draft(started={"company": "Eerder"}))
    target = folder / (FILE_NAME + end)
    before = target.stat().st_ino if target.exists() else None
    found = CliRunner().invoke(app, ["backup", str(target), "--force"])
    assert found.exit_code == 2
    assert text("problems.output_store") in " ".join(found.output.split())
    assert (target.stat().st_ino if target.exists() else None) == before
    store.of(ALONE).save(Draft(started={"company": "Later"}))
    assert Store(file_url(folder / FILE_NAME)).count() == 2


@pytest.mark.parametrize("option", ["--json", "--xlsx", "--pdf"])
def test_no_result_takes_the_place_of_the_store(folder: Path, option: str) -> None:
    local_store().of(ALONE).save(Draft())
    before = (folder / FILE_NAME).stat().st_ino
    plan = [
        "quick",
        "--sector",
        "dc_warehousing",
        "--municipality",
        "Venlo",
        "--persons",
        "100",
        "--draws",
        "64",
    ]
    found = CliRunner().invoke(app, [*plan, option, str(folder / FILE_NAME), "--force"])
    assert found.exit_code == 2
    assert text("problems.output_store") in " ".join(found.output.split())
    assert (folder / FILE_NAME).stat().st_ino == before
