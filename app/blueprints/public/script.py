"""A notice as it is to be read out over the village loudspeaker."""

from werkzeug.wrappers import Response

from app.blueprints.public import blueprint
from app.blueprints.public.listing import GroupLink, groups_of
from app.blueprints.public.presenter import kind_of, rows_of, sheet_of
from app.core import clock
from app.core.errors import NotFound
from app.documents.loudspeaker import Occasion, Script, SpokenGroup, script_of
from app.domain.notices import queries
from app.domain.notices.models import Notice
from app.domain.notices.queries import Standing
from app.domain.policies.vocabulary import NameDisplay
from app.web.access import public
from app.web.pages import page
from app.web.published.rendering import published

#: with more households than this the groups' names are read out group by group
LONGEST = 200


@blueprint.get("/notices/<number>/script")
@public(load=queries.get_notice)
@published(village=lambda notice: notice.village_id)
def show_script(notice: Notice) -> Response:
    """The whole notice; names by group while they may show in full."""
    standing = queries.standing(notice)
    groups = groups_of(standing) if standing.names_show else []
    named = notice.households <= LONGEST
    return _page(standing, groups, _script(standing, groups, named=named), 0)


@blueprint.get("/notices/<number>/script/<int:ordinal>")
@public(load=queries.get_notice)
@published(village=lambda notice, ordinal: notice.village_id)
def show_group_script(notice: Notice, ordinal: int) -> Response:
    """The same for one group of a long list, with its names."""
    standing = queries.standing(notice)
    groups = groups_of(standing) if standing.names_show else []
    if not 0 < ordinal <= len(groups):
        raise NotFound()
    return _page(standing, groups, _script(standing, [groups[ordinal - 1]], named=True), ordinal)


def _page(standing: Standing, groups: list[GroupLink], script: Script, ordinal: int) -> Response:
    notice = standing.notice
    by_group = notice.households > LONGEST and notice.round.policy.web_name is NameDisplay.FULL
    response = page(
        "public/script.html",
        notice=notice,
        standing=standing,
        kind=kind_of(notice),
        script=script,
        groups=groups if by_group else [],
        group=groups[ordinal - 1] if ordinal else None,
    )
    if standing.names_show:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _script(standing: Standing, groups: list[GroupLink], *, named: bool) -> Script:
    notice, policy = standing.notice, standing.notice.round.policy
    only = groups[0].name if len(groups) == 1 else None
    heads: dict[str, list[tuple[str, int]]] = {}
    if named and groups and policy.web_name is NameDisplay.FULL:
        for row in rows_of(standing, group=only):
            heads.setdefault(row.group_name, []).append((_aloud(row.head_name), row.people))
    occasion = Occasion(
        state=standing.state,
        begun=standing.period.begun,
        is_certain=standing.period.is_certain(clock.today()),
        places=[
            posting.place.name.zh or ""
            for posting in notice.postings
            if posting.taken_down_on is None and posting.open_gap is None
        ],
        groups=[
            SpokenGroup(group.name, group.households, group.people, heads.get(group.name, ()))
            for group in groups
        ],
        without_name=policy.objection_anonymous_allowed,
        facts=None if notice.is_of_list else notice.content.get("facts") or {},
    )
    return script_of(sheet_of(standing, ()), occasion)


def _aloud(name: str) -> str:
    """A name that is hidden but for the family name (a minor's) as one says it."""
    return f"{name.rstrip('*')}某" if name.endswith("*") else name
