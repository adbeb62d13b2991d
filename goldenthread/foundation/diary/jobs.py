"""What the diary does by itself."""

from goldenthread.foundation import clock
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.diary import operations


def keep_due_days() -> int:
    """Bring the table of due days to what every room says."""
    return operations.keep_all_dates(by=System("due days"), now=clock.now())
