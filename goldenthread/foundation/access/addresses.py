"""The addresses of things, in the partnership in whose name somebody looks."""

import re
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.urls.converters import SlugConverter

KEY = re.compile(SlugConverter.regex)
PLACE = re.compile(r"place-of-key-(\d)")


def address(viewer, name: str, thing: Any = None, *more, anchor: str = "", **query) -> str:
    """The address of the page `name` ("plan:plan"): of the partnership, or of a thing by its holder and key.

    `more` are further parts of the address, `query` what stands after the question mark.
    """
    of_thing = [thing.holder.key, thing.key] if thing is not None else []
    found = path_to(name, viewer.slug, *of_thing, *more)
    return found + (f"?{urlencode(query)}" if query else "") + (f"#{anchor}" if anchor else "")


def path_to(name: str, *keys: str) -> str:
    """What `reverse(name, args=keys)` gives. The table of addresses is the same for everybody, so of each page it is
    asked once, and then only the keys are filled in: a list has hundreds of addresses.

    Raises NoReverseMatch, as `reverse` does.
    """
    parts = _parts(name, len(keys), get_script_prefix(), settings.ROOT_URLCONF)
    if parts is None or not all(isinstance(key, str) and KEY.fullmatch(key) for key in keys):
        return reverse(name, args=keys)
    return "".join([part if place % 2 == 0 else keys[int(part)] for place, part in enumerate(parts)])


@cache
def _parts(name, number, prefix, table) -> list[str] | None:
    """The address in parts: words, the number of a key, words, …; None for a page that takes something else."""
    try:
        return PLACE.split(reverse(name, args=[f"place-of-key-{place}" for place in range(number)]))
    except NoReverseMatch:
        return None
