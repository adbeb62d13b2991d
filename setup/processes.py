"""Web server and worker as one: started together, stopped together, and none outlives the other."""

import contextlib
import ctypes
import http.client
import os
import signal
import subprocess
import sys
import time

from setup.environment import ROOT

SECONDS_TO_ANSWER = 60
SECONDS_TO_STOP = 15
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


class Told(BaseException):
    """Somebody asked for an end: Ctrl-C, a closed terminal, or SIGTERM."""


def stop_when_told() -> None:
    """Turn the signals that ask for an end into Told, wherever the program is."""

    def tell(number, frame):
        for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(asked, signal.SIG_IGN)  # a second Ctrl-C does not break the tidying up
        raise Told

    for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(asked, tell)


def serve(web: list[str], worker: list[str], settings: dict[str, str], port: int) -> int:
    """Run both commands until told to stop (returns 0) or until one of them ends by itself (returns 1)."""
    running: dict[str, subprocess.Popen] = {}
    try:
        for name, command in (("web server", web), ("worker", worker)):
            running[name] = _start(command, settings)
        if not _answered(running, port):
            return 1
        print(f"Golden Thread is ready at http://localhost:{port} (Ctrl-C stops it).", flush=True)
        while not _ended(running):
            time.sleep(0.2)
        return 1
    except Told:
        print("Stopping …", flush=True)
        return 0
    finally:
        _stop(list(running.values()))


def _start(command: list[str], settings: dict[str, str]) -> subprocess.Popen:
    """Start a command in a process group of its own, so that Ctrl-C reaches only us and all of it can be ended."""
    return subprocess.Popen(
        command, cwd=ROOT, env=settings, stdin=subprocess.DEVNULL, process_group=0, preexec_fn=_end_with_parent
    )


def _end_with_parent() -> None:
    """Ask Linux to stop this process when ./run is killed outright; elsewhere there is nothing to ask."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)


def _answered(running: dict[str, subprocess.Popen], port: int) -> bool:
    """Wait for the first page; says what is wrong when there is none."""
    until = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < until:
        if _ended(running):
            return False
        status = _status_of_first_page(port)
        if status and status >= 500:
            print(f"Golden Thread was stopped: its first page answers with an error ({status}).", file=sys.stderr)
            return False
        if status:
            return True
        time.sleep(0.1)
    print(f"Golden Thread was stopped: it did not answer within {SECONDS_TO_ANSWER} seconds.", file=sys.stderr)
    return False


def _status_of_first_page(port: int) -> int | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_ANSWER)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _ended(running: dict[str, subprocess.Popen]) -> bool:
    for name, process in running.items():
        if process.poll() is not None:
            print(f"The {name} stopped by itself (status {process.returncode}), so all is stopped.", file=sys.stderr)
            return True
    return False


def _stop(processes: list[subprocess.Popen]) -> None:
    for process in processes:
        process.terminate()
    until = time.monotonic() + SECONDS_TO_STOP
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, until - time.monotonic()))
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # whatever of its group is left
        process.wait()
