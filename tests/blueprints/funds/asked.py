"""A form of the ledger that asked once more is ticked and sent again. No test stands here."""

from typing import Any

from tests.browser import Browser, Page


def send_surely(browser: Browser, expect: int = 303, **fields: Any) -> Page:
    """Send the form, which asks; tick what it asks and send it as it came back. The page that asked."""
    asked = browser.send(**fields, expect=422)
    tick = asked.select('input[name="sure"]')
    assert tick, asked.faults
    browser.send(sure=tick[0].get("value"), expect=expect)
    return asked
