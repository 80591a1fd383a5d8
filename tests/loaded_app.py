"""Loads what the app loads after its start, in a process of which copies are made."""

import gc
import importlib
import pkgutil

import hea
from hea.app.server.serve import NOT_LOADED

for module in pkgutil.walk_packages(hea.__path__, "hea."):
    if not module.name.startswith(NOT_LOADED):
        importlib.import_module(module.name)

for name in ("alembic.command", "alembic.config", "alembic.context"):  # what a store loads when it is opened
    importlib.import_module(name)

# What is loaded stays: a copy that looked through all of it for garbage would spend half of its time on that.
gc.collect()
gc.freeze()
