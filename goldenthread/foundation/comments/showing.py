"""A conversation as one viewer is shown it: whose words they read, and what they may do."""

from dataclasses import dataclass

from django.db.models import Model

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.comments import queries
from goldenthread.foundation.comments.models import Comment


@dataclass(frozen=True)
class Shown:
    """One comment. `links` are (words, address) of what the viewer may do to it, `buttons` the same of what is done by
    one press. `words` are "" where they are not theirs to read.
    """

    comment: Comment
    words: str
    links: list[tuple[str, str]]
    buttons: list[tuple[str, str]]


@dataclass(frozen=True)
class Conversation:
    """`url` is its own page."""

    first: Shown
    replies: list[Shown]
    url: str

    @property
    def number(self) -> int:
        return 1 + len(self.replies)


class Showing:
    """What one viewer may do in the conversations about one thing, asked once for all of them."""

    def __init__(self, viewer: Viewer, thing: Model, *, only_read: bool = False):
        """`only_read`: above a form, where nothing else is done."""
        self.viewer, self.only_read = viewer, only_read
        self.may_write = can(viewer, "comments.write") and not queries.is_closed(thing)
        self.may_hide = can(viewer, "comments.hide", thing)

    def conversation(self, rows: list[Comment]) -> Conversation:
        first, *replies = rows
        return Conversation(
            self._shown(first), [self._shown(row) for row in replies], queries.address_of(self.viewer, first)
        )

    def _shown(self, row: Comment) -> Shown:
        own = row.person_id is not None and row.person_id == self.viewer.person_id
        wanted = (
            ("Reply", "reply", row.stands and self.may_write and not row.first_id),
            ("Correct", "correct", row.stands and self.may_write and own),
            ("Withdraw", "withdraw", row.stands and own),
            ("Hide", "hide", row.stands and self.may_hide and not own),
        )
        pressed = (
            ("I need no answer any more", "close", row.waits and own),
            ("Show it again", "show_again", row.hidden_at is not None and self.may_hide),
        )
        return Shown(
            row, row.text if row.stands or self.may_hide else "", self._open(row, wanted), self._open(row, pressed)
        )

    def _open(self, row, wanted):
        return [
            (words, queries.address_of(self.viewer, row, page))
            for words, page, may in wanted
            if may and not self.only_read
        ]
