"""What was withdrawn, what rests on a thing, and what becomes of that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model

from goldenthread.foundation.access.addresses import path_to
from goldenthread.foundation.access.circles import Audienced, Reading
from goldenthread.foundation.access.queries import can, seat_that_allows
from goldenthread.foundation.access.viewer import Actor, Held, System, Viewer
from goldenthread.foundation.access.withdrawn import stands, withdrawn_too
from goldenthread.foundation.room import Withdrawal, noun, noun_of, offered


def kinds() -> dict[str, Withdrawal]:
    """The kinds of things that can be withdrawn, by the code of their noun."""
    return {item.noun: item for item in offered("withdrawals")}


def kind_of(thing: Model) -> Withdrawal:
    return kinds()[noun_of(type(thing))]


def permission_of(thing: Model) -> str:
    """What is asked of whoever withdraws this thing or puts it back."""
    kind = kind_of(thing)
    return kind.permission(thing) if kind.permission else kind.asks[0]


def ref_of(thing: Model) -> str:
    return getattr(thing, "ref", None) or thing.key


def name_of(thing: Model) -> str:
    """How one thing is named among things of every kind: "finding west/finding-1"."""
    return f"{noun_of(type(thing))} {ref_of(thing)}"


def find(viewer: Actor, code: str, ref: str, *, standing: bool = False) -> Model | None:
    """The thing that the viewer may see, whether it stands or was withdrawn; with `standing` only while it stands."""
    kind = kinds().get(code)
    if kind is None:
        return None
    if standing:
        return _at(kind.rows(viewer), ref)
    with withdrawn_too():
        return _at(kind.rows(viewer), ref)


def _at(rows: Any, ref: str) -> Model | None:
    found = rows.by_refs({ref}) if hasattr(rows, "by_refs") else rows.filter(key=ref)
    return found.first()


def row(code: str, ref: str) -> Model | None:
    """The row of a thing, whether it stands or not. Who asks has made sure that it may be told of."""
    return _at(apps.get_model(noun(code).model)._base_manager.all(), ref) if code in kinds() else None


def was_withdrawn(code: str, ref: str) -> bool:
    thing = row(code, ref)
    return thing is not None and not stands(thing)


def may(by: Actor, thing: Model) -> bool:
    """Whether somebody may withdraw a thing or put it back: who may add it here, and reads the whole of it."""
    if isinstance(by, System):
        return True
    return can(by, permission_of(thing), thing) and reads_whole(by, thing)


def reads_whole(by: Viewer, thing: Model) -> bool:
    """Whether they read the thing itself, not only a text made for others."""
    return not isinstance(thing, Audienced) or Reading(by).reads_whole(thing)


def seat_for(by: Viewer, thing: Model) -> Held | None:
    """The seat in which somebody puts a thing back."""
    return seat_that_allows(by, permission_of(thing), thing)


def title(viewer: Viewer, thing: Model) -> str:
    """Its first words as this viewer reads them."""
    words = kind_of(thing).told(viewer, thing)[0][1]
    return words if len(words) <= 120 else f"{words[:118]} …"


@dataclass(frozen=True)
class Hanging:
    """A thing that rests on nothing but what is about to go, and on what else it may rest: (name, words).

    `directly`: on the thing itself; otherwise it is left hanging only if what lies between goes too.
    """

    thing: Model
    name: str
    label: str
    words: str
    others: tuple[tuple[str, str], ...]
    directly: bool


def would_hang(viewer: Viewer, thing: Model) -> list[Hanging]:
    """All that would rest on nothing if the thing went, and everything asked about went with it; as the viewer sees it.

    Of what they may not see, nothing is said here: the operation refuses where there is any.
    """
    going, found = {name_of(thing): thing}, []
    waiting = [thing]
    while waiting:
        for hanging in _left_by(waiting.pop(0), going):
            going[name_of(hanging)] = hanging
            waiting.append(hanging)
            found.append(hanging)
    seen = [row for row in found if find(viewer, noun_of(type(row)), ref_of(row), standing=True)]
    return [_hanging(viewer, row, thing, going) for row in seen]


def _hanging(viewer: Viewer, row: Model, thing: Model, going: dict[str, Model]) -> Hanging:
    others = kind_of(row).bearers(viewer, row, thing)
    return Hanging(
        row,
        name_of(row),
        noun(noun_of(type(row))).label,
        title(viewer, row),
        tuple((name_of(one), words) for one, words in others if name_of(one) not in going),
        all(name_of(one) == name_of(thing) for one in kind_of(row).rests_on(row)),
    )


def _left_by(thing: Model, going: dict[str, Model]) -> list[Model]:
    """Things that rest on this one and on nothing else that stays."""
    return [
        row
        for row in kind_of(thing).resting(thing)
        if name_of(row) not in going and all(name_of(one) in going for one in kind_of(row).rests_on(row))
    ]


def goes_along(viewer: Viewer, things: list[Model]) -> list[tuple[str, str]]:
    """(label, words) of what goes with these unasked, as far as the viewer sees it."""
    rows = [row for thing in things for row in kind_of(thing).along(thing)]
    seen = [row for row in rows if find(viewer, noun_of(type(row)), ref_of(row), standing=True)]
    return [(noun(noun_of(type(row))).label, title(viewer, row)) for row in seen]


def went_with(thing: Model) -> list[Model]:
    """What was withdrawn in one go with this thing, and has not come back."""
    found = []
    with withdrawn_too():
        for kind in kinds().values():
            model = _model(kind)
            found += model._base_manager.filter(withdrawn_with=name_of(thing)).order_by("pk")
    return found


def main_of(viewer: Viewer, thing: Model) -> Model | None:
    """The withdrawn thing with which this one went, as far as the viewer sees it."""
    code, _, ref = thing.withdrawn_with.partition(" ")
    main = find(viewer, code, ref) if code else None
    return main if main is not None and not stands(main) else None


def _model(kind: Withdrawal) -> type[Model]:
    return apps.get_model(noun(kind.noun).model)


def bearer_withdrawn(thing: Model) -> bool:
    """Whether it rested on something, and nothing of that stands."""
    kind = kind_of(thing)
    if kind.rests_on(thing):
        return False
    with withdrawn_too():
        return bool(kind.rests_on(thing))


@dataclass(frozen=True)
class Row:
    """One line of the list of what was withdrawn."""

    thing: Model
    label: str
    title: str
    url: str


def withdrawn(viewer: Viewer, only: str = "") -> list[Row]:
    """What was withdrawn and the viewer could see, the newest first; not what was undone when it had been added."""
    found = []
    with withdrawn_too():
        for code, kind in kinds().items():
            if only in ("", code):
                found += kind.rows(viewer).filter(withdrawn_at__isnull=False, added_by_mistake=False)
        found.sort(key=lambda row: row.withdrawn_at, reverse=True)
        return [Row(row, noun(noun_of(type(row))).label, title(viewer, row), address(viewer, row)) for row in found]


def address(viewer: Viewer, thing: Model, name: str = "withdrawn") -> str:
    return path_to(f"withdrawals:{name}", viewer.slug, noun_of(type(thing)), ref_of(thing))


def way_to_withdraw(viewer: Viewer, thing: Model) -> str:
    """The address of the form that withdraws a thing, "" for whoever may not."""
    return address(viewer, thing, "withdraw") if may(viewer, thing) else ""
