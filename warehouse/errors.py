"""One family of errors: each names the thing, its value, the rule and the next step.

Commands map a class to an exit code (`exit_code`); pages show `message`.
"""

from __future__ import annotations

from enum import IntEnum

from warehouse.messages import phrase_in


class ExitCode(IntEnum):
    """Exit code of a command; documented in `docs/commands`."""

    OK = 0
    REFUSED_ROWS = 1
    UNREADABLE_FILE = 2
    BAD_SPEC = 3
    BUILD_FAILED = 4
    BUSY = 5
    NOTHING_PUBLISHED = 6
    BAD_REQUEST = 7
    DAMAGED = 8
    DISK = 9
    BAD_RULES = 10
    NOT_SENT = 11


class ThanThienError(Exception):
    """A refusal a person can act on.

    Args:
        thing: What was refused (a file, a column, a setting).
        value: The value that broke the rule, as given.
        rule: The rule in one sentence.
        next_step: What the reader can do now.
    """

    exit_code = ExitCode.BAD_REQUEST

    def __init__(self, thing: str, value: object, rule: str, next_step: str) -> None:
        self.thing = thing
        self.value = value
        self.rule = rule
        self.next_step = next_step
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """Thing, value, rule and next step as one line of text."""
        return f"{self.thing} = {self.value!r}: {self.rule} → {self.next_step}"

    def in_words(self, lang: str) -> str:
        """The same line in a language, vi or en."""
        value = repr(self.value)
        if isinstance(self.value, str):
            value = repr(phrase_in(self.value, lang))
        thing, rule, step = (
            phrase_in(text, lang) for text in (self.thing, self.rule, self.next_step)
        )
        return f"{thing} = {value}: {rule} → {step}"


class UnreadableFileError(ThanThienError):
    """A file that cannot be read whole; nothing of it is loaded."""

    exit_code = ExitCode.UNREADABLE_FILE


class CustodyError(ThanThienError):
    """A file that would take a wave from its owner; nothing of it is loaded."""

    exit_code = ExitCode.UNREADABLE_FILE


class SpecError(ThanThienError):
    """A spec that is wrong, missing, or does not fit the file."""

    exit_code = ExitCode.BAD_SPEC


class PlanError(ThanThienError):
    """A wave that cannot be planned or drawn as asked."""


class RuleError(ThanThienError):
    """A file of the province's own rules that breaks the form of its table."""

    exit_code = ExitCode.BAD_RULES


class BuildError(ThanThienError):
    """A model or a test failed; nothing was published."""

    exit_code = ExitCode.BUILD_FAILED


class BusyError(ThanThienError):
    """Another process holds the lock."""

    exit_code = ExitCode.BUSY


class NothingPublishedError(ThanThienError):
    """No build has been published yet."""

    exit_code = ExitCode.NOTHING_PUBLISHED


class DamagedError(ThanThienError):
    """A store, a build, a pointer or a backup that is not as it was written."""

    exit_code = ExitCode.DAMAGED


class DiskError(ThanThienError):
    """The disk or its rights are in the way: full, read-only, another's, missing."""

    exit_code = ExitCode.DISK


class ScopeError(ThanThienError):
    """A reader asked for what their scope does not hold."""


class SlowQueryError(ScopeError):
    """A question that took longer than a reader may hold the server."""


class AccountError(ThanThienError):
    """An account, a session or a password that breaks its rule."""


class ProcessError(ThanThienError):
    """A step of due process that no arrow allows, or not to this person, or not yet."""


class ReviewError(ThanThienError):
    """A step of a periodic review that no arrow allows, or whose words are not fit."""


class NoteError(ThanThienError):
    """A note on a finding that is not this person's, or whose words are not fit."""


class AuditError(ThanThienError):
    """The record of who saw what cannot be written; nothing may be shown."""

    @classmethod
    def after(cls, cause: ThanThienError) -> AuditError:
        """The same refusal, of the record: its words and its exit code stay."""
        error = cls(cause.thing, cause.value, cause.rule, cause.next_step)
        error.exit_code = cause.exit_code
        return error
