"""How long the demonstration township takes to load, and a second start takes to its first page.

Run ``.venv/bin/python bench/demonstration.py``. Uses a scratch instance and port 8391; prints seconds of wall time.
Loading is ``flask prepare`` on an empty instance (tables, both rounds); the second start is ``./run`` until
the front page answers.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PORT = "8391"


def main() -> None:
    """Load into a scratch instance, then start three times and print the median."""
    instance = Path(tempfile.mkdtemp(prefix="gongshi-bench-"))
    environment = {**os.environ, "GONGSHI_INSTANCE": str(instance), "PORT": PORT}
    try:
        began = time.perf_counter()
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "prepare", "--port", PORT]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        print(f"first preparation (tables, both rounds): {time.perf_counter() - began:.1f} s")
        starts = sorted(_start(environment) for _ in range(3))
        print(f"second start to first page: median {starts[1]:.2f} s (of {starts[0]:.2f} to {starts[2]:.2f})")
    finally:
        shutil.rmtree(instance)


def _start(environment: dict[str, str]) -> float:
    began = time.perf_counter()
    server = subprocess.Popen(
        [str(ROOT / "run")], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        while time.perf_counter() - began < 60:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=2) as answer:
                    if answer.status == 200:
                        return time.perf_counter() - began
            except (urllib.error.URLError, OSError):
                time.sleep(0.02)
        raise TimeoutError("the portal did not answer within a minute")
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


if __name__ == "__main__":
    main()
