"""What every page shows around its own content: the places, the partnership, the person."""

from django.urls import NoReverseMatch

from goldenthread.foundation import room
from goldenthread.foundation.access.addresses import path_to
from goldenthread.foundation.access.middleware import person_of
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.trial import example_sign_in_allowed
from goldenthread.foundation.drafts import undoing
from goldenthread.foundation.people.models import Body

PLACES = (
    ("today", "Today", "overview:today", "house.read"),
    ("thread", "The thread", "overview:thread", "thread.read"),
    ("work", "Work", "overview:work", "house.read"),
    ("figures", "Figures", "dataset:scorecard", "dataset.read"),
    ("report", "Yearly report", "yearly_report:reports", "report.read"),
    ("who", "Who we are", "overview:who", "people.read"),
)


def house(request):
    """Context `house`. Pages outside a partnership show no places."""
    partnership = getattr(request, "partnership", None)
    viewer = getattr(request, "viewer", None)
    found = {
        "partnership": {"name": partnership.short, "slug": partnership.key} if partnership else None,
        "partnerships": [],
        "places": [],
        "person": None,
        "home_url": f"/{partnership.key}/" if partnership and viewer and can(viewer, "house.read") else "/",
        "sign_in_url": path_to("account_login"),
        "sign_out_url": path_to("account_logout"),
        "account_url": "",
        "search_url": "",
        "example_sign_in_url": path_to("examples") if example_sign_in_allowed(request) else "",
        "undo": undoing.open_now(request),
        "example_banner": partnership.provenance if partnership else "",
    }
    if viewer is not None and viewer.signed_in:
        found["person"] = {"name": viewer.name, "key": person_of(request).key}
        found["account_url"] = path_to("mfa_index")
        if partnership:
            found["partnerships"] = _others(viewer)
    if partnership and viewer is not None and viewer.seats:
        found["places"] = list(_places(request, viewer, partnership))
    return {"house": found}


def _places(request, viewer, partnership):
    here = _place_of(request)
    for code, label, name, permission in PLACES:
        if can(viewer, permission):
            try:
                url = path_to(name, partnership.key)
            except NoReverseMatch:
                continue
            yield {"label": label, "url": url, "current": code == here}


def _place_of(request):
    """Which of the six places an address belongs to, from the app that answers it."""
    match = request.resolver_match
    if match is None:
        return ""
    homes = {
        "thread": "thread",
        "dataset": "figures",
        "yearly_report": "report",
        "organisations": "who",
        "business_plan": "work",
        "documents": "work",
        "overview": match.url_name,
    }
    return homes.get(match.app_name) or _place_of_menu(match.app_name)


def _place_of_menu(app):
    """A room stands where its first menu entry does."""
    offer = room.offers().get(app)
    return offer.menu[0].place if offer and offer.menu else ""


def _others(viewer):
    if not viewer.elsewhere:
        return []
    return [{"name": body.short, "slug": body.key} for body in Body.objects.filter(pk__in=viewer.elsewhere)]
