"""Who may see and do: every page says it, every write goes through an operation that knows who and when."""

import ast
import functools
import re

import pytest

from goldenthread.config.urls_of_others import URLS_OF_OTHERS
from goldenthread.foundation import room
from goldenthread.foundation.access.decorators import PUBLIC, SIGNED_IN
from goldenthread.foundation.access.roles import roles
from tests.house import code

ADDRESSES = list(code.addresses())
DECLARED = {item.code: item for item in room.offered("permissions")}
VERBS = {item.code for item in room.offered("verbs")}
MESSAGES = {item.code for item in room.offered("messages")}
# A name of one app and something in it. What the pieces of an offer and of a role are called has no other dot.
CODED = re.compile(r"^[a-z_]+\.[a-z_]+$")


# Pages


def test_every_page_says_who_may_see_it():
    silent = [
        route for name, route, view in ADDRESSES if getattr(view, "needs", None) is None and name not in URLS_OF_OTHERS
    ]
    assert silent == []


def test_what_a_page_needs_is_declared():
    unknown = {
        f"{route}: {view.needs}"
        for _, route, view in ADDRESSES
        if getattr(view, "needs", PUBLIC) not in {PUBLIC, SIGNED_IN, *DECLARED}
    }
    assert unknown == set()


def test_the_list_of_others_addresses_is_not_stale():
    names = {name for name, _, _ in ADDRESSES}
    assert sorted(URLS_OF_OTHERS - names) == []
    ours = {name for name, _, view in ADDRESSES if view.__module__.startswith("goldenthread.")}
    assert sorted(URLS_OF_OTHERS & ours) == []


def test_every_address_has_a_name():
    assert [route for name, route, _ in ADDRESSES if not name or name.endswith(":")] == []


# Permissions and verbs


def asked_for():
    """(where, permission) of every question "may they?" in the code."""
    for path in code.modules():
        module = code.tree(path)
        named = code.constants(module)
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and code.called(node).split(".")[-1] in {"needs", "require", "can", "allow"}:
                for given in node.args[:2]:
                    text = given.value if isinstance(given, ast.Constant) else named.get(getattr(given, "id", ""))
                    if isinstance(text, str) and "." in text:
                        yield f"{code.name_of(path)}:{node.lineno}", text


def test_there_are_questions():
    assert len(list(asked_for())) > 80


def test_every_permission_asked_for_is_declared():
    assert [f"{where} asks for {text}" for where, text in asked_for() if text not in DECLARED] == []


def test_every_declared_permission_is_granted():
    granted = {text for role in roles().values() for text in role.grants}
    assert sorted(granted - set(DECLARED)) == []
    assert sorted(set(DECLARED) - granted) == []


def said_outside_offers():
    """(where, text) of every text that looks like a permission or a verb, outside the files that declare and grant
    them.
    """
    prefixes = {name.split(".")[0] for name in {*DECLARED, *VERBS, *MESSAGES}}
    for path in code.modules():
        if path.name not in {"room.py", "roles.py"}:
            for line, text in code.texts(code.tree(path)):
                if CODED.match(text) and text.split(".")[0] in prefixes:
                    yield f"{code.name_of(path)}:{line}", text


def test_every_permission_and_verb_in_the_code_is_declared():
    assert [
        f"{where} says {text}" for where, text in said_outside_offers() if text not in {*DECLARED, *VERBS, *MESSAGES}
    ] == []


# What a later issue will ask for, with the reason why it stands already.
NOT_ASKED_YET = {}
# What nothing leaves any more, and lines of history of earlier years still say.
OF_EARLIER_LINES = {"thread.reader_named", "thread.reader_removed"}


def test_every_declared_permission_verb_and_message_is_used():
    used = {text for _, text in said_outside_offers()} | {kind.message for kind in room.offered("hand_overs")}
    assert sorted({*DECLARED, *VERBS, *MESSAGES} - used - set(NOT_ASKED_YET) - OF_EARLIER_LINES) == []


def test_sentences_of_permissions_and_verbs_complete_a_sentence():
    """ "Your seat does not allow you to …" and "<name> …": lower case, no full stop."""
    sentences = [item.sentence for item in [*room.offered("permissions"), *room.offered("verbs")]]
    assert [text for text in sentences if text[:1].isupper() or text.endswith(".") or not text.strip()] == []


# Writing

WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITES |= {f"a{name}" for name in WRITES}
# Ways below those, by which the framework itself writes; and statements, which no guard at run time reads.
WRITES |= {"save_base", "_raw_delete", "_update", "_insert"}
STATEMENTS = {"raw", "extra", "cursor", "execute", "executemany"}
# A related manager: `work.findings.add(…)`. Sets and lists have the same words, so the name before decides.
RELATED_WRITES = {"add", "set", "remove", "clear", "aadd", "aset", "aremove", "aclear"}
WRITERS = {"operations", "loading"}
# Files that write what is no part of the record, each with its reason.
WRITES_OTHER_THINGS = {
    "goldenthread/foundation/history/heads.py": "names each file that it wrote outside the database",
    "goldenthread/foundation/notices/verifying.py": "notes what the nightly check found; changes no record",
    "goldenthread/foundation/writing.py": "the door itself",
    "goldenthread/foundation/people/accounts.py": "makes accounts, for the operations of organisations",
    "goldenthread/foundation/records/mapping.py": "puts rows of a record file into the tables of the operation that "
    "loads them",
    "goldenthread/foundation/organisations/account_log.py": "who signed in and who failed to, kept for a year",
    "goldenthread/foundation/organisations/sign_in/forms.py": (
        "notes that the house vouches for an account's address: a table of the library"
    ),
    "goldenthread/foundation/notices/management/commands/schedule_jobs.py": "the timetable of jobs, which is no record",
    "goldenthread/foundation/papers/word/writer.py": "saves a Word document in memory",
}


@functools.cache
def related_managers():
    """The names under which a row gives the rows that point to it, or that it is joined with."""
    names = set()
    for model in code.models():
        names |= {link.get_accessor_name() for link in model._meta.related_objects if link.multiple}
        names |= {field.name for field in model._meta.many_to_many}
    return names - {None}


def writes_by_a_related_manager(module):
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in RELATED_WRITES:
            before = node.func.value
            if isinstance(before, ast.Attribute) and before.attr in related_managers():
                yield node.lineno, code.called(node) or node.func.attr


def statements(module):
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in STATEMENTS:
            yield node.lineno, code.called(node) or node.func.attr


def writes(module):
    """(line, what) of every call that changes a table. `update` of a table takes names only, of a dict or set none;
    what a model adds to its own saving ends in super(); the store of documents is no table."""
    for node in ast.walk(module):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES):
            continue
        receiver = node.func.value
        of_itself = isinstance(receiver, ast.Call) and code.called(receiver) == "super"
        a_file = code.dotted(receiver) == "default_storage"
        if not of_itself and not a_file and not (node.func.attr == "update" and node.args):
            yield node.lineno, code.called(node) or node.func.attr


@pytest.mark.parametrize("path", [p for p in code.modules() if code.part_of_app(p) not in WRITERS], ids=code.name_of)
def test_only_operations_write(path):
    found = [f"{code.name_of(path)}:{line} {what}" for line, what in writes(code.tree(path))]
    found += [f"{code.name_of(path)}:{line} {what}" for line, what in writes_by_a_related_manager(code.tree(path))]
    assert found == [] or code.name_of(path) in WRITES_OTHER_THINGS


@pytest.mark.parametrize(
    "line",
    [
        "thing.save()",
        "Thing.objects.filter(a=1).update(b=2)",
        "rows.delete()",
        "Thing.objects.create(a=1)",
        "a.b.bulk_create([])",
        "await thing.asave()",
        "Thing.objects.aget_or_create(a=1)",
        "rows._raw_delete(using)",
    ],
)
def test_a_write_is_recognised(line):
    assert list(writes(ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    [
        "work.findings.add(other)",
        "finding.themes.set([])",
        "self.body.led_groups.clear()",
        "a.aadd(b) or w.steps.aadd(b)",
    ],
)
def test_a_write_by_a_related_manager_is_recognised(line):
    assert list(writes_by_a_related_manager(ast.parse(line)))


@pytest.mark.parametrize("line", ["seen.add(one)", "self.broken.add(one)", "done.clear()", "work.findings.all()"])
def test_a_set_or_list_is_no_related_manager(line):
    assert not list(writes_by_a_related_manager(ast.parse(line)))


# Files that send a database statements of their own, each with its reason.
SENDS_STATEMENTS = {
    "goldenthread/foundation/documents/backups.py": "closes a copy of the database, never the house's own",
    "goldenthread/foundation/history/snapshots.py": "says how a transaction that only reads begins",
    "goldenthread/foundation/writing.py": "the guard of such statements",
}


def test_no_statement_passes_the_guard():
    """In the house; `returns` has a database of its own."""
    paths = [path for path in code.modules() if "goldenthread/returns/" not in code.name_of(path)]
    found = {code.name_of(path): list(statements(code.tree(path))) for path in paths}
    assert {name: lines for name, lines in found.items() if lines and name not in SENDS_STATEMENTS} == {}
    assert sorted(name for name in SENDS_STATEMENTS if not found.get(name)) == []


@pytest.mark.parametrize("line", ["found.update(other)", "super().save(*a)", "saved = 1", "do.create"])
def test_what_is_no_write_is_left_alone(line):
    assert not list(writes(ast.parse(line)))


def test_files_that_may_write_other_things_still_do():
    for name in WRITES_OTHER_THINGS:
        assert list(writes(code.tree(code.REPOSITORY / name))), name


def operations():
    return [(path, node) for path in code.modules() for node in code.functions(path) if code.is_operation(node)]


def test_operations_stand_in_operations():
    assert len(operations()) > 70
    assert [
        f"{code.name_of(path)}:{node.lineno}" for path, node in operations() if code.part_of_app(path) not in WRITERS
    ] == []


def test_every_operation_says_who_and_when():
    """Keyword-only, and neither has a default: no write without a person and a moment."""
    faults = []
    for path, node in operations():
        required = {
            arg.arg for arg, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if default is None
        }
        if node.args.args or node.args.posonlyargs or node.args.vararg or not {"by", "now"} <= required:
            faults.append(f"{code.name_of(path)}:{node.lineno} {node.name}")
    assert faults == []


def test_reading_opens_no_transaction():
    """On SQLite a read inside a transaction waits behind a write."""
    faults = [
        f"{code.name_of(path)}:{node.lineno}"
        for path in code.modules()
        if code.part_of_app(path) in {"queries", "references", "chapters", "today", "rules", "forms"}
        for node in ast.walk(code.tree(path))
        if code.dotted(node).endswith("atomic")
    ]
    assert faults == []


# Time

CLOCKS = {
    "clock.now",
    "clock.today",
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.monotonic",
    "time.perf_counter",
}
MAY_ASK_THE_CLOCK = {
    "goldenthread/foundation/clock.py": "the one clock: pages, jobs and commands ask it once and hand the moment down",
    "goldenthread/foundation/access/middleware.py": "the one moment of a request",
    "goldenthread/foundation/ui/day_fields.py": 'the button "today" beside three boxes of a day',
    "goldenthread/foundation/diary/jobs.py": "the moment at which a job starts",
    "goldenthread/foundation/drafts/jobs.py": "the moment at which a job starts",
    "goldenthread/foundation/history/jobs.py": "the moment at which a job starts",
    "goldenthread/foundation/notices/jobs.py": "the moment at which a job starts",
    "goldenthread/foundation/organisations/jobs.py": "the moment at which a job starts",
    "goldenthread/foundation/organisations/sign_in/sessions.py": (
        "whether a session has run out, before the request has its moment"
    ),
    "goldenthread/returns/command/main.py": "the moment at which a command starts",
    "goldenthread/returns/command/shared.py": "how often the line of progress is written",
    "goldenthread/foundation/ui/choice_fields.py": (
        "a form's first word on a day that has not come; the rule is given the moment"
    ),
}


def clocks(module):
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and code.dotted(node) in CLOCKS:
            yield node.lineno, code.dotted(node)
        if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            yield node.value.lineno, node.arg
        if isinstance(node, ast.ImportFrom) and node.module in {"time", "django.utils.timezone"}:
            yield node.lineno, f"from {node.module}"


def test_domain_code_is_given_the_time():
    faults = [
        f"{name}:{line} {what}"
        for path in code.modules()
        if (name := code.name_of(path)) not in MAY_ASK_THE_CLOCK and "/management/" not in name
        for line, what in clocks(code.tree(path))
    ]
    assert faults == []


# What a test measures with, or starts outside this process; everything else reads the fixture `now`.
TESTS_THAT_MAY = {
    "tests/setup/test_parts.py": "waits for a port of a program that it started",
    "tests/setup/test_processes.py": "waits for a program that it started",
    "tests/house/servers.py": "waits for a server that it started",
    "tests/house/test_web_server.py": "how long pages take beside slow lines",
    "tests/house/writers.py": "writes for so many seconds",
    "tests/house/fuzz/__main__.py": "stops after so many minutes",
    "goldenthread/returns/tests/fuzz.py": "stops after so many seconds",
    "goldenthread/foundation/papers/tests/test_writers.py": "how long a PDF takes",
}


def test_a_test_is_given_the_time_as_well():
    """A test that reads the real clock holds on some days only."""
    faults = [
        f"{name}:{line} {what}"
        for path in code.test_modules()
        if (name := code.name_of(path)) not in TESTS_THAT_MAY
        for line, what in clocks(code.tree(path))
        if what not in {"clock.now", "clock.today"}  # the house's own clock, which the fixture sets
    ]
    assert faults == []


def test_those_who_may_ask_the_clock_do():
    for name in MAY_ASK_THE_CLOCK | TESTS_THAT_MAY:
        assert list(clocks(code.tree(code.REPOSITORY / name))), name
