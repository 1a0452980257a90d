"""Relatives of officials: declared, hinted at, and kept out of the household's case."""
