"""./run and ./test as they meet a person: one clear sentence where they cannot go on."""

import os
import re
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMANDS = ["run", "test", ".ci/run"]


def _call(command, *words, path=None):
    given = {**os.environ, "PATH": path or os.environ["PATH"]}
    return subprocess.run([ROOT / command, *words], env=given, capture_output=True, text=True, timeout=60)


def _fake_python(folder, **versions):
    """A folder for PATH with the few programs that the entry needs, and Pythons that say they are this old."""
    for program in ("dirname", "sh"):
        (folder / program).symlink_to(f"/bin/{program}" if Path(f"/bin/{program}").exists() else f"/usr/bin/{program}")
    for name, version in versions.items():
        fake = folder / name.replace("_", ".")
        fake.write_text(f'#!/bin/sh\n[ "$1" = -c ] && echo {version} || echo "{name} $*"\n')
        fake.chmod(0o755)
    return str(folder)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_may_be_run_and_parses(command):
    assert (ROOT / command).stat().st_mode & stat.S_IXUSR
    assert subprocess.run(["sh", "-n", ROOT / command]).returncode == 0
    assert subprocess.run(["bash", "-n", ROOT / command]).returncode == 0


def test_the_readme_opens_with_both_commands():
    opening = (ROOT / "README.md").read_text()[:1500]
    assert re.search(r"^\./run\b", opening, re.MULTILINE)
    assert re.search(r"^\./test\b", opening, re.MULTILINE)


def test_continuous_integration_runs_the_whole_suite():
    assert "exec ./test </dev/null" in (ROOT / ".ci/run").read_text()


@pytest.mark.parametrize("command", ["run", "test"])
@pytest.mark.parametrize("version", ["3.9.18", "3.10.13", "3.14.0"])
def test_a_python_out_of_range_gets_one_sentence(command, version, tmp_path):
    done = _call(command, path=_fake_python(tmp_path, python3=version))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        "Golden Thread needs Python 3.11, 3.12 or 3.13, "
        f"but python3 on this machine is {version}: install one of them and start ./{command} again.\n"
    )


def test_no_python_gets_one_sentence(tmp_path):
    done = _call("run", path=_fake_python(tmp_path))
    assert done.returncode == 1
    assert done.stderr == (
        "Golden Thread needs Python 3.11, 3.12 or 3.13, "
        "and no python3 was found on this machine: install one of them and start ./run again.\n"
    )


def test_the_first_python_in_range_is_taken(tmp_path):
    path = _fake_python(tmp_path, python3="3.14.0", python3_12="3.12.1", python3_11="3.11.2")
    assert _call("run", "--port", "9000", path=path).stdout == "python3_12 -m setup.run --port 9000\n"


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_a_taken_port_gets_one_sentence(address):
    with socket.create_server((address, 0)) as other:
        port = other.getsockname()[1]
        done = _call("run", "--port", str(port))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        f"Port {port} is taken by another program: stop that program, "
        f"or start with another port, such as ./run --port {port + 1}.\n"
    )


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "-1", "8000.5"])
def test_a_number_that_is_no_port_is_refused(port):
    done = _call("run", f"--port={port}")
    assert done.returncode == 2
    assert f"{port} is not a port: give a number from 1 to 65535" in done.stderr


def test_what_cannot_be_left_out_is_refused():
    done = _call("test", "--without", "style")
    assert done.returncode == 2
    assert "only browser and postgres can be left out" in done.stderr


@pytest.mark.parametrize("command", ["run", "test"])
def test_help_says_what_the_command_does(command):
    done = _call(command, "--help")
    assert done.returncode == 0
    assert f"./{command}" in done.stdout


def test_the_parts_need_nothing_but_the_standard_library():
    allowed = {*sys.stdlib_module_names, "setup"}
    for part in (ROOT / "setup").glob("*.py"):
        imported = re.findall(r"^\s*(?:import|from)\s+(\w+)", part.read_text(), re.MULTILINE)
        assert set(imported) <= allowed, part.name
