"""The one door for writing holds: nothing outside an operation, nothing without history, nobody's later save lost."""

import pytest

from goldenthread.foundation import writing
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.people.models import Body, Group
from goldenthread.foundation.room import Conflict
from goldenthread.thread.models import Source

BY = System("a test")


def test_a_save_outside_an_operation_is_refused(cast):
    cast.west.name = "Another name"
    with pytest.raises(writing.WrittenOutside):
        cast.west.save()


@pytest.mark.parametrize(
    "write",
    [
        lambda body: Body.objects.filter(pk=body.pk).update(name="x"),
        lambda body: Group.objects.create(lead=body, key="g", kind="panel", name="x"),
        lambda body: body.led_groups.create(key="g", kind="panel", name="x"),
        lambda body: body.led_groups.all().delete(),
        lambda body: Group.objects.bulk_create([Group(lead=body, key="g", kind="panel", name="x")]),
        lambda body: body.delete(),
    ],
)
def test_no_other_way_round_either(cast, write):
    with pytest.raises(writing.WrittenOutside):
        write(cast.west)


def test_an_operation_of_another_app_may_not_write_here(cast, monkeypatch):
    """A room that reaches into the thread's tables is stopped though it stands in an operation of its own."""

    def meddle(*, by, now):
        Source.objects.all().update(title="x")

    meddle.__module__ = "goldenthread.foundation.organisations.operations"
    with pytest.raises(writing.WrittenOutside, match="organisations"):
        writing.operation(meddle)(by=BY, now=cast.now)


def test_an_operation_without_history_fails_and_changes_nothing(cast):
    def silent(*, by, now):
        Body.objects.filter(pk=cast.west.pk).update(name="Changed in silence")

    silent.__module__ = "goldenthread.foundation.organisations.operations"
    with pytest.raises(writing.NoHistory):
        writing.operation(silent)(by=BY, now=cast.now)
    cast.west.refresh_from_db()
    assert cast.west.name == "West Partnership"


def test_a_refused_operation_leaves_no_line(cast):
    before = Line.objects.count()
    viewer = cast.viewer("lay_member")
    with pytest.raises(Exception, match="does not allow"):
        organisations.edit_body(by=viewer, now=cast.now, body=cast.west, version=1, name="x")
    assert Line.objects.count() == before


def test_the_second_of_two_people_sees_both_texts(cast):
    viewer = cast.viewer("business_manager")
    stale = Body.objects.get(pk=cast.west.pk)
    organisations.edit_body(by=viewer, now=cast.now, body=cast.west, version=cast.west.version, name="First")
    with pytest.raises(Conflict) as second:
        organisations.edit_body(by=viewer, now=cast.now, body=stale, version=stale.version, name="Second")
    assert second.value.saved["name"] == "First"
    assert Body.objects.get(pk=cast.west.pk).name == "First"
