"""Every write to comments: to say something, to correct and withdraw it, to hide it, to settle a question."""

import datetime
from typing import Any

from django.db.models import Model

from goldenthread.foundation import room
from goldenthread.foundation.access.queries import Forbidden, can, require
from goldenthread.foundation.access.viewer import Actor, Held, System
from goldenthread.foundation.comments import messages, queries, rules
from goldenthread.foundation.comments.models import Comment
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.notices import operations as notices
from goldenthread.foundation.people.models import Body, Person
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import lock, new_key, operation, save_changes


@operation
def comment_on(
    *, by: Actor, now: datetime.datetime, thing: Model, text: str, asks: Body | Person | None = None
) -> Comment:
    """Begin a conversation about a thing. With `asks` it is a question, which waits for that agency or person.

    Returns the Comment. Raises Forbidden for who does not read the thing whole, and Refused where nothing new is said
    of it, without words, and where whom it asks does not read it.
    """
    seat = _may_say(by, thing)
    if asks is not None:
        _may_ask(by, thing, asks)
    for_whom = {} if asks is None else {"for_agency" if isinstance(asks, Body) else "for_person": asks}
    return _say(by, now, seat, thing, text, "comments.asked" if for_whom else "comments.made", **for_whom)


@operation
def reply(*, by: Actor, now: datetime.datetime, comment: Comment, text: str, answers: bool = False) -> Comment:
    """Reply to the first comment of a conversation. `answers`: whoever was asked says that this answers the question.

    Returns the reply. Raises Forbidden and Refused as `comment_on` does, and Refused for a reply to a reply, to what
    was withdrawn or hidden, and where somebody else than the one who was asked would answer.
    """
    thing = _thing_of(comment)
    seat = _may_say(by, thing)
    lock(comment)
    rules.begins_a_conversation(comment)
    rules.still_stands(comment)
    if answers and comment.waits and not _is_asked(by, comment):
        raise Refused("Only whoever was asked says that the question is answered.", "answers")
    added = _say(by, now, seat, thing, text, "comments.replied", first=comment)
    if answers and comment.waits:
        _settle(by, now, comment, Comment.Settled.ANSWERED, "comments.answered")
    return added


@operation
def correct(*, by: Actor, now: datetime.datetime, comment: Comment, version: int, text: str) -> Comment:
    """Mend one's own words, which the history keeps. Returns the Comment.

    Raises Refused for another's, for what was withdrawn or hidden and on what is closed, and Conflict with the saved
    words when they were changed in between.
    """
    _may_say(by, _thing_of(comment))
    lock(comment)
    rules.is_own(comment, by.person_id)
    rules.still_stands(comment)
    text = _worded(text)
    _write(by, now, comment, version, "comments.corrected", {"text": text}, corrected_at=now)
    return comment


@operation
def withdraw(*, by: Actor, now: datetime.datetime, comment: Comment, version: int) -> Comment:
    """Take back one's own words, on whatever it stands: they are in history alone, and a question waits no more.

    Raises Refused for another's and for what was withdrawn or hidden.
    """
    _may_read(by, _thing_of(comment))
    lock(comment)
    rules.is_own(comment, by.person_id)
    rules.still_stands(comment)
    _write(by, now, comment, version, "comments.withdrawn", {"text": ""}, withdrawn_at=now)
    return comment


@operation
def hide(*, by: Actor, now: datetime.datetime, comment: Comment, version: int, reason: str) -> Comment:
    """The unit hides somebody's words, with a reason that everybody reads who read them. Needs comments.hide."""
    _may_hide(by, comment)
    rules.still_stands(comment)
    if not reason.strip():
        raise Refused("Say why it is hidden: whoever wrote it reads that.", "reason")
    _write(by, now, comment, version, "comments.hidden", {"hidden_why": reason.strip()}, hidden_at=now)
    return comment


@operation
def show_again(*, by: Actor, now: datetime.datetime, comment: Comment) -> Comment:
    """Show what the unit has hidden. Needs comments.hide."""
    _may_hide(by, comment)
    rules.is_hidden(comment)
    _write(by, now, comment, comment.version, "comments.shown_again", {"hidden_why": ""}, hidden_at=None)
    return comment


@operation
def close_question(*, by: Actor, now: datetime.datetime, comment: Comment) -> Comment:
    """Whoever asked needs no answer any more: the question waits for nobody.

    Raises Refused for another's, and for one that does not wait.
    """
    _may_read(by, _thing_of(comment))
    lock(comment)
    rules.waits_and_is_own(comment, by.person_id)
    _settle(by, now, comment, Comment.Settled.CLOSED, "comments.question_closed")
    return comment


@operation
def pass_questions_on(
    *, by: Actor, now: datetime.datetime, keys: list[str], before: Body, after: Body, reason: str
) -> list[Comment]:
    """Questions that wait for an agency that leaves wait for another. Needs comments.pass_on. Returns them, for the
    caller to tell whoever answers for the other.

    Raises Refused, with the key of the question as `field`, where the other could not read what it is about.
    """
    if not reason.strip():
        raise Refused("Say why these questions pass to another agency.", "reason")
    passed = []
    for comment in Comment.objects.by_refs(keys).select_related("holder", "for_agency").order_by("pk"):
        thing = _thing_of(comment)
        _may_read(by, thing)
        require(by, "comments.pass_on", thing)
        lock(comment)
        if comment.for_agency_id != before.pk or not comment.waits:
            continue
        if not isinstance(by, System) and not queries.reaches(by, thing, after):
            raise Refused(
                f"Nobody who acts for {after} can read this, so the question cannot pass to them.", comment.ref
            )
        changes = save_changes(comment, version=comment.version, values={"for_agency": after})
        told = changes | {"reason": ("", reason)}
        history.record(comment, "comments.handed_over", by=by, now=now, changes=told)
        passed.append(comment)
    return passed


def _thing_of(comment: Comment) -> Model:
    """What a comment is about. It is locked before the comment, from the outer to the inner."""
    thing = queries.things(comment.noun, [comment.thing_key]).first()
    if thing is None:
        raise Refused("What this is about was withdrawn from the record, so nothing new is said of it.")
    return thing


def _may_read(by: Actor, thing: Model) -> Held | None:
    """The seat in which somebody speaks of a thing that they read whole: one that reaches it, where there is one."""
    lock(thing)
    if isinstance(by, System):
        return None
    noun = room.noun_of(type(thing))
    if not queries.read_whole(by, {noun: {thing.ref}}):
        raise Forbidden("You do not read the whole of this, so you cannot say anything of it. Ask the business unit.")
    return require(by, "comments.write", thing if can(by, "comments.write", thing) else None)


def _may_say(by: Actor, thing: Model) -> Held | None:
    """The same, where something new may be said."""
    seat = _may_read(by, thing)
    queries.check_open(thing)
    return seat


def _may_hide(by: Actor, comment: Comment) -> None:
    thing = _thing_of(comment)
    _may_read(by, thing)
    require(by, "comments.hide", thing)
    lock(comment)


def _may_ask(by: Actor, thing: Model, asks: Body | Person) -> None:
    """Whoever is asked reads the thing, so that they can open it."""
    if isinstance(by, System):
        return
    askable = queries.may_be_asked(by, thing)
    known = askable.agencies if isinstance(asks, Body) else [other.person_id for other in askable.people]
    if (asks if isinstance(asks, Body) else asks.pk) not in known:
        raise Refused(
            f"{asks} does not read this, so the question would not reach them. Choose somebody from the list.", "asks"
        )


def _is_asked(by: Actor, comment: Comment) -> bool:
    return isinstance(by, System) or queries.is_asked(by, comment)


def _worded(text: str) -> str:
    text = text.strip()
    rules.says_something(text)
    return text


def _say(
    by: Actor, now: datetime.datetime, seat: Held | None, thing: Model, text: str, verb: str, **more: Any
) -> Comment:
    comment = Comment(
        key=new_key("comment"),
        holder=thing.holder,
        noun=room.noun_of(type(thing)),
        thing_key=thing.ref,
        text=_worded(text),
        at=now,
        by_name=by.name,
        person_id=by.person_id,
        agency_id=seat.agency_id if seat else None,
        **more,
    )
    comment.save()
    told = {"text": ("", comment.text), "about": ("", f"{comment.noun} {comment.thing_key}")}
    told |= {name: ("", str(value)) for name, value in more.items() if name != "first"}
    history.record(comment, verb, by=by, now=now, changes=told)
    if comment.is_question:
        notices.wait(comment, messages.ASKED, by=by, now=now)
    notices.wait(comment, messages.MADE, by=by, now=now)
    return comment


def _write(
    by: Actor, now: datetime.datetime, comment: Comment, version: int, verb: str, values: dict, **moment: Any
) -> None:
    """Save what differs with the moment of it, and tell it. Raises Unchanged where only the moment would."""
    changed = {name for name, value in values.items() if getattr(comment, name) != value}
    changes = save_changes(comment, version=version, values=values | moment if changed else values)
    history.record(comment, verb, by=by, now=now, changes={name: changes[name] for name in values if name in changes})


def _settle(by: Actor, now: datetime.datetime, comment: Comment, how: str, verb: str) -> None:
    values = {"settled": how, "settled_at": now}
    changes = save_changes(comment, version=comment.version, values=values)
    history.record(comment, verb, by=by, now=now, changes={"settled": changes["settled"]})
