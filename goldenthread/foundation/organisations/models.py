"""Accounts: the log of who signed in and what was changed, links that were sent, and changes that two people make."""

import datetime

from django.db import models
from django.db.models import Q

from goldenthread.foundation.people.models import Body, Person, User
from goldenthread.foundation.writing import Guarded, Versioned


class AccountEvent(models.Model):
    """What happened to one account, from one network address, on one day: a row for the first time, then counted.

    `user` is None for a name that no account has. Not Guarded, and no part of the history: whoever fails to sign in
    writes here, and what is written is thrown away after a year (see ADR 22).
    """

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", "signed in"
        FAILED = "failed", "failed to sign in"
        TOO_OFTEN = "too_often", "was refused after too many failures"
        WRONG_CODE = "wrong_code", "gave a wrong code as second step"
        PASSWORD_CHANGED = "password_changed", "changed the password"
        PASSWORD_RESET = "password_reset", "chose a new password by a link"
        PASSWORD_SET = "password_set", "chose a first password"
        ADDRESS_CHANGED = "email_changed", "changed the e-mail address"
        CODES_ON = "totp_activated", "set up codes from an app"
        CODES_OFF = "totp_deactivated", "stopped using codes from an app"
        KEY_ADDED = "webauthn_added", "added a passkey or key"
        KEY_REMOVED = "webauthn_removed", "removed a passkey or key"
        RECOVERY_CODES = "recovery_codes_generated", "made new recovery codes"
        WORK_ACCOUNT_ON = "account_connected", "connected a work account"
        WORK_ACCOUNT_OFF = "account_disconnected", "disconnected a work account"
        INVITED = "invited", "was sent an invitation"
        INVITATION_OPENED = "invitation_opened", "opened the invitation"
        SECOND_STEP_COUNTS = "second_step_counts", "confirmed the second step by the link that was sent"
        ADDRESS_CHANGED_BY_OTHERS = "address_changed", "was given another e-mail address by those who manage accounts"
        SECOND_STEP_RESET = "second_step_reset", "had the second step reset by two people"
        CLOSED = "closed", "had the account closed"
        OPENED = "opened", "had the account opened again"

    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="events")
    kind = models.CharField(max_length=30, choices=Kind)
    address = models.CharField("network address", max_length=45, blank=True)
    day = models.DateField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    PRIVACY = {"*": "personal", "id": "technical"}

    class Meta:
        ordering = ["-last_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "address", "day"], name="one_row_an_account_and_day"),
            models.UniqueConstraint(
                fields=["kind", "address", "day"], condition=Q(user=None), name="one_row_a_day_without_an_account"
            ),
        ]

    def __str__(self):
        return f"{self.user or 'Nobody'} {self.get_kind_display()}"


class AccountLink(models.Model):
    """A link that was sent to the address of an account: an invitation, or the proof that its owner set up a step.

    The link itself stands nowhere: it is proved when the e-mail is delivered (`notices.private_links`). Not Guarded:
    whoever opens an invitation has not signed in, and changes no record.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation", "Invitation"
        SECOND_STEP = "second_step", "Confirmation of a second step"

    VALID = {Kind.INVITATION: datetime.timedelta(days=14), Kind.SECOND_STEP: datetime.timedelta(days=3)}

    key = models.SlugField(unique=True, max_length=80)
    user = models.ForeignKey(User, models.CASCADE, related_name="links")
    kind = models.CharField(max_length=12, choices=Kind)
    sent_at = models.DateTimeField()
    until = models.DateTimeField("may be opened until")
    opened_at = models.DateTimeField("first opened at", null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField("ended by another, or with what it was for", null=True, blank=True)
    PRIVACY = {"*": "personal", "id": "technical", "key": "technical"}

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display()} for {self.user}"

    def is_open_at(self, moment: datetime.datetime) -> bool:
        return self.used_at is None and self.ended_at is None and moment <= self.until


class NameChange(Versioned):
    """Another name for an agency that several partnerships have: it waits until the unit of each has agreed (ADR 29).

    Without a first day (`starts`) the old name was written wrongly, and never held.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Waits for other partnerships"
        DONE = "done", "Done"
        DECLINED = "declined", "Not done"

    key = models.SlugField(unique=True, max_length=80)
    body = models.ForeignKey(Body, models.PROTECT, related_name="name_changes")
    name = models.CharField("new name", max_length=200)
    short_name = models.CharField("new short name", max_length=60, blank=True)
    starts = models.DateField("from which day", null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_in = models.ForeignKey(Body, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    note = models.TextField("why it was not done", blank=True)
    PRIVACY = {"*": "technical", "name": "public", "short_name": "public", "asked_by": "personal", "note": "personal"}

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["body"], condition=Q(state="asked"), name="one_waiting_name_of_a_body")
        ]

    def __str__(self):
        return f"{self.body}: {self.name}"


class NameAgreement(Guarded):
    """The unit of one partnership agrees to a name."""

    change = models.ForeignKey(NameChange, models.PROTECT, related_name="agreements")
    partnership = models.ForeignKey(Body, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    PRIVACY = {"*": "technical", "person": "personal"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "partnership"], name="agrees_once")]

    def __str__(self):
        return f"{self.partnership} to {self.change}"


class AccountChange(Versioned):
    """What those who manage accounts change in how somebody's account is opened. Where it could take over an account
    that matters, it waits for a second person.
    """

    class Kind(models.TextChoices):
        ADDRESS = "address", "another e-mail address"
        SECOND_STEP = "second_step", "reset of the second step"

    class State(models.TextChoices):
        ASKED = "asked", "Waits for a second person"
        DONE = "done", "Done"
        DECLINED = "declined", "Not done"

    key = models.SlugField(unique=True, max_length=80)
    person = models.ForeignKey(Person, models.PROTECT, related_name="account_changes")
    kind = models.CharField(max_length=12, choices=Kind)
    email = models.EmailField("new e-mail address", blank=True)
    email_before = models.EmailField("e-mail address before", blank=True)
    reason = models.TextField("how it is known that the person asked")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=State)
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField("why it was not done", blank=True)
    objection = models.TextField("what the person says who did not ask for it", blank=True)
    objected_at = models.DateTimeField(null=True, blank=True)
    PRIVACY = {"*": "personal", "id": "technical", "key": "technical", "version": "technical"}

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(state="asked"), name="one_waiting_change_a_kind_and_account"
            ),
            models.CheckConstraint(
                condition=Q(objection="", objected_at=None) | ~Q(objection="") & Q(objected_at__isnull=False),
                name="objection_says_what_and_when",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_kind_display()}"
