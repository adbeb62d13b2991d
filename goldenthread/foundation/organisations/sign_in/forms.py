"""The library's forms with our labels, hints and errors. What they do is the library's; what they say is ours."""

from allauth.account import forms as account
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as work_account
from django.core.exceptions import ValidationError

from goldenthread.foundation import clock
from goldenthread.foundation.organisations import account_log, account_queries
from goldenthread.foundation.organisations.models import AccountEvent
from goldenthread.foundation.organisations.sign_in import limits

APP_CODE = "Six figures, as the app shows them now."
NEW_PASSWORD = "At least 12 characters. Three words that do not belong together make a good one."
NO_KEY = "The key did not answer. Try again, and do what your browser asks."
INVALID_ADDRESS = "An e-mail address looks like name@example.gov.uk. Check it."

MATTERS = (
    "By your seat your account signs, releases, gives seats or reads what is kept to listed people. Set up a second "
    "step first and confirm it by the link that is sent to you; or ask your business unit to change the address."
)


class InOurWords:
    """`words` gives each field its label, hint and what is said when it is left empty. Boxes show no grey text
    inside.
    """

    words = {}
    DIFFERENT = "The two passwords are not the same. Type the new password twice."

    def __init__(self, *args, **given):
        super().__init__(*args, **given)
        for name, (label, hint, empty) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.widget.attrs.pop("placeholder", None)
            field.error_messages |= {"required": empty, "invalid": INVALID_ADDRESS if "@" in empty else empty}
            for check in field.validators:
                if getattr(check, "code", "") == "invalid":
                    check.message = field.error_messages["invalid"]

    def add_error(self, field, error):
        """The library says only here, and not by its adapter, that two passwords differ."""
        given = self.cleaned_data if hasattr(self, "cleaned_data") else {}
        if field == "password2" and given.get("password1") != given.get("password2"):
            error = self.DIFFERENT
        super().add_error(field, error)


ADDRESS = ("E-mail address", "", "Type your e-mail address, as in name@example.gov.uk.")
PASSWORD = ("Password", "", "Type your password.")
NEW = ("New password", NEW_PASSWORD, "Type a new password.")
AGAIN = ("New password again", "", "Type the new password a second time.")
KEY_NAME = ("Name of the key", "So that you know it from your other keys.", "Give the key a name.")
SILENT = ("Key", "", NO_KEY)


class LoginForm(InOurWords, account.LoginForm):
    words = {"login": ADDRESS, "password": PASSWORD}


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    words = {"email": ADDRESS}


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    words = {"password1": NEW, "password2": AGAIN}


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    words = {"password1": NEW, "password2": AGAIN}


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    words = {
        "oldpassword": ("Password of now", "", "Type the password that you use now."),
        "password1": NEW,
        "password2": AGAIN,
    }


class AddEmailForm(InOurWords, account.AddEmailForm):
    words = {
        "email": (
            "New e-mail address",
            "We send a link to it. The change holds once you have opened the link.",
            ADDRESS[2],
        )
    }

    def clean_email(self):
        """A stolen password must not lead to an address, and from there to a second step (ADR 27)."""
        now, person = context.request.now, getattr(self.user, "person", None)
        unproved = self.user.second_step_counts_from is None
        if unproved and person is not None and account_queries.matters(person, clock.day_of(now)):
            raise ValidationError(MATTERS)
        return super().clean_email()

    def save(self, request):
        # Accounts come from the house, which vouches for their addresses. The library would take one that it never saw
        # confirmed for the new address that is still waiting, and throw it away.
        standing = {"primary": True, "verified": True}
        EmailAddress.objects.update_or_create(user=self.user, email=self.user.email, defaults=standing)
        return super().save(request)


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    words = {"password": PASSWORD}


class WrongCodesAreNoted:
    """A second step that was wrong leaves a line in the log of accounts."""

    def clean_code(self):
        try:
            return super().clean_code()
        except ValidationError:
            address = limits.client_address(context.request)
            account_log.note(
                now=context.request.now, kind=AccountEvent.Kind.WRONG_CODE, user=self.user, address=address
            )
            raise


class AuthenticateForm(WrongCodesAreNoted, InOurWords, second_step.AuthenticateForm):
    words = {"code": ("Code", "From your app, or one of your recovery codes.", "Type a code.")}


class ReauthenticateByCodeForm(WrongCodesAreNoted, InOurWords, second_step.ReauthenticateForm):
    words = AuthenticateForm.words


class ActivateTOTPForm(InOurWords, totp.ActivateTOTPForm):
    words = {"code": ("Code from the app", APP_CODE, "Type the code that the app shows.")}


class AddWebAuthnForm(InOurWords, webauthn.AddWebAuthnForm):
    words = {
        "name": KEY_NAME,
        "passwordless": ("Sign in with this key alone", "It then stands for password and code together.", ""),
        "credential": SILENT,
    }


class EditWebAuthnForm(InOurWords, webauthn.EditWebAuthnForm):
    words = {"name": KEY_NAME}


class AuthenticateWebAuthnForm(InOurWords, webauthn.AuthenticateWebAuthnForm):
    words = {"credential": SILENT}


class LoginWebAuthnForm(InOurWords, webauthn.LoginWebAuthnForm):
    words = {"credential": SILENT}


class ReauthenticateWebAuthnForm(InOurWords, webauthn.ReauthenticateWebAuthnForm):
    words = {"credential": SILENT}


class DisconnectForm(InOurWords, work_account.DisconnectForm):
    words = {"account": ("Which account?", "", "Choose the account that should no longer open yours.")}
