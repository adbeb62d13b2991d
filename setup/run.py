"""./run: set up, then serve web and worker together until somebody stops them."""

import argparse
import os
import resource
import socket
import subprocess
from pathlib import Path

from setup import environment
from setup.processes import Told, serve, stop_when_told
from setup.trial import Trial

# What every start brings up to date, each safe to repeat.
PREPARATION = (
    ("migrate", "--verbosity", "0"),
    ("createcachetable", "--verbosity", "0"),
    ("load_rules",),
    ("keep_due_days",),
    ("schedule_jobs",),
    ("note_heads", "--verbosity", "0"),
    ("collectstatic", "--no-input", "--verbosity", "0"),
)
# Requests are gathered by the server's loop (config/asgi.py); HTTP/2 would let one connection ask two hundred at once.
WEB_OPTIONS = (
    *("--interface", "asginl", "--http", "1", "--workers", "2"),
    *("--http1-header-read-timeout", "10000", "--backpressure", "4096"),
    *("--respawn-failed-workers", "--workers-kill-timeout", "10", "--log-level", "warning"),
    "goldenthread.config.asgi:application",
)
DESCRIPTION = """Sets up Golden Thread in this folder and serves it at http://localhost:8000 until Ctrl-C.

The first start makes a Python environment, a database and the example records; later starts take seconds."""


def main() -> int:
    """Do everything that ./run promises; returns the exit status."""
    stop_when_told()
    options = _options()
    _refuse_taken(options.port)
    environment.provide("requirements.lock")
    trial = Trial(_home(), os.environ.get("GOLDENTHREAD_DATABASE", ""))
    trial.begin(with_examples=options.examples)
    settings = trial.settings(environment.clean_environment())
    settings.setdefault("GOLDENTHREAD_ADDRESS", f"http://localhost:{options.port}")  # links in messages begin with it
    if trial.on_sqlite:
        _warn_of_old_sqlite(settings)
    _prepare(trial, settings)
    _allow_connections()
    return serve(web_command(options.port), _worker(), settings, options.port)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run", description=DESCRIPTION, allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help="the port to serve on (8000)")
    parser.add_argument(
        "--no-examples", dest="examples", action="store_false", help="start a new database without the example records"
    )
    return parser.parse_args()


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port: give a number from 1 to 65535")
    return int(text)


def _refuse_taken(port: int) -> None:
    """Raise SystemExit with one sentence when this port of localhost, old address or new, cannot be had."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
        except PermissionError:
            raise SystemExit(
                f"Port {port} may be used by the administrator only: start with ./run --port {port + 8000}."
            ) from None
        except OSError:
            if family == socket.AF_INET or _answers(address, port):
                raise SystemExit(
                    f"Port {port} is taken by another program: stop that program, "
                    f"or start with another port, such as ./run --port {port + 1 if port < 65535 else 8000}."
                ) from None


def _answers(address: str, port: int) -> bool:
    try:
        socket.create_connection((address, port), timeout=1).close()
    except OSError:
        return False
    return True


def _home() -> Path:
    return Path(os.environ.get("GOLDENTHREAD_HOME") or environment.ROOT / "var").resolve()


def _warn_of_old_sqlite(settings: dict[str, str]) -> None:
    script = "import goldenthread.config, sqlite3; print(sqlite3.sqlite_version)"
    version = _output([environment.PYTHON, "-c", script], settings)
    if tuple(int(part) for part in version.split(".")) < (3, 51, 3):
        print(
            f"The SQLite of this machine ({version}) can lose data in rare cases, a fault mended in 3.51.3: "
            "trust it with no more than a trial, and use PostgreSQL for real records.",
            flush=True,
        )


def _output(command: list, settings: dict[str, str]) -> str:
    return subprocess.run(
        command, cwd=environment.ROOT, env=settings, stdout=subprocess.PIPE, text=True, check=True
    ).stdout.strip()


def _prepare(trial: Trial, settings: dict[str, str]) -> None:
    print("Preparing the database …", flush=True)
    for words in PREPARATION:
        _manage(settings, *words)
    if trial.examples_wanted:
        print("Loading the example records …", flush=True)
        _manage(settings, "load_examples")
        trial.examples_loaded()


def _manage(settings: dict[str, str], *words: str) -> None:
    done = subprocess.run(
        [environment.PYTHON, "manage.py", *words], cwd=environment.ROOT, env=settings, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        raise SystemExit(f"Golden Thread was not started: “manage.py {' '.join(words)}” failed for the reason above.")


def _allow_connections() -> None:
    """Let as many connections wait as the web server takes: the usual measure is 1,024 open files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 16384 if hard == resource.RLIM_INFINITY else min(16384, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def web_command(port: int) -> list[str]:
    """The web server of ./run. The operations guide gives the same options."""
    # Only this machine is served: the trial lets anybody who reaches it sign in as an example person.
    return [str(environment.PYTHON), "-m", "granian", "--host", "127.0.0.1", "--port", str(port), *WEB_OPTIONS]


def _worker() -> list[str]:
    return [str(environment.PYTHON), "manage.py", "qcluster"]


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except Told:
        raise SystemExit("Stopped before it was ready; ./run takes it up again.") from None
