"""The outbox. It is the house's own technical table, not part of anybody's record: what was sent is in history."""

from django.db import models

from goldenthread.foundation.people.models import Body, Person


class Message(models.Model):
    """An e-mail to one person. Its text reveals nothing: a sentence, and a link that asks for sign-in.

    Not Guarded: delivery is noted row by row outside any operation, since it changes no record.
    """

    key = models.SlugField(unique=True, max_length=80)
    to = models.ForeignKey(Person, models.PROTECT, related_name="messages")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    noun = models.CharField(max_length=40, blank=True)
    thing_key = models.CharField(max_length=170, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    PRIVACY = {"*": "technical", "to": "personal", "subject": "personal", "text": "personal"}

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["next_try_at"], condition=models.Q(sent_at=None), name="messages_to_be_sent"),
        ]

    def __str__(self):
        return f"{self.subject} to {self.to}"
