"""What we tell the library of accounts to do otherwise, and everything that it says of a fault, in our own words."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core.exceptions import ValidationError
from django.shortcuts import render

from goldenthread.foundation.organisations import account_log, account_queries
from goldenthread.foundation.organisations.models import AccountEvent
from goldenthread.foundation.organisations.operations import links
from goldenthread.foundation.organisations.sign_in import limits, passwords, seeds, work_account
from goldenthread.foundation.people.models import User
from goldenthread.foundation.room import Refused

WAIT = "That was too often in a short time. Wait a few minutes, then try again."
ASK = "Ask the business manager of your partnership."
WRONG_CODE = "This code is not right, or its time has run out. Type the code that your app shows now."
UNREADABLE = (
    "Your codes cannot be checked, because a key of this installation has changed. Tell whoever runs it: the guide of "
    "operations says how to mend it."
)
TAKEN = "Another account uses this address. Give another one."

STEPS_CHANGED = {"totp_activated", "totp_deactivated", "webauthn_added", "webauthn_removed"}

PASSWORDS = {
    "password_too_short": "The password is too short: use at least 12 characters. Three words that do not belong "
    "together make a good one.",
    "password_too_common": "Many people use this password, so it is easily guessed. Choose another.",
    "password_guessed_at_once": passwords.SENTENCE,
    "password_too_similar": "The password is too much like your e-mail address. Choose another.",
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the house, for people whom a partnership has given a seat: nobody registers themselves."""

    error_messages = {
        "account_inactive": f"This account is closed. {ASK}",
        "cannot_remove_primary_email": "You sign in by this address, so it cannot be removed. Change it to another "
        "first.",
        "duplicate_email": "This is the address that your account has already. Give another one.",
        "email_password_mismatch": "The e-mail address or the password is not right. Check both, or choose a new "
        "password.",
        "phone_password_mismatch": "The telephone number or the password is not right. Check both.",
        "username_password_mismatch": "The name or the password is not right. Check both.",
        "email_taken": TAKEN,
        "phone_taken": "Another account uses this number. Give another one.",
        "username_taken": "Another account uses this name. Give another one.",
        "username_blacklisted": "This name cannot be used. Give another one.",
        "enter_current_password": "This is not your password of now. Check it, or sign out and choose a new one.",
        "incorrect_code": WRONG_CODE,
        "incorrect_password": "This is not your password. Check it and type it again.",
        "invalid_or_expired_key": "This link has been used or is too old. Ask for a new one.",
        "invalid_login": "Nobody can be signed in by what you typed. Check it and try again.",
        "invalid_password_reset": "This link has been used or is too old. Ask for a new one.",
        "max_email_addresses": "Your account can have no more than %d addresses. Remove one first.",
        "too_many_login_attempts": "That was wrong too often in a short time. Wait a few minutes, or choose a new "
        "password.",
        "unknown_email": f"No account has this address. Check it. {ASK}",
        "unknown_phone": f"No account has this number. Check it. {ASK}",
        "unverified_primary_email": "Confirm the new address first: open the link that was sent to it.",
        "select_only_one": "Give one of the two, not both.",
        "same_as_current": "This is what stands already. Give something else, or cancel.",
        "rate_limited": WAIT,
    }
    ANOTHER_WAY = {
        "reauthenticate": "Type your password",
        "mfa_reauthenticate": "Type a code from your app, or a recovery code",
        "mfa_reauthenticate:webauthn": "Use a passkey or security key",
    }

    def is_open_for_signup(self, request):
        return False

    def can_delete_email(self, email_address):
        """An address by which the account is opened now is never taken away, only replaced."""
        return email_address.email.lower() != email_address.user.email.lower()

    def clean_password(self, password, user=None):
        try:
            return super().clean_password(password, user)
        except ValidationError as fault:
            codes = {one.code for one in fault.error_list}
            same = {"password_too_common"} if "password_guessed_at_once" in codes else set()  # says it shorter
            told = [PASSWORDS.get(one.code, one) for one in fault.error_list if one.code not in same]
            raise ValidationError(told) from fault

    def get_client_ip(self, request):
        return limits.client_address(request)

    def pre_authenticate(self, request, **credentials):
        """Counts the attempt. Raises ValidationError when there were too many: see `limits`."""
        email = credentials.get("email", "")
        self._attempt = limits.Attempt(request, email, request.now)
        if not self._attempt.allowed:
            self._note(request, AccountEvent.Kind.TOO_OFTEN, email)
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        if user:
            self._attempt.take_back()
        return user

    def authentication_failed(self, request, **credentials):
        self._note(request, AccountEvent.Kind.FAILED, credentials.get("email", ""))

    def post_login(self, request, user, **more):
        account_log.note(
            now=request.now, kind=AccountEvent.Kind.SIGNED_IN, user=user, address=limits.client_address(request)
        )
        return super().post_login(request, user, **more)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Whatever changes in how an account is opened is told to its owner, and noted."""
        kind = template_prefix.rsplit("/", 1)[1]
        if kind in AccountEvent.Kind.values:
            address = limits.client_address(self.request)
            account_log.note(now=self.request.now, kind=kind, user=user, address=address)
        if kind in STEPS_CHANGED:
            added = kind.endswith(("_activated", "_added"))
            links.second_step_changed(user=User.objects.get(pk=user.pk), now=self.request.now, added=added)
        super().send_notification_mail(template_prefix, user, context, email)

    def _delete_login_attempts_cached_email(self, request, **credentials):
        limits.forget(request, credentials.get("email", ""))
        super()._delete_login_attempts_cached_email(request, **credentials)

    def _note(self, request, kind, email):
        user = User.objects.filter(email__iexact=email).first()
        account_log.note(now=self.request.now, kind=kind, user=user, address=limits.client_address(request))

    def get_reauthentication_methods(self, user):
        """Whoever has a second step gives a code: the password alone no longer changes how the account is opened."""
        ways = super().get_reauthentication_methods(user)
        if user.is_authenticated and account_queries.has_second_step(user):
            ways = [way for way in ways if way["id"] != "reauthenticate"]
        return [way | {"description": self.ANOTHER_WAY[way["id"]]} for way in ways]


class CannotBeChecked(Refused, ValidationError):
    """A form of a code shows it beside its field; every other page of the library is answered with its sentence."""

    def __init__(self):
        super().__init__(UNREADABLE)


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = {
        "add_email_blocked": "Stop using your second step before you change your address, then set it up again.",
        "cannot_delete_authenticator": "This second step cannot be taken away while your work asks for one. Add "
        "another first.",
        "cannot_generate_recovery_codes": "Set up codes from an app, or add a key, before you make recovery codes.",
        "incorrect_code": WRONG_CODE,
        "unverified_email": "Confirm your new address first: open the link that was sent to it.",
    }

    def encrypt(self, text: str) -> str:
        return seeds.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Raises CannotBeChecked when the key of the house is another than it was."""
        try:
            return seeds.unseal(encrypted_text)
        except seeds.Unreadable as fault:
            raise CannotBeChecked from fault

    def generate_authenticator_name(self, user, type):
        number = user.authenticator_set.filter(type=type).count() + 1
        return "My key" if number == 1 else f"My key {number}"


class WorkAccountAdapter(DefaultSocialAccountAdapter):
    """Signing in with the account of somebody's work opens an account that the house has made; it makes none."""

    error_messages = {
        "email_taken": "An account has this address already. Sign in to it with your password, then connect your %s "
        "account.",
        "invalid_token": "Your work account's answer could not be checked. Try again.",
        "no_password": "Choose a password first, so that you can still sign in without this account.",
        "no_verified_email": f"Your account has no confirmed address yet. {ASK}",
        "disconnect_last": "Choose a password first: without it you could no longer sign in.",
        "connected_other": f"This work account opens somebody else's account here. {ASK}",
    }

    def is_open_for_signup(self, request, sociallogin):
        return False

    def get_provider(self, request, provider, client_id=None):
        found = super().get_provider(request, provider, client_id)
        return work_account.WorkProvider(request, app=found.app)

    def pre_social_login(self, request, sociallogin):
        """Raises ImmediateHttpResponse, with a page that says why, when this answer of the provider opens nothing."""
        sentence = work_account.fault_of(sociallogin)
        if sentence:
            page = {"sentence": sentence}
            raise ImmediateHttpResponse(render(request, "socialaccount/not_opened.html", page, status=403))
