"""Reports of an execution, or of the findings: one HTML file, a PDF, or a workbook (docs/reports.md).

`gather_*` fill the plain model that templates see (`model`), `making` makes the file: pictures are drawn and
templates rendered by children (`pictures`, `render`), since templates are other people's work.
"""
