"""No test of the returns needs the house's database; some need the real example files, or Spark with a Java."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def may_mount() -> bool:
    """Whether this user may mount a small disk here."""
    with tempfile.TemporaryDirectory() as place:
        mounted = (
            shutil.which("mount")
            and not subprocess.run(
                ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], capture_output=True
            ).returncode
        )
        if mounted:
            subprocess.run(["umount", place], check=True)
        return bool(mounted)


def pytest_collection_modifyitems(config, items):
    """Leave out what this machine cannot run: ./test says so at its end."""
    left_out = {
        "real_files": not Path(os.environ.get("GOLDENTHREAD_RETURNS_DATA", "not-set")).is_dir(),
        "spark": not (shutil.which("java") and importlib.util.find_spec("pyspark")),
        "full_device": not Path("/dev/full").exists(),
        "small_disk": not may_mount(),
    }
    ours = [item for item in items if HERE in item.path.parents]
    gone = [
        item for item in ours if any(without and item.get_closest_marker(name) for name, without in left_out.items())
    ]
    config.hook.pytest_deselected(items=gone)
    items[:] = [item for item in items if item not in set(gone)]
