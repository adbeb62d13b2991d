"""The bare page in a process of its own, in which the processor's time for it is measured beside that of ours: machines
differ, and the same one is slower while other programs run on it.
"""

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

REQUESTS = 60


@contextmanager
def bare_page(key: str) -> Iterator[Callable[[], float]]:
    """Gives a function that asks for the bare page: the median of the processor's seconds for one request."""
    given = {**os.environ, "BARE_KEY": key}
    given.pop("DJANGO_SETTINGS_MODULE", None)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.beside"], env=given, **pipes)

    def measured() -> float:
        process.stdin.write("again\n")
        process.stdin.flush()
        return float(process.stdout.readline())

    try:
        yield measured
    finally:
        process.stdin.close()
        process.wait()


def _serve() -> None:
    from django.test import Client

    from benchmarks import bare

    client = Client(SERVER_NAME="localhost")
    assert bare.application and client.get("/").status_code == 200
    for _ in range(REQUESTS):
        client.get("/")
    gc.collect()
    gc.freeze()
    for _ in sys.stdin:
        took = []
        for _ in range(REQUESTS):
            began = time.process_time()
            client.get("/")
            took.append(time.process_time() - began)
        print(statistics.median(took), flush=True)


if __name__ == "__main__":
    _serve()
