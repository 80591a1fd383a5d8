"""The report workbook as a controller uses it: formulas calculated by another program equal the engine."""

import io
import itertools
import random
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import openpyxl
import pandas as pd
import pytest

from hea import Assessment, ParameterSet, Proposal, assess, load_parameters
from hea.exchange import example, example_names
from hea.parameters import OwnValue
from hea.texts import text
from hea.workbook import build_workbook
from hea.workbook.cells import name_of, serial
from hea.workbook.central_run import central_run
from tests.conftest import distribution_centre
from tests.spreadsheets import Calculate, Recalculate, Rows, Sheets, formulas, values

DOSSIER = "fictief_dossier_venray"
DRAWS = 16
RELATIVE = 1e-6
SMALLEST = 1e-3
"""Below this a difference counts as such: a millionth of nothing is no measure."""

EXCEL_2016 = {
    "ABS", "AND", "AVERAGE", "CEILING", "COUNT", "COUNTIF", "EDATE", "EXP", "IF", "INDEX", "ISNUMBER", "LN",
    "MATCH", "MAX", "MIN", "MONTH", "N", "ROUND", "ROUNDUP", "ROW", "ROWS", "SIGN", "SMALL", "SQRT", "SUM",
    "SUMIF", "SUMPRODUCT", "YEAR",
}  # fmt: skip

season = {"season_index": [0, 0, 0.5, 1, 2, 3, 3, 1.5, 1, 0, 0, 0], "season_normalise": True}
PLANS: dict[str, Callable[[], Proposal]] = {
    "voltijdbanen op de piek, als bandbreedte": lambda: distribution_centre(
        workforce={"count": {"high": 800}, "unit": "fte", "basis": "peak"}, kind="relocation",
        moving_workers=40,
    ),
    "een uitbreiding met wie er per groep al werkt, en later minder werk": lambda: distribution_centre(
        workforce=None, kind="expansion", existing_workers=200,
        automation=[{"month": "2029-01", "share": 1}, {"month": "2031-01", "share": 0.4}],
        function_groups=[
            {"name": "Pickers", "level": "elementary", "count": 300, "existing": 120,
             "ramp_up": [{"month": "2027-03", "share": 0.3}, {"month": "2028-09", "share": 1.0}]},
            {"name": "Kantoor", "level": "office", "count": 40, "existing": 40},
            {"name": "Chauffeurs", "level": "operator_driver", "count": 60, "basis": "peak"},
            {"name": "Techniek", "level": "skilled_trade", "count": 20, "unit": "fte"},
        ],
    ),
    "plekken op een adres, elders met en zonder afspraak, te laat en te ver weg": lambda: distribution_centre(
        context={"free_places": {"short": 5}},
        housing_plan={"offers": [
            {"stay": "short", "places": 80, "from_month": "2027-06", "address": "Keizersveld 1",
             "own_workers_share": 0.8},
            {"stay": "mid", "places": 40, "from_month": "2028-01", "until_month": "2031-03",
             "address": "keizersveld 1", "own_workers_share": 1},
            {"stay": "long", "places": 30, "from_month": "2028-01", "municipality": "Venlo",
             "regional_agreement": True, "own_workers_share": 0.5},
            {"stay": "short", "places": 300, "from_month": "2050-01", "own_workers_share": 0.1},
            {"stay": "short", "places": 70, "from_month": "2027-01", "municipality": "Groningen",
             "own_workers_share": 1},
        ]},
    ),
    "functies waarvan het niveau onbekend is": lambda: distribution_centre(
        workforce=None,
        function_groups=[
            {"name": "Iedereen", "level": "average", "count": 200},
            {"name": "Tijdelijk", "level": "average", "count": 50, "flex_share": 0.9, "migrant_share": 0.7},
            {"name": "Kantoor", "level": "office", "count": 30},
        ],
    ),
    "een sector zonder gebruikelijke functies": lambda: distribution_centre(sector="agency_pool"),
    "werk dat elk jaar sluit, buiten Limburg": lambda: distribution_centre(
        municipality="GM0363", sector="open_field_harvest",
        function_groups=[{"name": "Plukkers", "level": "elementary", "count": 200, **season}],
    ),
    "jaarrond aanwezigen en een opgave van niets": lambda: distribution_centre(
        sector="mushrooms",
        function_groups=[
            {"name": "Plukkers", "level": "elementary", "count": 100, "year_round_persons": 60,
             "season_profile": "agriculture_cbs", "migrant_share": 0},
            {"name": "Pakkers", "level": "elementary", "count": 50, "migrant_share": 1.0,
             "migrant_share_evidence": True},
        ],
    ),
    "een totaal voor boodschappen, dat sneller krimpt dan mensen vertrekken": lambda: distribution_centre(
        sector="dc_grocery",
        automation=[{"month": m, "share": s} for m, s in
                    (("2029-01", 1), ("2029-03", 0.1), ("2030-01", 0), ("2030-08", 0), ("2031-01", 0.9))],
    ),
    "een uitbreiding op de oppervlakte die erbij komt": lambda: distribution_centre(
        workforce=None, kind="expansion", existing_workers=120, area_holds="added",
        area={"kind": "footprint", "size_m2": 30_000},
    ),
    "aantallen geschat uit de oppervlakte": lambda: distribution_centre(
        workforce=None,
        area={"kind": "gross_floor", "size_m2": 30_000},
        counts_from_area=True,
        function_groups=[{"name": "Pakkers", "level": "elementary", "count": 300}],
    ),
    "groepen en grond als bandbreedte": lambda: distribution_centre(
        workforce=None,
        area={"kind": "plot", "size_m2": {"low": 40_000, "high": 60_000}},
        function_groups=[
            {"name": "Pakkers", "level": "elementary", "count": {"low": 250, "high": 300}},
            {"name": "Kantoor", "level": "office", "count": {"middle": 30}},
        ],
    ),
    "een kavel als bandbreedte": lambda: distribution_centre(
        workforce=None, sector="glasshouse",
        area={"kind": "plot", "size_m2": {"low": 40_000, "middle": 45_000, "high": 60_000}},
    ),
    "niemand": lambda: distribution_centre(workforce={"count": 0}),
    "krapte, eigen werving en een overschot dat helpt": lambda: distribution_centre(
        context={"vacancies_per_unemployed": 2.5, "free_places": {"short": 30, "mid": 400},
                 "labour_reserve": 90},
        recruitment={"local_hiring_share": 0.2, "regional_share": 0.5, "flex_share": 0.3},
        housing_plan={"offers": [{"stay": "short", "places": 50, "from_month": "2027-06"}],
                      "surplus_fills_other_classes": True},
    ),
}  # fmt: skip


def book(proposal: Proposal, definition: str = "limburg", viewpoint: Any = "regional") -> bytes:
    made = assess(proposal, draws=DRAWS, stay_definition=definition, viewpoint=viewpoint)
    return build_workbook(made, load_parameters())


@cache
def book_of(name: str) -> bytes:
    return book(example(name))


def alike(one: Any, other: Any) -> bool:
    if isinstance(one, str) or isinstance(other, str) or None in (one, other):
        return bool(one == other)
    return bool(abs(one - other) <= RELATIVE * max(SMALLEST, abs(one)))


def differing(content: bytes, again: Sheets) -> list[str]:
    """Formula cells whose stored value is not what another program makes of them."""
    return [
        f"{sheet}!{cell}: {formula.stored!r} en {again[sheet].get(cell)!r} ({formula.text[:120]})"
        for sheet, cells in formulas(content).items()
        for cell, formula in cells.items()
        if not alike(formula.stored, again[sheet].get(cell))
    ]


def test_every_formula_of_every_example_equals_the_engine(recalculated: Recalculate) -> None:
    books = [book_of(name) for name in example_names()]
    for name, content, again in zip(example_names(), books, recalculated(*books), strict=True):
        assert sum(map(len, formulas(content).values())) > 10_000
        assert differing(content, again)[:5] == [], name


def test_every_formula_of_every_kind_of_plan_equals_the_engine(recalculated: Recalculate) -> None:
    books = [book(make()) for make in PLANS.values()]
    books.append(book(example(DOSSIER), "national", "employer"))
    for name, content, again in zip([*PLANS, "werkgever"], books, recalculated(*books), strict=True):
        assert differing(content, again)[:5] == [], name


# --- A controller changes a cell -------------------------------------------------------------------------

Change = tuple[str, Any, dict[str, Any]]
"""Name of the cell, what is typed into it, and what it means for the proposal."""


def field(path: str, value: Any, *, cell: str = "", typed: Any = None) -> Change:
    """A field of the proposal, and its cell."""
    return cell or name_of("i", path.replace("[", ".").replace("]", "")), value if typed is None else typed, {
        path: value
    }  # fmt: skip


def option(key: str) -> str:
    return text(f"option.{key}")


CHANGES: tuple[Change, ...] = (
    field("opening", "2028-01", typed=serial("2028-01")),
    field("kind", "new", typed=option("kind.new")),
    field("existing_workers", 90),
    field("construction.persons", 60),
    field("recruitment.regional_share", 0.6),
    field("recruitment.cross_border_share", 0.1),
    field("recruitment.seasonal_stay_weeks", 7),
    field("recruitment.local_hiring_share", 0.25),
    field("recruitment.within_municipality_share", 0.9),
    field("recruitment.flex_share", 0.7),
    field("value_added_ratio", 1.2),
    field("context.kern_inhabitants", 5000),
    field("context.existing_migrants_kern", 100),
    field("context.existing_migrants_municipality", 1000),
    field("context.existing_within_radius", 500),
    field("context.labour_reserve", 50),
    field("context.vacancies_per_unemployed", 3),
    field("context.free_places.short", 25),
    field("context.free_places.mid", 5),
    field("context.free_places.long", 12),
    field("housing_plan.surplus_fills_other_classes", True, cell="i_surplus", typed=option("yes")),
    *(field(f"function_groups[{g}].count", 50 + 10 * g) for g in range(5)),
    *(field(f"function_groups[{g}].unit", "fte", typed=option("unit.fte")) for g in (0, 1)),
    field("function_groups[0].basis", "peak", typed=option("basis.peak")),
    field("function_groups[1].flex_share", 0.9),
    field("function_groups[1].flex_share", None),
    field("function_groups[1].migrant_share", 0.2),
    field("function_groups[0].migrant_share", None),
    field("function_groups[0].migrant_share_evidence", True, typed=option("yes")),
    field("function_groups[0].season_months", 3, cell="i_shape_1_months"),
    ("i_course_1_1_month", serial("2029-06"), {
        f"function_groups[{g}].ramp_up[1].month": "2029-06" for g in (0, 1)
    }),
    ("i_course_1_0_month", serial("2027-09"), {
        f"function_groups[{g}].ramp_up[0].month": "2027-09" for g in (0, 1)
    }),
    ("i_course_1_1_share", 0.8, {f"function_groups[{g}].ramp_up[1].share": 0.8 for g in (0, 1)}),
    ("i_course_1_0_share", 0.2, {f"function_groups[{g}].ramp_up[0].share": 0.2 for g in (0, 1)}),
    field("automation[1].share", 0.3),
    field("automation[1].month", "2036-01", typed=serial("2036-01")),
    field("automation[0].month", "2027-01", typed=serial("2027-01")),
    *(field(f"housing_plan.offers[{o}].{name}", value, cell=f"i_offers_{o}_{name}")
      for o, name, value in ((0, "places", 33), (1, "own_workers_share", 0.4), (0, "transition_months", 4),
                             (0, "own_workers_share", None))),
    field("housing_plan.offers[0].from_month", "2029-01", cell="i_offers_0_from_month",
          typed=serial("2029-01")),
    field("housing_plan.offers[0].until_month", None, cell="i_offers_0_until_month"),
    field("housing_plan.offers[1].stay", "long", cell="i_offers_1_stay", typed=option("stay.long")),
    field("context.facility_capacities.gp.in_use", 13.9, cell="i_gp_in_use"),
    field("context.facility_capacities.primary_pupils.capacity", 2700, cell="i_primary_pupils_capacity"),
)  # fmt: skip


def changed(proposal: Proposal, changes: dict[str, Any]) -> Proposal:
    """The proposal with values at some paths."""
    tree = proposal.model_dump()
    for path, value in changes.items():
        steps = [int(s) if s.isdigit() else s for s in re.split(r"[.\[\]]+", path) if s != ""]
        node: Any = tree
        for step in steps[:-1]:
            node[step] = list(node[step]) if isinstance(node[step], tuple) else node[step]
            node = node[step]
        node[steps[-1]] = value
    return Proposal.model_validate(tree)


def typed_into(content: bytes, cells: dict[str, Any]) -> bytes:
    """The workbook with values typed into named cells, as a spreadsheet program would store them."""
    found = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    paths = {sheet.title: sheet._worksheet_path.lstrip("/") for sheet in found.worksheets}
    edits: dict[str, dict[str, Any]] = {}
    for name, value in cells.items():
        sheet, _, cell = found.defined_names[name].attr_text.rpartition("!")
        edits.setdefault(paths[sheet.strip("'").replace("''", "'")], {})[cell.replace("$", "")] = value
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            part = source.read(entry).decode() if entry.filename in edits else source.read(entry)
            for cell, value in edits.get(entry.filename, {}).items():
                part = _typed(part, cell, value)
            target.writestr(entry.filename, part)
    return out.getvalue()


def _typed(sheet: str, cell: str, value: Any) -> str:
    pattern = re.compile(rf'<c r="{cell}"((?: s="\d+")?)[^>]*?(?:/>|>.*?</c>)')
    assert pattern.search(sheet), cell
    if value is None:
        new = rf'<c r="{cell}"\1/>'
    elif isinstance(value, str):
        new = rf'<c r="{cell}"\1 t="inlineStr"><is><t>{value}</t></is></c>'
    else:
        new = rf'<c r="{cell}"\1><v>{float(value)!r}</v></c>'
    return pattern.sub(new, sheet, count=1)


def engine(proposal: Proposal, parameters: ParameterSet) -> dict[str, float]:
    """Headlines, the flow, the readings of stay and registration of the central run."""
    return central_run(proposal, parameters).figures


def told_by(control: Rows) -> dict[str, float]:
    """Headlines as the formulas give them, on the sheet that holds them against the engine."""
    return {row[0]: float(row[1]) for row in control[4:] if row[1]}


def assert_followed(calculated: Calculate, given: list[tuple[str, bytes, Proposal, ParameterSet]]) -> None:
    sheets = calculated("Controle", *(row[1] for row in given))
    for (name, _, proposal, parameters), control in zip(given, sheets, strict=True):
        told, wanted = told_by(control), engine(proposal, parameters)
        for path, value in wanted.items():
            assert alike(value, told[path]), f"{name}: {path} is {told[path]} en hoort {value} te zijn"


BOOKS = 5
BATCHES = [CHANGES[start::BOOKS] for start in range(BOOKS)]
"""Some changes to a workbook, far from each other in the list: calculating a workbook anew takes long.

In so few books none hides behind another, by the test below.
"""


def meant(batch: Sequence[Change]) -> dict[str, Any]:
    return {path: value for _, _, changes in batch for path, value in changes.items()}


def test_the_workbook_follows_every_input_as_the_engine_does(calculated: Calculate) -> None:
    plan, content, parameters = example(DOSSIER), book_of(DOSSIER), load_parameters()
    assert_followed(
        calculated,
        [
            (
                ", ".join(f"{cell} = {value}" for cell, value, _ in batch),
                typed_into(content, {cell: value for cell, value, _ in batch}),
                changed(plan, meant(batch)),
                parameters,
            )
            for batch in BATCHES
        ],
    )


def test_no_change_hides_behind_the_others_of_its_batch() -> None:
    plan, parameters = example(DOSSIER), load_parameters()

    def told(batch: Sequence[Change]) -> dict[str, float]:
        return engine(changed(plan, meant(batch)), parameters)

    for batch in BATCHES:
        together = told(batch)
        for change in batch:
            others = [other for other in batch if other is not change]
            assert told(others) != together or told([change]) == told([]), change


def test_cells_that_work_together_and_the_definition_of_stay_are_followed(calculated: Calculate) -> None:
    plan, content, parameters = example(DOSSIER), book_of(DOSSIER), load_parameters()
    moved = {"kind": "relocation", "moving_workers": 75}
    cells = {"i_kind": option("kind.relocation"), "i_moving_workers": 75}
    defined = {"i_mid_from": 12, "i_long_from": 36}
    relocated, national = calculated("Controle", typed_into(content, cells), typed_into(content, defined))
    for control, wanted in (
        (relocated, engine(changed(plan, moved), parameters)),
        (national, central_run(plan, parameters, "national").figures),
    ):
        told = told_by(control)
        for path, value in wanted.items():
            assert alike(value, told[path]), path


def test_every_yellow_cell_of_the_dossier_is_among_the_changes() -> None:
    """A cell that looks as if it can be changed is one that was tried, or is empty in the same column."""
    found = openpyxl.load_workbook(io.BytesIO(book_of(DOSSIER)))
    yellow = set()
    for name, place in found.defined_names.items():
        sheet, _, cell = place.attr_text.replace("$", "").rpartition("!")
        if name.startswith("i_") and found[sheet.strip("'")][cell].fill.fgColor.rgb.endswith("FFF8E1"):
            yellow.add(name)
    kinds = {re.sub(r"_\d+_", "_n_", name) for name in yellow if not name.endswith(("_capacity", "_in_use"))}
    tried = {re.sub(r"_\d+_", "_n_", cell) for cell, _, _ in CHANGES}
    assert kinds - tried <= {"i_moving_workers", "i_mid_from", "i_long_from"}


def test_random_combinations_of_inputs_and_parameters_are_followed(calculated: Calculate) -> None:
    plan, content = example(DOSSIER), book_of(DOSSIER)
    dice, given = random.Random(20261122), []
    figures = load_parameters()
    used = [name for name in assess(plan, draws=DRAWS).parameters.used if figures[name].changeable]
    for number in range(2):
        changes = dice.sample(CHANGES, 20)
        cells = {cell: value for cell, value, _ in changes}
        meaning = {path: value for _, _, changed_to in changes for path, value in changed_to.items()}
        own = [_own(name, _within(name, dice)) for name in dice.sample(used, 40)]
        cells |= {name_of("e", item.name): item.value for item in own}
        parameters = load_parameters().with_own_values(own)
        given.append((f"combinatie {number}", typed_into(content, cells), changed(plan, meaning), parameters))
    assert_followed(calculated, given)


def _own(name: str, value: float) -> OwnValue:
    return OwnValue(name=name, value=value, who="controller", why="proef")


def _within(name: str, dice: random.Random) -> float:
    """A value within the range of a parameter, or near it if it has none."""
    low, central, high = load_parameters().bounds(name)
    return dice.uniform(low, high) if low < high else central


def test_choosing_high_or_low_moves_the_chosen_value(recalculated: Recalculate) -> None:
    parameters, name = load_parameters(), "ramp_up_months"
    content = book_of("fulfilment_waalwijk")
    found = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    row = int(found.defined_names[name_of("p", name)].attr_text.rpartition("$")[2])
    sheet = found["Aannames"]
    assert sheet.cell(row=row, column=6).value == "midden"
    [again] = recalculated(_choose(content, f"F{row}", "hoog"))
    high = parameters.bounds(name).high
    assert again["Aannames"][f"H{row}"] == pytest.approx(high)
    wanted = engine(example("fulfilment_waalwijk"), parameters.with_own_values([_own(name, high)]))
    told = {again["Controle"].get(f"A{row}"): again["Controle"].get(f"B{row}") for row in range(5, 200)}
    assert told["units.short.peak"] == pytest.approx(wanted["units.short.peak"], rel=RELATIVE)


def _choose(content: bytes, cell: str, word: str) -> bytes:
    out = io.BytesIO()
    found = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    path = found["Aannames"]._worksheet_path.lstrip("/")
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            part = source.read(entry)
            target.writestr(
                entry.filename, _typed(part.decode(), cell, word) if entry.filename == path else part
            )
    return out.getvalue()


def test_the_control_sheet_says_when_someone_has_edited(calculated: Calculate) -> None:
    content = book_of("fulfilment_waalwijk")
    same, edited = calculated("Samenvatting", content, typed_into(content, {"i_function_groups_0_count": 10}))
    stored = values(content)["Samenvatting"].values()
    assert _state(stored) == _state(itertools.chain(*same)) == "gelijk aan export"
    assert _state(itertools.chain(*edited)) == "gewijzigd sinds export"


def _state(cells: Iterable[object]) -> str:
    return next(str(value) for value in cells if str(value).endswith("export"))


# --- What the file is -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def content() -> bytes:
    return book_of(DOSSIER)


def test_it_has_the_sheets_of_the_report_in_order_and_none_hidden(content: bytes) -> None:
    found = openpyxl.load_workbook(io.BytesIO(content))
    assert found.sheetnames == [
        "Samenvatting", "Invoer", "Aannames", "Arbeidsplaatsen", "Inzet", "Verblijfscurve", "Verblijf",
        "Lezingen van verblijf", "Inschrijving", "Van banen naar plekken", "Huisvesting", "Voorzieningen",
        "Geld", "Brede welvaart", "Scenario's", "Spreiding",
        "Referenties", "Gesprek", "Instrumenten", "Verantwoording", "Controle",
    ]  # fmt: skip
    for sheet in found:
        assert sheet.sheet_state == "visible"
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        assert not any(column.hidden for column in sheet.column_dimensions.values())
        assert sheet.page_setup.fitToWidth == 1 or sheet.print_title_cols
        assert sheet.page_setup.paperSize == int(sheet.PAPERSIZE_A4)


def test_it_uses_no_function_newer_than_excel_2016_and_nothing_from_outside(content: bytes) -> None:
    used = {
        word
        for cells in formulas(content).values()
        for formula in cells.values()
        for word in re.findall(r"([A-Z][A-Z0-9.]*)\(", re.sub(r'"[^"]*"', "", formula.text))
    }
    assert used <= EXCEL_2016
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not any("external" in name.lower() or "vba" in name.lower() for name in names)


def test_every_formula_shows_a_value_before_anything_calculates(content: bytes) -> None:
    stored = values(content)
    assert all(cell in stored[sheet] for sheet, cells in formulas(content).items() for cell in cells)
    frame = pd.read_excel(io.BytesIO(content), sheet_name="Controle", header=3)
    assert frame["Formules nu"].notna().sum() > 20


def test_columns_of_months_follow_one_pattern(content: bytes) -> None:
    """The formula of a month is that of the month before with every relative row one further."""
    cells = formulas(content)["Huisvesting"]
    first = min(int(re.sub(r"\D", "", cell)) for cell in cells if cell.startswith("E"))
    for column in ("E", "H", "L"):
        above, below = (cells[f"{column}{row}"].text for row in (first + 30, first + 31))
        moved = re.sub(r"(?<=[A-Z])(\d+)\b", lambda m: str(int(m[1]) + 1), above)
        assert moved == below


def test_charts_say_in_words_what_they_show(content: bytes) -> None:
    parts = zipfile.ZipFile(io.BytesIO(content))
    drawing = parts.read("xl/drawings/drawing1.xml").decode()
    told = re.findall(r'descr="([^"]+)"', drawing)
    assert len(told) == 2
    assert all("andbreedte" in alt for alt in told)


def test_scenarios_stand_in_the_book_when_they_were_calculated(dossier: Assessment) -> None:
    from hea import compare

    comparison = compare(example(DOSSIER), ("niet_vestigen", "voorstel_met_plan"), draws=DRAWS)
    found = values(build_workbook(dossier, load_parameters(), comparison=comparison))["Scenario's"]
    assert "Niet vestigen" in " ".join(map(str, found.values()))
    without = values(build_workbook(dossier, load_parameters()))["Scenario's"]
    assert any("geen scenario" in str(value) for value in without.values())
