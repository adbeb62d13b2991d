"""May this happen to this comment? Pure questions."""

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.comments.models import MOST_WORDS, Comment
from goldenthread.foundation.room import Refused

SECOND_FACTOR = (
    "This is kept to listed people. Sign out, sign in again with your code or passkey, and open it then. If you have "
    "neither, set one up under “Your account”."
)
ONLY_IN_PART = (
    "You read a text of this that was made for others, so what is said about the whole of it is not yours to read. Ask "
    "the business unit."
)


def is_open(label: str, state: str, closed: bool) -> None:
    """Raises Refused where nothing new is said of a thing in its state."""
    if closed:
        raise Refused(
            f"This {label} is {state.lower()}, so nothing new is said of it. What was said stays. If it must be talked "
            "about, ask the business unit where."
        )


def says_something(text: str) -> None:
    if not text:
        raise Refused("Write what you want to say.", "text")
    if len(text) > MOST_WORDS:
        raise Refused(f"Use {MOST_WORDS} characters or fewer: there are {len(text)}.", "text")


def is_own(comment: Comment, person_id: int | None) -> None:
    """Raises Forbidden for another's words."""
    if person_id is None or comment.person_id != person_id:
        raise Forbidden("Only whoever wrote a comment corrects or withdraws it. The business unit may hide it.")


def still_stands(comment: Comment) -> None:
    if comment.withdrawn_at:
        raise Refused("This comment was withdrawn by whoever wrote it, so it stays as it is.")
    if comment.hidden_at:
        raise Refused("The business unit has hidden this comment, so it stays as it is until they show it again.")


def begins_a_conversation(comment: Comment) -> None:
    if comment.first_id:
        raise Refused("This is itself a reply. Reply to the comment that began the conversation.")


def is_hidden(comment: Comment) -> None:
    if not comment.hidden_at:
        raise Refused("This comment is shown already.")


def waits_and_is_own(comment: Comment, person_id: int | None) -> None:
    """Raises Forbidden for who did not ask it, Refused for a question that does not wait."""
    if person_id is None or comment.person_id != person_id:
        raise Forbidden("Only whoever asked a question closes it. Reply to it if you can answer.")
    if not comment.waits:
        raise Refused("This question waits for nobody any more: it was answered, closed, withdrawn or hidden.")
