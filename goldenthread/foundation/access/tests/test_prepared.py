"""A prepared read is put together once for each shape of its values, and asks the database each time."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.foundation.people.models import Body, GroupMembership, Seat
from goldenthread.foundation.prepared import MOST_SHAPES, Prepared

pytestmark = pytest.mark.django_db


class Counted:
    """A builder that counts how often it is asked."""

    def __init__(self, build):
        self.build, self.times, self.__name__, self.__module__ = build, 0, "counted", __name__

    def __call__(self, *given, **named):
        self.times += 1
        return self.build(*given, **named)


@pytest.fixture
def prepared(monkeypatch):
    monkeypatch.setattr(Prepared, "every", [])

    def make(build):
        counted = Counted(build)
        return Prepared(counted), counted

    return make


def keys(rows):
    return sorted(row.key for row in rows)


def test_it_is_put_together_once_and_asks_each_time(prepared, cast):
    read, built = prepared(lambda key: Body.objects.filter(key=key))
    with CaptureQueriesContext(connection) as queries:
        assert keys(read("west")) == ["west"]
        assert keys(read("east")) == ["east"]
        assert read("nobody") == []
        assert read.one("west").pk == cast.west.pk
        assert read.one("nobody") is None
    assert (built.times, len(queries)) == (1, 5)


def test_nothing_is_kept_of_an_answer(prepared, cast):
    read, _ = prepared(lambda kind: Body.objects.filter(kind=kind).order_by("key"))
    before = read("partnership")
    assert read("partnership") == before
    read("partnership")[0].name = "Another"
    assert read("partnership")[0].name == before[0].name


def test_none_is_a_shape_of_its_own(prepared, cast):
    read, built = prepared(lambda host: Body.objects.filter(host=host))
    alone = Body.objects.filter(host=None).count()
    assert len(read(None)) == alone > 0
    assert read(cast.west.pk) == []
    assert len(read(None)) == alone
    assert built.times == 2


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 5])
def test_lists_of_any_length_are_read_whole(prepared, cast, size):
    read, _ = prepared(lambda pks: Body.objects.filter(pk__in=pks))
    wanted = list(Body.objects.order_by("key")[:size])
    assert len(wanted) == size
    assert keys(read([body.pk for body in wanted])) == keys(wanted)
    assert keys(read({body.pk for body in wanted})) == keys(wanted)
    read, _ = prepared(lambda pks: Body.objects.exclude(pk__in=pks))
    assert keys(read([body.pk for body in wanted])) == keys(Body.objects.exclude(key__in=keys(wanted)))


def test_lists_of_like_length_share_what_was_put_together(prepared, cast):
    read, built = prepared(lambda keys: Body.objects.filter(key__in=keys))
    assert len(read(["west", "east", "nobody"])) == 2
    assert len(read(["west", "nobody", "nobody else", "somebody"])) == 1
    assert built.times == 1


def test_a_list_of_a_relation_and_what_is_read_beside(prepared, cast):
    read, _ = prepared(
        lambda people: Seat.objects.filter(person__in=people).select_related("person").prefetch_related("group")
    )
    person = cast.people["two_seats"]
    with CaptureQueriesContext(connection) as queries:
        found = read([person.pk])
        assert {seat.person.name for seat in found} == {person.name}
        assert {seat.group and seat.group.name for seat in found} == {None, "Learning group"}
    assert len(queries) == 2


def test_values_and_moments(prepared, cast):
    day = datetime.date(2020, 1, 1)
    read, _ = prepared(lambda day: GroupMembership.objects.on(day).values_list("group", flat=True))
    assert sorted(read(day)) == sorted(GroupMembership.objects.on(day).values_list("group", flat=True)) != []
    late = datetime.date(1900, 1, 1)
    assert read(late) == list(GroupMembership.objects.on(late).values_list("group", flat=True))
    read, _ = prepared(lambda now: Seat.objects.filter(ended_at__lt=now))
    assert read(cast.now) == []


def test_a_value_is_not_reckoned_with(prepared, cast):
    read, _ = prepared(lambda day: Seat.objects.filter(starts__gt=day + datetime.timedelta(days=1)))
    with pytest.raises(TypeError, match="reckon before it is called"):
        read(datetime.date(2020, 1, 1))
    read, _ = prepared(lambda day: Seat.objects.all() if day > datetime.date(2020, 1, 1) else Seat.objects.none())
    with pytest.raises(TypeError):
        read(datetime.date(2020, 1, 1))


def test_what_finds_nothing_whatever_it_is_given_asks_nothing(prepared, cast):
    read, _ = prepared(lambda key: Body.objects.filter(key=key, pk__in=[]))
    with CaptureQueriesContext(connection) as queries:
        assert read("west") == [] == read("east")
    assert len(queries) == 0


def test_it_begins_again_before_it_keeps_too_much(prepared, cast):
    read, built = prepared(lambda key, kind: Body.objects.filter(key=key))
    for number in range(MOST_SHAPES + 1):
        read("west", type(f"Kind{number}", (), {}))
    assert len(read.kept) == 1
    assert built.times == MOST_SHAPES + 1
