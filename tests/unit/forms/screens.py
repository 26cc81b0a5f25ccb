"""A form session with the short hand of the tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.forms.answer_types import parse
from app.forms.question import AnswerType
from app.records import clock
from app.records.record import answered

if TYPE_CHECKING:
    from app.forms.session import FormSession

LA = "E06999001"


def local(text: str) -> datetime:
    """A wall time in London."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.LONDON)


@dataclass
class Screen:
    """A session with the short hand of the tests."""

    session: FormSession
    near: datetime

    def put(self, **answers: str) -> frozenset[str]:
        """Type answers as a person would; a list of options is separated by slashes."""
        changed: frozenset[str] = frozenset()
        for address, raw in answers.items():
            changed |= self.type(address, raw)
        return changed

    def type(self, address: str, raw: object) -> frozenset[str]:
        question = self.session.question(address)
        if question.type is AnswerType.MULTI:
            changed: frozenset[str] = frozenset()
            for code in str(raw).split("/"):
                changed |= self.session.tick(address, code, True)
            return changed
        return self.session.set_answer(address, answered(parse(question, raw, self.near)))

    def item(self, group: str, **answers: str) -> str:
        item = self.session.add_item(group)
        for leaf, raw in answers.items():
            self.type(f"{group}/{item}/{leaf}", raw)
        return item


OpenScreen = Callable[..., Screen]
