"""An agreed action of Health about which people talk, and as few words as possible to say something."""

import datetime

import pytest

from goldenthread.foundation.comments import operations
from goldenthread.foundation.notices import operations as notices
from goldenthread.foundation.notices.models import Message
from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.people.models import Seat
from goldenthread.thread import operations as thread
from goldenthread.thread.tests.conftest import DAY, SYSTEM, given, make

__all__ = ["DAY", "given", "make"]


@pytest.fixture
def work(make):
    return make.source()


@pytest.fixture
def action(make, work):
    return make.agreed(work)


@pytest.fixture
def says(cast, now):
    """`says("scrutineer", thing, "Words.", asks=…)`: a comment, or a reply where the thing is a comment."""

    def say(name, to, text="Is this enough?", at=None, partnership=None, **more):
        by, moment = cast.viewer(name, partnership=partnership), at or now
        if hasattr(to, "thing_key"):
            return operations.reply(by=by, now=moment, comment=to, text=text, **more)
        return operations.comment_on(by=by, now=moment, thing=to, text=text, **more)

    return say


@pytest.fixture
def closed_to_listed(cast, given):
    """Keep a thing to listed people: the two who are named."""

    def keep(thing, *names):
        thing.refresh_from_db()
        thread.restrict(**given, thing=thing, version=thing.version, audience="named")
        for name in names:
            thread.list_reader(**given, thing=thing, person=cast.person(name))
        return thing

    return keep


def tell(moment):
    """The job at a moment: who was told by it, by name."""
    before = set(Message.objects.values_list("pk", flat=True))
    notices.send_notices(by=SYSTEM, now=moment)
    return sorted(message.to.name for message in Message.objects.exclude(pk__in=before))


def end_yesterday(cast, now, name="lay_member"):
    """The day before was the last of somebody's only seat."""
    seat = Seat.objects.get(person=cast.person(name))
    yesterday = now.date() - datetime.timedelta(days=1)
    organisations.edit_seat(
        by=SYSTEM, now=now, seat=seat, version=seat.version, title="", starts=seat.starts, ends=yesterday
    )
