"""The sample reports in `docs/voorbeelden`: `python -m docs.publishing.samples` makes them anew.

They are made from an example in which everything is invented, dated on a fixed day, by the same work as the
reports of the app. The same input, version, seed and day give the same bytes.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from pypdf import PdfReader

from hea.app.report_job import Order, build
from hea.exchange import example
from hea.exchange.form import build_form
from hea.exchange.reopened import check_reopened, reopen_report
from hea.parameters import load_parameters
from hea.report.chapters import PARTS
from hea.status import FIRST
from hea.version import VERSION

FOLDER = Path(__file__).parents[2] / "docs/voorbeelden"
EXAMPLE = "fictief_dossier_venray"
DAY = dt.date(2026, 11, 30)
REPORT = "rapport.pdf"
KINDS = {REPORT: "pdf", "rapport.docx": "docx", "rapport.xlsx": "xlsx", "bewoners.pdf": "bewoners.pdf"}
"""Every sample with its name among the files of a report."""
FORM = "formulier.xlsx"
"""The form of a company as it comes back."""
NAMES = (*KINDS, FORM)


def make(folder: Path) -> None:
    """Write every sample."""
    order = Order(
        proposal=example(EXAMPLE),
        own_values=(),
        language="nl",
        parts=tuple(PARTS),
        mark="",
        status=FIRST,
        day=DAY,
    )
    made = build(order, lambda step: None)
    folder.mkdir(exist_ok=True)
    for name, kind in KINDS.items():
        (folder / name).write_bytes(made[kind])
    (folder / FORM).write_bytes(build_form(example(EXAMPLE)))


def stale(folder: Path, *, figures: bool = True) -> list[str]:
    """What is no longer true of the samples, a line each.

    Args:
        folder: where they stand.
        figures: also calculate the report anew, which takes seconds.
    """
    found = [f"{name} is not made by hea {VERSION}" for name in NAMES if not _says_version(folder / name)]
    return [*found, *_other_figures(folder / REPORT)] if figures else found


def _says_version(path: Path) -> bool:
    content = path.read_bytes()
    written = _in_pdf(content) if path.suffix == ".pdf" else _in_office(content)
    return f"hea {VERSION}" in written


def _in_pdf(content: bytes) -> str:
    return PdfReader(io.BytesIO(content)).pages[0].extract_text()  # at the foot of the page


def _in_office(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml"))


def _other_figures(path: Path) -> Iterator[str]:
    again = reopen_report(path.name, path.read_bytes())
    check = check_reopened(again, load_parameters())
    if again.proposal != example(EXAMPLE):
        yield f"{path.name}: the example has changed"
    if check is None:
        yield f"{path.name} carries no figures"
        return
    for told in (check.version, check.parameters):
        if told and told[0] != told[1]:  # a table that changes no figure changes the hash alone
            yield f"{path.name}: {told[0]} is {told[1]} now"
    yield from (f"{path.name}: {figure} comes out otherwise" for figure in check.changed)


if __name__ == "__main__":
    make(FOLDER)
