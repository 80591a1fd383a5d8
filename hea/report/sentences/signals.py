"""Signals as rows: facilities against their capacity, and rules about what a place can carry."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from hea.assessment.results import Assessment
from hea.assessment.results.common import Level, Range
from hea.assessment.results.effects import CapacitySignalResult, FacilityResult
from hea.reference import capacity_signals
from hea.report.sentences import ranges, sources
from hea.texts import Lang, amount, percent, text

MARKS: Final[dict[Level, str]] = {"green": "•", "amber": "◆", "red": "▲", "unknown": "?"}
"""A shape per level, because colour alone says nothing to many readers."""

WORTH_SAYING: Final = ("red", "amber")
LEAST_NOTICED: Final = 0.01
"""Part of the usual demand from which a facility notices a plan."""


class SignalRow(NamedTuple):
    """One rule: how it stands, its value, and the rule with its source."""

    mark: str
    scope: str
    name: str
    value: str
    rule: str


def level_text(level: Level, lang: Lang) -> str:
    """Shape and word of a level."""
    return f"{MARKS[level]} {text(f'level.{level}', lang)}"


def signal_rows(signals: Sequence[CapacitySignalResult], lang: Lang) -> list[SignalRow]:
    """All rules, the unfavourable first and what is not known last."""
    return [_row(item, lang) for item in by_urgency(signals)]


def by_urgency(signals: Sequence[CapacitySignalResult]) -> list[CapacitySignalResult]:
    """The unfavourable first and what is not known last."""
    order = {"red": 0, "amber": 1, "green": 2, "unknown": 3}
    return sorted(signals, key=lambda item: order[item.level])


def spread(item: CapacitySignalResult, lang: Lang) -> str:
    """The range of a signal as people read it; empty if it is not known."""
    return "" if item.value is None else _value_text(item, item.value, lang)


def limits(item: CapacitySignalResult, lang: Lang) -> str:
    """The limits of a rule: from which to take care, and which should not be passed."""
    told = [_limit(item, limit, lang) for limit in (item.amber, item.red) if limit is not None]
    return text("signal.and_limit", lang, first=told[0], last=told[1]) if len(told) > 1 else "".join(told)


def _row(item: CapacitySignalResult, lang: Lang) -> SignalRow:
    year = str(item.year) if item.year else text("report.undated", lang)
    status = text(f"signal.{item.status.replace(' ', '_')}", lang)
    value = item.reason.in_language(lang) if item.reason else ""
    if item.value is not None:
        spread = _value_text(item, item.value, lang)
        of = text(f"signal.{_looks_at(item)}", lang)
        parts = [text("signal.value", lang, of=of, value=spread, unit=item.unit)]
        parts += [item.chances.in_language(lang)] if item.chances else []
        value = " ".join(filter(None, (value, "; ".join(parts))))
    where = text("signal.rule", lang, source=item.source, year=year, status=status)
    remark = capacity_signals()[item.id].remark
    told = text("signal.rule_remark", lang, rule=where, remark=remark) if remark else where
    return SignalRow(level_text(item.level, lang), item.scope, item.rule, value, told)


def _looks_at(item: CapacitySignalResult) -> str:
    """Key of what the value of a rule is; without a site all that is short is looked at as if it were one."""
    kind = capacity_signals()[item.id].rule_type
    return "of_all_on_one" if kind == "site_size" and item.reason else f"of_{kind}"


def _limit(item: CapacitySignalResult, limit: float, lang: Lang) -> str:
    return percent(limit, lang) if _is_share(item) else amount(limit, lang)


def _is_share(item: CapacitySignalResult) -> bool:
    return capacity_signals()[item.id].measure == "share"


def _shares(values: Range, decimals: int, lang: Lang) -> str:
    """Shares that differ by less than a percent."""
    low, high = (percent(value, lang, decimals) for value in (values.p10, values.p90))
    return low if low == high else text("range.from_to", lang, low=low, high=high)


def _value_text(item: CapacitySignalResult, values: Range, lang: Lang) -> str:
    if _is_share(item):
        return _shares(values, 1, lang)
    return ranges.range_text(values, "people", lang)


def notable(assessment: Assessment, lang: Lang) -> list[str]:
    """A line per signal that is not favourable: rules first, then facilities."""
    rules = [
        text(
            "signal.notable",
            lang,
            level=level_text(item.level, lang),
            rule=item.rule,
            value=_value_text(item, item.value, lang),
            source=capacity_signals()[item.id].municipality_or_source,
        )
        for item in assessment.capacity_signals
        if item.level in WORTH_SAYING and item.value is not None
    ]
    pressed = [
        text(
            "signal.pressed",
            lang,
            level=level_text(item.signal, lang),
            name=item.name.in_language(lang),
            use=_use(item, lang),
        )
        for item in assessment.facilities
        if item.signal in WORTH_SAYING and item.same_pressure_as is None
    ]
    return rules + pressed


def facility_headings(lang: Lang) -> list[str]:
    """Headings of the rows of facilities."""
    keys = ("name", "demand", "use", "signal")
    return [text(f"facility_table.{key}", lang) for key in keys]


def _notices(item: FacilityResult) -> bool:
    """Whether a capacity is known, or the plan asks over a hundredth of the usual demand."""
    share = item.share_of_normal
    return item.utilisation_after is not None or (share is not None and share.p90 >= LEAST_NOTICED)


def facility_rows(assessment: Assessment, lang: Lang, *, noticed: bool = False) -> list[list[str]]:
    """Demand in the municipality against capacity; what is not known is said.

    Args:
        assessment: what is told.
        lang: language.
        noticed: only facilities with a known capacity, or of which over a hundredth of the usual is asked.
    """
    rows = []
    for item in assessment.facilities:
        if item.same_pressure_as is not None or (noticed and not _notices(item)):
            continue
        unit = sources.facility_unit(item.id, lang)
        grade = f"{item.grade} / {item.grade_use}"
        rows.append(
            [
                text("facility_table.called", lang, name=item.name.in_language(lang), unit=unit, grade=grade),
                _demand(item, lang),
                _use(item, lang),
                level_text(item.signal, lang),
            ]
        )
    return rows


def _demand(item: FacilityResult, lang: Lang) -> str:
    """What the plan asks of a facility; what is not known is said, with the reason if there is one."""
    if item.structural is None:
        return item.reason.in_language(lang) if item.reason else text("option.unknown", lang)
    low, high = amount(item.structural.p10, lang), amount(item.structural.p90, lang)
    return low if low == high else text("range.from_to", lang, low=low, high=high)


def _use(item: FacilityResult, lang: Lang) -> str:
    """Use of the capacity now and with the plan; what is not known is said."""
    before, after = item.utilisation_before, item.utilisation_after
    if item.capacity is None or before is None or after is None:
        if item.share_of_normal is None:
            return text("option.unknown", lang)
        of_normal = _shares(item.share_of_normal, 2, lang)
        return text("facility_table.of_normal", lang, share=of_normal)
    values = {"before": percent(before, lang), "after": ranges.range_text(after, "share", lang)}
    told = text("facility_table.from_to", lang, **values, capacity=amount(item.capacity, lang))
    return f"{told}; {item.chances.in_language(lang)}" if item.chances else told
