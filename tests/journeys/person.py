"""Somebody at a window. Acts and looks are told in the words on the page (English message ids), never in tags.

Each page seen for the first time is looked over: nothing sticks out at 360 pixels, and the Tab key goes through it
in reading order.
"""

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from app.web.i18n import translations
from tests.factories import PASSWORD

if TYPE_CHECKING:
    from tests.journeys.stage import Stage

PATIENCE = 15_000
NARROW = 360
#: gives what is wrong with a page of 360 pixels: what sticks out, and where the Tab key would jump about
LOOK_OVER = """() => {
  const found = [], root = document.documentElement;
  const over = root.scrollWidth - root.clientWidth;
  if (over > 0) found.push(`${over} pixels stick out to the right`);
  const name = (e) => `<${e.tagName.toLowerCase()} ${e.id || e.name || e.textContent.trim().slice(0, 20)}>`;
  const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
    .filter((e) => !e.disabled && e.type !== 'hidden' && e.tabIndex >= 0 && e.checkVisibility());
  if (!stops.length || !stops[0].matches('a.skip')) found.push('the first stop of the Tab key is not the skip link');
  for (const e of stops) {
    if (e.tabIndex > 0) found.push(`${name(e)} jumps the queue of the Tab key`);
    if (e.closest('[aria-hidden=true]')) found.push(`${name(e)} is hidden from readers and reached by the Tab key`);
  }
  const box = (e) => e.getBoundingClientRect();
  const inMain = stops.filter((e) => e.closest('main') && !e.closest('table'));
  for (let i = 1; i < inMain.length; i++) {
    if (box(inMain[i]).bottom < box(inMain[i - 1]).top - 2) {
      found.push(`the Tab key goes up from ${name(inMain[i - 1])} to ${name(inMain[i])}`);
    }
  }
  return found;
}"""


def said(msgid: str, lang: str = "zh", **params: Any) -> str:
    """*msgid* as it stands on a page in *lang*."""
    text = translations(lang).gettext(msgid)
    return text % params if params else text


class Person:
    """Somebody at a window. Every act first settles what the test did meanwhile."""

    def __init__(self, stage: "Stage", page: Page, lang: str) -> None:
        self.stage, self.page, self.lang = stage, page, lang

    def open(self, path: str) -> "Person":
        """Type an address."""
        self.stage.settle()
        self.page.goto(path)
        return self._looked()

    def sign_in(self, username: str, password: str = PASSWORD) -> "Person":
        """Sign in by the page, which is opened unless it is there already."""
        if not self.page.url.startswith(f"{self.stage.address}/sign-in"):
            self.open("/en/sign-in" if self.lang == "en" else "/sign-in")
        self.stage.settle()
        self.page.locator("input[name=username]").fill(username)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("main form button[type=submit]").click()
        self.page.wait_for_url(lambda url: "/sign-in" not in url)
        return self._looked()

    def press(
        self, words: str, *, of: str = "", within: str = "main", twice: bool = False, **params: Any
    ) -> "Person":
        """Press the button with these *words* (of the row or thing named *of*)."""
        self.stage.settle()
        button = self._named("button", words, of, within, params)
        if twice:
            button.dblclick()
        else:
            button.click()
        return self._looked()

    def follow(self, words: str, *, of: str = "", within: str = "main", **params: Any) -> "Person":
        """Follow the link with these *words* (of the row or thing named *of*)."""
        self.stage.settle()
        self._named("link", words, of, within, params).click()
        return self._looked()

    def opens_paper(self, words: str, **params: Any) -> bytes:
        """The PDF behind the link with these *words*."""
        self.stage.settle()
        link = self._named("link", words, "", "main", params)
        answer = self.page.context.request.get(link.get_attribute("href") or "")
        assert answer.status == 200, f"{words}: {answer.status}"
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.body().startswith(b"%PDF-")
        return answer.body()

    def _named(self, role: Any, words: str, of: str, within: str, params: dict[str, Any]) -> Locator:
        text = said(words, self.lang, **params)
        pattern = re.compile(f"{re.escape(text)}.*{re.escape(of)}", re.DOTALL) if of else text
        scope = self.page.locator(within)
        exact = scope.get_by_role(role, name=text, exact=True)
        return exact.first if not of and exact.count() else scope.get_by_role(role, name=pattern).first

    def fill(self, fields: dict[str, Any]) -> "Person":
        """Fill in fields by their labels: texts, choices by their words, ticks by true or false, files by content."""
        for label, value in fields.items():
            self._fill(self.field(label), value)
        return self

    def field(self, label: str, **params: Any) -> Locator:
        """The field with this label."""
        text, main = said(label, self.lang, **params), self.page.locator("main")
        exact = main.get_by_label(text, exact=True)
        return exact.first if exact.count() else main.get_by_label(text).first

    def _fill(self, field: Locator, value: Any) -> None:
        kind = field.evaluate("node => node.tagName === 'SELECT' ? 'select' : node.type")
        if kind == "select":
            field.select_option(label=said(value, self.lang))
        elif kind in ("checkbox", "radio"):
            field.set_checked(bool(value))
        elif kind == "file":
            field.set_input_files(value)
        else:
            field.fill(str(value))

    def sees(self, words: str, **params: Any) -> "Person":
        """These *words* stand in the content, now or in a moment."""
        expect(self.page.locator("main")).to_contain_text(said(words, self.lang, **params))
        return self

    def does_not_see(self, words: str, **params: Any) -> "Person":
        """These *words* stand nowhere on the page."""
        expect(self.page.locator("body")).not_to_contain_text(said(words, self.lang, **params))
        return self

    def sees_the_fault(self, label: str) -> "Person":
        """The field with this label is marked, and what is wrong stands beside it."""
        field = self.field(label)
        expect(field).to_have_attribute("aria-invalid", "true")
        described = (field.get_attribute("aria-describedby") or "").split()
        fault = self.page.locator(f"#{next(name for name in described if name.endswith('-fault'))}")
        assert fault.inner_text().strip()
        return self

    def can_press(self, words: str) -> bool:
        """True when a button with these words stands in the content."""
        return self.page.locator("main").get_by_role("button", name=said(words, self.lang)).count() > 0

    def can_follow(self, words: str) -> bool:
        """True when a link with these words, which leads somewhere, stands in the content."""
        text = re.escape(said(words, self.lang))
        return self.page.locator("main a[href]").filter(has_text=re.compile(f"^\\s*{text}\\s*$")).count() > 0

    @property
    def heading(self) -> str:
        """The page's heading."""
        return self.page.locator("h1").inner_text()

    @property
    def path(self) -> str:
        """Where the person is."""
        return urlsplit(self.page.url).path

    def _looked(self) -> "Person":
        self.page.wait_for_load_state("load")
        kind = re.sub(r"[0-9][-0-9A-Za-z]*", "…", self.path) + self.heading[:2]
        if kind in self.stage.looked_at:
            return self
        self.stage.looked_at.add(kind)
        size = self.page.viewport_size or {"width": NARROW, "height": 740}
        if size["width"] != NARROW:
            self.page.set_viewport_size({"width": NARROW, "height": size["height"]})
        self.stage.faults.extend(f"{self.path}: {fault}" for fault in self.page.evaluate(LOOK_OVER))
        if size["width"] != NARROW:
            self.page.set_viewport_size(size)
        return self
