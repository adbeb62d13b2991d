"""What withdrawals offer."""

from goldenthread.foundation.room import Menu, Offer, Verb

OFFER = Offer(
    menu=(
        Menu(
            "work",
            "Withdrawn from the record",
            "withdrawals:all",
            "house.read",
            "What was recorded by mistake: why it was withdrawn, by whom, and how it comes back.",
            95,
        ),
    ),
    verbs=(
        Verb("withdrawals.withdrawn", "withdrew this from the record"),
        Verb("withdrawals.put_back", "put this back into the record"),
        Verb("withdrawals.undone", "undid the withdrawal of this within the minute"),
        Verb("withdrawals.adding_undone", "undid the adding of this within the minute"),
        Verb("withdrawals.rests_on", "let this rest on something else, since what it rested on was withdrawn"),
        Verb("withdrawals.no_longer_rests_on", "undid within the minute that this rests on something else"),
    ),
)
