"""Tests that this machine cannot run are left out; ./test says at its end which, and why."""

import shutil
from pathlib import Path

import pytest
from django.db.models import Model

from goldenthread.foundation import prepared
from goldenthread.returns.tests.conftest import may_mount

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config, items):
    missing = [name for name in ("nginx", "caddy") if not shutil.which(name)]
    missing += [] if may_mount() else ["small_disk"]
    gone = [
        item for item in items if HERE in item.path.parents and any(item.get_closest_marker(name) for name in missing)
    ]
    config.hook.pytest_deselected(items=gone)
    items[:] = [item for item in items if item not in set(gone)]


@pytest.fixture
def put_together_anew(monkeypatch):
    """Each prepared read answers as the same one put together for its very values; gives those that were held."""

    held = set()

    def compare(read, rows, others):
        held.add(read)
        assert list(map(told, rows)) == list(map(told, others)), f"{read.__module__}.{read.__name__} answers otherwise"

    monkeypatch.setattr(prepared, "compare", compare)
    return held


def told(row):
    """All columns of a row, and what was read beside it."""
    if not isinstance(row, Model):
        return row
    fields = [field for field in row._meta.concrete_fields if field.attname not in row.get_deferred_fields()]
    beside = {field.name: row._state.fields_cache.get(field.name) for field in row._meta.concrete_fields}
    return type(row), [getattr(row, field.attname) for field in fields], beside
