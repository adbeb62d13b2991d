"""Pages of the business plan."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation.access.addresses import address
from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.drafts.form_view import add, change
from goldenthread.rooms.business_plan import forms, operations, queries

ANY = ["GET", "POST"]


def _thing(request, rows, holder, key):
    return get_object_or_404(rows(request.viewer), holder__key=holder, key=key)


@needs("plan.read")
@require_safe
def plans(request, partnership):
    page = {"plans": queries.plans(request.viewer), "may_edit": can(request.viewer, "plan.edit")}
    return render(request, "business_plan/plans.html", page)


@needs("plan.read")
@require_safe
def plan(request, partnership, holder, key):
    plan = _thing(request, queries.plans, holder, key)
    page = {
        "plan": plan,
        "priorities": queries.priorities_of(request.viewer, [plan]),
        "may_edit": can(request.viewer, "plan.edit", plan),
    }
    return render(request, "business_plan/plan.html", page)


@needs("plan.edit")
@require_http_methods(ANY)
def add_plan(request, partnership):
    return add(
        request,
        forms.PlanForm,
        operations.add_plan,
        given={"holder": request.partnership},
        to=lambda plan: queries.place(request.viewer, plan),
        question="Add a business plan",
        back=address(request.viewer, "business_plan:plans"),
        submit="Add this plan",
    )


@needs("plan.edit")
@require_http_methods(ANY)
def edit_plan(request, partnership, holder, key):
    plan = _thing(request, queries.plans, holder, key)
    back = queries.place(request.viewer, plan)
    return change(request, forms.PlanForm, operations.edit_plan, plan, question=f"Change {plan}", back=back)


@needs("plan.edit")
@require_http_methods(ANY)
def add_planned(request, partnership, holder, key):
    plan = _thing(request, queries.plans, holder, key)
    return add(
        request,
        forms.PlannedForm,
        operations.plan_priority,
        given={"plan": plan},
        form_given={"viewer": request.viewer, "plan": plan},
        to=lambda planned: queries.place(request.viewer, planned),
        question="Take a priority into the plan",
        back=queries.place(request.viewer, plan),
        submit="Take it in",
    )


@needs("plan.edit")
@require_http_methods(ANY)
def edit_planned(request, partnership, holder, key):
    planned = _thing(request, queries.planned, holder, key)
    return change(
        request,
        forms.PlannedForm,
        operations.edit_planned,
        planned,
        name="planned",
        form_given={"viewer": request.viewer, "plan": planned.plan, "new": False},
        question=f"Change {planned}",
        back=queries.place(request.viewer, planned),
    )


@needs("plan.edit")
@require_http_methods(ANY)
def add_milestone(request, partnership, holder, key):
    planned = _thing(request, queries.planned, holder, key)
    return add(
        request,
        forms.MilestoneForm,
        operations.add_milestone,
        given={"planned": planned},
        form_given={"viewer": request.viewer},
        question=f"Add a milestone to {planned}",
        back=queries.place(request.viewer, planned),
        submit="Add it",
    )


@needs("plan.edit")
@require_http_methods(ANY)
def edit_milestone(request, partnership, holder, key):
    milestone = _thing(request, queries.milestones, holder, key)
    return change(
        request,
        forms.MilestoneForm,
        operations.edit_milestone,
        milestone,
        form_given={"viewer": request.viewer},
        question="Change this milestone",
        back=queries.place(request.viewer, milestone),
    )


@needs("plan.edit")
@require_http_methods(ANY)
def rate(request, partnership, holder, key):
    milestone = _thing(request, queries.milestones, holder, key)
    return add(
        request,
        forms.RatingForm,
        operations.rate_milestone,
        given={"milestone": milestone},
        question="Where does this milestone stand?",
        intro=milestone.text,
        back=queries.place(request.viewer, milestone),
        submit="Add this note",
        said="The note is added. Earlier notes stay.",
    )
