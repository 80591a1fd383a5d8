"""Reading and writing proposals and cases."""

from hea.exchange.cases import read_cases
from hea.exchange.files import InputError, parse_proposal, read_proposal, write_whole
from hea.exchange.problems import Located, from_assessment, from_validation, sentences
from hea.exchange.quick import quick_proposal
from hea.exchange.scenarios import read_scenarios
from hea.exchange.templates import example, example_names, proposal_yaml, starter_text

__all__ = [
    "InputError",
    "Located",
    "example",
    "example_names",
    "from_assessment",
    "from_validation",
    "parse_proposal",
    "proposal_yaml",
    "quick_proposal",
    "read_cases",
    "read_proposal",
    "read_scenarios",
    "sentences",
    "starter_text",
    "write_whole",
]
