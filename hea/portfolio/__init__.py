"""Many plans in one region: a line per plan, and what they ask together."""

from hea.portfolio.cumulation import Cumulation, SpreadError, cumulate
from hea.portfolio.screening import Screened, screen

__all__ = ["Cumulation", "Screened", "SpreadError", "cumulate", "screen"]
