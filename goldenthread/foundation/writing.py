"""The one door for writing: `@operation`, and models that refuse a write anywhere else.

An operation is a keyword-only function that takes `by` (a Viewer or a named System) and `now`. It runs in one
transaction; the outermost must leave at least one line of history, which is written last, under the lock of the
chain's head. A model may be written only while the innermost operation belongs to the model's own app, so that a room
cannot write the thread's tables through a related manager.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from goldenthread.foundation.room import Conflict, Unchanged


class WrittenOutside(RuntimeError):
    """A table was about to be written outside an operation of its own app: a fault in the code."""


class NoHistory(RuntimeError):
    """An operation changed something and said nothing: a fault in the code."""


@dataclass
class Running:
    """One operation under way. `lines` is shared by all operations nested in the outermost.

    `seat` is the seat that its last `require` found to allow it: the one in which the person acts, and which history
    names.
    """

    app: str
    by: Any
    now: Any
    lines: list = field(default_factory=list)
    seat: Any = None


_stack: ContextVar[tuple[Running, ...]] = ContextVar("operations", default=())
# Set by the history app when it is ready: writes the lines of one finished operation.
write_lines: Callable[[list], None] | None = None
# Set by the drafts app when it is ready: goes round the work of an outermost operation, inside its transaction, so that
# the same form sent twice does its work once.
once: Callable[[], contextlib.AbstractContextManager] = contextlib.nullcontext


def running() -> Running | None:
    """The innermost operation under way."""
    stack = _stack.get()
    return stack[-1] if stack else None


@functools.cache
def _app_of(module: str) -> str:
    names = [c for c in apps.get_app_configs() if module == c.name or module.startswith(c.name + ".")]
    if not names:
        raise WrittenOutside(f"{module} belongs to no installed app, so it cannot hold an operation")
    return max(names, key=lambda c: len(c.name)).label


def operation(function: Callable) -> Callable:
    """Make a function the door of its app. It must take `by` and `now` as keywords."""

    @functools.wraps(function)
    def door(**given):
        stack = _stack.get()
        outer = stack[-1] if stack else None
        lines = outer.lines if outer else []
        same = outer is not None and outer.by is given["by"]
        here = Running(
            _app_of(function.__module__), given["by"], given["now"], lines, seat=outer.seat if same else None
        )
        before = len(lines)
        with transaction.atomic(), contextlib.nullcontext() if outer else once():
            token = _stack.set((*stack, here))
            try:
                result = function(**given)
            except BaseException:
                del lines[before:]  # what it did is rolled back, so whoever catches this leaves no line of it
                raise
            finally:
                _stack.reset(token)
            if outer is None:
                if not lines:
                    raise NoHistory(f"{function.__module__}.{function.__name__} left no line of history")
                write_lines(lines)
        return result

    door.is_operation = True
    return door


def acts_in(by: Any, seat: Any) -> None:
    """Note the seat that allows what the running operation does, if it is `by` who does it."""
    here = running()
    if here is not None and here.by is by:
        here.seat = seat


def acting_seat(by: Any) -> Any:
    """The seat in which `by` acts in the running operation; None before anything was required, and for the house."""
    here = running()
    return here.seat if here is not None and here.by is by else None


@contextlib.contextmanager
def in_app(label: str):
    """Within an operation: write the tables of another app, as the record file does for every list of every room."""
    here = running()
    token = _stack.set((*_stack.get(), Running(label, here.by, here.now, here.lines, here.seat)))
    try:
        yield
    finally:
        _stack.reset(token)


def writer_of(model: type[models.Model]) -> str:
    """The label of the app whose operations write a table: its own, or the one that it names as `WRITTEN_BY`."""
    return getattr(model, "WRITTEN_BY", None) or model._meta.app_label


def check(model: type[models.Model]) -> None:
    """Raises WrittenOutside unless the innermost operation belongs to the app that writes this model.

    (The tables of people are written by organisations.)
    """
    here, writer = running(), writer_of(model)
    if here is None or here.app != writer:
        where = f"an operation of {here.app}" if here else "no operation"
        raise WrittenOutside(f"{model._meta.label} was about to be written in {where}; use {writer}.operations")


class GuardedQuerySet(models.QuerySet):
    """A QuerySet whose writes ask the guard first."""

    def update(self, **values):
        check(self.model)
        return super().update(**values)

    def delete(self):
        check(self.model)
        return super().delete()

    def bulk_create(self, objs: Iterable, *args, **options):
        check(self.model)
        return super().bulk_create(objs, *args, **options)

    def bulk_update(self, objs: Iterable, *args, **options):
        check(self.model)
        return super().bulk_update(objs, *args, **options)

    def raw(self, raw_query: str, *args, **options):
        """Reads alone: a statement of another kind would pass every guard."""
        if not raw_query.lstrip(" \r\n\t(").upper().startswith(("SELECT", "WITH")):
            check(self.model)
        return super().raw(raw_query, *args, **options)

    update.alters_data = delete.alters_data = bulk_create.alters_data = bulk_update.alters_data = True
    delete.queryset_only = True


class Guarded(models.Model):
    """Base of every table of the record.

    Its base manager is guarded too: Django writes through that when a related manager adds, sets, removes or clears.
    What Django does for itself by it (saving, deleting, reading again) goes by ways of its own and is not asked twice.
    """

    objects = GuardedQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args, **options):
        check(type(self))
        super().save(*args, **options)

    def delete(self, *args, **options):
        check(type(self))
        return super().delete(*args, **options)


class Versioned(Guarded):
    """An editable row. Each save by `save_changes` raises the version; an operation that edits expects one."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


def new_key(prefix: str) -> str:
    """A permanent key for a thing made here: short, easy to read aloud, unlike any other."""
    import secrets

    letters = "23456789abcdefghjkmnpqrstuvwxyz"
    return f"{prefix}-{''.join(secrets.choice(letters) for _ in range(9))}"


def save_changes(
    thing: Versioned,
    *,
    version: int,
    values: dict[str, Any],
    links: dict[str, tuple[Iterable, Iterable, Callable]] | None = None,
) -> dict[str, tuple[str, str]]:
    """Write what differs, if nobody saved in between, and return {field: (old, new)} in words.

    Compares and swaps the version in the database, so two people who save at the same moment cannot both win. `links`
    is {field: (saved, wanted, write)} for lists of related things that belong to the same form: the list that stands,
    the wanted one, and what writes it, which is called under the new version. Raises Conflict with all that is saved
    now when somebody saved in between, and Unchanged when nothing differs, whatever version is expected.
    """
    check(type(thing))
    before = {name: getattr(thing, name) for name in values}
    changed = {name: value for name, value in values.items() if before[name] != value}
    lists = {name: given for name, given in (links or {}).items() if set(given[0]) != set(given[1])}
    if not changed and not lists:
        raise Unchanged("Nothing was changed. Change something and save, or go back.")
    rows = type(thing)._base_manager.filter(pk=thing.pk)
    if not rows.filter(version=version).update(version=version + 1, **changed):
        now_saved = rows.get()
        saved = {name: getattr(now_saved, name) for name in values} | {
            name: list(given[0]) for name, given in lists.items()
        }
        raise Conflict(saved, version=now_saved.version)
    for name, value in changed.items():
        setattr(thing, name, value)
    thing.version = version + 1
    for _, wanted, write in lists.values():
        write(wanted)
    told = {name: (as_text(before[name]), as_text(value)) for name, value in changed.items()}
    return told | {name: (_listed(saved), _listed(wanted)) for name, (saved, wanted, _) in lists.items()}


def lock(thing: models.Model) -> None:
    """What rules are asked about a thing is asked of its row as it stands now, and nobody changes that before the
    operation ends: on PostgreSQL by the lock of the row, on SQLite because there is one writer.

    Brings `thing` to what stands; what was read before the operation may be old. Of a partnership it is taken by
    whoever asks whether a name or a number there is free. Rows that point to it are written meanwhile. Locks are taken
    from the outer thing to the inner one, so that two operations cannot wait for each other.
    """
    rows = type(thing)._base_manager.select_for_update(of=("self",), no_key=True)
    thing.refresh_from_db(from_queryset=rows)


def lock_all(rows: models.QuerySet) -> list:
    """The same of many things of one kind by one question for every five hundred: the rows as they stand now, in the
    order of their numbers, so that two operations cannot wait for each other. Those that are gone are left out.
    """
    numbers = sorted(rows.order_by().values_list("pk", flat=True))
    found = []
    for start in range(0, len(numbers), 500):
        some = rows.filter(pk__in=numbers[start : start + 500]).order_by("pk")
        found += some.select_for_update(of=("self",), no_key=True)
    return found


@contextlib.contextmanager
def unless_taken(refused: Exception):
    """Raises `refused` where a constraint says that somebody else wrote the same a moment before, after the question
    whether it is free had been answered.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise refused from None


def raise_version(thing: Versioned, *, version: int, saved: dict[str, Any]) -> None:
    """Take the next version of a thing whose own columns stay, since a row that belongs to it is about to be added.

    Raises Conflict with `saved` when somebody saved in between.
    """
    check(type(thing))
    rows = type(thing)._base_manager.filter(pk=thing.pk)
    if not rows.filter(version=version).update(version=version + 1):
        raise Conflict(saved, version=rows.get().version)
    thing.version = version + 1


def _listed(things: Iterable) -> str:
    return ", ".join(as_text(thing) for thing in things)


def as_text(value: Any) -> str:
    """A value as a line of history keeps it. A thing that has a circle of readers is told by its reference, since
    whoever reads the history of one may not see every other; any other thing by its name.
    """
    if hasattr(value, "audience"):
        return getattr(value, "ref", None) or value.key
    return "" if value is None else str(value)
