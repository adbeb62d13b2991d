"""Things of the thread by their references: "<holder's key>/<key>"."""

from django.db.models import Q

from goldenthread.thread.models import Action, Finding, Impact, Recommendation, Source, Voice

MODELS = {model._meta.model_name: model for model in (Source, Finding, Recommendation, Action, Impact, Voice)}


def by_refs(refs) -> Q:
    """The condition for many references at once."""
    by_holder = {}
    for ref in refs:
        holder, _, key = ref.rpartition("/")
        by_holder.setdefault(holder, set()).add(key)
    wanted = Q(pk__in=[])
    for holder, own in by_holder.items():
        wanted |= Q(holder__key=holder, key__in=own)
    return wanted


def things(viewer, noun, refs) -> dict:
    """{reference: thing} of those that the viewer may see, with their source, in one query."""
    related = ("holder", "group") if noun == "source" else ("holder", "source__group")
    rows = MODELS[noun].objects.visible_to(viewer).filter(by_refs(refs)).select_related(*related)
    return {row.ref: row for row in rows}
