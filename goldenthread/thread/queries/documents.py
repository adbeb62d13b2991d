"""Documents that belong to a thing of the thread."""

from django.db.models import QuerySet

from goldenthread.foundation.access.queries import can, visible
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.documents.models import Document
from goldenthread.foundation.prepared import prepared
from goldenthread.thread.models import Action, Source


def documents_of(viewer: Viewer, thing: Action | Source) -> list:
    """Those linked to it that the viewer may open."""
    return _linked(viewer, type(thing)._meta.model_name, thing.ref)


@prepared
def _linked(viewer: Viewer, noun: str, key: str) -> QuerySet:
    rows = Document.objects.filter(links__noun=noun, links__thing_key=key)
    return visible(viewer, rows).prefetch_related("versions")


def documents_to_cite(viewer: Viewer, thing: Action, standing: Document | None = None) -> list[Document]:
    """All stored documents of the group that holds a thing, the newest first, for giving one as evidence; and the one
    that stands. None at all where that one is closed to the viewer: it is neither shown nor changed."""
    found = list(visible(viewer, Document.objects.filter(group=thing.source.group)))
    if standing is None or standing in found:
        return found
    seen = list(visible(viewer, Document.objects.filter(pk=standing.pk)))
    return [*found, *seen] if seen else []


def may_attach(viewer: Viewer, thing: Action | Source) -> dict[str, str] | None:
    """What the page for adding a document is asked with, or None for a seat that may not add one."""
    if not can(viewer, "documents.add", thing):
        return None
    return {"noun": type(thing)._meta.model_name, "key": thing.ref}
