"""What a notice says beside its rows, taken down when it is issued.

Keys of ``Notice.content``: ``round_name``, ``county``, ``township``, ``village``, ``issuer``, ``basis`` and
``address`` are ``{"zh", "en"}``; ``columns`` names of columns; ``days`` and ``day_kind`` of the period;
``changes`` since the stage before; ``stages`` side by side up to this one (``workflow/stages.py``; older notices
have none); ``telephones`` a list of ``{"zh", "en", "number"}``; ``hotline``;
``income_line_yuan``; ``supplementary``; ``answer_days`` and ``answer_day_kind``; ``board_name`` how heads are
named on paper; ``relatives`` the number of households with declared relatives among officials (nothing where the
policy asks nobody to state them; older notices have none). Where households leave the register, ``leaving``: the months
for which the help and the watch go on.
A notice without a candidate list has the frame (:func:`compose_frame`) and ``facts``: what it says of projects and
sums, households at risk or villages, as the room that issued it put it there.
"""

from collections.abc import Mapping
from typing import Any

from app.domain.areas import queries as area_queries
from app.domain.areas.models import Area, AreaLevel
from app.domain.candidate_lists.models import CandidateList
from app.domain.policies.vocabulary import LinePurpose, NoticeKind
from app.domain.rounds.models import Round


def compose(
    candidate_list: CandidateList, kind: NoticeKind, issuer: Area, changes: Mapping[str, Any], places: int
) -> dict[str, Any]:
    """The content of a notice of *kind*, from the list, its round and its areas as they stand now."""
    round_ = candidate_list.round
    policy = round_.policy
    year = round_.reference_year
    chosen_by = policy.income_line(year, LinePurpose.IDENTIFICATION)
    line = policy.leaving_line(year) if round_.is_exit else chosen_by
    leaving = {"help_months": policy.exit_policy_months, "watch_months": policy.exit_watch_months}
    return {
        **compose_frame(round_, candidate_list.village, kind, issuer, places),
        "columns": [column.value for column in policy.shown_columns],
        "changes": dict(changes),
        "income_line_yuan": str(line.amount_yuan) if line is not None else None,
        "supplementary": candidate_list.is_supplementary,
        **({"leaving": leaving} if round_.is_exit else {}),
    }


def compose_frame(
    round_: Round, village: Area, kind: NoticeKind, issuer: Area, places: int
) -> dict[str, Any]:
    """What every notice says: whose it is, on what ground, for how long, and where to turn to."""
    policy = round_.policy
    township = area_queries.find_ancestor(village, AreaLevel.TOWNSHIP)
    county = area_queries.find_ancestor(village, AreaLevel.COUNTY)
    chain = {area.id: area for area in (village, township, county) if area is not None}
    return {
        "round_name": _pair(round_.name_zh, round_.name_en),
        "round_year": round_.year,
        "county": _name(county),
        "township": _name(township),
        "village": _name(village),
        "issuer": _name(issuer),
        "basis": _pair(round_.policy_basis_zh, round_.policy_basis_en),
        "address": _pair(village.address_zh or "", village.address_en),
        "days": policy.notice_days(kind),
        "day_kind": policy.notice_day_kind(kind).value,
        "telephones": [
            {"zh": area.name_zh, "en": area.name_en or area.name_zh, "number": area.telephone}
            for area in chain.values()
            if area.telephone
        ],
        "hotline": policy.objection_hotline,
        "answer_days": policy.objection_answer_days,
        "answer_day_kind": policy.objection_answer_day_kind.value,
        "board_name": policy.board_name.value,
        "places": places,
    }


def _name(area: Area | None) -> dict[str, str | None]:
    return _pair(area.name_zh, area.name_en) if area is not None else _pair("", None)


def _pair(zh: str, en: str | None) -> dict[str, str | None]:
    return {"zh": zh, "en": en}
