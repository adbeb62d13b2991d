"""Prepared reads of the thread: everybody reads by them what they read without."""

import pytest

from goldenthread.foundation.access.viewer import public_reader
from goldenthread.foundation.prepared import Prepared
from goldenthread.thread import operations
from goldenthread.thread.models import Action, Finding, Impact, Recommendation, Source, Voice

MODELS = (Source, Finding, Recommendation, Action, Impact, Voice)


@pytest.fixture
def read(monkeypatch):
    monkeypatch.setattr(Prepared, "every", [])
    return Prepared(seen)


def seen(viewer, model):
    return model.objects.visible_to(viewer).order_by("pk")


def same(read, viewer):
    """What the viewer reads of each model; the same either way."""
    found = {model: read(viewer, model) for model in MODELS}
    assert found == {model: list(seen(viewer, model)) for model in MODELS}, viewer.name
    return found


@pytest.fixture
def circles(make, told, cast, given):
    """One piece of work in each circle of readers, with what hangs on it, for two groups; one released to all."""
    operations.release(**given, thing=make.source(), version=1, audience="public", public_text="For all.")
    for audience in ("partnership", "group", "agency"):
        for group in (cast.quality, cast.shared):
            more = {"kept_to": cast.agencies["police"]} if audience == "agency" else {}
            source = make.source(title=f"{audience} work", audience=audience, group=group, **more)
            make.action(source, owner=cast.agencies["council"])
            make.finding(source)


def test_everybody_reads_the_same_by_a_prepared_read(read, cast, circles):
    viewers = [cast.viewer(name, partnership=where) for name in cast.people for where in (cast.west, cast.east)]
    viewers += [public_reader(where, cast.now) for where in (cast.west, cast.east)]
    found = [same(read, viewer) for viewer in viewers]
    assert len({len(rows[Action]) for rows in found}) > 4, "they read differently"
    again = len(read.kept)
    for viewer in viewers:
        same(read, viewer)
    assert len(read.kept) == again < len(viewers) * len(MODELS), "those with like seats share what was put together"


def test_who_is_listed_or_left_out_reads_by_their_own(read, cast, given, circles, told):
    before = same(read, cast.viewer("lay_member"))
    source = told.source
    assert source in before[Source]
    operations.leave_out(**given, thing=source, person=cast.person("lay_member"), why="A conflict.")
    kept = len(read.kept)
    after = same(read, cast.viewer("lay_member"))
    assert source not in after[Source]
    assert not any(action.source_id == source.pk for action in after[Action])
    assert len(read.kept) == kept, "nothing of one person's is kept for others"


@pytest.mark.parametrize("moved", ["groups", "person", "agencies"])
def test_nobody_reads_by_the_values_of_another(read, cast, circles, moved):
    """Two viewers of one shape, of whom each reads their own, whoever came first."""
    first, second = {
        "groups": (cast.viewer("business_manager"), cast.viewer("east_manager", partnership=cast.east)),
        "person": (cast.viewer("lay_member"), cast.viewer("lay_member", partnership=cast.east)),
        "agencies": (cast.viewer("agency_lead"), cast.viewer("agency_lead_health")),
    }[moved]
    there = same(read, first)
    assert same(read, second) != there
    assert same(read, first) == there
