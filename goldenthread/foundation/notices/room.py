"""What notices offers."""

from goldenthread.foundation.notices import queries
from goldenthread.foundation.room import Offer, Permission, TodayItems, Verb

OFFER = Offer(
    permissions=(Permission("notices.read", "see which e-mails could not be delivered, and try them again"),),
    verbs=(
        Verb("notices.sent", "sent this person a message"),
        Verb("notices.no_account", "had a message for this person, who has no account to read it with"),
        Verb("notices.tried_again", "had a message to this person tried again"),
    ),
    today=(TodayItems("undelivered", queries.undelivered_lines, 90),),
)
