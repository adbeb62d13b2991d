"""The one door for writing holds: nothing outside an operation, nothing without history, nobody's later save lost."""

import contextlib

import pytest
from asgiref.sync import async_to_sync

from goldenthread.foundation import writing
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.people.models import Body, Group
from goldenthread.foundation.room import Conflict, Refused
from goldenthread.front.yearly_report.models import Comment
from goldenthread.thread.models import Finding, Source
from tests.house import code

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


@pytest.mark.parametrize(
    "write",
    [
        # The related manager of a foreign key, which writes through the base manager.
        lambda t: t.source.findings.add(t.unanswered),
        lambda t: t.source.findings.set([t.unanswered]),
        lambda t: t.source.findings.add(t.unanswered, bulk=False),
        lambda t: t.recommendation.actions.clear(),
        lambda t: t.recommendation.actions.remove(t.done),
        lambda t: t.recommendation.actions.set([]),
        lambda t: t.source.findings.get_or_create(key="x", defaults={"holder": t.source.holder}),
        lambda t: t.source.findings.update_or_create(key=t.unanswered.key, defaults={"order": 9}),
        lambda t: async_to_sync(t.source.findings.aadd)(t.unanswered),
        lambda t: async_to_sync(t.source.findings.aset)([t.unanswered]),
        lambda t: async_to_sync(Finding.objects.filter(pk=t.unanswered.pk).aupdate)(order=9),
        lambda t: async_to_sync(t.unanswered.asave)(),
        lambda t: async_to_sync(t.unanswered.adelete)(),
        # Many to many.
        lambda t: t.finding.themes.add(t.theme),
        lambda t: t.finding.themes.set([]),
        lambda t: t.finding.themes.remove(t.theme),
        lambda t: t.finding.themes.clear(),
        lambda t: t.theme.findings.add(t.finding),
        # The base manager itself, and statements.
        lambda t: Finding._base_manager.filter(pk=t.unanswered.pk).update(order=9),
        lambda t: Finding._base_manager.all().delete(),
        lambda t: list(Finding.objects.raw('UPDATE thread_finding SET "order" = 9')),
        lambda t: Finding.objects.bulk_update([t.unanswered], ["order"]),
        lambda t: Finding.objects.bulk_create([t.unanswered], update_conflicts=True, update_fields=["order"]),
    ],
)
def test_a_related_manager_is_no_way_round_either(things, write):
    with pytest.raises(writing.WrittenOutside):
        write(things)


def test_django_saves_reads_again_and_deletes_as_ever(things):
    """Its own use of the base manager is not stopped, inside an operation of the app."""

    def tidy(*, by, now):
        note = Comment(section=things.draft.sections.first(), text="One", by_name="Somebody", at=now)
        note.save()
        note.text = "Two"
        note.save()
        note.refresh_from_db()
        assert note.text == "Two"
        note.delete()
        history.record(things.draft, "report.commented", by=by, now=now)

    tidy.__module__ = "goldenthread.front.yearly_report.operations.writing"
    writing.operation(tidy)(by=BY, now=things.cast.now)


def test_every_way_of_reading_a_table_writes_through_the_guard():
    for model in code.models():
        if issubclass(model, writing.Guarded):
            for manager in [model._base_manager, model._default_manager, *model._meta.managers]:
                assert isinstance(manager.all(), writing.GuardedQuerySet), f"{model._meta.label}.{manager.name}"


def test_what_a_refused_part_of_an_operation_said_is_not_told(cast, now):
    """The outer operation catches the refusal of one within it and goes on: only what stands is told."""
    viewer = cast.viewer("business_manager")

    def within(*, by, now):
        organisations.edit_body(by=by, now=now, body=cast.west, version=cast.west.version, name="Rolled back")
        raise Refused("No.")

    def outer(*, by, now):
        with contextlib.suppress(Refused):
            writing.operation(within)(by=by, now=now)
        organisations.edit_body(by=by, now=now, body=Body.objects.get(pk=cast.west.pk), version=1, short_name="W")

    within.__module__ = outer.__module__ = "goldenthread.foundation.organisations.operations"
    before = Line.objects.count()
    writing.operation(outer)(by=viewer, now=now)
    assert Line.objects.count() == before + 1
    assert Body.objects.get(pk=cast.west.pk).name == "West Partnership"


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
