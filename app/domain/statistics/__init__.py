"""Counts of households and people by what the register says of them."""
