"""Many plans in one region: a line per plan, and what they ask together."""

from hea.portfolio.cumulation import cumulate
from hea.portfolio.need import SpreadError
from hea.portfolio.result import Cumulation, PlanSummary, Unread
from hea.portfolio.screening import screen
from hea.portfolio.workers import ClusterError, cluster, processes

__all__ = [
    "ClusterError",
    "Cumulation",
    "PlanSummary",
    "SpreadError",
    "Unread",
    "cluster",
    "cumulate",
    "processes",
    "screen",
]
