"""Answers a form that is sent twice as it was answered the first time, and keeps what came after a session ended."""

import json
import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string

from goldenthread.foundation.access.decorators import PUBLIC
from goldenthread.foundation.access.middleware import came_from
from goldenthread.foundation.drafts import after_session, operations, sent_once
from goldenthread.foundation.drafts.models import SentForm
from goldenthread.foundation.drafts.sent_once import AlreadySent

logger = logging.getLogger(__name__)
# How long a second post waits for the answer of the first, whose work is done by then: ten seconds.
LOOKS, SECONDS_BETWEEN_LOOKS = 200, 0.05


class SentOnceMiddleware:
    """Puts the form in hand where the operations of this request find it, and keeps how it was answered.

    Forms of the library of accounts run no operation, so their key is taken before they are answered and given back
    when the answer was no redirect, which is how they say that something was wrong.
    """

    def __init__(self, get_response: Callable):
        self.get_response = get_response
        self.of_others = import_string(settings.URLS_OF_OTHERS)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.sending = None
        before = sent_once.in_hand.set(None)
        try:
            answer = self.get_response(request)
        finally:
            sent_once.in_hand.reset(before)
        if request.method == "POST" and answer.status_code == 302 and self._was_signed_out(request):
            try:
                after_session.keep_what_was_typed(request)
            except DatabaseError as fault:  # on a full disk it is answered as before
                logger.error("What was typed could not be kept: %s", fault)
        if request.sending and request.sending.taken:
            try:
                self._keep(request, answer)
            except DatabaseError as fault:  # the work is done: a full disk does not undo it
                logger.error("How a form was answered could not be kept: %s", fault)
        return answer

    def _was_signed_out(self, request):
        """Whether this went to a page of ours that asks who it is, and nobody was signed in."""
        match = request.resolver_match
        ours = match and match.view_name not in self.of_others and getattr(match.func, "needs", PUBLIC) != PUBLIC
        return ours and not request.user.is_authenticated

    def process_view(self, request, view, args, given):
        if request.method != "POST" or not request.user.is_authenticated:
            return None
        sending = request.sending = sent_once.sending_of(request)
        if request.resolver_match.view_name not in self.of_others:
            sent_once.in_hand.set(sending)
            return None
        try:
            sent_once.take(sending)
        except AlreadySent as again:
            return _as_the_first(request, again.sent_form)
        except DatabaseError as fault:  # on a full disk people can still sign out
            logger.error("The key of a form could not be taken: %s", fault)
        return None

    def process_exception(self, request, exception):
        return _as_the_first(request, exception.sent_form) if isinstance(exception, AlreadySent) else None

    def _keep(self, request, answer):
        done = 300 <= answer.status_code < 400
        if not done and request.resolver_match.view_name in self.of_others:
            operations.give_key_back(sent_form=request.sending.taken)
            return
        waiting = getattr(messages.get_messages(request), "_queued_messages", [])
        operations.keep_answer(
            sent_form=request.sending.taken,
            status=answer.status_code,
            location=answer["Location"] if done else "",
            words=[(message.level, str(message.message)) for message in waiting],
        )


def _as_the_first(request, sent_form: SentForm | None) -> HttpResponse:
    """The redirect that the first post got, with what it said; a page of our own where it got something else."""
    for _ in range(LOOKS):
        if sent_form is None or sent_form.status is not None:
            break
        time.sleep(SECONDS_BETWEEN_LOOKS)
        sent_form = SentForm.objects.filter(pk=sent_form.pk).first()
    if sent_form and sent_form.location:
        # What the first said may be waiting in this browser already: it is said once.
        waiting = [(message.level, str(message.message)) for message in messages.get_messages(request)]
        for level, words in dict.fromkeys([*waiting, *map(tuple, json.loads(sent_form.words))]):
            messages.add_message(request, level, words)
        return redirect(sent_form.location)
    return render(request, "drafts/sent_already.html", {"back": came_from(request)}, status=409)
