"""Chances beside limits: of a village, a site and a facility, the same number and words on every surface."""

import json

import numpy as np
import pytest

from hea import Assessment, Proposal, assess
from hea.assessment.results.effects import CapacitySignalResult, FacilityResult
from hea.assessment.signals import judged
from hea.reference import capacity_signals
from hea.report.sentences import signals
from hea.texts import LANGUAGES, Lang, catalogue, chance, text
from tests.conftest import FEW_DRAWS, distribution_centre
from tests.surfaces import in_word, in_workbook, on_paper, on_screen

SITE = {"stay": "short", "places": 260, "from_month": "2027-03", "address": "Keizersveld 1"}
SITE_RULES = {"def_site_council": 80, "def_site_large": 250, "def_site_heavy": 400}


def plan(**changes: object) -> Proposal:
    """A distribution centre beside a village and a doctor who are nearly full."""
    context = {
        "kern_inhabitants": 5_000, "existing_migrants_kern": 150,
        "facility_capacities": {"gp": {"capacity": 1.6, "in_use": 1.55}},
    }  # fmt: skip
    return distribution_centre(kern="Oostrum", context=context, **changes)


def with_site(**changes: object) -> Proposal:
    return plan(housing_plan={"offers": [SITE | changes]})


def rule(made: Assessment, name: str) -> CapacitySignalResult:
    return next(item for item in made.capacity_signals if item.id == name)


def doctor(made: Assessment) -> FacilityResult:
    return next(item for item in made.facilities if item.id == "gp")


def test_the_three_sizes_of_a_site_stand_in_the_table_of_rules_with_their_source() -> None:
    for name, size in SITE_RULES.items():
        found = capacity_signals()[name]
        assert size in (found.amber, found.red)
        assert (found.of_tool, found.measured) == ("yes", "yes")
        assert found.url


def test_a_site_of_a_given_size_is_over_a_limit_or_not() -> None:
    made = assess(with_site(), draws=FEW_DRAWS)
    told = [rule(made, name).chances for name in SITE_RULES]
    assert [words.nl for words in told if words] == [
        "meer dan 80: ja", "meer dan 250: ja", "meer dan 200: ja; meer dan 400: nee"
    ]  # fmt: skip
    assert rule(made, "venray_council").chances
    assert "50 of meer: ja" in str(rule(made, "venray_council").chances)


def test_without_a_site_the_chance_is_of_all_that_is_short_on_one_site_and_no_signal() -> None:
    made = assess(plan(), draws=256)
    short = made.headline.gap.short.peak
    for name, size in SITE_RULES.items():
        found = rule(made, name)
        assert found.value == short
        assert found.level == "unknown"
        assert found.reason is not None
        chance = found.chance_red if found.red == size else found.chance_amber
        assert chance is not None
        assert (chance > 0.5) == (short.p50 > size)
    assert 0 < (rule(made, "def_site_large").chance_amber or 0) < 1
    row = next(
        row for row in signals.signal_rows(made.capacity_signals, "nl") if row.name.startswith("Boven 250")
    )
    assert row.value.startswith("Niet te bepalen")
    assert "op één locatie" in row.value
    assert "kans op meer dan 250: " in row.value


def test_a_chance_that_p10_and_p90_hide_is_told() -> None:
    values = np.full(100, 70.0)
    values[:5] = 90.0
    found = judged(capacity_signals()["def_site_council"], values, None)
    assert found.value is not None
    assert found.value.p10 == found.value.p90
    assert found.chances
    assert found.chances.nl == "kans op meer dan 80: 5%"


@pytest.mark.parametrize(
    ("above", "told"), [(0, "kleiner dan 1%"), (1_000, "groter dan 99%"), (999, "groter dan 99%")]
)
def test_draws_never_make_certain(above: int, told: str) -> None:
    values = np.linspace(1, 2, 1_000)
    values[:above] += 100
    found = judged(capacity_signals()["def_site_council"], values, None)
    assert found.chances
    assert found.chances.nl == f"kans op meer dan 80: {told}"


CASES = {"a site of 260 beds": with_site(), "no site yet": plan()}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_surface_tells_the_same_chances(case: str, lang: Lang) -> None:
    made = assess(CASES[case], draws=FEW_DRAWS)
    content = json.loads(made.model_dump_json())
    by_id = {item["id"]: item for kind in ("capacity_signals", "facilities") for item in content[kind]}
    items = [*(rule(made, name) for name in ("def_share_kern", *SITE_RULES)), doctor(made)]
    parts = ("facilities",)
    surfaces = [
        on_paper(made, lang, *parts),
        in_word(made, lang, *parts),
        on_screen(made, lang, "facilities", "capacity"),
    ]
    book = in_workbook(made, lang)[text("book_sheet.facilities", lang)]
    cells = [row for row in book if row and row[0]]
    for item in items:
        assert item.chances is not None
        words = item.chances.in_language(lang)
        assert by_id[item.id]["chances"][lang] == words
        for spoken in surfaces:
            assert "".join(words.split()) in "".join(spoken.split())
        row = next(
            row for row in cells if any(words in str(cell) for cell in row) and named(item, lang) in row
        )
        assert {item.chance_amber, item.chance_red} <= set(row)
        assert by_id[item.id]["chance_red"] == item.chance_red


def named(item: CapacitySignalResult | FacilityResult, lang: Lang) -> str:
    return item.rule if isinstance(item, CapacitySignalResult) else item.name.in_language(lang)


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.0, "kleiner dan 1%"),
        (0.004, "kleiner dan 1%"),
        (0.05, "5%"),
        (0.5, "50%"),
        (0.996, "groter dan 99%"),
        (1.0, "groter dan 99%"),
    ],
)
def test_a_chance_is_named_the_same_beside_a_limit_a_capacity_and_in_a_flag(share: float, told: str) -> None:
    """Nothing that is drawn is said to be certain."""
    assert chance(share) == told
    assert text("chance.of", beyond="meer dan 80", chance=share) == f"kans op meer dan 80: {told}"
    assert text("chance.capacity", chance=share).endswith(told)
    assert told in text("flags.expansion_perhaps_none", there=10, chance=share)
    assert told in text("flags.relocation_perhaps_none", there=10, chance=share)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_tells_a_chance_in_a_way_of_its_own(lang: Lang) -> None:
    """What is put in as a chance is written as one, or was before."""
    others = {
        key for key, words in catalogue(lang).items() if "{chance:" in words and "{chance:k}" not in words
    }
    assert others == set()
