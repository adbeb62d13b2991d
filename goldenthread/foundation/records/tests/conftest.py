"""The worked example of the documentation as a folder, and a way to load things into an empty house."""

import contextlib
import datetime
import re

import pytest
from django.conf import settings
from django.db import transaction

from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.access.viewer import Held, System, Viewer, shared_groups
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.records.operations import load
from goldenthread.foundation.records.taking_out import files, gather

THEN = datetime.datetime(2024, 6, 1, 12, 0, tzinfo=datetime.UTC)
LOADER = System("record file", THEN)


def example_files() -> dict[str, str]:
    """{file name: text} of the worked example in docs/record-file.md."""
    text = (settings.REPOSITORY / "docs" / "record-file.md").read_text("utf-8")
    section = text.split("## A small example")[1].split("## Checking")[0]
    return dict(re.findall(r"`([\w.]+)`\n\n```yaml\n(.*?)```", section, re.S))


def write(folder, texts):
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8", newline="\n")
    return folder


def put_in(folder, **more):
    return load(by=LOADER, now=THEN, folder=folder, **more)


def manager_of(body, person_id=None) -> Viewer:
    """Somebody who may read all of a body's record that is not kept to listed people."""
    held = Held("seat", roles()["business_manager"], "", None, None, False)
    return Viewer(
        person_id, "The business manager", body.pk, body.key, (held,), shared_groups(body.pk), THEN, second_factor=True
    )


def taken_out(key, *, by=None, up_to="named") -> dict[str, str]:
    """The files of a body's record, without a folder or a line of history."""
    body = Body.objects.get(key=key)
    by = by or manager_of(body)
    items, _ = gather(by, body, up_to)
    return files(items, body, by_name=by.name, now=THEN, up_to=up_to)


@contextlib.contextmanager
def empty_house():
    """What is loaded inside is gone afterwards, so that several empty houses stand in one test."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path / "north-haven", example_files())


GOOD = settings.REPOSITORY / "tests" / "records" / "good"
