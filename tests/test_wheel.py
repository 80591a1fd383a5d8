"""A wheel made from the sources that are handed out, installed outside the checkout, works on its own."""

import ast
import json
import os
import socket
import subprocess
import sys
import tarfile
import time
import urllib.request
from pathlib import Path

import pytest

import hea

TOP = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("elders")
    run("uv", "build", "--out-dir", folder / "dist", TOP, cwd=folder)  # the sources, and from those a wheel
    [wheel] = (folder / "dist").glob("hea_rekentool-*.whl")
    run("uv", "venv", "--python", sys.executable, folder / "venv", cwd=folder)
    locked = folder / "requirements.txt"
    run(
        "uv",
        "export",
        "--project",
        TOP,
        "--no-dev",
        "--no-emit-project",
        "--no-hashes",
        "-o",
        locked,
        cwd=folder,
    )
    run("uv", "pip", "install", "--python", folder / "venv", "-r", locked, wheel, cwd=folder)
    return folder


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("VIRTUAL_ENV", "PYTHON", "UV_PROJECT"))
    }
    result = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return result


def test_the_wheel_assesses_an_example_far_from_the_checkout(installed: Path) -> None:
    package = next((installed / "venv").glob("lib/python*/site-packages/hea"))
    example = package / "templates" / "examples" / "fulfilment_waalwijk.yaml"
    run(
        installed / "venv/bin/hea",
        "assess",
        example,
        "--json",
        installed / "uit.json",
        "--draws",
        64,
        cwd=installed,
    )
    content = json.loads((installed / "uit.json").read_text(encoding="utf-8"))
    assert content["headline"]["jobs"]["p50"] == pytest.approx(933)
    code = "import hea, pathlib; print(pathlib.Path(hea.__file__).parent)"
    assert run(installed / "venv/bin/python", "-c", code, cwd=installed).stdout.strip() == str(package)


def test_the_wheel_holds_what_the_program_reads(installed: Path) -> None:
    package = next((installed / "venv").glob("lib/python*/site-packages/hea"))
    for part in (
        *("templates/proposal.yaml", "streamlit_app.py", ".streamlit/config.toml"),
        *("app/icon.png", "app/pages/quick_scan.py"),
        *("report/fonts/OFL.txt", "report/fonts/SourceSansPro-Regular.ttf", "texts/nl.toml"),
        *("parameters/stay.yaml", "reference/municipalities.csv", "assessment/assessment.schema.json"),
    ):
        assert (package / part).exists(), part
    run(installed / "venv/bin/hea", "template", installed / "voorstel.yaml", cwd=installed)
    assert (installed / "voorstel.yaml").read_text(encoding="utf-8").startswith("# Voorstel")


def test_the_sources_hold_what_tells_of_them(installed: Path) -> None:
    [sources] = (installed / "dist").glob("hea_rekentool-*.tar.gz")
    with tarfile.open(sources) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    about = {"README.md", "CHANGELOG.md", "CITATION.cff", "publiccode.yml", "LICENSE", "PKG-INFO"}
    assert about <= names
    assert {"pyproject.toml", "hea/version.py", "tests/test_wheel.py", "docs/methode.md"} <= names


def test_what_is_installed_says_what_it_is(installed: Path) -> None:
    code = "from importlib.metadata import metadata; print(dict(metadata('hea-rekentool')))"
    told = ast.literal_eval(run(installed / "venv/bin/python", "-c", code, cwd=installed).stdout)
    assert (told["Version"], told["License-Expression"]) == (hea.__version__, "EUPL-1.2")
    assert told["Project-URL"]


def test_one_command_tries_the_wheel_without_installing_it(installed: Path) -> None:
    """As `uvx --from` does, with the newest of everything that is allowed."""
    [wheel] = (installed / "dist").glob("*.whl")
    tried = ["uv", "tool", "run", "--isolated", "--python", sys.executable, "--from", wheel, "hea"]
    assert run(*tried, "--version", cwd=installed).stdout == f"hea {hea.__version__}\n"
    asked = "--sector magazijn --municipality Venray --persons 400 --draws 64 --pdf proef.pdf"
    run(*tried, "quick", *asked.split(), cwd=installed)
    assert (installed / "proef.pdf").read_bytes().startswith(b"%PDF")


def test_the_app_of_the_wheel_starts(installed: Path) -> None:
    port = free_port()
    command = [installed / "venv/bin/hea", "app", "--port", port, "--example", "fulfilment_waalwijk"]
    with subprocess.Popen([str(part) for part in command], cwd=installed, stdout=subprocess.DEVNULL) as app:
        try:
            assert waited_for(f"http://localhost:{port}/_stcore/health") == b"ok"
        finally:
            app.kill()
            app.wait()
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"http://localhost:{port}/", timeout=60)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def waited_for(address: str, seconds: float = 240) -> bytes:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return bytes(answer.read())
        except OSError:
            time.sleep(0.3)
    raise TimeoutError(address)
