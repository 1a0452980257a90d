"""The settings with which nginx serves the published files, and which pages it may serve so.

nginx adds the same headers to all pages. A page whose headers are others is left to the portal.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.web.published.names import KINDS, ending_of

TEMPLATE = Path(__file__).with_name("nginx.conf")
#: headers that nginx makes by itself, from the name of the file
BY_NAME = frozenset({"content-type", "content-disposition", "x-robots-tag"})


class Shape:
    """What an answer of nginx looks like: *standing* are the headers of every answer of the portal."""

    def __init__(self, standing: Mapping[str, str]) -> None:
        self.standing = dict(standing)
        self._expected = {(name.lower(), value) for name, value in standing.items()}

    @property
    def digest(self) -> str:
        """Names these settings."""
        settings = TEMPLATE.read_text(encoding="utf-8") + self._header_lines()
        return hashlib.sha256(settings.encode()).hexdigest()[:10]

    def robots(self, name: str, headers: Sequence[tuple[str, str]]) -> str | None:
        """``all`` or ``noindex`` where nginx would answer with just these *headers*; none where it would not."""
        said = {(field.lower(), value) for field, value in headers}
        if {pair for pair in said if pair[0] not in BY_NAME} != self._expected:
            return None
        values = dict(said)
        ending = ending_of(f"/{name}")
        kind = values.get("content-type", "").partition(";")[0]
        if kind != (KINDS[ending] if ending else "text/html"):
            return None
        if values.get("content-disposition", "").startswith("attachment"):
            return None
        return {"": "all", "noindex": "noindex"}.get(values.get("x-robots-tag", ""))

    def settings(
        self, *, published: Path, static: Path, server_name: str, upstream: str, certificate: str, key: str
    ) -> str:
        """The settings for nginx as text."""
        listen = ["listen 80;", "listen [::]:80;"]
        if certificate:
            listen = [
                "listen 443 ssl;",
                "listen [::]:443 ssl;",
                f"ssl_certificate {certificate};",
                f"ssl_certificate_key {key};",
            ]
        values = {
            "upstream": upstream,
            "listen": "\n".join(f"    {line}" for line in listen),
            "server_name": server_name,
            "published": str(published),
            "folder": f"nginx-{self.digest}",
            "static": str(static),
            "headers": self._header_lines(),
        }
        text = TEMPLATE.read_text(encoding="utf-8")
        for name, value in values.items():
            text = text.replace(f"@{name}@", value)
        return text

    def _header_lines(self) -> str:
        return "\n".join(f'        add_header {name} "{value}";' for name, value in self.standing.items())
