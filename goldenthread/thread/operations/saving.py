"""Whether somebody may change a thing, as every operation of the thread asks it."""

from django.db.models import Model, QuerySet

from goldenthread.foundation.access.queries import Forbidden, require
from goldenthread.foundation.access.viewer import Actor, System
from goldenthread.foundation.prepared import prepared
from goldenthread.foundation.writing import Versioned, lock
from goldenthread.thread.models.audience import Audienced
from goldenthread.thread.rules import Held


def allow(by: Actor, permission: str, thing: Held | Model, *, whole: bool = False) -> None:
    """The seat grants it, and the person sees the thing; with `whole` also its own text. Raises Forbidden.

    The thing is brought to what stands now and held until the operation ends, so that every rule that follows looks at
    the row that is about to be written, and not at what a page read before.
    """
    if isinstance(thing, Versioned) and thing.pk is not None:
        lock(thing)
    require(by, permission, thing)
    if isinstance(by, System) or not isinstance(thing, Audienced):
        return
    if not _seen(by, type(thing), thing.pk, whole):
        raise Forbidden(
            "You are not among the readers of this, so you cannot change it. Ask the business unit of the partnership."
        )


@prepared
def _seen(by: Actor, model: type[Model], pk: int, whole: bool) -> QuerySet:
    rows = model.objects.visible_to(by).filter(pk=pk).order_by()
    return (rows.read_whole_by(by) if whole else rows).values_list("pk", flat=True)
