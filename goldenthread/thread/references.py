"""How things of the thread look where nobody knows their kind. `keys` are refs: "<holder's key>/<key>"; a theme's its
key.

What the viewer may not see is left out; each noun takes one query, and one more where listed readers must be known.
"""

from goldenthread.foundation.access.kept import by_holder
from goldenthread.foundation.prepared import prepared
from goldenthread.foundation.room import Reference
from goldenthread.thread import models
from goldenthread.thread.queries import addresses
from goldenthread.thread.queries import proposals as proposed
from goldenthread.thread.queries.choices import short
from goldenthread.thread.queries.reading import Reading


@prepared
def _things(viewer, model, *held):
    group = "group" if model is models.Source else "source__group"
    return model.objects.visible_to(viewer).of_holders(*held).select_related("holder", group)


def _thread_cards(viewer, keys, model, state=None):
    reading, noun = Reading(viewer), model._meta.model_name
    rows = _things(viewer, model, *by_holder(keys))
    return {
        seen.ref: Reference(
            noun,
            seen.ref,
            short(seen.title, 120),
            _address(viewer, seen.thing),
            state(seen) if state else "",
            seen.work,
            whole=reading.reads_whole(seen.thing),
        )
        for seen in map(reading.for_list, rows)
    }


def _address(viewer, thing):
    """Empty for a reader without a partnership of their own address, such as the public."""
    return addresses.of(viewer, thing) if getattr(viewer, "slug", "") and getattr(viewer, "seats", ()) else ""


def sources(viewer, keys):
    reading = Reading(viewer)
    rows = _things(viewer, models.Source, *by_holder(keys))
    return {
        row.ref: Reference(
            "source",
            row.ref,
            reading.for_list(row).work,
            _address(viewer, row),
            "",
            row.kind_label,
            whole=reading.reads_whole(row),
        )
        for row in rows
    }


def findings(viewer, keys):
    return _thread_cards(viewer, keys, models.Finding, lambda row: row.get_kind_display())


def recommendations(viewer, keys):
    return _thread_cards(viewer, keys, models.Recommendation, lambda row: row.get_state_display())


def actions(viewer, keys):
    return _thread_cards(viewer, keys, models.Action, lambda row: row.get_state_display())


def impacts(viewer, keys):
    return _thread_cards(viewer, keys, models.Impact, lambda row: row.get_judgement_display())


def voices(viewer, keys):
    return _thread_cards(viewer, keys, models.Voice, lambda row: row.get_who_display())


def evidence(viewer, keys):
    reading = Reading(viewer)
    rows = models.Evidence.objects.visible_to(viewer).by_refs(keys)
    return {
        row.ref: Reference(
            "evidence",
            row.ref,
            "Evidence kept to listed people" if row.action.audience == "named" else short(row.text, 120),
            _address(viewer, row.action),
            row.get_kind_display(),
            short(reading.for_list(row.action).title, 80),
        )
        for row in rows.select_related("holder", "action__holder", "action__source__group")
    }


def proposals(viewer, keys):
    rows = proposed.of_partnership(viewer).by_refs(keys)
    return {
        seen.proposal.ref: Reference(
            "proposal",
            seen.proposal.ref,
            short(seen.title, 120),
            _address(viewer, seen.proposal),
            seen.proposal.get_state_display(),
            seen.proposal.kind_label,
        )
        for seen in proposed.seen(viewer, rows)
    }


def themes(viewer, keys):
    rows = models.Theme.objects.filter(key__in=keys)
    url = addresses.of_theme if getattr(viewer, "seats", ()) else lambda viewer, row: ""
    return {row.key: Reference("theme", row.key, row.name, url(viewer, row)) for row in rows}


def priorities(viewer, keys):
    """A partnership's priorities are public; the page is the action plan for that priority."""
    rows = models.Priority.objects.by_refs(keys).select_related("holder")
    seated = getattr(viewer, "seats", ())
    return {
        f"{row.holder.key}/{row.key}": Reference(
            "priority",
            f"{row.holder.key}/{row.key}",
            row.title,
            addresses.page(viewer, "actions", priority=row.pk, state="all") if seated else "",
            "",
            row.holder.short,
        )
        for row in rows
    }
