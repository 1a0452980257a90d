"""Serving published pages, beside nginx serving the same bytes in the same run; slow telephones; a list of 10,000.

    python bench/serving.py                five rounds of two seconds for each way, ratios, p99
    python bench/serving.py --rounds 9     steadier
    python bench/serving.py --only list    one part: static, slow, list

Wanted: from the portal alone 0.4 of static nginx, behind nginx with the settings of ``flask pages nginx`` 0.9; no
statement for a page that is published; a withdrawal with the next request; nobody waits for forty slow telephones;
95 of 100 questions to a list of 10,000 households within 100 ms at four clients. Needs ``nginx`` and ``wrk``
(Debian: nginx-light, wrk); what is missing is named and its part left out.
"""

import argparse
import http.client
import logging
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sqlalchemy as sa
import structlog

from app import create_app
from app.core import clock
from app.core.db import db, unit_of_work
from app.domain.notices.models import Notice
from app.web.published import setup
from bench.serving_site import SURNAMES, Answer, Server, Site, ask, nginx
from tests import factories
from tests.live import free_port

ALONE, BEHIND, WITHIN_MS = 0.4, 0.9, 100.0
PHONES, PROBES, PATIENCE = 40, 12, 1.5


def main() -> int:
    """Build, serve, measure; 1 when something wanted was not reached."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=("static", "slow", "list"))
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    missing = [name for name in ("nginx", "wrk") if shutil.which(name) is None]
    for name in missing:
        print(f"{name} is not installed: what needs it is left out (Debian: nginx-light, wrk)")
    print(f"load of the machine at the beginning: {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        os.chmod(folder, 0o755)  # noqa: S103 - nginx's workers read from here
        site = Site(Path(folder))
        site.server = stack.enter_context(site.served())
        fronts = {"portal alone": site.server}
        if "nginx" not in missing:
            fronts["behind nginx"] = stack.enter_context(site.behind_nginx())
        reached = [no_statement(site)]
        if given.only in (None, "static") and not missing:
            reached.append(against_static(site, fronts, given.rounds))
        if given.only in (None, "slow"):
            reached += [slow_phones(site, name, server.port) for name, server in fronts.items()]
        if given.only in (None, "list"):
            reached.append(long_list(site))
        reached += [withdrawn(site, name, server.port) for name, server in fronts.items()]
    return 0 if all(reached) else 1


def no_statement(site: Site) -> bool:
    """A published page asks the database nothing."""
    app, asked = create_app(site.config), []

    def note(*_: object) -> None:
        asked.append(1)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    counts = []
    for _ in range(2):
        asked.clear()
        app.test_client(use_cookies=False).get(f"/notices/{site.brief[0]}", base_url=site.address)
        counts.append(len(asked))
    print(
        f"statements for a notice's page: {counts[0]} when it is rendered, {counts[1]} when it is published"
    )
    return counts[0] > 0 and counts[1] == 0


def against_static(site: Site, fronts: dict[str, Server], rounds: int) -> bool:
    """The page of 200 rows: raw, packed, unchanged; the same bytes from nginx as plain files."""
    wanted = {"portal alone": ALONE, "behind nginx": BEHIND}
    raw = ask(site.port, site.page)
    print(f"the page of 200 rows: {len(raw.body):,} bytes; wrk -t1 -c16, {rounds} rounds of 2 s, medians")
    print(f"{'':24}{'req/s':>9}{'static':>9}{'ratio':>8}{'p99 ms':>8}{'static':>8}{'CPU us':>8}{'static':>8}")
    reached = True
    for form, encoding in (("raw", ""), ("gzip", "gzip"), ("brotli", "br"), ("unchanged", "gzip")):
        for name, server in fronts.items():
            headers = {"Accept-Encoding": encoding} if encoding else {}
            answer = ask(server.port, site.page, **headers)
            if form == "brotli" and answer.headers.get("content-encoding") != "br":
                print(f"{form:10}{name:14}   this nginx has no brotli module")
                continue
            if form == "unchanged":
                headers["If-None-Match"] = answer.headers["etag"]
                assert ask(server.port, site.page, **headers).status == 304
            ratio = _measured(site, form, name, server, headers, answer, rounds)
            reached = reached and (form == "unchanged" or ratio >= wanted[name])
    print(f"wanted of the page: {ALONE} alone, {BEHIND} behind nginx")
    return reached


def _measured(
    site: Site, form: str, name: str, server: Server, headers: dict[str, str], answer: Answer, rounds: int
) -> float:
    """One line of the table; how much of nginx's rate was reached. It sends the same headers, too."""
    folder = site.folder / f"static-{form}-{server.port}"
    file = folder / "files" / f"{site.page[1:]}.html"
    file.parent.mkdir(parents=True)
    file.write_bytes(answer.body)
    packed = answer.headers.get("content-encoding")
    said = dict(setup.shape_of(site.config).standing) | {
        "Cache-Control": "no-cache",
        "X-Robots-Tag": "noindex",
    }
    if packed:
        said |= {"Content-Encoding": packed, "Vary": "Accept-Encoding"}
    header = "".join(f'add_header {field} "{value}"; ' for field, value in said.items())
    own = free_port()
    settings = f"""server {{
        listen 127.0.0.1:{own}; charset utf-8; types {{ text/html html; }}
        location / {{ root {folder}/files; {header} }}
    }}"""
    with nginx(folder, "nginx", settings, own) as plain:
        static = ask(own, f"{site.page}.html")
        assert static.body == answer.body
        known = {"If-None-Match": static.headers["etag"]} if form == "unchanged" else {}
        pairs = [
            (_wrk(server, site.page, headers), _wrk(plain, f"{site.page}.html", headers | known))
            for _ in range(rounds)
        ]
    ratio = statistics.median(ours.rate / theirs.rate for ours, theirs in pairs)
    ours, theirs = ([pair[side] for pair in pairs] for side in (0, 1))
    columns = [
        (_median(ours, "rate"), "9,.0f"),
        (_median(theirs, "rate"), "9,.0f"),
        (ratio, "8.2f"),
        (_median(ours, "p99"), "8.1f"),
        (_median(theirs, "p99"), "8.1f"),
        (_median(ours, "cost"), "8.0f"),
        (_median(theirs, "cost"), "8.0f"),
    ]
    print(f"{form:10}{name:14}" + "".join(format(value, how) for value, how in columns), flush=True)
    return ratio


@dataclass(frozen=True)
class Run:
    """What wrk says, and what the server spent: questions a second, ms for 99 of 100, processor us for each."""

    rate: float
    p99: float
    cost: float


def _median(runs: list[Run], name: str) -> float:
    return statistics.median(getattr(run, name) for run in runs)


def _wrk(server: Server, path: str, headers: dict[str, str]) -> Run:
    sent = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", "-c16", "-d2s", "--latency", *sent, f"http://127.0.0.1:{server.port}{path}"]
    before = server.seconds()
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    spent = server.seconds() - before
    if "Non-2xx or 3xx" in said:
        raise SystemExit(said)
    number = re.search(r"(\d+) requests in", said)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    late = re.search(r"99%\s+([\d.]+)(us|ms|s)\b", said)
    assert number is not None
    assert rate is not None
    assert late is not None
    p99 = float(late[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[late[2]]
    return Run(float(rate[1]), p99, 1e6 * spent / int(number[1]))


def slow_phones(site: Site, name: str, port: int) -> bool:
    """Forty telephones whose headers drip, forty that read in drops, and others who want a page meanwhile."""
    largest = f"/notices/{site.long}.csv"
    ask(port, largest)
    reached = True
    for what, start in (("headers drip", _drip), ("reading drips", _sip)):
        over = threading.Event()
        threads = [
            threading.Thread(target=start, args=(port, largest, over), daemon=True) for _ in range(PHONES)
        ]
        for thread in threads:
            thread.start()
        time.sleep(1)
        times: list[float] = []
        for path in (site.page, f"/notices/{site.short}?page=1"):
            for _ in range(PROBES):
                began = time.perf_counter()
                ask(port, path)
                times.append(time.perf_counter() - began)
        over.set()
        for thread in threads:
            thread.join(10)
        late = sum(taken > PATIENCE for taken in times)
        published, fresh = times[:PROBES], times[PROBES:]
        print(
            f"{PHONES} phones, {what:14}{name:14} published {1000 * max(published):6.1f} ms at most,"
            f" rendered {1000 * max(fresh):6.0f} ms at most; {late} of {len(times)} over {PATIENCE} s"
        )
        reached = reached and not late
    return reached


def _drip(port: int, path: str, over: threading.Event) -> None:
    """A telephone that sends its question letter by letter."""
    with socket.create_connection(("127.0.0.1", port)) as phone:
        for letter in f"GET {path} HTTP/1.1\r\nHost: x\r\nX-Slow: {'x' * 1000}":
            if over.wait(0.2):
                return
            phone.sendall(letter.encode())


def _sip(port: int, path: str, over: threading.Event) -> None:
    """A telephone that asks at once and reads in drops."""
    with socket.socket() as phone:
        phone.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        phone.connect(("127.0.0.1", port))
        phone.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        while not over.wait(0.2):
            phone.recv(64)


def long_list(site: Site) -> bool:
    """10,000 households on one notice: pages by group, in another order, and a name, at four clients."""
    groups = [f"/notices/{site.long}/groups/{number}" for number in range(1, 51)]
    names = [f"/notices/{site.long}?name={quoted}" for quoted in map(_quoted, SURNAMES)]
    reached = True
    for what, paths in (
        ("pages by group, first time", groups),
        ("pages by group, published", groups),
        ("pages by group, another order", [f"{path}?sort=people" for path in groups]),
        ("search by surname", names),
        ("search by whole name", [f"{path}{_quoted('秀英')}" for path in names]),
    ):
        taken = _by_four(site.port, paths, 50)
        p95 = statistics.quantiles(taken, n=20)[-1] * 1000
        print(
            f"10,000 households, {what:32} p50 {1000 * statistics.median(taken):6.1f} ms  p95 {p95:6.1f} ms",
            flush=True,
        )
        reached = reached and p95 <= WITHIN_MS
    print(f"wanted: p95 within {WITHIN_MS:.0f} ms at 4 clients")
    return reached


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def _by_four(port: int, paths: list[str], each: int) -> list[float]:
    """Four clients with *each* questions one after the other; the seconds of each."""
    taken: list[float] = []

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for turn in range(each):
            path = paths[(number + 4 * turn) % len(paths)]
            began = time.perf_counter()
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            response = connection.getresponse()
            response.read()
            taken.append(time.perf_counter() - began)
            if response.status != 200:
                raise SystemExit(f"{path}: {response.status}")
        connection.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def withdrawn(site: Site, name: str, port: int) -> bool:
    """A notice is withdrawn by another process: what the next request says."""
    number = site.brief[0 if name == "portal alone" else 1]
    before = [ask(port, f"/notices/{number}").body for _ in range(3)][-1]
    app = create_app(site.config)
    with app.app_context(), unit_of_work():
        notice = db.session.scalar(sa.select(Notice).where(Notice.number == number))
        assert notice is not None
        notice.withdrawn_at, notice.withdrawal_reason = clock.now(), "名单有误"
        notice.withdrawn_by_id = factories.the_officer().id
    after = ask(port, f"/notices/{number}").body
    shows = "名单有误" in after.decode() and "名单有误" not in before.decode()
    print(f"withdrawn, {name}: the next request {'says so' if shows else 'DOES NOT SAY SO'}")
    return shows


if __name__ == "__main__":
    sys.exit(main())
