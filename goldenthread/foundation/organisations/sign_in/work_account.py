"""Signing in with the account of somebody's work: OpenID Connect, and whom it opens which account for.

The address decides who somebody is, so it counts only when the provider vouches for it: `email_verified` is true (the
boolean: "false" as a text is not true, and neither is "true"), or the provider says nothing about it, as Entra ID does,
and whoever runs the house has listed the tenant or the domain (GOLDENTHREAD_OIDC_TENANTS, GOLDENTHREAD_OIDC_DOMAINS).
"""

import secrets

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

NOT_CHECKED = "Your work account's answer could not be checked. Try again; if it fails again, sign in with a password."
NO_ADDRESS = (
    "Your work account told no e-mail address, so nobody can tell whose account it opens here. Whoever runs this "
    "installation can ask for the claim “email” to be sent."
)
NOT_VOUCHED_FOR = (
    "Your work account does not vouch for its address {email}, so it opens no account here. Sign in with your "
    "password. Whoever runs this installation can list your organisation if it proves its addresses."
)


class WorkProvider(OpenIDConnectProvider):
    """The library's provider with a nonce, our own page on the way, and addresses that count only when vouched for."""

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: dict | None = None, **more
    ) -> HttpResponse:
        """The page that leads to the provider.

        A redirect that answers a form may lead only where our content policy lets forms lead, and so may whatever it
        leads to: a tenant of Entra ID may send people on to a server of their own, which nobody here can list. A page
        that goes on by itself is no answer to a form, so the policy stays as narrow as it is.
        """
        more["auth_params"] = self.get_auth_params() | {"nonce": (nonce := secrets.token_urlsafe(24))}
        more["scope"] = self.get_scope()
        answer = super().redirect(request, process, next_url, data, nonce=nonce, **more)
        if not isinstance(answer, HttpResponseRedirect):
            return answer
        return render(request, "socialaccount/on_the_way.html", {"address": answer.url, "provider": self})

    def extract_email_addresses(self, data: dict) -> list[EmailAddress]:
        """The address that the provider told, marked as verified only when it counts."""
        claims = claims_of(data)
        email = claims.get("email")
        if not isinstance(email, str) or "@" not in email:
            return []
        return [EmailAddress(email=email, verified=is_vouched_for(email, claims), primary=True)]


def claims_of(data: dict) -> dict:
    """What the provider said of somebody: in its signed token, and over it in its answer about the person.

    Whose tenant it is stands in the signed token alone.
    """
    token, person = data.get("id_token") or {}, data.get("userinfo") or {}
    addresses = {str(claims["email"]).lower() for claims in (token, person) if claims.get("email")}
    of_the_token = {"tid": token.get("tid"), "iss": token.get("iss"), "told_twice": len(addresses) > 1}
    return token | person | of_the_token


def is_vouched_for(email: str, claims: dict) -> bool:
    """Whether an address may open the account that has it. With tenants and domains listed, both must fit."""
    if claims["told_twice"]:  # of two different addresses it is not clear which was verified
        return False
    if "email_verified" in claims:
        return claims["email_verified"] is True
    tenants, domains = settings.WORK_ACCOUNT_TENANTS, settings.WORK_ACCOUNT_DOMAINS
    fits = []
    if tenants:
        fits.append(str(claims["tid"]).lower() in tenants or str(claims["iss"]).lower() in tenants)
    if domains:
        fits.append(email.rsplit("@", 1)[1].lower() in domains)
    return bool(fits) and all(fits)


def fault_of(login: SocialLogin) -> str:
    """Why this answer of the provider opens nothing, as a sentence; "" when it may go on."""
    data = login.account.extra_data
    token, person = data.get("id_token") or {}, data.get("userinfo") or {}
    ours = token.get("nonce") and token.get("nonce") == login.state.get("nonce")
    if not ours or token.get("sub") != person.get("sub", token.get("sub")):
        return NOT_CHECKED
    if login.is_existing:
        return ""
    if not login.email_addresses:
        return NO_ADDRESS
    if not any(address.verified for address in login.email_addresses):
        return NOT_VOUCHED_FOR.format(email=login.email_addresses[0].email)
    return ""
