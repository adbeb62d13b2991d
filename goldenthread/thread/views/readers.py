"""Who is listed as a reader of a thing, and who is left out: seen, added and taken off."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from goldenthread.foundation.access import readers as listed
from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.drafts.form_view import form_view, posted
from goldenthread.thread import operations
from goldenthread.thread.forms.audience import ReaderForm
from goldenthread.thread.forms.recommendations import PlainForm
from goldenthread.thread.queries import addresses, works
from goldenthread.thread.views.audience import MODELS
from goldenthread.thread.views.loading import load


@needs("thread.list_readers")
@require_http_methods(["GET", "POST"])
def readers(request, partnership, noun, holder, key):
    thing = load(request, MODELS[noun], holder, key, "thread.list_readers")

    def do(values, version):
        given = {"by": request.viewer, "now": request.now, "thing": thing}
        if values.pop("way") == ReaderForm.LEFT_OUT:
            values.pop("below", None)
            operations.leave_out(**given, **values)
        else:
            operations.list_reader(**given, **values)

    return form_view(
        request,
        ReaderForm(posted(request), viewer=request.viewer, thing=thing),
        do,
        question="Who may read it?",
        intro="Listed people read what is kept to them here, with a second factor, and each time they do is recorded. "
        "Somebody who is left out reads nothing of it, whatever their seat.",
        back=addresses.of(request.viewer, thing),
        submit="Save",
        template="thread/readers.html",
        readers=works.readers(request.viewer, thing),
    )


@needs("thread.list_readers")
@require_http_methods(["GET", "POST"])
def remove_reader(request, partnership, noun, holder, key, person):
    thing = load(request, MODELS[noun], holder, key, "thread.list_readers")
    reader = get_object_or_404(listed.of_thing(thing), person__key=person)

    def do(values, version):
        operations.remove_reader(by=request.viewer, now=request.now, thing=thing, person=reader.person)

    question = f"Let {reader.person.name} in again?" if reader.excluded else f"Remove {reader.person.name} as a reader?"
    intro = (
        "From now on their seat decides again what they read of it. That they were left out is kept in the history."
        if reader.excluded
        else "From now on they cannot open what is kept to listed people here. That they could is kept in the history."
    )
    return form_view(
        request,
        PlainForm(posted(request)),
        do,
        question=question,
        intro=intro,
        back=addresses.of(request.viewer, thing),
        submit="Let them in again" if reader.excluded else "Remove this reader",
    )
