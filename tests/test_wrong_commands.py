"""Command lines that go wrong: each is answered in words that say what, where and how to mend it."""

import re
import shlex
from pathlib import Path

import pytest

from hea.reference import sectors
from tests.processes import command

TEMPLATES = Path(__file__).parents[1] / "templates"
VENRAY = TEMPLATES / "examples" / "fictief_dossier_venray.yaml"
QUICK = "quick --sector webshop --municipality Venray"
OF_THE_PROGRAM = re.compile(
    r"Errno|Expecting|did not find|not a database|IndexError|None\b|function_groups\[|stay_definition|"
    r"(?:^|[^-\w])draws:|\bpath\b|\bfile\b|is niet groter dan 0|''"
)
"""What only somebody who knows the program can read."""

WRONG = {
    f"{QUICK} --persons 100 --draws 1000": "--draws: 1.000 trekkingen kan niet",
    f"{QUICK} --persons 100 --draws 0": "--draws: 0 trekkingen kan niet",
    f"{QUICK} --persons 100 --draws veel": "hea quick --help",
    f"{QUICK} --persons 100 --stay-definition frans": "--stay-definition: 'frans' is niet bekend. Kies limb",
    f"{QUICK} --persons 100 --lang de": "--lang kan niet 'de' zijn. Kies uit: nl, en.",
    f"{QUICK} --persons 100 --pdf-parts kort": "--pdf-parts kan niet 'kort' zijn.",
    f"{QUICK} --floor-m2 5000 --basis piek": "--basis: zegt hoe personen zijn geteld, en hier is een",
    f"{QUICK} --floor-m2 0": "--floor-m2: hier staat 0, en dat kan niet. Vul een getal boven 0 in",
    f"{QUICK} --persons 100 --opening 2027-13": "'2027-13' is geen maand",
    f"{QUICK} --persons ''": "--persons: hier staat niets. Schrijf het in cijfers",
    "quick --sector '' --municipality Venray --persons 100": "--sector: hier staat niets",
    "quick --sector webshop --municipality '' --persons 100": "--municipality: hier staat niets",
    "quick --sector webshop --municipality GM9999 --persons 100": "de code 'GM9999' is van geen gemeente",
    "quick --sector slagterij --municipality Venray --persons 100": "Bedoelt u Slachterijen? Alle",
    "quick --sector zaadveredeling --municipality Venray --persons 100": "hea sectors",
    "quick --sector kas --municipality Venray --floor-m2 20000": "--floor-m2: voor deze sector",
    "quick --sector slachthuis --municipality Venray --floor-m2 20000": "voor deze sector (Slachterijen)",
    "quick webshop Venray 100": "Zie hea quick --help",
    "assess": "het bestand ontbreekt en is verplicht",
    f"assess {VENRAY} --pdf uit.doc": "uit.doc: kies een bestand dat eindigt op .pdf",
    f"assess {VENRAY} --xlsx uit.pdf": "uit.pdf: kies een bestand dat eindigt op .xlsx",
    f"assess {VENRAY} --docx uit": "uit: kies een bestand dat eindigt op .docx",
    f"assess {VENRAY} --bewoners uit.docx": "eindigt op .pdf",
    "assess slecht.json": "slecht.json: regel 2: de opmaak klopt niet bij 'b: [1'",
    "assess slecht.yaml": "slecht.yaml: regel 2: de opmaak klopt niet bij 'opening: ]'",
    "assess woorden.yaml": "(workforce.unit), regel 5: 'stuks' kan niet. Kies uit: persons (personen), fte",
    f"explain {VENRAY}": "de uitkomst ontbreekt en is verplicht",
    f"explain {VENRAY} woningen": "Woningen long stay",
    f"compare {VENRAY} --draws 7": "--draws: 7 trekkingen",
    f"export {VENRAY} uit.txt": "uit.txt: kies een bestand dat eindigt op .csv, .parquet",
    f"export {VENRAY}": "het nieuwe bestand ontbreekt",
    f"screen {TEMPLATES / 'examples'} --out uit --draws 1000": "--draws: 1.000 trekkingen kan niet",
    "screen leeg.csv --out uit": "leeg.csv: hier staat geen enkele rij in",
    "screen nep.xlsx --out uit": "nep.xlsx: dit is geen Excel-werkmap",
    "radius x.csv --municipality Venray --at 'Grote Markt'": "--at: 'Grote Markt' is geen plaats",
    "radius x.csv --municipality Venray --at '91,5; 5,9'": "--at: breedte 91,5 en lengte 5,9",
    "radius x.csv --municipality foo --at '51,5 5,9'": "--municipality: 'foo' is niet bekend",
    "radius x.csv --municipality Venray --at '51,52 5,97' --km veel": "--km: 'veel' is geen getal",
    "radius x.csv --municipality Venray --at '51,52, 5,97'": "x.csv: het bestand is niet gevonden",
    "restore nergens.sqlite": "nergens.sqlite: het bestand is niet gevonden",
    "restore slecht.json": "slecht.json: dit is geen kopie van de opslag van hea",
    "data foo": "Zie hea data --help",
    "data use foo": "er zijn nog geen sets",
    "learn --cases nep.xlsx": "nep.xlsx: dit is geen Excel-werkmap",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files that cannot be read, and nothing else."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HEA_DATA", str(tmp_path / "data"))
    (tmp_path / "slecht.json").write_text('{"a": 1,\nb: [1', encoding="utf-8")
    (tmp_path / "slecht.yaml").write_text("company: X\nopening: ]\n", encoding="utf-8")
    (tmp_path / "woorden.yaml").write_text(
        "company: X\nsector: webshop\nmunicipality: Venray\nopening: 2028\n"
        "workforce: {count: 100, unit: stuks}\n",
        encoding="utf-8",
    )
    (tmp_path / "leeg.csv").write_text("", encoding="utf-8")
    (tmp_path / "nep.xlsx").write_text("x", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("line", WRONG)
@pytest.mark.usefixtures("folder")
def test_what_cannot_be_done_is_said_in_words(line: str) -> None:
    result = command(*shlex.split(line))
    assert result.returncode == 2, result.stdout + result.stderr
    assert WRONG[line] in result.stderr
    assert not (found := OF_THE_PROGRAM.search(result.stderr)), (found, result.stderr)


def test_the_sectors_are_listed_by_name_with_their_words_and_sizes() -> None:
    every = command("sectors").stdout
    assert all(row.name_nl in " ".join(every.split()) for row in sectors().values())
    few = command("sectors", "slacht").stdout
    assert "Slachterijen" in few
    assert "slachthuis" in few
    assert "Distributiecentra" not in few
    assert command("sectors", "slagterij").stdout == command("sectors", "slachterij").stdout


@pytest.mark.usefixtures("folder")
def test_words_for_a_choice_are_read_in_a_file_as_they_are_elsewhere(folder: Path) -> None:
    plan = folder / "plan.yaml"
    plan.write_text(
        "company: X\nsector: aardbeien\nmunicipality: Venray\nopening: 2028\n"
        "workforce: {count: 100, unit: personen, basis: piek}\n",
        encoding="utf-8",
    )
    result = command("assess", str(plan), "--json", "-", "--draws", "32")
    assert result.returncode == 0, result.stderr
    assert '"basis": "peak"' in result.stdout
