"""A form that was sent when its session had ended: what was typed is a draft of the person to whom it was shown.

The browser needs no script for it. Nothing stays on the computer, since the words lie with the house; nobody reads them
but that person, who finds them in the form after signing in, and sends it again themselves. The key of the form proves
whose it is (`ui.form_keys`); a stranger has none, so nothing of theirs is kept.
"""

import datetime

from django.contrib import messages
from django.http import HttpRequest

from goldenthread.foundation.access.viewer import viewer_for
from goldenthread.foundation.drafts import operations, queries
from goldenthread.foundation.people.models import User
from goldenthread.foundation.room import Refused
from goldenthread.foundation.ui import form_keys
from goldenthread.foundation.ui.templatetags.components.tokens import FORM_KEY

# A page that stood open over a weekend, and a few days more.
OLDEST = datetime.timedelta(days=7)


def keep_what_was_typed(request: HttpRequest) -> None:
    """Keep the fields of this post, which is answered by the way to the sign-in page, and say so on that page."""
    address = request.get_full_path()
    shown_to = form_keys.whose(request.POST.get(FORM_KEY, ""), address)
    user = shown_to and User.objects.filter(pk=shown_to[0], is_active=True, person__isnull=False).first()
    if not user or request.now - shown_to[1] > OLDEST or queries.was_sent(user.pk, request.POST[FORM_KEY]):
        return
    fields = {name: request.POST.getlist(name) for name in request.POST}
    try:
        operations.keep(by=viewer_for(user.person, None, request.now), now=request.now, address=address, fields=fields)
    except Refused:
        return
    said = (
        "You had been signed out before this was sent. What you typed is kept: it stands in the form again when you "
        "have signed in."
    )
    messages.info(request, said + (" Choose the file again then." if request.FILES else ""))
