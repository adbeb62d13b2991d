"""What every table says alike whose rows belong to one body and stand in its record."""

from collections.abc import Iterable, Sequence

from django.db import models

from goldenthread.foundation.access.queries import Standing
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.writing import GuardedQuerySet, Versioned


class Origin(models.TextChoices):
    RECORDED = "recorded", "Recorded here as it happened"
    AS_PUBLISHED = "as_published", "Taken over as it was published or kept elsewhere"


def by_holder(refs: Iterable[str]) -> list:
    """References as a holder's key, a list of keys in it, the next holder's key, and so on."""
    found = {}
    for ref in refs:
        holder, _, key = ref.rpartition("/")
        found.setdefault(holder, set()).add(key)
    return [part for holder in sorted(found) for part in (holder, sorted(found[holder]))]


def held_in(held: Sequence) -> models.Q:
    """The condition for references as `by_holder` gives them."""
    wanted = models.Q(pk__in=[])
    for holder, keys in zip(held[::2], held[1::2], strict=True):
        wanted |= models.Q(holder__key=holder, key__in=keys)
    return wanted


class KeptQuerySet(GuardedQuerySet):
    def by_refs(self, refs: Iterable[str]):
        """Those of the references "<holder's key>/<key>", in one query; what is no reference is no row."""
        return self.of_holders(*by_holder(refs))

    def of_holders(self, *held):
        """The same of references as `by_holder` gives them, for a prepared read."""
        return self.filter(held_in(held))


class Kept(Versioned):
    """Abstract: a thing that one body keeps, with a permanent key that is unique in its holder.

    A table with constraints of its own writes `class Meta(Kept.Meta)` and `[*Kept.Meta.constraints, …]`; one that does
    not come from a publication sets `citation = None`.
    """

    key = models.SlugField(max_length=80)
    holder = models.ForeignKey(Body, models.PROTECT, related_name="+", editable=False)
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.RECORDED, editable=False)
    citation = models.CharField("where it was published", max_length=300, blank=True)

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["holder", "key"], name="%(class)s_key_unique")]

    @property
    def ref(self) -> str:
        """How anything in the house points here: the holder's key, then its own."""
        return f"{self.holder.key}/{self.key}"

    def standing(self) -> Standing:
        """Whose it is, for the question whether somebody may read or change it."""
        return Standing(self.holder_id)
