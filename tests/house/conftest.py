"""Tests that this machine cannot run are left out; ./test says at its end which, and why."""

import shutil
from pathlib import Path

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
