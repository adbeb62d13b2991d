"""A field of the record file from the column of a model: what the model says already need not be said again."""

from __future__ import annotations

from dataclasses import replace

from django.db import models

from goldenthread.foundation.access.kept import Kept, Origin
from goldenthread.foundation.records.fields import (
    Choice,
    Day,
    Field,
    Key,
    LongText,
    Moment,
    Number,
    Ref,
    Text,
    Url,
    Whole,
    YesNo,
)

ORIGIN = Choice(
    name="origin",
    values=Origin,
    empty="as_published",
    sentence="as_published for what is taken over from a published text; recorded for what was recorded here as it "
    "happened.",
)
CITATION = Text(
    name="citation", max=300, sentence="Where it stands in the published text: the document and the page or line."
)
MOST_OF_SMALL = 9999  # a place in a list, a number of decimals: nobody writes five digits


Said = str | tuple[str, dict] | Field


def part_of(model: type[models.Model]) -> str:
    """What the list of a table is called: its `PART`, or its plural, as in "planned_priorities"."""
    return getattr(model, "PART", "") or str(model._meta.verbose_name_plural).replace(" ", "_")


def noun_for(model: type[models.Model]) -> str:
    return str(model._meta.verbose_name).replace(" ", "_")


def fields_of(model: type[models.Model], says: dict[str, Said]) -> tuple[Field, ...]:
    """The fields in the order of `says`, which has for each column its sentence, or (sentence, {what differs from the
    column}), or a Field that is spelt whole.

    What a body keeps has its key first, and last where it comes from and where it was published.
    """
    spelt = [said if isinstance(said, Field) else field_of(model, name, said) for name, said in says.items()]
    if not issubclass(model, Kept):
        return tuple(spelt)
    columns = {column.name for column in model._meta.get_fields()}
    return Key(), *spelt, *(field for field in (ORIGIN, CITATION) if field.name in columns - set(says))


def field_of(model: type[models.Model], name: str, said: str | tuple[str, dict]) -> Field:
    """One field of the file as its column is. Raises TypeError for a column whose field must be spelt."""
    sentence, differs = (said, {}) if isinstance(said, str) else said
    column = model._meta.get_field(differs.get("to", name))
    return replace(_as_the_column(column, name, sentence), **differs)


def _as_the_column(column: models.Field, name: str, sentence: str) -> Field:
    given = {"name": name, "sentence": sentence}
    default = column.default if column.has_default() else None
    if column.choices:
        pairs = [(code, label) for code, label in column.flatchoices if code]
        wanted = default is None and not column.blank
        return Choice(**given, values=pairs, empty=default or "", required=wanted)
    match column:
        case models.ForeignKey():
            return Ref(**given, part=part_of(column.related_model), required=not column.null)
        case models.DateTimeField():
            return Moment(**given, required=not column.null)
        case models.DateField():
            return Day(**given, required=not column.null)
        case models.BooleanField():
            return YesNo(**given, empty=bool(default))
        case models.DecimalField():
            return Number(**given, required=not column.null)
        case models.PositiveSmallIntegerField():
            return Whole(**given, empty=default, most=MOST_OF_SMALL, required=default is None and not column.null)
        case models.IntegerField():
            return Whole(**given, empty=default, required=default is None and not column.null)
        case models.URLField():
            return Url(**given, max=column.max_length, required=not column.blank)
        case models.CharField():
            return Text(**given, max=column.max_length, required=not column.blank)
        case models.TextField():
            return LongText(**given, required=not column.blank)
    raise TypeError(f"{column} is a {type(column).__name__}: spell its field.")
