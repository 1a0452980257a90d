"""The public address of an area: a village has its page, a township its own, a county the list of its notices."""

from flask import url_for

from app.domain.areas.models import Area, AreaLevel


def place_url(area: Area) -> str:
    """Where everybody reads what is posted in *area*."""
    if area.level is AreaLevel.VILLAGE:
        return url_for("public.show_village", code=area.code)
    if area.level is AreaLevel.TOWNSHIP:
        return url_for("public.show_township", code=area.code)
    return url_for("public.list_notices", village=area.code)
