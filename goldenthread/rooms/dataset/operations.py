"""Every write to the dataset."""

import datetime
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from goldenthread.foundation.access.queries import can, require
from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.asking import ask
from goldenthread.foundation.diary import operations as diary
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import acts_in, as_text, lock, lock_all, new_key, operation, save_changes
from goldenthread.rooms.dataset import rules
from goldenthread.rooms.dataset.models import Comparator, Figure, Indicator
from goldenthread.rooms.dataset.queries import many, telling_twice


def _follow(indicator: Indicator, *, by: Actor, now: datetime.datetime) -> None:
    """Bring the diary to what is owed of this indicator now."""
    diary.keep_dates(by=by, now=now, noun="indicator", keys=[indicator.ref])


def _given(values: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """What a new thing's line of history says: every value that was given."""
    return {name: ("", str(value)) for name, value in values.items() if value not in (None, "")}


@operation
def add_indicator(*, by: Actor, now: datetime.datetime, holder: Body, title: str, **values: Any) -> Indicator:
    """Something that is counted. `values`: the other fields of Indicator."""
    indicator = Indicator(key=new_key("indicator"), holder=holder, title=title, **values)
    require(by, "dataset.edit", indicator)
    lock(holder)
    rules.key_is_free(holder, title)
    rules.indicator_makes_sense(values)
    indicator.save()
    history.record(indicator, "dataset.indicator_added", by=by, now=now, changes=_given({"title": title, **values}))
    _follow(indicator, by=by, now=now)
    return indicator


@operation
def edit_indicator(
    *, by: Actor, now: datetime.datetime, indicator: Indicator, version: int, **values: Any
) -> Indicator:
    require(by, "dataset.edit", indicator)
    stands = {name: getattr(indicator, name) for name in ("unit", "factor", "village", "owed", "agency")}
    rules.indicator_makes_sense({**stands, **values})
    history.record(
        indicator,
        "dataset.indicator_changed",
        by=by,
        now=now,
        changes=save_changes(indicator, version=version, values=values),
    )
    _follow(indicator, by=by, now=now)
    return indicator


@operation
def pass_indicators_on(
    *, by: Actor, now: datetime.datetime, keys: list[str], before: Body, after: Body, reason: str
) -> list[Indicator]:
    """Another agency answers for indicators from now on, and owes their figures. Returns them."""
    if not reason.strip():
        raise Refused("Say why another agency answers for these.", "reason")
    rows = list(Indicator.objects.by_refs(keys).select_related("holder"))
    for row in rows:
        require(by, "dataset.edit", row)
        changes = save_changes(row, version=row.version, values={"agency": after})
        history.record(row, "dataset.indicator_handed_over", by=by, now=now, changes=changes | {"reason": ("", reason)})
        _follow(row, by=by, now=now)
    return rows


KEPT = (
    "area",
    "starts",
    "ends",
    "breakdown",
    "category",
    "numerator",
    "denominator",
    "value",
    "second",
    "bound",
    "value_to",
    "numerator_bound",
    "numerator_to",
    "part_of",
    "overlaps",
    "words",
    "absent",
    "public",
    "citation",
)


def _new_values(by: Actor, now: datetime.datetime, indicator: Indicator, values: dict[str, Any]) -> dict[str, Any]:
    """The fields of a new figure as `by` may give it. Raises Refused."""
    if not can(by, "dataset.edit", indicator):
        rules.is_the_agencys_to_say(values)
        values = values | {"supplied_by": indicator.agency}
    rules.figure_makes_sense(indicator, values, now)
    return values


def _whole(by: Actor, now: datetime.datetime, figure: Figure, values: dict[str, Any]) -> dict[str, Any]:
    """All that a figure says once `values` are corrected in it, as `by` may. Raises Refused."""
    if not can(by, "dataset.edit", figure):
        rules.is_not_published(figure)
        rules.is_the_agencys_to_say(values)
    whole = {**{name: getattr(figure, name) for name in KEPT}, **values}
    rules.figure_makes_sense(figure.indicator, whole, now, figure)
    return whole


@operation
def add_figure(
    *,
    by: Actor,
    now: datetime.datetime,
    indicator: Indicator,
    ends: datetime.date,
    sure: Collection[str] = (),
    **values: Any,
) -> Figure:
    """One value as supplied. `values`: the other fields of Figure. Raises Refused when an agency gives what is not its
    to say, and Asked where a figure of the same place, time and part stands already, unless `sure` holds the answer.
    """
    require(by, "dataset.supply", indicator)
    values = _new_values(by, now, indicator, values | {"ends": ends})
    lock(indicator)
    ask(by, telling_twice.questions(indicator, values), sure)
    figure = Figure(key=new_key("figure"), holder=indicator.holder, indicator=indicator, **values)
    figure.save()
    history.record(figure, "dataset.figure_added", by=by, now=now, on=ends, changes=_given(values))
    _follow(indicator, by=by, now=now)
    return figure


@operation
def edit_figure(
    *,
    by: Actor,
    now: datetime.datetime,
    figure: Figure,
    version: int,
    sure: Collection[str] = (),
    **values: Any,
) -> Figure:
    """Correct a figure; what stood before stays in the history. Raises Refused and Asked as `add_figure`, and Refused
    to an agency once it is published.
    """
    require(by, "dataset.supply", figure)
    whole = _whole(by, now, figure, values)
    if any(values.get(name, getattr(figure, name)) != getattr(figure, name) for name in telling_twice.OF_WHAT):
        ask(by, telling_twice.questions(figure.indicator, whole, but=figure), sure)
    changes = save_changes(figure, version=version, values=values)
    history.record(figure, "dataset.figure_changed", by=by, now=now, on=figure.ends, changes=changes)
    _follow(figure.indicator, by=by, now=now)
    return figure


@operation
def keep_figures(*, by: Actor, now: datetime.datetime, rows: list[many.Given], sure: Collection[str] = ()) -> many.Done:
    """Many figures in one step, each as `add_figure` and `edit_figure` take one: all of them or none.

    Raises Forbidden where one is not theirs to give, many.Faults with what is wrong in each row, Asked once with what
    is asked of any, and Unchanged where every one stands already as it was given.
    """
    indicators = {row.pk: row for row in lock_all(_indicators({row.indicator.pk for row in rows}))}
    figures = {
        row.pk: row for row in lock_all(Figure.objects.filter(pk__in={row.figure.pk for row in rows if row.figure}))
    }
    found = many.Looked(indicators, figures)
    for row in rows:
        found.seats[row.mark] = require(by, "dataset.supply", found.thing(row))
    beside = many.standing(indicators, rows)
    for row in rows:
        with found.faults_of(row):
            figure = found.figure(row)
            whole = _whole(by, now, figure, row.values) if figure else _new_values(by, now, found.of(row), row.values)
            found.look(row, whole, beside)
    found.settle()
    ask(by, found.questions, sure)
    return _keep(by, now, found)


def _indicators(numbers: Collection[int]) -> QuerySet[Indicator]:
    return Indicator.objects.filter(pk__in=numbers).select_related("holder", "agency")


def _keep(by: Actor, now: datetime.datetime, found: many.Looked) -> many.Done:
    """Write what was looked through, with one line of history for each figure, and bring the diary up to it once."""
    added = [
        Figure(key=new_key("figure"), holder=found.of(row).holder, indicator=found.of(row), **whole)
        for row, whole in found.new
    ]
    Figure.objects.bulk_create(added)
    for figure, (row, whole) in zip(added, found.new, strict=True):
        acts_in(by, found.seats[row.mark])
        history.record(figure, "dataset.figure_added", by=by, now=now, on=figure.ends, changes=_given(whole))
    told, names = [], {"version"}
    for _, figure, changed in found.changed:
        told.append({name: (as_text(getattr(figure, name)), as_text(value)) for name, value in changed.items()})
        for name, value in changed.items():
            setattr(figure, name, value)
        figure.version += 1
        names |= set(changed)
    Figure.objects.bulk_update([figure for _, figure, _ in found.changed], sorted(names), batch_size=500)
    for (row, figure, _), changes in zip(found.changed, told, strict=True):
        acts_in(by, found.seats[row.mark])
        history.record(figure, "dataset.figure_changed", by=by, now=now, on=figure.ends, changes=changes)
    refs = sorted({found.of(row).ref for row, *_ in (*found.new, *found.changed)})
    diary.keep_dates(by=by, now=now, noun="indicator", keys=refs)
    return many.Done(len(added), len(told), found.same)


@operation
def mark_as_public(
    *, by: Actor, now: datetime.datetime, figure: Figure, version: int, citation: str, quoted: str = ""
) -> Figure:
    """It was published: from now on it passes as quoted, with its citation, whatever its size.

    Raises Refused without a citation, or when it is marked already.
    """
    require(by, "dataset.edit", figure)
    if figure.public:
        raise Refused("This figure is marked as published already.")
    values = {"public": True, "citation": citation, "quoted": quoted}
    rules.public_is_cited(values)
    changes = save_changes(figure, version=version, values=values)
    history.record(figure, "dataset.figure_made_public", by=by, now=now, on=figure.ends, changes=changes)
    return figure


@operation
def follow_figures(*, by: Actor, now: datetime.datetime, things: list[Figure]) -> None:
    """What is owed of their indicators, after figures were withdrawn from the record or came back."""
    for indicator in {figure.indicator_id: figure.indicator for figure in things}.values():
        _follow(indicator, by=by, now=now)


@operation
def add_comparator(
    *, by: Actor, now: datetime.datetime, indicator: Indicator, place: str, period: str, key: str = "", **values: Any
) -> Comparator:
    """What figures of the indicator are held beside. `key` only for what is loaded from a release."""
    require(by, "dataset.edit", indicator)
    rules.comparator_makes_sense(values)
    comparator = Comparator(
        key=key or new_key("comparator"),
        holder=indicator.holder,
        indicator=indicator,
        place=place,
        period=period,
        **values,
    )
    comparator.save()
    history.record(
        comparator,
        "dataset.comparator_added",
        by=by,
        now=now,
        changes=_given({"place": place, "period": period, **values}),
    )
    return comparator


@operation
def edit_comparator(
    *, by: Actor, now: datetime.datetime, comparator: Comparator, version: int, **values: Any
) -> Comparator:
    require(by, "dataset.edit", comparator)
    rules.comparator_makes_sense({"value": comparator.value, "words": comparator.words, **values})
    history.record(
        comparator,
        "dataset.comparator_changed",
        by=by,
        now=now,
        changes=save_changes(comparator, version=version, values=values),
    )
    return comparator


@operation
def load_benchmarks(*, by: Actor, now: datetime.datetime, rows: list[tuple[Indicator, str, dict[str, Any]]]) -> int:
    """Comparators read from a national release: each (indicator, key, values). What stands already is left; returns how
    many are new.
    """
    added = 0
    for indicator, key, values in rows:
        if not Comparator.objects.filter(holder=indicator.holder, key=key).exists():
            add_comparator(by=by, now=now, indicator=indicator, key=key, **values)
            added += 1
    if not added:
        raise Refused("Every one of these comparators stands already.")
    return added


@operation
def note_export(*, by: Actor, now: datetime.datetime, holder: Body, what: str, rows: int, withheld: int) -> None:
    """Figures left the house: what, how many rows, and how many of them were withheld."""
    require(by, "dataset.export")
    history.record(
        None,
        "dataset.exported",
        by=by,
        now=now,
        noun="list",
        key=f"{holder.key}/{what}"[:170],
        body_id=holder.pk,
        changes={"rows": ("", rows), "withheld": ("", withheld)},
    )
