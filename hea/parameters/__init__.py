"""Parameters: every number the model uses, as documents with a source, a year and a grade.

One YAML file per theme stands beside this file. No number of the model stands in code.
"""

from hea.parameters.parameter import Bounds, OwnValue, Parameter, Source, Stance
from hea.parameters.registry import (
    ParameterError,
    ParameterReader,
    ParameterSet,
    Refusal,
    load_parameters,
    parameters_with,
    sector_figure,
    sorted_out,
)
from hea.texts.translated import Translated

__all__ = [
    "Bounds",
    "OwnValue",
    "Parameter",
    "ParameterError",
    "ParameterReader",
    "ParameterSet",
    "Refusal",
    "Source",
    "Stance",
    "Translated",
    "load_parameters",
    "parameters_with",
    "sector_figure",
    "sorted_out",
]
