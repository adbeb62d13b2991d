"""What is said of a thing of any room, on its own page."""

from django import template

from goldenthread.foundation.access.addresses import path_to
from goldenthread.foundation.comments import queries
from goldenthread.foundation.comments.showing import Showing
from goldenthread.foundation.room import noun_of

register = template.Library()
SHOWN = 10  # conversations on the page of the thing; all of them stand on a page of their own


@register.inclusion_tag("comments/on_page.html", takes_context=True)
def discussion(context, thing):
    """Comments and questions on a thing, or on a projection of it: nothing for a reader who does not read it whole.

    One query, however many there are.
    """
    viewer = context["request"].viewer
    row = getattr(thing, "thing", thing)
    if not getattr(thing, "whole", True) or not viewer.seats:
        return {"conversations": None}
    showing, rows = Showing(viewer, row), queries.of_thing(row)
    at = (viewer.slug, noun_of(type(row)), row.holder.key, row.key)
    return {
        "request": context["request"],
        "conversations": [showing.conversation(some) for some in rows[:SHOWN]],
        "total": len(rows),
        "all_url": path_to("comments:discussion", *at),
        "add_url": path_to("comments:add", *at) if showing.may_write else "",
    }
