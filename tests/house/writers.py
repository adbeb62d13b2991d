"""Real processes that write findings, many at once or killed in the middle; run as `python -m tests.house.writers`.

    furnish                           the cast, a piece of work in each partnership, two themes
    at-once PARTNERSHIP N TIMES MODE  N processes add TIMES findings each; MODE is "locked" or "unlocked"
    last-readers ROUNDS MODE          two processes remove the last two readers at once; MODE as above
    killed-at MODE MOMENT …           one process for each moment kills itself there; MODE is "whole" or "torn"
    killed-while-writing ROUNDS       in each round a process writes without end and is killed from outside
    verified-while-writing MODE       four processes write while history is verified again and again; MODE is "whole" or
                                      "torn", which reads the head and the lines at different moments

Each prints one line of JSON. A process here is one made by fork after Django is ready, with a connection of its own.
"""

import contextlib
import datetime
import json
import os
import random
import signal
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402

from goldenthread.foundation import writing  # noqa: E402
from goldenthread.foundation.access import operations as readers  # noqa: E402
from goldenthread.foundation.access.readers import of_thing as readers_of_thing  # noqa: E402
from goldenthread.foundation.access.viewer import System, viewer_for  # noqa: E402
from goldenthread.foundation.history import heads, queries  # noqa: E402
from goldenthread.foundation.history import operations as history  # noqa: E402
from goldenthread.foundation.history.models import Chain, Line, LineValues  # noqa: E402
from goldenthread.foundation.people.models import Body, Person  # noqa: E402
from goldenthread.foundation.room import Refused  # noqa: E402
from goldenthread.thread import operations as thread  # noqa: E402
from goldenthread.thread.models import Finding, Source, Theme  # noqa: E402
from goldenthread.thread.operations import saving  # noqa: E402
from tests.cast import Cast  # noqa: E402

NOW = datetime.datetime(2026, 11, 20, 10, 0, tzinfo=datetime.UTC)
VERIFY_SECONDS = 6
PARTNERSHIPS = ("west", "east")
MANAGERS = {"west": "The business manager", "east": "The east manager"}


def furnish():
    cast = Cast(NOW)
    by = System("the tests")
    for name in ("Neglect", "Exploitation"):
        thread.add_theme(by=by, now=NOW, name=name, key=name.lower())
    for key in PARTNERSHIPS:
        body = getattr(cast, key)
        thread.add_source(
            by=_manager(key),
            now=NOW,
            group=body.led_groups.get(kind="root"),
            kind="case_file_audit",
            title="An audit",
            on=datetime.date(2026, 5, 1),
        )


def _manager(key):
    person = Person.objects.get(name=MANAGERS[key])
    return viewer_for(person, Body.objects.get(key=key), NOW)


def _finding_adder(key):
    """A function that adds one finding with two themes to the piece of work of a partnership."""
    by, source, themes = _manager(key), Source.objects.get(holder__key=key), list(Theme.objects.all())
    return lambda text: thread.add_finding(by=by, now=NOW, source=source, kind="strength", text=text, themes=themes)


def _fork(work):
    """Run `work` in a process of its own; its number. It ends with status 0, or 1 after an error."""
    connection.close()
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        work()
        status = 0
    finally:
        os._exit(status)


def at_once(key, processes, times, mode):
    gate, opened = os.pipe()
    before = Finding.objects.count()

    def work():
        if mode == "unlocked":
            history._locked = lambda body_id: Chain.objects.get(body_id=body_id)
            saving.lock = lambda thing: None  # the work to which all add would keep them apart too
        add = _finding_adder(key)
        os.close(opened)
        os.read(gate, 1)  # until the parent has started all
        for number in range(times):
            add(f"{os.getpid()}: {number}")

    if mode == "unlocked":  # otherwise the database itself refuses the second line of a number
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE history_line DROP CONSTRAINT one_line_a_number")
    children = [_fork(work) for _ in range(processes)]
    os.close(opened)
    failed = sum(os.waitpid(child, 0)[1] != 0 for child in children)
    chain = Chain.objects.get(body__key=key)
    fault = queries.first_fault(chain)
    numbers = list(chain.lines.order_by("number").values_list("number", flat=True))
    return {
        "failed": failed,
        "fault": fault and fault.sentence,
        "gapless": numbers == list(range(1, len(numbers) + 1)),
        "written": Finding.objects.count() - before,
        "lines": chain.lines.filter(verb="thread.finding_added").count(),
    }


def last_readers(rounds, mode):
    """In each round two processes take the last two readers of a finding off its list, each the other one, at once.

    `mode` "unlocked" leaves out the lock of the thing, as it would be without it. How many findings nobody reads then.
    """
    people = list(Person.objects.order_by("pk")[:2])
    given = {"by": System("the tests"), "now": NOW}
    unreadable = 0
    for number in range(rounds):
        source = Source.objects.get(holder__key="west")
        finding = thread.add_finding(**given, source=source, kind="strength", text=f"Round {number}")
        for person in people:
            thread.list_reader(**given, thing=finding, person=person)
        gate, opened = os.pipe()

        def work(person, gate=gate, opened=opened, finding=finding):
            if mode == "unlocked":
                readers._lock = saving.lock = lambda thing: None
            stays = readers._somebody_stays
            readers._somebody_stays = lambda *words: (stays(*words), time.sleep(0.1))
            os.close(opened)
            os.read(gate, 1)
            with contextlib.suppress(Refused):
                thread.remove_reader(**given, thing=finding, person=person)

        children = [_fork(lambda person=person, work=work: work(person)) for person in people]
        os.close(opened)
        for child in children:
            os.waitpid(child, 0)
        os.close(gate)
        unreadable += not readers_of_thing(finding).exists()
    return {"rounds": rounds, "unreadable": unreadable}


def killed_at(mode, *moments):
    return {moment: _killed_at(mode, moment) for moment in moments}


def _killed_at(mode, moment):
    def die(*words, **more):
        os.kill(os.getpid(), signal.SIGKILL)

    def work():
        add = _finding_adder("west")
        if mode == "torn":  # what would happen without the transaction
            writing.transaction.atomic = contextlib.nullcontext
        if moment == "after the finding":
            thread.findings._about = die
        if moment == "after all rows":
            writing.write_lines = die
        if moment == "after the lines":
            whole = writing.write_lines
            writing.write_lines = lambda entries: (whole(entries), die())
        add("killed")
        die()

    before = Finding.objects.count()
    status = os.waitpid(_fork(work), 0)[1]
    return {"signal": os.WTERMSIG(status), "written": Finding.objects.count() - before, **_state()}


def killed_while_writing(rounds):
    """Confirmed: findings of which the process said that they were written, before it was killed."""
    confirmed, kills, before = 0, 0, Finding.objects.count()
    chance = random.Random(7)
    for _ in range(rounds):
        said, say = os.pipe()

        def work(said=said, say=say):
            os.close(said)
            add = _finding_adder("west")
            number = 0
            while True:
                add(f"{os.getpid()}: {number}")
                os.write(say, b".")
                number += 1

        child = _fork(work)
        os.close(say)
        confirmed += len(os.read(said, 1))  # it writes now
        time.sleep(chance.uniform(0, 0.08))
        os.kill(child, signal.SIGKILL)
        kills += os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
        while heard := os.read(said, 4096):
            confirmed += len(heard)
        os.close(said)
    return {"kills": kills, "confirmed": confirmed, "written": Finding.objects.count() - before, **_state()}


def verified_while_writing(mode):
    """Faults that were told of a history with which nobody meddled, and how many lines came meanwhile."""
    if mode == "torn":
        queries.one_moment = contextlib.nullcontext
        queries.first_fault = _once_somebody_wrote(queries.first_fault)
    before, false_alarms, rounds = Line.objects.count(), [], 0
    children = [_fork(_finding_adder_without_end(key)) for key in (*PARTNERSHIPS, *PARTNERSHIPS)]
    until = time.monotonic() + VERIFY_SECONDS
    try:
        while time.monotonic() < until and not (mode == "torn" and false_alarms):
            known = heads.known()
            false_alarms += [f"{fault.number}: {fault.sentence}" for fault in queries.faults(known=known)]
            heads.write(now=NOW)
            rounds += 1
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    return {"false_alarms": false_alarms[:3], "rounds": rounds, "written": Line.objects.count() - before}


def _once_somebody_wrote(first_fault):
    """Reads the lines of a chain only when there are more than its head said, as happens now and then by itself."""

    def later(chain, **given):
        until = time.monotonic() + VERIFY_SECONDS
        written_here = chain.body is not None and chain.body.key in PARTNERSHIPS
        while written_here and chain.lines.count() == chain.length and time.monotonic() < until:
            time.sleep(0.01)
        return first_fault(chain, **given)

    return later


def _finding_adder_without_end(key):
    def work():
        add, number = _finding_adder(key), 0
        while True:
            add(f"{os.getpid()}: {number}")
            number += 1
            time.sleep(0.005)  # SQLite gives the lock to whoever asks first: without a pause others may wait for ever

    return work


def _state():
    """What a half-written operation would disturb."""
    _wait_for_others()
    findings = Finding.objects.filter(source__holder__key="west").prefetch_related("themes")
    lines = Line.objects.filter(verb="thread.finding_added", chain__body__key="west")
    return {
        "half": [finding.key for finding in findings if len(finding.themes.all()) != 2],
        "without_a_line": len({finding.ref for finding in findings} ^ set(lines.values_list("key", flat=True))),
        "lines_without_values": lines.count() - LineValues.objects.filter(line__in=lines).count(),
        "faults": [fault.sentence for fault in queries.faults()],
    }


def _wait_for_others():
    """PostgreSQL notices the end of a killed process a moment later."""
    if connection.vendor != "postgresql":
        return
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(others)
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise TimeoutError("a killed process is still known to the server after 10 seconds")


if __name__ == "__main__":
    name, *words = sys.argv[1:]
    work = {
        "furnish": furnish,
        "at-once": at_once,
        "last-readers": last_readers,
        "killed-at": killed_at,
        "killed-while-writing": killed_while_writing,
        "verified-while-writing": verified_while_writing,
    }[name]
    print(json.dumps(work(*[int(word) if word.isdigit() else word for word in words])))
