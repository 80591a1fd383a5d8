"""Own counted cases: read as people write them, and nothing is learned from a row that cannot be right."""

import io
from pathlib import Path

import openpyxl
import pytest

from hea.exchange import InputError
from hea.exchange.counted_cases import parse_counted, read_counted
from hea.reference import reference_cases

HEAD = (
    "Bedrijf;Plaats;Sector;Bruto vloeroppervlak (m2);Werknemers (gemiddeld);Arbeidsmigranten;"
    "Aandeel arbeidsmigranten;Meer bedrijven samen;Geteld of aangekondigd"
)


def read(*rows: str) -> dict[str, object]:
    return dict(parse_counted("eigen.csv", "\n".join((HEAD, *rows)).encode()).found)


def test_a_table_is_read_as_people_write_it() -> None:
    (case,) = parse_counted(
        "eigen.csv", f"{HEAD}\nAlfa;Venray;Distributiecentra, opslag en fulfilment;20.000;160;80;;;".encode()
    ).found.values()
    assert (case.sector_id, case.floor_m2, case.workers_base) == ("dc_warehousing", 20000, 160)
    assert (case.migrants_low, case.migrants_high, case.reliability) == (80, 80, "counted")


def test_a_workbook_with_other_headings_is_read() -> None:
    book = openpyxl.Workbook()
    for row in (("Onderneming", "Branche", "BVO", "Medewerkers"), ("Beta", "slaughter", 4000, 120)):
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    (case,) = parse_counted("eigen.xlsx", out.getvalue()).found.values()
    assert (case.sector_id, case.floor_m2, case.workers_base) == ("slaughter", 4000, 120)


@pytest.mark.parametrize("written", ["40%", "0,4"])
def test_a_share_is_a_number_of_the_workers(written: str) -> None:
    (case,) = parse_counted(
        "eigen.csv", f"{HEAD}\nAlfa;Venray;slaughter;;200;;{written};;".encode()
    ).found.values()
    assert case.migrants == pytest.approx(80)


def test_the_case_that_a_dossier_writes_can_be_learned_from(tmp_path: Path) -> None:
    path = tmp_path / "referentiegeval.csv"
    path.write_text(
        "id,name,place,sector_id,floor_m2,workers_base,migrants_low,migrants_high,year,reliability,remark\n"
        "bedrijf_anoniem_1,Anoniem,Limburg,dc_warehousing,20000,160,80,80,2025,counted,Geteld in mei\n",
        encoding="utf-8",
    )
    assert set(read_counted(path).found) == {"bedrijf_anoniem_1"}


def test_announced_is_told_apart() -> None:
    (case,) = parse_counted(
        "e.csv", f"{HEAD}\nAlfa;Venray;slaughter;900;200;;;;aangekondigd".encode()
    ).found.values()
    assert case.announced


SHIPPED = reference_cases()["bedrijf_zalando_bleiswijk"]


@pytest.mark.parametrize(
    ("rows", "code", "column"),
    [
        (["Alfa;Venray;slaughter;20000;;80;;;"], "case_workers", "Werknemers (gemiddeld)"),
        (["Alfa;Venray;slaughter;;160;;;;"], "case_no_pair", "rij 2"),
        (["Alfa;Venray;slaughter;;160;;1,4;;"], "case_share", "Aandeel arbeidsmigranten"),
        (["Alfa;Venray;slaughter;;160;;140%;;"], "case_share", "Aandeel arbeidsmigranten"),
        (["Alfa;Venray;slaughter;;160;200;;;"], "case_migrants", "Arbeidsmigranten"),
        (["Alfa;Venray;slaughter;900;160;;;ja;"], "case_several", "Meer bedrijven samen"),
        (["Alfa;Venray;slaughter;900;160;;;;geschat"], "counted_or_announced", "Geteld of aangekondigd"),
        (["Alfa;Venray;slaughter;-900;160;;;;"], "negative", "Bruto vloeroppervlak"),
        (["Alfa;Venray;slager;900;160;;;;"], "sector", "Sector"),
        (["Alfa;Venray;slaughter;900;veel;;;;"], "typed_count", "Werknemers (gemiddeld)"),
        ([";Venray;slaughter;900;160;;;;"], "missing", "Bedrijf"),
        (["Alfa;Venray;slaughter;900;160;;;;"] * 2, "case_double_own", "rij 3"),
        ([f"{SHIPPED.name};{SHIPPED.place};dc_warehousing;900;160;;;;"], "case_double_shipped", "Bedrijf"),
    ],
)
def test_a_row_that_cannot_be_right_is_told_by_row_and_column(
    rows: list[str], code: str, column: str
) -> None:
    good = "Goed;Venlo;slaughter;800;150;;;;"
    with pytest.raises(InputError) as caught:
        read(*rows, good)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert column in problem.place
    assert problem.sentence("nl") != problem.sentence("en")


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        read("Alfa;Venray;slaughter;900;;;;;", "Beta;Venlo;slaughter;;160;200;;;")
    assert [item.code for item in caught.value.problems] == ["case_workers", "case_migrants"]
