"""The operations guide names every setting that the code reads, and no other, and every command that it tells to run
exists.
"""

import re
from pathlib import Path

from django.core.management import get_commands

from setup.run import web_command

REPOSITORY = Path(__file__).resolve().parents[2]
GUIDE = (REPOSITORY / "docs" / "operations.md").read_text(encoding="utf-8")
NAME = re.compile(r"\bGOLDENTHREAD_[A-Z_]*[A-Z]\b")


def in_code():
    folders = [
        path
        for name in ("goldenthread", "setup")
        for path in (REPOSITORY / name).rglob("*.py")
        if "tests" not in path.parts
    ]
    return {name for path in folders for name in NAME.findall(path.read_text(encoding="utf-8"))}


def test_every_setting_stands_in_the_table_and_no_other():
    listed = set(re.findall(r"^\| `(GOLDENTHREAD_[A-Z_]+)` \|", GUIDE, re.MULTILINE))
    assert listed == in_code()
    assert set(NAME.findall(GUIDE)) <= listed


def test_every_command_of_the_guide_exists():
    named = set(re.findall(r"manage\.py ([a-z_]+)", GUIDE))
    assert len(named) > 10 and named <= set(get_commands())


def test_every_link_within_the_guide_leads_somewhere():
    headings = {
        re.sub(r"[^a-z0-9 -]", "", line.lower()).replace(" ", "-")
        for line in re.findall(r"^## (.+)$", GUIDE, re.MULTILINE)
    }
    assert set(re.findall(r"\(#([^)]+)\)", GUIDE)) <= headings


def test_the_web_server_of_the_guide_is_that_of_the_trial():
    command = " ".join(web_command(8000)[1:])
    assert re.sub(r"\\\n\s*", "", GUIDE).count(f".venv/bin/python {command}\n") == 2
