"""What one viewer is listed as a reader of, or left out of: read once for each viewer, like their seats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from goldenthread.foundation.access.models import Reader
from goldenthread.foundation.prepared import prepared
from goldenthread.foundation.room import noun_of, offered

if TYPE_CHECKING:
    from goldenthread.foundation.access.viewer import Viewer

KEPT_WITH_VIEWER = "_readings"


@dataclass(frozen=True)
class Listing:
    """The numbers of rows of one model: of the things themselves, and of what they stand in (with all below it)."""

    own: frozenset[int] = frozenset()
    inside: frozenset[int] = frozenset()

    def __bool__(self):
        return bool(self.own or self.inside)

    def rows(self, model: type[Model]) -> Q:
        path = model.AUDIENCE_SOURCE
        return Q(pk__in=self.own) | (Q(**{f"{path}pk__in": self.inside}) if path else Q(pk__in=self.inside))

    def holds(self, thing: Model) -> bool:
        return thing.pk in self.own or (bool(type(thing).AUDIENCE_SOURCE) and thing.source_id in self.inside)


NOTHING = Listing()


def listed(viewer: Viewer, model: type[Model]) -> Listing:
    """What is kept to listed people and open to the viewer, who must have signed in with a second factor."""
    if not (viewer.person_id and viewer.seats and viewer.second_factor):
        return NOTHING
    return _listing(viewer, model, excluded=False)


def left_out(viewer: Viewer, model: type[Model]) -> Listing:
    """What the viewer may not read, whatever their seat."""
    return _listing(viewer, model, excluded=True) if viewer.person_id else NOTHING


def on(rows: QuerySet, today) -> QuerySet:
    """Those that hold on a day."""
    return rows.filter(Q(starts=None) | Q(starts__lte=today), Q(ends=None) | Q(ends__gte=today))


def of_thing(thing: Model) -> QuerySet:
    """Everybody who is listed or left out for this thing itself."""
    return Reader.objects.filter(noun=noun_of(type(thing)), key=ref_of(thing)).select_related("person")


def ref_of(thing: Model) -> str:
    return getattr(thing, "ref", None) or thing.key


def forget(viewer) -> None:
    """After readers were changed within the viewer's own operation, which goes on with what now holds."""
    getattr(viewer, "__dict__", {}).pop(KEPT_WITH_VIEWER, None)


@prepared
def _rows_of(person_id, today):
    rows = on(Reader.objects.filter(person_id=person_id), today).order_by()
    return rows.values_list("noun", "key", "below", "excluded")


def read_together(viewers: list[Viewer]) -> None:
    """Read in one query what many people are listed as readers of, or left out of, before each of them is asked for."""
    if not viewers:
        return
    found = {viewer.person_id: [] for viewer in viewers}
    rows = on(Reader.objects.filter(person_id__in=list(found)), viewers[0].today).order_by()
    for person_id, *row in rows.values_list("person_id", "noun", "key", "below", "excluded"):
        found[person_id].append(tuple(row))
    for viewer in viewers:
        viewer.__dict__[KEPT_WITH_VIEWER] = {"rows": found[viewer.person_id]}


def any_of(viewer: Viewer) -> bool:
    """Whether the viewer is listed, or left out, of anything."""
    return bool(viewer.person_id and _kept(viewer)["rows"])


def none_of(stand_in: Viewer) -> None:
    """Of a stand-in in a prepared read nothing is listed: somebody of whom something is has none."""
    stand_in.__dict__[KEPT_WITH_VIEWER] = {"rows": []}


def _kept(viewer):
    kept = viewer.__dict__.setdefault(KEPT_WITH_VIEWER, {})
    if "rows" not in kept:
        kept["rows"] = _rows_of(viewer.person_id, viewer.today)
    return kept


def _listing(viewer, model, *, excluded):
    kept = _kept(viewer)
    if not kept["rows"]:
        return NOTHING
    if (model, excluded) not in kept:
        kept[model, excluded] = _numbers(kept["rows"], model, excluded)
    return kept[model, excluded]


def _numbers(rows, model, excluded):
    outer = outer_of(model)
    own = {key for noun, key, _, out in rows if out is excluded and noun == noun_of(model)}
    inside = {key for noun, key, below, out in rows if out is excluded and below and outer and noun == noun_of(outer)}
    found = _found(model, own)
    if excluded and hasattr(model, "of_things"):  # what belongs to a thing is as closed to them as the thing itself
        belonging = model.objects.filter(model.of_things(_left_out_refs(rows)))
        found |= frozenset(belonging.order_by().values_list("pk", flat=True))
    return Listing(found, _found(outer, inside) if inside else frozenset())


def outer_of(model: type[Model]) -> type[Model] | None:
    """The model of what a thing stands in, such as the piece of work of a finding."""
    path = model.AUDIENCE_SOURCE
    return model._meta.get_field(path.removesuffix("__")).related_model if path else None


def _left_out_refs(rows) -> set[tuple[str, str]]:
    """(noun, key) of all that somebody is left out of, and of everything that stands in it."""
    refs = {(noun, key) for noun, key, _, out in rows if out}
    for item in offered("nouns"):
        model = apps.get_model(item.model)
        outer = outer_of(model) if getattr(model, "AUDIENCE_SOURCE", "") else None
        if outer is not None and (keys := {key for noun, key in refs if noun == noun_of(outer)}):
            parts = model.objects.filter(source__in=_found(outer, keys)).order_by().values_list("holder__key", "key")
            refs |= {(item.code, f"{holder}/{key}") for holder, key in parts}
    return refs


def _found(model, refs) -> frozenset[int]:
    if not refs:
        return frozenset()
    rows = model.objects.by_refs(refs) if hasattr(model.objects, "by_refs") else model.objects.filter(key__in=refs)
    return frozenset(rows.order_by().values_list("pk", flat=True))
