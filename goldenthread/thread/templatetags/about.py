"""What the house knows of a thing of any room beside what the room itself says."""

from django import template

from goldenthread.foundation.access.history_lines import history_of
from goldenthread.foundation.diary import queries as diary
from goldenthread.foundation.documents import queries as documents
from goldenthread.foundation.room import noun_of
from goldenthread.thread.queries import addresses, proposals

register = template.Library()


@register.inclusion_tag("thread/about.html", takes_context=True)
def about(context, thing):
    """Documents attached to a thing, its clocks, what was proposed from it, and its history: what the viewer may see.

    For the page of a thing that the viewer reads whole. Four queries, and one for each kind of thing proposed.
    """
    viewer = context["request"].viewer
    named = noun_of(type(thing)), getattr(thing, "ref", None) or thing.key
    return {
        "viewer": viewer,
        "documents": documents.of_thing(viewer, *named),
        "clocks": [(due, diary.state_of(due, viewer.now)) for due in diary.of_thing(viewer, *named)],
        "proposed": [
            (row.title, addresses.of(viewer, row.proposal), row) for row in proposals.from_thing(viewer, *named)
        ],
        "past": history_of(viewer, thing),
    }
