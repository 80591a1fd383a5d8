"""Promised, forecast and counted at a review, per theme, with how agreements stand; no verdict."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from hea.assessment.results import Outline
from hea.proposal import month_number
from hea.report.sentences import follow_up
from hea.report.sentences.follow_up import LIVING, PLACES, Counted
from hea.status import LATE, overdue
from hea.texts import Lang, month, plain, text

THEMES: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "housing": (tuple(PLACES), (*PLACES, "own_workers", "transition")),
    "work": (("workers", "migrants"), ()),
    "living": (LIVING, ("language",)),
    "registration": ((), ("registration", "supervision")),
    "other": ((), ("other",)),
}
"""What is counted and what is agreed on, per theme."""


class Action(NamedTuple):
    """An agreement as it stands."""

    figure: str
    who: str
    what: str
    number: float
    month: str
    status: str
    evidence: str


class Review(NamedTuple):
    """What is told at one moment, against one forecast."""

    forecast: Outline
    month: str
    counted: tuple[Counted, ...]
    """All counts of the month, the newest last."""
    actions: tuple[Action, ...]
    public: bool
    """Without who does what, what shows it and who counted: what a company may keep to itself."""
    today: str | None = None
    """The month in which it is told, where that is before the review; then no later month is over."""

    @property
    def until(self) -> str:
        """The month before which a month is over: that of the review, or the present one if earlier."""
        return self.month if self.today is None else min(self.month, self.today, key=month_number)

    @property
    def together(self) -> Counted:
        """What was counted in the month; of what was counted twice the newest."""
        figures: dict[str, float] = {}
        for count in self.counted:
            figures |= count.values
        return Counted(self.month, tuple(figures.items()), "; ".join(it.source for it in self.counted))


def rows(review: Review, theme: str, lang: Lang) -> list[list[str]]:
    """What is counted in a theme: promised, forecast, counted, and where that lies."""
    told = {row[0]: row for row in follow_up.rows(review.forecast, review.together, lang)}
    found = []
    for measure in THEMES[theme][0]:
        name = text(f"realised.{measure}", lang)
        if name in told:
            _, expected, agreed, counted, lies = told[name]
            found.append([name, agreed, expected, counted, lies])
            continue
        expected = follow_up.forecast_text(review.forecast, measure, review.month, lang)
        agreed = follow_up.agreed_text(review.forecast, measure, review.month, lang)
        found.append([name, agreed, expected, text("progress.not_counted", lang), ""])
    return found


def headings(lang: Lang) -> list[str]:
    """The columns of what is counted."""
    names = ("measure", "agreed", "forecast", "counted", "lies")
    return [text(f"realised.head_{name}", lang) for name in names]


def action_rows(review: Review, theme: str, lang: Lang) -> list[list[str]]:
    """What was agreed in a theme, the earliest first, and how it stands at the review."""
    mine = [action for action in review.actions if action.figure in THEMES[theme][1]]
    return [_row(action, review, lang) for action in sorted(mine, key=lambda it: (it.month, it.what))]


def _row(action: Action, review: Review, lang: Lang) -> list[str]:
    status = text(f"agreed.status.{action.status}", lang)
    if overdue(action.status, action.month, review.until):
        status = text("progress.missed", lang, status=status)
    told = [action.what, plain(action.number, lang), month(action.month, lang), status]
    return told if review.public else [*told, action.who, action.evidence or "–"]


def action_headings(review: Review, lang: Lang) -> list[str]:
    """The columns of what was agreed."""
    keys = ["what", "how_many", "by", "status"]
    return [text(f"progress.{key}", lang) for key in (keys if review.public else [*keys, "who", "evidence"])]


def missed(action: Action, at: str) -> bool:
    """Whether it should have been done before a month and was not, or was written down as late."""
    return action.status == LATE or overdue(action.status, action.month, at)


def summary(review: Review, lang: Lang) -> list[str]:
    """How many agreements stand how, and how many counts lie within their range."""
    told = [text("progress.none_agreed", lang)]
    if review.actions:
        kept = sum(action.status == "gehaald" for action in review.actions)
        late = sum(missed(action, review.until) for action in review.actions)
        told = [text("progress.agreed", lang, count=len(review.actions), kept=kept, late=late)]
    counted = follow_up.rows(review.forecast, review.together, lang)
    if not counted:
        return [*told, text("progress.none_counted", lang, month=review.month)]
    return [*told, *_beside_forecast([row[-1] for row in counted], review.month, lang)]


def _beside_forecast(lies: list[str], at: str, lang: Lang) -> list[str]:
    """How many counts lie within their range, and how many have no forecast to lie in."""
    told, forecast = [], [where for where in lies if where]
    if forecast:
        within = forecast.count(text("realised.within", lang))
        told.append(text("progress.counted", lang, count=len(forecast), within=within, month=at))
    if len(forecast) < len(lies):
        told.append(text("progress.no_forecast", lang, count=len(lies) - len(forecast), month=at))
    return told


def sources(review: Review, lang: Lang) -> list[str]:
    """Who counted, for whoever may know."""
    if review.public:
        return [text("progress.public_note", lang)]
    return [text("realised.source_line", lang, source=count.source) for count in review.counted]


def themes(review: Review, lang: Lang) -> list[str]:
    """Themes of which there is something to tell."""
    return [name for name in THEMES if rows(review, name, lang) or action_rows(review, name, lang)]


def months(counts: Iterable[str], review_date: str | None) -> Sequence[str]:
    """Moments of which a review can be told, the last one first."""
    return sorted({*counts, *([review_date] if review_date else [])}, reverse=True)
