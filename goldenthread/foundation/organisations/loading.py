"""Operations that write what a record file says of groups, and that give made-up people their accounts.

They belong to this app's operations and stand apart because they serve no page: `records.operations.load` calls the
first, has checked everything before, and leaves the lines of history.
"""

from django.conf import settings

from goldenthread.foundation.access.trial import made_by_run
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.organisations.queries import body_of
from goldenthread.foundation.people.models import GroupMembership, Person, User
from goldenthread.foundation.writing import operation


@operation
def load_groups(*, by, now, record, shape, items):
    """Write groups. One that names no members belongs to its lead partnership alone."""
    record.write(shape, items, now)
    alone = [item for item in items if "members" not in item.values]
    GroupMembership.objects.bulk_create(
        GroupMembership(
            group_id=record.links.find(*item.identity), partnership_id=record.links.find("bodies", "", item.holder)
        )
        for item in alone
    )


def make_example_accounts(*, by, now) -> int:
    """Let every made-up person who holds a seat sign in with one click, and say how many can.

    Their addresses end in example.org and their passwords can never be right: only the button of a trial opens. Where
    somebody other than ./run made the database, nobody gets an account.
    """
    if not (settings.EXAMPLE_ACCOUNTS_ANYWHERE or made_by_run()):
        return 0
    invented = Person.objects.filter(invented=True, seats__isnull=False).distinct()
    without = list(invented.filter(user=None))
    if without:
        _make_accounts(by=by, now=now, people=without)
    return invented.filter(user__is_active=True).count()


@operation
def _make_accounts(*, by, now, people):
    for person in people:
        person.user = User.objects.create_user(f"{person.key}@example.org", joined_on=day_of(now))
        person.save()
        body = body_of(person.seats.first())
        history.record(by=by, now=now, verb="people.account_made", noun="person", key=person.key, body_id=body.pk)
