"""A curve of stay for tests, by the two numbers that published curves are given in."""

import numpy as np

from hea.model.uncertainty import Array


def weibull_survival(months: int, shape: float, scale_months: float) -> Array:
    """Share still here at every age up to ``months``, ``(1, months + 1)``."""
    here: Array = np.exp(-((np.arange(months + 1.0) / scale_months) ** shape))[None, :]
    return here
