"""Cells that a spreadsheet opens as what they are: the rule itself is in the core."""

from app.core.spreadsheets import FORMULA, harmless

__all__ = ["FORMULA", "harmless"]
