"""Runs one part of ./bench inside the product's own Python: `python -m benchmarks.measure PART FILE [--quick]`."""

import json
import os
import platform
import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from goldenthread.config import wsgi  # noqa: E402, F401  what the web server does before the first visitor comes


def machine() -> dict:
    import sqlite3

    words = {line.split(":")[0].strip(): line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if ":" in line}
    memory = next(
        (int(line.split()[1]) // 1024**2 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), None
    )
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "processor": words.get("model name", platform.machine()),
        "memory": memory,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "django": django.get_version(),
        "sqlite": sqlite3.sqlite_version,
        "load": os.getloadavg()[0],
    }


def _lines(path):
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def prepare():
    """What ./run prepares, once in a home folder."""
    ready = Path(settings.HOME) / "prepared"
    if ready.exists():
        return
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_rules", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    ready.touch()


def filled(quick) -> str:
    """Key of the partnership in a house that was filled once."""
    from benchmarks import generate

    mark = Path(settings.HOME) / "filled"
    if not mark.exists():
        prepare()
        print("Filling the house …", flush=True)
        mark.write_text(generate.fill(generate.QUICK if quick else generate.NATIONAL))
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return mark.read_text()


def report(quick):
    from benchmarks import reports

    prepare()
    call_command("load_examples", verbosity=0)
    return reports.measured(runs=3 if quick else 9)


def pages(quick):
    from benchmarks import pages

    return pages.measured(filled(quick), runs=15 if quick else 60)


def rate(quick):
    from benchmarks import rate

    return rate.measured(filled(quick), seconds=3 if quick else 8)


if __name__ == "__main__":
    part, answer = sys.argv[1:3]
    work = {"report": report, "pages": pages, "rate": rate}.get(part)
    found = work("--quick" in sys.argv) if work else machine()
    Path(answer).parent.mkdir(parents=True, exist_ok=True)
    Path(answer).write_text(json.dumps(found))
