"""What notices offers."""

import datetime

from goldenthread.foundation.notices import jobs, queries
from goldenthread.foundation.room import Job, Offer, Permission, TodayItems, Verb

OFFER = Offer(
    permissions=(Permission("notices.read", "see which e-mails could not be delivered, and try them again"),),
    verbs=(
        Verb("notices.sent", "sent this person a message", only_read=True),
        Verb(
            "notices.no_account",
            "had a message for this person, who has no account to read it with",
            only_read=True,
        ),
        Verb("notices.misfit", "found that something that is kept is not as it was written", only_read=True),
        Verb("notices.tried_again", "had a message to this person tried again", only_read=True),
        Verb("notices.chosen", "chose how to be told by e-mail", only_read=True),
    ),
    today=(
        TodayItems("misfit", queries.misfit_lines, 5, under="decision"),
        TodayItems("undelivered", queries.undelivered_lines, 90),
    ),
    jobs=(
        Job("Due days that have come to a step of reminding", jobs.remind, 15),
        Job("What waits for people, told to them", jobs.tell, 1),
        Job("Messages in the outbox", jobs.deliver, 1),
        Job("All that can be proved, proved", jobs.verify, datetime.time(4, 0)),
    ),
)
