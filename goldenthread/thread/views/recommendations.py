"""Recommendations: their page, recording, changing, answers and closing."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.history_lines import history_of
from goldenthread.foundation.access.queries import can, require
from goldenthread.foundation.drafts.form_view import add, change, form_view, posted
from goldenthread.thread import operations
from goldenthread.thread.forms.recommendations import PlainForm, ReasonForm, RecommendationForm
from goldenthread.thread.models import Finding, Recommendation, Source
from goldenthread.thread.queries import addresses
from goldenthread.thread.queries.choices import seen_of
from goldenthread.thread.queries.next_steps import for_recommendation
from goldenthread.thread.queries.reading import Reading
from goldenthread.thread.queries.story import RECOMMENDATION_COLOURS, Story, findings_under
from goldenthread.thread.queries.story_words import answers_seen
from goldenthread.thread.queries.works import may
from goldenthread.thread.states import RECOMMENDATION_STEPS
from goldenthread.thread.views.loading import back_to, initial_of, kept, load, told, withdrawing

PAGES = (
    "edit_recommendation",
    "answer",
    "release_recommendation",
    "restrict_recommendation",
    "readers_recommendation",
    "reword_recommendation",
    "judge_recommendation",
    "add_action_to_recommendation",
)


@needs("thread.read")
@require_safe
def recommendation(request, partnership, holder, key):
    viewer = request.viewer
    thing = load(request, Recommendation, holder, key)
    story = Story(viewer, recommendation=thing)
    row = story.recommendations[0]
    seen = story.reading.for_page(row)
    return render(
        request,
        "thread/recommendation.html",
        {
            "thing": seen,
            "text": seen.text,
            "whole": seen.whole,
            "work": seen.work,
            "work_url": addresses.of_work(viewer, thing) if seen.sees_work else "",
            "colour": RECOMMENDATION_COLOURS[seen.state],
            "answers": [
                (given, _correcting(viewer, thing, given) if seen.whole else "") for given in answers_seen(viewer, seen)
            ],
            "all_answers": row.acceptances.all() if seen.whole else [],
            "asked": _asked(row) if seen.whole else [],
            "findings": findings_under(viewer, thing),
            "knots": story.knots_of_recommendation(),
            "next": for_recommendation(viewer, seen, actions=story.answering(row), impacts=story.closing(row)),
            "may": may(viewer, thing),
            "past": history_of(viewer, thing) if seen.whole else [],
            "links": _links(viewer, thing),
            "urls": {name: addresses.of(viewer, thing, name) for name in PAGES},
        },
    )


def _asked(recommendation):
    """(body, whether it has answered) of each that owes an answer."""
    answered = {row.body_id for row in recommendation.acceptances.all()}
    return [(body, body.pk in answered) for body in recommendation.addressees.all()]


def _correcting(viewer, thing, answer):
    """The address at which this person corrects an answer, or ""."""
    may = thing.state == "open" and can(viewer, "thread.answer", operations.Answering(thing, answer.body))
    return addresses.of(viewer, thing, "edit_answer", answer.pk) if may else ""


def _links(viewer, thing):
    """What else this person may do here, as quiet links beside the one main button."""
    links = []
    if thing.state == "open":
        wanted = (
            ("Change it", "edit_recommendation", "thread.write", thing),
            ("Record an answer", "answer", "thread.answer", None),
            ("Record answers of several agencies", "answers", "thread.add_action", thing),
            ("Add an action", "add_action_to_recommendation", "thread.add_action", thing),
        )
        links = [
            (label, addresses.of(viewer, thing, page)) for label, page, code, of in wanted if can(viewer, code, of)
        ]
    if can(viewer, "thread.judge", thing):
        links.append(("Judge its impact", addresses.of(viewer, thing, "judge_recommendation")))
    links += possible_steps(viewer, thing, RECOMMENDATION_STEPS, "step_recommendation")
    return links + withdrawing(viewer, thing)


def possible_steps(viewer, thing, steps, page):
    """(label, address) of each step that is open from this state for this person."""
    return [
        (way.label, addresses.of(viewer, thing, page, way.code))
        for way in steps
        if thing.state in way.before and can(viewer, way.permission, thing)
    ]


@needs("thread.write")
@require_http_methods(["GET", "POST"])
def add_recommendation(request, partnership, holder, key):
    source = load(request, Source, holder, key, "thread.write")
    named = (
        Finding.objects.visible_to(request.viewer)
        .filter(holder=source.holder, key=request.GET.get("finding", ""))
        .first()
    )
    return add(
        request,
        RecommendationForm,
        operations.add_recommendation,
        given={"source": source},
        form_given={"viewer": request.viewer, "source": source},
        initial={"findings": [named] if named else []},
        tells=lambda added: [kept(request.viewer, added)],
        question="Add a recommendation",
        back=addresses.of(request.viewer, source),
        submit="Add this recommendation",
        template="thread/recommendation_form.html",
        quoted=Reading(request.viewer).for_list(named).title if named else "",
    )


@needs("thread.write")
@require_http_methods(["GET", "POST"])
def edit_recommendation(request, partnership, holder, key):
    thing = load(request, Recommendation, holder, key, "thread.write", whole=True)
    initial = initial_of(thing, "text", "addressed_to", "priority") | {
        "findings": seen_of(request.viewer, thing.findings.all()),
        "addressees": list(thing.addressees.all()),
    }

    def do(values, version):
        hidden = thing.findings.exclude(pk__in=[row.pk for row in initial["findings"]])
        values["findings"] = [*values["findings"], *hidden]  # what this person cannot see stays as it is
        operations.edit_recommendation(
            by=request.viewer, now=request.now, recommendation=thing, version=version, **values
        )

    form = RecommendationForm(
        posted(request), viewer=request.viewer, source=thing.source, initial=initial, version=thing.version
    )
    return form_view(
        request,
        form,
        do,
        of=told(thing),
        question="Change this recommendation",
        back=back_to(request, thing),
        template="thread/recommendation_form.html",
    )


STEPS = {
    "close": (
        PlainForm,
        "Close this recommendation?",
        "Its impact has been judged, and nothing more is owed for it.",
        "Close it",
    ),
    "withdraw": (
        ReasonForm,
        "Why is this recommendation withdrawn?",
        "It stays in the record, with the reason.",
        "Withdraw it",
    ),
    "reopen": (ReasonForm, "Why is this recommendation opened again?", "", "Open it again"),
}


@needs("thread.read")
@require_http_methods(["GET", "POST"])
def step_recommendation(request, partnership, holder, key, code):
    if code not in STEPS:
        raise Http404
    form_class, question, intro, submit = STEPS[code]
    way = next(step for step in RECOMMENDATION_STEPS if step.code == code)
    require(request.viewer, way.permission)
    thing = load(request, Recommendation, holder, key, way.permission)
    operation = {
        "close": operations.close_recommendation,
        "withdraw": operations.withdraw_recommendation,
        "reopen": operations.reopen_recommendation,
    }[code]
    return change(
        request,
        form_class,
        operation,
        thing,
        said="",
        question=question,
        intro=intro,
        submit=submit,
        quoted=Reading(request.viewer).for_page(thing).text,
        back=addresses.of(request.viewer, thing),
    )
