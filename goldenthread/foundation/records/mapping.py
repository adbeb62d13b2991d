"""Items to rows and rows to items, by the one table of fields that a shape is."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from functools import partial

from django.apps import apps

from goldenthread.foundation.access.models import Reader
from goldenthread.foundation.access.operations import load_readers
from goldenthread.foundation.records.fields import ABSENT, Each, Holder, Inherited, Readers, Refs
from goldenthread.foundation.records.items import Item, base_of, in_order, settle
from goldenthread.foundation.records.links import Links
from goldenthread.foundation.records.shapes import Shape, shape_of
from goldenthread.foundation.writing import Versioned, running

MANY = 400  # rows asked for at once: below SQLite's smallest limit of variables


class Loading:
    """One load under way: what an app's `load` operation is given as `record`."""

    def __init__(self, body: str, links: Links, documents: dict):
        self.body, self.links, self.documents = body, links, documents

    @property
    def body_pk(self):
        return self.links.find("bodies", "", self.body)

    def write(self, shape: Shape, items: list[Item], now) -> None:
        """Write items of one part: new ones in bulk, others over the row that stands. To be called in an operation."""
        new, standing = [], []
        for item in items:
            (new if self.links.find(*item.identity) is None else standing).append(item)
        for layer in _layers(new, self.links):
            rows = [shape.table(**self._columns(item)) for item in layer]
            shape.table.objects.bulk_create(rows)
            for item, row in zip(layer, rows, strict=True):
                self.links.add(*item.identity, row.pk)
        for item in standing:
            self._over(item)
        self._smaller(
            shape.fields,
            shape.table,
            [(self.links.find(*item.identity), item.values, self._at(item)) for item in items],
            fresh=not standing,
        )

    def _at(self, item):
        return self.links.based(item.holder or self.body)

    def _columns(self, item) -> dict:
        shape, columns = item.shape, {}
        for kind in shape.fields:
            value = item.effective(kind.name) if isinstance(kind, Inherited) else item.values.get(kind.name, ABSENT)
            links = self.links.based(base_of(item, self.body, kind.name == shape.held_by))
            columns |= kind.columns(value, links)
        if shape.holder and "__" not in shape.holder:
            columns[f"{shape.holder}_id"] = self.links.find("bodies", "", item.holder)
        if item.parent is not None:
            columns[f"{shape.parent}_id"] = self.links.find(*item.parent.identity)
        if shape.ordered:
            columns["order"] = item.order
        return shape.inward(item.values, columns, self) if shape.inward else columns

    def _over(self, item):
        row = item.shape.table.objects.get(pk=self.links.find(*item.identity))
        for name, value in self._columns(item).items():
            setattr(row, name, value)
        if hasattr(row, "version"):
            row.version += 1
        row.save()

    def _smaller(self, fields, model, owners, fresh):
        """The rows that hang on these: of Refs and Each. `owners` are (number, values, links)."""
        for kind in fields:
            if isinstance(kind, Readers):
                self._readers(kind, owners)
            elif isinstance(kind, Refs):
                through = apps.get_model(kind.through)
                if not fresh:
                    _drop(through, kind.own, owners)
                through.objects.bulk_create(
                    through(**{f"{kind.own}_id": pk, f"{kind.other}_id": links.pk(kind.part, said)})
                    for pk, values, links in owners
                    for said in values.get(kind.name, ())
                )
            elif isinstance(kind, Each):
                self._each(kind, owners, fresh)

    def _readers(self, kind, owners):
        here, rows = running(), []
        keys = [_ref(kind, pk, links) for pk, _, links in owners]
        for key, (_, values, links) in zip(keys, owners, strict=True):
            for one in values.get(kind.name, ()):
                columns = {"noun": kind.noun, "key": key}
                for part in kind.fields:
                    columns |= part.columns(one.get(part.name, ABSENT), links)
                rows.append(Reader(**columns))
        load_readers(by=here.by, now=here.now, noun=kind.noun, keys=keys, rows=rows)

    def _each(self, kind, owners, fresh):
        table, nested = apps.get_model(kind.model), any(isinstance(part, Each | Refs) for part in kind.fields)
        wanted = [
            (columns, one, links)
            for pk, values, links in owners
            for columns, one in self._inner(kind, pk, values, links)
        ]
        kept = []
        if not fresh:
            wanted, kept = _keep(table, kind, owners, wanted)
        rows = [table(**columns) for columns, _, _ in wanted]
        table.objects.bulk_create(rows)
        if nested:
            below = [(row.pk, one, links) for row, (_, one, links) in zip(rows, wanted, strict=True)]
            self._smaller(kind.fields, table, below, fresh=True)
            self._smaller(kind.fields, table, kept, fresh=False)

    def _inner(self, kind, pk, values, links):
        """(columns, values) of each row that hangs on one thing."""
        for one in values.get(kind.name, ()):
            columns = {f"{kind.own}_id": pk}
            for part in kind.fields:
                columns |= part.columns(one.get(part.name, ABSENT), links)
            yield (kind.inward(one, columns, self) if kind.inward else columns), one


def _keep(table, kind, owners, wanted):
    """Leave rows that are wanted as they stand, change those with the same first field, drop the rest: (what is still
    to be made, what was kept as owners of smaller rows).

    A row to which something else points (the seats of a membership) so keeps its number while its thing changes.
    """
    numbers, kept = [pk for pk, _, _ in owners], []
    standing = {row.pk: row for some in _some(numbers) for row in table.objects.filter(**{f"{kind.own}_id__in": some})}
    for whole in (True, False):
        left, by_values = [], {}
        for columns, one, links in wanted:
            names = tuple(columns) if whole else tuple(columns)[:2]  # what it hangs on, and its first field
            if names not in by_values:  # looked up, not searched: a list of thousands is kept in one pass
                by_values[names] = _by_values(standing.values(), names)
            alike = by_values[names].get(_values(columns.get, names), ())
            while alike and alike[0].pk not in standing:
                alike.popleft()
            if not alike:
                left.append((columns, one, links))
                continue
            row = alike.popleft()
            del standing[row.pk]
            kept.append((row.pk, one, links))
            if not whole:
                _change(row, columns)
        wanted = left
    _take_away(table, kind.fields, list(standing))
    return wanted, kept


def _by_values(rows, names: tuple[str, ...]) -> dict[tuple, deque]:
    found = defaultdict(deque)
    for row in rows:
        found[_values(partial(getattr, row), names)].append(row)
    return found


def _values(of: Callable, names: tuple[str, ...]) -> tuple:
    """What stands in some columns, so that it can be looked up: a list (of a JSON column) as its text."""
    return tuple(repr(value) if isinstance(value, list | dict) else value for value in map(of, names))


def _change(row, columns):
    for name, value in columns.items():
        setattr(row, name, value)
    if isinstance(row, Versioned):
        row.version += 1
    row.save()


def _take_away(table, fields, numbers):
    """Rows with the smaller rows that hang on them."""
    for kind in fields if numbers else ():
        if isinstance(kind, Each):
            below = apps.get_model(kind.model)
            hanging = [
                pk
                for some in _some(numbers)
                for pk in below.objects.filter(**{f"{kind.own}_id__in": some}).values_list("pk", flat=True)
            ]
            _take_away(below, kind.fields, hanging)
        elif isinstance(kind, Refs):
            _drop(apps.get_model(kind.through), kind.own, [(pk, {}, None) for pk in numbers])
    for some in _some(numbers):
        table.objects.filter(pk__in=some).delete()


def _drop(table, own, owners):
    for some in _some([pk for pk, _, _ in owners]):
        table.objects.filter(**{f"{own}_id__in": some}).delete()


def _some(numbers):
    return (numbers[start : start + MANY] for start in range(0, len(numbers), MANY))


def _layers(items, links):
    """Items in such an order that one which another of the same part names comes first."""
    left, known = list(items), {item.identity for item in items}
    while left:
        names = {item.identity: _named(item, links) & known for item in left}
        layer = [item for item in left if not names[item.identity] - {item.identity}] or left
        yield layer
        known -= {item.identity for item in layer}
        left = [item for item in left if item.identity in known]


def _named(item, links):
    found = set()
    for kind in item.shape.fields:
        said = item.values.get(kind.name)
        if getattr(kind, "part", None) == item.shape.part and isinstance(said, str) and not isinstance(kind, Refs):
            found.add(links.identity(kind.part, said, item.holder or links.base))
    return found


# Rows to items


def items_of(shape: Shape, rows, body: str, links: Links, parents: dict | None = None) -> list[Item]:
    """Rows as items, without their parents unless `parents` is {row number of the parent: item}."""
    rows = list(rows)
    items = []
    for row in rows:
        _, holder, key = links.named(shape.part, row.pk)
        item = Item(shape, key, {}, holder)
        if shape.inside:
            item.parent = (parents or {}).get(getattr(row, f"{shape.parent}_id"))
        item.order = row.order if shape.ordered else 0
        for kind in shape.fields:
            if isinstance(kind, Holder):
                value = ABSENT if holder == body else links.reference("bodies", links.find("bodies", "", holder))
            elif isinstance(kind, Each | Refs) or not kind.column:
                continue
            else:
                value = kind.of_row(row, links.based(base_of(item, body, kind.name == shape.held_by)))
            if value is not ABSENT:
                item.values[kind.name] = value
        items.append(item)
    owners = [(row.pk, item.values, links.based(item.holder or body)) for row, item in zip(rows, items, strict=True)]
    _read_smaller(shape.fields, owners)
    shape.complete(rows, [item.values for item in items], Loading(body, links, {}))
    for item in items:
        item.values = {name: item.values[name] for name in shape.by_name if name in item.values}
    for item in items:
        for kind in shape.fields:
            if isinstance(kind, Inherited):
                settle(item, kind.name)
        if shape.tidy:
            shape.tidy(item.values, item.holder)
    return items


class House:
    """What stands in the house, as items, each with what it stands in."""

    def __init__(self, body: str, links: Links):
        self.body, self.links = body, links
        self._items = defaultdict(dict)

    def items(self, shape: Shape, rows) -> list[Item]:
        rows = list(rows)
        fresh = [row for row in rows if row.pk not in self._items[shape.part]]
        parents = {}
        if shape.inside and fresh:
            outer = shape_of(shape.inside)
            wanted = {getattr(row, f"{shape.parent}_id") for row in fresh}
            missing = [pk for pk in wanted if pk not in self._items[outer.part]]
            for some in _some(missing):
                self.items(outer, outer.table.objects.filter(pk__in=some))
            parents = self._items[outer.part]
        for row, item in zip(fresh, items_of(shape, fresh, self.body, self.links, parents), strict=True):
            self._items[shape.part][row.pk] = item
        return [self._items[shape.part][row.pk] for row in rows]


def _read_smaller(fields, owners):
    for kind in fields:
        if isinstance(kind, Readers):
            _read_readers(kind, owners)
        elif isinstance(kind, Refs):
            through = apps.get_model(kind.through)
            found = defaultdict(list)
            for some in _some([pk for pk, _, _ in owners]):
                pairs = through.objects.filter(**{f"{kind.own}_id__in": some}).values_list(
                    f"{kind.own}_id", f"{kind.other}_id"
                )
                for pk, other in pairs:
                    found[pk].append(other)
            for pk, values, links in owners:
                if found[pk]:
                    values[kind.name] = sorted(links.reference(kind.part, other) for other in found[pk])
        elif isinstance(kind, Each):
            _read_each(kind, owners)


def _ref(kind, pk, links):
    """How the table of readers names a thing."""
    _, holder, key = links.named(kind.of, pk)
    return f"{holder}/{key}" if holder else key


def _read_readers(kind, owners):
    by_key = {_ref(kind, pk, links): (values, links) for pk, values, links in owners}
    for some in _some(list(by_key)):
        for row in Reader.objects.filter(noun=kind.noun, key__in=some):
            values, links = by_key[row.key]
            said = {part.name: value for part in kind.fields if (value := part.of_row(row, links)) is not ABSENT}
            values.setdefault(kind.name, []).append(said)
    for values, _ in by_key.values():
        if kind.name in values:
            values[kind.name] = in_order(kind, values[kind.name])


def _read_each(kind, owners):
    table = apps.get_model(kind.model)
    found = defaultdict(list)
    for some in _some([pk for pk, _, _ in owners]):
        for row in table.objects.filter(**{f"{kind.own}_id__in": some}).order_by(*_order(kind)):
            found[getattr(row, f"{kind.own}_id")].append(row)
    below = []
    for pk, values, links in owners:
        rows = []
        for row in found[pk]:
            one = {}
            for part in kind.fields:
                if not isinstance(part, Each | Refs):
                    value = part.of_row(row, links)
                    if value is not ABSENT:
                        one[part.name] = value
            rows.append(one)
            below.append((row.pk, one, links))
        if rows:
            values[kind.name] = rows
    if any(isinstance(part, Each | Refs) for part in kind.fields):
        _read_smaller(kind.fields, below)
    for _, values, _ in owners:
        if kind.name in values:
            rows = [
                {part.name: one[part.name] for part in kind.fields if part.name in one} for one in values[kind.name]
            ]
            values[kind.name] = in_order(kind, rows)


def _order(kind):
    return [*(part.column for part in kind.fields if part.name == kind.sort_by), "pk"]


def rows_by_identity(part: str, identities, links: Links) -> dict:
    """{identity: row} of those that stand."""
    shape = shape_of(part)
    wanted = {pk: identity for identity in identities if (pk := links.find(*identity)) is not None}
    found = {}
    for some in _some(list(wanted)):
        for row in shape.table.objects.filter(pk__in=some):
            found[wanted[row.pk]] = row
    return found
