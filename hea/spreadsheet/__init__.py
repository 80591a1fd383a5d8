"""Workbooks as files: writing cells safely, and opening what others hand in."""
