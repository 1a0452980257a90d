"""A township with two long notices, and the servers over it, for ``serving.py``."""

import dataclasses
import datetime as dt
import http.client
import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import flask_migrate
import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.config import Config
from app.core import clock
from app.core.db import Base, db, unit_of_work
from app.domain.applications.models import Application, ApplicationState
from app.domain.areas.models import Area
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListEntry, ListState
from app.domain.households.models import Household
from app.domain.notices.models import NoticeEntry
from app.web.published import setup
from tests import factories
from tests.live import SERVER, free_port
from tests.storage import SECRET

ROOT = Path(__file__).resolve().parents[1]
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙马朱胡", "秀英桂兰建国志强红梅玉珍国华"


class Site:
    """A township with a notice of 200 households and one of 10,000, and the servers over it."""

    server: "Server"

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        database = f"sqlite:///{folder / 'gongshi.sqlite3'}"
        self.config = Config(folder, database, SECRET, public_address=self.address, publish=True)
        self.app: Flask = create_app(dataclasses.replace(self.config, publish=False))
        with self.app.app_context():
            Base.metadata.create_all(db.engine)
            flask_migrate.stamp()
            with unit_of_work():
                officer = factories.the_officer().id
                self.short = _hang(200, 1, officer)
                self.long = _hang(10_000, 50, officer)
                self.brief = [_hang(3, 1, officer) for _ in range(2)]
        self.page = f"/notices/{self.short}/groups/1"

    @contextmanager
    def served(self) -> Iterator["Server"]:
        """The portal as ``./run`` starts it."""
        environment = os.environ | {
            "GONGSHI_INSTANCE": str(self.folder),
            "GONGSHI_SECRET_KEY": SECRET,
            "GONGSHI_PUBLIC_ADDRESS": self.address,
            "GONGSHI_TRUSTED_PROXIES": "0",
            "DATABASE_URL": "",
        }
        command = [*SERVER, "--host", "127.0.0.1", "--port", str(self.port), "wsgi:app"]
        with (self.folder / "server.log").open("wb") as log, _running(command, environment, log) as pid:
            _until_it_answers(self.port, "/health")
            ask(self.port, self.page)
            yield Server(self.port, pid)

    @contextmanager
    def behind_nginx(self) -> Iterator["Server"]:
        """nginx with the settings that the portal prints for it, on the county's time."""
        port = free_port()
        text = setup.shape_of(self.config).settings(
            published=self.config.published,
            static=ROOT / "app" / "static",
            server_name="_",
            upstream=f"127.0.0.1:{self.port}",
            certificate="",
            key="",
        )
        text = text.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("listen [::]:80;", "")
        text = text.replace(
            "limit_req zone=gongshi_requests burst=60;", ""
        )  # all comes from one address here
        with nginx(self.folder, "shipped", text, port) as server:
            yield server


def _hang(households: int, groups: int, officer: int) -> str:
    """A village's notice of so many households; its number."""
    village = factories.a_village(name_zh=f"{households}户村", name_en=f"Village of {households}")
    listed = factories.a_candidate_list(village, entries=0, state=ListState.FIRST_NOTICE)
    standing = _listed(listed, _homes(village, households), groups, officer)
    entries = list(db.session.scalars(sa.insert(ListEntry).returning(ListEntry.id), standing))
    people, hang_on = sum(row["people"] for row in standing), clock.today() - dt.timedelta(days=1)
    db.session.expire_all()
    empty = factories.a_candidate_list(village, entries=0, state=ListState.FIRST_NOTICE)
    notice = factories.a_notice(empty, hang_on=hang_on, households=households, people=people)
    kept = ("sequence", "group_name", "head_name", "people", "household_id")
    copied = [{name: row[name] for name in kept} for row in standing]
    db.session.execute(
        sa.insert(NoticeEntry),
        [
            row | {"notice_id": notice.id, "entry_id": entry}
            for row, entry in zip(copied, entries, strict=True)
        ],
    )
    return notice.number


def _homes(village: Area, households: int) -> list[dict[str, Any]]:
    """The columns of so many households."""
    chance = random.Random(households)
    return [
        {
            "household_no": f"{village.code}{index:05}",
            "village_id": village.id,
            "head_name": chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2)),
            "people": 1 + index % 6,
            "data_as_of": dt.date(2025, 12, 31),
        }
        for index in range(households)
    ]


def _listed(
    listed: CandidateList, homes: list[dict[str, Any]], groups: int, officer: int
) -> list[dict[str, Any]]:
    """Store *homes* with their applications; the columns of their entries on the list."""
    ids = list(db.session.scalars(sa.insert(Household).returning(Household.id), homes))
    applied = {
        "round_id": listed.round_id,
        "village_id": listed.village_id,
        "state": ApplicationState.LISTED,
        "filed_on": clock.today(),
        "filed_by_id": officer,
        "applicant_name": "王秀英",
        "cause": "illness",
        "reason": "家里没有别的收入。",
        "consents_to_comparison": True,
    }
    rows = [applied | {"household_id": i, "number": f"{listed.village_id}-{i}", "people": 1} for i in ids]
    applications = list(db.session.scalars(sa.insert(Application).returning(Application.id), rows))
    return [
        {
            "list_id": listed.id,
            "application_id": application,
            "household_id": home,
            "sequence": sequence,
            "standing": EntryStanding.STANDING,
            "group_name": f"{1 + (sequence - 1) * groups // len(homes)}组",
            "head_name": row["head_name"],
            "people": row["people"],
        }
        for sequence, (application, home, row) in enumerate(zip(applications, ids, homes, strict=True), 1)
    ]


@dataclass(frozen=True)
class Server:
    """A server and its children."""

    port: int
    pid: int

    def seconds(self) -> float:
        """Processor time that it took so far."""
        total = 0
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if self.pid in (int(path.parent.name), int(fields[1])):
                total += int(fields[11]) + int(fields[12])
        return total / os.sysconf("SC_CLK_TCK")


@contextmanager
def nginx(folder: Path, name: str, settings: str, port: int) -> Iterator[Server]:
    """nginx with *settings* within ``http``, on the county's time, without a log."""
    home = folder / name
    home.mkdir()
    (home / "nginx.conf").write_text(
        f"""
        worker_processes auto; daemon off; pid {home}/pid; error_log {home}/error.log warn; env TZ; pcre_jit on;
        events {{ worker_connections 1024; }}
        http {{
            access_log off; sendfile on; tcp_nopush on; default_type application/octet-stream;
            client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/fastcgi;
            uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi;
            {settings}
        }}""",
        encoding="utf-8",
    )
    command = ["nginx", "-p", str(home), "-c", str(home / "nginx.conf")]
    with _running(command, os.environ | {"TZ": "Asia/Shanghai"}) as pid:
        _until_it_answers(port, "/")
        yield Server(port, pid)


@contextmanager
def _running(command: list[str], environment: dict[str, str], log: IO[bytes] | None = None) -> Iterator[int]:
    output = subprocess.DEVNULL if log is None else log
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=output, stderr=output)
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _until_it_answers(port: int, path: str) -> None:
    for _ in range(300):
        try:
            ask(port, path)
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"nothing answers on port {port}")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(port: int, path: str, **headers: str) -> Answer:
    """One question."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path, headers=sent)
        response = connection.getresponse()
        said = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, said, response.read())
    finally:
        connection.close()
