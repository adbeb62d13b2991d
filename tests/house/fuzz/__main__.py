"""The longer fuzz: `python -m tests.house.fuzz --minutes 30 --seed 1`, on a database of its own.

It works on the database that GOLDENTHREAD_DATABASE names (beside it, in `test_…`), or in memory. Each round takes the
next seed; what it finds is printed with the command that makes it happen again, and the command ends with 1.
"""

import argparse
import contextlib
import logging
import os
import sys
import tempfile
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings_test")

import django  # noqa: E402

django.setup()

import time_machine  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test.utils import get_runner, setup_test_environment  # noqa: E402

from conftest import NOW  # noqa: E402
from tests.cast import Cast  # noqa: E402
from tests.cast_things import Things  # noqa: E402
from tests.house.fuzz import posting, records, uploads  # noqa: E402


def round_of(seed: int, until) -> list[str]:
    """Everything once, with this seed, on a house of its own; what was found."""
    with transaction.atomic():
        cast = Cast(NOW)
        fuzz = posting.Fuzz(cast, Things(cast), seed)
        for part in (
            lambda: fuzz.every_form(3, until),
            fuzz.buttons_and_drafts,
            fuzz.addresses,
            fuzz.draw_everything,
            fuzz.take_out_and_load,
        ):
            part()
        fuzz.faults += uploads.receive_many(fuzz.chance, 3000)
        fuzz.faults += records.read_damaged(fuzz.chance, 60)
        found, taken = records.load_odd_record(cast, fuzz.chance, 0.9, 3)
        print(
            f"seed {seed}: {fuzz.posts} posts, {fuzz.accepted} taken, {fuzz.refused} shown again; {taken} odd values "
            f"of a record taken; {len(fuzz.faults) + len(found)} faults",
            flush=True,
        )
        transaction.set_rollback(True)
        return fuzz.faults + found


@contextlib.contextmanager
def a_house():
    """An empty database, a clock that stands at the moment of the tests, and a folder for files."""
    setup_test_environment()
    logging.disable(logging.CRITICAL)  # each refused form leaves a line; what matters is printed
    runner = get_runner(settings)(verbosity=0, interactive=False)
    made = runner.setup_databases()
    try:
        with tempfile.TemporaryDirectory() as folder, time_machine.travel(NOW, tick=True):
            settings.MEDIA_ROOT = folder
            yield
    finally:
        runner.teardown_databases(made)


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m tests.house.fuzz", description=__doc__)
    words.add_argument("--minutes", type=float, default=30)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--rounds", type=int, default=0, help="so many rounds, however long they take")
    said = words.parse_args()
    end, seed, found = time.monotonic() + said.minutes * 60, said.seed, {}
    with a_house():
        while seed - said.seed < said.rounds or (not said.rounds and time.monotonic() < end):
            for fault in round_of(seed, lambda: not said.rounds and time.monotonic() > end):
                if fault.split("\n")[-2:] not in found.values():
                    found[fault] = fault.split("\n")[-2:]
                    print(f"{fault}\nTo repeat: python -m tests.house.fuzz --rounds 1 --seed {seed}\n", flush=True)
            seed += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
