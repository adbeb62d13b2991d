"""The one door for drafts. Pages post here while somebody types; without JavaScript nothing is kept and nothing
breaks.
"""

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from goldenthread.foundation.access.decorators import public, signed_in
from goldenthread.foundation.access.middleware import person_of
from goldenthread.foundation.drafts import operations, queries
from goldenthread.foundation.room import Refused

MOST_KEYS = 50


def _refused(sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"refused": sentence}, status=status)


@public
@require_POST
def keep(request: HttpRequest) -> JsonResponse:
    """Keep the posted fields for the form at `?address=`, if they are those of the person `?of=` (its key).

    Answers {"kept_at": moment}, or {"refused": sentence}: 400 for what cannot be kept, 401 when nobody is signed in,
    409 when somebody else is. A script asks, which takes a redirect to the page of signing in for a yes.
    """
    person = person_of(request)
    if person is None:
        return _refused("You are signed out.", 401)
    if request.GET.get("of", person.key) != person.key:
        return _refused("Somebody else has signed in in this browser.", 409)
    fields = {name: request.POST.getlist(name) for name in request.POST}
    try:
        draft = operations.keep(
            by=request.viewer, now=request.now, address=request.GET.get("address", ""), fields=fields
        )
    except Refused as refused:
        return _refused(refused.sentence, 400)
    return JsonResponse({"kept_at": draft.kept_at.isoformat()})


@public
@never_cache
@require_safe
def state(request: HttpRequest) -> JsonResponse:
    """Who is signed in ("" for nobody), a fresh token, and which of the forms `?key=` did their work: {"person",
    "token", "done"}.
    """
    person = person_of(request)
    keys = request.GET.getlist("key")[:MOST_KEYS]
    done = queries.keys_done(request.user.pk, keys) if person and keys else []
    return JsonResponse({"person": person.key if person else "", "token": get_token(request), "done": done})


@signed_in
@require_POST
def discard(request):
    """Throw away the draft of the form at `?address=` and go back to it, empty."""
    address = request.GET.get("address", "")
    operations.clear(person_id=request.viewer.person_id, address=address)
    safe = url_has_allowed_host_and_scheme(address, allowed_hosts=None) and address.startswith("/")
    return redirect(address if safe else "/")
