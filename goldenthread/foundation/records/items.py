"""A thing of a record as a file or the house holds it, and what is asked of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from goldenthread.foundation.records.fields import ABSENT, Digest, Each, Ref, Refs
from goldenthread.foundation.records.shapes import Shape, parts

FORMAT = "1"
MANIFEST = "manifest.yaml"


@dataclass(eq=False)
class Item:
    """One thing of a record: of a file (then with its lines) or of the house. `values` are as a file holds them."""

    shape: Shape
    key: str
    values: dict
    holder: str = ""
    file: str = ""
    line: int = 0
    lines: dict = field(default_factory=dict)
    parent: Item | None = None
    order: int = 0

    @property
    def identity(self):
        return self.shape.part, self.holder, self.key

    @property
    def where(self):
        return f"{self.shape.part}/{self.key}"

    def effective(self, name):
        """The value of a field that is inherited: its own or that of the thing in which it stands."""
        here = self
        while here is not None:
            if name in here.values:
                return here.values[name]
            here = here.parent
        return ABSENT


@dataclass(eq=False)
class Record:
    """What a folder holds. `items` are in the order of the parts, nested ones after what they stand in."""

    body: str
    folder: Path
    items: list[Item]
    documents: dict[str, Path]


def holder_of(item: Item, body: str) -> str:
    """The key of the partnership that holds a thing of a file; parents must have theirs. "" for things of the house."""
    shape = item.shape
    if not shape.holder:
        return ""
    if item.parent is not None:
        return item.parent.holder
    said = item.values.get(shape.held_by) if shape.held_by else None
    if said is None:
        return body
    if parts()[shape.by_name[shape.held_by].part][0].holder:
        return said.split("/")[0] if "/" in said else body
    return said


def in_order(each: Each, rows: list) -> list:
    """The rows of a smaller list in the one order that counts."""
    if each.sort_by:
        return sorted(rows, key=lambda row: str(row.get(each.sort_by, "")).zfill(12))
    return sorted(rows, key=lambda row: [(name, str(value)) for name, value in row.items()])


def settle(item: Item, name: str) -> None:
    """Leave an inherited value out where it is that of the thing in which this stands."""
    if item.parent is not None and name in item.values and item.values[name] == item.parent.effective(name):
        del item.values[name]


def references(item: Item):
    """Every reference of a thing: (field, line, target part, reference, whether it is the one that says who holds
    it).
    """
    for name, kind, value in _references(item.shape.fields, item.values):
        yield name, item.lines.get(name.split(".")[0], item.line), kind.part, value, name == item.shape.held_by


def digests(fields, values):
    """Every file that a thing names: (field of the thing, SHA-256)."""
    for kind in fields:
        if isinstance(kind, Digest) and kind.name in values:
            yield kind.name, values[kind.name]
        elif isinstance(kind, Each):
            yield from (
                (kind.name, digest) for row in values.get(kind.name, ()) for _, digest in digests(kind.fields, row)
            )


def _references(fields, values, lead=""):
    for kind in fields:
        value = values.get(kind.name)
        if value is None:
            continue
        if isinstance(kind, Ref | Refs):
            for one in kind.targets(value):
                yield lead + kind.name, kind, one
        elif isinstance(kind, Each):
            for row in value:
                yield from _references(kind.fields, row, f"{lead}{kind.name}.")


def base_of(item: Item, body: str, holds: bool) -> str:
    """Whose thing a plain key names: one held by the same partnership as the thing in which it is written."""
    return body if holds else item.holder or body
