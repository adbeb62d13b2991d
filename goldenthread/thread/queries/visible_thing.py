"""Opening one thing by its address: seen, known but closed, or as if it were not there."""

from dataclasses import replace

from django.db.models import Model, QuerySet

from goldenthread.foundation.access import readers
from goldenthread.foundation.access.queries import Forbidden, can
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.prepared import prepared
from goldenthread.thread.models import Action, Finding, Impact, Recommendation, Source, Voice

SECOND_FACTOR = (
    "This is kept to listed people, and you are one of them. Sign out, sign in again with your code or passkey, and "
    "open it then. If you have neither, set one up under “Your account”, and confirm it by the link that is then sent "
    "to you."
)
PARTS = (Finding, Recommendation, Action, Impact, Voice)
RELATED = {
    Source: ("group", "holder", "kept_to", "priority", "released_by"),
    Finding: ("source__group", "holder", "released_by"),
    Recommendation: ("source__group", "holder", "priority", "source__priority", "released_by"),
    Action: (
        "source__group",
        "holder",
        "owner",
        "owner_person",
        "priority",
        "recommendation__source",
        "recommendation__holder",
        "released_by",
    ),
    Impact: (
        "source__group",
        "holder",
        "action__source",
        "action__owner",
        "recommendation__source",
        "person",
        "released_by",
    ),
    Voice: ("source__group", "holder", "released_by"),
}


def get_visible(viewer: Viewer, model: type[Model], holder: str, key: str) -> Model | None:
    """The thing, or None when the viewer is not to know of it. Raises Forbidden when they may know that it is there."""
    found = _visible.one(viewer, model, holder, key)
    if found is None:
        closed = _at(model, holder, key).first()
        if closed is None:
            _ask_the_same(viewer, model)
        _explain(viewer, closed)
    return found


@prepared
def _visible(viewer: Viewer, model: type[Model], holder: str, key: str) -> QuerySet:
    return _at(model, holder, key).visible_to(viewer)[:1]


def _at(model: type[Model], holder: str, key: str) -> QuerySet:
    return model.objects.filter(holder__key=holder, key=key).select_related(*RELATED[model]).order_by("pk")


def _ask_the_same(viewer: Viewer, model: type[Model]) -> None:
    """The questions of `_explain` about what is not there: an answer that comes sooner would tell what is closed."""
    if viewer.groups:
        readers.listed(replace(viewer, second_factor=True), model)
        if model is Source:
            _sees_part(viewer, 0)


def _explain(viewer: Viewer, thing: Model | None) -> None:
    if thing is None or not any(shared.group_id == thing.source.group_id for shared in viewer.groups):
        return
    source = thing.source
    if readers.left_out(viewer, type(thing)).holds(thing):
        return
    if readers.listed(replace(viewer, second_factor=True), type(thing)).holds(thing):
        if not viewer.second_factor:
            raise Forbidden(SECOND_FACTOR)
    elif can(viewer, "thread.list_readers", thing) or (thing is source and _sees_part(viewer, source.pk)):
        raise Forbidden(
            f"This is kept to a narrower circle: {thing.audience_label.lower()}. Ask the chair of {source.group.name} "
            "if you need it."
        )


def _sees_part(viewer: Viewer, source_pk: int) -> bool:
    return any(model.objects.visible_to(viewer).filter(source_id=source_pk).exists() for model in PARTS)
