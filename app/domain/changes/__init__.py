"""A household changes: requests with source and effect, decided one level up."""
