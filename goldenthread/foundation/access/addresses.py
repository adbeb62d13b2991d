"""The addresses of things, in the partnership in whose name somebody looks."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse


def address(viewer, name: str, thing: Any = None, *more, anchor: str = "", **query) -> str:
    """The address of the page `name` ("plan:plan"): of the partnership, or of a thing by its holder and key.

    `more` are further parts of the address, `query` what stands after the question mark.
    """
    of_thing = [thing.holder.key, thing.key] if thing is not None else []
    found = reverse(name, args=[viewer.slug, *of_thing, *more])
    return found + (f"?{urlencode(query)}" if query else "") + (f"#{anchor}" if anchor else "")
