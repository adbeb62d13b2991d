"""Whoever has a second step types a code before anything changes how their account is opened.

The library is content with the password here, and a session may be older than the second step: then whoever had the
password alone could take the step away, or add one of their own.
"""

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from goldenthread.foundation.organisations.account_queries import has_second_step, has_working_codes

ASK_FOR_A_CODE = {
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "mfa_generate_recovery_codes",
    "account_email",
}


class CodeFirstMiddleware:
    """Leads to the page that asks for a code, and from there back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, given) -> HttpResponse | None:
        name = request.resolver_match.view_name
        if name not in ASK_FOR_A_CODE or not request.user.is_authenticated:
            return None
        return ask_for_code(request)


def ask_for_code(request: HttpRequest) -> HttpResponse | None:
    """The way to the page that asks for a code or key, or None: one was given a moment ago, or there is none."""
    if not has_second_step(request.user) or gave_code_lately(request):
        return None
    page = "mfa_reauthenticate" if has_working_codes(request.user) else "mfa_reauthenticate_webauthn"
    return redirect(f"{reverse(page)}?{urlencode({'next': request.get_full_path()})}")


def gave_code_lately(request: HttpRequest) -> bool:
    """Whether this session gave a code or key of a step that stands, in the last minutes."""
    since = request.now.timestamp() - app_settings.REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    used = [row["id"] for row in records if row.get("method") == "mfa" and "id" in row and row["at"] > since]
    return bool(used) and request.user.authenticator_set.filter(pk__in=used).exists()
