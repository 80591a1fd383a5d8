"""The starter file and the examples that ship with the package."""

import functools
from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml

from hea.exchange.files import parse_proposal
from hea.exchange.own_values import OWN_VALUES
from hea.parameters import OwnValue
from hea.proposal import Proposal

STARTER = "proposal.yaml"


def _folder() -> Traversable:
    """``templates/`` inside the installed package, or beside it in a checkout."""
    packaged = files("hea") / "templates"
    return packaged if packaged.is_dir() else Path(str(files("hea"))).parent / "templates"


def starter_text() -> str:
    """The commented starter proposal as YAML."""
    return (_folder() / STARTER).read_text(encoding="utf-8")


def example_names() -> tuple[str, ...]:
    """Names of the example proposals."""
    entries = (_folder() / "examples").iterdir()
    return tuple(sorted(e.name.removesuffix(".yaml") for e in entries if e.name.endswith(".yaml")))


@functools.cache
def example(name: str) -> Proposal:
    """An example proposal by name; frozen, so that it is read once."""
    return parse_proposal((_folder() / "examples" / f"{name}.yaml").read_text(encoding="utf-8"))


def proposal_yaml(proposal: Proposal, own_values: Iterable[OwnValue] = ()) -> str:
    """A proposal as YAML that can be read again, with own values; what is unknown is left out."""
    content = proposal.model_dump(mode="json", exclude_defaults=True)
    own = [item.model_dump(mode="json", exclude_defaults=True) for item in own_values]
    content |= {OWN_VALUES: own} if own else {}
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)
