"""A file beside what stands in the house: what is new, what is the same, what is filled in, and where they differ."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from goldenthread.foundation.access.withdrawn import withdrawn_too
from goldenthread.foundation.people.models import Group
from goldenthread.foundation.records.faults import Difference
from goldenthread.foundation.records.items import Item, Record
from goldenthread.foundation.records.links import Links
from goldenthread.foundation.records.mapping import House, rows_by_identity
from goldenthread.foundation.records.shapes import parts


@dataclass
class Plan:
    """What a load would do. `changed` is [(item to write, {field: (before, after)}, whether it only fills gaps)]."""

    new: list[Item] = field(default_factory=list)
    changed: list[tuple[Item, dict, bool]] = field(default_factory=list)
    same: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def to_write(self):
        return self.new or self.changed


@withdrawn_too()
def compare(record: Record, take_file: bool) -> Plan:
    """Reads only. With `take_file` the file's word is taken for what this record's partnership leads, or nobody does.

    A body of which a record of its own stands here leads itself. A board that is described only in the record of the
    partnership that took its place is a common thing.
    """
    plan, links = Plan(), Links(record.body)
    house = House(record.body, links)
    holders = Group.keepers_of_records() | {record.body}
    by_part = defaultdict(list)
    for item in record.items:
        by_part[item.shape.part].append(item)
    for name in parts():
        standing = rows_by_identity(name, [item.identity for item in by_part[name]], links)
        ours = dict(zip(standing, house.items(parts()[name][0], standing.values()), strict=True))
        for item in by_part[name]:
            if item.identity in ours:
                _one(plan, item, ours[item.identity], record.body, holders, take_file)
            else:
                plan.new.append(item)
    return plan


def _one(plan, item, ours, body, holders, take_file):
    # Loading West's file: a finding that West holds is `mine`, what West's file says of East's finding is not, and the
    # area E06000001, which nobody leads, is common: gaps of it are filled, and only `take_file` overrides what stands.
    leads = item.holder or (item.key if item.shape.part == "bodies" and item.key in holders else "")
    mine = leads == body
    if item.values.get("stub") and not mine:
        plan.same += 1  # named in passing: whatever is known of it stands
        return
    stub = ours.values.get("stub", False)
    fills, differs = _fields(item, ours, strict=mine and not stub, stub=stub)
    if differs and (not take_file or (leads and not mine)):
        led_by = leads if leads and not mine else ""
        plan.differences += _told(item, differs, led_by)
    elif leads and not mine and not stub and fills:
        plan.differences += _told(item, fills, leads)
    elif fills or differs:
        if not mine:  # a file that says nothing of a field of a common thing takes nothing away
            item.values = {
                name: v for name, v in {**ours.values, **item.values}.items() if name != "stub" or "stub" in item.values
            }
        plan.changed.append((item, fills | differs, not differs))
    else:
        plan.same += 1


def _fields(item, ours, strict, stub):
    """({field: (before, after)} that fills a gap, {field: (before, after)} that contradicts).

    Here {title: "Audit", on: 1 May}, in the file {title: "Audit of neglect", on: 1 May, summary: "Ten files"}: the
    summary fills a gap and the title contradicts. `strict` (our own thing): the summary contradicts too, and so does a
    field that the file leaves out, since the file then tells the whole. `stub`: whatever the file says fills a gap.
    """
    fills, differs = {}, {}
    for name in item.shape.by_name:
        said, stands = item.values.get(name), ours.values.get(name)
        if said == stands or name == "key":
            continue
        if stub and (said is not None or name == "stub"):
            fills[name] = (stands, said)
        elif strict or (said is not None and stands is not None):
            differs[name] = (stands, said)
        elif said is not None:
            fills[name] = (stands, said)
    if item.parent is not None and ours.parent is not None and item.parent.identity != ours.parent.identity:
        differs[item.shape.inside] = (ours.parent.key, item.parent.key)
    return fills, differs


def told_changes(plan: Plan) -> list[Difference]:
    """What a load of this plan changes in things that stand already, field by field."""
    return [said for item, changes, _ in plan.changed for said in _told(item, changes, "")]


def _told(item, changes, led_by):
    """A difference for each field; of a smaller list, for each of its entries, paired by what they begin with."""
    for name, (before, after) in changes.items():
        line = item.lines.get(name, item.line)
        for where, stands, said in _narrowed(before, after):
            yield Difference(item.file, line, item.where + where, name, said, stands, led_by)


def _narrowed(before, after):
    """(where within the list, what stands, what the file says).

    [{agency: a, from: 1 May}, {agency: b}] beside [{agency: a, from: 2 May}, {agency: b}] gives ("/a", {from: 1 May},
    {from: 2 May}). Where two entries begin alike they cannot be paired, and those that have no equal are told as lists.
    """
    if not (_rows(before) and _rows(after)):
        yield "", before, after
        return
    first = next(iter((after or before)[0]))
    stands = {row.get(first): row for row in before}
    says = {row.get(first): row for row in after}
    if len(stands) < len(before) or len(says) < len(after):
        yield (
            "",
            [row for row in before if row not in after] or None,
            [row for row in after if row not in before] or None,
        )
        return
    for key in {**stands, **says}:
        one, other = stands.get(key, {}), says.get(key, {})
        if one != other:
            names = [name for name in {**one, **other} if one.get(name) != other.get(name) and name != first]
            yield (
                f"/{key}",
                {n: one[n] for n in names if n in one} or None,
                {n: other[n] for n in names if n in other} or None,
            )


def _rows(value):
    return isinstance(value, list) and value and isinstance(value[0], dict)
