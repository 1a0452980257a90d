"""The demonstration township, walked as anybody can: no number of a person, no child, no illness, and no name too late.

Every public address is opened in Chinese and, of a village with an open notice, in English too; every byte that comes
is looked through: pages, data, feeds, sheets as text, photographs with what is hidden in them. Of notices that were
over long ago, the side pages (sheet, script, photographs, the code's page) are opened for one village;
``bench/privacy.py`` opens every one of them, in both languages.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from app import create_app
from app.commands.demo import load_demonstration
from app.core import clock
from app.core.db import Base, db
from app.domain.funds.models import RollLine
from app.domain.households.models import Household, Member
from app.domain.notices import queries
from app.domain.notices.models import Notice, NoticeEntry
from tests.conftest import A_MONDAY
from tests.documents.made_up import text_of
from tests.storage import configuration

#: digits as on papers: with blanks or hyphens between
NUMBERS = re.compile(r"\d(?:[ -]?\d){10,}[Xx]?")
#: what names are written in; all other words of a page hold none
HANZI = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U000323af·]{2,}")
LINKS = re.compile(
    r"""(?:href|src|srcset|action)=["']([^"'#]+)|<(?:loc|id)>([^<#]+)</|"(?:url|home_page_url)": ?"([^"#]+)"""
)
#: what hangs on a notice beside its page and its data
SIDE = re.compile(r"\.pdf|^(/en)?/notices/[^/]+/(script|objections|photos)|/villages/\d+/apply")
ILLNESS = re.compile("因病|因残|缺劳力因病|Illness|Disability")
SEEDS = (
    "/",
    "/notices.json",
    "/sitemap.xml",
    "/robots.txt",
    "/data",
    "/feed.atom",
    "/openapi.json",
    "/verify",
)
NOT_PUBLIC = ("/sign-in", "/static/", "/desk")


@dataclass
class Township:
    """The portal with the demonstration, and what must never be seen of its register."""

    app: Flask
    numbers: set[str] = field(default_factory=set)
    children: set[str] = field(default_factory=set)
    receivers: set[str] = field(default_factory=set)

    def walk(self, *, sheets_of: set[str], english: set[str] = frozenset()) -> Iterator[tuple[str, str]]:  # type: ignore[assignment]  # a frozen set is a set here
        """Every address that can be reached, with all that it says. Sheets of *sheets_of*, English of *english*."""
        client = self.app.test_client()
        waiting, known = list(SEEDS), set(SEEDS)
        while waiting:
            path = waiting.pop()
            answer = client.get(path)
            said = words_of(answer)
            yield path, said
            if answer.mimetype in ("application/pdf", "text/csv") or answer.mimetype.startswith("image/"):
                continue
            for there in links_of(path, said):
                if there not in known and is_wanted(there, sheets_of, english):
                    known.add(there)
                    waiting.append(there)


def links_of(path: str, said: str) -> Iterator[str]:
    for found in LINKS.findall(said):
        address = next(one for one in found if one).replace("&amp;", "&")
        parts = urlsplit(urljoin(f"http://localhost{path}", address))
        if parts.netloc == "localhost" and parts.scheme == "http" and not parts.path.startswith(NOT_PUBLIC):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def is_wanted(path: str, sheets_of: set[str], english: set[str]) -> bool:
    if SIDE.search(path):
        return any(number in path for number in sheets_of)
    if path == "/en" or path.startswith("/en/"):
        return any(part in path for part in english) or path in ("/en/", "/en/notices", "/en/data")
    return "?" not in path or path.count("?") == 1


def words_of(answer: TestResponse) -> str:
    """All that an answer says: of a sheet its text, of a picture what is written into the file beside it."""
    if answer.mimetype == "application/pdf":
        return text_of(answer.data)
    if answer.mimetype in ("image/jpeg", "image/png", "image/webp"):
        picture = Image.open(io.BytesIO(answer.data))
        assert not picture.getexif(), "a photograph says where and when it was taken"
        return repr(
            {name: value for name, value in picture.info.items() if name not in ("jfif", "jfif_version")}
        )
    if zipfile.is_zipfile(io.BytesIO(answer.data)):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
            return "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    return answer.data.decode(errors="replace")


class Everything(set[str]):
    """A set in which everything is."""

    def __contains__(self, _one: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(("",))


def named_in(said: str, names: set[str]) -> set[str]:
    """Which of *names* stand somewhere in *said*: the pieces of its Chinese are as long as a name is."""
    lengths, words = {len(name) for name in names}, set(HANZI.findall(said))
    pieces = {word[at : at + n] for word in words for n in lengths for at in range(len(word) - n + 1)}
    return names & pieces


def gather(app: Flask) -> Township:
    """What must never be seen of the register in the open database of *app*."""
    found = Township(app)
    for column in (Member.id_number, Household.telephone, Household.bank_account):
        found.numbers |= {re.sub(r"\D", "", text) for text in db.session.scalars(sa.select(column)) if text}
    grown_up = clock.today() - dt.timedelta(days=18 * 366)
    names = set(db.session.scalars(sa.select(Member.name).where(Member.born_on > grown_up, ~Member.is_head)))
    grown = set(db.session.scalars(sa.select(Member.name).where(Member.born_on <= grown_up)))
    found.children = {name for name in names - grown if len(name) > 2}
    found.receivers = {name for name in db.session.scalars(sa.select(RollLine.name)) if len(name) > 2}
    assert all(HANZI.fullmatch(name) for name in found.children | found.receivers)
    return found


@pytest.fixture(scope="module")
def township(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Township]:
    """The demonstration, loaded as ``./run`` loads it."""
    folder: Path = tmp_path_factory.mktemp("demonstration")
    app = create_app(configuration(folder))
    with clock.frozen(clock.at(A_MONDAY, 10)), app.app_context():
        Base.metadata.create_all(db.engine)
        load_demonstration()
        yield gather(app)
        db.session.remove()
        db.engine.dispose()


def standing_now() -> tuple[list[queries.Standing], set[str]]:
    """How all notices stand today, and the numbers of those whose names show."""
    every = queries.standings(db.session.scalars(sa.select(Notice).order_by(Notice.id)).unique().all())
    return every, {one.notice.number for one in every if one.names_show}


def test_a_name_is_found_wherever_it_stands() -> None:
    names = {"王小燕", "欧阳小燕", "李·阿力"}
    for said in ("王小燕", "户主王小燕等4人", "<td>欧阳小燕</td>", "张三、李·阿力", "一王小燕\n"):
        assert named_in(said, names) == {name for name in names if name in said}
        assert named_in(said, names)
    assert not named_in("王小 燕 张小燕", names)


def test_nothing_personal_is_anywhere(township: Township) -> None:
    every, shown = standing_now()
    village = next(one.notice.village.code for one in every if one.notice.number in shown)
    closed = {one.notice.number for one in every if one.notice.village.code == village}
    assert len(shown) >= 3
    assert len(township.children) > 100
    looked_at = []
    for path, said in township.walk(sheets_of=shown | closed | {village}, english=shown | {village}):
        looked_at.append(path)
        numbers = {re.sub(r"\D", "", found) for found in NUMBERS.findall(said)}
        assert not numbers & township.numbers, path
        assert not named_in(said, township.children), path
        if path.removeprefix("/en").startswith(("/notices/", "/villages/", "/v/", "/board/")):
            assert not ILLNESS.search(said), path
        if path.removeprefix("/en").startswith(("/funds", "/projects")):
            assert not named_in(said, township.receivers), path
    for number in shown:
        for ending in ("", ".json", ".csv"):
            assert f"/notices/{number}{ending}" in looked_at
        assert any(path.startswith(f"/notices/{number}.pdf") for path in looked_at)
        assert f"/en/notices/{number}" in looked_at
    for one in every:
        assert f"/notices/{one.notice.number}" in looked_at
    assert len(looked_at) > 300
    assert len(township.receivers) > 200
    for start in ("/funds/payments/", "/funds/batches/", "/projects/"):
        assert sum(path.startswith(start) for path in looked_at) >= 7, start


def test_the_day_after_each_period_its_names_are_gone(township: Township) -> None:
    every, shown = standing_now()
    ends = {
        one.period.last_day + dt.timedelta(days=one.notice.round.policy.web_names_grace_days + 1)
        for one in every
        if one.notice.number in shown
    }
    client = township.app.test_client()
    for day in sorted(ends):
        with clock.frozen(clock.at(day, 8)):
            still, shown_then = standing_now()
            gone = [one.notice for one in still if one.notice.number in shown - shown_then]
            for notice in gone:
                names = set(
                    db.session.scalars(
                        sa.select(NoticeEntry.head_name).where(NoticeEntry.notice_id == notice.id)
                    )
                )
                for ending in ("", ".json", ".csv", ".pdf?lang=zh", "/script"):
                    said = words_of(client.get(f"/notices/{notice.number}{ending}"))
                    assert not {name for name in names if len(name) > 2 and name in said}, (
                        notice.number,
                        ending,
                        day,
                    )
                    assert str(notice.households) in said or ending == "/script"
