"""Workbooks as files: writing cells safely, and opening what others hand in."""

import os

os.environ.setdefault("OPENPYXL_LXML", "False")  # without lxml, entity declarations are refused
