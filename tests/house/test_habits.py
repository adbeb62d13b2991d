"""The same few files, short ones, plain words; nothing left behind."""

import ast
import re

import pytest

from goldenthread.foundation import room
from goldenthread.thread import kinds
from tests.house import code

NOT_A_NAME = {
    "utils",
    "util",
    "helpers",
    "helper",
    "services",
    "service",
    "signals",
    "common",
    "core",
    "misc",
    "base_utils",
    "tools",
    "managers",
}
# As the code is laid out by `ruff format`, one argument a line where a call does not fit on one.
MOST_LINES, LONGEST_FUNCTION = 400, 60
# Longer than the rule, each with its reason.
LONG_FILES: set[str] = set()
LONG_FUNCTIONS = {
    # One closure over the place in the file: its three parts are called tens of millions of times on a large return.
    "goldenthread/returns/reading/xml_stream.py:_handlers",
}


@pytest.mark.parametrize("floor", ["foundation", "thread", "rooms", "front", "config"])
def test_no_file_or_folder_is_a_bag(floor):
    names = [path for path in (code.HOUSE / floor).rglob("*") if path.is_dir() or path.suffix == ".py"]
    assert [code.name_of(path) for path in names if path.stem in NOT_A_NAME] == []


def test_files_are_short():
    long = {
        code.name_of(path): lines
        for path in code.modules()
        if (lines := len(path.read_text().splitlines())) > MOST_LINES
    }
    assert {name: lines for name, lines in long.items() if name not in LONG_FILES} == {}
    assert set(LONG_FILES) <= set(long), "a file named as too long is short now: take it off the list"


def test_functions_are_short():
    long = {}
    for path in code.modules():
        for node in code.functions(path):
            lines = node.end_lineno - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                long[f"{code.name_of(path)}:{node.name}"] = lines
    assert {name: lines for name, lines in long.items() if name not in LONG_FUNCTIONS} == {}
    assert set(LONG_FUNCTIONS) <= set(long), "a function named as too long is short now: take it off the list"


def test_every_app_says_what_it_is_for():
    silent = [
        name
        for name in code.FLOOR
        if not ast.get_docstring(code.tree(code.REPOSITORY / name.replace(".", "/") / "__init__.py"))
    ]
    assert silent == []


def test_a_room_holds_no_code_in_its_first_file():
    faults = [
        name for name in code.FLOOR if len(code.tree(code.REPOSITORY / name.replace(".", "/") / "__init__.py").body) > 1
    ]
    assert faults == []


def test_nothing_flows_through_signals():
    """A signal hides what follows from a write. Who depends on whom stays written where it happens."""
    faults = []
    for path in code.modules():
        for node in ast.walk(code.tree(path)):
            if isinstance(node, ast.ImportFrom) and node.module and "signals" in node.module.split("."):
                faults.append(f"{code.name_of(path)}:{node.lineno}")
            if isinstance(node, ast.ImportFrom) and node.module == "django.dispatch":
                faults.append(f"{code.name_of(path)}:{node.lineno}")
            if isinstance(node, ast.Call) and code.called(node).endswith("_save.connect"):
                faults.append(f"{code.name_of(path)}:{node.lineno}")
    assert faults == []


# Templates

REACHES = re.compile(r"{%\s*(?:extends|include)\s+[\"']([\w-]+)/")
RENDERS = re.compile(r"^([a-z_]+)/[\w/.-]+\.(?:html|txt|svg)$")


def app_labels():
    return {name.rsplit(".", 1)[1]: name for name in code.FLOOR}


def may_reach(here, there):
    return here == there or code.FLOOR[there] < code.FLOOR[here]


@pytest.mark.parametrize("app", sorted(code.FLOOR))
def test_no_template_or_view_reaches_into_another_room(app):
    labels, folder = app_labels(), code.REPOSITORY / app.replace(".", "/")
    wanted = [
        (code.name_of(path), label)
        for path in folder.glob("templates/**/*")
        if path.is_file()
        for label in REACHES.findall(path.read_text())
    ]
    wanted += [
        (f"{code.name_of(path)}:{line}", found[1])
        for path in code.modules(of=folder)
        for line, text in code.texts(code.tree(path))
        if (found := RENDERS.match(text))
    ]
    assert [
        f"{where} uses {label}" for where, label in wanted if label in labels and not may_reach(app, labels[label])
    ] == []


@pytest.mark.parametrize("app", sorted(code.FLOOR))
def test_an_apps_templates_stand_under_its_own_name(app):
    folder = code.REPOSITORY / app.replace(".", "/") / "templates"
    own = {app.rsplit(".", 1)[1]} | OF_THE_WHOLE_HOUSE.get(app, set())
    assert {path.name for path in folder.glob("*")} <= own


# Templates that take the place of a library's, or that Django looks for by name.
OF_THE_WHOLE_HOUSE = {
    "goldenthread.foundation.ui": {
        "400.html",
        "403.html",
        "403_csrf.html",
        "404.html",
        "500.html",
        "account",
        "allauth",
        "mfa",
        "refused.html",
        "socialaccount",
    },
}


# Words


LEFT_BEHIND = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def test_nothing_is_left_for_later():
    own = {"tests/house/test_habits.py"}
    files = [
        path
        for path in code.tracked()
        if path.suffix in {".py", ".html", ".css", ".js", ".sh"} and "/vendor/" not in str(path)
    ]
    found = [
        code.name_of(path)
        for path in files
        if code.name_of(path) not in own
        and "vendor" not in code.name_of(path)
        and LEFT_BEHIND.search(code.words_of(path))
    ]
    assert found == []


def test_nothing_was_done_successfully():
    """A page says what happened; that it worked goes without saying."""
    found = [
        f"{code.name_of(path)}:{line}"
        for path in code.modules()
        for line, text in code.texts(code.tree(path))
        if re.search(r"\bsuccessfully\b", text, re.I)
    ]
    found += [
        code.name_of(path)
        for path in code.HOUSE.rglob("templates/**/*.html")
        if re.search(r"\bsuccessfully\b", path.read_text(), re.I)
    ]
    assert found == []


def glossary():
    """The terms that docs/glossary.md defines, in lower case."""
    return [
        term.lower() for term in re.findall(r"^\*\*(.+?)\*\*", (code.REPOSITORY / "docs/glossary.md").read_text(), re.M)
    ]


def test_the_glossary_has_every_noun():
    assert sorted({noun.label for noun in room.offered("nouns")} - set(glossary())) == []


def test_every_noun_says_how_long_it_is_kept():
    """And no app speaks for a noun that it does not offer."""
    for label, offer in room.offers().items():
        assert set(offer.retention) == {noun.code for noun in offer.nouns}, label
    assert [sentence for _, sentence in room.retention() if not sentence.endswith(".")] == []


def test_every_claimed_kind_is_one_of_the_threads():
    claims = room.offered("source_kinds")
    assert len({claim.code for claim in claims}) == len(claims), "two rooms claim one kind"
    assert {claim.code for claim in claims} <= set(kinds.BY_CODE)


def test_the_glossary_is_in_order_and_says_each_word_once():
    terms = glossary()
    assert terms == sorted(set(terms))
    assert len(terms) > 60


# Nothing of the machine on which it was written


OF_A_MACHINE = re.compile(
    r"(?<![\w./-])/(?:work|root|home/\w+)/[\w.-]+|--(?:extra-)?index-url|--find-links|https?://(?:[\w.-]+@)?[\w.-]*(?:/simple\b|:\d+/(?:root|pypi))"
    r"|files\.pythonhosted|pypi\.org/simple",
)


def test_no_file_names_a_machine_or_an_index():
    own = {"tests/house/test_habits.py"} | set(NAMES_AN_INDEX)
    found = {}
    for path in code.tracked():
        if code.name_of(path) not in own and (hit := OF_A_MACHINE.search(code.words_of(path))):
            found[code.name_of(path)] = hit[0]
    assert found == {}


NAMES_AN_INDEX = {}


@pytest.mark.parametrize("path", sorted(code.REPOSITORY.glob("requirements*.lock")), ids=lambda path: path.name)
def test_a_lock_has_hashes_and_no_address(path):
    lines = path.read_text().splitlines()
    assert [line for line in lines if line.startswith("--") or "file:" in line or "http" in line] == []
    pinned = [number for number, line in enumerate(lines) if "==" in line and not line.lstrip().startswith("#")]
    assert pinned
    assert [lines[number] for number in pinned if "--hash=sha256:" not in lines[number + 1]] == []


def test_what_is_of_a_machine_is_recognised():
    work, root = "/work/", "/root/"  # in two parts: not even this file names one
    for text in (
        f"see {work}main/x",
        f"cd {root}a",
        "--index-url x",
        f"http://10.0.0.1:3141{root}pypi/",
        "https://pypi.org/simple",
    ):
        assert OF_A_MACHINE.search(text), text
    for text in ("/west/work/a/", "goldenthread/root", "https://example.org/"):
        assert not OF_A_MACHINE.search(text), text
