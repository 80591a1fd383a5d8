"""The model: six stages of pure array functions and the treatment of uncertainty.

Arrays are ``(draws, months)``; a quantity per draw is ``(draws,)``. The stages import numpy and each
other's outputs, nothing else of the package, and know neither proposals nor parameters.
"""
