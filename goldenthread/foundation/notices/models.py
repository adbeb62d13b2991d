"""What waits to be told, to whom it was told, and the outbox.

They are the house's own technical tables, not part of anybody's record: what was sent is in history.
"""

import json

from django.db import models

from goldenthread.foundation.people.models import Body, Person
from goldenthread.foundation.writing import Guarded


class Message(models.Model):
    """An e-mail to one person. Its text reveals nothing: a sentence, and a link that asks for sign-in. Without `to` it
    goes to an `address` outside, with what anybody may read.

    Not Guarded: delivery is noted row by row outside any operation, since it changes no record.
    """

    key = models.SlugField(unique=True, max_length=80)
    to = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="messages", help_text="nobody: it goes outside"
    )
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
    for_a_seat = models.BooleanField("goes only to somebody who holds a seat in the body", default=False)
    address = models.EmailField("where it goes, if not to the address of now", blank=True)
    private_path = models.CharField("path in the text that is proved on delivery", max_length=200, blank=True)
    PRIVACY = {"*": "technical", "to": "personal", "subject": "personal", "text": "personal", "address": "personal"}

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["next_try_at"], condition=models.Q(sent_at=None), name="messages_to_be_sent"),
        ]

    def __str__(self):
        return f"{self.subject} to {self.to or self.address}"


class Notice(models.Model):
    """Something waits for somebody. Written with what it tells of; who is told is asked when it is sent.

    `code` names a `room.Message`, (noun, thing_key) the thing. `look_at`: when the job looks at it next; none: never.
    """

    code = models.CharField(max_length=60)
    noun = models.CharField(max_length=40)
    thing_key = models.CharField(max_length=170)
    body = models.ForeignKey(Body, models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    look_at = models.DateTimeField(null=True, blank=True)
    PRIVACY = {"*": "technical", "by": "personal"}

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["look_at"], condition=models.Q(look_at__isnull=False), name="notices_to_look_at"),
            models.Index(fields=["code", "noun", "thing_key"], name="notices_of_a_thing"),
        ]

    def __str__(self):
        return f"{self.code} {self.noun} {self.thing_key}"


class Told(models.Model):
    """A person was told of a notice: once, whatever runs twice."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="told")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    PRIVACY = {"*": "technical", "person": "personal"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "person"], name="told_once")]

    def __str__(self):
        return f"{self.person} of {self.notice_id}"


class Rhythm(models.TextChoices):
    AT_ONCE = "at_once", "At once"
    DAILY = "daily", "Once a day, on working mornings"
    WEEKLY = "weekly", "Once a week, on its first working morning"


class Choice(Guarded):
    """How somebody wants to be told: of what is urgent, and of everything else. Who chose nothing has the defaults."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    urgent = models.CharField("signatures and statutory clocks", max_length=10, choices=Rhythm, default=Rhythm.AT_ONCE)
    other = models.CharField("everything else", max_length=10, choices=Rhythm, default=Rhythm.DAILY)
    PRIVACY = {"*": "personal"}

    def __str__(self):
        return f"{self.person}: {self.urgent}, {self.other}"

    def rhythm(self, *, urgent: bool) -> str:
        return self.urgent if urgent else self.other


class Verification(models.Model):
    """One check of one night: what was held against its digests, and what did not fit. `faults` is a JSON list of
    sentences. The house's own, like the outbox, and thrown away after a year.
    """

    at = models.DateTimeField()
    code = models.CharField("what was verified", max_length=40)
    counted = models.PositiveBigIntegerField()
    faults = models.TextField(default="[]")
    PRIVACY = {"*": "technical"}

    class Meta:
        ordering = ["-at", "code"]
        indexes = [models.Index(fields=["code", "at"], name="verification_of_a_kind")]

    def __str__(self):
        return f"{self.code}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def sentences(self) -> list[str]:
        return json.loads(self.faults)
