"""What every form that posts carries unseen."""

from django import template
from django.utils.html import format_html

from goldenthread.foundation.ui import form_keys

register = template.Library()
FORM_KEY = "form_key"


@register.simple_tag(takes_context=True)
def csrf_token(context):
    """The hidden fields of every form that posts; takes the place of Django's own tag, so that no form forgets one.

    The token proves that the form is the house's own. The key is this showing's own: the same form sent twice does its
    work once (see `drafts.sent_once`).
    """
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="{}" value="{}">',
        context.get("csrf_token", ""),
        FORM_KEY,
        _key(context.get("request")),
    )


def _key(request):
    """Of a page that has no request, such as that of an error, the form is shown to nobody in particular."""
    user, now = getattr(request, "user", None), getattr(request, "now", None)
    if user is None or now is None or not user.is_authenticated:
        return form_keys.of_nobody()
    return form_keys.made(user.pk, request.get_full_path(), now)
