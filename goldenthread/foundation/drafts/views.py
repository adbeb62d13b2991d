"""The one door for drafts. Pages post here while somebody types; without JavaScript nothing is kept and nothing
breaks.
"""

from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from goldenthread.foundation.access.decorators import signed_in
from goldenthread.foundation.drafts import operations
from goldenthread.foundation.room import Refused


@signed_in
@require_POST
def keep(request):
    """Keep the posted fields for the form at `?address=`. Answers {"kept_at": moment} or 400 {"refused": sentence}."""
    if request.viewer.person_id is None:
        return JsonResponse({"refused": "Your account belongs to nobody in the record."}, status=400)
    fields = {name: request.POST.getlist(name) for name in request.POST}
    try:
        draft = operations.keep(
            by=request.viewer, now=request.now, address=request.GET.get("address", ""), fields=fields
        )
    except Refused as refused:
        return JsonResponse({"refused": refused.sentence}, status=400)
    return JsonResponse({"kept_at": draft.kept_at.isoformat()})


@signed_in
@require_POST
def discard(request):
    """Throw away the draft of the form at `?address=` and go back to it, empty."""
    address = request.GET.get("address", "")
    operations.clear(person_id=request.viewer.person_id, address=address)
    safe = url_has_allowed_host_and_scheme(address, allowed_hosts=None) and address.startswith("/")
    return redirect(address if safe else "/")
