"""What access offers: the lines of history about readers. Who may list them is asked by each room."""

from goldenthread.foundation.room import Offer, Verb

OFFER = Offer(
    verbs=(
        Verb("access.reader_listed", "listed a reader"),
        Verb("access.reader_removed", "took a reader off the list"),
        Verb("access.left_out", "left somebody out of the readers, for a conflict"),
        Verb("access.let_in_again", "took back that somebody is left out"),
    ),
)
