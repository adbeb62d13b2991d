"""What a chapter draws on: what its reader sees of a period, what was put in, and without what was left out."""

from dataclasses import dataclass

from django.db.models import Model, Q

from goldenthread.foundation.access.kept import by_holder, held_in
from goldenthread.foundation.prepared import Fixed, prepared
from goldenthread.thread.models import (
    Action,
    ActionFinding,
    Finding,
    FindingTheme,
    Impact,
    Recommendation,
    Source,
    Voice,
)
from goldenthread.thread.queries import ends
from goldenthread.thread.queries.filters import ThreadFilter
from goldenthread.thread.queries.placing import known_day, place


@dataclass(frozen=True)
class Drawn:
    """How a chapter draws on one kind of thing. `day`: the column that says whether it is of a period; "" for the day
    of the work, as the reader may know it.
    """

    model: type[Model]
    day: str = ""
    beside: tuple[str, ...] = ("source__group", "holder")
    order: tuple[str, ...] = ()


WORKS = Drawn(Source, beside=("group", "holder"), order=("on", "title", "key"))
FINDINGS, RECOMMENDATIONS = Drawn(Finding), Drawn(Recommendation)
ACTIONS = Drawn(Action, beside=("source__group", "holder", "owner"))
IMPACTS, VOICES = Drawn(Impact, "on"), Drawn(Voice, "on", order=("on", "key"))


def inside(reader, drawn: Drawn, span) -> list:
    """What the reader sees of the work of a period and what was put in, without what was left out; of judgements of one
    thing the latest. Several chapters of one build share it.
    """
    return reader.once((drawn, span), lambda: list(_asked(reader, drawn, span)))


def _asked(reader, drawn, span):
    put_in, left_out = _refs(drawn.model, span.put_in), _refs(drawn.model, span.left_out)
    period = ThreadFilter(period=(span.starts, span.ends))
    return _rows_inside(reader, drawn, period, Fixed(len(put_in)), *put_in, *left_out)


def _refs(model, chosen):
    """Those of a model among chosen records, as `of_holders` takes them."""
    return by_holder(ref for noun, ref in chosen if noun == model._meta.model_name)


@prepared
def _rows_inside(reader, drawn, narrow, put_in, *chosen):
    seen = drawn.model.objects.visible_to(reader)
    inside = seen.filter(**{f"{drawn.day}__range": narrow.period}) if drawn.day else narrow.of(reader, seen)
    within = Q(pk__in=inside.order_by().values("pk"))
    rows = seen.filter(within | held_in(chosen[:put_in])).exclude(held_in(chosen[put_in:]))
    rows = ends.latest(rows) if drawn is IMPACTS else rows
    return rows.order_by(*drawn.order).select_related(*drawn.beside)


@prepared
def themes_of(findings):
    rows = FindingTheme.objects.filter(finding__in=findings).order_by("pk")
    return rows.values_list("theme__name", flat=True)


@prepared
def answered_by(actions):
    """Which findings actions answer directly: (action, finding) by their numbers."""
    return ActionFinding.objects.filter(action__in=actions).order_by("pk").values_list("action", "finding")


def in_order(reading, rows):
    """Parts in the order of the work behind them, as far as the reader may know it."""
    return sorted(rows, key=lambda row: place(reading.for_page(row)))


def works(reader, span) -> list:
    """The pieces of work that a chapter draws on."""
    return inside(reader, WORKS, span)


def mark(span, row):
    """Behind what has a day of its own and was put in: that day."""
    return span.mark(row.when) if span.lies_outside(row.on) else ""


def mark_work(reading, span, part):
    """Behind what was put in: when the work behind it was, as far as the reader may know it."""
    seen = reading.for_page(part)
    return span.mark(seen.work_when) if span.lies_outside(known_day(seen)) else ""
