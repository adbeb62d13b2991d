"""What is wrong in a record file, said so that the writer can mend it."""

import difflib
import os
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """`file` is relative to the record's folder, `line` counts from 1 (0: the file as a whole), `where` names the thing
    and `field`, for instance "sources/audit-1" and "title"; `expected` is a full sentence."""

    file: str
    line: int
    where: str
    field: str
    expected: str

    def __str__(self):
        place = f"{self.file}, line {self.line}" if self.line else self.file
        what = ", ".join(part for part in (self.where, self.field) if part)
        return f"{place}: {what}: {self.expected}" if what else f"{place}: {self.expected}"


class Faulty(Exception):
    """A record that cannot be loaded. `faults` holds all of them, in the order of the files."""

    def __init__(self, faults):
        self.faults = sorted(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True, order=True)
class Difference:
    """The file and the record in the house disagree. Values are as a file would hold them; None is absent."""

    file: str
    line: int
    where: str
    field: str
    in_file: object
    in_record: object
    led_by: str = ""

    def __str__(self):
        in_file, in_record = self._texts()
        said = f"{self._place()}: the file says {in_file}; the record says {in_record}."
        if self.led_by:
            said += f" This is led by {self.led_by}, so only the file of {self.led_by} can change it."
        return said

    def as_change(self) -> str:
        """The same after the load, where the file's word was taken."""
        now, before = self._texts()
        return f"{self._place()}: was {before}, is now {now}."

    def _place(self):
        return f"{self.file}, line {self.line}: {self.where}, {self.field}"

    def _texts(self):
        return _apart(_shown(self.in_file), _shown(self.in_record))


class Different(Exception):
    """Nothing was loaded, because the record in the house says otherwise. `differences` holds all of them."""

    def __init__(self, differences):
        self.differences = sorted(differences, key=lambda d: (d.file, d.line, d.field))
        super().__init__("\n".join(str(difference) for difference in self.differences))


def _shown(value):
    if value is None:
        return "nothing"
    if value is True or value is False:
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(_shown(one) for one in value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_shown(one)}" for name, one in value.items()) + "}"
    return f"“{value}”" if isinstance(value, str) else str(value)


def _apart(one, other, most=240):
    """Two long texts, shortened to where they part."""
    if len(one) <= most and len(other) <= most:
        return one, other
    same = len(os.path.commonprefix([one, other]))
    start = max(0, same - 60)
    return tuple(
        ("… " if start else "") + text[start : start + most] + (" …" if len(text) > start + most else "")
        for text in (one, other)
    )


def meant(word, known) -> str:
    """“ Did you mean …?” for a near miss, or nothing."""
    near = difflib.get_close_matches(word, list(known), 1, 0.75)
    return f" Did you mean “{near[0]}”?" if near else ""
