"""A command as a whole process with its children: seconds, processor seconds, and the most memory at one time."""

import contextlib
import os
import resource
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.05
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Taken:
    """What one run of a command took: seconds, processor seconds, megabytes at the most, and its exit status."""

    seconds: float
    processor: float
    megabytes: float
    status: int


def timed(command: list, **more) -> Taken:
    """Run a command to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    running = subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **more,
    )
    most = [0.0]
    watch = threading.Thread(target=_watch, args=(running, most))
    watch.start()
    status = running.wait()
    seconds = time.perf_counter() - began
    watch.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(seconds, processor, most[0], status)


def processor_of(pid: int) -> float:
    """Seconds that the processor has worked for a process and its children so far."""
    ticks = 0
    for one in _family(pid):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _watch(running: subprocess.Popen, most: list[float]) -> None:
    while running.poll() is None:
        most[0] = max(most[0], sum(map(_resident, _family(running.pid))) / 1e6)
        time.sleep(EVERY)


def _family(pid: int) -> list[int]:
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0
