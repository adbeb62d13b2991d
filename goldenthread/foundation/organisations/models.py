"""The log of accounts: who signed in, who failed to, and what was changed in how an account is opened."""

from django.db import models
from django.db.models import Q

from goldenthread.foundation.people.models import User


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
