"""Pages of what was recorded by mistake: withdraw it, read why it went, put it back, undo at once."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.history_lines import history_of
from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.access.withdrawn import stands, withdrawn_too
from goldenthread.foundation.drafts import undoing
from goldenthread.foundation.drafts.form_view import form_view, posted
from goldenthread.foundation.room import Refused, noun
from goldenthread.foundation.withdrawals import forms, operations, queries


def _found(request, code, ref, *, standing):
    """The thing at an address; on to the page of how it stands, where that is the other of the two."""
    thing = queries.find(request.viewer, code, ref)
    if thing is None or thing.added_by_mistake:
        raise Http404
    if stands(thing) is standing or request.method == "POST":  # the operation says what came between
        return thing, None
    kind = queries.kind_of(thing)
    url = kind.page(request.viewer, thing) if stands(thing) else queries.address(request.viewer, thing)
    return thing, redirect(url)


def _may(request, thing, what):
    if not queries.may(request.viewer, thing):
        raise Forbidden(f"Your seat does not allow you to {what} this. Ask the business unit of the partnership.")


@needs("house.read")
@require_safe
def all_withdrawn(request, partnership):
    """Everything that was withdrawn and the viewer could see."""
    kinds = [(code, capfirst(noun(code).plural)) for code in queries.kinds()]
    form = forms.KindForm(request.GET, kinds=kinds)
    only = form.cleaned_data["kind"] if form.is_valid() else ""
    page = Paginator(queries.withdrawn(request.viewer, only), 50).get_page(request.GET.get("page"))
    return render(request, "withdrawals/all.html", {"page": page, "form": form})


@needs("house.read")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, partnership, noun, ref):
    thing, elsewhere = _found(request, noun, ref, standing=True)
    if elsewhere:
        return elsewhere
    _may(request, thing, "withdraw")
    viewer, kind = request.viewer, queries.kind_of(thing)
    hanging = queries.would_hang(viewer, thing)
    form = forms.WithdrawForm(posted(request), hanging=hanging, version=thing.version)

    def do(values, version):
        answers = form.answers(values)
        done = operations.withdraw(**request.acting, thing=thing, version=version, answers=answers, **values)
        undoing.note(request, undoing.WITHDRAWN, done.things, done.rests)
        messages.success(request, "Withdrawn from the record. It is kept, and counts no more.")
        return queries.address(viewer, thing)

    return form_view(
        request,
        form,
        do,
        of=thing,
        question=f"Withdraw this {_label(noun)} from the record",
        quoted=queries.title(viewer, thing),
        back=kind.page(viewer, thing),
        submit="Withdraw it from the record",
        template="withdrawals/withdraw.html",
        along=queries.goes_along(viewer, [thing, *(one.thing for one in hanging)]),
    )


def _label(code):
    return noun(code).label


@needs("house.read")
@require_safe
def withdrawn(request, partnership, noun, ref):
    """Of one withdrawn thing: what it said, who withdrew it, when and why."""
    thing, elsewhere = _found(request, noun, ref, standing=False)
    if elsewhere:
        return elsewhere
    viewer, kind = request.viewer, queries.kind_of(thing)
    with withdrawn_too():
        told = (kind.opened or kind.told)(viewer, thing)
        together = [row for row in queries.went_with(thing) if queries.find(viewer, *_named(row))]
        main = queries.main_of(viewer, thing)
        context = {
            "thing": thing,
            "label": _label(noun),
            "title": told[0][1],
            "told": told[1:],
            "together": [(queries.title(viewer, row), queries.address(viewer, row)) for row in together],
            "main": (queries.title(viewer, main), queries.address(viewer, main)) if main else None,
            "files": kind.files(viewer, thing),
            "may": queries.may(viewer, thing),
            "put_back": queries.address(viewer, thing, "put_back"),
            "past": history_of(viewer, thing) if queries.reads_whole(viewer, thing) else [],
        }
    return render(request, "withdrawals/withdrawn.html", context)


def _named(thing):
    return queries.noun_of(type(thing)), queries.ref_of(thing)


@needs("house.read")
@require_http_methods(["GET", "HEAD", "POST"])
def put_back(request, partnership, noun, ref):
    thing, elsewhere = _found(request, noun, ref, standing=False)
    if elsewhere:
        return elsewhere
    _may(request, thing, "put back")
    form = forms.PutBackForm(posted(request), version=thing.version)

    def do(values, version):
        operations.put_back(**request.acting, thing=thing, version=version, **values)
        return queries.kind_of(thing).page(request.viewer, thing)

    return form_view(
        request,
        form,
        do,
        of=thing,
        question=f"Put this {_label(noun)} back into the record",
        quoted=queries.title(request.viewer, thing),
        back=queries.address(request.viewer, thing),
        submit="Put it back",
        said="It is back in the record.",
    )


@needs("house.read")
@require_POST
def undo(request, partnership, code):
    """One click within the minute. Afterwards a page says what to do instead, with the way there."""
    done = undoing.found(request, code)
    if done is None:
        raise Refused(
            "There is nothing to undo any more: the minute is over, or it was undone already. What was added by "
            "mistake can be withdrawn on its own page; what was withdrawn stands under Work, “Withdrawn from the "
            "record”."
        )
    thing = queries.find(request.viewer, *done.things[0][:2])
    if thing is None:
        raise Http404
    kind = queries.kind_of(thing)
    try:
        operations.undo(**request.acting, done=done)
    except Forbidden:
        raise
    except Refused as refused:
        way = kind.page(request.viewer, thing)
        return render(request, "withdrawals/not_undone.html", {"refused": refused.sentence, "way": way}, status=409)
    undoing.forget(request, code)
    added = done.what == undoing.ADDED
    messages.success(request, "Undone: it was not added." if added else "Undone: it stands as before.")
    return redirect(kind.above(request.viewer, thing) if added else kind.page(request.viewer, thing))
