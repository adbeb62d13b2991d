"""Documents that belong to a thing of the thread."""

from goldenthread.foundation.documents.models import Document


def documents_of(viewer, thing):
    """Those linked to it that the viewer may open."""
    from goldenthread.foundation.access.queries import visible

    rows = Document.objects.filter(links__noun=type(thing)._meta.model_name, links__thing_key=thing.ref)
    return list(visible(viewer, rows).prefetch_related("versions"))
