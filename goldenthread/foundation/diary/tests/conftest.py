import pytest

from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.diary import operations
from tests.kept import keep


@pytest.fixture
@keep
def rulebook(db, now):
    """All rules, loaded."""
    return operations.load_rules(by=System("set-up"), now=now)
