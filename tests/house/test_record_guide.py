"""What docs/record-file.md tells to type works as printed, and its links within lead somewhere."""

import re
import shlex

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands

from goldenthread.foundation import room
from goldenthread.foundation.people.models import Body, User
from goldenthread.foundation.records.shapes import parts
from goldenthread.foundation.records.tests.conftest import example_files, write

GUIDE = (settings.REPOSITORY / "docs" / "record-file.md").read_text(encoding="utf-8")
PYTHON = ".venv/bin/python manage.py "


def printed():
    """Each command of the guide as its words, without the remark behind it."""
    return [
        shlex.split(line.partition(" #")[0].removeprefix(PYTHON))
        for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
        for line in block.splitlines()
    ]


@pytest.mark.django_db
def test_its_commands_work_as_printed(tmp_path, capsys):
    folder = write(tmp_path / "north-haven", example_files())
    meant = {
        "FOLDER": str(folder),
        "KEY": "north-haven",
        "FOLDER-TO-MAKE": str(tmp_path / "made"),
        "NAME": "North Haven",
    }
    said = {}
    for name, *words in printed():
        assert name in get_commands()
        call_command(name, *(meant.get(word, word.replace("MANAGER@", "manager@")) for word in words))
        said[name, *words] = capsys.readouterr().out
    assert "has no fault" in said["check_record", "FOLDER"]
    assert "nothing changed" in said["load_record", "FOLDER", "--take-file"]
    assert Body.objects.get(key="north-haven").led_groups.count() == 2 and User.objects.count() == 1
    assert (tmp_path / "made" / "manifest.yaml").is_file()
    call_command("known_keys", "themes", "negl")
    call_command("known_keys", "bodies", "haven", "police")
    call_command("known_keys", "areas", "nowhere")
    assert capsys.readouterr().out.split("\n") == [
        "neglect  Neglect",
        "haven-police  Haven Police",
        "None of them holds “nowhere”.",
        "",
    ]


def test_every_command_stands_behind_the_interpreter_that_has_what_it_needs():
    for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL):
        assert all(line.startswith(PYTHON) for line in block.splitlines())
    assert "./manage.py" not in GUIDE


def test_its_links_within_lead_somewhere():
    headings = {
        re.sub(r"[^a-z0-9_ -]", "", line.lower()).strip().replace(" ", "-")
        for line in re.findall(r"^#+ (.+)$", GUIDE, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", GUIDE)) <= headings


def test_every_kind_of_record_that_text_may_lead_to_is_offered():
    (said,) = re.findall(r"The kind is the singular of the list \((.*?)\)", GUIDE)
    named = set(re.findall(r"`(\w+)`", said))
    assert len(named) > 15 and named <= {noun.code for noun in room.offered("nouns")}
    whole = re.search(r"of what belongs to the whole house \((.*?)\)", GUIDE)[1]
    assert set(re.findall(r"`(\w+)`", whole)) == {
        shape.noun for shape, _ in parts().values() if not shape.holder and shape.noun in named
    }
