"""Rows that are made once through the real operations and put back, as they were, for every further test.

Making the cast takes some forty operations; putting its rows back takes one statement a table. Each test's transaction
still ends with a rollback, so nothing is shared between tests but what the rows say. Numbers given by a sequence are
never used twice, since a sequence does not roll back.
"""

import functools
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model, QuerySet

from goldenthread.foundation.history.models import Chain

_kept: dict[tuple, "Kept"] = {}


@dataclass
class Kept:
    """What was made, and the statements that put its rows back: (SQL, a tuple of values for each row)."""

    made: bytes
    statements: list[tuple[str, list[tuple]]]
    files: dict[Path, bytes]

    def put_back(self, files: Path | None) -> Any:
        with connection.cursor() as cursor:
            for statement, rows in self.statements:
                cursor.executemany(statement, rows)
        _write(files, self.files)
        return pickle.loads(self.made)


def kept(name: str, make: Callable[[], Any], files: Path | None = None) -> Any:
    """What `make()` returned the first time in this process, with the rows that it wrote now in the database again.

    It is put back only upon what it was made upon: the heads of the chains of history tell, since every operation
    leaves a line. `files` is a folder whose files belong to it.
    """
    upon = (name, _heads())
    if upon in _kept:
        return _kept[upon].put_back(files)
    before = {model: set(QuerySet(model).values_list("pk", flat=True)) for model in _models()}
    made = make()
    _kept[upon] = Kept(pickle.dumps(made), _statements(before), _read(files))
    return made


def keep(make: Callable) -> Callable:
    """Between `@pytest.fixture` and what makes a thing out of other fixtures alone: make it once for a process.

    What it is made of must be kept too, so that the rows it leans on have the numbers that they had. The fixtures that
    it was made of and its own are then copies of each other: read what it returns.
    """
    name = f"{make.__module__}.{make.__qualname__}"

    @functools.wraps(make)
    def put_back_or_made(**fixtures):
        return kept(name, lambda: make(**fixtures))

    return put_back_or_made


def _statements(before: dict[type[Model], set]) -> list[tuple[str, list[tuple]]]:
    """New rows are put in; the head of a chain of history that stood before and grew is put back as it became."""
    found = []
    for model, keys in before.items():
        fields = model._meta.concrete_fields
        if rows := [_values(row, fields) for row in QuerySet(model).exclude(pk__in=keys)]:
            found.append((_insert(model, fields), rows))
    pk, others = Chain._meta.pk, [field for field in Chain._meta.concrete_fields if not field.primary_key]
    if rows := [_values(row, [*others, pk]) for row in QuerySet(Chain).filter(pk__in=before[Chain])]:
        found.append((_update(Chain, others, pk), rows))
    return found


def _values(row: Model, fields) -> tuple:
    return tuple(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields)


def _insert(model: type[Model], fields) -> str:
    columns = ", ".join(_quoted(field.column) for field in fields)
    return f"INSERT INTO {_quoted(model._meta.db_table)} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"


def _update(model: type[Model], fields, pk) -> str:
    columns = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    return f"UPDATE {_quoted(model._meta.db_table)} SET {columns} WHERE {_quoted(pk.column)} = %s"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _heads() -> frozenset:
    return frozenset(Chain.objects.values_list("pk", "length", "head"))


def _models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]


def _read(folder):
    if folder is None or not folder.exists():
        return {}
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _write(folder, contents):
    for path, content in contents.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
