"""Checking and saving, as every operation of the thread does both."""

from django.db import models

from goldenthread.foundation.access.queries import Forbidden, require
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.room import Conflict, Unchanged
from goldenthread.foundation.writing import save_changes
from goldenthread.thread.models.audience import Audienced


def allow(by, permission, thing, *, whole=False):
    """The seat grants it, and the person sees the thing; with `whole` also its own text. Raises Forbidden."""
    require(by, permission, thing)
    if isinstance(by, System) or not isinstance(thing, Audienced):
        return
    seen = type(thing).objects.visible_to(by).filter(pk=thing.pk)
    if not (seen.read_whole_by(by) if whole else seen).exists():
        raise Forbidden(
            "You are not among the readers of this, so you cannot change it. Ask the business unit of the partnership."
        )


def save(thing, *, version, values, links=None):
    """Save values and lists of related things under one version; {field: (old, new)} in words.

    `links` is {field: (saved, wanted, write)}: two lists of things, and what writes the wanted one. Raises Conflict
    with all that is saved now when somebody saved in between.
    """
    links = {name: given for name, given in (links or {}).items() if set(given[0]) != set(given[1])}
    before = {name: getattr(thing, name) for name in values}
    try:
        changes = save_changes(thing, version=version, values=values)
        if links and not changes:
            _take_version(thing, version)
    except Conflict as conflict:
        saved = conflict.saved | {name: list(given[0]) for name, given in links.items()}
        raise Conflict(saved, version=conflict.version) from None
    for name, value in values.items():
        if name in changes and isinstance(value or before[name], models.Model):
            changes[name] = (_named(before[name]), _named(value))
    for name, (saved, wanted, write) in links.items():
        write(wanted)
        changes[name] = (", ".join(map(_named, saved)), ", ".join(map(_named, wanted)))
    if not changes:
        raise Unchanged("Nothing was changed. Change something and save, or go back.")
    return changes


def _named(thing):
    """As history keeps it. Whoever reads one thing's history may not see every other, so those are told by their
    key.
    """
    if thing is None:
        return ""
    return thing.ref if isinstance(thing, Audienced) else str(thing)


def _take_version(thing, version):
    rows = type(thing).objects.filter(pk=thing.pk, version=version)
    if not rows.update(version=version + 1):
        raise Conflict({}, version=type(thing).objects.get(pk=thing.pk).version)
    thing.version = version + 1
