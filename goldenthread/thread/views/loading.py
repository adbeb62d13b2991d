"""What the thread's pages begin and end with: the thing at an address, what fills its form, and where to go then."""

from django.http import Http404
from django.utils.http import url_has_allowed_host_and_scheme

from goldenthread.foundation.access.queries import Forbidden, require
from goldenthread.foundation.access.withdrawn import lead_on, withdrawn_too
from goldenthread.foundation.room import noun_of
from goldenthread.foundation.withdrawals.queries import way_to_withdraw
from goldenthread.thread import operations
from goldenthread.thread.queries import addresses
from goldenthread.thread.queries.choices import short
from goldenthread.thread.queries.reading import Reading, kept_to_listed
from goldenthread.thread.queries.visible_thing import SECOND_FACTOR, get_visible


def load(request, model, holder, key, permission=None, *, whole=False):
    """The thing at an address, once it is clear that this person may see it (and do `permission` to it).

    Showing what is kept to listed people leaves a line of history each time. Raises Http404 or Forbidden.
    """
    thing = get_visible(request.viewer, model, holder, key)
    if thing is None:
        with withdrawn_too():
            lead_on(noun_of(model), get_visible(request.viewer, model, holder, key))
        raise Http404
    if permission:
        require(request.viewer, permission, thing)
    if whole and not Reading(request.viewer).reads_whole(thing):
        raise Forbidden(
            "You read a text of this that was made for others, so you cannot change the one behind it. Ask the "
            "business unit."
        )
    if kept_to_listed(thing) and not request.viewer.second_factor:  # its owner, who sees it in every circle
        raise Forbidden(SECOND_FACTOR)
    if kept_to_listed(thing) and request.method in ("GET", "HEAD"):
        operations.note_listed_reading(by=request.viewer, now=request.now, source=thing.source)
    return thing


def told(thing):
    """(noun, key): under what history tells of a thing."""
    return thing._meta.model_name, thing.ref


def kept(viewer, thing, owner=None):
    """(words, address) of a part that was added just now: its own text in short, and who owes it."""
    words = short(Reading(viewer).for_list(thing).title, 60)
    return f"{words} ({owner.short})" if owner else words, addresses.of(viewer, thing)


def withdrawing(viewer, thing):
    """[(label, address)] of the form that withdraws a thing recorded by mistake, for whoever may."""
    url = way_to_withdraw(viewer, thing)
    return [("Withdraw it from the record", url)] if url else []


def back_to(request, thing):
    """Where somebody came from, if the address says so and it is a page of this house; else the thing's own page."""
    wanted = request.GET.get("back", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if safe else addresses.of(request.viewer, thing)


def initial_of(thing, *names):
    return {name: getattr(thing, name) for name in names}
