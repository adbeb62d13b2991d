"""What history offers."""

import datetime

from goldenthread.foundation.history import jobs, queries
from goldenthread.foundation.room import Integrity, Job, Offer, Permission, Verb

OFFER = Offer(
    permissions=(Permission("history.read", "read who did what, and when"),),
    verbs=(Verb(queries.ERASED, "erased the values that were kept with an earlier line"),),
    integrity=(Integrity("history", "Lines of history", queries.verify),),
    jobs=(Job("Heads of history, noted outside the database", jobs.note_heads, datetime.time(2, 30)),),
)
