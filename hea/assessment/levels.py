"""Which level a value has beside the thresholds of a rule."""

from hea.assessment.results.common import Level


def above(value: float, amber: float | None, red: float | None) -> Level:
    """Level of a value that is unfavourable above its thresholds."""
    if red is not None and value > red:
        return "red"
    return "amber" if amber is not None and value > amber else "green"


def below(value: float, amber: float | None, red: float | None) -> Level:
    """Level of a value that is unfavourable below its thresholds."""
    if red is not None and value < red:
        return "red"
    return "amber" if amber is not None and value < amber else "green"
