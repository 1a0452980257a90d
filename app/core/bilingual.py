"""Content that exists in Chinese and English. Chinese is required; English falls back to it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BilingualText:
    """A pair of texts. ``in_("en")`` gives English, or the Chinese when there is none."""

    zh: str | None
    en: str | None = None

    def in_(self, locale: str) -> str:
        """The text for *locale* (``zh`` or ``en``)."""
        if locale == "en" and self.en:
            return self.en
        return self.zh or ""

    def is_missing(self, locale: str) -> bool:
        """True when *locale* has no text of its own and the Chinese is shown instead."""
        return locale == "en" and not self.en

    def __str__(self) -> str:
        return self.zh or ""
