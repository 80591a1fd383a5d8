"""What an administrator reads is true: settings, files, and the walk from backup to restore on a server."""

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from hea.dossiers import ALONE, Draft, MissingError, Store
from hea.dossiers.people import GUEST_RIGHTS, OWN_RIGHTS, ROLES
from tests.postgres import ADMINISTRATOR, Postgres, program

TOP = Path(__file__).parents[1]
GUIDE = (TOP / "docs/beheer.md").read_text()
FOLDER = TOP / "docs/beheer"
NOT_FOR_ADMINISTRATORS = {"HEA_DEBUG"}


def test_every_setting_of_the_program_is_in_the_guide_and_no_other() -> None:
    code = "\n".join(path.read_text() for path in (TOP / "hea").rglob("*.py"))
    known = set(re.findall(r'"(HEA_[A-Z_]+)"', code)) - NOT_FOR_ADMINISTRATORS
    table = GUIDE.split("## Instellingen")[1].split("##")[0]
    assert set(re.findall(r"`(HEA_[A-Z_]+)`", table)) == known


@pytest.mark.parametrize("column", range(len(ROLES)))
def test_the_table_of_rights_is_what_the_store_enforces(column: int) -> None:
    rows = {
        "lezen": "read",
        "wijzigen, opmerkingen, vastleggen en indienen": "write",
        "definitief maken": "finalise",
        "afspraken vastleggen, achteraf tellen": "measure",
        "anderen toegang geven, verwijderen": "delete",
        "zien wie wat deed": "oversee",
    }
    role = ROLES[column]
    for words, right in rows.items():
        line = next(line for line in GUIDE.splitlines() if line.startswith(f"| {words} |"))
        assert line.split("|")[2 + column].strip() == ("ja" if right in OWN_RIGHTS[role] else "nee"), words


def test_guests_have_what_the_guide_says() -> None:
    assert all({"read", "comment"} <= GUEST_RIGHTS[role] for role in ("bedrijf", "gemeente", "acquisitie"))
    assert {"write", "submit", "measure"} <= GUEST_RIGHTS["bedrijf"]
    assert GUEST_RIGHTS["gemeente"] == {"read", "comment", "finalise", "measure"}


def test_the_compose_file_names_files_that_are_there() -> None:
    compose = yaml.safe_load((FOLDER / "compose.yaml").read_text())
    app = compose["services"]["app"]
    assert (FOLDER / app["build"]["context"] / app["build"]["dockerfile"]).exists()
    assert (FOLDER / "nginx.conf").exists()
    assert "DATABASE_PASSWORD" in (FOLDER / ".env.example").read_text()
    assert app["environment"]["HEA_LOGIN"] == "oidc"


def test_every_image_of_others_is_named_by_version_and_digest() -> None:
    compose = yaml.safe_load((FOLDER / "compose.yaml").read_text())
    named = [service["image"] for service in compose["services"].values() if "build" not in service]
    named += re.findall(r"^FROM (\S+)", (FOLDER / "Containerfile").read_text(), re.MULTILINE)
    assert len(named) == 4
    for image in named:
        assert re.fullmatch(r"[a-z]+:[\d.]+-[a-z-]+@sha256:[0-9a-f]{64}", image), image


@pytest.mark.parametrize("header", ["X-Hea-Name", "X-Hea-Role", "X-Hea-Organisation", "X-Hea-Proxy-Secret"])
def test_the_proxy_lets_no_visitor_say_who_they_are(header: str) -> None:
    assert f'proxy_set_header {header} "";' in (FOLDER / "nginx.conf").read_text()


def test_a_dump_of_a_server_can_be_put_back(server: Postgres, tmp_path: Path) -> None:
    url, dump = server.new("hea_dump"), tmp_path / "hea.dump"
    store = Store(url)
    kept = store.of(ALONE).save(Draft(started={"company": "Bewaard"}))
    subprocess.run([program("pg_dump"), "--format=custom", f"--file={dump}", url], check=True)
    store.of(ALONE).delete(kept.id)
    with pytest.raises(MissingError):
        store.of(ALONE).load(kept.id)
    back = [program("pg_restore"), "--clean", "--if-exists", f"--dbname={url}", str(dump)]
    subprocess.run(back, check=True)
    assert store.of(ALONE).load(kept.id)[0].started.company == "Bewaard"
    assert Store(url).of(ALONE).save(Draft(), kept.id, 1).revision == 2


@pytest.fixture
def own_role(own_server: Postgres) -> str:
    """Address of the database that the containers make for the app, with the role that they give it."""
    around = {"PGHOST": "127.0.0.1", "PGPORT": str(own_server.port), "PATH": os.environ["PATH"]}
    given = composed()["database"]["environment"] | {"HEA_DATABASE_PASSWORD": "it's 'quoted'"}
    names = {key: value for key, value in given.items() if key != "POSTGRES_PASSWORD"}
    subprocess.run([FOLDER / "database.sh"], env={**around, **names}, check=True)
    return own_server.address("hea", "hea")


def composed() -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text())["services"]
    return services


def test_the_app_in_containers_does_not_administer_its_database() -> None:
    services = composed()
    app, database = services["app"]["environment"], services["database"]["environment"]
    role = re.match(r"postgresql://(\w+):", app["HEA_DATABASE_URL"])
    assert role is not None
    assert role[1] != database["POSTGRES_USER"]
    assert database["POSTGRES_PASSWORD"] not in " ".join(map(str, app.values()))
    assert any(
        line.startswith("./database.sh:/docker-entrypoint-initdb.d/")
        for line in services["database"]["volumes"]
    )
    assert os.access(FOLDER / "database.sh", os.X_OK)


def test_the_role_of_the_app_works_in_its_own_database(own_role: str) -> None:
    store = Store(own_role)
    kept = store.of(ALONE).save(Draft(started={"company": "Eigen rol"}))
    assert Store(own_role).of(ALONE).load(kept.id)[0].started.company == "Eigen rol"
    store.engine.dispose()


@pytest.mark.parametrize(
    "asked",
    [
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT lo_export(lo_from_bytea(0, 'x'), 'large-object')",
        "CREATE ROLE another",
        "CREATE DATABASE another",
        "ALTER ROLE hea SUPERUSER",
        "SELECT rolpassword FROM pg_authid",
        "SET ROLE postgres",
    ],
)
def test_the_role_of_the_app_can_do_nothing_outside_it(own_role: str, asked: str) -> None:
    with (
        psycopg.connect(own_role, autocommit=True) as own,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        own.execute(asked)


def test_the_role_of_the_app_and_others_come_in_no_database_of_each_other(
    own_server: Postgres, own_role: str
) -> None:
    others = [own_server.address(name, "hea") for name in ("postgres", "template1")]
    for address in (*others, own_server.address("hea")):
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            psycopg.connect(address)
    with psycopg.connect(own_server.address("postgres", ADMINISTRATOR)) as administrator:
        kept = "SELECT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolname = 'hea'"
        assert administrator.execute(kept).fetchone() == (True,)
    assert own_role


def test_what_another_role_dumped_can_be_put_back_for_the_role_of_the_app(
    own_server: Postgres, own_role: str, tmp_path: Path
) -> None:
    before, dump = own_server.new("before"), tmp_path / "hea.dump"
    kept = Store(before).of(ALONE).save(Draft(started={"company": "Verhuisd"}))
    subprocess.run([program("pg_dump"), "--format=custom", f"--file={dump}", before], check=True)
    place = own_server.address("hea", ADMINISTRATOR)
    given = re.search(r"pg_restore (-U postgres .*?) < hea\.dump", GUIDE)
    assert given is not None
    options = [item for item in given[1].split() if item not in ("-U", "postgres", "--dbname=hea")]
    subprocess.run([program("pg_restore"), *options, f"--dbname={place}", str(dump)], check=True)
    store = Store(own_role)
    assert store.of(ALONE).save(Draft(), kept.id, 1).revision == 2
    store.engine.dispose()


def test_the_bill_of_materials_holds_every_part_of_the_lock_file(tmp_path: Path) -> None:
    bill = tmp_path / "hea.cdx.json"
    subprocess.run(["make", "--old-file=setup", "sbom", f"BILL={bill}"], cwd=TOP, check=True)
    parts = {part["name"]: part for part in json.loads(bill.read_text())["components"]}
    locked = {
        one["name"]: one.get("version") for one in tomllib.loads((TOP / "uv.lock").read_text())["package"]
    }
    assert {"streamlit", "pandas", "numpy", "pydantic", "openpyxl", "fpdf2", "psycopg"} <= set(parts)
    assert "pytest" not in parts
    assert {name: part["version"] for name, part in parts.items()} == {name: locked[name] for name in parts}
    assert [name for name, part in parts.items() if "SHA-256" not in json.dumps(part)] == []
