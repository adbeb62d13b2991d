"""The one table of comments. A comment belongs to one thing, named by its noun and key, and is read by whoever reads
the whole of that; it has no circle of its own.
"""

from django.db import models
from django.db.models import Q

from goldenthread.foundation.access.kept import Kept, KeptQuerySet
from goldenthread.foundation.people.models import Body, Person

MOST_WORDS = 5000  # characters


class CommentQuerySet(KeptQuerySet):
    def standing(self):
        """Those whose words are read."""
        return self.filter(withdrawn_at=None, hidden_at=None)

    def waiting(self):
        """Questions that nobody has answered and whoever asked has not closed."""
        asked = Q(for_agency__isnull=False) | Q(for_person__isnull=False)
        return self.standing().filter(asked, settled_at=None)


class Comment(Kept):
    """What somebody said of a thing. One that begins a conversation may be a question for an agency or a person; the
    others are replies to such a first one, and there are none to a reply.

    Whoever wrote it may correct and withdraw it; then its words are in history alone. The unit may hide one, with a
    reason, and show it again.
    """

    class Settled(models.TextChoices):
        ANSWERED = "answered", "Answered"
        CLOSED = "closed", "Closed by who asked"

    noun = models.CharField("kind of thing", max_length=40, editable=False)
    thing_key = models.CharField("key of the thing", max_length=170, editable=False)
    first = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replies", verbose_name="in reply to"
    )
    text = models.TextField("words", blank=True)
    at = models.DateTimeField("when")
    by_name = models.CharField("who", max_length=200)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="for which agency"
    )
    for_agency = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="a question for the agency"
    )
    for_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="a question for the person"
    )
    settled = models.CharField("how the question ended", max_length=10, choices=Settled, blank=True)
    settled_at = models.DateTimeField("when it ended", null=True, blank=True)
    corrected_at = models.DateTimeField("last corrected", null=True, blank=True)
    withdrawn_at = models.DateTimeField("withdrawn", null=True, blank=True)
    hidden_at = models.DateTimeField("hidden", null=True, blank=True)
    hidden_why = models.TextField("why it is hidden", blank=True)
    citation = None

    objects = CommentQuerySet.as_manager()
    PRIVACY = {"*": "confidential", "key": "technical", "person": "personal", "by_name": "personal"}

    class Meta(Kept.Meta):
        ordering = ["at", "pk"]
        constraints = [
            *Kept.Meta.constraints,
            models.CheckConstraint(
                condition=Q(for_agency=None) | Q(for_person=None), name="a_question_has_one_addressee"
            ),
            models.CheckConstraint(
                condition=Q(first=None) | Q(for_agency=None, for_person=None), name="a_reply_asks_nobody"
            ),
            models.CheckConstraint(
                condition=Q(settled="", settled_at=None) | (~Q(settled="") & Q(settled_at__isnull=False)),
                name="a_settled_question_says_when",
            ),
            models.CheckConstraint(
                condition=Q(settled="") | Q(for_agency__isnull=False) | Q(for_person__isnull=False),
                name="only_a_question_is_settled",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_why="") | (Q(hidden_at__isnull=False) & ~Q(hidden_why="")),
                name="a_hidden_comment_says_why",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) & ~Q(text="") | Q(withdrawn_at__isnull=False, text=""),
                name="only_a_withdrawn_comment_is_empty",
            ),
        ]
        indexes = [models.Index(fields=["noun", "thing_key"], name="comments_of_a_thing")]

    def __str__(self):
        return f"Comment of {self.by_name}"

    @property
    def asks(self):
        """The agency or person for whom it is a question; None for a comment."""
        return self.for_agency or self.for_person

    @property
    def is_question(self) -> bool:
        return bool(self.for_agency_id or self.for_person_id)

    @property
    def stands(self) -> bool:
        """Whether its words are read."""
        return self.withdrawn_at is None and self.hidden_at is None

    @property
    def waits(self) -> bool:
        """Whether it is a question that still waits for an answer."""
        return self.is_question and self.stands and self.settled_at is None

    @property
    def thing(self) -> tuple[str, str]:
        """What it is about, as (noun, key)."""
        return self.noun, self.thing_key
