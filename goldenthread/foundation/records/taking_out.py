"""The record of one body as files: what one person may read, and nothing kept to a narrower circle than they name."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict

from goldenthread.foundation.access.withdrawn import stands, withdrawn_too
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.records.fields import Each, Inherited, Ref, Refs
from goldenthread.foundation.records.items import FORMAT, Item, base_of, references, settle
from goldenthread.foundation.records.links import Links
from goldenthread.foundation.records.mapping import House, Loading
from goldenthread.foundation.records.shapes import Shape, parts, shape_of
from goldenthread.foundation.records.writing_out import Word, document, mapping

CIRCLES = ("public", "partnership", "group", "agency", "named")


@withdrawn_too()
def gather(viewer, body: Body, up_to: str) -> tuple[list[Item], list]:
    """(the items that may be taken out, in the order of the parts; (row, item) of what has files)."""
    return _Gathering(viewer, body, up_to).run()


class _Gathering:
    def __init__(self, viewer, body, up_to):
        self.viewer, self.body, self.up_to = viewer, body, up_to
        self.links = Links(body.key)
        self.house = House(body.key, self.links)
        self.taken: dict[tuple, Item] = {}
        self.only_public: set[tuple] = set()
        self.attached = []

    def run(self):
        for shape, part in parts().values():
            rows = part.rows(self.viewer, self.body) if part.rows else shape.table.objects.filter(holder=self.body)
            whole = shape.reads_whole(self.viewer, rows) if shape.reads_whole else None
            rows = [row for row in rows if stands(row) or whole is None or row.pk in whole]
            if shape.pulled:
                rows += self._recorded_here(shape, {row.pk for row in rows})
            self._take(shape, [row for row in rows if self._wide(shape.audience_of(row))], whole)
        self._pull()
        self._prune()
        order = list(parts())
        return sorted(self.taken.values(), key=lambda item: order.index(item.shape.part)), self.attached

    def _wide(self, audience):
        return CIRCLES.index(audience) <= CIRCLES.index(self.up_to)

    def _recorded_here(self, shape, already):
        """Things of the whole house that came in with this record, by its history, whether or not something names
        them.
        """
        keys = Line.objects.filter(chain__body=self.body, noun=shape.noun).values("key")
        return shape.table.objects.filter(key__in=keys).exclude(pk__in=already)

    def _take(self, shape, rows, whole):
        """Those that stand in something taken out, or may be read without it; of some only the text made for others."""
        for row, item in zip(rows, self._items(shape, rows), strict=True):
            own = whole is None or not row.public_text or (row.pk in whole and self._wide(row.text_audience))
            if item.parent is not None and not self._beside(item, own):
                item = self._with_stand_in(shape, row, item, own)
            elif not own:
                item = self._public(shape, row, item)
            if item is not None:
                if shape.within:
                    item.values = shape.within(row, item.values, self.up_to)
                self.taken[item.identity] = item
                if shape.attach:
                    self.attached.append((row, item))

    def _items(self, shape, rows):
        items = self.house.items(shape, rows)
        shape.shorten(items, self.body.key)
        return items

    def _beside(self, item, own):
        """Whether what it stands in is taken out. What has no circle of its own goes only with the whole of that."""
        parent = item.parent.identity
        return parent in self.taken and (parent not in self.only_public or item.shape.reads_whole is not None)

    def _with_stand_in(self, shape, row, item, own):
        """A thing inside one that may not be taken out stands beside a stand-in without a name."""
        outer = shape_of(shape.inside)
        parent_row = getattr(row, shape.parent)
        values = outer.stand_in(parent_row, Loading(self.body.key, self.links, {})) if shape.reads_whole else None
        if values is None:
            return None
        stand_in = Item(outer, values["key"], _worded(outer, values), item.holder)
        stand_in = self.taken.setdefault(stand_in.identity, stand_in)
        if not own:
            return self._public(shape, row, item, stand_in)
        values = dict(item.values) | {
            kind.name: item.effective(kind.name) for kind in shape.fields if isinstance(kind, Inherited)
        }
        return self._standing_in(shape, item, values, stand_in)

    def _public(self, shape, row, item, parent=None):
        """The item with the text made for a wider circle only."""
        effective = {kind.name: item.effective(kind.name) for kind in shape.fields if isinstance(kind, Inherited)}
        values = (
            {name: value for name, value in item.values.items() if name in shape.released}
            | effective
            | {shape.text_field: row.public_text.rstrip()}
        )
        values = shape.shown_outside(row, values)
        self.only_public.add(item.identity)
        return self._standing_in(shape, item, values, parent or (item.parent and self.taken[item.parent.identity]))

    def _standing_in(self, shape, item, values, parent):
        values = {name: values[name] for name in shape.by_name if name in values}
        moved = Item(shape, item.key, values, item.holder, parent=parent, order=item.order)
        for kind in shape.fields:
            if isinstance(kind, Inherited):
                settle(moved, kind.name)
        return moved

    def _pull(self):
        """Things of the whole house that what is taken out names, and what those name in turn."""
        fresh = list(self.taken.values())
        while fresh:
            wanted = defaultdict(set)
            for item in fresh:
                for _, _, part, said, holds in references(item):
                    identity = self.links.identity(part, said, base_of(item, self.body.key, holds))
                    if identity not in self.taken and shape_of(part).pulled:
                        wanted[part].add(self.links.find(*identity))
                if item.holder and item.holder != self.body.key and ("bodies", "", item.holder) not in self.taken:
                    wanted["bodies"].add(self.links.find("bodies", "", item.holder))
            fresh = []
            for part, numbers in wanted.items():
                shape = shape_of(part)
                rows = [row for row in shape.table.objects.filter(pk__in=numbers) if self._wide(shape.audience_of(row))]
                for item in self._items(shape, rows):
                    if item.identity not in self.taken:
                        self.taken[item.identity] = item
                        fresh.append(item)

    def _prune(self):
        """Take out references to what is not taken out; what cannot do without one goes too."""
        for item in self.taken.values():
            if item.shape.keep:
                item.shape.keep(item.values, self._there)
        changed = True
        while changed:
            changed = False
            for item in list(self.taken.values()):
                gone = item.parent is not None and item.parent.identity not in self.taken
                if gone or not self._whole(item.shape.fields, item.values, item):
                    del self.taken[item.identity]
                    changed = True

    def _there(self, noun, key):
        """Whether a thing named by its noun and key (with its holder's before it) is taken out."""
        for part, (shape, _) in parts().items():
            if shape.noun == noun:
                return self.links.identity(part, key, self.body.key) in self.taken
        return False

    def _whole(self, fields, values, item):
        for kind in fields:
            said = values.get(kind.name)
            if said is None:
                continue
            if isinstance(kind, Each):
                said = [row for row in said if self._whole(kind.fields, row, item)]
            elif isinstance(kind, Refs):
                said = [one for one in said if self._is_taken(kind, one, item)]
            elif isinstance(kind, Ref) and not self._is_taken(kind, said, item):
                said = None
            if not said and said is not False and said != 0:
                if kind.required:
                    return False
                del values[kind.name]
            else:
                values[kind.name] = said
        return True

    def _is_taken(self, kind, said, item):
        identity = self.links.identity(kind.part, said, base_of(item, self.body.key, kind.name == item.shape.held_by))
        return identity in self.taken


def _worded(shape: Shape, values: dict) -> dict:
    """Values that a hook gives, as their fields write them."""
    return {name: shape.by_name[name].fit(str(value)) for name, value in values.items()}


# Items to files


def files(items: list[Item], body: Body, *, by_name: str, now, up_to: str) -> dict[str, str]:
    """{file name: text}. Equal items give equal bytes."""
    inner = defaultdict(list)
    for item in items:
        if item.parent is not None:
            inner[item.parent.identity].append(item)
    by_file = defaultdict(lambda: defaultdict(list))
    for item in items:
        if item.parent is None:
            by_file[_file(item)][item.shape.part].append(item)
    texts = {
        name: document(
            {part: [_whole_item(item, inner) for item in sorted(some, key=_place)] for part, some in lists.items()}
        )
        for name, lists in sorted(by_file.items())
    }
    return {"manifest.yaml": _manifest(texts, body, by_name, now, up_to), **texts}


def _file(item):
    for name in item.shape.year_by:
        if name in item.values:
            return f"{item.values[name].rpartition('/')[2][:4]}.yaml"
    return "undated.yaml"


def _place(item):
    """By order where that means something, then by key, numbers in a key by their size; a body's own record first."""
    return item.order, item.holder, [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", item.key)]


def _whole_item(item, inner):
    values = dict(item.values)
    below = inner.get(item.identity, ())
    for part, shape in item.shape.inner.items():
        some = [one for one in below if one.shape is shape]
        if some:
            values[part] = [_whole_item(one, inner) for one in sorted(some, key=_place)]
    return values


def _manifest(texts, body, by_name, now, up_to):
    return mapping(
        {
            "format": Word(FORMAT),
            "partnership": Word(body.key),
            "taken_out": {"by": by_name, "on": Word(day_of(now).isoformat()), "up_to": Word(up_to)},
            "files": {name: Word(hashlib.sha256(text.encode()).hexdigest()) for name, text in texts.items()},
        }
    )
