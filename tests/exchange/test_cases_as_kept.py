"""Own cases to hold the model against: in any table, by headings in words or as published cases have them."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from hea.exchange import InputError
from hea.exchange.counted_cases import read_cases_as_kept
from tests.validation.test_validation import OWN

IN_WORDS = {
    "Bedrijf": "Eigen bedrijf",
    "Plaats": "Venray",
    "Sector": "slachthuis varkens",
    "Werknemers (gemiddeld)": 200,
    "Arbeidsmigranten": 100,
}


def kept(folder: Path, ending: str, row: dict[str, object]) -> Path:
    file = folder / f"eigen{ending}"
    if ending == ".csv":
        out = io.StringIO()
        csv.writer(out, delimiter=";").writerows([list(row), list(row.values())])
        file.write_text(out.getvalue(), encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        for line in (list(row), list(row.values())):
            book.active.append(line)  # type: ignore[union-attr]
        book.save(file)
    return file


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@pytest.mark.parametrize("row", [OWN, IN_WORDS], ids=["published", "words"])
def test_cases_are_read_from_any_table(ending: str, row: dict[str, object], tmp_path: Path) -> None:
    (case,) = read_cases_as_kept(kept(tmp_path, ending, row)).found.values()
    assert (case.sector_id, case.workers_base, case.migrants) == ("slaughter", 200, 100)


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_fault_is_told_by_its_heading(ending: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read_cases_as_kept(kept(tmp_path, ending, IN_WORDS | {"Arbeidsmigranten": "veel"}))
    [problem] = error.value.problems
    assert "rij 2, kolom Arbeidsmigranten: 'veel' is geen getal" in problem.sentence()
