"""Addresses of the thread's pages, in the partnership in whose name somebody looks."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Model

from goldenthread.foundation.access.addresses import path_to
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.room import claimed_kinds
from goldenthread.thread.models import Action, Evidence, Proposal, Source, Theme


def of_theme(viewer: Viewer, theme: Theme) -> str:
    return path_to("thread:theme", viewer.slug, theme.key)


def of_break(viewer: Viewer, code: str) -> str:
    """The list behind one stage or gap."""
    return path_to("thread:break_list", viewer.slug, code)


def of_taking_up(viewer: Viewer, proposal: Proposal) -> str:
    """Where a proposed piece of work is begun: the form of the room that claims its kind, told of the proposal by
    `?proposal=holder/key` (see `queries.proposals.to_take_up`); "" where the thread's own form begins it.
    """
    claimed = claimed_kinds().get(proposal.kind)
    query = urlencode({"proposal": proposal.ref})
    return f"{path_to(claimed.add, viewer.slug)}?{query}" if claimed else ""


def page(viewer: Viewer, name: str, **query: Any) -> str:
    """A page of the whole partnership, for instance `page(viewer, "actions")`."""
    found = path_to(f"thread:{name}", viewer.slug)
    return f"{found}?{urlencode(query)}" if query else found


def of(viewer: Viewer, thing: Model, name: str = "", *more: Any) -> str:
    """A thing's own page, or one of its forms: `of(viewer, action, "move_due")`.

    A piece of work whose kind a room has claimed has its page there; its story is `of(viewer, source, "source")`.
    """
    claimed = claimed_kinds().get(thing.kind) if not name and type(thing) is Source else None
    if claimed and claimed.page:
        return path_to(claimed.page, viewer.slug, thing.holder.key, thing.key)
    return path_to(f"thread:{name or type(thing)._meta.model_name}", viewer.slug, thing.holder.key, thing.key, *more)


def of_evidence(viewer: Viewer, action: Action, evidence: Evidence) -> str:
    """The form that corrects a piece of evidence; it has the holder of its action."""
    return path_to("thread:edit_evidence", viewer.slug, action.holder.key, evidence.key)


def of_work(viewer: Viewer, part: Model, name: str = "source") -> str:
    """The page of the work that a part belongs to, or one of its forms; a part and its work have one holder."""
    return path_to(f"thread:{name}", viewer.slug, part.holder.key, part.source.key)
