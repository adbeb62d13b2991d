"""The virtual environment in .venv, filled from a lock file by hash.

Bare Debian has neither pip nor ensurepip, so the environment is made without pip and the committed pip wheel is run
as a zip. uv does the same work faster where it is on the path.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# Stands in the environment while packages are being installed; found at a later start, it tells of an interruption.
UNFINISHED = VENV / "installing"


def provide(lock_name: str, from_source: bool = False) -> None:
    """Make .venv hold what a lock pins; do nothing when it already does.

    from_source  for a lock of packages that are published without wheels

    Raises SystemExit with a sentence when it cannot be done.
    """
    lock = ROOT / lock_name
    with _alone() as held:
        _discard_broken()
        if not PYTHON.exists():
            print("Making the Python environment in .venv …", flush=True)
            subprocess.run([sys.executable, "-m", "venv", "--without-pip", VENV], check=True)
        stamp, wanted = VENV / f"installed-{lock_name}", _stamp_text(lock)
        if stamp.exists() and stamp.read_text() == wanted:
            return
        print(f"Installing what {lock_name} lists (under a minute the first time) …", flush=True)
        UNFINISHED.touch()
        _install(lock, held.fileno(), from_source)
        stamp.write_text(wanted)
        UNFINISHED.unlink()


def provide_spark() -> None:
    """Make .venv hold pyspark, which is published without a wheel: first what builds it, then itself."""
    provide("requirements-build.lock")
    provide("requirements-spark.lock", from_source=True)


def clean_environment() -> dict[str, str]:
    """This process's environment without what would lead the environment's Python to other packages."""
    return {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONHOME"}}


def pip_wheel() -> Path:
    """The committed pip, once its bytes were found to be those recorded in pip.sha256.

    Raises SystemExit when they are not.
    """
    recorded, name = (ROOT / "setup" / "pip.sha256").read_text().split()
    wheel = ROOT / "setup" / name
    if not wheel.exists() or hashlib.sha256(wheel.read_bytes()).hexdigest() != recorded:
        raise SystemExit(f"setup/{name} is not the file that was committed: restore it with git and start again.")
    return wheel


@contextmanager
def _alone():
    """Only one ./run or ./test installs at a time. An installer that outlives its parent keeps the others waiting."""
    with (ROOT / "requirements.lock").open() as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another start in this folder to finish installing …", flush=True)
            fcntl.flock(held, fcntl.LOCK_EX)
        yield held


def _discard_broken() -> None:
    """Remove an environment that was left half-filled, or whose Python is gone or has become another version."""
    if VENV.exists() and (UNFINISHED.exists() or not _site_packages_stand()):
        print("The environment in .venv is incomplete and is made afresh.", flush=True)
        shutil.rmtree(VENV)


def _site_packages_stand() -> bool:
    command = [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    try:
        answer = subprocess.run(command, env=clean_environment(), capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return Path(answer.stdout.strip()).is_dir()


def _stamp_text(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest() + "\n"


def _install(lock: Path, held: int, from_source: bool) -> None:
    built = ["--no-build-isolation"] if from_source else ["--only-binary", ":all:"]
    pinned = [*built, "--require-hashes", "--quiet", "-r", str(lock)]
    uv = shutil.which("uv")
    if uv:
        if _succeeds([uv, "pip", "install", "--python", str(PYTHON), *pinned], held):
            return
        print("uv could not install the packages; trying with pip …", flush=True)
    pip = [str(PYTHON), str(pip_wheel() / "pip"), "--disable-pip-version-check", "--no-input"]
    if not _succeeds([*pip, "install", "--root-user-action", "ignore", *pinned], held):
        raise SystemExit(
            "The packages could not be installed, for the reason above: "
            "check the connection to the package index and start again."
        )


def _succeeds(command: list[str], held: int) -> bool:
    return subprocess.run(command, env=clean_environment(), stdin=subprocess.DEVNULL, pass_fds=[held]).returncode == 0
