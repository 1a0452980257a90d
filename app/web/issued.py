"""What is said once a notice is issued, the same at every door that issues one."""

from flask_babel import gettext as _


def issued_words(number: str) -> str:
    """That notice *number* is issued, and what to do next."""
    return str(_("Notice %(number)s is issued. Now print it, hang it, photograph it.", number=number))
