"""Things of the thread by their references: "<holder's key>/<key>"."""

from goldenthread.foundation.access.viewer import Viewer
from goldenthread.thread.models import Action, Finding, Impact, Recommendation, Source, Voice

MODELS = {model._meta.model_name: model for model in (Source, Finding, Recommendation, Action, Impact, Voice)}


def things(viewer: Viewer, noun: str, refs: set[str]) -> dict:
    """{reference: thing} of those that the viewer may see, with their source, in one query."""
    related = ("holder", "group") if noun == "source" else ("holder", "source__group")
    rows = MODELS[noun].objects.visible_to(viewer).by_refs(refs).select_related(*related)
    return {row.ref: row for row in rows}
