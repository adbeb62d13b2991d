"""What is installed is pinned, hashed, explained, and names no address."""

import hashlib
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements.lock", "requirements-test.lock"]


def _pins(name):
    """Package → version and marker, of each line of a lock that names one."""
    lines = (ROOT / name).read_text().splitlines()
    return dict(line.rstrip(" \\").split("==", 1) for line in lines if re.match(r"[a-z0-9]", line))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address_and_no_option(name):
    for number, line in enumerate((ROOT / name).read_text().splitlines(), 1):
        assert not line.startswith("-"), f"{name}:{number} holds an option"
        assert "file:" not in line, f"{name}:{number} names a file"
        assert "http" not in line, f"{name}:{number} names an address"


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash(name):
    pins = re.split(r"\n(?=[a-z0-9])", "\n" + (ROOT / name).read_text())[1:]
    assert len(pins) > 20
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_both_locks_pin_the_same_versions():
    tested = _pins("requirements-test.lock")
    assert {package: pin for package, pin in _pins("requirements.lock").items() if tested.get(package) != pin} == {}


@pytest.mark.parametrize("name", ["requirements.in", "requirements-test.in"])
def test_every_dependency_says_why(name):
    lines = [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith(("#", "-r "))]
    assert lines
    assert [line for line in lines if not re.search(r"\s#\s+\S+ \S+", line)] == []


@pytest.mark.parametrize("source", ["requirements.in", "requirements-test.in"])
def test_every_dependency_is_locked(source):
    pins = _pins(source.replace(".in", ".lock"))
    asked = re.findall(r"^[A-Za-z][\w.-]*", (ROOT / source).read_text(), re.MULTILINE)
    assert [name for name in asked if name.lower().replace(".", "-") not in pins] == []


def test_the_committed_pip_is_the_recorded_one():
    recorded, name = (ROOT / "setup" / "pip.sha256").read_text().split()
    assert [wheel.name for wheel in (ROOT / "setup").glob("*.whl")] == [name]
    assert hashlib.sha256((ROOT / "setup" / name).read_bytes()).hexdigest() == recorded


def test_the_committed_pip_runs_as_a_zip():
    _, name = (ROOT / "setup" / "pip.sha256").read_text().split()
    done = subprocess.run(["python3", ROOT / "setup" / name / "pip", "--version"], capture_output=True, text=True)
    assert done.stdout.startswith(f"pip {name.split('-')[1]} "), done.stderr
