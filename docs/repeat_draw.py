"""Repeat a draw of home checks from its published record: python3 -I repeat_draw.py draw.json"""

import hashlib
import json
import sys
from decimal import ROUND_HALF_EVEN, Context, Decimal

with open(sys.argv[1], encoding="utf-8") as file:
    record = json.load(file)
parts = ["digest", "list", "level", "source", "day", "value"]
lines = [f"{record['method']} {record['version']}", *(record[part] for part in parts)]
seed = hashlib.sha256("\n".join(lines).encode()).hexdigest()
exact = Context(prec=60, rounding=ROUND_HALF_EVEN, Emin=-999999, Emax=999999)


def key(entry: dict[str, int]) -> tuple[Decimal, int]:
    """The waiting time of a household: -ln(u) / weight, with u between 0 and 1 from SHA-256."""
    digest = hashlib.sha256(f"{seed}:{entry['number']}".encode()).digest()
    u = exact.divide(Decimal(2 * int.from_bytes(digest, "big") + 1), Decimal(2**257))
    return exact.divide(exact.ln(u).copy_negate(), Decimal(entry["weight"])), entry["number"]


drawn = [entry["number"] for entry in sorted(record["entries"], key=key)[: record["size"]]]
print("seed: ", seed)
print("drawn:", *drawn)
same = (seed, drawn) == (record["seed"], record["drawn"])
print("The record says the same." if same else "THE RECORD SAYS OTHERWISE.")
sys.exit(0 if same else 1)
