"""What of comments and questions is told by message: asked for one person when it is sent, with where they read it."""

from collections.abc import Iterable

from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.comments import queries
from goldenthread.foundation.comments.models import Comment
from goldenthread.foundation.room import Message


def questions(viewer: Viewer, keys: Iterable[str]) -> dict[str, str]:
    """Questions that still wait for the viewer, or for an agency for which they answer."""
    rows = Comment.objects.waiting().exclude(person=viewer.person_id).by_refs(keys)
    return {row.ref: queries.address_of(viewer, row) for row, _ in queries.waiting_for(viewer, rows)}


def comments(viewer: Viewer, keys: Iterable[str]) -> dict[str, str]:
    """What was said of something that the viewer owns, or in a conversation in which they take part."""
    rows = queries.told_of(viewer, Comment.objects.by_refs(keys))
    return {row.ref: queries.address_of(viewer, row) for row in rows}


ASKED, MADE = "comments.question_put", "comments.comment_made"
MESSAGES = (
    Message(ASKED, "a question waits for your answer", "A question waits for your answer.", questions),
    Message(
        MADE,
        "somebody commented where you take part",
        "Somebody commented on something that you own, keep or talk about.",
        comments,
    ),
)
