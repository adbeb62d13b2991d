"""How agencies answered recommendations: one answer, many on one page, and mending one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from goldenthread.foundation import values
from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.queries import Forbidden, can, require
from goldenthread.foundation.drafts.form_view import add, form_view, posted
from goldenthread.foundation.ui.words import plural
from goldenthread.thread import operations
from goldenthread.thread.forms.recommendations import AnswerForm, AnswersForm, Asked
from goldenthread.thread.models import Recommendation, Source
from goldenthread.thread.queries import addresses
from goldenthread.thread.queries.choices import agencies_that_answer
from goldenthread.thread.queries.plan import to_answer_in
from goldenthread.thread.queries.reading import Reading, kept_to_listed
from goldenthread.thread.queries.story_words import answers_seen
from goldenthread.thread.views.loading import initial_of, load, told

MOST_CELLS = 100


@needs("thread.answer")
@require_http_methods(["GET", "POST"])
def answer(request, partnership, holder, key):
    thing = load(request, Recommendation, holder, key)
    return add(
        request,
        AnswerForm,
        operations.answer,
        given={"recommendation": thing},
        form_given={"viewer": request.viewer},
        question="Record an agency’s answer",
        quoted=Reading(request.viewer).for_page(thing).text,
        back=addresses.of(request.viewer, thing),
        submit="Record this answer",
    )


@needs("thread.answer")
@require_http_methods(["GET", "POST"])
def answers(request, partnership, holder, key):
    """What several agencies answered, as the unit records it: those that were asked, or every one where none was."""
    thing = load(request, Recommendation, holder, key)
    bodies = list(thing.addressees.all()) or list(agencies_that_answer(request.viewer))
    sheet = _sheet(request.viewer, Reading(request.viewer).for_page, [(thing, bodies)])
    if not sheet:
        raise Forbidden("Your agency was not asked. Record its answer by itself, if it gave one.")
    return _record(request, thing, sheet)


@needs("thread.answer")
@require_http_methods(["GET", "POST"])
def answers_of_work(request, partnership, holder, key):
    """What every agency that was asked answered to each open recommendation of a piece of work, on one page."""
    source = load(request, Source, holder, key)
    reading = Reading(request.viewer)
    show = reading.for_page if kept_to_listed(source) else reading.for_list
    asked = [(row, list(row.addressees.all())) for row in to_answer_in(request.viewer, source)]
    portions = _portions(_sheet(request.viewer, show, asked))
    number = values.small(request.GET.get("part", ""), len(portions)) or 1
    after = f"{request.path}?part={number + 1}" if number < len(portions) else ""
    return _record(
        request, source, portions[number - 1], after=after, portions=[*range(1, len(portions) + 1)], number=number
    )


def _sheet(viewer, show, asked):
    """What of `asked`, (recommendation, bodies), this viewer may record, each as `show` lets them read it."""
    sheet = []
    for thing, bodies in asked:
        mine = [body for body in bodies if can(viewer, "thread.answer", operations.Answering(thing, body))]
        if mine:
            seen = show(thing)
            sheet.append(Asked(seen, mine, {row.body_id: row for row in answers_seen(viewer, seen)}))
    return sheet


def _portions(sheet):
    """The sheet in portions of at most about `MOST_CELLS` answers: a server takes only so many fields at once."""
    portions, cells = [[]], 0
    for asked in sheet:
        if portions[-1] and cells + len(asked.bodies) > MOST_CELLS:
            portions.append([])
            cells = 0
        portions[-1].append(asked)
        cells += len(asked.bodies)
    return portions


def _record(request, thing, sheet, *, after="", **page):
    def do(given, version):
        recorded = operations.record_answers(**request.acting, **given)
        messages.success(request, f"Recorded: {plural(recorded, 'answer')}.")
        return after or None

    return form_view(
        request,
        AnswersForm(posted(request), sheet=sheet),
        do,
        question="Record what agencies answered",
        intro="Fill in what you know. What you leave empty stays as it is, and nobody is taken to have refused."
        if sheet
        else "",
        back=addresses.of(request.viewer, thing),
        submit="Record these answers",
        template="thread/answers_form.html",
        **page,
    )


@needs("thread.answer")
@require_http_methods(["GET", "POST"])
def edit_answer(request, partnership, holder, key, number):
    thing = load(request, Recommendation, holder, key, whole=True)
    given = get_object_or_404(
        thing.acceptances.select_related("body", "recommendation__source__group", "recommendation__holder"), pk=number
    )
    require(request.viewer, "thread.answer", operations.Answering(thing, given.body))

    def do(values, version):
        operations.correct_answer(by=request.viewer, now=request.now, acceptance=given, version=version, **values)

    form = AnswerForm(
        posted(request),
        viewer=request.viewer,
        initial=initial_of(given, "body", "answer", "reason", "on"),
        version=given.version,
    )
    return form_view(
        request,
        form,
        do,
        of=told(thing),
        question="Correct this answer",
        intro="For what was written down wrongly; what it said stays in the history. If the agency thinks otherwise "
        "now, record its new answer: the latest counts.",
        quoted=Reading(request.viewer).for_page(thing).text,
        back=addresses.of(request.viewer, thing),
    )
