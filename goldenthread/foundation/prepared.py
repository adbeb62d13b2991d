"""Reads whose SQL is put together once in a process, and not anew for each page.

Django spends far longer on putting a question together than a database on answering it. `@prepared` goes over a
function that returns a QuerySet. The first call with values of one shape builds and compiles it with a `Given` in each
value's place; each further call only fills the values in. No answer is kept: every call asks the database.

The shape of a value is what may change the SQL: None or not, the length of a list (filled up to a power of two with its
last value), whatever `apart` says for a viewer; and everything else that is no number, text or day, as it is. So a
builder may ask of a number, text or day whether it is None, and nothing more; reckoning with it is refused.
"""

import copy
import datetime
import functools
from collections.abc import Callable, Hashable, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, QuerySet

MOST_SHAPES = 200  # of one read; beyond that it starts again
# Set by the test that holds each prepared read against the same one put together anew: (read, its rows, the others).
compare: Callable[["Prepared", list, list], None] | None = None
# What reads are built with beside their values, as `access.withdrawn` says: each has its own SQL.
built_with: ContextVar[Hashable] = ContextVar("what reads are built with", default=None)


class Given(Expression):
    """Stands in a query for a value that is told when it is run: number `slot` of the values."""

    def __init__(self, slot: int):
        super().__init__()
        self.slot = slot

    def __repr__(self) -> str:
        return f"Given({self.slot})"

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def _combine(self, other, connector, reversed):
        raise TypeError("a prepared read cannot reckon with a value that it is given: reckon before it is called")

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Among(Expression):
    """Several of them, for `column__in`; as a collection it holds each `Given`."""

    def __init__(self, several: Iterable[Given]):
        super().__init__()
        self.several = tuple(several)

    def __iter__(self):
        return iter(self.several)

    def __len__(self):
        return len(self.several)

    def as_sql(self, compiler, connection):
        return f"({', '.join(['%s'] * len(self.several))})", list(self.several)


def among(values: Iterable[Any]) -> list | Among:
    """For `column__in`, where the values may be those of a stand-in: of a relation Django would reckon with each."""
    values = list(values)
    return Among(values) if values and isinstance(values[0], Given) else values


@dataclass(frozen=True)
class Fixed:
    """Around a number or text that is no value of the query, such as how many rows are read: each has its own SQL."""

    value: Hashable


class Values:
    """The values of one call, in order, and the shape that they have."""

    def __init__(self):
        self.flat: list[Any] = []
        self.shape: list[Hashable] = []

    def add(self, value: Any) -> Callable[[], Any]:
        """Note a value; returns what stands in its place when the read is built."""
        if value is None or isinstance(value, bool):
            self.shape.append(value)
            return lambda: value
        if isinstance(value, Fixed):
            self.shape.append(value)
            return lambda: value.value
        if isinstance(value, int | str | datetime.date):  # a moment is a date too
            return self._one(value)
        if isinstance(value, list | tuple | set | frozenset):
            return self._several(value)
        if (apart := getattr(value, "apart", None)) is not None:
            return apart(self)
        self.shape.append(value)
        return lambda: value

    def _one(self, value):
        self.shape.append("one")
        slot = len(self.flat)
        self.flat.append(value)
        return lambda: Given(slot)

    def _several(self, values):
        values = list(values)
        size = 1 << (len(values) - 1).bit_length() if values else 0
        self.shape.append(size)
        first = len(self.flat)
        self.flat += values + values[-1:] * (size - len(values))
        return lambda: among(Given(slot) for slot in range(first, first + size))


class Unprepared(Exception):
    """Raised by an `apart` whose thing is too much its own: the read is put together for it."""


class Compiled:
    """The SQL of one read for values of one shape."""

    def __init__(self, rows: QuerySet, using: str):
        self.rows = rows
        self.compiler = rows.query.get_compiler(using)
        try:
            self.sql, params = self.compiler.as_sql()
        except EmptyResultSet:  # whatever the values are
            self.sql = None
            return
        self.params = [param.slot if isinstance(param, Given) else (param,) for param in params]
        fields = [column[0] for column in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(fields)

    def bound(self, flat: Sequence[Any], using: str) -> QuerySet:
        """A QuerySet that asks with these values; it can be read, and nothing can be added to it."""
        connection = connections[using]
        ops = connection.ops
        values = [_for_database(value, ops) for value in flat]
        compiler = copy.copy(self.compiler)
        compiler.connection = connection
        params = tuple(values[param] if type(param) is int else param[0] for param in self.params)
        compiler.as_sql = lambda *args, **options: (self.sql, params)
        compiler.get_converters = lambda fields: self.converters
        rows = type(self.rows)(self.rows.model, _Bound(self.rows.query, compiler), using)
        for name in ("_iterable_class", "_prefetch_related_lookups", "_known_related_objects", "_fields"):
            setattr(rows, name, getattr(self.rows, name))
        return rows


class _Bound:
    """What reads rows asks of a query."""

    def __init__(self, query, compiler):
        self.query, self.compiler = query, compiler

    def __getattr__(self, name):
        return getattr(self.query, name)

    def get_compiler(self, using=None, connection=None, elide_empty=True):
        return self.compiler


def _plain(value):
    return value.value if isinstance(value, Fixed) else value


def _for_database(value, ops):
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, datetime.datetime):
        return ops.adapt_datetimefield_value(value)
    if isinstance(value, datetime.date):
        return ops.adapt_datefield_value(value)
    return value


class Prepared:
    """A read put together once for each shape of its values: see `prepared`."""

    every: list["Prepared"] = []

    def __init__(self, build: Callable[..., QuerySet]):
        functools.update_wrapper(self, build)
        self.build = build
        self.kept: dict[Hashable, Compiled] = {}
        self.every.append(self)

    def __call__(self, *given: Any, **named: Any) -> list:
        """The rows, as a list."""
        values = Values()
        try:
            places = [values.add(value) for value in given]
            names = {name: values.add(value) for name, value in named.items()}
        except Unprepared:
            return self.anew(*given, **named)
        using = DEFAULT_DB_ALIAS
        key = (connections[using].vendor, built_with.get(), len(given), tuple(named), tuple(values.shape))
        compiled = self.kept.get(key)
        if compiled is None:
            rows = self.build(*(place() for place in places), **{name: place() for name, place in names.items()})
            if len(self.kept) >= MOST_SHAPES:
                self.kept.clear()
            compiled = self.kept[key] = Compiled(rows, using)
        found = [] if compiled.sql is None else list(compiled.bound(values.flat, using))
        if compare is not None:
            compare(self, found, self.anew(*given, **named))
        return found

    def anew(self, *given: Any, **named: Any) -> list:
        """The same, put together for these very values."""
        plain = {name: _plain(value) for name, value in named.items()}
        return list(self.build(*map(_plain, given), **plain))

    def one(self, *given: Any, **named: Any) -> Any:
        """The first row, or None. The builder says `[:1]` where there may be more."""
        return next(iter(self(*given, **named)), None)


def prepared(build: Callable[..., QuerySet]) -> Prepared:
    """Over a function of a module that returns a QuerySet, with whatever it hangs on among its arguments."""
    return Prepared(build)
