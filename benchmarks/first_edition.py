"""The column of the first edition in docs/edities.md, calculated anew by that edition itself.

Unpack it from the history of this repository: ``git archive 77e1b60^ | tar x -C OTHER`` is the last commit
before low, central and high became P10, P50 and P90, with parameter set 2026.11.4. Then run
``python -m benchmarks.first_edition OTHER``: every line is a row of the page as it is calculated, with
"anders" (and what the page says) behind a row that the page tells otherwise.
"""

import json
import re
import subprocess
import sys
from operator import attrgetter
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "edities.md"
EXAMPLES = {
    "fictief_dossier_venray": "Voorbeelddossier Venray",
    "fulfilment_waalwijk": "Fulfilment, Waalwijk",
    "plantenkwekerij_erp": "Plantenkwekerij, Erp",
    "zachtfruit_meierijstad": "Zacht fruit, Meierijstad",
}
STAYS = {"Short stay": "short", "Mid stay": "mid", "Long stay": "long", "Samen": "total"}
MOMENTS = {"structureel": "structural", "drukste maand": "peak"}
ROWS = {
    "Arbeidsmigranten, structureel": "migrants_structural",
    "Arbeidsmigranten, drukste maand": "migrants_peak",
    **{
        f"{stay} nodig, {moment}": f"units.{key}.{when}"
        for stay, key in STAYS.items()
        for moment, when in MOMENTS.items()
    },
    "Nieuwe bewoners": "residents",
}
"""Rows of the page, and where an assessment of either edition holds them."""

CHILD = """
import importlib.metadata, sys
importlib.metadata.version = lambda _: "another edition"  # that is not installed has no version
sys.path.insert(0, {edition!r})
import hea
from hea.exchange import example
assert hea.__file__.startswith({edition!r}), hea.__file__
print(hea.assess(example({name!r})).model_dump_json())
"""


class _Tree(dict):  # type: ignore[type-arg]
    """A file of JSON whose parts are read by name, as those of an assessment."""

    __getattr__ = dict.__getitem__


def figures(edition: Path, name: str) -> dict[str, tuple[int, int, int]]:
    """Low, high and middle of every row of an example, rounded, as that edition calculates them."""
    code = CHILD.format(edition=str(edition), name=name)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    headline = json.loads(done.stdout, object_hook=_Tree).headline
    ranges = {label: attrgetter(path)(headline) for label, path in ROWS.items()}
    return {label: (round(r.p10), round(r.p90), round(r.p50)) for label, r in ranges.items()}


def told(name: str, column: int) -> dict[str, tuple[int, ...]]:
    """Low, high and middle of every row of an example as the page has them, in its first or second column."""
    part = PAGE.read_text(encoding="utf-8").split(f"### {EXAMPLES[name]}")[1].split("###")[0]
    rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines())
    return {
        cells[0]: tuple(int(n) for n in re.findall(r"\d+", cells[column].replace(".", "").replace("<1", "0")))
        for cells in rows
        if cells[0] in ROWS
    }


def main() -> None:
    """Print every row of the page as the edition calculates it, and where the page says otherwise."""
    edition = Path(sys.argv[1]).resolve()
    for name, title in EXAMPLES.items():
        print(title)
        page = told(name, 1)
        for label, found in figures(edition, name).items():
            otherwise = "" if page[label] == found else f"  anders: {page[label]}"
            print(f"| {label} | {found[0]}–{found[1]} ({found[2]}) |{otherwise}")


if __name__ == "__main__":
    main()
