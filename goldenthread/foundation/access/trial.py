"""One click is enough to sign in: only for made-up people, in a trial on this machine."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import connection

ONE_CLICK = "opened_by_one_click"  # in a session: the account that it opened
LOOPBACK = {"127.0.0.1", "::1"}
# What proxies add. One that adds nothing speaks HTTP/1.0 or asks by the number of this machine, as no browser does that
# was sent to http://localhost.
SIGNS_OF_A_PROXY = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_CLIENT_IP", "HTTP_TRUE_CLIENT_IP", "HTTP_CF_CONNECTING_IP")
LEADS_OF_A_PROXY = ("HTTP_X_FORWARDED", "HTTP_X_REAL", "HTTP_X_ORIGINAL", "HTTP_X_CLIENT", "HTTP_X_CLUSTER")


def example_sign_in_allowed(request) -> bool:
    """With the setting, from this machine, through no proxy, by the name localhost, in a database that ./run made."""
    return (
        settings.EXAMPLE_SIGN_IN
        and request.META.get("REMOTE_ADDR") in LOOPBACK
        and not _came_through_a_proxy(request)
        and _asked_by_a_local_name(request)
        and made_by_run()
    )


def opened_by_one_click(request) -> bool:
    """Whether this session of a made-up person was opened by the one click of a trial, which counts as both steps of
    signing in, so that whoever tries the product reads what its example keeps to listed people.
    """
    user = request.user
    if not user.is_authenticated or request.session.get(ONE_CLICK) != user.pk:
        return False
    person = getattr(user, "person", None)
    return person is not None and person.invented and example_sign_in_allowed(request)


def _came_through_a_proxy(request):
    return request.META.get("SERVER_PROTOCOL") == "HTTP/1.0" or any(
        name in SIGNS_OF_A_PROXY or name.startswith(LEADS_OF_A_PROXY) for name in request.META
    )


def _asked_by_a_local_name(request):
    """The page that answers an unknown name asks too, so an unknown name is an answer and no fault."""
    try:
        return request.get_host().rsplit(":", 1)[0] == "localhost"
    except DisallowedHost:
        return False


def made_by_run() -> bool:
    """./run leaves a mark beside a database that it made itself; the mark names the database."""
    mark = Path(settings.HOME) / "made-by-run"
    return mark.exists() and mark.read_text().strip() == str(connection.settings_dict["NAME"])
