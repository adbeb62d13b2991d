"""The history of a thing, in words, for whoever may read history."""

from django.db.models import Model, Q

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.history.queries import HistoryLine, in_words, newest_first
from goldenthread.foundation.prepared import prepared
from goldenthread.foundation.room import noun_of

Named = tuple[str, str, int | None]


def history_of(viewer, *things: Model | Named, labels: dict[str, str] | None = None) -> list[HistoryLine]:
    """Every line about these things in words, newest first; empty for a seat that may not read history. One query.

    A thing that is no row of a noun is named: (noun, key, id of the body in whose chain it stands). The caller has made
    sure that the viewer reads each of them whole. `labels` is {key: words} to tell several apart.
    """
    if not things or not can(viewer, "history.read"):
        return []
    bodies, by_noun = set(), {}
    for noun, key, body_id in (thing if isinstance(thing, tuple) else _named(thing) for thing in things):
        by_noun.setdefault(noun, set()).add(key)
        bodies.add(body_id)
    return in_words(_lines(bodies, **{noun: by_noun[noun] for noun in sorted(by_noun)}), labels or {})


@prepared
def _lines(bodies, **keys):
    """Of the keys of each noun, in the chains of these bodies."""
    wanted = Q(pk__in=[])
    for noun, of_noun in keys.items():
        wanted |= Q(noun=noun, key__in=of_noun)
    return newest_first(Line.objects.filter(wanted, chain__body__in=bodies))


def _named(thing: Model) -> Named:
    body_id = getattr(thing, "holder_id", getattr(thing, "body_id", None))
    return noun_of(type(thing)), getattr(thing, "ref", None) or thing.key, body_id
