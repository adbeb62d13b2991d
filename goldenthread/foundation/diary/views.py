"""Pages of clocks and rules."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation import room
from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.history_lines import history_of
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.diary import forms, operations, queries, rulebook
from goldenthread.foundation.drafts.form_view import add, change, form_view, posted
from goldenthread.foundation.ui.words import day


@needs("diary.read")
@require_safe
def clocks(request, partnership):
    """What runs now, soonest first; what was met or has ended with ?all=1."""
    everything = bool(request.GET.get("all"))
    rows = queries.clocks(request.viewer) if everything else queries.running(request.viewer)
    listed = [(due, queries.state_of(due, request.viewer.now)) for due in rows]
    late = sum(state == "Overdue" for _, state in listed)
    context = {
        "rows": listed,
        "checked": queries.confirmed_rules(request.partnership.pk),
        "late": late,
        "reckoned": next(filter(None, (queries.reckoned(due, request.viewer.today) for due in rows)), ""),
        "everything": everything,
        "may_start": can(request.viewer, "diary.keep_clocks"),
    }
    return render(request, "diary/clocks.html", context)


@needs("diary.keep_clocks")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request, partnership):
    return add(
        request,
        forms.StartForm,
        operations.start_clock_by_hand,
        form_given={"viewer": request.viewer},
        initial={"rule": request.GET.get("rule"), "group": queries.root_group(request.viewer)},
        to=lambda due: reverse("diary:clock", args=[partnership, due.key]),
        question="Start a clock",
        intro="For a time limit that belongs to no record yet, such as the review of your arrangements. The day that "
        "it is due is counted by the edition in force on the day it started.",
        back=reverse("diary:clocks", args=[partnership]),
        submit="Start the clock",
    )


@needs("diary.read")
@require_safe
def clock(request, partnership, key):
    due = _clock(request, key)
    card = (
        room.references(request.viewer, {due.noun: {due.thing_key}}).get((due.noun, due.thing_key))
        if due.noun
        else None
    )
    context = {
        "due": due,
        "state": queries.state_of(due, request.viewer.now),
        "card": card,
        "working_days": queries.working_days_of(due, request.viewer.today),
        "reckoned": queries.reckoned(due, request.viewer.today),
        "may_keep": due.runs and can(request.viewer, "diary.keep_clocks", due),
        "checked": queries.confirmed_rules(request.partnership.pk),
        "past": history_of(request.viewer, due),
    }
    return render(request, "diary/clock.html", context)


@needs("diary.keep_clocks")
@require_http_methods(["GET", "HEAD", "POST"])
def meet(request, partnership, key):
    return _change(
        request,
        key,
        forms.MeetForm,
        operations.meet_clock_by_hand,
        called={"met_on": "on"},
        question="When was it done?",
    )


@needs("diary.keep_clocks")
@require_http_methods(["GET", "HEAD", "POST"])
def delay(request, partnership, key):
    return _change(
        request,
        key,
        forms.DelayForm,
        operations.record_delay,
        called={"delay_reason": "reason"},
        question="Explain the delay",
    )


@needs("diary.keep_clocks")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request, partnership, key):
    return _change(
        request,
        key,
        forms.EndForm,
        operations.end_clock,
        called={"ended_why": "why"},
        question="End this clock",
        submit="End the clock",
    )


def _change(request, key, form, operation, *, called, **page):
    """A page that changes one clock; `called` is {its column: field of the form}."""
    due = _clock(request, key)
    return change(
        request,
        form,
        operation,
        due,
        name="due",
        initial={field: getattr(due, column) for column, field in called.items()},
        called=called,
        caption=f"{due.title}, due {day(due.due_on)}",
        back=reverse("diary:clock", args=[request.viewer.slug, due.key]),
        said="",
        **page,
    )


def _clock(request, key):
    due = queries.clocks(request.viewer).filter(key=key).first()
    if due is None:
        raise Http404
    return due


@needs("diary.read")
@require_safe
def rules(request, partnership):
    rows = queries.rule_table(request.viewer, request.partnership)
    return render(request, "diary/rules.html", {"sections": queries.by_section(rows)})


@needs("diary.read")
@require_safe
def rule(request, partnership, key):
    row = _row(request, key)
    rows = queries.clocks(request.viewer).filter(rule_key=key, met_on=None, ended_on=None)
    may_set = (
        row["rule"].local and row["rule"].unit not in {"", "date"} and can(request.viewer, "diary.set_local_value")
    )
    context = {
        **row,
        "values": queries.local_values(request.partnership, key),
        "running": rows,
        "past": history_of(
            request.viewer, *(("rule", name, request.partnership.pk) for name in (key, str(row["rule"])))
        ),
        "checked": queries.confirmed_rules(request.partnership.pk),
        "meanings": rulebook.meanings("; ".join(one.source for one in row["held"])),
        "moves": (row["own"] if row["own"] and row["rule"].local else row["rule"]).from_next_working_day,
        "number_url": reverse("diary:number", args=[partnership, key]) if may_set else "",
        "may_confirm": not row["rule"].verified
        and not row["confirmed"]
        and can(request.viewer, "diary.set_local_value"),
        "may_start": row["rule"].computes
        and row["rule"].direction != "standing"
        and can(request.viewer, "diary.keep_clocks"),
    }
    return render(request, "diary/rule.html", context)


@needs("diary.set_local_value")
@require_http_methods(["GET", "HEAD", "POST"])
def number(request, partnership, key):
    row = _row(request, key)
    values = queries.local_values(request.partnership, key)
    latest = values[0] if values else None
    initial = queries.as_set(latest) if latest else {"number": row["rule"].number}
    version = latest.version if latest else 0
    form = forms.NumberForm(posted(request), rule=row["rule"], version=version, initial=initial)

    def do(values, version):
        operations.set_local_value(**request.acting, body=request.partnership, rule=key, version=version, **values)

    return form_view(
        request,
        form,
        do,
        of=("rule", key),
        question="Set your own number",
        caption=row["rule"].outcome,
        said="The number is saved.",
        back=reverse("diary:rule", args=[partnership, key]),
        template="diary/number.html",
        **{**row, **_sources(row)},
    )


@needs("diary.set_local_value")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, partnership, key, edition):
    row = _row(request, key)
    if row["rule"].edition != edition:
        raise Http404
    return add(
        request,
        forms.ConfirmForm,
        operations.confirm_rule,
        given={"body": request.partnership, "rule": row["rule"]},
        question="Confirm this rule for your partnership",
        caption=row["rule"].edition_title,
        submit="Confirm",
        said="The rule is confirmed for your partnership.",
        back=reverse("diary:rule", args=[partnership, key]),
        template="diary/confirm.html",
        **{**row, **_sources(row)},
    )


def _sources(row):
    """What the short names of the rule's source mean."""
    return {"meanings": rulebook.meanings(row["rule"].source)}


def _row(request, key):
    for row in queries.rule_table(request.viewer, request.partnership):
        if row["rule"].key == key:
            return row
    raise Http404
