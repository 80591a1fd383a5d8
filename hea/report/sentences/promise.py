"""What a range promises, and how often it kept that."""

from hea.evidence.measured import measured
from hea.texts import Lang, text


def range_note(lang: Lang) -> str:
    """The promise of a range with the measured coverage beside it."""
    held = measured()
    kept = text(
        "report.range_held",
        lang,
        tested=held.all.tested,
        inside=held.all.inside,
        coverage=held.all.coverage,
    )
    return f"{text('report.range_note', lang)} {kept}"
