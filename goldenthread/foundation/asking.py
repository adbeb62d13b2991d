"""Questions before something unusual is kept: not refusals, since it may be right.

A slip of the keyboard looks like something that nobody means: a year 1926 for 2026, 1,204 per cent, the same figure a
second time. Whoever typed it is asked, beside its field, and ticks a box to keep it all the same. A tick answers one
question about one value: whoever then types another is asked again.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from goldenthread.foundation.room import Refused


@dataclass(frozen=True)
class Question:
    """`sentence` says what is unusual, value included; `tick` what its box says. `field`: of the form, or ""."""

    sentence: str
    tick: str
    field: str = ""

    @property
    def code(self) -> str:
        """By which a tick says which question it answers."""
        return hashlib.sha256(f"{self.field}\n{self.sentence}".encode()).hexdigest()[:12]


class Asked(Refused):
    """Somebody must say first that it is meant. `questions` are all that were asked, those answered included."""

    def __init__(self, questions: tuple[Question, ...], sure: Collection[str]):
        first = next(question for question in questions if question.code not in sure)
        super().__init__(first.sentence, first.field)
        self.questions = questions


def ask(by: Any, questions: Iterable[Question], sure: Collection[str]) -> None:
    """Raises Asked unless `sure` holds the code of each question. The house itself, which types nothing, is not asked:
    `by` is a Viewer or a named System.
    """
    questions = tuple(questions)
    if by.person_id and any(question.code not in sure for question in questions):
        raise Asked(questions, sure)
