"""The draws behind the headline figures, as a table for other programs: a row per draw."""

import csv
import io
from collections.abc import Mapping

from hea.assessment.results.rounding import kept
from hea.assessment.run import Run

DRAW = "draw"
PERSONS, SHARE = "persons", "share"
PLACES: Mapping[str, str] = {"short": "beds", "mid": "units", "long": "dwellings", "total": "places"}
"""What is counted of places to live, by class of stay."""


def unit_of(path: str) -> str:
    """The unit of a headline figure by its path, such as ``units.short.peak``."""
    first, *rest = path.split(".")
    if first in {"units", "gap"}:
        return PLACES[rest[0]]
    return SHARE if first.endswith("share") else "jobs" if first == "jobs" else PERSONS


def columns_of(run: Run) -> dict[str, str]:
    """Unit of each column by its name, the number of the draw first."""
    return {DRAW: "number", **{f"headline.{path}": unit_of(path) for path in run.headline_draws}}


def _columns(run: Run) -> dict[str, list[float]]:
    drawn = {f"headline.{path}": list(map(kept, values)) for path, values in run.headline_draws.items()}
    return {DRAW: list(range(1, run.draws.count + 1)), **drawn}


def draws_as_csv(run: Run) -> bytes:
    """Names with units in the first line, and below it a line per draw, with points in numbers."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(name if name == DRAW else f"{name} [{unit}]" for name, unit in columns_of(run).items())
    writer.writerows(zip(*_columns(run).values(), strict=True))
    return out.getvalue().encode()


def draws_as_parquet(run: Run) -> bytes:
    """The same as Parquet: names as they are, the unit beside each, and how it was made with the whole."""
    import pyarrow as pa
    from pyarrow import parquet

    units, made = columns_of(run), run.assessment
    fields = [
        pa.field(name, pa.int64() if name == DRAW else pa.float64(), metadata={"unit": unit})
        for name, unit in units.items()
    ]
    about = {"hea": made.version, "parameters": made.parameters.hash, "input": made.input_hash}
    about |= {"seed": str(made.seed), "draws": str(made.draws), "stay_definition": made.stay_definition}
    out = io.BytesIO()
    parquet.write_table(pa.table(_columns(run), schema=pa.schema(fields, metadata=about)), out)
    return out.getvalue()
