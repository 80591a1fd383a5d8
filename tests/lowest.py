"""What is done with the oldest and newest versions that hea works with: all loaded, a report, a workbook.

Run in an environment of its own; see ``tests/test_lowest.py``.
"""

import importlib
import io
import pkgutil
import warnings

import hea

NOT_LOADED = ("hea.app.pages", "hea.__main__", "hea.dossiers.migrations", "hea.portfolio.workers")
"""Pages are drawn by being loaded, migrations are run by Alembic."""


def main() -> None:
    """Load every module, and take a plan through a form, an assessment, the files, the store and back."""
    for module in pkgutil.walk_packages(hea.__path__, "hea."):
        if not module.name.startswith(NOT_LOADED):
            importlib.import_module(module.name)
    proposal = _proposal()
    pdf, book = _files(proposal)
    from hea.exchange import open_upload

    assert open_upload("rapport.pdf", pdf).proposal == proposal
    assert book.startswith(b"PK")
    _form()
    _table()
    _store(proposal)
    print("these versions do")


def _proposal() -> "hea.Proposal":
    from hea.exchange import example, parse_proposal

    kept = example("fulfilment_waalwijk")
    assert parse_proposal(kept.model_dump_json(), ".json") == kept
    return kept


def _files(proposal: "hea.Proposal") -> tuple[bytes, bytes]:
    from hea.assessment import assess
    from hea.parameters import load_parameters
    from hea.report.pdf import build_pdf
    from hea.workbook import build_workbook

    assessment = assess(proposal, draws=256)
    return build_pdf(assessment, load_parameters(), "nl"), build_workbook(assessment, load_parameters(), "nl")


def _form() -> None:
    from hea.exchange import InputError, parse_upload
    from hea.exchange.form import build_form

    told = []
    try:
        parse_upload("formulier.xlsx", build_form())
    except InputError as error:
        told = [problem.sentence("nl") for problem in error.problems]
    assert told, "an empty form is no plan"


def _table() -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from hea.exchange.grid import sheets_of

    out = io.BytesIO()
    pq.write_table(pa.table({"a": ["x", "y"], "b": [1.5, None]}), out)
    assert list(sheets_of("x.parquet", out.getvalue())[0].rows) == [["a", "b"], ["x", 1.5], ["y", None]]


def _store(proposal: "hea.Proposal") -> None:
    import tempfile
    from pathlib import Path

    from hea.dossiers import ALONE, Draft, Store

    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'hea.sqlite'}")
        saved = store.of(ALONE).save(Draft(proposal=proposal))
        assert store.of(ALONE).load(saved.id)[0].proposal == proposal
        store.engine.dispose()


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
