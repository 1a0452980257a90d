"""What a villager's old phone gets: weight, requests, time to readable text; and what the checking tools say.

    python bench/first_view.py http://127.0.0.1:8000                    weight and times of home, village, notice
    python bench/first_view.py http://127.0.0.1:8000 --tools DIR        also axe, Lighthouse and the Nu HTML checker
    python bench/first_view.py http://127.0.0.1:8000 --tools DIR --only axe

*DIR* holds ``node_modules`` with ``axe-core``, ``lighthouse`` and ``vnu-jar`` (``npm install --ignore-scripts``); the
Nu checker needs Java. The portal must be running (``./run``). Times are medians of five visits with an empty cache in
headless Chromium at 360 × 640, the processor slowed six times, once at 400 kbit/s with 400 ms and once at 50 kbit/s
with 800 ms. Pages are taken from the portal's own sitemap and links, so that none is forgotten.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, BrowserContext, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = os.environ.get("CHROME_PATH", "/usr/bin/chromium")
NETWORKS = {"400 kbit/s, 400 ms": (400, 400), "50 kbit/s, 800 ms": (50, 800)}
WANTED = {"400 kbit/s, 400 ms": 1500, "50 kbit/s, 800 ms": 2000}
HEAVIEST, MOST_REQUESTS, VISITS = 30 * 1024, 4, 5
#: width, height, colour scheme, large type
VIEWS = [
    (360, 740, "light", False),
    (1280, 800, "light", False),
    (360, 740, "dark", False),
    (360, 740, "light", True),
]
VIEWS += [(1280, 800, "dark", True)]


def fetch(url: str) -> str:
    """The text at *url*."""
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - the address given on the command line
        return str(answer.read().decode())


def pages_of(base: str) -> list[str]:
    """The addresses of every kind of public page, one or two of each kind, found by following links."""
    seen: dict[str, list[str]] = {}
    waiting, known = ["/"], {"/"}
    while waiting:
        path = waiting.pop(0)
        kind = re.sub(r"/[^/]*\d[^/]*", "/#", path)
        if len(seen.setdefault(kind, [])) >= 2:
            continue
        seen[kind].append(path)
        for href in re.findall(r'href="([^"#?]+)', fetch(base + path)):
            there = urlsplit(urljoin(base + path, href))
            is_ours = there.scheme in ("http", "https") and there.netloc == urlsplit(base).netloc
            if is_ours and is_page(there.path) and there.path not in known:
                known.add(there.path)
                waiting.append(there.path)
    return sorted(path for paths in seen.values() for path in paths)


def is_page(path: str) -> bool:
    """True for the address of a Chinese page, not of a file or of an office's page."""
    return not re.search(r"\.\w+$|/photos/|/files/|/earlier$|^/en(/|$)|^/(desk|static|sign-in)", path)


def three_kinds(base: str, pages: list[str]) -> dict[str, str]:
    """Home, a village, and the notice in the open whose list is nearest to sixty rows."""
    notices = [path for path in pages if re.fullmatch(r"/notices/[\w-]+", path)]
    every = json.loads(fetch(base + "/notices.json"))["notices"]
    still_open = [one for one in every if one["state"] == "open"]
    near = min(still_open, key=lambda one: abs(one["totals"]["households"] - 60), default=None)
    notice = f"/notices/{near['number']}" if near else notices[0]
    rows = f", {near['totals']['households']} rows" if near else ""
    village = next(path for path in pages if re.fullmatch(r"/villages/\d+", path))
    return {"home": "/", "village": village, f"notice{rows}": notice}


def visit(browser: Browser, url: str, network: tuple[int, int] | None) -> dict[str, float]:
    """One visit with an empty cache: bytes, requests, milliseconds to the first text and to everything."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    got: list[float] = []
    asked: list[str] = []
    session.on("Network.loadingFinished", lambda event: got.append(event["encodedDataLength"]))
    session.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    if network is not None:
        kbit, latency = network
        conditions = {"offline": False, "latency": latency, "downloadThroughput": kbit * 125}
        session.send("Network.emulateNetworkConditions", conditions | {"uploadThroughput": kbit * 125})
        session.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    page.goto(url, wait_until="load", timeout=120_000)
    page.wait_for_timeout(300)
    first = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    load = page.evaluate("performance.timing.loadEventEnd - performance.timing.navigationStart")
    real = [url for url in asked if not url.startswith("data:")]
    context.close()
    return {"bytes": sum(got), "requests": len(real), "text": first, "load": load}


def weigh(browser: Browser, base: str, kinds: dict[str, str]) -> bool:
    """Print weight and times; True when all are within what is wanted."""
    good = True
    print(f"{'page':<22}{'KB':>7}{'requests':>10}", *(f"{name:>24}" for name in NETWORKS))
    for name, path in kinds.items():
        plain = visit(browser, base + path, None)
        line = f"{name:<22}{plain['bytes'] / 1024:>7.1f}{plain['requests']:>10.0f}"
        good &= plain["bytes"] <= HEAVIEST and plain["requests"] <= MOST_REQUESTS
        for network, values in NETWORKS.items():
            visits = [visit(browser, base + path, values) for _ in range(VISITS)]
            text = statistics.median(one["text"] for one in visits)
            load = statistics.median(one["load"] for one in visits)
            line += f"{f'{text:.0f} / {load:.0f} ms':>25}"
            good &= text <= WANTED[network]
        print(line, flush=True)
    print("first text / everything loaded; wanted:", ", ".join(f"{v} ms at {k}" for k, v in WANTED.items()))
    return good


def axe(browser: Browser, base: str, pages: list[str], tools: Path) -> bool:
    """axe-core on every page in both languages, widths, colour schemes and contrasts."""
    source = (tools / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8") + "\n;0"
    found = 0
    looked = 0
    for width, height, scheme, large in VIEWS:
        context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]  # one of the words that it takes
            bypass_csp=True,
        )
        page = context.new_page()
        for prefix in ("", "/en"):
            for path in pages:
                page.goto(base + prefix + path)
                if large:
                    page.evaluate("document.documentElement.className = 'large'")
                page.evaluate(source)
                result: dict[str, Any] = page.evaluate("axe.run()")
                looked += 1
                for violation in result["violations"]:
                    found += 1
                    where = "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:3])
                    what = f"{violation['id']}: {where}"
                    print(f"  {width} {scheme} {'large ' if large else ''}{prefix}{path}: {what}", flush=True)
        context.close()
    print(f"axe: {found} finding(s) on {len(pages)} pages, {looked} views")
    return not found


def lighthouse(base: str, kinds: dict[str, str], tools: Path) -> bool:
    """Lighthouse's four scores for home, village and notice."""
    good = True
    for name, path in kinds.items():
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "report.json"
            command = [
                *("node", str(tools / "node_modules/lighthouse/cli/index.js"), base + path, "--quiet"),
                *("--output=json", f"--output-path={out}", "--no-enable-error-reporting"),
                *("--only-categories=performance,accessibility,best-practices,seo",),
                f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
            ]
            environment = os.environ | {"CHROME_PATH": CHROMIUM}
            subprocess.run(command, check=True, env=environment, capture_output=True)
            report = json.loads(out.read_text(encoding="utf-8"))
        scores = {key: round(100 * (one["score"] or 0)) for key, one in report["categories"].items()}
        print(f"lighthouse {name}: {scores}", flush=True)
        good &= all(score == 100 for score in scores.values())
        for key, audit in report["audits"].items():
            if (
                audit["score"] is not None
                and audit["score"] < 0.9
                and audit.get("scoreDisplayMode") != "informative"
            ):
                print(f"    {key}: {audit['score']} {audit.get('displayValue', '')}")
    return good


def nu(base: str, pages: list[str], tools: Path) -> bool:
    """The Nu HTML checker on every page in both languages."""
    jar = tools / "node_modules/vnu-jar/build/dist/vnu.jar"
    with tempfile.TemporaryDirectory() as folder:
        for number, (prefix, path) in enumerate((p, q) for q in pages for p in ("", "/en")):
            Path(folder, f"{number:03}{prefix.strip('/')}{path.replace('/', '_')}.html").write_text(
                fetch(base + prefix + path), encoding="utf-8"
            )
        command = ["java", "-jar", str(jar), "--errors-only", "--also-check-css", folder]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    errors = [line.split("/")[-1] for line in done.stderr.splitlines() if "error" in line]
    for line in errors[:40]:
        print("  ", line)
    print(f"Nu HTML checker: {len(errors)} error(s) on {2 * len(pages)} pages")
    return not errors


def chosen(arguments: argparse.Namespace) -> Iterator[bool]:
    """Run what was asked for; for each whether it is as wanted."""
    base, only = arguments.base.rstrip("/"), arguments.only
    pages = pages_of(base)
    kinds = three_kinds(base, pages)
    print(len(pages), "pages:", " ".join(pages))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        if only in (None, "weight"):
            yield weigh(browser, base, kinds)
        if arguments.tools and only in (None, "axe"):
            yield axe(browser, base, pages, arguments.tools)
        browser.close()
    if arguments.tools and only in (None, "lighthouse"):
        yield lighthouse(base, kinds, arguments.tools)
    if arguments.tools and only in (None, "nu"):
        yield nu(base, pages, arguments.tools)


def main() -> None:
    """Measure and check; exit code 1 when something is not as wanted."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("base", help="where the portal is served, e.g. http://127.0.0.1:8000")
    parser.add_argument("--tools", type=Path, help="a folder with node_modules")
    parser.add_argument("--only", choices=("weight", "axe", "lighthouse", "nu"))
    sys.exit(0 if all(list(chosen(parser.parse_args()))) else 1)


if __name__ == "__main__":
    main()
