"""A PostgreSQL of the tests' own: made in a temporary folder, on a free port, gone at the end."""

import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

OWNER = "postgres"
# Nothing in it has to survive a power cut, and the tests write all the time.
OPTIONS = (
    "-c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off "
    "-c max_connections=60 -c autovacuum=off -c jit=off -c wal_level=minimal -c max_wal_senders=0 "
    "-c unix_socket_directories=''"
)


class NotStarted(Exception):
    """The cluster could not be made; the text says why."""


def programs() -> Path | None:
    """The folder that holds initdb and pg_ctl: Debian keeps them off the path, one folder a version."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: _number(path.parts[-3]))
    if debian:
        return debian[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """Yield the address of a running cluster, as GOLDENTHREAD_DATABASE takes it. Raises NotStarted.

    PostgreSQL refuses to run as root, so root runs it as the user that Debian's package made.
    """
    folder = Path(tempfile.mkdtemp(prefix="goldenthread-postgres-", dir="/tmp"))
    data, port, password = folder / "data", _free_port(), secrets.token_urlsafe(16)
    try:
        (folder / "password").touch(mode=0o600)
        (folder / "password").write_text(password + "\n")
        if os.geteuid() == 0:
            _give_to_owner(folder)
        _call(
            "initdb",
            "-D",
            data,
            "-U",
            OWNER,
            "-A",
            "scram-sha-256",
            "--pwfile",
            folder / "password",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        _call("pg_ctl", "-D", data, "-l", folder / "log", "-o", f"-p {port} {OPTIONS}", "-w", "start")
        yield f"postgres://{OWNER}:{password}@127.0.0.1:{port}/postgres"
    finally:
        with contextlib.suppress(NotStarted):
            _call("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _give_to_owner(folder: Path) -> None:
    try:
        owner = pwd.getpwnam(OWNER)
    except KeyError:
        raise NotStarted(f"there is no user {OWNER} to run it as") from None
    for path in (folder, *folder.iterdir()):
        os.chown(path, owner.pw_uid, owner.pw_gid)


def _call(program: str, *words: object) -> None:
    command = [str(programs() / program), *map(str, words)]
    if os.geteuid() == 0:
        command = ["runuser", "-u", OWNER, "--", *command]
    # A session of its own: Ctrl-C ends the tests first, and then we end the cluster.
    # Output goes to a file, since a server started by pg_ctl would hold a pipe open.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            command, cwd="/", stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, start_new_session=True
        )
        said.seek(0)
        if done.returncode:
            raise NotStarted(f"{program} said: {said.read().strip()[-500:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _number(version: str) -> float:
    try:
        return float(version)
    except ValueError:
        return 0
