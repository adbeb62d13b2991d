"""The one table of who is listed as a reader of a thing of any kind, or left out of its readers."""

from django.db import models
from django.db.models import Q

from goldenthread.foundation.people.models import Person
from goldenthread.foundation.writing import Guarded


class Reader(Guarded):
    """Somebody who may read a thing that is kept to listed people; `excluded` turns it round: somebody who may not read
    it whatever their seat, because of a conflict.

    The thing is named by its noun and key, as everywhere above the room that keeps it. `below`: also everything that
    stands in it, such as the parts of a piece of work. Both days count.
    """

    noun = models.CharField("kind of thing", max_length=40)
    key = models.CharField("key of the thing", max_length=170)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    starts = models.DateField("from", null=True, blank=True)
    ends = models.DateField("last day", null=True, blank=True)
    why = models.TextField("why", blank=True)
    excluded = models.BooleanField("left out, for a conflict", default=False)
    below = models.BooleanField("also of everything in it", default=True)
    PRIVACY = {"*": "confidential", "noun": "technical", "key": "technical"}

    class Meta:
        ordering = ["noun", "key", "person"]
        constraints = [
            models.UniqueConstraint(fields=["noun", "key", "person"], name="reader_once_a_thing"),
            models.CheckConstraint(condition=Q(excluded=False) | ~Q(why=""), name="left_out_says_why"),
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(starts__lte=models.F("ends")), name="reader_starts_before"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="things_of_a_reader")]

    def __str__(self):
        return f"{self.person_id} {'left out of' if self.excluded else 'reads'} {self.noun} {self.key}"
