"""What was refused in a batch can be looked at for a week, and only by its whole key."""

import datetime as dt
import os

import pytest
from flask import Flask

from app.core import clock
from app.core.messages import Message
from app.core.permissions import Permission
from app.documents.faults import NotFitToPrint
from app.documents.preflight import Box, Check, Finding, Report, refused

REPORT = Report(
    (
        Finding(
            Check.LIST, Message("This line reads “%(found)s”.", found="1 王"), page=2, box=Box(1, 2, 3.5, 4)
        ),
        Finding(Check.PERSONAL, Message("in %(where)s", where=Message("a note on a page"))),
    ),
    pages=2,
)


def keep(area_path: str = "1/2/3/") -> str:
    """The refused paper, put down for those who see the lists of *area_path*."""
    fault = NotFitToPrint(REPORT, b"%PDF-")
    return refused.keep(fault, area_path=area_path, needs=Permission.CANDIDATE_LIST_VIEW)


@pytest.mark.usefixtures("desk")
def test_what_was_kept_is_found_as_it_was() -> None:
    key = keep()
    assert refused.find(key) == refused.Refused(REPORT, b"%PDF-", "1/2/3/", Permission.CANDIDATE_LIST_VIEW)
    assert keep("1/2/4/") != key, "the same paper for others is kept beside it"
    assert refused.find("0" * 64) is None
    assert refused.find("../papers") is None


def test_after_a_week_it_is_gone_and_nobody_else_reads_it_before(desk: Flask) -> None:
    key = keep()
    kept = list((desk.extensions["gongshi"].derived / "refused").iterdir())
    assert {path.stat().st_mode & 0o077 for path in kept} == {0}
    before = (clock.now() - refused.KEPT - dt.timedelta(hours=1)).timestamp()
    for path in kept:
        os.utime(path, (before, before))
    refused.prune()
    assert refused.find(key) is None


def test_half_of_it_is_nothing(desk: Flask) -> None:
    key = keep()
    (desk.extensions["gongshi"].derived / "refused" / f"{key}.pdf").unlink()
    assert refused.find(key) is None
