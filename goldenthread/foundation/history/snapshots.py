"""Reading several things as they stood at one moment, for proofs; pages read without a transaction."""

import contextlib

from django.db import connection, transaction


@contextlib.contextmanager
def one_moment():
    """All that is read inside stands as it was at one moment, while others go on writing.

    On PostgreSQL a transaction that sees one snapshot; on SQLite one that reads and holds no writer up. Within another
    transaction nothing is begun.
    """
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "sqlite":
        connection.ensure_connection()  # the mode is read when the connection is made
        mode, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
        try:
            with transaction.atomic():
                connection.transaction_mode = mode
                yield
        finally:
            connection.transaction_mode = mode
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
