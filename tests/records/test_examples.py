"""The example records load, load again without effect, and come back byte for byte."""

import datetime
import shutil

import pytest
from django.conf import settings
from django.core.management import call_command

from goldenthread.foundation.papers.text import told_twice
from goldenthread.foundation.people.models import Person
from goldenthread.foundation.records.tests.conftest import empty_house, put_in, taken_out, write
from goldenthread.front.yearly_report.assembly import assemble
from goldenthread.front.yearly_report.models import Report

EXAMPLES = sorted(path.parent for path in (settings.REPOSITORY / "examples").glob("*/manifest.yaml"))
pytestmark = pytest.mark.django_db


def key_of(folder):
    manifest = (folder / "manifest.yaml").read_text("utf-8")
    return next(line.split(":")[1].strip() for line in manifest.splitlines() if line.startswith("partnership:"))


@pytest.fixture
def loaded(capsys):
    call_command("load_examples")
    return capsys.readouterr().out


@pytest.mark.parametrize("folder", EXAMPLES, ids=[path.name for path in EXAMPLES])
def test_it_loads_and_comes_back_byte_for_byte(folder, tmp_path):
    """Alone in an empty house: an example holds all that it names."""
    with empty_house():
        put_in(folder)
        assert put_in(folder).nothing_changed
        first = taken_out(key_of(folder))
    again = write(tmp_path / "again", first)
    if (folder / "documents").is_dir():
        shutil.copytree(folder / "documents", again / "documents")
    with empty_house():
        put_in(again)
        assert taken_out(key_of(folder)) == first


@pytest.mark.one_database
def test_all_stand_in_one_house_and_the_made_up_people_can_sign_in(loaded):
    assert "made-up people can sign in" in loaded
    with_account = Person.objects.exclude(user=None)
    assert with_account.exists()
    assert not with_account.filter(invented=False).exists(), "office holders named in a published text have no account"
    assert not any(person.user.has_usable_password() for person in with_account.select_related("user"))


@pytest.mark.one_database
def test_no_sentence_stands_twice_in_full_in_a_report(loaded):
    now = datetime.datetime(2026, 11, 20, 10, 0, tzinfo=datetime.UTC)
    for report in Report.objects.select_related("body", "period"):
        printed = [block for part in assemble(report, now) for block in part.blocks]
        assert told_twice(printed) == {}, report


@pytest.mark.one_database
def test_loading_them_again_changes_nothing(loaded, capsys):
    call_command("load_examples")
    assert capsys.readouterr().out.count("nothing changed") == len(EXAMPLES)
