"""Loading a record, and taking one out. Both parse and check first and write last, in one transaction."""

from __future__ import annotations

import datetime
import os
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.db import IntegrityError
from django.db.models import Model

from goldenthread.foundation.access.queries import Forbidden, require
from goldenthread.foundation.access.viewer import Actor, System
from goldenthread.foundation.access.withdrawn import withdrawn_too
from goldenthread.foundation.history.operations import record as leave_line
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.records.comparing import Plan, compare, told_changes
from goldenthread.foundation.records.faults import Difference, Different, Fault, Faulty
from goldenthread.foundation.records.items import Item, Record, digests
from goldenthread.foundation.records.links import Links
from goldenthread.foundation.records.mapping import Loading
from goldenthread.foundation.records.reading import read
from goldenthread.foundation.records.shapes import parts
from goldenthread.foundation.records.taking_out import CIRCLES, files, gather
from goldenthread.foundation.room import Refused, offered
from goldenthread.foundation.writing import in_app, operation, writer_of


@dataclass(frozen=True)
class Outcome:
    """What a load did: {part: how many}; `changes` says each field of `changed` before and after."""

    body: str
    added: dict = field(default_factory=dict)
    changed: dict = field(default_factory=dict)
    same: int = 0
    changes: list[Difference] = field(default_factory=list)

    @property
    def nothing_changed(self) -> bool:
        return not self.added and not self.changed


def load(*, by: Actor, now: datetime.datetime, folder: Path | str, take_file: bool = False) -> Outcome:
    """Load a folder whole, or not at all.

    Raises Faulty with everything that is wrong in the files, and Different where the record in the house says
    otherwise; with `take_file` the files' word is taken, except of what another partnership leads. What stands already
    is not written again and leaves no line of history.
    """
    if not isinstance(by, System):
        raise Forbidden("A record is loaded by the house itself. Ask whoever runs it to use the command load_record.")
    record = read(folder)
    plan = compare(record, take_file)
    if plan.differences:
        raise Different(plan.differences)
    changes = told_changes(plan)
    if plan.to_write:
        _prepare(record, plan)
        try:
            _write(by=by, now=now, record=record, plan=plan)
        except IntegrityError as fault:
            raise Faulty(
                [
                    Fault(
                        "manifest.yaml", 0, "", "", f"The database refused the record, and nothing was changed: {fault}"
                    )
                ]
            ) from fault
    return Outcome(
        record.body,
        dict(Counter(item.shape.part for item in plan.new)),
        dict(Counter(item.shape.part for item, _, _ in plan.changed)),
        plan.same,
        changes,
    )


def _prepare(record: Record, plan: Plan) -> None:
    for name, (shape, _) in parts().items():
        items = [item for item in (*plan.new, *(item for item, _, _ in plan.changed)) if item.shape.part == name]
        if shape.prepare and items:
            shape.prepare(items, record)


@operation
def _write(*, by: Actor, now: datetime.datetime, record: Record, plan: Plan) -> None:
    loading = Loading(record.body, Links(record.body), record.documents)
    changed = [item for item, _, _ in plan.changed]
    with withdrawn_too():
        for name, (shape, part) in parts().items():
            items = [item for item in (*plan.new, *changed) if item.shape.part == name]
            if items and part.load:
                part.load(by=by, now=now, record=loading, shape=shape, items=items)
            elif items:
                with in_app(writer_of(shape.table)):
                    loading.write(shape, items, now)
    for follow in offered("after_load"):
        follow(by=by, now=now)
    body_id = loading.body_pk
    for item in plan.new:
        leave_line(by=by, now=now, verb="records.loaded", noun=item.shape.noun, key=_named(item), body_id=body_id)
    for item, changes, only_fills in plan.changed:
        verb = "records.filled" if only_fills else "records.replaced"
        leave_line(by=by, now=now, verb=verb, noun=item.shape.noun, key=_named(item), body_id=body_id, changes=changes)


def take_out(*, by: Actor, now: datetime.datetime, body: Body, folder: Path, up_to: str) -> int:
    """Write what `by` may read of a body's record into a new folder, and say how many things it holds.

    The folder appears whole or not at all, and not before the history says who took it. Raises Refused for a folder
    that is there already and for a circle that does not exist, Forbidden for a person who may not take a record out.
    """
    require(by, "records.take_out")
    folder = Path(folder)
    if up_to not in CIRCLES:
        raise Refused(f"There is no circle of readers called “{up_to}”. Choose one of {', '.join(CIRCLES)}.", "up_to")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(
            "Something stands in that folder already. Choose a new folder, so that nothing is overwritten.", "folder"
        )
    items, attached = gather(by, body, up_to)
    texts = files(items, body, by_name=by.name, now=now, up_to=up_to)
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        _fill(draft, texts, attached)
        _tell_taken_out(by=by, now=now, body=body, up_to=up_to, count=len(items))
        if folder.exists():
            folder.rmdir()
        os.replace(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return len(items)


def _fill(draft: Path, texts: dict[str, str], attached: list[tuple[Model, Item]]) -> None:
    draft.chmod(0o700)
    for name, text in texts.items():
        (draft / name).write_text(text, "utf-8", newline="\n")
    for row, item in attached:
        wanted = {digest for _, digest in digests(item.shape.fields, item.values)}
        if wanted:
            (draft / "documents").mkdir(exist_ok=True)
        for digest, opened in item.shape.attach(row):
            with opened:
                if digest in wanted:
                    with (draft / "documents" / digest).open("wb") as out:
                        shutil.copyfileobj(opened, out)


@operation
def _tell_taken_out(*, by: Actor, now: datetime.datetime, body: Body, up_to: str, count: int) -> None:
    changes = {"up_to": ("", up_to), "things": ("", str(count))}
    leave_line(by=by, now=now, verb="records.taken_out", noun="body", key=body.key, body_id=body.pk, changes=changes)


def _named(item: Item) -> str:
    return f"{item.holder}/{item.key}" if item.holder else item.key
