"""Five rooms: fills the stages of the model in with a proposal and its figures, and calls them in order.

One file per stage that has one: ``positions``, ``labour``, ``stay``, ``housing``, ``facilities``. The sixth,
broad welfare, judges by what an assessment holds and stands there. ``Calculation`` calls the stages; nothing
else does.
"""
