"""The few ways in which the domain says no. ``app/web/errors.py`` turns each into a page."""

from collections.abc import Sequence

from app.core.messages import N_, Message


class DomainError(Exception):
    """Base of everything the domain refuses; carries a message without a language."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class NotFound(DomainError):
    """There is no such thing, or this person may not know of it. Shown as 404."""

    def __init__(self, message: Message | None = None) -> None:
        super().__init__(message or Message(N_("There is nothing at this address.")))


class Forbidden(DomainError):
    """The thing may be seen, but this act is not this person's. Shown as 403."""

    def __init__(self, message: Message | None = None) -> None:
        super().__init__(message or Message(N_("Your role does not include this act.")))


class Invalid(DomainError):
    """Something entered is wrong; *field* names the input. Shown as 422 with the words kept."""

    def __init__(self, message: Message, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Conflict(DomainError):
    """Somebody else was faster, or the state has moved on. Shown as 409."""


class Refused(DomainError):
    """The procedure does not allow it now; *blockers* gives every reason at once. Shown as 409."""

    def __init__(self, blockers: Sequence[Message]) -> None:
        super().__init__(blockers[0])
        self.blockers = tuple(blockers)
