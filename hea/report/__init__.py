"""Reports: sentences, charts, the workbook and the PDF. Reports read an assessment and never compute."""
