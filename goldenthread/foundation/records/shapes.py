"""What a list of the record file holds: declared once by the app that owns the rows.

An app's `record_parts.py` holds one `Shape` a list and, for each, a function `rows(viewer, body)` that gives what a
person may take out; its `room.py` offers `RecordPart(FINDING, findings)`. Lists are written in the order in which the
apps of their tables stand in the house, and within one app so that what is named comes before what names it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.apps import apps
from django.db.models import Model

from goldenthread.foundation.access.kept import Kept
from goldenthread.foundation.access.withdrawn import stands
from goldenthread.foundation.records.deriving import Said, fields_of, noun_for, part_of
from goldenthread.foundation.records.fields import (
    ABSENT,
    Choice,
    Colour,
    Day,
    Digest,
    Each,
    Field,
    Hash,
    Holder,
    Inherited,
    Key,
    LongText,
    Moment,
    Number,
    Readers,
    Ref,
    Refs,
    Text,
    Texts,
    Unfit,
    Url,
    When,
    Whole,
    YesNo,
)
from goldenthread.foundation.room import RecordPart, offered

__all__ = [
    "ABSENT",
    "Choice",
    "Colour",
    "Day",
    "Digest",
    "Each",
    "Field",
    "Hash",
    "Holder",
    "Inherited",
    "Key",
    "LongText",
    "Moment",
    "Number",
    "Readers",
    "Ref",
    "Refs",
    "Shape",
    "Text",
    "Texts",
    "Unfit",
    "Url",
    "When",
    "Whole",
    "YesNo",
    "parts",
    "shape_of",
]


@dataclass(frozen=True, kw_only=True, eq=False)
class Shape:
    """One list.

    part       its name in the file, plural: "findings"
    noun       its code in history and in links: "finding"
    model      "app.Model"; `Key` is its column `key`
    sentence   what one of them is, for the documentation
    fields     in the order in which they are written; `Key()` first
    holder     path from the model to the body that holds the thing, "" for things of the whole house: "source__holder".
               Without "__" it is a column that is set here.
    held_by    the field that decides who holds it ("group", "lead"); "" for the part in which it stands, or the
    record's
               own partnership
    inside     the part in whose things this list is written: "sources"; `parent` is the column that points to it
    year_by    the fields, best first, whose day says in which year's file it is written
    ordered    its place in its list means something and is kept in the column `order`
    pulled     things of the whole house that go into a record because something in it names them
    audience   the circle that may take it out, or function(row) -> circle, for a model without a column of that name;
               the partnership when not said, and for what stands inside another thing the circle of that
    check      function(values) -> [(field, sentence)]: what must hold between fields
    tidy       function(values, holder), which leaves one of two ways in which the same can be said; of a file and of
               rows
    whole      function(items, record) -> [(item, field, sentence)]: what must hold between things of this list
    inward     function(values, columns, record) -> columns: what the fields alone cannot say
    prepare    function(items, record), called before anything is written and outside the transaction
    keep       function(values, there) that takes out of values what names a thing not taken out: there(noun, key) ->
               bool
    released   the fields shown where only `public_text` may be read; it becomes the text, in the field that the model
               names as TEXT
    reads_whole function(viewer, rows) -> the numbers of those rows whose own text the viewer reads
    left_out   columns that are not in the file ("user", or "versions.size" for one of a smaller list): not the record's
               own, or said by other fields
    attach     function(row) -> [(SHA-256, open file)]: what belongs into documents/, of which only those that the item
               names go
    within     function(row, values, up_to) -> values: what of a thing a record of that circle holds, where some of its
               fields are for a narrower one than the thing itself

    What one list alone needs is a method below, which a class of its own beside that list overrides.
    """

    part: str
    noun: str
    model: str
    sentence: str
    fields: tuple[Field, ...]
    holder: str = ""
    held_by: str = ""
    inside: str = ""
    parent: str = ""
    year_by: tuple[str, ...] = ()
    ordered: bool = False
    pulled: bool = False
    audience: str | Callable = ""
    prepare: Callable | None = None
    keep: Callable | None = None
    check: Callable | None = None
    tidy: Callable | None = None
    whole: Callable | None = None
    inward: Callable | None = None
    released: tuple[str, ...] = ()
    reads_whole: Callable | None = None
    left_out: tuple[str, ...] = ()
    attach: Callable | None = None
    within: Callable | None = None

    @classmethod
    def of(cls, model: type[Model], *, says: dict[str, Said], **more) -> Shape:
        """The list of a table, its name, noun and fields as the model says: see `deriving.fields_of` for `says`."""
        given = {"part": part_of(model), "noun": noun_for(model), "holder": "holder" if issubclass(model, Kept) else ""}
        return cls(**{**given, "model": model._meta.label, "fields": fields_of(model, says), **more})

    def complete(self, rows: list, values: list[dict], record: Any) -> None:
        """Say of rows that are taken out what their fields alone cannot: changes the values of each."""

    def told_below(self) -> list[str]:
        """Lines of Markdown that the documentation has below the tables of this list."""
        return []

    def shorten(self, items: list, body: str) -> None:
        """Shorten, when the record of `body` is taken out, items that stand in full in the record of another."""

    def shown_outside(self, row: Model, values: dict) -> dict:
        """The values of a row of which only the text made for others may be read."""
        return values

    def stand_in(self, row: Model, record: Any) -> dict | None:
        """The values of what stands for a row that may not itself be taken out, when something released stands in it;
        None where nothing may.
        """
        return None

    @property
    def text_field(self) -> str:
        """The field in whose place the text made for others stands."""
        return getattr(self.table, "TEXT", "text")

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {item.name: item for item in self.fields}

    @cached_property
    def inner(self) -> dict[str, Shape]:
        """The lists written inside things of this one, in order."""
        return {shape.part: shape for shape, _ in parts().values() if shape.inside == self.part}

    def audience_of(self, row) -> str:
        """The circle that may take a row out; what was withdrawn from the record is not for the public."""
        circle = self._circle_of(row)
        return circle if circle != "public" or stands(row) else "partnership"

    def _circle_of(self, row) -> str:
        if callable(self.audience):
            return self.audience(row)
        return getattr(row, "audience", self.audience or ("public" if self.inside else "partnership"))

    @property
    def table(self):
        return apps.get_model(self.model)


@cache
def parts() -> dict[str, tuple[Shape, RecordPart]]:
    """Every list that a record may hold, by name, in the order in which it is written: what is named comes first."""
    floors = {config.label: number for number, config in enumerate(apps.get_app_configs())}
    waiting = sorted(offered("record_parts"), key=lambda part: floors[part.shape.table._meta.app_label])
    found = {}
    while waiting:
        left = {part.shape.part for part in waiting}
        # Two lists that name each other are written as they are offered; `check_shapes` says which.
        ready = next((part for part in waiting if not _named(part.shape) & left - {part.shape.part}), waiting[0])
        waiting.remove(ready)
        found[ready.shape.part] = (ready.shape, ready)
    return found


def _named(shape: Shape) -> set[str]:
    """The parts that a list names, or stands in."""
    return {shape.inside} | set(_references(shape.fields))


def _references(fields: tuple[Field, ...]):
    for item in fields:
        if isinstance(item, Each):
            yield from _references(item.fields)
        elif isinstance(item, Ref | Refs):
            yield item.part


def shape_of(part: str) -> Shape:
    return parts()[part][0]


def readers_of(of: str, noun: str) -> Readers:
    """The field that says who is listed as a reader of a thing, for every shape that has a circle of readers."""
    return Readers(
        name="readers",
        of=of,
        noun=noun,
        sentence="Of the audience named: who. Also who is left out for a conflict, of any audience.",
        fields=(
            Ref(name="person", part="people", sentence="Who.", required=True),
            YesNo(name="excluded", empty=False, sentence="Left out for a conflict, whatever their seat."),
            LongText(name="why", required_when="with `excluded: yes`", sentence="Why."),
            YesNo(name="below", empty=True, sentence="Whether it holds for everything in the thing as well."),
            Day(name="starts", sentence="From which day."),
            Day(name="ends", sentence="The last day."),
        ),
        check=lambda values: (
            [("why", "Whoever is left out: say what the conflict is.")]
            if values.get("excluded") and "why" not in values
            else []
        ),
    )


WITHDRAWN = {
    "withdrawn_at": "Of what was withdrawn from the record, since it was recorded by mistake: when. It is kept, and "
    "counts for nothing any more.",
    "withdrawn_by": "Who withdrew it.",
    "withdrawn_reason": ("Why.", {"required_when": "with `withdrawn_at`"}),
    "withdrawn_public": "What everybody is told of that where a published report rests on it.",
    "withdrawn_with": "The thing with which it went, as “finding north-haven/finding-1”; left out where it went by "
    "itself.",
    "added_by_mistake": "yes where it was undone straight after it had been added.",
}


def withdrawal_says_why(values: dict) -> list[tuple[str, str]]:
    """Faults of a thing that says that it was withdrawn, or why, and not the other."""
    said = [name for name in WITHDRAWN if name in values]
    if not said or {"withdrawn_at", "withdrawn_reason"} <= set(said):
        return []
    missing = "withdrawn_reason" if "withdrawn_at" in values else "withdrawn_at"
    return [(missing, "What was withdrawn says when and why. Expected both, or nothing about it.")]


def without_readers(row, values: dict, up_to: str) -> dict:
    """Who reads a thing leaves with what they read, and with nothing wider."""
    return values if up_to == "named" else {name: value for name, value in values.items() if name != "readers"}
