"""How the order of scenarios holds up: any weights, all draws, and the smallest change that turns it."""

from collections.abc import Mapping
from itertools import combinations

import numpy as np

from hea.assessment.results.rounding import kept
from hea.engine.draws import points_of
from hea.model import welfare
from hea.model.uncertainty import Array
from hea.reference import welfare_criteria
from hea.scenarios.result import Flip, Robustness

WEIGHTS = "smaa.weights"
"""Start of the names under which weights are drawn."""


def robustness(
    scores: Mapping[str, Mapping[str, Array]],
    weights: Mapping[str, float],
    reference: str,
    neutral_in: str | None,
    seed: int,
) -> Robustness | None:
    """Rank acceptability, probability of beating the reference, and flips.

    Args:
        scores: scores per draw, by scenario and criterion.
        weights: the given weights out of 100.
        reference: scenario to beat.
        neutral_in: scenario in which an unknown criterion counts as neutral, because nothing happens there.
        seed: base seed of the weights.
    """
    others = [set(known) for key, known in scores.items() if key != neutral_in]
    criteria = [c for c in welfare_criteria() if others and all(c in known for known in others)]
    if len(scores) < 2 or not criteria:
        return None
    neutral = [c for c in criteria if neutral_in in scores and c not in scores[neutral_in or ""]]
    count = len(next(iter(next(iter(scores.values())).values()))) if criteria else 0
    table = np.stack(
        [
            [known.get(c, np.full(count, welfare.NEUTRAL)) for c in criteria]
            for known in (scores[key] for key in scores)
        ]
    )
    drawn = welfare.any_weights(np.stack([points_of(f"{WEIGHTS}.{c}", count, seed) for c in criteria]))
    totals = welfare.totals(table, drawn)
    names = list(scores)
    accepted = welfare.rank_acceptability(totals)
    base = totals[names.index(reference)]
    given = np.array([weights.get(c, 0.0) for c in criteria])
    return Robustness(
        criteria=tuple(criteria),
        neutral=tuple(neutral),
        rank_acceptability={n: tuple(map(kept, accepted[i])) for i, n in enumerate(names)},
        beats_reference={n: kept((totals[i] > base).mean()) for i, n in enumerate(names) if n != reference},
        reference=reference,
        flips=tuple(_flips(names, criteria, np.median(table, axis=2), given)) if given.sum() > 0 else (),
    )


def _flips(names: list[str], criteria: list[str], scores: Array, given: Array) -> list[Flip]:
    share = given / given.sum()
    found = []
    for i, j in combinations(range(len(names)), 2):
        lead = float(share @ (scores[i] - scores[j]))
        first, second = (i, j) if lead >= 0 else (j, i)
        change = welfare.smallest_flip(scores[first] - scores[second], share)
        found.append(
            Flip(
                first=names[first],
                second=names[second],
                criterion=None if change is None else criteria[change[0]],
                weight=None if change is None else kept(100 * change[1]),
                given=None if change is None else kept(100 * share[change[0]]),
            )
        )
    return found
