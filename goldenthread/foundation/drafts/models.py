"""What is typed and what was sent. Not Guarded: a draft is kept every few seconds while somebody types, a key is taken
with each form that is sent, and neither is a record.
"""

from django.db import models

from goldenthread.foundation.people.models import Person, User


class Draft(models.Model):
    """The fields of one form, as typed, for one person. `fields` is JSON {name: [values]}; `address` is that of the
    form with its query: `…/recommendation/?finding=a` and `?finding=b` are two forms.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="drafts")
    address = models.CharField(max_length=1000)
    fields = models.TextField()
    kept_at = models.DateTimeField()
    PRIVACY = {"*": "personal", "id": "technical"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "address"], name="one_draft_a_form")]

    def __str__(self):
        return f"Draft of {self.address}"


class SentForm(models.Model):
    """A form that has done its work, by the key that it was shown with and a digest of what it carried.

    `status` and `location` are the answer that the first post got, None until it was given; `words` is JSON
    [[level, sentence]] of what that answer said.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    content = models.CharField("SHA-256 of what was sent", max_length=64)
    sent_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    location = models.TextField(blank=True)
    words = models.TextField(default="[]")
    PRIVACY = {"*": "technical", "user": "personal", "location": "personal", "words": "personal"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key", "content"], name="one_answer_a_form")]

    def __str__(self):
        return f"Form {self.key}"
