"""How the making of a paper says no. Each fault carries its reasons and is shown like any other refusal."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from app.core.errors import Conflict, Refused
from app.core.messages import N_, Message

if TYPE_CHECKING:
    from app.documents.preflight.report import Report


class PaperFault(Conflict):
    """The paper cannot be made as asked; nothing was printed."""


class NoChineseFont(PaperFault):
    """No Chinese font stands on this machine: every character would come out as a box."""

    def __init__(self) -> None:
        super().__init__(
            Message(
                N_(
                    "This machine has no Chinese font, so no paper can be printed. "
                    "Ask whoever runs the portal to install one (on Debian: fonts-noto-cjk)."
                )
            )
        )


class ResourceRefused(PaperFault):
    """A paper asked for a file or an address that is not its own, or a picture that cannot be read."""

    def __init__(self, what: str) -> None:
        super().__init__(
            Message(
                N_(
                    "A part of the paper could not be read: %(what)s. Nothing was printed. "
                    "Show this to whoever runs the portal."
                ),
                what=what[:200].rstrip("."),
            )
        )


class PaperTooLarge(PaperFault):
    """More text than a sheet is meant for."""

    def __init__(self) -> None:
        super().__init__(Message(N_("There is too much text in one place for a paper. Shorten it.")))


class RowTooHigh(PaperFault):
    """A row of a list does not fit a page. Rows are not cut, so nothing is printed."""

    def __init__(self, sequence: int, text: str, *, is_large: bool) -> None:
        words = (
            N_(
                "Row %(row)s is too long for a page in large type: “%(text)s…”. Print it in usual type or shorten it."
            )
            if is_large
            else N_("Row %(row)s is too long for a page: “%(text)s…”. Shorten it.")
        )
        super().__init__(Message(words, row=sequence, text=text[:20]))


class MissingGlyphs(Refused):
    """Characters that no font on this machine can draw; *characters* names them in the order of their code.

    *passages* gives for a character the words among which it stands on the paper.
    """

    def __init__(self, characters: Iterable[str], passages: Mapping[str, str] | None = None) -> None:
        self.characters = "".join(sorted(characters))
        self.passages = dict(passages or {})
        super().__init__([self._about(character) for character in self.characters])

    def _about(self, character: str) -> Message:
        code = f"U+{ord(character):04X}"
        if character in self.passages:
            return Message(
                N_(
                    "No font on this machine can print the character “%(character)s” (%(code)s) in “%(passage)s”. "
                    "Correct it there if it was mistyped; otherwise ask whoever runs the portal for a font that has it."
                ),
                character=character,
                code=code,
                passage=self.passages[character],
            )
        return Message(
            N_(
                "No font on this machine can print the character “%(character)s” (%(code)s). "
                "Correct it if it was mistyped; otherwise ask for a font that has it."
            ),
            character=character,
            code=code,
        )


class PrivateNumber(PaperFault):
    """A number that looks like an identity card, a bank card or a mobile telephone would hang on the board."""

    def __init__(self, where: str) -> None:
        super().__init__(
            Message(
                N_(
                    "“%(where)s” holds a number that looks like an identity, card or mobile number. "
                    "Such numbers never hang on a board: take it out first."
                ),
                where=where[:80],
            )
        )


class NotFitToPrint(PaperFault):
    """The finished paper is not what was wanted: *report* says what and where, *data* are the bytes it speaks of."""

    def __init__(self, report: "Report", data: bytes) -> None:
        self.report = report
        self.data = data
        super().__init__(
            Message(N_("This paper was looked at before printing and is not fit to be printed."))
        )

    def __reduce__(self) -> tuple[type["NotFitToPrint"], tuple["Report", bytes]]:
        """So that it comes back whole from another process."""
        return type(self), (self.report, self.data)


class CertificateUnusable(PaperFault):
    """The certificate with which archived papers are signed cannot be opened, or does not count today."""

    def __init__(self, what: str) -> None:
        super().__init__(
            Message(
                N_(
                    "The certificate that archived papers are signed with cannot be used (%(what)s). "
                    "Nothing was printed. Whoever runs the portal has to put it right."
                ),
                what=what[:120],
            )
        )
