"""What is wrong with a proposal that only shows when the parameters are at hand."""

from hea.problems import HeaError


class AssessmentError(HeaError):
    """The proposal is well formed, but cannot be assessed as it stands."""
