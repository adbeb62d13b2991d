"""How bodies, groups, people and areas look in lists that know nothing of them."""

from django.urls import reverse

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.organisations import queries
from goldenthread.foundation.people.models import Area, Body, Group, Person
from goldenthread.foundation.room import Reference


def _inside(viewer):
    """Who is who is shown to people who hold a seat in the partnership."""
    return can(viewer, "people.read")


def bodies(viewer, keys):
    """Of those that the viewer's partnership has to do with. The public asks only of what a published report names."""
    known = Body.objects if isinstance(viewer, System) or not viewer.seats else queries.bodies_known(viewer)
    return {
        row.key: Reference("body", row.key, row.name, hint=row.get_kind_display()) for row in known.filter(key__in=keys)
    }


def areas(viewer, keys):
    return {row.key: Reference("area", row.key, row.name) for row in Area.objects.filter(key__in=keys)}


def groups(viewer, keys):
    """`keys` are "<leading partnership>/<group>"."""
    own = {key.split("/", 1)[1] for key in keys if "/" in key}
    found = {}
    seen = Group.objects.all()
    if not isinstance(viewer, System) and viewer.seats:
        seen = seen.filter(pk__in=[shared.group_id for shared in viewer.groups])
    for row in seen.filter(key__in=own).select_related("lead"):
        ref = f"{row.lead.key}/{row.key}"
        if ref in keys:
            url = (
                reverse(
                    "organisations:group", kwargs={"partnership": viewer.slug, "holder": row.lead.key, "key": row.key}
                )
                if _inside(viewer)
                else ""
            )
            found[ref] = Reference("group", ref, row.name, url)
    return found


def people(viewer, keys):
    if not _inside(viewer):
        return {}
    known = Person.objects if isinstance(viewer, System) else queries.people_here(viewer)
    return {row.key: Reference("person", row.key, row.name, hint=row.title) for row in known.filter(key__in=keys)}
