"""What places must have at least, by the newest and an older norm: rooms, area, sites, rent and buy."""

from hea.assessment.results import Assessment
from hea.report.sentences.ranges import shown
from hea.texts import Lang, text


def headings(lang: Lang) -> list[str]:
    """The columns: what is counted, and its range."""
    return [text("report.outcome", lang), "P10", "P50", "P90"]


def rows(assessment: Assessment, lang: Lang) -> list[list[str]]:
    """A row per figure that follows from the places."""
    detail = assessment.housing
    figures = (
        ("rooms", detail.rooms_short, "places"),
        ("area", detail.area_short_m2, "people"),
        ("rooms_existing", detail.rooms_short_existing, "places"),
        ("area_existing", detail.area_short_existing_m2, "people"),
        ("sites", detail.sites_short, "places"),
        ("plot", detail.plot_short_m2, "people"),
        ("rent", detail.rent_structural, "places"),
        ("buy", detail.buy_structural, "places"),
    )
    return [
        [
            text(f"chapter.derived_{key}", lang),
            *(shown(value, kind, lang) for value in (values.p10, values.p50, values.p90)),
        ]
        for key, values, kind in figures
    ]


def note(lang: Lang) -> str:
    """Which norms they follow."""
    return text("chapter.quality_note", lang)
