"""Which provider of work accounts people may sign in with, by OpenID Connect: by settings, or none."""

from collections.abc import Mapping


def work_accounts_from(environ: Mapping[str, str]) -> dict:
    """The library's settings of providers; {} without GOLDENTHREAD_OIDC_SERVER.

    The code that a provider gives is bound to the browser that set out (PKCE). Raises KeyError where the client or its
    secret is missing.
    """
    if not environ.get("GOLDENTHREAD_OIDC_SERVER"):
        return {}
    app = {
        "provider_id": "work",
        "name": environ.get("GOLDENTHREAD_OIDC_NAME", "your work account"),
        "client_id": environ["GOLDENTHREAD_OIDC_CLIENT"],
        "secret": environ["GOLDENTHREAD_OIDC_SECRET"],
        "settings": {"server_url": environ["GOLDENTHREAD_OIDC_SERVER"], "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}
