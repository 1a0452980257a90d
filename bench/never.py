"""The stateful test of the procedure, for long: ``.venv/bin/python bench/never.py [sequences [acts]]``.

Tries thousands of random sequences of acts (2,000 of 60 unless given otherwise) on a scratch database. Ends with 0 when
the oracle found nothing wrong, and prints how often each act was done and how many households were registered.
"""

import os
import sys
from pathlib import Path

import pytest

TEST = Path(__file__).resolve().parents[1] / "tests/domain/workflow/test_never.py"


def main() -> int:
    """Run the one test with the numbers of the command line."""
    sequences, acts = [*sys.argv[1:], *["2000", "60"][len(sys.argv) - 1 :]][:2]
    os.environ |= {"GONGSHI_NEVER_SEQUENCES": sequences, "GONGSHI_NEVER_ACTS": acts}
    return int(pytest.main([str(TEST), "-q", "-s", "-p", "no:cacheprovider", "-k", "whole_procedure"]))


if __name__ == "__main__":
    raise SystemExit(main())
