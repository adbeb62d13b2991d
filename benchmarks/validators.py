"""The sector's validators, each in an environment of its own, since they want other versions than the product."""

import shutil
import subprocess
import sys
from pathlib import Path

from setup import environment

WANTS = (3, 11)  # the only Python for which the packages that they pin have wheels


def provide(which: str, folder: Path) -> Path | None:
    """The Python of an environment with the validator of "cin" or "903" in it; None where it cannot be had here."""
    place, lock = folder / f"validator-{which}", environment.ROOT / f"requirements-validator-{which}.lock"
    python = place / "bin" / "python"
    if python.exists():
        return python
    base = sys.executable if sys.version_info[:2] == WANTS else shutil.which("python3.11")
    if base is None:
        return None
    print(f"Making an environment for the validator of {which} …", flush=True)
    subprocess.run([base, "-m", "venv", "--without-pip", place], check=True)
    pip = [str(python), str(environment.pip_wheel() / "pip"), "--disable-pip-version-check", "--no-input", "install"]
    done = subprocess.run(
        [
            *pip,
            "--root-user-action",
            "ignore",
            "--only-binary",
            ":all:",
            "--require-hashes",
            "--quiet",
            "--quiet",
            "-r",
            str(lock),
        ],
        env=environment.clean_environment(),
    )
    if done.returncode:
        shutil.rmtree(place)
        return None
    return python
