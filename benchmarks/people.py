"""The business manager of a made-up partnership, as viewer and as a signed-in browser."""

from django.test import Client

from goldenthread.foundation.access.viewer import viewer_for
from goldenthread.foundation.people.models import Body, Person


def manager(key) -> Person:
    return Person.objects.get(seats__role="business_manager", seats__partnership__key=key)


def manager_of(key, now):
    return viewer_for(manager(key), Body.objects.get(key=key), now, second_factor=True)


def signed_in(key) -> Client:
    """A browser in which the business manager has signed in with a second factor."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(manager(key).user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 0}]
    session.save()
    return client
