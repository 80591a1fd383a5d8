"""The comparison of scenarios as sentences and rows, for command line, screen and reports."""

from hea.assessment.results.common import Range
from hea.assessment.results.rounding import rounded
from hea.reference import welfare_criteria
from hea.report.sentences.ranges import UNIT_OF_STAY, with_middle
from hea.scenarios.result import Comparison, Flip, ScenarioResult
from hea.texts import Lang, number, percent, text

COMPARED: tuple[tuple[str, str, str], ...] = (
    ("jobs", "recap.jobs", "people"),
    ("migrants_structural", "recap.migrants", "people"),
    ("units.short.peak", "recap.units_short", "places"),
    ("units.mid.peak", "recap.units_mid", "places"),
    ("units.long.peak", "recap.units_long", "places"),
    ("units.total.structural", "compare.total_structural", "places"),
    ("units.total.peak", "compare.total_peak", "places"),
    ("gap.short.peak", "recap.gap_short", "places"),
    ("gap.mid.peak", "recap.gap_mid", "places"),
    ("gap.long.peak", "recap.gap_long", "places"),
    ("gap.total.peak", "recap.gap_total", "places"),
    ("residents", "recap.residents", "people"),
)
"""Headlines that are set side by side: path, key of the name, how it is rounded."""


def names(comparison: Comparison, lang: Lang) -> dict[str, str]:
    """Name of every scenario."""
    return {row.id: row.name.in_language(lang) for row in comparison.scenarios}


def at(scenario: ScenarioResult, path: str) -> Range:
    """A headline of a scenario by its path."""
    found: object = scenario.headline
    for step in path.split("."):
        found = getattr(found, step)
    assert isinstance(found, Range)
    return found


def side_by_side(comparison: Comparison, lang: Lang) -> list[list[str]]:
    """One row per headline: its name, then the range of every scenario."""
    return [
        [_called(path, key, lang), *(with_middle(at(row, path), kind, lang) for row in comparison.scenarios)]
        for path, key, kind in COMPARED
    ]


def _called(path: str, key: str, lang: Lang) -> str:
    """What a headline is called where moments do not stand above columns."""
    first, last = path.split(".")[0], path.rsplit(".", 1)[-1]
    if key.startswith("compare.") or last not in ("peak", "migrants_structural"):
        return text(key, lang)
    moment = "structural" if last != "peak" else "most_short" if first == "gap" else "peak"
    return f"{text(key, lang)}, {text(f'headline.{moment}', lang)}"


def differences(comparison: Comparison, lang: Lang) -> list[list[str]]:
    """One row per headline: its name, then the difference of every scenario but the base."""
    found = {(row.scenario, row.path): row.difference for row in comparison.differences}
    others = [scenario.id for scenario in comparison.scenarios if scenario.id != comparison.base]
    return [
        [
            _called(path, key, lang),
            *(_signed(found[scenario, f"headline.{path}"], kind, lang) for scenario in others),
        ]
        for path, key, kind in COMPARED
    ]


def _signed(values: Range, kind: str, lang: Lang) -> str:
    """A difference as people read it: ``−36 tot −19``, or ``geen verschil``."""
    low, high = (rounded(value, "people" if kind == "places" else kind) for value in (values.p10, values.p90))
    if low == high == 0:
        return text("compare.no_difference", lang)
    told = [_with_sign(value, lang) for value in (low, high)]
    return told[0] if low == high else text("range.from_to", lang, low=told[0], high=told[1])


def _with_sign(value: float, lang: Lang) -> str:
    return ("+" if value > 0 else "−" if value < 0 else "") + number(abs(value), lang)


def plain_sentences(comparison: Comparison, lang: Lang) -> list[str]:
    """Scenarios with the same outcome, and the smallest plan that closes each gap; nothing about scores."""
    called = names(comparison, lang)
    lines = [
        text("compare.same", lang, first=called[row.id], second=called[row.same_as])
        for row in comparison.scenarios
        if row.same_as is not None
    ]
    return [*lines, text("compare.rounding", lang), *threshold_sentences(comparison, lang)]


def threshold_sentences(comparison: Comparison, lang: Lang) -> list[str]:
    """The smallest plan that closes each gap, a sentence per class of stay."""
    if not comparison.threshold:
        return [text("compare.threshold_none", lang)]
    lines = [text("compare.threshold", lang)]
    for stay, unit in UNIT_OF_STAY.items():
        steps = [step for step in comparison.threshold if step.stay == stay]
        if steps:
            told = "; ".join(
                text("compare.threshold_step", lang, places=step.places, month=step.by_month)
                for step in steps
            )
            last = steps[-1]
            lines.append(
                text(
                    "compare.threshold_stay",
                    lang,
                    stay=text(f"stay.{stay}", lang),
                    unit=text(f"unit.{unit}", lang),
                    steps=told,
                    total=last.total,
                    middle=last.total_middle,
                )
            )
    return [*lines, text("compare.threshold_how", lang)]


def robustness_sentences(comparison: Comparison, lang: Lang) -> list[str]:
    """How the order on broad welfare holds up under any weights and over all draws."""
    called, found = names(comparison, lang), comparison.robustness
    if found is None:
        return [text("compare.no_robustness", lang)]
    count = len(found.criteria)
    lines = [text("compare.criteria", lang, count=count, names=_criteria(found.criteria, lang))]
    if found.neutral:
        lines.append(text("compare.neutral", lang, names=_criteria(found.neutral, lang)))
    for key, shares in found.rank_acceptability.items():
        lines.append(text("compare.first", lang, name=called[key], share=percent(shares[0], lang)))
    reference = called[found.reference]
    for key, share in found.beats_reference.items():
        values = {"name": called[key], "reference": reference, "share": percent(share, lang)}
        lines.append(text("compare.beats", lang, **values))
    return [*lines, *(_flip(flip, called, lang) for flip in found.flips)]


def _flip(flip: Flip, called: dict[str, str], lang: Lang) -> str:
    pair = {"first": called[flip.first], "second": called[flip.second]}
    if flip.criterion is None:
        return text("compare.no_flip", lang, **pair)
    weights = {"given": flip.given, "weight": flip.weight}
    return text("compare.flip", lang, **pair, criterion=_criteria((flip.criterion,), lang), **weights)


def _criteria(ids: tuple[str, ...], lang: Lang) -> str:
    """Names of criteria in a row."""
    rows = [welfare_criteria()[key] for key in ids]
    return ", ".join(row.name_in(lang).lower() for row in rows)
