"""Opening a thing to more people after showing exactly what they will read, and restricting it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.drafts import queries as kept_drafts
from goldenthread.foundation.drafts import sent_once
from goldenthread.foundation.drafts.form_view import form_view, posted
from goldenthread.foundation.room import Conflict, Refused
from goldenthread.thread import operations, rules
from goldenthread.thread.forms.audience import ReleaseForm, RestrictForm, RewordForm
from goldenthread.thread.models import Action, Audience, Finding, Impact, Recommendation, Source, Voice
from goldenthread.thread.queries import addresses
from goldenthread.thread.queries.reading import Reading
from goldenthread.thread.queries.release import what_leaves
from goldenthread.thread.queries.releasing import proposed
from goldenthread.thread.views.loading import load, told

MODELS = {model._meta.model_name: model for model in (Source, Finding, Recommendation, Action, Impact, Voice)}
WHO = {
    Audience.PUBLIC: "Everybody, signed in or not. It can appear in the yearly report and on its public page.",
    Audience.PARTNERSHIP: "Everybody with a seat in the partnership, and in the partnerships that share this group.",
    Audience.GROUP: "The members of the group that holds it, and those who read what groups hold.",
    Audience.AGENCY: "One agency and the business unit.",
}


@needs("thread.release")
@require_http_methods(["GET", "POST"])
def release(request, partnership, noun, holder, key):
    """Two pages: first what they will read, then exactly that, to be confirmed. Nothing is kept between them but the
    form.
    """
    thing = load(request, MODELS[noun], holder, key, "thread.release", whole=True)
    sent_once.unless_done(request.sending)
    back = addresses.of(request.viewer, thing)
    if thing.audience == Audience.PUBLIC and request.method == "GET":
        messages.info(request, "The public may read it already. Change the text that they read instead.")
        return redirect(addresses.of(request.viewer, thing, f"reword_{noun}"))
    words = proposed(thing)
    start = {"public_text": words.text if words.made else "", "public_label": getattr(thing, "public_label", "")}
    form = ReleaseForm(
        request.POST if request.method == "POST" else None, thing=thing, version=thing.version, initial=start
    )
    kept_drafts.refill(request.viewer, request.get_full_path(), form)
    again = "again" in request.POST  # back from the second page, to change the text
    if form.is_bound and form.is_valid() and not again:
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            if request.POST.get("confirmed"):
                operations.release(
                    by=request.viewer, now=request.now, thing=thing, version=form.posted_version, **values
                )
                messages.success(request, "It is released. They read the text that you wrote for them.")
                return redirect(back)
            rules.may_release(thing, values["audience"], values["public_text"], values.get("public_label", ""))
            if isinstance(thing, Voice):
                rules.may_quote(thing, values["audience"])
        except Conflict:
            form.refuse("Somebody changed this while you were looking. Read it again below, then release it.")
            form.knows_of(MODELS[noun].objects.get(pk=thing.pk).version)
        except Refused as refused:
            form.refuse(refused, refused.field if refused.field in form.fields else None)
        else:
            return render(
                request,
                "thread/release_confirm.html",
                _leaves(request, thing, values)
                | {"form": form, "thing": thing, "cancel": back, "submit": "Release it"},
            )
    elif form.is_bound and thing.audience == Audience.PUBLIC:
        form.refuse(
            "Somebody released it to the public while you were writing. Copy your text and change the text that they "
            "read instead."
        )
    page = {"form": form, "thing": thing, "text": thing.summary if noun == "source" else thing.text, "back": back}
    return render(request, "thread/release.html", page, status=422 if form.errors else 200)


def _leaves(request, thing, values):
    """Exactly what the wider circle will see, and nothing else."""
    leaving = what_leaves(
        thing,
        audience=values["audience"],
        public_text=values["public_text"],
        public_label=values.get("public_label", ""),
        by_name=request.viewer.name,
    )
    return {
        "leaving": leaving,
        "who": Audience(values["audience"]).label,
        "whom": WHO[values["audience"]],
        "is_source": thing is thing.source,
    }


@needs("thread.release")
@require_http_methods(["GET", "POST"])
def reword(request, partnership, noun, holder, key):
    thing = load(request, MODELS[noun], holder, key, "thread.release", whole=True)

    def do(values, version):
        operations.reword_public(by=request.viewer, now=request.now, thing=thing, version=version, **values)

    return form_view(
        request,
        RewordForm(posted(request), initial={"public_text": thing.public_text}, version=thing.version),
        do,
        of=told(thing),
        question="Change the text that they read",
        intro=f"Read by: {thing.audience_label.lower()}. A report that was published keeps its text until it is "
        "corrected.",
        quoted=thing.summary if noun == "source" else thing.text,
        back=addresses.of(request.viewer, thing),
    )


@needs("thread.release")
@require_http_methods(["GET", "POST"])
def restrict(request, partnership, noun, holder, key):
    thing = load(request, MODELS[noun], holder, key, "thread.release", whole=True)

    def do(values, version):
        operations.restrict(by=request.viewer, now=request.now, thing=thing, version=version, **values)
        seen = MODELS[noun].objects.visible_to(request.viewer).filter(pk=thing.pk).exists()
        return addresses.of(request.viewer, thing) if seen else addresses.page(request.viewer, "sources")

    return form_view(
        request,
        RestrictForm(posted(request), thing=thing, version=thing.version),
        do,
        of=told(thing),
        question="Restrict it",
        intro=f"It is read now by: {thing.audience_label.lower()}. What was published stays published: correct the "
        "report for that.",
        quoted=Reading(request.viewer).for_page(thing).text,
        back=addresses.of(request.viewer, thing),
        submit="Restrict it",
    )
