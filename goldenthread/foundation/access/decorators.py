"""What a view says about who may see it. A view that says nothing is closed by the middleware."""

import functools

from goldenthread.foundation.access.queries import require

PUBLIC, SIGNED_IN = "public", "signed in"


def public(view):
    """Anybody, signed in or not."""
    view.needs = PUBLIC
    return view


def signed_in(view):
    """Anybody who has signed in, for pages about the person's own account or the choice of partnership."""
    view.needs = SIGNED_IN
    return view


def needs(permission: str):
    """Somebody whose seat in the partnership of the address grants `permission`.

    A person with seats there but without the grant gets 403 and whom to ask; anybody else 404 (or the sign-in page).
    """

    def declare(view):
        @functools.wraps(view)
        def guarded(request, *args, **given):
            require(request.viewer, permission)
            return view(request, *args, **given)

        guarded.needs = permission
        return guarded

    return declare
