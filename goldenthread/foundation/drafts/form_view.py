"""What every page with a form does: show it, do what it asks for, and lose nothing that somebody typed."""

from django.contrib import messages
from django.shortcuts import redirect, render

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.drafts import operations as drafts
from goldenthread.foundation.drafts import queries as kept_drafts
from goldenthread.foundation.history.queries import last_hand
from goldenthread.foundation.room import Conflict, Refused, Unchanged


def posted(request):
    """What was posted, for a form; None when nothing was. A post without a single field is still a post."""
    return request.POST if request.method == "POST" else None


def form_view(
    request,
    form,
    do,
    *,
    question,
    back,
    submit="Save",
    said="",
    intro="",
    of=None,
    called=None,
    template="drafts/ask.html",
    **more,
):
    """Show a bound or unbound HouseForm; when it is valid call `do(values, version)`.

    Then on to the address that `do` returns, else to `back`, saying `said`. `of` is the (noun, key) of what is edited:
    when somebody else saved meanwhile both texts are shown, with who it was. `called` is {name of a value: field of the
    form} where the two differ. A refusal stands beside its field; whoever changed nothing goes back.
    """
    kept = None if form.is_bound else kept_drafts.refill(request.viewer, request.path, form)
    if form.is_bound and form.is_valid():
        done = _do(request, form, do, back, of, called or {})
        if done is not None:
            went, changed = done
            drafts.clear(by=request.viewer, address=request.path)
            if said and changed:
                messages.success(request, said)
            return redirect(went)
    page = {
        "form": form,
        "question": question,
        "back": back,
        "submit": submit,
        "intro": intro,
        "kept": kept,
        "quoted": "",
        "draft": kept_drafts.keep_url(request.path),
        "discard": kept_drafts.discard_url(request.path),
        **more,
    }
    return render(request, template, page, status=422 if form.is_bound else 200)


def _do(request, form, do, back, of, called):
    """(where to go, whether anything changed), or None when the form must be shown again."""
    values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    try:
        went = do(values, int(form.posted_version) if form.posted_version.isdigit() else 0)
    except Forbidden:
        raise
    except Unchanged:
        return back, False
    except Conflict as conflict:
        _show_both(request, form, conflict, of, called)
        return None
    except Refused as refused:
        form.refuse(refused, refused.field if refused.field in form.fields else None)
        return None
    return (went if isinstance(went, str) else back), True


def _show_both(request, form, conflict, of, called):
    by, at = last_hand(*of) if of else ("Somebody else", None)
    saved = {called.get(name, name): value for name, value in conflict.saved.items()}
    saved = {name: value for name, value in saved.items() if name in form.fields}
    form.show_conflict(by=by, at=at or request.now, saved=saved, version=conflict.version)
