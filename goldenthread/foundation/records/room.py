"""What the record file offers the house."""

from goldenthread.foundation.room import Offer, Verb

OFFER = Offer(
    verbs=(
        Verb("records.loaded", "loaded this from a record file"),
        Verb("records.filled", "filled this in from a record file"),
        Verb("records.replaced", "replaced this by what a record file says"),
        Verb("records.taken_out", "took the record out"),
    ),
)
