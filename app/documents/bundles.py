"""A messenger's list and the sheets behind it as one file. Without app or database: it runs in a worker process."""

from collections.abc import Sequence

from app.documents import preflight, render, stamping
from app.documents.preflight import Wanted
from app.documents.preflight.asked import SMALLEST


def bundle(
    parts: Sequence[render.Part], sheets: Sequence[bytes], title: str, marks: Sequence[str]
) -> tuple[bytes, int]:
    """The file and the number of its pages. *parts* are the list's, *marks* the bookmarks: the list's, each sheet's.

    The list names whom to call, so numbers are not looked for; the sheets were looked at one by one. Raises
    :class:`app.documents.faults.NotFitToPrint`.
    """
    first = render.render_together(parts, lang="")
    preflight.ensure(first, Wanted("", smallest_pt=SMALLEST, may_hold_personal_numbers=True))
    data = stamping.together([first, *sheets], title, marks)
    preflight.ensure(data, Wanted("", title=title, is_bound=True))
    return data, stamping.count_pages(data)
