"""hea: from a workforce build-up to a huisvestingseffectrapportage.

>>> import hea
>>> proposal = hea.read_proposal("voorstel.yaml")  # doctest: +SKIP
>>> hea.assess(proposal).headline.units.total.peak  # doctest: +SKIP
"""

import os

os.environ.setdefault("OPENPYXL_LXML", "False")  # before openpyxl loads: without lxml it refuses entities

from hea.assessment import Assessment, AssessmentError, assess
from hea.exchange import open_file, read_proposal, read_workbook
from hea.parameters import ParameterSet, load_parameters
from hea.proposal import Proposal
from hea.scenarios import compare
from hea.validation import validate

__all__ = [
    "Assessment",
    "AssessmentError",
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
