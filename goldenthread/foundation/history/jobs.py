"""What history does by itself."""

from goldenthread.foundation import clock
from goldenthread.foundation.history import heads


def note_heads() -> str:
    """Note the heads of history outside the database."""
    return str(heads.write(now=clock.now()))
