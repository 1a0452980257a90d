"""Helping units, helpers, pairings, postings to villages, workbooks of helpers."""

import datetime as dt
from typing import Any

from app.core import clock
from app.domain.areas.models import Area
from app.domain.households.models import Household
from app.domain.imports.models import ImportState
from app.domain.pairings.models import (
    Helper,
    HelpingUnit,
    Pairing,
    PairingImport,
    UnitLevel,
    VillagePost,
    VillagePostKind,
)
from app.domain.policies.vocabulary import HelperRank
from tests.factories.accounts import the_officer
from tests.factories.areas import the_village
from tests.factories.basis import add, first, how_many
from tests.factories.exits import a_registered

EMPTY = {
    "blocking": 0,
    "warnings": 0,
    "unlisted": 0,
    "skipped_sheets": [],
    "rows": 0,
    "units": 0,
    "helpers": 0,
    "new": 0,
    "changed": 0,
    "same": 0,
    "basis": "",
    "sheets": [],
}


def a_helping_unit(area: Area | None = None, **given: Any) -> HelpingUnit:
    """A unit of the township (of the first village's)."""
    area = area or the_village().parent
    values = {"name": f"第{how_many(HelpingUnit) + 1}小学", "level": UnitLevel.TOWNSHIP} | given
    return add(HelpingUnit(area=area, **values))


def a_helper(unit: HelpingUnit | None = None, **given: Any) -> Helper:
    """A cadre of *unit* (the first one)."""
    unit = unit or first(HelpingUnit) or a_helping_unit()
    values = {"name": f"帮扶员{how_many(Helper) + 1}", "rank": HelperRank.CADRE, "left_reason": ""} | given
    return add(Helper(unit=unit, **values))


def a_pairing(household: Household | None = None, helper: Helper | None = None, **given: Any) -> Pairing:
    """A helper of a registered household."""
    values = {"started_on": clock.today(), "end_reason": ""} | given
    return add(Pairing(household=household or a_registered(), helper=helper or a_helper(), **values))


def a_village_post(village: Area | None = None, **given: Any) -> VillagePost:
    """A first secretary, for a month so far."""
    values = {
        "kind": VillagePostKind.FIRST_SECRETARY,
        "name": f"驻村员{how_many(VillagePost) + 1}",
        "level": UnitLevel.COUNTY,
        "since": clock.today() - dt.timedelta(days=30),
        "end_reason": "",
    } | given
    return add(VillagePost(village=village or the_village(), **values))


def a_pairing_import(area: Area | None = None, **given: Any) -> PairingImport:
    """A workbook that was looked through and holds nothing."""
    values = {
        "filename": "结对.xlsx",
        "state": ImportState.PREVIEWED,
        "summary": EMPTY,
        "rows": [],
        "findings": [],
        "imported_by_id": the_officer().id,
        "undo_reason": "",
    } | given
    return add(PairingImport(area=area or the_village().parent, **values))


def some_help(household: Household) -> None:
    """A helper of *household*, somebody posted to its village, a workbook of its township."""
    township = household.village.parent
    a_pairing(household, a_helper(a_helping_unit(township)))
    a_village_post(household.village)
    a_pairing_import(township)
