"""Reading and writing proposals and cases."""

from hea.exchange.answered import filled_sentence, unread_sentence
from hea.exchange.cases import read_cases, read_cases_with_notes
from hea.exchange.files import MAX_PROPOSAL_BYTES, InputError, parse_proposal, write_whole
from hea.exchange.own_values import left_out_sentences, read_own_values
from hea.exchange.problems import from_validation
from hea.exchange.quick import (
    QuickFields,
    check_quick,
    quick_fields,
    quick_proposal,
    typical_groups,
    with_quick_fields,
)
from hea.exchange.reopened import Check, Reopened, check_reopened, reopen_report
from hea.exchange.scenarios import read_scenarios
from hea.exchange.templates import example, example_names, proposal_yaml, starter_text
from hea.exchange.uploads import (
    UPLOADED,
    Opened,
    Settings,
    open_file,
    open_upload,
    parse_upload,
    read_proposal,
    read_workbook,
)
from hea.problems import sentences

__all__ = [
    "MAX_PROPOSAL_BYTES",
    "UPLOADED",
    "Check",
    "InputError",
    "Opened",
    "QuickFields",
    "Reopened",
    "Settings",
    "check_quick",
    "check_reopened",
    "example",
    "example_names",
    "filled_sentence",
    "from_validation",
    "left_out_sentences",
    "open_file",
    "open_upload",
    "parse_proposal",
    "parse_upload",
    "proposal_yaml",
    "quick_fields",
    "quick_proposal",
    "read_cases",
    "read_cases_with_notes",
    "read_own_values",
    "read_proposal",
    "read_scenarios",
    "read_workbook",
    "reopen_report",
    "sentences",
    "starter_text",
    "typical_groups",
    "unread_sentence",
    "with_quick_fields",
    "write_whole",
]
