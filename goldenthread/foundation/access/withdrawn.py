"""Withdrawn from the record: a thing that was recorded by mistake. It is kept and no longer counted.

A table whose rows can be withdrawn is `Withdrawable`. Its `objects` leave them out, so that every list, count, picture,
chapter, reminder and form of every room does without saying so; `recorded` has them all, as the record file and the
pages of what was withdrawn need it. A link from one thing to another counts where both stand: see `linking`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from django.db import models

from goldenthread.foundation.prepared import built_with
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import GuardedQuerySet, Versioned

WITHDRAWN_TOO = "withdrawn too"


@contextlib.contextmanager
def withdrawn_too() -> Iterator[None]:
    """Within this, reads find withdrawn things as if they stood: for the page that tells of one, and for its proof."""
    before = built_with.set(WITHDRAWN_TOO)
    try:
        yield
    finally:
        built_with.reset(before)


def not_withdrawn(rows: type[models.QuerySet], *paths: str) -> models.Manager:
    """The manager of the rows that stand: of a table of links where the things at all of these `paths` stand."""
    standing = {f"{path}__withdrawn_at" if path else "withdrawn_at": None for path in paths or ("",)}

    class NotWithdrawn(models.Manager.from_queryset(rows)):
        def get_queryset(self):
            found = super().get_queryset()
            return found if built_with.get() == WITHDRAWN_TOO else found.filter(**standing)

    return NotWithdrawn()


class Withdrawable(Versioned):
    """Abstract: can be withdrawn with a reason, and put back. Stands first among what a table is made of.

    A table names its own managers where its rows have a QuerySet of their own: first `objects = not_withdrawn(Rows)`,
    then `recorded = Rows.as_manager()`. Its constraints hold `*Withdrawable.CONSTRAINTS`.

    withdrawn_reason  for those who could read the thing; `withdrawn_public` is what a published report that rests on it
                      tells everybody, "" for nothing
    withdrawn_with    "<noun> <ref>" of the thing with which it went, "" where it was withdrawn by itself
    added_by_mistake  undone straight after it was added: it is not shown as a thing any more
    """

    withdrawn_at = models.DateTimeField("when it was withdrawn", null=True, blank=True, editable=False)
    withdrawn_by = models.CharField("who withdrew it", max_length=200, blank=True, editable=False)
    withdrawn_reason = models.TextField("why it was withdrawn", blank=True, editable=False)
    withdrawn_public = models.TextField("what the public is told of that", blank=True, editable=False)
    withdrawn_with = models.CharField("withdrawn with", max_length=220, blank=True, editable=False)
    added_by_mistake = models.BooleanField("undone when it had been added", default=False, editable=False)

    objects = not_withdrawn(GuardedQuerySet)
    recorded = GuardedQuerySet.as_manager()
    CONSTRAINTS = (
        models.CheckConstraint(
            condition=models.Q(
                withdrawn_at=None,
                withdrawn_by="",
                withdrawn_reason="",
                withdrawn_public="",
                withdrawn_with="",
                added_by_mistake=False,
            )
            | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_reason="")),
            name="%(class)s_withdrawn_says_why",
        ),
    )

    class Meta:
        abstract = True
        base_manager_name = "recorded"


FIELDS = ("withdrawn_at", "withdrawn_by", "withdrawn_reason", "withdrawn_public", "withdrawn_with", "added_by_mistake")


def stands(thing: Any) -> bool:
    """Whether a thing counts: of a table whose rows cannot be withdrawn, each does."""
    return getattr(thing, "withdrawn_at", None) is None


def must_stand(thing: Any) -> None:
    """Raises Refused for what was withdrawn: nothing is done to it but that it is put back."""
    if not stands(thing):
        raise Refused("This was withdrawn from the record. Put it back first, if it should go on.")


class IsWithdrawn(Exception):
    """Somebody opened an address of a thing that was withdrawn: the house leads them to the page that tells of it."""

    def __init__(self, noun: str, key: str):
        super().__init__(f"{noun} {key} was withdrawn")
        self.noun, self.key = noun, key


def lead_on(noun: str, thing: models.Model | None) -> None:
    """For a page that did not find what stands at its address. `thing` is what the viewer may see there, read with
    `withdrawn_too`. Raises IsWithdrawn.
    """
    if thing is not None and not thing.added_by_mistake:
        raise IsWithdrawn(noun, getattr(thing, "ref", None) or thing.key)
