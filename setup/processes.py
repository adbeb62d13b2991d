"""Web server and worker as one: started together, stopped together; whichever ends by itself is started again."""

import contextlib
import ctypes
import http.client
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field

from setup.environment import ROOT

SECONDS_TO_ANSWER = 60
SECONDS_TO_STOP = 15
# Before a program that ended by itself is started again: this long, twice as long each time, never longer than this.
FIRST_PAUSE, LONGEST_PAUSE = 1, 30
STEADY_SECONDS = 60  # whoever ran this long begins with the first pause again
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


@dataclass
class Program:
    """One of the two, and when it is to be started again if it has ended."""

    name: str
    command: list[str]
    settings: dict[str, str]
    process: subprocess.Popen | None = None
    started: float = 0
    pause: float = FIRST_PAUSE
    start_at: float | None = field(default=None)

    def start(self) -> None:
        """In a process group of its own, so that Ctrl-C reaches only us and all of it can be ended."""
        self.started, self.start_at = time.monotonic(), None
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env=self.settings,
            stdin=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=_end_with_parent,
        )

    def ended(self) -> bool:
        return self.process.poll() is not None

    def keep_running(self) -> None:
        """Start it again when it has ended by itself, after a pause that grows while it goes on ending."""
        if self.start_at is not None:
            if time.monotonic() >= self.start_at:
                self.start()
        elif self.ended():
            _end_group(self.process)  # what is left of it would hold the port, or do the same work beside the new one
            if time.monotonic() - self.started >= STEADY_SECONDS:
                self.pause = FIRST_PAUSE
            print(
                f"The {self.name} stopped by itself (status {self.process.returncode}); it is started again in "
                f"{self.pause:g} second{'' if self.pause == 1 else 's'}. What it said last stands above.",
                file=sys.stderr,
                flush=True,
            )
            self.start_at = time.monotonic() + self.pause
            self.pause = min(2 * self.pause, LONGEST_PAUSE)


def serve(web: list[str], worker: list[str], settings: dict[str, str], port: int) -> int:
    """Run both commands until told to stop (returns 0). Whichever ends by itself is started again; one that ends
    before the first page was answered ends all (returns 1).
    """
    programs = [Program("web server", web, settings), Program("worker", worker, settings)]
    try:
        for program in programs:
            program.start()
        if not _answered(programs, port):
            return 1
        print(f"Golden Thread is ready at http://localhost:{port} (Ctrl-C stops it).", flush=True)
        while True:
            for program in programs:
                program.keep_running()
            time.sleep(0.2)
    except Told:
        print("Stopping …", flush=True)
        return 0
    finally:
        _stop([program.process for program in programs if program.process])


def _end_with_parent() -> None:
    """Ask Linux to stop this process when ./run is killed outright; elsewhere there is nothing to ask."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)


def _answered(programs: list[Program], port: int) -> bool:
    """Wait for the first page; says what is wrong when there is none."""
    until = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < until:
        for program in programs:
            if program.ended():
                status = program.process.returncode
                print(f"The {program.name} stopped by itself (status {status}), so all is stopped.", file=sys.stderr)
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


def _stop(processes: list[subprocess.Popen]) -> None:
    for process in processes:
        process.terminate()
    until = time.monotonic() + SECONDS_TO_STOP
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, until - time.monotonic()))
    for process in processes:
        _end_group(process)


def _end_group(process: subprocess.Popen) -> None:
    """End whatever is left of a program and of what it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
