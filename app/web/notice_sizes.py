"""How much stands on a notice, in a few words."""

from flask_babel import gettext as _
from flask_babel import ngettext

from app.domain.notices.models import Notice


def size_of(notice: Notice) -> str:
    """``5 households, 20 people`` of a list or a roll; ``3 projects``; ``3 villages``; "" for money alone."""
    if notice.is_of_list or notice.households:
        households = ngettext("%(num)s household", "%(num)s households", notice.households)
        people = ngettext("%(num)s person", "%(num)s people", notice.people)
        return str(_("%(households)s, %(people)s", households=households, people=people))
    facts = notice.content.get("facts") or {}
    if villages := len(facts.get("villages") or ()):
        return str(ngettext("%(num)s village", "%(num)s villages", villages))
    projects = len(facts.get("projects") or ())
    return str(ngettext("%(num)s project", "%(num)s projects", projects)) if projects else ""
