"""Every write of withdrawing: one form of it for every kind of thing, with what rests on it.

The tables are those of other apps; the columns are the same of each (`access.withdrawn.Withdrawable`).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from goldenthread.foundation.access.queries import Forbidden, require
from goldenthread.foundation.access.readers import outer_of
from goldenthread.foundation.access.viewer import Actor, System
from goldenthread.foundation.access.withdrawn import must_stand, stands
from goldenthread.foundation.diary import operations as diary
from goldenthread.foundation.documents.models import DocumentLink
from goldenthread.foundation.drafts.undoing import ADDED, Undo
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.room import Refused, noun, noun_of
from goldenthread.foundation.withdrawals import queries
from goldenthread.foundation.withdrawals.queries import kind_of, name_of, ref_of
from goldenthread.foundation.writing import acts_in, in_app, lock, operation, save_changes, writer_of

GO = "withdraw"  # the answer that a thing which rests on what goes is withdrawn too
BY_MISTAKE = "Added by mistake."
STANDING = {
    "withdrawn_at": None,
    "withdrawn_by": "",
    "withdrawn_reason": "",
    "withdrawn_public": "",
    "withdrawn_with": "",
    "added_by_mistake": False,
}
TOO_LATE = "The minute for undoing this is over, so nothing was changed."
INSTEAD = {
    ADDED: "Open it and choose “Withdraw it from the record”, with the reason that it was added by mistake.",
    "withdrawn": "Open it under Work, “Withdrawn from the record”, and put it back with a reason.",
}


@dataclass
class Done:
    """What one withdrawal did, as `drafts.undoing` keeps it: the things with their versions, and what rests anew."""

    things: list[tuple[str, str, int]] = field(default_factory=list)
    rests: list[tuple[str, str, str, str]] = field(default_factory=list)


@operation
def withdraw(
    *,
    by: Actor,
    now: datetime.datetime,
    thing: Model,
    version: int,
    reason: str,
    public: str = "",
    answers: Mapping[str, str] | None = None,
) -> Done:
    """Withdraw a thing from the record, with the due days, clocks and judgements that have no sense without it.

    `answers` says of each thing that would rest on nothing, by `queries.name_of`: `GO`, or the name of what it rests on
    from now on. Raises Refused for one of which nothing is said, whoever may see it, so that nothing is left hanging;
    Conflict when somebody saved the thing in between; Forbidden to whoever may not add such a thing here.
    """
    _hold(thing)
    must_stand(thing)
    _allow(by, thing)
    if not reason.strip():
        raise Refused("Say why it is withdrawn.", "reason")
    done, going = Done(), {name_of(thing): thing}
    _go(thing, done, by=by, now=now, version=version, reason=reason, public=public)
    waiting = [thing]
    while waiting:
        gone = waiting.pop(0)
        for hanging in _left_by(gone):
            if _asked(hanging, answers or {}, by=by) == GO:
                _hold(hanging)
                going[name_of(hanging)] = hanging
                _go(hanging, done, by=by, now=now, reason=reason, public=public, main=thing)
                waiting.append(hanging)
            else:
                _rest_on(hanging, answers[name_of(hanging)], done, by=by, now=now)
    for gone in list(going.values()):
        for below in kind_of(gone).along(gone):
            _go(below, done, by=by, now=now, reason=reason, public=public, main=thing)
    _after(done, by=by, now=now)
    return done


def _hold(thing: Model) -> None:
    """The piece of work first, then the thing: whoever adds to either waits, or is waited for."""
    if getattr(type(thing), "AUDIENCE_SOURCE", "") and outer_of(type(thing)) is not None:
        lock(thing.source)
    lock(thing)


def _allow(by: Actor, thing: Model) -> None:
    require(by, queries.permission_of(thing), thing)
    if queries.find(by, noun_of(type(thing)), ref_of(thing)) is None or not queries.may(by, thing):
        raise Forbidden("You do not read the whole of this, so you cannot withdraw it. Ask the business unit.")


def _left_by(gone: Model) -> list[Model]:
    return [row for row in kind_of(gone).resting(gone) if not kind_of(row).rests_on(row)]


def _asked(hanging: Model, answers: Mapping[str, str], *, by: Actor) -> str:
    """What is to become of a thing that rests on nothing now."""
    seen = queries.find(by, noun_of(type(hanging)), ref_of(hanging), standing=True) is not None
    if not seen or not queries.may(by, hanging):
        raise Refused(
            "Something rests on this that your seat does not reach, so you cannot withdraw it. Ask the business unit "
            "of the partnership."
        )
    answer = answers.get(name_of(hanging), "")
    if not answer:
        label = noun(noun_of(type(hanging))).label
        raise Refused(
            f"Say what becomes of the {label} “{queries.title(by, hanging)}”, which rests on this alone.",
            field_of(hanging),
        )
    return answer


def field_of(thing: Model) -> str:
    """The field of the form that asks what becomes of a thing."""
    return f"{noun_of(type(thing))}_{thing.pk}"


def _rest_on(hanging: Model, answer: str, done: Done, *, by: Actor, now: datetime.datetime) -> None:
    code, _, ref = answer.partition(" ")
    bearer = queries.find(by, code, ref, standing=True)
    offers = {name_of(one) for one, _ in kind_of(hanging).bearers(by, hanging, None)}
    if bearer is None or answer not in offers:
        raise Refused("Choose from the list on what it rests.", field_of(hanging))
    lock(bearer)
    must_stand(bearer)
    kind_of(hanging).rest(by=by, now=now, thing=hanging, on=bearer)
    history.record(hanging, "withdrawals.rests_on", by=by, now=now, changes={"rests on": ("", ref)})
    done.rests.append((noun_of(type(hanging)), ref_of(hanging), code, ref))


def _go(
    thing: Model,
    done: Done,
    *,
    by: Actor,
    now: datetime.datetime,
    reason: str,
    public: str = "",
    version: int | None = None,
    main: Model | None = None,
    mistake: bool = False,
) -> None:
    values = {
        "withdrawn_at": now,
        "withdrawn_by": by.name,
        "withdrawn_reason": reason.strip(),
        "withdrawn_public": public.strip(),
        "withdrawn_with": name_of(main) if main is not None else "",
        "added_by_mistake": mistake,
    }
    _save(thing, values, thing.version if version is None else version)
    noun_code, ref = noun_of(type(thing)), ref_of(thing)
    changes = {"reason": ("", reason.strip())}
    changes |= {"told the public": ("", public.strip())} if public.strip() else {}
    changes |= {"with": ("", name_of(main))} if main is not None else {}
    verb = "withdrawals.adding_undone" if mistake else "withdrawals.withdrawn"
    history.record(thing, verb, by=by, now=now, changes=changes)
    diary.end_with(by=by, now=now, noun=noun_code, key=ref)
    done.things.append((noun_code, ref, thing.version))


def _save(thing: Model, values: dict[str, Any], version: int) -> None:
    with in_app(writer_of(type(thing))):
        save_changes(thing, version=version, values=values)


def _after(done: Done, *, by: Actor, now: datetime.datetime) -> None:
    by_kind: dict[str, list[Model]] = {}
    for code, ref, _ in done.things:
        by_kind.setdefault(code, []).append(queries.row(code, ref))
    for code, things in by_kind.items():
        if (after := queries.kinds()[code].after) is not None:
            after(by=by, now=now, things=things)


@operation
def put_back(*, by: Actor, now: datetime.datetime, thing: Model, version: int, reason: str) -> Done:
    """Put a withdrawn thing back, and what was withdrawn with it. Raises Refused while what it rests on is withdrawn,
    Conflict when somebody saved in between.
    """
    _hold(thing)
    _allow_back(by, thing)
    if not reason.strip():
        raise Refused("Say why it is put back.", "reason")
    done = Done()
    together = queries.went_with(thing)
    _come_back(thing, done, by=by, now=now, version=version, reason=reason)
    for row in together:
        lock(row)
        _come_back(row, done, by=by, now=now, reason=reason)
    for row in (thing, *together):
        if queries.bearer_withdrawn(row):
            raise Refused("What this rests on is withdrawn as well. Put that back first.")
    _after(done, by=by, now=now)
    return done


def _allow_back(by: Actor, thing: Model) -> None:
    if stands(thing) or thing.added_by_mistake:
        raise Refused("This is not withdrawn any more. Open it to see how it stands.")
    seen = queries.find(by, noun_of(type(thing)), ref_of(thing)) is not None
    if not seen or not queries.may(by, thing):
        raise Forbidden("Your seat does not allow you to put this back. Ask the business unit of the partnership.")
    if not isinstance(by, System):
        acts_in(by, queries.seat_for(by, thing))


def _come_back(
    thing: Model,
    done: Done,
    *,
    by: Actor,
    now: datetime.datetime,
    reason: str = "",
    version: int | None = None,
    verb: str = "withdrawals.put_back",
) -> None:
    _save(thing, dict(STANDING), thing.version if version is None else version)
    changes = {"reason": ("", reason.strip())} if reason else {}
    history.record(thing, verb, by=by, now=now, changes=changes)
    diary.resume_with(by=by, now=now, noun=noun_of(type(thing)), key=ref_of(thing))
    done.things.append((noun_of(type(thing)), ref_of(thing), thing.version))


@operation
def undo(*, by: Actor, now: datetime.datetime, done: Undo) -> None:
    """Take back within the minute what the same person did: everything stands as it stood before.

    What was added is withdrawn with the reason that it was added by mistake, and is no thing any more. Raises Refused
    when the minute is over, and when somebody has built on it or changed it meanwhile; the sentence says what to do
    instead.
    """
    if not done.is_open(now):
        raise Refused(f"{TOO_LATE} {INSTEAD[done.what]}")
    rows = [queries.row(code, ref) for code, ref, _ in done.things]
    for row in rows:
        _hold(row)
    if any(row.version != version for row, (_, _, version) in zip(rows, done.things, strict=True)):
        raise Refused(f"It was changed meanwhile, so nothing was undone. {INSTEAD[done.what]}")
    if done.what == ADDED:
        _undo_adding(rows, by=by, now=now)
    else:
        _undo_withdrawing(rows, done, by=by, now=now)


def _undo_adding(rows: list[Model], *, by: Actor, now: datetime.datetime) -> None:
    taken = Done()
    for row in rows:
        _allow(by, row)
        kind = kind_of(row)
        links = DocumentLink.objects.filter(noun=noun_of(type(row)), thing_key=ref_of(row))
        if kind.resting(row) or kind.along(row) or kind.built_on(row) or links.exists():
            raise Refused(f"Something was built on it meanwhile, so it was not undone. {INSTEAD[ADDED]}")
        _go(row, taken, by=by, now=now, reason=BY_MISTAKE, mistake=True)
    _after(taken, by=by, now=now)


def _undo_withdrawing(rows: list[Model], done: Undo, *, by: Actor, now: datetime.datetime) -> None:
    _allow_back(by, rows[0])
    back = Done()
    for code, ref, on_code, on_ref in done.rests:
        hanging, bearer = queries.row(code, ref), queries.row(on_code, on_ref)
        lock(hanging)
        kind_of(hanging).unrest(by=by, now=now, thing=hanging, on=bearer)
        changes = {"rests on": (on_ref, "")}
        history.record(hanging, "withdrawals.no_longer_rests_on", by=by, now=now, changes=changes)
    for row in rows:
        _come_back(row, back, by=by, now=now, verb="withdrawals.undone")
    _after(back, by=by, now=now)
