"""Pages of the business plan."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.drafts.form_view import form_view
from goldenthread.rooms.business_plan import forms, operations, queries
from goldenthread.rooms.business_plan.models import Milestone, PlannedPriority

ANY = ["GET", "POST"]
WORDS = ("title", "aim", "rationale", "outcomes", "done", "impact", "lead", "group", "theme", "published")


def _given(request):
    return {"by": request.viewer, "now": request.now}


def _to(request, plan_pk, anchor=""):
    return reverse("business_plan:plan", kwargs={"partnership": request.partnership.key, "pk": plan_pk}) + anchor


def _initial(thing, names):
    return {name: getattr(thing, name) for name in names}


@needs("plan.read")
@require_safe
def plans(request, partnership):
    return render(
        request,
        "business_plan/plans.html",
        {"plans": queries.plans(request.viewer), "may_edit": can(request.viewer, "plan.edit")},
    )


@needs("plan.read")
@require_safe
def plan(request, partnership, pk):
    found = get_object_or_404(queries.plans(request.viewer), pk=pk)
    page = {
        "plan": found,
        "priorities": queries.priorities_of(request.viewer, [found]),
        "may_edit": can(request.viewer, "plan.edit", found),
    }
    return render(request, "business_plan/plan.html", page)


@needs("plan.edit")
@require_http_methods(ANY)
def add_plan(request, partnership):
    def do(values, version):
        return _to(request, operations.add_plan(holder=request.partnership, **values, **_given(request)).pk)

    back = reverse("business_plan:plans", kwargs={"partnership": partnership})
    return form_view(
        request,
        forms.PlanForm(request.POST or None),
        do,
        question="Add a business plan",
        back=back,
        submit="Add this plan",
    )


@needs("plan.edit")
@require_http_methods(ANY)
def edit_plan(request, partnership, pk):
    found = get_object_or_404(queries.plans(request.viewer), pk=pk)
    names = ("title", "starts", "ends", "summary", "agreed_on")
    form = forms.PlanForm(request.POST or None, initial=_initial(found, names), version=found.version)

    def do(values, version):
        operations.edit_plan(plan=found, version=version, **values, **_given(request))

    return form_view(
        request,
        form,
        do,
        question=f"Change {found.title}",
        back=_to(request, pk),
        said="Saved.",
        of=("plan", found.ref),
    )


@needs("plan.edit")
@require_http_methods(ANY)
def add_planned(request, partnership, pk):
    found = get_object_or_404(queries.plans(request.viewer), pk=pk)
    form = forms.PlannedForm(request.POST or None, viewer=request.viewer, plan=found)

    def do(values, version):
        order = found.priorities.count() + 1
        added = operations.plan_priority(plan=found, order=order, **values, **_given(request))
        return _to(request, pk, f"#p{added.pk}")

    return form_view(
        request, form, do, question="Take a priority into the plan", back=_to(request, pk), submit="Take it in"
    )


@needs("plan.edit")
@require_http_methods(ANY)
def edit_planned(request, partnership, pk):
    found = get_object_or_404(
        queries.seen(request.viewer, PlannedPriority).select_related("plan", "priority", "holder"), pk=pk
    )
    form = forms.PlannedForm(
        request.POST or None,
        viewer=request.viewer,
        plan=found.plan,
        new=False,
        initial=_initial(found, WORDS),
        version=found.version,
    )

    def do(values, version):
        operations.edit_planned(planned=found, version=version, **values, **_given(request))

    back = _to(request, found.plan_id, f"#p{pk}")
    return form_view(
        request, form, do, question=f"Change {found}", back=back, said="Saved.", of=("planned_priority", found.ref)
    )


@needs("plan.edit")
@require_http_methods(ANY)
def add_milestone(request, partnership, pk):
    found = get_object_or_404(
        queries.seen(request.viewer, PlannedPriority).select_related("plan", "priority", "holder"), pk=pk
    )
    form = forms.MilestoneForm(request.POST or None, viewer=request.viewer)

    def do(values, version):
        operations.add_milestone(planned=found, order=found.milestones.count() + 1, **values, **_given(request))

    return form_view(
        request,
        form,
        do,
        question=f"Add a milestone to {found}",
        back=_to(request, found.plan_id, f"#p{pk}"),
        submit="Add it",
    )


def _milestone(request, pk):
    return get_object_or_404(queries.seen(request.viewer, Milestone).select_related("planned", "holder"), pk=pk)


@needs("plan.edit")
@require_http_methods(ANY)
def edit_milestone(request, partnership, pk):
    found = _milestone(request, pk)
    form = forms.MilestoneForm(
        request.POST or None,
        viewer=request.viewer,
        initial=_initial(found, ("text", "due_on", "owner")),
        version=found.version,
    )

    def do(values, version):
        operations.edit_milestone(milestone=found, version=version, **values, **_given(request))

    back = _to(request, found.planned.plan_id, f"#m{pk}")
    return form_view(
        request, form, do, question="Change this milestone", back=back, said="Saved.", of=("milestone", found.ref)
    )


@needs("plan.edit")
@require_http_methods(ANY)
def rate(request, partnership, pk):
    found = _milestone(request, pk)

    def do(values, version):
        operations.rate_milestone(milestone=found, **values, **_given(request))

    back = _to(request, found.planned.plan_id, f"#m{pk}")
    return form_view(
        request,
        forms.RatingForm(request.POST or None),
        do,
        question="Where does this milestone stand?",
        intro=found.text,
        back=back,
        submit="Add this note",
        said="The note is added. Earlier notes stay.",
    )
