"""Placeholder until the real one is written."""


def import_file(**_given: object) -> None:
    """See the issue."""
