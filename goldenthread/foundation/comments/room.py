"""What comments offer."""

from goldenthread.foundation.comments import messages, operations, queries, record_parts, today
from goldenthread.foundation.room import HandOver, Menu, Noun, Offer, Permission, RecordPart, TodayItems, Verb

OFFER = Offer(
    menu=(
        Menu(
            "thread",
            "Questions",
            "comments:questions",
            "comments.write",
            "What you were asked, and what you asked others.",
            45,
        ),
    ),
    nouns=(Noun("comment", "comments.Comment", "comment", "comments", resolve=queries.references),),
    permissions=(
        Permission("comments.write", "comment, and put questions, on what they read whole"),
        Permission("comments.pass_on", "pass questions on to another agency when one leaves"),
        Permission("comments.hide", "hide a comment, with a reason, and show it again"),
    ),
    verbs=(
        Verb("comments.made", "commented"),
        Verb("comments.asked", "asked a question"),
        Verb("comments.replied", "replied"),
        Verb("comments.answered", "answered this question"),
        Verb("comments.question_closed", "closed this question"),
        Verb("comments.handed_over", "asked another agency what one was asked"),
        Verb("comments.corrected", "corrected this comment"),
        Verb("comments.withdrawn", "withdrew this comment"),
        Verb("comments.hidden", "hid this comment"),
        Verb("comments.shown_again", "showed this comment again"),
    ),
    today=(TodayItems("questions", today.questions, 50),),
    messages=messages.MESSAGES,
    hand_overs=(
        HandOver(
            "question", "Questions that wait for it", queries.owed, operations.pass_questions_on, messages.ASKED, 25
        ),
    ),
    record_parts=(RecordPart(record_parts.COMMENT, record_parts.comments),),
    retention={"comment": "Kept with what it is about."},
)
