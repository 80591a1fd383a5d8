"""A report that is opened again: whether its proposal is its own, and whether its figures still hold."""

import json
from typing import Any, NamedTuple

from hea.assessment import Assessment, assess, nearest_draws
from hea.assessment.results.common import PERCENTILES
from hea.assessment.results.rounding import SAME_WITHIN
from hea.exchange.uploads import Opened, open_report
from hea.paper import PageChanges, page_changes
from hea.parameters import OwnValue, ParameterSet
from hea.proposal import Proposal


class Reopened(NamedTuple):
    """What a report says of itself."""

    proposal: Proposal
    figures: dict[str, Any] | None
    """Headlines, versions, seed and draws; ``None`` for a report that carries none."""
    own_values: tuple[OwnValue, ...] = ()
    pages: PageChanges | None = None
    """Pages that are not as they were made; ``None`` for a report that does not carry their prints."""

    @property
    def draws(self) -> int:
        """With how many draws it says that it was made; none if it says nothing that can be used."""
        given = (self.figures or {}).get("draws")
        return given if isinstance(given, int) else 0


class Check(NamedTuple):
    """A report held against a calculation of today."""

    version: tuple[str, str] | None
    """Version then and now, if they differ."""
    parameters: tuple[str, str] | None
    """Parameter set then and now, if they differ."""
    own_values: tuple[str, ...]
    """Names of own values the report was made with, and is calculated again with."""
    lost: tuple[str, ...]
    """Names of own values that the report does not carry, so that it cannot be calculated again."""
    changed: tuple[str, ...]
    """Paths of headlines that come out otherwise."""


def reopen_report(name: str, content: bytes) -> Reopened:
    """The proposal, the key figures and the own values that a PDF report carries.

    Raises:
        InputError: if it is no report of ours, or if its proposal is not the one that was assessed.
    """
    return reopen_with_input(name, content)[1]


def reopen_with_input(name: str, content: bytes) -> tuple[Opened, Reopened]:
    """The same, with what the report was made with: it is read once.

    Raises:
        InputError: as for :func:`reopen_report`.
    """
    opened, figures, carried = open_report(name, content)
    pages = page_changes(content, carried)
    return opened, Reopened(opened.proposal, figures, opened.own_values, pages)


def check_reopened(reopened: Reopened, parameters: ParameterSet) -> Check | None:
    """The report calculated again with as many draws, its seed and own values; ``None`` if it has no figures.

    Args:
        reopened: what the report says of itself.
        parameters: of today, without own values.

    Raises:
        AssessmentError: if the settings in the report cannot be used.
    """
    figures = reopened.figures
    if figures is None:
        return None
    again = assess(
        reopened.proposal,
        parameters.with_own_values(reopened.own_values) if reopened.own_values else parameters,
        draws=nearest_draws(int(figures["draws"])),
        seed=int(figures["seed"]),
        stay_definition=str(figures["stay_definition"]),
        viewpoint="employer" if figures["viewpoint"] == "employer" else "regional",
    )
    then = figures["parameters"]
    used = {item.name for item in reopened.own_values}
    lost = tuple(str(name) for name in then.get("overrides", ()) if name not in used)
    other = then["hash"] != again.parameters.hash and not lost
    return Check(
        version=(figures["version"], again.version) if figures["version"] != again.version else None,
        parameters=(then["version"], again.parameters.version) if other else None,
        own_values=tuple(item.name for item in reopened.own_values),
        lost=lost,
        changed=() if lost else tuple(_changed("", figures["headline"], _headline(again))),
    )


def _headline(assessment: Assessment) -> Any:  # noqa: ANN401
    return json.loads(assessment.headline.model_dump_json())


def _changed(path: str, then: Any, now: Any) -> list[str]:  # noqa: ANN401
    if isinstance(now, dict) and isinstance(then, dict):
        if "p50" in now:
            same = all(abs(float(then.get(key, -1)) - now[key]) <= SAME_WITHIN for key in PERCENTILES)
            return [] if same else [path]
        return [
            found
            for key in now
            for found in _changed(f"{path}.{key}" if path else key, then.get(key), now[key])
        ]
    return [] if then == now else [path]
