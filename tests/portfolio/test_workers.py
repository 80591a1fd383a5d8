"""The same lines whoever calculates: one process, two, or a cluster of which a worker is killed."""

import datetime as dt
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import dask
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from distributed import Client, LocalCluster
from typer.testing import CliRunner

from hea.cli import app, screening
from hea.portfolio import ClusterError, PlanSummary, cluster, processes, screen
from hea.proposal import Headcount, Proposal
from hea.texts import text
from tests.conftest import distribution_centre

DRAWS = 64
MONTHS = 12


def leads(count: int) -> list[tuple[str, Proposal]]:
    """Plans of as many kinds as there are months, so that there is work to share."""
    return [
        (
            f"rij {number}",
            distribution_centre(
                company=f"Plan {number}",
                function_groups=(),
                workforce=Headcount(count=50.0 + number),
                opening=f"2028-{number % MONTHS + 1:02d}",
            ),
        )
        for number in range(count)
    ]


def lines(rows: Iterator[PlanSummary]) -> dict[str, PlanSummary]:
    return {row.place: row for row in rows}


@pytest.fixture(scope="module")
def serial() -> dict[str, PlanSummary]:
    return lines(screen(leads(30), draws=DRAWS))


def test_processes_give_the_same_lines(serial: dict[str, PlanSummary]) -> None:
    with processes(2) as many:
        assert lines(screen(leads(30), draws=DRAWS, many=many)) == serial


@pytest.fixture(scope="module")
def two_workers() -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", protocol="tcp"
    ) as found:
        yield found


def test_a_cluster_gives_the_same_lines(serial: dict[str, PlanSummary], two_workers: LocalCluster) -> None:
    with cluster(two_workers.scheduler_address) as many:
        assert lines(screen(leads(30), draws=DRAWS, many=many)) == serial
    with Client(two_workers.scheduler_address, set_as_default=False) as client:
        assert len(client.run(os.getpid)) == 2


def test_a_killed_worker_loses_nothing(serial: dict[str, PlanSummary]) -> None:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", protocol="tcp"
    ) as own:
        with Client(own.scheduler_address, set_as_default=False) as client:
            victim = next(iter(client.run(os.getpid).values()))
        found: dict[str, PlanSummary] = {}
        with cluster(own.scheduler_address) as many:
            for row in screen(leads(30), draws=DRAWS, many=many):
                if not found:
                    os.kill(victim, signal.SIGKILL)
                found[row.place] = row
    assert found == serial


@pytest.mark.parametrize(("plans", "begun"), [(3, 1), (250, 2), (9_000, 4)])
def test_a_screening_uses_the_cores_where_that_is_worth_it(
    plans: int, begun: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screening, "CORES", 4)
    assert screening._worthwhile(plans) == begun


@pytest.mark.usefixtures("unprinted")
def test_the_command_runs_on_a_cluster_and_writes_the_same_table(
    two_workers: LocalCluster, tmp_path: Path
) -> None:
    table = tmp_path / "plannen.csv"
    rows = [f"Plan {n};Venray;dc_warehousing;2028-{n % 12 + 1:02d};{50 + n}" for n in range(20)]
    table.write_text("Bedrijf;Gemeente;Sector;Opening;Werknemers\n" + "\n".join(rows) + "\n")
    for name, more in (("een", []), ("cluster", ["--scheduler", two_workers.scheduler_address])):
        said = CliRunner().invoke(
            app, ["screen", str(table), "--out", str(tmp_path / name), "--draws", "32", *more]
        )
        assert said.exit_code == 0, said.output
    one, other = ((tmp_path / name / "samen.json").read_text() for name in ("een", "cluster"))
    assert one == other


def test_a_cluster_that_is_not_there_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hea.portfolio.workers.CONNECT_SECONDS", 2)
    table = tmp_path / "plannen.csv"
    table.write_text("Bedrijf;Gemeente;Sector;Opening;Werknemers\nA;Venray;dc_warehousing;2028-01;50\n")
    said = CliRunner().invoke(
        app, ["screen", str(table), "--out", str(tmp_path / "uit"), "--scheduler", "tcp://127.0.0.1:9"]
    )
    assert said.exit_code == 2
    assert "antwoordt niet" in said.output


def test_a_cluster_with_other_figures_is_refused(
    two_workers: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hea.portfolio.workers.VERSION", "0.0.other")
    with (
        pytest.raises(ClusterError, match="andere cijfers"),
        cluster(two_workers.scheduler_address),
    ):
        pytest.fail("a cluster with another version was taken")


def test_a_cluster_without_workers_is_refused() -> None:
    with (
        LocalCluster(n_workers=0, processes=True, dashboard_address="127.0.0.1:0", protocol="tcp") as empty,
        pytest.raises(ClusterError, match="heeft geen werkers"),
        cluster(empty.scheduler_address),
    ):
        pytest.fail("a cluster without workers was taken")


def certificate(folder: Path) -> dict[str, str]:
    """A certificate of this machine that signed itself, as settings of Dask."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "machine")])
    now = dt.datetime.now(dt.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now).not_valid_after(now + dt.timedelta(days=1))
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    plain = serialization.NoEncryption()
    (folder / "machine.pem").write_bytes(
        made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    (folder / "machine.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    settings = {"distributed.comm.tls.ca-file": str(folder / "machine.pem")}
    for role in ("client", "scheduler", "worker"):
        settings[f"distributed.comm.tls.{role}.cert"] = str(folder / "machine.pem")
        settings[f"distributed.comm.tls.{role}.key"] = str(folder / "machine.key")
    return settings


def test_a_cluster_with_certificates_works_and_is_closed_to_who_has_none(
    serial: dict[str, PlanSummary], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hea.portfolio.workers.CONNECT_SECONDS", 5)
    settings = certificate(tmp_path)
    with (
        dask.config.set({**settings, "distributed.comm.require-encryption": True}),
        LocalCluster(
            n_workers=1,
            threads_per_worker=1,
            processes=False,
            dashboard_address="127.0.0.1:0",
            protocol="tls://",
        ) as closed,
    ):
        with cluster(closed.scheduler_address) as many:
            assert lines(screen(leads(30), draws=DRAWS, many=many)) == serial
        address = closed.scheduler_address
        with (
            dask.config.set(dict.fromkeys(settings)),
            pytest.raises(ClusterError, match="vraagt een certificaat"),
            cluster(address),
        ):
            pytest.fail("a cluster was entered without a certificate")


@pytest.mark.parametrize(("address", "plain"), [("tcp://127.0.0.1:9", True), ("tls://127.0.0.1:9", False)])
def test_what_a_cluster_can_do_is_said_where_it_is_chosen(
    address: str, plain: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hea.portfolio.workers.CONNECT_SECONDS", 1)
    table = tmp_path / "plannen.csv"
    table.write_text("Bedrijf;Gemeente;Sector;Opening;Werknemers\nA;Venray;dc_warehousing;2028-01;50\n")
    said = CliRunner().invoke(
        app, ["screen", str(table), "--out", str(tmp_path / "uit"), "--scheduler", address]
    )
    assert text("cli.cluster_trusted") in said.output
    assert (text("cli.cluster_plain") in said.output) == plain
