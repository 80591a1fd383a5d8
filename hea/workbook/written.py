"""The sheets written before the ones that only read them."""

from typing import NamedTuple

from hea.assessment.results import Assessment
from hea.workbook.cells import LiveBook
from hea.workbook.central_run import CentralRun
from hea.workbook.facilities import Facilities
from hea.workbook.housing import Housing
from hea.workbook.inputs import Inputs
from hea.workbook.positions import Positions
from hea.workbook.stay import Stay


class Written(NamedTuple):
    """What signals and broad welfare read: the run, and the addresses on the sheets before them."""

    book: LiveBook
    central: CentralRun
    assessment: Assessment
    inputs: Inputs
    positions: Positions
    stay: Stay
    housing: Housing
    facilities: Facilities
