"""Pages of comments: a conversation, all that is said of a thing, and what is done to a comment."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.foundation.access.addresses import path_to
from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.history_lines import history_of
from goldenthread.foundation.access.queries import Forbidden, require
from goldenthread.foundation.comments import forms, operations, queries, rules
from goldenthread.foundation.comments.showing import Showing
from goldenthread.foundation.drafts.form_view import add as add_view
from goldenthread.foundation.drafts.form_view import change
from goldenthread.foundation.room import Refused, noun_of

A_PAGE = 20


@needs("comments.write")
@require_safe
def questions(request, partnership):
    viewer = request.viewer
    context = {
        name: [(row, about, queries.address_of(viewer, row)) for row, about in pairs]
        for name, pairs in (("waiting", queries.waiting_for(viewer)), ("asked", queries.asked_by(viewer)))
    }
    return render(request, "comments/questions.html", context)


@needs("comments.write")
@require_safe
def discussion(request, partnership, noun, holder, key):
    """All that is said of a thing, the newest conversation first."""
    thing, about = _thing(request, noun, f"{holder}/{key}")
    showing = Showing(request.viewer, thing)
    page = Paginator(queries.of_thing(thing), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "about": about,
        "page": page,
        "conversations": [showing.conversation(rows) for rows in page],
        "add_url": path_to("comments:add", partnership, noun, holder, key) if showing.may_write else "",
    }
    return render(request, "comments/discussion.html", context)


@needs("comments.write")
@require_safe
def conversation(request, partnership, holder, key):
    comment, thing, about = _comment(request, holder, key)
    if comment.first_id:
        return redirect(queries.address_of(request.viewer, comment))
    rows, showing = queries.conversation_of(comment), Showing(request.viewer, thing)
    told = showing.may_hide or not any(row.hidden_at for row in rows)  # what is hidden stands in its history
    context = {
        "about": about,
        "conversation": showing.conversation(rows),
        "closed": _closed(thing),
        "all_url": path_to("comments:discussion", partnership, noun_of(type(thing)), thing.holder.key, thing.key),
        "past": history_of(request.viewer, *rows, labels={row.ref: row.by_name for row in rows}) if told else [],
    }
    return render(request, "comments/conversation.html", context)


@needs("comments.write")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request, partnership, noun, holder, key):
    """A comment, or a question for somebody who reads the thing."""
    thing, about = _thing(request, noun, f"{holder}/{key}")
    _before_typing(request, queries.check_open, thing)
    return add_view(
        request,
        forms.CommentForm,
        operations.comment_on,
        given={"thing": thing},
        form_given={"askable": queries.may_be_asked(request.viewer, thing)},
        to=lambda comment: f"{about.url}#{comment.key}",
        question="Comment or ask a question",
        caption=about.title,
        submit="Add this",
        back=about.url,
    )


@needs("comments.write")
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request, partnership, holder, key):
    comment, thing, about = _comment(request, holder, key)
    _before_typing(request, queries.check_open, thing)
    _before_typing(request, rules.begins_a_conversation, comment)
    _before_typing(request, rules.still_stands, comment)
    asked = comment.waits and queries.is_asked(request.viewer, comment)
    return add_view(
        request,
        forms.ReplyForm,
        operations.reply,
        given={"comment": comment},
        form_given={"asked": asked},
        to=lambda added: queries.address_of(request.viewer, added),
        question="Answer this question" if asked else "Reply",
        caption=about.title,
        submit="Send this reply",
        back=queries.address_of(request.viewer, comment),
        template="comments/reply.html",
        conversation=Showing(request.viewer, thing, only_read=True).conversation(queries.conversation_of(comment)),
    )


@needs("comments.write")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, partnership, holder, key):
    comment, thing, about = _comment(request, holder, key)
    rules.is_own(comment, request.viewer.person_id)  # does not change while somebody types
    _before_typing(request, queries.check_open, thing)
    _before_typing(request, rules.still_stands, comment)
    return _change(
        request,
        forms.CorrectForm,
        operations.correct,
        comment,
        about,
        question="Correct what you said",
        intro="What it said before stays in the history.",
    )


@needs("comments.write")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, partnership, holder, key):
    comment, _, about = _comment(request, holder, key)
    rules.is_own(comment, request.viewer.person_id)  # does not change while somebody types
    _before_typing(request, rules.still_stands, comment)
    return _change(
        request,
        forms.WithdrawForm,
        operations.withdraw,
        comment,
        about,
        question="Withdraw this comment?",
        intro="Its words are taken off the page and stay in the history. That you said something stays, and so do the "
        "replies.",
        quoted=comment.text,
        submit="Withdraw it",
        said="",
    )


@needs("comments.hide")
@require_http_methods(["GET", "HEAD", "POST"])
def hide(request, partnership, holder, key):
    comment, thing, about = _comment(request, holder, key)
    require(request.viewer, "comments.hide", thing)
    _before_typing(request, rules.still_stands, comment)
    return _change(
        request,
        forms.HideForm,
        operations.hide,
        comment,
        about,
        question="Hide this comment?",
        intro="Nobody but the business unit reads it then, and a question waits for nobody. You can show it again.",
        quoted=comment.text,
        submit="Hide it",
        said="",
    )


@needs("comments.hide")
@require_POST
def show_again(request, partnership, holder, key):
    comment, *_ = _comment(request, holder, key)
    operations.show_again(**request.acting, comment=comment)
    return redirect(queries.address_of(request.viewer, comment))


@needs("comments.write")
@require_POST
def close(request, partnership, holder, key):
    """Whoever asked needs no answer any more."""
    comment, *_ = _comment(request, holder, key)
    operations.close_question(**request.acting, comment=comment)
    return redirect(queries.address_of(request.viewer, comment))


def _change(request, form, operation, comment, about, **page):
    return change(
        request,
        form,
        operation,
        comment,
        caption=about.title,
        back=queries.address_of(request.viewer, comment),
        **page,
    )


def _thing(request, noun, ref):
    """The thing that is talked about, and how a list tells it. Opening what is kept to listed people leaves a line.

    Raises Http404 or Forbidden.
    """
    found = queries.thing_at(request.viewer, noun, ref)
    if found is None:
        raise Http404
    opened = queries.discussed()[noun].opened
    if opened and queries.is_kept_to_listed(found[0]) and request.method in ("GET", "HEAD"):
        opened(**request.acting, source=found[0].source)
    return found


def _comment(request, holder, key):
    """(comment, the thing that it is about, how a list tells that). Raises Http404 or Forbidden."""
    comment = queries.comment_at(holder, key)
    if comment is None:
        raise Http404
    return comment, *_thing(request, *comment.thing)


def _closed(thing) -> str:
    """Why nothing new is said of a thing; "" where it may be."""
    try:
        queries.check_open(thing)
    except Refused as refused:
        return refused.sentence
    return ""


def _before_typing(request, rule, *given):
    """Whoever may not do it is told so instead of being shown a form. What was typed meanwhile goes to the operation,
    whose refusal stands beside it.
    """
    if request.method == "POST":
        return
    try:
        rule(*given)
    except Refused as refused:
        raise Forbidden(refused.sentence) from None
