"""What history offers."""

import datetime

from goldenthread.foundation.history import jobs
from goldenthread.foundation.room import Job, Offer, Permission

OFFER = Offer(
    permissions=(Permission("history.read", "read who did what, and when"),),
    jobs=(Job("Heads of history, noted outside the database", jobs.note_heads, datetime.time(2, 30)),),
)
