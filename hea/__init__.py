"""hea: from a workforce build-up to a huisvestingseffectrapportage.

>>> import hea
>>> from hea.exchange import example
>>> made = hea.assess(example("fulfilment_waalwijk"), draws=64)
>>> made.headline.units.total.peak
183–789 (580)
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING

from hea.version import VERSION

os.environ.setdefault("OPENPYXL_LXML", "False")  # before openpyxl loads: without lxml it refuses entities

if TYPE_CHECKING:
    from hea.assessment import Assessment, AssessmentError, assess
    from hea.exchange import open_file, read_proposal, read_workbook
    from hea.parameters import ParameterSet, load_parameters
    from hea.problems import HeaError
    from hea.proposal import Proposal
    from hea.scenarios import compare
    from hea.validation import validate

__version__ = VERSION

__all__ = [
    "Assessment",
    "AssessmentError",
    "HeaError",
    "ParameterSet",
    "Proposal",
    "assess",
    "compare",
    "load_parameters",
    "open_file",
    "read_proposal",
    "read_workbook",
    "validate",
]

_HOMES = {
    "hea.assessment": ("Assessment", "AssessmentError", "assess"),
    "hea.exchange": ("open_file", "read_proposal", "read_workbook"),
    "hea.parameters": ("ParameterSet", "load_parameters"),
    "hea.problems": ("HeaError",),
    "hea.proposal": ("Proposal",),
    "hea.scenarios": ("compare",),
    "hea.validation": ("validate",),
}
"""Where each name stands: it is loaded when it is first asked for, because all together takes a second."""


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            found: object = getattr(import_module(home), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})
