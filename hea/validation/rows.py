"""Making a row: what was published, what the model gives, and whether they agree."""

from typing import NamedTuple

from hea.assessment.ranges import to_range
from hea.assessment.results.common import Range
from hea.assessment.results.rounding import kept
from hea.model.uncertainty import Array
from hea.texts.translated import Translated, translated
from hea.validation.result import Group, ValidationRow, Verdict
from hea.validation.scores import scored


class Published(NamedTuple):
    """A published figure and where it stands."""

    value: float | None
    source: str
    year: int | None = None
    grade: str | None = None
    url: str | None = None


class Asked(NamedTuple):
    """What a row is about."""

    id: str
    group: Group
    subject: Translated
    indicator: str
    """Key of the text that names the figure."""
    unit: str
    left_out: bool = False
    announced: bool = False
    sector: str | None = None


def tested(asked: Asked, published: Published, draws: Array) -> ValidationRow:
    """A figure that the model did not see: a hit if it lies within P10–P90."""
    predicted = to_range(draws)
    assert published.value is not None
    inside = predicted.p10 <= published.value <= predicted.p90
    scores = scored(asked.unit, draws, predicted, published.value)
    return _row(asked, published, predicted, "hit" if inside else "miss", scores=scores)


def fitted(asked: Asked, published: Published, draws: Array, why: Translated) -> ValidationRow:
    """A figure that something was fitted to; shown, never counted."""
    return _row(asked, published, to_range(draws), "fitted", fitted=why)


def not_testable(
    asked: Asked, published: Published, reason: Translated, draws: Array | None = None
) -> ValidationRow:
    """A figure that cannot be held against the model, with the reason."""
    return _row(asked, published, to_range(draws), "not_testable", reason=reason)


def _row(
    asked: Asked,
    published: Published,
    predicted: Range | None,
    outcome: Verdict,
    *,
    fitted: Translated | None = None,
    reason: Translated | None = None,
    scores: tuple[float, float, float] | None = None,
) -> ValidationRow:
    ranked, likely, below = (None, None, None) if scores is None else map(kept, scores)
    return ValidationRow(
        id=asked.id,
        group=asked.group,
        subject=asked.subject,
        indicator=translated(f"validation.indicator.{asked.indicator}"),
        unit=asked.unit,
        published=published.value,
        predicted=predicted,
        outcome=outcome,
        ratio=kept(predicted.p50 / published.value) if predicted and published.value else None,
        fitted=fitted,
        reason=reason,
        left_out=asked.left_out,
        announced=asked.announced,
        sector=asked.sector,
        crps=ranked,
        log_score=likely,
        below=below,
        source=published.source,
        year=published.year,
        grade=published.grade,
        url=published.url,
    )
