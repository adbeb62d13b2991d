"""The operation that writes what a record file says of documents. Part of this app's operations.

The bytes were taken in before, outside the transaction; the engine of the record file checked the rest and leaves the
lines of history.
"""

from goldenthread.foundation.writing import operation


@operation
def load(*, by, now, record, shape, items):
    """Write documents with their versions, readers and what they are attached to."""
    record.write(shape, items, now)
