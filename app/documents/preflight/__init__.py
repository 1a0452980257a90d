"""Preflight: a finished paper is looked at, as bytes, before anything may be printed.

``ensure(data, Wanted(...))`` lets a paper pass or raises :class:`~app.documents.faults.NotFitToPrint`;
``examine`` only reports; ``picture`` shows a page with the places marked.
"""

from app.documents.preflight.examine import ensure, examine
from app.documents.preflight.picture import picture
from app.documents.preflight.report import Box, Check, Finding, Report
from app.documents.preflight.wanted import A3, A4, A5, Seal, Wanted

__all__ = [
    "A3",
    "A4",
    "A5",
    "Box",
    "Check",
    "Finding",
    "Report",
    "Seal",
    "Wanted",
    "ensure",
    "examine",
    "picture",
]
