"""What must hold between the things of a record, once each of them was read: references, circles, and whole lists."""

from __future__ import annotations

from goldenthread.foundation.records.faults import meant
from goldenthread.foundation.records.fields import Inherited, Ref
from goldenthread.foundation.records.items import MANIFEST, base_of, digests, references, settle
from goldenthread.foundation.records.links import Links
from goldenthread.foundation.records.shapes import parts


class CrossChecks:
    """For the reader of a folder, which holds `items`, `record` and `fault`."""

    def _references(self):
        links = Links(self.body)
        here = {item.identity for item in self.items}
        if self.body and ("bodies", "", self.body) not in here and not links.find("bodies", "", self.body):
            self.stranger = True
            described = [
                item.key
                for item in self.items
                if item.shape.part == "bodies"
                and item.values.get("kind") in ("partnership", "predecessor_board")
                and not item.values.get("stub")
            ]
            instead = (
                f" This folder describes {', '.join(described)}: name that, or describe {self.body} in bodies."
                if described
                else " Describe the partnership there."
            )
            self.fault(MANIFEST, self.body_line, "", "partnership", f"There is no {self.body} in bodies.{instead}")
        for item in self.items:
            for name, line, part, said, holds in references(item):
                identity = links.identity(part, said, base_of(item, self.body, holds))
                if identity == item.identity:
                    self.fault(
                        item.file,
                        line,
                        item.where,
                        name,
                        "This names the thing itself. Name another, or leave the field out.",
                    )
                if identity in here or (part, identity[2]) in self.broken or links.find(*identity):
                    continue
                led = f" led by {identity[1]}" if identity[1] and identity[1] != self.body else ""
                self.fault(
                    item.file,
                    line,
                    item.where,
                    name,
                    f"There is no {identity[2]} in {part}{led}.{self._instead(links, here, identity)}",
                )
        self._circles(links)

    def _instead(self, links, here, identity):
        """“ Did you mean …?”: the same key of another partnership, or a near miss."""
        part, holder, key = identity
        leads = {h for p, h, k in here if p == part and k == key} | set(links.holders(part, key))
        if leads:
            found = min(leads, key=lambda lead: (lead != self.body, lead))
            return (
                f" Did you mean “{found}/{key}”, which is led by {found}{', your own' if found == self.body else ''}?"
            )
        return meant(key, {k for p, h, k in here if p == part and h == holder} | set(links.keys(part, holder)))

    def _circles(self, links):
        """Things of one list that stand below each other go up to an end."""
        above = {}
        for item in self.items:
            for kind in item.shape.fields:
                if type(kind) is Ref and kind.part == item.shape.part and kind.name in item.values:
                    above[item.identity, kind.name] = links.identity(
                        kind.part, item.values[kind.name], base_of(item, self.body, False)
                    )
        for item in self.items:
            for name in item.shape.by_name:
                seen, here = [], above.get((item.identity, name))
                while here is not None and here != item.identity and here not in seen:
                    seen.append(here)
                    here = above.get((here, name))
                if seen and here == item.identity:
                    through = ", ".join(key for _, _, key in seen)
                    self.fault(
                        item.file,
                        item.lines.get(name, item.line),
                        item.where,
                        name,
                        f"This leads back to the thing itself, through {through}. Take one of these references out.",
                    )

    def _whole(self):
        for item in self.items:
            for name, kind in item.shape.by_name.items():
                if (
                    isinstance(kind, Inherited)
                    and kind.required is False
                    and item.parent is None
                    and name not in item.values
                ):
                    self.fault(
                        item.file, item.line, item.where, name, f"This field is missing. Expected {kind.wanted()}."
                    )
                if isinstance(kind, Inherited):
                    settle(item, name)
            if item.shape.tidy:
                item.shape.tidy(item.values, item.holder)
            for name, digest in digests(item.shape.fields, item.values):
                if digest not in self.documents:
                    self.fault(
                        item.file,
                        item.lines.get(name, item.line),
                        item.where,
                        name,
                        f"There is no file documents/{digest}. Put it there, or take the entry out.",
                    )
        for shape, _ in parts().values():
            if shape.whole and not self.stranger:  # whose record it is comes first
                mine = [item for item in self.items if item.shape is shape]
                for item, name, expected in shape.whole(mine, self):
                    file, line = (item.file, item.lines.get(name, item.line)) if item else (MANIFEST, 0)
                    self.fault(file, line, item.where if item else "", name, expected)
