"""What every page with a form does: show it, do what it asks for, and lose nothing that somebody typed."""

import logging
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html, format_html_join

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.asking import Asked, ask
from goldenthread.foundation.drafts import operations as drafts
from goldenthread.foundation.drafts import queries as kept_drafts
from goldenthread.foundation.drafts import undoing
from goldenthread.foundation.history.queries import last_hand
from goldenthread.foundation.room import Conflict, Refused, Unchanged, noun_of
from goldenthread.foundation.ui.fields import HouseForm
from goldenthread.foundation.writing import Versioned

ANOTHER = "another"  # the button that saves and opens the form again
logger = logging.getLogger(__name__)
AT_THE_SAME_MOMENT = (
    "Somebody else saved something at the same moment that stands in the way of this, so nothing was changed. See "
    "whether it is there already; if not, save again."
)


def posted(request):
    """What was posted, for a form; None when nothing was. A post without a single field is still a post."""
    return request.POST if request.method == "POST" else None


def form_view(
    request: HttpRequest,
    form: HouseForm,
    do: Callable[[dict, int], str | None],
    *,
    question: str,
    back: str,
    submit: str = "Save",
    said: str = "",
    intro: str = "",
    of: Model | tuple[str, str] | None = None,
    called: dict[str, str] | None = None,
    template: str = "drafts/ask.html",
    **more,
) -> HttpResponse:
    """Show a bound or unbound HouseForm; when it is valid call `do(values, version)`.

    Then on to the address that `do` returns, else to `back`, saying `said`. `of` is what is edited, as a thing or as
    (noun, key): when somebody else saved meanwhile both texts are shown, with who it was. `called` is {name of a value:
    field of the form} where the two differ. A refusal stands beside its field, and so does a question about what looks
    like a slip, with its box to tick; whoever changed nothing goes back; who may not do it is told so by a page of its
    own (403). What else is given goes to the template.
    """
    address = request.get_full_path()  # with its query: what was typed about one finding is not put back at another
    kept = None if form.is_bound else kept_drafts.refill(request.viewer, address, form)
    if form.is_bound and form.is_valid():
        done = _do(request, form, do, back, of, called or {})
        if done is not None:
            went, changed = done
            drafts.clear(person_id=request.viewer.person_id, address=address)  # also when nothing was changed
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
        "caption": "",
        "another": "",
        "draft": kept_drafts.keep_url(address),
        "discard": kept_drafts.discard_url(address),
        **more,
    }
    return render(request, template, page, status=422 if form.is_bound and not form.looking else 200)


def add(
    request: HttpRequest,
    form: type[HouseForm],
    operation: Callable,
    *,
    given: dict | None = None,
    form_given: dict | None = None,
    initial: dict | None = None,
    to: Callable[[Any], str] | None = None,
    tells: Callable[[Any], list[tuple[str, str]]] | None = None,
    **page,
) -> HttpResponse:
    """The page of a form that adds something: `operation(by=, now=, **given, **what the form says)`.

    `given` may name another `by`, where somebody acts in a seat that they hold elsewhere.
    `form_given` goes to the form's own `__init__`, `initial` into its fields; `to` makes of what the operation gave the
    address to go to, else it is `back`. `tells` makes of it (words, address) of each thing that was added: they are
    told with a link, and a second button saves and opens the same form again. What can be withdrawn can be undone for a
    minute on the pages that follow. `page` is what `form_view` takes.
    """
    bound = form(posted(request), request.FILES or None, initial=initial, **(form_given or {}))

    def do(values, version):
        added = operation(**{**request.acting, **(given or {})}, **values)
        undoing.note_added(request, added)
        if tells:
            links = format_html_join(", ", '<a class="govuk-link" href="{1}">{0}</a>', tells(added))
            messages.success(request, format_html("Added: {}", links))
            if ANOTHER in request.POST:
                return request.get_full_path()
        return to(added) if to else None

    return form_view(request, bound, do, another=ANOTHER if tells else "", **page)


def change(
    request: HttpRequest,
    form: type[HouseForm],
    operation: Callable,
    thing: Versioned,
    *,
    name: str = "",
    given: dict | None = None,
    form_given: dict | None = None,
    initial: dict | None = None,
    to: Callable[[Any], str] | None = None,
    **page,
) -> HttpResponse:
    """The page of a form that changes one thing: `operation(by=, now=, <name>=thing, version=, **what the form says)`.

    The form is filled from the columns of the thing that are called as its fields, and `initial` where they differ.
    `name` is what the operation calls the thing, the code of its noun when not said. The rest is as for `add`.
    """
    fields = {field: getattr(thing, field) for field in form.base_fields if hasattr(thing, field)}
    filled = fields | (initial or {})
    bound = form(posted(request), request.FILES or None, initial=filled, version=thing.version, **(form_given or {}))

    def do(values, version):
        what = {**request.acting, name or noun_of(type(thing)): thing, "version": version, **(given or {})}
        changed = operation(**what, **values)
        return to(changed) if to else None

    return form_view(request, bound, do, **{"of": thing, "said": "Saved.", **page})


def _do(request, form, do, back, of, called):
    """(where to go, whether anything changed), or None when the form must be shown again."""
    values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    if form.takes_sure:
        values["sure"] = form.sure
    own = form.questions()
    try:
        ask(request.viewer, own, form.sure)
        went = do(values, form.posted_version)
    except Forbidden:
        raise
    except Unchanged:
        return back, False
    except Conflict as conflict:
        _show_both(request, form, conflict, of, called)
        return None
    except IntegrityError as fault:
        # The rules found nothing in the way, the table did: somebody did the same in the moment between.
        logger.error("The database refused what %s asked for, and nothing was changed: %s", request.path, fault)
        form.refuse(AT_THE_SAME_MOMENT)
        return None
    except Asked as asked:
        form.ask([*own, *asked.questions])
        return None
    except Refused as refused:
        form.refuse(refused, refused.field if refused.field in form.fields else None)
        return None
    return (went if isinstance(went, str) else back), True


def _show_both(request, form, conflict, of, called):
    if isinstance(of, Model):
        of = noun_of(type(of)), getattr(of, "ref", None) or of.key
    by, at = last_hand(*of) if of else ("Somebody else", None)
    saved = {called.get(name, name): value for name, value in conflict.saved.items()}
    saved = {name: value for name, value in saved.items() if name in form.fields}
    form.show_conflict(by=by, at=at or request.now, saved=saved, version=conflict.version)
