"""The operation that writes what a record file says of the thread. Part of this app's operations.

It sets final states and checks structure only: the past need not be invented to satisfy today's rules. The engine of
the record file has checked everything before, and leaves the lines of history.
"""

from goldenthread.foundation.writing import operation


@operation
def load(*, by, now, record, shape, items):
    """Write items of one list."""
    record.write(shape, items, now)
