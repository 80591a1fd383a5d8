"""Plans that say that nobody works there: nought is mostly written where the number is not known."""

from hea.assessment.contradictions import says_nobody
from hea.problems import Problem
from hea.proposal import Proposal, at_most


def nobody_asked(plan: Proposal) -> tuple[Problem, ...]:
    """What to ask of a plan with no workers; nothing where another field says what is meant.

    Who is there already, or who builds it, makes a plan of which it is known that nobody comes to work.
    """
    there = (plan.already_there or 0.0) > 0
    builds = plan.construction is not None and at_most(plan.construction.persons) > 0
    if there or builds or not says_nobody(plan):
        return ()
    place = "function_groups[0].count" if plan.function_groups else "workforce.count"
    return (Problem(place, "size_zero_plan", {"value": "0"}),)
