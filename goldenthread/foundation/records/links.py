"""Keys of things to rows and back. A plain key names a thing of the holder at hand; `holder/key` one of another's."""

from __future__ import annotations

from goldenthread.foundation.records.shapes import shape_of
from goldenthread.foundation.records.writing_out import Word


class Links:
    """Looks keys up once a part and holder. `based(holder)` reads plain keys as that holder's."""

    def __init__(self, base: str, shared=None):
        self.base = base
        self._keys, self._rows = shared or ({}, {})

    def based(self, holder: str) -> Links:
        return Links(holder, (self._keys, self._rows))

    def identity(self, part, said, base=None):
        if not shape_of(part).holder:
            return part, "", said
        holder, _, key = said.rpartition("/")
        return part, holder or base or self.base, key

    def find(self, part, holder, key):
        """The row's number, or None."""
        return self._of(part, holder).get(key)

    def keys(self, part, holder):
        return self._of(part, holder)

    def holders(self, part, key):
        """The partnerships in whose part of a list this key stands."""
        path = shape_of(part).holder
        return shape_of(part).table.objects.filter(key=key).values_list(f"{path}__key", flat=True) if path else ()

    def pk(self, part, said):
        """The row that a reference names. Raises LookupError: everything was checked before anything is written."""
        found = self.find(*self.identity(part, said))
        if found is None:
            raise LookupError(f"{said} of {part} is not there when it is needed")
        return found

    def reference(self, part, pk):
        """How a row is named from the holder at hand."""
        _, holder, key = self.named(part, pk)
        return Word(key if not holder or holder == self.base else f"{holder}/{key}")

    def named(self, part, pk):
        """The identity of a row."""
        rows = self._rows.setdefault(part, {})
        if pk not in rows:
            shape = shape_of(part)
            path = f"{shape.holder}__key" if shape.holder else None
            found = shape.table.objects.filter(pk=pk).values_list(*([path] if path else []), "key").get()
            self._of(part, found[0] if path else "")
        return rows[pk]

    def add(self, part, holder, key, pk):
        self._of(part, holder)[key] = pk
        self._rows.setdefault(part, {})[pk] = (part, holder, key)

    def _of(self, part, holder):
        if (part, holder) not in self._keys:
            shape = shape_of(part)
            rows = shape.table.objects.all()
            if shape.holder:
                rows = rows.filter(**{f"{shape.holder}__key": holder})
            self._keys[part, holder] = dict(rows.values_list("key", "pk"))
            by_row = self._rows.setdefault(part, {})
            by_row.update({pk: (part, holder, key) for key, pk in self._keys[part, holder].items()})
        return self._keys[part, holder]
