"""What a chapter is asked to build from: the period, and the records that the writers put in or left out."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """`starts` and `ends` are the period's days. A chapter draws on what falls inside and is not left out, and on what was
    put in though it lies outside (which it marks)."""

    starts: datetime.date
    ends: datetime.date
    label: str
    put_in: frozenset[tuple[str, str]] = frozenset()
    left_out: frozenset[tuple[str, str]] = frozenset()

    def takes(self, noun: str, key: str, on: datetime.date) -> bool:
        """Whether a record of that day belongs in the chapter."""
        if (noun, key) in self.left_out:
            return False
        return self.starts <= on <= self.ends or (noun, key) in self.put_in

    def lies_outside(self, on: datetime.date) -> bool:
        return not self.starts <= on <= self.ends
