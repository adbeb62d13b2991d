"""The page of messages that could not be delivered."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.notices import operations, queries


@needs("notices.read")
@require_safe
def undelivered(request, partnership):
    return render(request, "notices/undelivered.html", {"rows": queries.undelivered(request.viewer)})


@needs("notices.read")
@require_POST
def again(request, partnership, key):
    message = get_object_or_404(queries.undelivered(request.viewer), key=key)
    operations.try_again(by=request.viewer, now=request.now, message=message)
    messages.success(request, "The message will be tried again within a minute.")
    return redirect("notices:undelivered", partnership)
