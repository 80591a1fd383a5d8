"""Loads what the app loads after its start, in a process of which copies are made."""

import importlib
import pkgutil

import hea
from hea.app.server.serve import NOT_LOADED

for module in pkgutil.walk_packages(hea.__path__, "hea."):
    if not module.name.startswith(NOT_LOADED):
        importlib.import_module(module.name)
