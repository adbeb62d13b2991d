"""The kinds of field that a shape is made of."""

from goldenthread.foundation.records.fields.base import ABSENT, Field, Unfit
from goldenthread.foundation.records.fields.days_and_numbers import Day, Moment, Number, When, Whole
from goldenthread.foundation.records.fields.keys import (
    KEY,
    REFERENCE,
    Digest,
    Each,
    Hash,
    Holder,
    Key,
    Readers,
    Ref,
    Refs,
)
from goldenthread.foundation.records.fields.words import Choice, Colour, Inherited, LongText, Text, Texts, Url, YesNo

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
    "KEY",
    "Key",
    "LongText",
    "Moment",
    "Number",
    "REFERENCE",
    "Readers",
    "Ref",
    "Refs",
    "Text",
    "Texts",
    "Unfit",
    "Url",
    "When",
    "Whole",
    "YesNo",
]
