"""What drafts offer: a job, and nothing that others may see."""

import datetime

from goldenthread.foundation.drafts import jobs
from goldenthread.foundation.room import Job, Offer

OFFER = Offer(jobs=(Job("Old drafts thrown away", jobs.discard_drafts, datetime.time(3, 0)),))
