"""Addresses, query strings and cookies as the house reads them, before anything asks the database for what they say."""

from django.http import Http404

from goldenthread.foundation import values
from goldenthread.foundation.ui import posted


class ReadableAddressMiddleware:
    """An address with a character that no text holds (NUL, half a character) is none of ours: 404. A query string is
    read like a form, so that an old or a broken filter still opens; a cookie that cannot be read is left out.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not values.can_be_kept(request.path_info):
            raise Http404
        request.GET, _ = posted.cleaned(request.GET)
        unreadable = [name for name, value in request.COOKIES.items() if not values.can_be_kept(name + value)]
        for name in unreadable:
            del request.COOKIES[name]
        return self.get_response(request)
