"""Cells that a spreadsheet opens as what they are."""

import re
from typing import Any

#: what a spreadsheet takes for the beginning of a formula
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BELOW_NOUGHT = re.compile(r"-\d[\d,]*(\.\d+)?")


def is_like_a_formula(value: Any) -> bool:
    """Would a spreadsheet take *value* for a formula?"""
    return isinstance(value, str) and value.startswith(FORMULA)


def harmless(value: Any, *, sums: bool = False) -> Any:
    """*value* so that no spreadsheet takes it for a formula; with *sums* one below nought stays the number it is."""
    if not is_like_a_formula(value) or (sums and _BELOW_NOUGHT.fullmatch(value)):
        return value
    return f"'{value}"
