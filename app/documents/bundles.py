"""A messenger's list and the sheets behind it as one file. Without app or database: it runs in a worker process."""

from collections.abc import Sequence

from app.documents import render, stamping


def bundle(
    parts: Sequence[render.Part], sheets: Sequence[bytes], title: str, marks: Sequence[str]
) -> tuple[bytes, int]:
    """The file and the number of its pages. *parts* are the list's, *marks* the bookmarks: the list's, each sheet's."""
    first = render.render_together(parts, lang="")
    data = stamping.together([first, *sheets], title, marks)
    return data, stamping.count_pages(data)
