"""The operation that writes what a record file says of areas, bodies, people, groups, seats and periods.

It belongs to this app's operations and stands apart because it serves no page: `records.operations.load` calls it, has
checked everything before, and leaves the lines of history.
"""

from goldenthread.foundation.people.models import GroupMembership
from goldenthread.foundation.writing import operation


@operation
def load(*, by, now, record, shape, items):
    """Write items of one list. A group that names no members belongs to its lead partnership alone."""
    record.write(shape, items, now)
    if shape.part == "groups":
        alone = [record.links.find(*item.identity) for item in items if "members" not in item.values]
        leads = {record.links.find(*item.identity): record.links.find("bodies", "", item.holder) for item in items}
        GroupMembership.objects.bulk_create([GroupMembership(group_id=pk, partnership_id=leads[pk]) for pk in alone])
