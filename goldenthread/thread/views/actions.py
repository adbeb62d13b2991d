"""Actions: their whole story, the update of every day, each step of the table."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.history_lines import history_of
from goldenthread.foundation.access.queries import Forbidden, can, require
from goldenthread.foundation.documents.storing import receive_all
from goldenthread.foundation.drafts.form_view import add, change, form_view, posted
from goldenthread.thread import operations, rules
from goldenthread.thread.forms.actions import (
    ActionForm,
    AgreeForm,
    AssureForm,
    EvidenceForm,
    MoveDueForm,
    ProgressForm,
    ReportDoneForm,
)
from goldenthread.thread.forms.recommendations import ReasonForm
from goldenthread.thread.models import Action, Evidence, Finding, Recommendation, Source
from goldenthread.thread.queries import action_timeline, addresses, assurers
from goldenthread.thread.queries.choices import seen_of
from goldenthread.thread.queries.documents import documents_of, documents_to_cite, may_attach
from goldenthread.thread.queries.next_steps import for_action
from goldenthread.thread.queries.reading import Reading
from goldenthread.thread.queries.story import ACTION_COLOURS, Story
from goldenthread.thread.queries.works import may
from goldenthread.thread.states import ACTION_STEPS, OPEN_ACTION_STATES, ActionState
from goldenthread.thread.states import step as step_of
from goldenthread.thread.views.loading import back_to, initial_of, kept, load, told, withdrawing
from goldenthread.thread.views.recommendations import possible_steps

PAGES = (
    "edit_action",
    "move_due",
    "progress",
    "evidence",
    "judge_action",
    "release_action",
    "restrict_action",
    "readers_action",
    "reword_action",
)


@needs("thread.read")
@require_safe
def action(request, partnership, holder, key):
    viewer = request.viewer
    thing = load(request, Action, holder, key)
    story = Story(viewer, action=thing)
    seen, evidence, impacts = story.reading.for_page(thing), story.evidence[thing.pk], story.impacts("action", thing)
    return render(
        request,
        "thread/action.html",
        {
            "thing": seen,
            "text": seen.text,
            "whole": seen.whole,
            "work": seen.work,
            "work_url": addresses.of_work(viewer, thing) if seen.sees_work else "",
            "late": seen.is_overdue(viewer.today),
            "colour": ACTION_COLOURS[seen.state],
            "today": viewer.today,
            "origin": action_timeline.came_from(viewer, thing),
            "knots": story.knots_of_action(),
            "life": action_timeline.life(thing) if seen.whole else [],
            "next": for_action(viewer, seen, evidence=evidence, impacts=impacts, left_to_others=story.left_to_others),
            "priority": action_timeline.priority_of(story.reading, seen),
            "may": may(viewer, thing),
            "links": _links(viewer, thing, story.left_to_others),
            "documents": documents_of(viewer, thing),
            "may_attach": may_attach(viewer, thing),
            "past": history_of(viewer, thing, *evidence) if seen.whole else [],
            "urls": {name: addresses.of(viewer, thing, name) for name in PAGES},
        },
    )


def _links(viewer, thing, left_to_others):
    """What else this person may do here, as quiet links beside the one main button."""
    links = []
    if thing.state not in (ActionState.ASSURED, ActionState.WITHDRAWN):
        wanted = [
            ("Update it", "progress", "thread.progress"),
            ("Give evidence", "evidence", "thread.progress"),
            ("Change it", "edit_action", "thread.add_action"),
        ]
        if thing.state in OPEN_ACTION_STATES and thing.due_on:
            wanted.append(("Move the due date", "move_due", "thread.add_action"))
        links = [(label, addresses.of(viewer, thing, page)) for label, page, code in wanted if can(viewer, code, thing)]
    conflict = thing.owner_id in viewer.agencies_everywhere or thing.pk in left_to_others
    steps = [way for way in ACTION_STEPS if way.code != "assure" or not conflict]
    links += possible_steps(viewer, thing, steps, "step_action")
    if thing.state in (ActionState.REPORTED_DONE, ActionState.ASSURED) and can(viewer, "thread.judge", thing):
        links.append(("Judge its impact", addresses.of(viewer, thing, "judge_action")))
    return links + withdrawing(viewer, thing)


def _add(request, source, recommendation=None):
    viewer, back = request.viewer, addresses.of(request.viewer, recommendation or source)
    named = Finding.objects.visible_to(viewer).filter(holder=source.holder, key=request.GET.get("finding", ""))
    return add(
        request,
        ActionForm,
        operations.add_actions,
        given={"source": source},
        form_given={"viewer": viewer, "source": source},
        initial={"recommendation": recommendation, "findings": list(named.select_related("source"))},
        tells=lambda actions: [kept(viewer, action, action.owner) for action in actions],
        question="Add an action",
        intro="It is proposed at first. Nobody owes it until it is agreed.",
        quoted=Reading(viewer).for_list(recommendation).title if recommendation else "",
        back=back,
        submit="Add this action",
        template="thread/action_form.html",
    )


@needs("thread.add_action")
@require_http_methods(["GET", "POST"])
def add_action(request, partnership, holder, key):
    return _add(request, load(request, Source, holder, key, "thread.add_action"))


@needs("thread.add_action")
@require_http_methods(["GET", "POST"])
def add_action_to_recommendation(request, partnership, holder, key):
    recommendation = load(request, Recommendation, holder, key, "thread.add_action")
    source = load(request, Source, recommendation.source.holder.key, recommendation.source.key, "thread.add_action")
    return _add(request, source, recommendation)


@needs("thread.add_action")
@require_http_methods(["GET", "POST"])
def edit_action(request, partnership, holder, key):
    thing = load(request, Action, holder, key, "thread.add_action", whole=True)
    initial = initial_of(thing, "text", "owner", "owner_person", "due_on", "measure", "recommendation", "priority")
    seen = {name: seen_of(request.viewer, getattr(thing, name).all()) for name in ("also_answers", "findings")}
    initial |= seen
    without = ["other_owners", *(["due_on"] if thing.due_on else [])]
    if thing.recommendation and not seen_of(request.viewer, Recommendation.objects.filter(pk=thing.recommendation_id)):
        del initial["recommendation"]
        without.append("recommendation")

    def do(values, version):
        for name, rows in seen.items():  # what this person cannot see stays as it is
            hidden = getattr(thing, name).exclude(pk__in=[row.pk for row in rows])
            values[name] = [*values.get(name, ()), *hidden]
        operations.edit_action(by=request.viewer, now=request.now, action=thing, version=version, **values)

    form = ActionForm(
        posted(request),
        viewer=request.viewer,
        source=thing.source,
        without=without,
        initial=initial,
        version=thing.version,
    )
    return form_view(
        request,
        form,
        do,
        of=told(thing),
        question="Change this action",
        back=back_to(request, thing),
        template="thread/action_form.html",
    )


@needs("thread.add_action")
@require_http_methods(["GET", "POST"])
def move_due(request, partnership, holder, key):
    thing = load(request, Action, holder, key, "thread.add_action")
    return change(
        request,
        MoveDueForm,
        operations.move_due,
        thing,
        question="Move the due date",
        quoted=Reading(request.viewer).for_page(thing).text,
        back=addresses.of(request.viewer, thing),
        submit="Move it",
    )


@needs("thread.progress")
@require_http_methods(["GET", "POST"])
def evidence(request, partnership, holder, key):
    thing = load(request, Action, holder, key, "thread.progress")

    def do(values, version):
        operations.give_evidence(
            by=request.viewer,
            now=request.now,
            action=thing,
            kind=values["kind"],
            text=values["evidence"],
            on=values["evidence_on"],
            document=values.get("document"),
            files=receive_all(values["file"]),
        )

    return form_view(
        request,
        EvidenceForm(posted(request), request.FILES or None, documents=documents_to_cite(request.viewer, thing)),
        do,
        question="Give evidence",
        quoted=Reading(request.viewer).for_page(thing).text,
        back=addresses.of(request.viewer, thing),
        submit="Give this evidence",
    )


@needs("thread.progress")
@require_http_methods(["GET", "POST"])
def edit_evidence(request, partnership, holder, key):
    """Correct a piece of evidence of an action that the person reads whole."""
    thing = get_object_or_404(
        Evidence.objects.select_related("holder", "action__holder", "document"), holder__key=holder, key=key
    )
    action = load(request, Action, thing.action.holder.key, thing.action.key, "thread.progress", whole=True)
    initial = {"kind": thing.kind, "evidence": thing.text, "evidence_on": thing.on, "document": thing.document}

    def do(values, version):
        values = {"document": thing.document} | values
        operations.edit_evidence(
            by=request.viewer,
            now=request.now,
            evidence=thing,
            version=version,
            kind=values["kind"],
            text=values["evidence"],
            on=values["evidence_on"],
            document=values["document"],
        )

    form = EvidenceForm(
        posted(request),
        documents=documents_to_cite(request.viewer, action, thing.document),
        files=False,
        initial=initial,
        version=thing.version,
    )
    return form_view(
        request,
        form,
        do,
        of=told(thing),
        called={"text": "evidence", "on": "evidence_on"},
        question="Correct this evidence",
        intro="What it said stays in the history. Whoever judged the impact before sees that the evidence has changed "
        "since.",
        quoted=Reading(request.viewer).for_page(action).text,
        back=addresses.of(request.viewer, action),
    )


@needs("thread.progress")
@require_http_methods(["GET", "POST"])
def progress(request, partnership, holder, key):
    """The update of every day: one page, one sentence; evidence and "it is done" where they are due."""
    thing = load(request, Action, holder, key, "thread.progress")
    may_finish = thing.state == ActionState.AGREED and can(request.viewer, "thread.report_done", thing)
    given = {"by": request.viewer, "now": request.now, "action": thing}

    def do(values, version):
        files = receive_all(values["file"])  # before the transaction
        with transaction.atomic():  # all of the update, or none of it
            update(values, version, files)

    def update(values, version, files):
        if values.get("kind"):
            operations.give_evidence(
                kind=values["kind"],
                text=values["evidence"],
                on=values["evidence_on"],
                document=values.get("document"),
                files=files,
                **given,
            )
        if values.get("done"):
            operations.report_done(version=version, text=values["text"], **given)
        else:
            operations.report_progress(text=values["text"], **given)

    form = ProgressForm(
        posted(request),
        request.FILES or None,
        documents=documents_to_cite(request.viewer, thing),
        may_finish=may_finish,
        version=thing.version,
    )
    return form_view(
        request,
        form,
        do,
        of=told(thing),
        question="Update this action",
        quoted=Reading(request.viewer).for_page(thing).text,
        back=back_to(request, thing),
        submit="Save this update",
        said="Your update is saved.",
        template="thread/progress.html",
    )


STEPS = {
    "agree": (
        AgreeForm,
        "Agree this action?",
        "From then on its owner owes it, and it counts as overdue when its day has passed.",
        "Agree it",
    ),
    "report_done": (
        ReportDoneForm,
        "Is it done?",
        "Somebody who does not own it will look at the evidence and assure it, or send it back.",
        "Report it done",
    ),
    "assure": (
        AssureForm,
        "Does the evidence show that it was done?",
        "You say, as somebody who does not own it, that it was done.",
        "Assure it",
    ),
    "send_back": (
        ReasonForm,
        "Why do you send it back?",
        "It becomes an agreed action again, with your reason.",
        "Send it back",
    ),
    "withdraw": (
        ReasonForm,
        "Why is this action withdrawn?",
        "It stays in the record, with the reason.",
        "Withdraw it",
    ),
}
NOT_INDEPENDENT = (
    "You reported this done, or gave or corrected its evidence, and nobody else in the partnership could assure it "
    "today. Name somebody who has looked at the evidence too. If you name nobody, it stands as “Assured, not "
    "independent” wherever it is shown."
)
STEPS_ON_EVIDENCE = ("report_done", "assure", "send_back")
DOORS = {
    "agree": operations.agree,
    "report_done": operations.report_done,
    "assure": operations.assure,
    "send_back": operations.send_back,
    "withdraw": operations.withdraw_action,
}


@needs("thread.read")
@require_http_methods(["GET", "POST"])
def step_action(request, partnership, holder, key, code):
    if code not in STEPS:
        raise Http404
    form_class, question, intro, submit = STEPS[code]
    permission = step_of(ACTION_STEPS, code).permission
    require(request.viewer, permission)
    thing = load(request, Action, holder, key, permission)
    reading = Reading(request.viewer)
    form = form_class(posted(request), initial={"on": request.viewer.today}, version=thing.version)
    if code == "assure" and assurers.has_own_hand(request.viewer, thing):
        if assurers.left_to_others(request.viewer, Action.objects.filter(pk=thing.pk)):
            raise Forbidden(rules.LEFT_TO_OTHERS)
        form.ask_for_second(assurers.possible_seconds(request.viewer, thing))
        intro = NOT_INDEPENDENT

    def do(values, version):
        DOORS[code](by=request.viewer, now=request.now, action=thing, version=version, **values)

    return form_view(
        request,
        form,
        do,
        of=told(thing),
        question=question,
        intro=intro,
        submit=submit,
        quoted=reading.for_page(thing).text,
        back=addresses.of(request.viewer, thing),
        template="thread/step_action.html",
        evidence=action_timeline.evidence(request.viewer, thing) if code in STEPS_ON_EVIDENCE else None,
    )
