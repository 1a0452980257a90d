"""What the pages call the notices of a family together: in a choice, below a notice, on the front page."""

from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.messages import N_
from app.domain.policies.vocabulary import NoticeFamily

F = NoticeFamily
#: in the choice of kinds
ALL = {
    F.LISTS: N_("All lists of households"),
    F.MONEY: N_("All about funds and projects"),
    F.WATCH: N_("All about households at risk"),
    F.VILLAGES: N_("All about poor villages"),
}
#: below a notice, and at the end of that list
OTHERS = {
    F.MONEY: N_("Other notices of funds and projects here"),
    F.WATCH: N_("Other notices of households at risk here"),
    F.VILLAGES: N_("Other notices of poor villages here"),
}
ALL_HERE = {
    F.MONEY: N_("All notices of funds and projects here"),
    F.WATCH: N_("All notices of households at risk here"),
    F.VILLAGES: N_("All notices of poor villages here"),
}


def others_here(family: NoticeFamily) -> tuple[str, str]:
    """The heading over the other notices of *family*, and the words of the link to all."""
    return _(OTHERS[family]), _(ALL_HERE[family])


def hang_now(family: NoticeFamily, number: int) -> str:
    """How many of *family* hang now, for the front page; "" for none, and for lists, which it names."""
    if not number:
        return ""
    if family is F.MONEY:
        return ngettext(
            "%(num)s notice of funds and projects hangs now",
            "%(num)s notices of funds and projects hang now",
            number,
        )
    if family is F.WATCH:
        return ngettext(
            "%(num)s notice of households at risk hangs now",
            "%(num)s notices of households at risk hang now",
            number,
        )
    if family is F.VILLAGES:
        return ngettext(
            "%(num)s notice of poor villages hangs now", "%(num)s notices of poor villages hang now", number
        )
    return ""
