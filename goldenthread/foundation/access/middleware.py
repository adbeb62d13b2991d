"""Puts the viewer on the request, and closes every page that does not say who may see it."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string

from goldenthread.foundation import clock
from goldenthread.foundation.access.addresses import path_to
from goldenthread.foundation.access.decorators import PUBLIC, SIGNED_IN
from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.access.trial import opened_by_one_click
from goldenthread.foundation.access.viewer import nobody, seats_today, viewer_for
from goldenthread.foundation.access.withdrawn import IsWithdrawn
from goldenthread.foundation.people.models import Body, Person
from goldenthread.foundation.room import Refused

# What no page of the house uses, so that nothing that slips into a page can use it either. Passkeys are used.
UNUSED_FEATURES = (
    "accelerometer bluetooth browsing-topics camera display-capture geolocation gyroscope hid magnetometer microphone "
    "midi payment screen-wake-lock serial usb xr-spatial-tracking"
)
PERMISSIONS_POLICY = ", ".join(
    [f"{feature}=()" for feature in UNUSED_FEATURES.split()]
    + ["publickey-credentials-create=(self)", "publickey-credentials-get=(self)"]
)


class AnswerHeadersMiddleware:
    """What every answer carries, errors and exports too.

    No answer to a browser with a session is stored: after signing out, Back shows nothing, and no cache between keeps
    it. The session's cookie decides, not the account, since an error may come before anybody has asked for the account.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        answer["Permissions-Policy"] = PERMISSIONS_POLICY
        if settings.SESSION_COOKIE_NAME in request.COOKIES or settings.SESSION_COOKIE_NAME in answer.cookies:
            answer["Cache-Control"] = "private, no-store"
        return answer


class AccessMiddleware:
    """`request.viewer` is the person in the partnership of the address; `request.now` is the one moment of the
    request; `request.acting` is both, as every operation takes them.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.of_others = import_string(settings.URLS_OF_OTHERS)

    def __call__(self, request):
        request.now = clock.now()
        request.viewer = nobody(request.now)
        request.partnership = None
        return self.get_response(request)

    def process_view(self, request, view, args, given):
        match = request.resolver_match
        if match.view_name in self.of_others or request.path_info.startswith(settings.STATIC_URL):
            request.viewer = viewer_for(person_of(request), None, request.now)
            return None
        needs = getattr(view, "needs", None)
        if needs is None:
            raise ImproperlyConfigured(f"{match.view_name or view} does not say who may see it")
        person = person_of(request)
        seats = seats_today(person, request.now) if person else []
        if "partnership" in given:
            request.partnership = partnership_at(given["partnership"], seats)
            if request.partnership is None:
                raise Http404
        request.viewer = viewer_for(
            person, request.partnership, request.now, second_factor=has_second_factor(request), seats=seats
        )
        request.acting = {"by": request.viewer, "now": request.now}
        if needs == PUBLIC:
            return None
        if person is None:
            return redirect_to_login(request.get_full_path())
        if needs != SIGNED_IN and not request.viewer.seats:
            raise Http404  # a stranger learns not even that it exists
        return None

    def process_exception(self, request, exception):
        if isinstance(exception, IsWithdrawn) and request.method in ("GET", "HEAD"):
            return redirect(path_to("withdrawals:withdrawn", request.viewer.slug, exception.noun, exception.key))
        if isinstance(exception, IsWithdrawn):
            exception = Refused(
                "This was withdrawn from the record meanwhile, so nothing was saved. Your browser's Back shows what "
                "you typed, if you want to keep it elsewhere."
            )
        if isinstance(exception, Forbidden):
            return render(request, "403.html", {"exception": exception.sentence}, status=403)
        if isinstance(exception, Refused):
            # A form puts the sentence beside its field; a button has none, and what it asked for is late or done.
            return render(
                request, "refused.html", {"refused": exception.sentence, "back": came_from(request)}, status=409
            )
        return None


def came_from(request) -> str:
    """The address of this site that the request came from, "/" for any other."""
    address = request.META.get("HTTP_REFERER", "")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if ours else "/"


def person_of(request) -> Person | None:
    """The signed-in person, or None. An account without a person can do nothing."""
    if not request.user.is_authenticated:
        return None
    return getattr(request.user, "person", None)


def partnership_at(key, seats) -> Body | None:
    """The body at an address, if it keeps a record here. It comes with the seat of whoever holds one there."""
    came_along = (seat.partnership or (seat.membership and seat.membership.partnership) for seat in seats)
    found = (
        next((body for body in came_along if body and body.key == key), None) or Body.objects.filter(key=key).first()
    )
    return found if found and found.holds_a_record and not found.stub else None


def has_second_factor(request) -> bool:
    """Whether this session was opened with a code or a passkey that its owner has now, and that counts.

    A step that was removed or reset no longer stands in the library's table, so every session that was opened with it
    falls back at once. None counts before a link to the owner's address was opened (ADR 27). In a trial the one click
    of a made-up person counts as both steps.
    """
    if opened_by_one_click(request):
        return True
    methods = request.session.get("account_authentication_methods", [])
    used = [record["id"] for record in methods if record.get("method") == "mfa" and "id" in record]
    if not used or not request.user.is_authenticated or request.user.second_step_counts_from is None:
        return False
    return request.user.authenticator_set.filter(pk__in=used).exists()
