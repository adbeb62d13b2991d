"""To whom a published report goes: the partnership's list, and each copy with what came of it."""

from django.db import models

from goldenthread.foundation.access.kept import Kept
from goldenthread.foundation.notices.models import Message
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.writing import Guarded
from goldenthread.front.yearly_report.models.versions import Version


class Named(models.TextChoices):
    """Whom guidance names among those who have a copy; see the rule yr.copy of the diary for how sure that is."""

    PANEL = "panel", "Child Safeguarding Practice Review Panel"
    FOUNDATIONS = "foundations", "Foundations, the What Works Centre"
    SECRETARY = "secretary_of_state", "Secretary of State (Department for Education)"


class Recipient(Kept):
    """Somebody on the partnership's list of those who are sent its reports. They have no account.

    `stopped_at`: they said that they want no such e-mail; the row stays, so that they are never written to again.
    `removed_at`: the partnership took them off the list.
    """

    holder = models.ForeignKey(Body, models.PROTECT, related_name="recipients", editable=False)
    origin = citation = None
    name = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    address = models.EmailField("e-mail address")
    asked = models.CharField("whom the guidance names", max_length=20, choices=Named, blank=True)
    stopped_at = models.DateTimeField("asked for no more e-mails", null=True, blank=True)
    removed_at = models.DateTimeField("taken off the list", null=True, blank=True)
    PART = "recipients"
    PRIVACY = {"*": "personal"}

    class Meta(Kept.Meta):
        ordering = ["organisation", "name", "address"]
        constraints = [
            *Kept.Meta.constraints,
            models.UniqueConstraint(fields=["holder", "address"], name="recipient_once"),
        ]

    def __str__(self):
        return ", ".join(filter(None, [self.name, self.organisation])) or self.address


class CopySent(Guarded):
    """A published version went to somebody who must or should have it, by hand or as a link by e-mail.

    `key` names the page behind the link that was sent, `message` the last e-mail with it. What came of it stands here
    once: `opened_at` when the link was first opened, `received_on` when receipt was confirmed.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="copies")
    to = models.CharField(max_length=405)
    how = models.CharField(max_length=200)
    on = models.DateField()
    by_name = models.CharField(max_length=200)
    asked = models.CharField("whom the guidance names", max_length=20, choices=Named, blank=True)
    recipient = models.ForeignKey(Recipient, models.PROTECT, null=True, blank=True, related_name="copies")
    key = models.CharField(max_length=80, blank=True)
    # Whoever takes messages back says so here as well: `operations.copies`.
    message = models.ForeignKey(Message, models.DO_NOTHING, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    received_how = models.CharField(max_length=200, blank=True)
    PRIVACY = {"*": "confidential", "key": "secret"}

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "recipient"], name="one_copy_a_recipient"),
            models.UniqueConstraint(fields=["key"], condition=~models.Q(key=""), name="copy_key_once"),
        ]

    def __str__(self):
        return f"{self.to}, {self.on}"
