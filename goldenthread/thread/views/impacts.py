"""Judging impact, and the voices of children and practitioners."""

from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.history_lines import history_of
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.drafts.form_view import add, change, form_view, posted
from goldenthread.foundation.withdrawals.queries import way_to_withdraw
from goldenthread.thread import operations
from goldenthread.thread.forms.impacts import (
    ConsentForm,
    ImpactForm,
    ImpactWordsForm,
    NoConsentForm,
    VoiceForm,
    VoiceWordsForm,
)
from goldenthread.thread.models import Action, Impact, Recommendation, Source, Voice
from goldenthread.thread.queries import addresses
from goldenthread.thread.queries.action_timeline import corrected_since
from goldenthread.thread.queries.reading import Reading
from goldenthread.thread.queries.story import JUDGEMENT_COLOURS
from goldenthread.thread.queries.works import may
from goldenthread.thread.views.loading import initial_of, load, told


def _judge(request, thing, **of):
    reading = Reading(request.viewer)
    return add(
        request,
        ImpactForm,
        operations.judge_impact,
        given={"source": thing.source, **of},
        question="Judge its impact",
        quoted=reading.for_page(thing).work if thing.source is thing else reading.for_page(thing).text,
        measure=getattr(thing, "measure", "") if reading.reads_whole(thing) else "",
        intro="Earlier judgements are kept; the latest counts.",
        template="thread/judge.html",
        back=addresses.of(request.viewer, thing),
        submit="Record this judgement",
    )


@needs("thread.judge")
@require_http_methods(["GET", "POST"])
def judge_source(request, partnership, holder, key):
    return _judge(request, load(request, Source, holder, key, "thread.judge"))


@needs("thread.judge")
@require_http_methods(["GET", "POST"])
def judge_recommendation(request, partnership, holder, key):
    thing = load(request, Recommendation, holder, key, "thread.judge")
    return _judge(request, thing, recommendation=thing)


@needs("thread.judge")
@require_http_methods(["GET", "POST"])
def judge_action(request, partnership, holder, key):
    thing = load(request, Action, holder, key, "thread.judge")
    return _judge(request, thing, action=thing)


@needs("thread.read")
@require_safe
def impact(request, partnership, holder, key):
    thing = load(request, Impact, holder, key)
    reading, viewer = Reading(request.viewer), request.viewer
    seen = reading.for_page(thing)
    related = ("holder", "group") if thing.of == thing.source else ("holder", "source__group")
    of = type(thing.of).objects.visible_to(viewer).filter(pk=thing.of.pk).select_related(*related).first()
    return render(
        request,
        "thread/impact.html",
        {
            "thing": seen,
            "text": seen.text,
            "whole": seen.whole,
            "work": seen.work,
            "work_url": addresses.of_work(viewer, thing) if seen.sees_work else "",
            "of": of,
            "of_text": reading.for_list(of).title if of else "",
            "of_url": addresses.of(viewer, of) if of else "",
            "corrected": corrected_since(viewer, thing) if seen.whole else [],
            "colour": JUDGEMENT_COLOURS[seen.judgement],
            "may": may(viewer, thing),
            "withdraw": way_to_withdraw(viewer, thing),
            "past": history_of(viewer, thing) if seen.whole else [],
            "urls": {
                name: addresses.of(viewer, thing, name)
                for name in ("edit_impact", "release_impact", "restrict_impact", "readers_impact", "reword_impact")
            },
        },
    )


@needs("thread.judge")
@require_http_methods(["GET", "POST"])
def edit_impact(request, partnership, holder, key):
    thing = load(request, Impact, holder, key, "thread.judge", whole=True)
    return change(
        request,
        ImpactWordsForm,
        operations.edit_impact,
        thing,
        question="Mend the words of this judgement",
        intro="If the judgement itself has changed, record a new one: both are kept, and the latest counts.",
        back=addresses.of(request.viewer, thing),
    )


@needs("thread.voices")
@require_http_methods(["GET", "POST"])
def add_voice(request, partnership, holder, key):
    source = load(request, Source, holder, key, "thread.voices")
    return add(
        request,
        VoiceForm,
        operations.record_voice,
        given={"source": source},
        question="What did somebody tell us?",
        intro="Their words are published only with their consent, and leave everything made later when they withdraw "
        "it.",
        back=addresses.of(request.viewer, source),
        submit="Record these words",
    )


@needs("thread.read")
@require_safe
def voice(request, partnership, holder, key):
    thing = load(request, Voice, holder, key)
    viewer, seen = request.viewer, Reading(request.viewer).for_page(thing)
    pages = (
        "edit_voice",
        "give_consent",
        "withdraw_consent",
        "release_voice",
        "restrict_voice",
        "readers_voice",
        "reword_voice",
    )
    return render(
        request,
        "thread/voice.html",
        {
            "thing": seen,
            "text": seen.text,
            "whole": seen.whole,
            "work": seen.work,
            "work_url": addresses.of_work(viewer, thing) if seen.sees_work else "",
            "withdraw": way_to_withdraw(viewer, thing),
            "may": may(viewer, thing) | {"voices": can(viewer, "thread.voices", thing)},
            "past": history_of(viewer, thing) if seen.whole else [],
            "urls": {name: addresses.of(viewer, thing, name) for name in pages},
        },
    )


def _voice_form(request, holder, key, form_class, door, question, initial=(), whole=False, **more):
    thing = load(request, Voice, holder, key, "thread.voices", whole=whole)
    filled = initial_of(thing, *initial)

    def do(values, version):
        door(by=request.viewer, now=request.now, voice=thing, version=version, **values)

    return form_view(
        request,
        form_class(posted(request), initial=filled, version=thing.version),
        do,
        of=told(thing),
        question=question,
        quoted="" if initial else Reading(request.viewer).for_page(thing).text,
        back=addresses.of(request.viewer, thing),
        **more,
    )


@needs("thread.voices")
@require_http_methods(["GET", "POST"])
def edit_voice(request, partnership, holder, key):
    return _voice_form(
        request,
        holder,
        key,
        VoiceWordsForm,
        operations.edit_voice,
        "Mend these words",
        ("text", "attribution"),
        whole=True,
    )


@needs("thread.voices")
@require_http_methods(["GET", "POST"])
def give_consent(request, partnership, holder, key):
    return _voice_form(
        request,
        holder,
        key,
        ConsentForm,
        operations.give_consent,
        "Record consent to publish",
        submit="Record the consent",
        called={"consent_on": "on", "consent_note": "note"},
    )


@needs("thread.voices")
@require_http_methods(["GET", "POST"])
def withdraw_consent(request, partnership, holder, key):
    return _voice_form(
        request,
        holder,
        key,
        NoConsentForm,
        operations.withdraw_consent,
        "Record that consent was withdrawn",
        submit="Record the withdrawal",
        called={"withdrawn_on": "on", "withdrawn_note": "note"},
        intro="The words leave everything that is made from now on. A report that was published with them needs a "
        "correction: see Yearly report.",
    )
