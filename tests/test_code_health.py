"""Lint of the figures and of the house: metadata, numbers in code, texts, names."""

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from hea import colours, load_parameters
from hea import proposal as proposal_module
from hea.parameters import Parameter
from hea.proposal import Part, field_help, help_key
from hea.reference import (
    capacity_signals,
    facilities,
    function_mix,
    instruments,
    municipalities,
    questions,
    reference_cases,
    season_profiles,
    sectors,
    stay_definitions,
    survival_curves,
    welfare_criteria,
    welfare_parts,
    welfare_presets,
)
from hea.report.sentences.sources import unit_text
from hea.texts import LANGUAGES, Lang, catalogue

PACKAGE = Path(proposal_module.__file__).parent
PARAMETERS = list(load_parameters().items())
ORDINARY = {0, 1, 2, 3, -1, 12, 100, 1000}
"""Numbers that carry no figure of the model: identities, axes, months of a year, per cent, per thousand."""

NATIONALITY = re.compile(r"\b(Polen|Poolse?|Polish|Poles|Roeme|Bulga|Romanian|Bulgarian|nationaliteit)", re.I)


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS, ids=[name for name, _ in PARAMETERS])
def test_every_parameter_is_a_document(name: str, parameter: Parameter) -> None:
    for text in (
        parameter.title.nl,
        parameter.title.en,
        parameter.unit,
        parameter.valid_for,
    ):
        assert text.strip()
    for text in (parameter.explanation.nl, parameter.explanation.en):
        assert text.endswith("."), f"{name}: explanation must end in a full stop"
    url = parameter.source.url
    assert url is None or re.match(r"https?://\S+$", url), f"{name}: {url}"
    published = parameter.source.kind == "publication"
    assert not published or parameter.source.title.strip(), name
    assert url or not published or len(parameter.source.title) > 5, f"{name}: no address, no document"
    if parameter.role == "model" and not parameter.fixed:
        assert parameter.source.year, f"{name}: a figure that drives the model needs a year"
    if parameter.role == "model":
        assert parameter.central is not None
    if parameter.source.kind == "assumption" or "assumption" in parameter.source.title.lower():
        assert parameter.grade == "D", f"{name}: an assumption is grade D"
    assert not NATIONALITY.search(
        parameter.title.nl + parameter.explanation.nl + parameter.title.en + parameter.explanation.en
    )


def test_a_guess_without_spread_is_given_one_or_says_why_not() -> None:
    parameters = load_parameters()
    for name, parameter in PARAMETERS:
        if (
            parameter.role == "model"
            and parameter.kind == "estimate"
            and parameter.grade in "CD"
            and parameter.central
        ):
            assert parameter.fixed or not parameters.bounds(name).degenerate, name


def test_reference_tables_are_complete() -> None:
    assert len(municipalities()) == 342
    assert sum(m.province == "Limburg" for m in municipalities().values()) == 31
    assert len(welfare_criteria()) == 10
    assert len(questions()) == 45
    assert len(facilities()) == 29
    assert min(map(len, (capacity_signals(), instruments(), reference_cases(), survival_curves()))) >= 6
    assert sum(m.population for m in municipalities().values()) == 17_942_942


@pytest.mark.parametrize(
    "table", [season_profiles(), stay_definitions(), facilities(), welfare_criteria(), sectors()]
)
def test_reference_rows_keep_source_and_grade(table: dict[str, Any]) -> None:
    for row in table.values():
        fields = row.model_dump()
        sources = [value for key, value in fields.items() if key.startswith(("source", "short_source"))]
        grades = [value for key, value in fields.items() if key.startswith("grade")]
        assert any(sources), row
        assert any(grades), row


def test_reference_tables_fit_each_other() -> None:
    for mix in function_mix().values():
        assert sum(mix.values()) == pytest.approx(1)
    for profile in season_profiles().values():
        assert sum(profile.index) == pytest.approx(12, abs=1e-4)
    for sector in sectors().values():
        assert sector.season_profile in season_profiles()
        assert sector.density_season_profile is None or sector.density_season_profile in season_profiles()
    for weights in welfare_presets().values():
        assert set(weights) == set(welfare_criteria())
        assert sum(weights.values()) == pytest.approx(100)
    for criterion, parts in welfare_parts().items():
        anchors = welfare_criteria()[criterion]
        assert sum(max(step.points for step in steps) for steps in parts.values()) == anchors.anchor_good
        for steps in parts.values():
            question = steps[0].question_id
            assert question is None or question in questions()
            if question and steps[0].answer and questions()[question].options:
                assert set(steps[0].answer.split("|")) <= set(questions()[question].options)


def numbers_in(path: Path) -> list[tuple[int, float]]:
    """Numbers in code that are neither ordinary nor a named, documented constant."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {
        id(node)
        for statement in tree.body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        for target in (statement.targets if isinstance(statement, ast.Assign) else [statement.target])
        for element in (target.elts if isinstance(target, ast.Tuple) else [target])
        if isinstance(element, ast.Name) and element.id.isupper()
        for node in ast.walk(statement)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
        and id(node) not in named
        and node.value not in ORDINARY
    ]


CALCULATING = [
    *sorted(
        path
        for room in ("model", "engine", "evidence", "assessment")
        for path in PACKAGE.glob(f"{room}/*.py")
    ),
    PACKAGE / "workbook/central_run.py",
]


@pytest.mark.parametrize(
    "path",
    CALCULATING,
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_no_number_of_the_model_stands_in_code(path: Path) -> None:
    assert numbers_in(path) == []


def test_the_search_for_numbers_can_find_one(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("LIMIT = 7\ndef share(x):\n    return 0.45 * x + LIMIT\n")
    assert numbers_in(bad) == [(3, 0.45)]


def test_texts_have_the_same_keys_and_values_to_fill_in() -> None:
    """The help of fields stands in Dutch only: its English is the docstring under the field."""
    first, second = (
        {k: v for k, v in catalogue(lang).items() if not k.startswith("help.")} for lang in LANGUAGES
    )
    assert set(first) == set(second)
    for key in first:
        fields = [
            {re.sub(r"_?(nl|en)$", "", name) for name in re.findall(r"{(\w+)", texts[key])}
            for texts in (first, second)
        ]
        assert fields[0] == fields[1], key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_unit_of_the_model_is_spoken(lang: Lang) -> None:
    for name, parameter in PARAMETERS:
        if parameter.role == "model":
            assert unit_text(name, parameter.unit, lang), name
    norm = "facility.supervision_beds.norm"
    assert unit_text(norm, load_parameters()[norm].unit, "nl") == "uren per jaar per 1.000 slaapplaatsen"


def test_texts_never_name_a_nationality() -> None:
    for lang in LANGUAGES:
        for key, text in catalogue(lang).items():
            assert not NATIONALITY.search(text), key


def models() -> list[type[Part]]:
    found, todo = [], [Part]
    while todo:
        todo += (subs := todo.pop().__subclasses__())
        found += subs
    return found


def test_every_field_of_a_proposal_has_help_in_both_languages() -> None:
    known = set()
    for model in models():
        for name in model.model_fields:
            for lang in LANGUAGES:
                assert field_help(model, name, lang).endswith("."), f"{model.__name__}.{name}"
            known.add(help_key(model, name))
    assert known == {key for key in catalogue("nl") if key.startswith("help.")}
    labels = {key.replace("help.", "label.", 1) for key in known}
    assert labels == {key for key in catalogue("nl") if key.startswith("label.")}


def test_no_module_asks_under_which_name_hea_is_installed() -> None:
    """It stands in `hea/version.py`: a checkout need not be installed, and the name may be another."""
    asked = [path for path in PACKAGE.rglob("*.py") if "importlib.metadata" in path.read_text("utf-8")]
    assert asked == []


def test_no_file_names_the_workplace() -> None:
    words = re.compile(r"/(?:wor[k])/|/(?:roo[t])/|\.\./share[d]|\.librar[y]")
    top = PACKAGE.parent
    for path in (
        *PACKAGE.rglob("*.py"),
        *top.glob("tests/**/*.py"),
        *top.glob("docs/*.md"),
        *top.glob("docs/publishing/*.py"),
        *top.glob("*.md"),
        *top.glob("*.yml"),
        *top.glob(".github/**/*.yml"),
    ):
        assert not words.search(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("module", sorted(path.stem for path in (PACKAGE / "model").glob("[a-z]*.py")))
def test_a_formula_of_the_model_says_where_it_comes_from_and_where_it_holds(module: str) -> None:
    tree = ast.parse((PACKAGE / "model" / f"{module}.py").read_text(encoding="utf-8"))
    bodies = [tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef))]
    functions = [node for body in bodies for node in body if isinstance(node, ast.FunctionDef)]
    formulas = [node for node in functions if node.name[0] != "_"]
    assert formulas
    for formula in formulas:
        lines = (ast.get_docstring(formula) or "").splitlines()
        for label in ("Source: ", "Valid: "):
            assert any(line.startswith(label) for line in lines), f"{formula.name} lacks {label}"


STAGES = {"counted_groups", "resolve", "wanted_streams", "core_lines", "seasonal_present", "housed"}


def test_only_the_engine_calls_the_stages() -> None:
    """Whatever reads figures reads them from a calculation, and none calls the stages otherwise."""
    calling = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        imports = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.ImportFrom)]
        names = {name.name for found in imports if "engine" in (found.module or "") for name in found.names}
        if names & STAGES:
            calling[path.relative_to(PACKAGE).parts[0]] = names & STAGES
    assert set(calling) == {"engine"}


HEX = re.compile(r"#[0-9a-fA-F]{6}\b|\"[0-9A-F]{6}\"")


def test_every_colour_stands_in_one_place() -> None:
    found = {path.name for path in PACKAGE.rglob("*.py") if HEX.search(path.read_text(encoding="utf-8"))}
    assert found == {"colours.py"}


def test_the_colours_of_the_app_are_those_of_the_tool() -> None:
    """Streamlit reads nothing but its own file."""
    theme = tomllib.loads((PACKAGE.parent / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
    names = ("primaryColor", "backgroundColor", "secondaryBackgroundColor", "textColor")
    light = (colours.ACCENT, colours.WHITE, colours.STRIPE, colours.INK)
    dark = (colours.ACCENT_DARK, colours.DARK, colours.STRIPE_DARK, colours.INK_DARK)
    assert tuple(theme["light"][name] for name in names) == light
    assert tuple(theme["dark"][name] for name in names) == dark


def test_a_facility_that_is_counted_by_the_year_says_so_in_its_unit() -> None:
    assert any(row.per_year for row in facilities().values())
    for row in facilities().values():
        assert row.per_year == row.unit.endswith(" per jaar"), row.id
