"""Settings, read once from the environment. ``docs/operations.md`` lists them for those who run the portal."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path


@dataclass(frozen=True)
class Config:
    """What the environment decides. *instance* holds database, uploads and derived files."""

    instance: Path
    database_url: str
    secret_key: str
    secure_cookies: bool = False
    trusted_proxies: int = 0
    testing: bool = False
    max_upload_bytes: int = 24 * 1024 * 1024
    public_address: str = ""
    publish: bool = False
    #: where a worker is told of jobs (redis://…, sqlite:///path, file:///path); empty: threads of the server do them
    broker: str = ""
    #: how many processes set papers; none of its own: as many as there are processors, two at least, four at most
    paper_processes: int | None = None
    #: how much memory one paper may take while it is made
    paper_megabytes: int = 1536
    #: the PKCS#12 file with which archived papers are signed, and its password; without one they are not signed
    signing_certificate: Path | None = None
    signing_password: str = field(default="", repr=False)
    #: what the identifiers of contracting processes begin with (OCDS); registered by whoever publishes
    ocds_prefix: str = "ocds-000000"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Config":
        """Read ``GONGSHI_*`` and ``DATABASE_URL``; raises ``ValueError`` with the name of a wrong value."""
        root = Path(__file__).resolve().parent.parent
        instance = Path(environment.get("GONGSHI_INSTANCE") or root / "instance").resolve()
        instance.mkdir(parents=True, exist_ok=True)
        proxies = environment.get("GONGSHI_TRUSTED_PROXIES") or "0"
        if not proxies.isdigit():
            raise ValueError("GONGSHI_TRUSTED_PROXIES must be a whole number, e.g. 1 behind one nginx")
        certificate, password = _signing(environment, instance)
        return cls(
            instance=instance,
            database_url=_database_url(environment.get("DATABASE_URL", ""), instance),
            secret_key=environment.get("GONGSHI_SECRET_KEY") or _kept_secret(instance / "secret_key"),
            secure_cookies=environment.get("GONGSHI_SECURE_COOKIES", "") in ("1", "true", "yes"),
            trusted_proxies=int(proxies),
            public_address=environment.get("GONGSHI_PUBLIC_ADDRESS", "").rstrip("/"),
            publish=environment.get("GONGSHI_PUBLISH", "") not in ("0", "false", "no"),
            broker=environment.get("GONGSHI_BROKER", ""),
            paper_processes=_number(environment, "GONGSHI_PAPER_PROCESSES"),
            paper_megabytes=_number(environment, "GONGSHI_PAPER_MEGABYTES") or 1536,
            signing_certificate=certificate,
            signing_password=password,
            ocds_prefix=environment.get("GONGSHI_OCDS_PREFIX") or "ocds-000000",
        )

    @property
    def uploads(self) -> Path:
        """Where files that people hand in are kept."""
        return self.instance / "uploads"

    @property
    def derived(self) -> Path:
        """Where papers and progress files are kept; may be emptied at any time."""
        return self.instance / "derived"

    @property
    def published(self) -> Path:
        """Where pages for everybody are kept as files; may be emptied at any time."""
        return self.instance / "published"

    @property
    def publishes(self) -> bool:
        """True when pages for everybody are kept as files: they hold the site's own name, so it must be known."""
        return self.publish and bool(self.public_address)

    def for_flask(self) -> dict[str, object]:
        """The same as Flask's own configuration keys."""
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": {
                "hide_parameters": True,
                "json_serializer": partial(json.dumps, ensure_ascii=False),
                "pool_pre_ping": "postgresql" in self.database_url,
            },
            "TESTING": self.testing,
            "MAX_CONTENT_LENGTH": self.max_upload_bytes,
            "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
            "MAX_FORM_PARTS": 5_000,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.secure_cookies,
            "SESSION_COOKIE_NAME": "gongshi",
            "WTF_CSRF_TIME_LIMIT": None,
            "WTF_CSRF_SSL_STRICT": self.secure_cookies,
        }


def _number(environment: Mapping[str, str], name: str) -> int | None:
    given = environment.get(name) or ""
    if given and not given.isdigit():
        raise ValueError(f"{name} must be a whole number")
    return int(given) if given else None


def _database_url(given: str, instance: Path) -> str:
    if not given:
        return f"sqlite:///{instance / 'gongshi.sqlite3'}"
    for prefix in ("postgres://", "postgresql://"):
        if given.startswith(prefix):
            return "postgresql+psycopg://" + given[len(prefix) :]
    return given


def _signing(environment: Mapping[str, str], instance: Path) -> tuple[Path | None, str]:
    """The certificate that is named, else the one that ``flask certificates demonstration`` made."""
    if named := environment.get("GONGSHI_SIGNING_CERTIFICATE"):
        return Path(named).resolve(), environment.get("GONGSHI_SIGNING_PASSWORD", "")
    made = instance / "signing" / "certificate.p12"
    if not made.is_file():
        return None, ""
    return made, (instance / "signing" / "password").read_text(encoding="ascii")


def _kept_secret(path: Path) -> str:
    """A secret key made at the first start and kept beside the database, readable by its owner only."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        secret = secrets.token_hex(32)
        file.write(secret)
    return secret
