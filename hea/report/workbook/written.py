"""The sheets written before the ones that only read them."""

from typing import NamedTuple

from hea.assessment.ledger import Ledger
from hea.assessment.result import Assessment
from hea.report.workbook.facilities import Facilities
from hea.report.workbook.housing import Housing
from hea.report.workbook.inputs import Inputs
from hea.report.workbook.jobs import Jobs
from hea.report.workbook.live import LiveBook
from hea.report.workbook.stay import Stay


class Written(NamedTuple):
    """What signals and broad welfare read: the run, and the addresses on the sheets before them."""

    book: LiveBook
    ledger: Ledger
    assessment: Assessment
    inputs: Inputs
    jobs: Jobs
    stay: Stay
    housing: Housing
    facilities: Facilities
