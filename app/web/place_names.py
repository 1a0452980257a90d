"""What places are called where several stand in one list, so that no two of them read the same."""

from collections import Counter
from collections.abc import Sequence

from flask_babel import gettext as _

from app.domain.areas.models import Area
from app.domain.areas.rules import LEVEL_LABELS
from app.web.templating import bilingual


def distinct_names(areas: Sequence[Area]) -> dict[str, str]:
    """code -> name; of a township and a village of the same name each with its level behind it."""
    names = {one.code: bilingual(one.name) for one in areas}
    often = Counter(names.values())
    return {
        one.code: _("%(name)s (%(level)s)", name=names[one.code], level=_(LEVEL_LABELS[one.level]))
        if often[names[one.code]] > 1
        else names[one.code]
        for one in areas
    }
