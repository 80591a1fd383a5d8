"""What drives the headlines, and which answers of the company would narrow them most."""

import numpy as np
from numpy.typing import NDArray

from hea.assessment.results.common import Range
from hea.assessment.results.evidence import Ask, Driver, Drivers, HeadlineDrivers
from hea.assessment.results.rounding import kept
from hea.engine.calculation import Calculation
from hea.engine.draws import Draws
from hea.engine.parallel import in_parallel
from hea.model import sensitivity
from hea.model.uncertainty import Array
from hea.proposal import Proposal
from hea.reference import questions
from hea.texts.translated import Translated, translated

KEPT = 6
"""Drivers kept per headline, strongest first."""

ASKED, WORTH_ASKING = 3, 0.10
"""Inputs named as worth finding out at most, and by what share one must narrow the main headline: less than
that cannot be told from chance."""

BINS, SMALLEST_BIN = 16, 32
"""Bins in which an input counts as known, and the fewest draws a bin may hold."""

LEFT_OUT = ("opening_year", "children")
"""Headlines without drivers of their own: the same as those of the places and residents they follow."""

MAIN = "units.total.peak"
"""The headline by which inputs worth finding out are ranked."""

DECIMALS = 4
"""Decimals kept of correlations and narrowing."""


def drivers(calculation: Calculation) -> Drivers:
    """Drivers per headline, and the inputs worth finding out; what the plan already tells is not asked."""
    proposal, draws, figures = calculation.proposal, calculation.draws, calculation.headline
    names = tuple(sorted(draws.varying))
    varying = {
        path: values for path, values in figures.items() if np.ptp(values) > 0 and not path.endswith(LEFT_OUT)
    }
    if not names or not varying:
        return Drivers(headlines=(), ask_first=(), remaining=None, bins=0)
    rank = np.stack([np.floor(draws.varying[name] * draws.count) for name in names])
    order = np.empty(rank.shape, dtype=np.intp)  # ranks are a permutation: turned round, not sorted
    np.put_along_axis(order, rank.astype(np.intp), np.arange(draws.count)[None, :], axis=1)
    outcome_rank = np.stack(in_parallel(sensitivity.ranks, list(varying.values())))
    correlation = sensitivity.rank_correlation(rank, outcome_rank)
    moved = calculation.moved(names).headline
    bins = min(BINS, draws.count // SMALLEST_BIN)
    found = {}
    for column, (path, values) in enumerate(varying.items()):
        strongest = [
            i
            for i in np.argsort(-np.abs(correlation[:, column]), kind="stable")
            if kept(moved[path][2 * i]) != kept(moved[path][2 * i + 1])  # else it is chance
        ][:KEPT]
        found[path] = HeadlineDrivers(
            path=f"headline.{path}",
            drivers=tuple(
                Driver(
                    parameter=names[i],
                    title=_title(names[i], draws),
                    question=draws.parameters[names[i]].question,
                    rank_correlation=round(float(correlation[i, column]), DECIMALS) + 0.0,
                    low=kept(moved[path][2 * i]),
                    high=kept(moved[path][2 * i + 1]),
                    narrowing=_narrowing(order[i], values, bins),
                )
                for i in strongest
            ),
        )
    asked = _ask(proposal, found.get(MAIN))
    left = _remaining(draws, asked, figures[MAIN])
    return Drivers(headlines=tuple(found.values()), ask_first=asked, remaining=left, bins=bins)


def _remaining(draws: Draws, asked: tuple[Ask, ...], outcome: Array) -> Range | None:
    """What is left of the main headline when everything that is asked comes out in the middle."""
    if not asked:
        return None
    points = np.stack([draws.varying[item.parameter] for item in asked])
    p10, p50, p90 = (kept(value) for value in sensitivity.remaining(points, outcome))
    return Range(p10=p10, p50=p50, p90=p90)


def _narrowing(order: NDArray[np.intp], values: Array, bins: int) -> float | None:
    return round(sensitivity.narrowing(order, values, bins), DECIMALS) if bins > 1 else None


def _title(name: str, draws: Draws) -> Translated:
    parameter = draws.parameters[name]
    return Translated(nl=parameter.title.nl, en=parameter.title.en)


def _ask(proposal: Proposal, headline: HeadlineDrivers | None) -> tuple[Ask, ...]:
    """The open questions whose answer narrows the main headline most, each once."""
    if headline is None:
        return ()
    best: dict[str, Driver] = {}
    for driver in headline.drivers:
        if driver.question is None or proposal.tells(driver.question):
            continue
        if _narrows(driver) < WORTH_ASKING:
            continue
        if driver.question not in best or _narrows(driver) > _narrows(best[driver.question]):
            best[driver.question] = driver
    ranked = sorted(best.items(), key=lambda item: -_narrows(item[1]))
    return tuple(
        Ask(
            question=key,
            text=Translated(nl=questions()[key].question_nl, en=questions()[key].question_en),
            about=translated(f"ask.{key}"),
            parameter=driver.parameter,
            headline=headline.path,
            narrowing=_narrows(driver),
        )
        for key, driver in ranked[:ASKED]
    )


def _narrows(driver: Driver) -> float:
    return driver.narrowing or 0.0
