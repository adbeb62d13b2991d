"""Releasing a piece of work at once: first what others will read of each thing, then exactly what they will see."""

import contextlib
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.queries import require
from goldenthread.foundation.drafts import operations as drafts
from goldenthread.foundation.drafts import queries as kept_drafts
from goldenthread.foundation.drafts import sent_once
from goldenthread.foundation.drafts.form_view import posted
from goldenthread.foundation.room import Refused
from goldenthread.foundation.ui.words import plural
from goldenthread.thread import operations
from goldenthread.thread.forms.releasing import ReleaseWorkForm
from goldenthread.thread.models import Audience, Source
from goldenthread.thread.queries import addresses
from goldenthread.thread.queries.release import Planned, what_leaves_together
from goldenthread.thread.queries.releasing import OFFERED, Sheet, sheet
from goldenthread.thread.views.audience import WHO
from goldenthread.thread.views.loading import load

MOST_AT_ONCE = 200  # a server takes only so many fields, and a draft so many characters


@dataclass
class Asked:
    """What stands at the address: the whole sheet, its page of things, and their form."""

    sheet: Sheet
    page: Page
    form: ReleaseWorkForm


@needs("thread.release")
@require_http_methods(["GET", "POST"])
def release_work(request, partnership, holder, key):
    """Two pages at one address. Nothing is released before the second is confirmed; what was typed is a draft until
    then.
    """
    source = load(request, Source, holder, key)
    sent_once.unless_done(request.sending)
    asked = _asked(request, source)
    if not asked.sheet.candidates:
        require(request.viewer, "thread.release", source)
    kept = kept_drafts.refill(request.viewer, request.get_full_path(), asked.form)
    if asked.form.is_bound and asked.form.is_valid() and "again" not in request.POST:
        answer = _go_on(request, source, asked)
        if answer is not None:
            return answer
        asked = _asked(request, source, asked.form)
    elif asked.form.errors and "confirmed" in request.POST:
        asked.form.refuse("Nothing was released, since it is not any more as the page showed it.")
    return _first_page(request, source, asked, kept)


def _asked(request, source, refused=None):
    """Read anew after a refusal, which stays beside what was typed."""
    audience = request.GET.get("to", "")
    audience = Audience(audience) if audience in OFFERED else Audience.PUBLIC
    if refused is not None:
        source = load(request, Source, source.holder.key, source.key)
    found = sheet(request.viewer, source, audience)
    page = Paginator(found.candidates, MOST_AT_ONCE).get_page(request.GET.get("part"))
    form = ReleaseWorkForm(
        posted(request) if refused is None else refused.data,
        source=source,
        audience=audience,
        candidates=list(page.object_list),
    )
    if refused is not None:
        own = form.errors  # what the form finds by itself in what stands now
        for field, errors in refused.errors.items():
            new = [error for error in errors if error not in own.get(field, ())]
            if new:
                form.add_error(field if field in form.fields else None, new)
    return Asked(found, page, form)


def _go_on(request, source, asked):
    """The second page, or what comes after it; None when something stands in the way, which the form then says."""
    form, sheet = asked.form, asked.sheet
    releases = form.releases()
    if not request.POST.get("confirmed") or not all(one.shown for one in releases):
        return _second_page(request, source, asked)
    try:
        released = operations.release_work(
            **request.acting,
            source=source,
            source_version=source.version,
            releases=releases,
            audience=sheet.audience,
            public_label=form.cleaned_data["public_label"],
        )
    except operations.NotAsShown as different:
        called = [one.called for one in form.candidates if one.thing in different.things]
        form.refuse(f"{different.sentence} It is about: {', '.join(called)}.")
        return _second_page(request, source, asked)
    except operations.ChangedMeanwhile as changed:
        form.refuse(changed)
        return None
    except Refused as refused:
        form.refuse(refused, refused.field if refused.field in form.fields else None)
        return None
    messages.success(request, f"Released: {plural(released, 'thing')}. They read the texts that you wrote for them.")
    return redirect(addresses.of(request.viewer, source))


def _first_page(request, source, asked, kept):
    address, sheet = request.get_full_path(), asked.sheet
    page = {
        "form": asked.form,
        "page": asked.page,
        "sheet": sheet,
        "ticked": sum(1 for one in asked.form.candidates if asked.form[f"tick_{one.name}"].value()),
        "reaches": [(code, label) for code, label in sheet.reaches if code != sheet.audience],
        "reach": sheet.audience.label,
        "whom": WHO[sheet.audience],
        "question": "Release this piece of work",
        "back": addresses.of(request.viewer, source),
        "submit": "See exactly what they will read",
        "kept": kept,
        "draft": kept_drafts.keep_url(address),
        "discard": kept_drafts.discard_url(address),
        **dict.fromkeys(("intro", "quoted", "caption", "another"), ""),
    }
    return render(request, "thread/release_work.html", page, status=422 if asked.form.errors else 200)


def _second_page(request, source, asked):
    """Exactly what they will see, of everything that was ticked and of nothing else."""
    form, sheet = asked.form, asked.sheet
    chosen = form.cleaned_data["chosen"]
    leaving = what_leaves_together(
        [Planned(one.candidate.thing, one.public_text) for one in chosen],
        audience=sheet.audience,
        public_label=form.cleaned_data["public_label"],
        by_name=request.viewer.name,
    )
    form.show({one.candidate.name: leaves.digest for one, leaves in zip(chosen, leaving, strict=True)})
    _keep(request)
    page = {
        "form": form,
        "chosen": list(zip(chosen, leaving, strict=True)),
        "with_each": _with_each(chosen, leaving),
        "same": sum(1 for one in chosen if one.as_behind),
        "counted": list(dict.fromkeys(one.counted for one in leaving if one.counted)),
        "stay": len(form.candidates) - len(chosen),
        "who": sheet.audience.label,
        "whom": WHO[sheet.audience],
        "cancel": addresses.of(request.viewer, source),
    }
    return render(request, "thread/release_work_confirm.html", page, status=422 if form.errors else 200)


def _with_each(chosen, leaving):
    """What is told of every part of the work alike, said once; of the work alone where nothing else leaves."""
    parts = [leaves for one, leaves in zip(chosen, leaving, strict=True) if not one.is_source]
    return [("From", parts[0].work), *parts[0].of_work] if parts else leaving[0].of_work


def _keep(request):
    """Whoever is called away from the second page finds everything in the form again, without a script too."""
    fields = {name: values for name, values in request.POST.lists() if name not in ("confirmed", "again", "shown")}
    with contextlib.suppress(Refused):  # too long for a draft: the form still carries it
        drafts.keep(by=request.viewer, now=request.now, address=request.get_full_path(), fields=fields)
