"""Pages of clocks and rules."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation import room
from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.diary import forms, operations, queries, rulebook
from goldenthread.foundation.history import queries as history
from goldenthread.foundation.history.models import Line


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
        "checked": queries.confirmed_rules(request.partnership),
        "late": late,
        "everything": everything,
        "may_start": can(request.viewer, "diary.keep_clocks"),
    }
    return render(request, "diary/clocks.html", context)


@needs("diary.keep_clocks")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request, partnership):
    initial = {"rule": request.GET.get("rule"), "group": queries.root_group(request.viewer)}
    form = forms.StartForm(request.POST or None, viewer=request.viewer, initial=initial)
    due = _attempt(request, form, operations.start_clock_by_hand)
    if due:
        return redirect("diary:clock", partnership, due.key)
    return render(request, "diary/start.html", {"form": form}, status=_status(form))


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
        "may_keep": due.runs and can(request.viewer, "diary.keep_clocks", due),
        "checked": queries.confirmed_rules(request.partnership),
        "past": _past(request, "clock", due.key, due.body_id),
    }
    return render(request, "diary/clock.html", context)


@needs("diary.keep_clocks")
@require_http_methods(["GET", "HEAD", "POST"])
def meet(request, partnership, key):
    due = _clock(request, key)
    form = forms.MeetForm(request.POST or None, version=due.version)
    return _change(request, due, form, operations.meet_clock_by_hand, "When was it done?", "Save")


@needs("diary.keep_clocks")
@require_http_methods(["GET", "HEAD", "POST"])
def delay(request, partnership, key):
    due = _clock(request, key)
    initial = {"reason": due.delay_reason, "expected_on": due.expected_on}
    form = forms.DelayForm(request.POST or None, version=due.version, initial=initial)
    return _change(request, due, form, operations.record_delay, "Explain the delay", "Save")


@needs("diary.keep_clocks")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request, partnership, key):
    due = _clock(request, key)
    form = forms.EndForm(request.POST or None, version=due.version)
    return _change(request, due, form, operations.end_clock, "End this clock", "End the clock")


def _change(request, due, form, operation, question, submit):
    saved = {"reason": due.delay_reason, "expected_on": due.expected_on, "on": due.met_on, "why": due.ended_why}
    saved = {name: value for name, value in saved.items() if name in form.fields}
    if _attempt(request, form, operation, thing=("clock", due.key), version=due.version, saved=saved, due=due):
        return redirect("diary:clock", request.viewer.slug, due.key)
    context = {"form": form, "due": due, "question": question, "submit": submit}
    return render(request, "diary/change.html", context, status=_status(form))


def _attempt(request, form, operation, *, thing=None, version=None, saved=None, **given):
    """Do what the form asks; its result, or None with the form saying what is wrong and keeping what was typed."""
    if not form.is_valid():
        return None
    typed = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    try:
        if version is not None:
            given["expected"] = version
            if form.is_stale(version):
                raise room.Conflict(saved)
        return operation(by=request.viewer, now=request.now, **given, **typed)
    except room.Conflict as conflict:
        last = Line.objects.filter(noun=thing[0], key=thing[1]).order_by("-recorded_at", "-number").first()
        kept = {name: value for name, value in conflict.saved.items() if name in form.fields}
        form.show_conflict(by=last.by_name, at=last.recorded_at, saved=kept, version=version)
    except room.Refused as refused:
        form.refuse(refused, refused.field if refused.field in form.fields else None)
    return None


def _past(request, noun, key, body_id):
    """What was done to a thing, for those who may read history."""
    return history.told(request.viewer, noun, key, [body_id]) if can(request.viewer, "history.read") else []


def _status(form):
    """A form that comes back was not accepted."""
    return 422 if form.is_bound else 200


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
        "past": sorted(
            (line for name in (key, str(row["rule"])) for line in _past(request, "rule", name, request.partnership.pk)),
            key=lambda line: line.at,
            reverse=True,
        ),
        "checked": queries.confirmed_rules(request.partnership),
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
    saved = queries.as_set(latest) if latest else {}
    version = latest.version if latest else 0
    initial = saved or {"number": row["rule"].number}
    form = forms.NumberForm(request.POST or None, rule=row["rule"], version=version, initial=initial)
    given = {"body": request.partnership, "rule": key}
    if _attempt(request, form, operations.set_local_value, thing=("rule", key), version=version, saved=saved, **given):
        messages.success(request, "The number is saved.")
        return redirect("diary:rule", partnership, key)
    return render(request, "diary/number.html", {"form": form, **row, **_sources(row)}, status=_status(form))


@needs("diary.set_local_value")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, partnership, key, edition):
    row = _row(request, key)
    if row["rule"].edition != edition:
        raise Http404
    form = forms.ConfirmForm(request.POST or None)
    if _attempt(request, form, operations.confirm_rule, body=request.partnership, rule=row["rule"]):
        messages.success(request, "The rule is confirmed for your partnership.")
        return redirect("diary:rule", partnership, key)
    return render(request, "diary/confirm.html", {"form": form, **row, **_sources(row)}, status=_status(form))


def _sources(row):
    """What the short names of the rule's source mean."""
    return {"meanings": rulebook.meanings(row["rule"].source)}


def _row(request, key):
    for row in queries.rule_table(request.viewer, request.partnership):
        if row["rule"].key == key:
            return row
    raise Http404
