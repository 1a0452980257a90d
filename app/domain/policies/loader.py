"""Reading the shipped profiles: ``profiles/<key>.toml``, every value with its source.

Lives here: files to :class:`ShippedProfile`. Putting one into the database is ``service.adopt``.
"""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from app.core.bilingual import BilingualText
from app.core.errors import NotFound
from app.core.messages import N_, Message
from app.domain.policies.values import read_values

PACKAGE = "app.domain.policies.profiles"
SUFFIX = ".toml"


@dataclass(frozen=True)
class ShippedProfile:
    """A profile as shipped: plain *values*, and for each its *sources* entry.

    A source holds ``source`` (Chinese), ``source_en`` and ``confirmed``.
    """

    key: str
    title: BilingualText
    basis: BilingualText
    valid_from: dt.date
    valid_until: dt.date | None
    values: dict[str, Any]
    sources: dict[str, dict[str, Any]]


def list_shipped() -> list[ShippedProfile]:
    """All shipped profiles, the oldest first."""
    names = [item.name for item in files(PACKAGE).iterdir() if item.name.endswith(SUFFIX)]
    shipped = [get_shipped(name.removesuffix(SUFFIX)) for name in names]
    return sorted(shipped, key=lambda profile: (profile.valid_from, profile.key))


@cache
def get_shipped(key: str) -> ShippedProfile:
    """The shipped profile *key*; raises ``NotFound``, or ``Invalid`` for a file that does not fit."""
    path = files(PACKAGE) / f"{key}{SUFFIX}"
    if "/" in key or not path.is_file():
        raise NotFound(Message(N_("No policy profile “%(key)s” is shipped."), key=key))
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    rows = content["values"]
    return ShippedProfile(
        key=content["key"],
        title=BilingualText(content["title"]["zh"], content["title"]["en"]),
        basis=BilingualText(content["basis"]["zh"], content["basis"]["en"]),
        valid_from=content["valid_from"],
        valid_until=content.get("valid_until"),
        values=read_values({name: row["value"] for name, row in rows.items()}),
        sources={name: _source(row) for name, row in rows.items()},
    )


def _source(row: dict[str, Any]) -> dict[str, Any]:
    return {"source": row["source"], "source_en": row["source_en"], "confirmed": bool(row["confirmed"])}
