"""The example of the documentation is loaded, loaded again, edited and loaded once more."""

import datetime
import re

import pytest
from django.conf import settings

from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.people.models import Body, Group, GroupMembership, Membership, Seat
from goldenthread.foundation.records.faults import Different, Faulty
from goldenthread.foundation.records.operations import load

NOW = datetime.datetime(2024, 6, 1, 12, 0, tzinfo=datetime.UTC)
BY = System("record file", NOW)
pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """The files of the worked example, as they stand in the documentation."""
    text = (settings.REPOSITORY / "docs" / "record-file.md").read_text("utf-8")
    section = text.split("## A small example")[1].split("## Checking")[0]
    for name, content in re.findall(r"`([\w.]+)`\n\n```yaml\n(.*?)```", section, re.S):
        (tmp_path / name).write_text(content, "utf-8")
    return tmp_path


def test_the_worked_example_loads(folder):
    outcome = load(by=BY, now=NOW, folder=folder)
    assert outcome.added["bodies"] == 5
    assert Body.objects.get(key="north-haven").agency_memberships.count() == 3
    assert Seat.objects.get().partnership.key == "north-haven"
    assert Line.objects.count() == sum(outcome.added.values())


def test_loading_twice_changes_nothing_and_leaves_no_line(folder):
    load(by=BY, now=NOW, folder=folder)
    lines = Line.objects.count()
    outcome = load(by=BY, now=NOW, folder=folder)
    assert outcome.nothing_changed
    assert Line.objects.count() == lines
