"""One click is enough to sign in: only for made-up people, in a trial on this machine."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import connection

LOOPBACK = {"127.0.0.1", "::1"}


def example_sign_in_allowed(request) -> bool:
    """With the setting, from this machine, asked for by a local name, and in a database that ./run made. All four."""
    return (
        settings.EXAMPLE_SIGN_IN
        and request.META.get("REMOTE_ADDR") in LOOPBACK
        and "HTTP_X_FORWARDED_FOR" not in request.META
        and _asked_by_a_local_name(request)
        and made_by_run()
    )


def _asked_by_a_local_name(request):
    """The page that answers an unknown name asks too, so an unknown name is an answer and no fault."""
    try:
        return request.get_host().rsplit(":", 1)[0] in {"localhost", "127.0.0.1", "[::1]"}
    except DisallowedHost:
        return False


def made_by_run() -> bool:
    """./run leaves a mark beside a database that it made itself; the mark names the database."""
    mark = Path(settings.HOME) / "made-by-run"
    return mark.exists() and mark.read_text().strip() == str(connection.settings_dict["NAME"])
