"""The table of drafts. Not Guarded: a draft is kept every few seconds while somebody types, and is no record."""

from django.db import models

from goldenthread.foundation.people.models import Person


class Draft(models.Model):
    """The fields of one form, as typed, for one person. `fields` is JSON {name: [values]}; `address` is the form's
    path.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="drafts")
    address = models.CharField(max_length=300)
    fields = models.TextField()
    kept_at = models.DateTimeField()
    PRIVACY = {"*": "personal", "id": "technical"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "address"], name="one_draft_a_form")]

    def __str__(self):
        return f"Draft of {self.address}"
