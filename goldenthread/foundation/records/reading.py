"""A folder to items, with every fault at once. Nothing is written here, and the database is asked only for keys."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from goldenthread.foundation.access.withdrawn import withdrawn_too
from goldenthread.foundation.records.cross_checks import CrossChecks
from goldenthread.foundation.records.faults import Fault, Faulty, meant
from goldenthread.foundation.records.fields import ABSENT, KEY, Each, Unfit
from goldenthread.foundation.records.items import FORMAT, MANIFEST, Item, Record, holder_of, in_order
from goldenthread.foundation.records.parsing import Mapping, Scalar, Sequence, parse
from goldenthread.foundation.records.shapes import parts

MOST_FILES = 200
FILE_NAME = re.compile(r"(\d{4}|undated)\.yaml")
IN_MANIFEST = ("format", "partnership", "taken_out", "files")


@withdrawn_too()
def read(folder) -> Record:
    """Parse and check a folder. Raises Faulty with all faults."""
    return _Reader(Path(folder)).read()


class _Reader(CrossChecks):
    def __init__(self, folder):
        self.folder = folder
        self.faults: list[Fault] = []
        self.items: list[Item] = []
        self.broken: set = set()
        self.unread = self.stranger = False
        self.body = ""

    def fault(self, file, line, where, name, expected):
        self.faults.append(Fault(file, line, where, name, expected))

    def read(self) -> Record:
        if not (self.folder / MANIFEST).is_file():
            raise Faulty(
                [
                    Fault(
                        MANIFEST,
                        0,
                        "",
                        "",
                        "There is no manifest.yaml in this folder. Write one with “format: 1” and “partnership: "
                        "its-key”.",
                    )
                ]
            )
        self._manifest()
        for path in self._files():
            top = parse(path.name, path.read_bytes(), self.faults)
            if top:
                self._lists(path.name, top)
            self.unread = self.unread or top is None
        self.documents = self._documents()
        self.items.sort(key=lambda item: list(parts()).index(item.shape.part))
        self._holders()
        self._unique()
        if not self.unread:  # what stands in a file that cannot be read would be missed here
            self._references()
        self._whole()
        if self.faults:
            raise Faulty(self.faults)
        return Record(self.body, self.folder, self.items, self.documents)

    # The manifest and the files

    def _manifest(self):
        top = parse(MANIFEST, (self.folder / MANIFEST).read_bytes(), self.faults)
        if top is None:
            return
        for name in set(top.pairs) - set(IN_MANIFEST):
            self.fault(
                MANIFEST, top.lines[name], "", name, f"There is no such field in a manifest.{meant(name, IN_MANIFEST)}"
            )
        said = top.pairs.get("format")
        if not isinstance(said, Scalar) or said.text != FORMAT:
            self.fault(
                MANIFEST,
                said.line if said else 0,
                "",
                "format",
                f"Expected {FORMAT}: this house reads format {FORMAT} of the record file.",
            )
        said = top.pairs.get("partnership")
        if not isinstance(said, Scalar) or not KEY.fullmatch(said.text):
            self.fault(
                MANIFEST,
                said.line if said else 0,
                "",
                "partnership",
                "Expected the key of the partnership whose record this is.",
            )
        else:
            self.body, self.body_line = said.text, said.line
        self._hashes(top.pairs.get("files"))

    def _hashes(self, node):
        if node is None:
            return
        if not isinstance(node, Mapping):
            self.fault(MANIFEST, node.line, "", "files", "Expected the name of each file and its SHA-256.")
            return
        for name, said in node.pairs.items():
            path = self.folder / name
            line = node.lines[name]
            if not FILE_NAME.fullmatch(name) or not path.is_file():
                self.fault(
                    MANIFEST,
                    line,
                    "files",
                    name,
                    "There is no such file in the folder. Put it back, or take the line out.",
                )
            elif not isinstance(said, Scalar) or hashlib.sha256(path.read_bytes()).hexdigest() != said.text:
                self.fault(
                    MANIFEST,
                    line,
                    "files",
                    name,
                    "The file was changed after the manifest was written. If that was meant, take “files” out of the "
                    "manifest.",
                )

    def _files(self):
        found = []
        for path in sorted(self.folder.iterdir()):
            if path.name == MANIFEST or path.name == "documents" or path.name.startswith("."):
                continue
            if path.suffix.lower() in (".md", ".txt", ".csv"):
                continue  # notes beside the record, such as a table of coverage
            if not FILE_NAME.fullmatch(path.name) or not path.is_file():
                self.fault(
                    path.name,
                    0,
                    "",
                    "",
                    "Expected files named by their year, such as 2024.yaml, or undated.yaml. Rename it, or take it "
                    "out of the folder.",
                )
            else:
                found.append(path)
        if len(found) > MOST_FILES:
            self.fault(MANIFEST, 0, "", "", f"There are more than {MOST_FILES} files. Keep one a year.")
        return found[:MOST_FILES]

    def _documents(self):
        folder, found = self.folder / "documents", {}
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if not re.fullmatch(r"[0-9a-f]{64}", path.name) or not path.is_file():
                self.fault(
                    f"documents/{path.name}",
                    0,
                    "",
                    "",
                    "Expected files named by their SHA-256, 64 small letters and digits.",
                )
            elif _digest(path) != path.name:
                self.fault(
                    f"documents/{path.name}",
                    0,
                    "",
                    "",
                    "The file's content does not have the SHA-256 of its name: it was changed or damaged.",
                )
            else:
                found[path.name] = path
        return found

    # Lists and things

    def _lists(self, file, top):
        for name, node in top.pairs.items():
            if name not in parts():
                known = ", ".join(name for name, (shape, _) in parts().items() if not shape.inside)
                self.fault(
                    file,
                    top.lines[name],
                    "",
                    name,
                    f"There is no list of this name.{meant(name, parts()) or f' Known are {known}.'}",
                )
            elif parts()[name][0].inside:
                outer = parts()[name][0].inside
                self.fault(
                    file,
                    top.lines[name],
                    "",
                    name,
                    f"The list {name} is written inside the thing of {outer} to which it belongs.",
                )
            else:
                self._list(file, parts()[name][0], node, None)

    def _list(self, file, shape, node, parent):
        if not isinstance(node, Sequence):
            where = parent.where if parent else ""
            self.fault(file, node.line, where, shape.part, "Expected a list: each thing begins with “- key: …”.")
            return
        for order, one in enumerate(node.items):
            if isinstance(one, Mapping):
                self._item(file, shape, one, parent, order)
            else:
                self.fault(
                    file, one.line, shape.part, "", f"Expected a {shape.noun} with its fields, beginning with “key:”."
                )

    def _item(self, file, shape, node, parent, order):
        said = node.pairs.get("key")
        key = said.text if isinstance(said, Scalar) else ""
        where = f"{shape.part}/{key or '(no key)'}"
        values, lines, unread = self._fields(file, shape.fields, node, where, set(shape.inner))
        item = Item(shape, key, values, file=file, line=node.line, lines=lines, parent=parent, order=order)
        for name, inner in shape.inner.items():
            if name in node.pairs:
                self._list(file, inner, node.pairs[name], item)
        if key and "key" in values:
            self.items.append(item)
        else:
            self.broken.add((shape.part, key))
        self._check(file, shape, values, lines, unread, node.line, where)

    def _fields(self, file, fields, node, where, also=()):
        """The values of one mapping, in the order of the fields; their lines; and those that could not be read."""
        values, lines, unread = {}, {}, set()
        known = {item.name for item in fields} | set(also)
        for name, line in node.lines.items():
            if name not in known:
                self.fault(
                    file,
                    line,
                    where,
                    name,
                    "There is no such field "
                    f"here.{meant(name, known) or ' Known are ' + ', '.join(sorted(known)) + '.'}",
                )
        for item in fields:
            if item.name in node.pairs:
                lines[item.name] = node.lines[item.name]
                before = len(self.faults)
                value = self._value(file, item, node.pairs[item.name], where, lines[item.name])
                if len(self.faults) > before:
                    unread.add(item.name)
                if value is not ABSENT:
                    values[item.name] = value
            elif item.required:
                self.fault(file, node.line, where, item.name, f"This field is missing. Expected {item.wanted()}.")
        return values, lines, unread

    def _value(self, file, item, node, where, named_in):
        if isinstance(item, Each):
            return self._each(file, item, node, where)
        before = len(self.faults)
        try:
            value = item.read(node)
        except Unfit as unfit:
            # The parser places an empty value on the next line that holds something.
            line = named_in if isinstance(node, Scalar) and not node.text else node.line
            self.fault(file, line, where, item.name, str(unfit))
            return ABSENT
        if (
            value is ABSENT
            and item.required
            and len(self.faults) == before
            and getattr(item, "empty", None) in ("", None)
        ):
            self.fault(file, node.line, where, item.name, f"This field must not be empty. Expected {item.wanted()}.")
        return value

    def _each(self, file, item, node, where):
        if not isinstance(node, Sequence):
            self.fault(file, node.line, where, item.name, "Expected a list: each entry begins with “- ”.")
            return ABSENT
        rows = []
        for one in node.items:
            if item.shorthand and isinstance(one, Scalar):
                one = Mapping({item.shorthand: one}, {item.shorthand: one.line}, one.line)
            if not isinstance(one, Mapping):
                self.fault(
                    file, one.line, where, item.name, f"Expected the fields {', '.join(f.name for f in item.fields)}."
                )
                continue
            values, lines, unread = self._fields(file, item.fields, one, f"{where}/{item.name}")
            rows.append(values)
            self._check(file, item, values, lines, unread, one.line, f"{where}/{item.name}")
        return in_order(item, rows) or ABSENT

    def _check(self, file, declared, values, lines, unread, line, where):
        """What must hold between fields. Where a value could not be read, nothing is told as missing beside it."""
        for name, expected in declared.check(values) if declared.check else ():
            if name in values or not unread:
                self.fault(file, lines.get(name, line), where, name, expected)

    # What must hold between things

    def _holders(self):
        for item in self.items:
            item.holder = holder_of(item, self.body)

    def _unique(self):
        first, sound = {}, []
        for item in self.items:
            if item.identity in first:
                other = first[item.identity]
                self.fault(
                    item.file,
                    item.lines.get("key", item.line),
                    item.where,
                    "key",
                    f"This key stands already in {other.file}, line {other.line}. Each {item.shape.noun} needs a key "
                    "of its own.",
                )
            else:
                first[item.identity] = item
                sound.append(item)
        self.items = sound


def _digest(path):
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
