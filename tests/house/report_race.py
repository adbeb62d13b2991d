"""Somebody writes a chapter without end while somebody else closes it; run as `python -m tests.house.report_race N`.

In each of N rounds a process writes and tells after each save what was saved, until it is refused; this one closes the
text, and tries again while something was written meanwhile. Prints one line of JSON: of how many rounds the closed text
holds the last words that were told as saved, and in how many the chapter still reads as the closed text does.
"""

import datetime
import json
import os
import random
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402

from goldenthread.foundation.room import Refused  # noqa: E402
from goldenthread.front.yearly_report import closing, operations, queries  # noqa: E402
from goldenthread.front.yearly_report.tests.conftest import Desk  # noqa: E402
from tests.cast import Cast  # noqa: E402

NOW = datetime.datetime(2026, 11, 20, 10, 0, tzinfo=datetime.UTC)


def _write_until_refused(desk, say):
    number, pauses = 0, random.Random(os.getpid())
    while True:
        number += 1
        try:
            desk.write("next_steps", f"Word {os.getpid()} {number}.", speaker="The chair")
        except Refused:
            os._exit(0)
        os.write(say, f"Word {os.getpid()} {number}.\n".encode())
        time.sleep(pauses.uniform(0.1, 0.7))


def _round(desk, wait):
    said, say = os.pipe()
    connection.close()
    sys.stdout.flush()
    child = os.fork()
    if not child:
        os.close(said)
        _write_until_refused(desk, say)
    os.close(say)
    time.sleep(wait)
    version = None
    while version is None:
        try:
            version = desk.close()
        except closing.ChangedMeanwhile:
            continue
    os.waitpid(child, 0)
    last = b"".join(iter(lambda: os.read(said, 65536), b"")).decode().splitlines()[-1]
    os.close(said)
    stands = desk.section("next_steps").text
    desk.fresh()
    operations.open_again(report=desk.report, version=desk.report.version, reason="Again.", **desk.given)
    return last in version.text, stands in version.text


def main(rounds):
    desk = Desk(Cast(NOW))
    desk.answer_everything()
    desk.write("next_steps", "Begun.", speaker="The chair")
    told = [_round(desk, 0.05 + 0.03 * place) for place in range(rounds)]
    assert queries.current_version(desk.fresh()) is None
    print(json.dumps({"last saved is closed": sum(a for a, _ in told), "chapter as closed": sum(b for _, b in told)}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
