"""Values of the user in a result, so that whoever has the result can make it again."""

from hea.assessment.result import Message, OwnValueUsed
from hea.parameters import ParameterSet, load_parameters


def own_values_used(parameters: ParameterSet) -> tuple[OwnValueUsed, ...]:
    """Values of the user beside the figures they stand in for."""
    shipped = load_parameters()
    return tuple(
        OwnValueUsed(
            **item.model_dump(),
            title=Message(**shipped[item.name].title.model_dump()),
            unit=shipped[item.name].unit,
            shipped=shipped[item.name].central,
        )
        for item in parameters.own_values
    )
