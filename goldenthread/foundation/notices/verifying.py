"""Each night all that can be proved is proved, and what does not fit is told to those who can do something about it."""

import datetime
import json
import logging

from goldenthread.foundation import room
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.history import heads
from goldenthread.foundation.notices import operations, queries
from goldenthread.foundation.notices.models import Verification

log = logging.getLogger(__name__)
KEPT_FOR = datetime.timedelta(days=400)
MOST_SENTENCES = 200  # of one check: whoever looks needs no more to begin


def verify(*, now: datetime.datetime) -> list[Verification]:
    """Run every check that an app offers, note what came of each, and tell of what does not fit and was not told yet.

    Heads are noted first, so that a house has some from its first day.
    """
    before = {sentence for row in queries.last_verifications() for sentence in row.sentences}
    heads.write(now=now)
    rows = [_verified(check, now) for check in room.offered("integrity")]
    Verification.objects.bulk_create(rows)
    Verification.objects.filter(at__lt=now - KEPT_FOR).delete()
    if {sentence for row in rows for sentence in row.sentences} - before:
        operations.tell_of_misfits(by=System("the nightly check"), now=now, people=queries.whom_to_tell(day_of(now)))
    return rows


def _verified(check: room.Integrity, now) -> Verification:
    found = check.verify()
    for sentence in found.faults:
        log.error("Does not fit: %s", sentence)
    sentences = found.faults[:MOST_SENTENCES]
    return Verification(at=now, code=check.code, counted=found.counted, faults=json.dumps(sentences))
