"""Many plans reported: in words, in figures, as a workbook and on paper."""
