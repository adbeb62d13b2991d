"""What every kind of field does: read a node, explain itself, turn into columns and back.

A value is held as a file would hold it: text (also for a day, a number, a reference), True or False, or a list. Absent
means unknown and is never None.
"""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.foundation import values
from goldenthread.foundation.records.parsing import Scalar
from goldenthread.foundation.values import Unfit

__all__ = ["ABSENT", "Field", "Unfit"]
ABSENT = object()


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field. `required_when` says for the documentation when another field's value makes it needed. `to` is the
    model's attribute (the name when not said); "" for one that a hook turns into columns.
    """

    name: str
    sentence: str
    required: bool = False
    required_when: str = ""
    to: str | None = None
    empty: object = None

    @property
    def column(self):
        return self.name if self.to is None else self.to

    def read(self, node):
        """The value, or ABSENT. Raises Unfit."""
        if not isinstance(node, Scalar):
            raise Unfit(f"Expected {self.expects()}, not a list.")
        text = node.text
        if node.plain and text in ("", "~", "null", "Null", "NULL"):
            raise Unfit("The value is empty. Leave the field out when it is not known.")
        if not values.can_be_kept(text):
            raise Unfit("The text holds a character that cannot be kept (NUL or half a character). Take it out.")
        return self.fit(text)

    def fit(self, text):
        raise NotImplementedError

    def expects(self) -> str:
        raise NotImplementedError

    def wanted(self) -> str:
        """What is expected, for a fault: there the tables of the documentation are not at hand."""
        return self.expects()

    def columns(self, value, links) -> dict:
        """{attribute: value} for the model; `value` may be ABSENT."""
        return {self.column: self.empty if value is ABSENT else self.inward(value)} if self.column else {}

    def inward(self, value):
        return value

    def of_row(self, row, links):
        """The value that a row holds, or ABSENT."""
        kept = getattr(row, self.column)
        return ABSENT if kept == self.empty or kept is None else self.outward(kept)

    def outward(self, kept):
        return kept
