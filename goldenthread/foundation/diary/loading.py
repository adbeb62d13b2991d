"""The operation that writes what a record file says of clocks. Part of this app's operations.

The engine of the record file has checked everything before, and leaves the lines of history. Nobody is reminded of a
clock because it was loaded: reminders go by the day, once for each step.
"""

from goldenthread.foundation.writing import operation


@operation
def load(*, by, now, record, shape, items):
    """Write clocks with their days and the people who are reminded."""
    record.write(shape, items, now)
