"""What a question, its choices and a section are: plain frozen values, as form files say them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.records.record import RecordKind


class AnswerType(StrEnum):
    """The closed set of answer types; each has one handler here and one field in the UI."""

    AUTO = "auto"
    CALCULATED = "calculated"
    YES_NO = "yes_no"
    YES_NO_UNSURE = "yes_no_unsure"
    CHOICE = "choice"
    MULTI = "multi"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"
    TEXT = "text"
    LONG_TEXT = "long_text"
    QUOTE = "quote"
    PHONE = "phone"
    ADDRESS = "address"
    LOCATION = "location"
    PERSON = "person"
    VEHICLE = "vehicle"
    ACCOUNT = "account"
    REFERENCE = "reference"
    REPEAT = "repeat"
    GRID = "grid"
    DRAWING = "drawing"
    SIGNATURE = "signature"


class MergeClass(StrEnum):
    """How two unseen changes of one question meet (records.merge)."""

    TESTIMONY = "testimony"
    JUDGEMENT = "judgement"
    FACT = "fact"
    SET = "set"
    APPEND = "append"
    NONE = "none"


LISTS = frozenset({AnswerType.MULTI, AnswerType.REPEAT, AnswerType.GRID})
"""Types that a rule sees as a list, never as null."""
CONTAINERS = frozenset({AnswerType.REPEAT, AnswerType.GRID})
"""Types that hold sub-questions."""
SYSTEM = frozenset({AnswerType.AUTO, AnswerType.CALCULATED})
"""Types that nobody types: never missing, never stored by a person."""
TEXTS = frozenset({AnswerType.TEXT, AnswerType.LONG_TEXT, AnswerType.QUOTE})
"""Types that are words."""
CODED = frozenset({AnswerType.CHOICE, AnswerType.YES_NO, AnswerType.YES_NO_UNSURE})
"""Types of which one code is chosen."""
OTHER = "other"
"""The option that always wants a note."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a question or entry of a code list."""

    code: str
    label: str
    valid_from: date | None = None
    valid_to: date | None = None

    def valid_on(self, day: date) -> bool:
        """Whether the option may be chosen for something of that day."""
        after = self.valid_from is None or self.valid_from <= day
        return after and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the form. Its id is never reused and never means anything else."""

    id: str
    home: RecordKind
    section: str
    order: int
    label: str
    short: str
    type: AnswerType
    merge: MergeClass
    asked_of: str
    required: str = "false"
    visible: str = "true"
    guidance: str = ""
    prompts: tuple[str, ...] = ()
    options: tuple[Choice, ...] = ()
    codes: str | None = None
    group: str | None = None
    protective: tuple[str, ...] = ()
    sensitivity: str = "-"
    police: str = "N"
    release: str = ""
    core: bool = True
    ordered: bool = False
    exclusive: tuple[str, ...] = ()
    prefill: str | None = None
    since: int = 1
    retired: int | None = None
    every: bool = False
    """Carried by every record (record number, form version), not only by its home."""

    @property
    def leaf(self) -> str:
        """The name inside its group: what follows the last dot."""
        return self.id.rsplit(".", 1)[-1]

    @property
    def is_list(self) -> bool:
        """Whether rules see it as a list."""
        return self.type in LISTS

    def label_of(self, code: str) -> str:
        """The words of an option, or the code itself when the form no longer knows it."""
        for choice in self.choices:
            if choice.code == code:
                return choice.label
        return code

    def options_on(self, day: date) -> tuple[Choice, ...]:
        """The options that may be chosen for something of that day."""
        return tuple(choice for choice in self.choices if choice.valid_on(day))

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The declared options, or those that the type itself brings."""
        if self.options or self.type not in _BUILT_IN:
            return self.options
        return _BUILT_IN[self.type]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the form, in the order in which it is walked through."""

    id: str
    letter: str
    title: str
    short: str
    note: str = ""
    child_facing: bool = False
    screens: tuple[str, ...] = ()


_YES_NO_UNSURE = (Choice("yes", "Yes"), Choice("no", "No"), Choice("unsure", "Not sure"))
_BUILT_IN = {
    AnswerType.YES_NO: _YES_NO_UNSURE[:2],
    AnswerType.YES_NO_UNSURE: _YES_NO_UNSURE,
}
